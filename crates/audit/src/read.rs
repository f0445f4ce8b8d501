//! Reads a published folder, with the reader that the browser uses. Two passes over the shards: the first finds the
//! products, the second the rows, whose neighbours can then be numbers; keys of all neighbours would be twenty times the
//! catalogue.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use cobuy_catalogue::progress::Progress;
use cobuy_engine::address::expand;
use cobuy_publish::pack::{Place, places};
use cobuy_snapshot::base::CATEGORY_PREFIX;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::write::{gzip, prefix};
use cobuy_snapshot::{Base, ReadError, Relation, Shard, Table};
use cobuy_targets::snapshot::MAX_K;
use cobuy_targets::snapshot::{BASE, MANIFEST, VERSION_FOLDER};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::published::{Edge, FileSeen, Published, RowOf, Shown};
use super::rules::rules_of;
use super::{AuditError, Facts};

/// Shards read at once, so that few payloads are in memory.
const BLOCK: usize = 256;

/// A row that does not know yet where its neighbours lie.
struct Loose {
    row: RowOf,
    edges: Vec<Edge>,
}

impl Published {
    /// Reads a folder. Files of kept, earlier k are passed over: they say the same.
    ///
    /// # Errors
    /// [`AuditError::Missing`] or [`AuditError::Damaged`], with the file.
    pub fn read(folder: &Path, progress: &dyn Progress) -> Result<Self, AuditError> {
        let facts = facts(folder)?;
        let mut files = BTreeMap::new();
        let payload = read(folder, BASE, &mut |seen| {
            files.insert(BASE.to_owned(), seen);
        })?;
        let base = Base::open(&payload).map_err(damaged(folder, BASE))?;
        if base.head.k > MAX_K {
            let reason = format!("k is {}, at most {MAX_K} is built", base.head.k);
            return Err(AuditError::Damaged { path: folder.join(VERSION_FOLDER).join(BASE), reason });
        }
        let places = places(&[base.head.k]);
        progress.stage("Reading the snapshot", 2 * places.len() as u64);
        let mut products = Vec::new();
        for block in places.chunks(BLOCK) {
            for (name, seen, found) in products_of(folder, block)? {
                files.insert(name, seen);
                products.extend(found);
            }
            progress.advance(block.len() as u64);
        }
        products.par_sort_unstable_by(|a, b| a.key.cmp(&b.key));
        let mut published = Published {
            facts,
            k: base.head.k,
            newest_order_ms: base.head.as_of_ms.get(),
            currency_exponent: base.head.exponent,
            rules: rules_of(&base, &products),
            products,
            rows: Vec::new(),
            edges: Vec::new(),
            files,
        };
        published.read_rows(folder, &places, progress)?;
        Ok(published)
    }

    fn read_rows(
        &mut self,
        folder: &Path,
        places: &[Place],
        progress: &dyn Progress,
    ) -> Result<(), AuditError> {
        let mut loose = Vec::new();
        for block in places.chunks(BLOCK) {
            let read: Vec<Vec<Loose>> = block
                .par_iter()
                .map(|place| {
                    let name = place.name();
                    let payload = read(folder, &name, &mut |_| ())?;
                    let shard = Shard::open(&payload).map_err(damaged(folder, &name))?;
                    self.rows_of(&shard).map_err(damaged(folder, &name))
                })
                .collect::<Result<_, AuditError>>()?;
            loose.extend(read.into_iter().flatten());
            progress.advance(block.len() as u64);
        }
        loose.par_sort_unstable_by_key(|loose| (loose.row.source, loose.row.relation));
        for Loose { mut row, edges } in loose {
            row.first = self.edges.len() as u32;
            self.edges.extend(edges);
            self.rows.push(row);
        }
        Ok(())
    }

