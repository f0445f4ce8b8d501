//! A shop whose every product has a full row, so that a ranking has as much to do as it can have.

use anyhow::{Context, Result, ensure};
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::file::{BaseInfo, ShardInfo, base, shard};
use cobuy_snapshot::write::gzip::compress;
use cobuy_snapshot::write::table::{Item, Neighbour, Row};
use cobuy_snapshot::write::{prefix, shard_name};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Neighbours of every product.
pub const NEIGHBOURS: usize = 50;

/// Items of the session: the page's product, three in the cart, six views.
const SESSION: usize = 10;

/// One hex digit names a shard: 16 of them.
const K: u8 = 1;

/// Payloads and the session.
pub struct Shop {
    pub base: Vec<u8>,
    pub shards: BTreeMap<u32, Vec<u8>>,
    /// Keys of ten products, no two of which lie in the same shard.
    pub session: Vec<String>,
}

impl Shop {
    /// A shop of some hundred to 10,000 products.
    pub fn new(products: usize) -> Result<Self> {
        let keys: Vec<String> = (0..products).map(|n| format!("product-{n:04}")).collect();
        let mut owners: BTreeMap<u32, Vec<usize>> = (0..1 << (4 * K)).map(|n| (n, Vec::new())).collect();
        for (number, key) in keys.iter().enumerate() {
            owners.entry(prefix(key, K)).or_default().push(number);
        }
        let firsts = owners.values().filter_map(|owners| owners.first());
        let session: Vec<String> = firsts.take(SESSION).map(|first| keys[*first].clone()).collect();
        ensure!(session.len() == SESSION, "{products} products are too few");
        let info = BaseInfo {
            decay: vec![1 << 15, 12_055, 4_435, 1_631, 600, 221, 81],
            products: products as u32,
            k: K,
            ..BaseInfo::default()
        };
        let shards = owners.iter().map(|(prefix, owners)| Ok((*prefix, payload(&keys, *prefix, owners)?)));
        Ok(Self { base: base(&info, &[], &[])?, shards: shards.collect::<Result<_>>()?, session })
    }

    /// Writes the files as a static host serves them.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let shards = folder.join("v1/s");
        fs::create_dir_all(&shards).with_context(|| format!("making {}", shards.display()))?;
        let write = |path: &Path, payload: &[u8]| {
            fs::write(path, compress(payload)).with_context(|| format!("writing {}", path.display()))
        };
        for (prefix, payload) in &self.shards {
            write(&shards.join(shard_name(*prefix, K)).with_extension("bin"), payload)?;
        }
        write(&folder.join("v1/base.bin"), &self.base)
    }
}

/// A shard: the rows of these products, with the cards of all their neighbours.
fn payload(keys: &[String], prefix: u32, owners: &[usize]) -> Result<Vec<u8>> {
    let (mut items, mut rows) = (BTreeSet::new(), Vec::new());
    for &owner in owners {
        let mut neighbours = BTreeMap::new();
        for position in 0..NEIGHBOURS {
            // A stride coprime to the number of products spreads the neighbours over all of them.
            let neighbour = (owner + 1 + position * 97) % keys.len();
            neighbours.insert(neighbour, (255 - position * 4) as u8);
        }
        items.insert(owner);
        items.extend(neighbours.keys().copied());
        let figures = Figures { confidence: 40, reverse: 20, lift: 100 };
        let neighbours =
            neighbours.into_iter().map(|(n, weight)| Neighbour { key: &keys[n], weight, figures });
        rows.push(Row {
            key: &keys[owner],
            relation: Relation::Together,
            scale: 20_000 + owner as u16,
            neighbours: neighbours.collect(),
        });
    }
    let item = |n: &usize| Item {
        key: &keys[*n],
        title: "A product with a title of usual length",
        flags: flag::AVAILABLE,
        ..Item::default()
    };
    let items: Vec<Item<'_>> = items.iter().map(item).collect();
    let info = ShardInfo { prefix, k: K, ..ShardInfo::default() };
    Ok(shard(&info, &items, &rows)?)
}