    fn rows_of(&self, shard: &Shard<'_>) -> Result<Vec<Loose>, ReadError> {
        let table = &shard.table;
        let numbers =
            (0..table.len() as u16).map(|item| self.find(table.card(item).map_or("", |card| card.key)));
        let numbers: Vec<Option<u32>> = numbers.collect();
        let number = |item: u16| numbers.get(usize::from(item)).copied().flatten();
        let mut rows = Vec::new();
        for index in 0..table.row_count() {
            let row = table.row(index)?;
            // Lists of categories belong to no product.
            let Some(source) = number(row.item) else { continue };
            let mut edges = Vec::with_capacity(row.len());
            for (i, neighbour) in row.neighbours().enumerate() {
                let Some(product) = number(neighbour.item) else { continue };
                let weight = u32::from(neighbour.weight) * u32::from(row.scale);
                edges.push(Edge { product, weight, figures: row.figures(i), season: row.season(i) });
            }
            let count = edges.len() as u8;
            let row = RowOf {
                source,
                relation: row.relation,
                exponent: shard.head.weight_exponent,
                first: 0,
                count,
            };
            rows.push(Loose { row, edges });
        }
        Ok(rows)
    }
}

fn facts(folder: &Path) -> Result<Facts, AuditError> {
    let path = folder.join(MANIFEST);
    let text =
        fs::read_to_string(&path).map_err(|reason| AuditError::Missing { path: path.clone(), reason })?;
    serde_json::from_str(&text).map_err(|error| AuditError::Damaged { path, reason: error.to_string() })
}

/// Reads and inflates a file below `v1/`, and hands over what it saw of it.
fn read(folder: &Path, name: &str, seen: &mut dyn FnMut(FileSeen)) -> Result<Vec<u8>, AuditError> {
    let path = folder.join(VERSION_FOLDER).join(name);
    let file = fs::read(&path).map_err(|reason| AuditError::Missing { path: path.clone(), reason })?;
    let payload = gzip::inflate(&file)
        .map_err(|error| AuditError::Damaged { path: path.clone(), reason: error.to_string() })?;
    seen(FileSeen { bytes: file.len() as u64, payload: Sha256::digest(&payload).into() });
    Ok(payload)
}

fn damaged<'a>(folder: &'a Path, name: &'a str) -> impl Fn(ReadError) -> AuditError + 'a {
    move |error| AuditError::Damaged {
        path: folder.join(VERSION_FOLDER).join(name),
        reason: error.to_string(),
    }
}

type ProductsOf = (String, FileSeen, Vec<Shown>);

fn products_of(folder: &Path, block: &[Place]) -> Result<Vec<ProductsOf>, AuditError> {
    let one = |place: &Place| {
        let name = place.name();
        let mut file = None;
        let payload = read(folder, &name, &mut |seen| file = Some(seen))?;
        let shard = Shard::open(&payload).map_err(damaged(folder, &name))?;
        let products = cards(&shard, *place).map_err(damaged(folder, &name))?;
        let seen = file.unwrap_or(FileSeen { bytes: 0, payload: [0; 32] });
        Ok((name, seen, products))
    };
    block.par_iter().map(one).collect()
}

/// The products that belong into a shard; the cards of their neighbours are read where those belong.
fn cards(shard: &Shard<'_>, place: Place) -> Result<Vec<Shown>, ReadError> {
    let table: &Table<'_> = &shard.table;
    let url_template = table.text(shard.head.url_template)?;
    let image_template = table.text(shard.head.image_template)?;
    let mut products = Vec::new();
    for item in 0..table.len() as u16 {
        let card = table.card(item)?;
        if prefix(card.key, place.k) != place.prefix || card.key.starts_with(CATEGORY_PREFIX) {
            continue;
        }
        let address = |given: &str, template: &str| {
            if given.is_empty() && !template.is_empty() {
                expand(template, card.key)
            } else {
                given.to_owned()
            }
        };
        products.push(Shown {
            key: card.key.to_owned(),
            title: card.title.to_owned(),
            url: address(card.url, url_template),
            image: address(card.image, image_template),
            category: table.category(item)?.unwrap_or_default().to_owned(),
            price_minor: card.price_minor,
            available: card.has(flag::AVAILABLE),
            sets: table.sets(item),
        });
    }
    Ok(products)
}

/// Whether a row's neighbours are pairs: chosen for the product, not for its category or the shop.
pub(super) fn is_pair(relation: Relation) -> bool {
    !matches!(relation, Relation::Popular | Relation::Rising)
}
