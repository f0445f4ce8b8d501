//! A shop whose every product has a full row, so that a ranking has as much to do as it can have.

use anyhow::{Context, Result, ensure};
use cobuy_engine::{Session, explain};
use cobuy_snapshot::Relation;
use cobuy_snapshot::base::SHOP_KEY;
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

/// Products whose pages are open or were: the page's and six views.
const PAGES: usize = 7;
/// Products that come into the cart, of which three are in it.
const CART: usize = 4;

/// One hex digit names a shard: 16 of them.
const K: u8 = 1;

/// Payloads and the session.
pub struct Shop {
    pub base: Vec<u8>,
    pub shards: BTreeMap<u32, Vec<u8>>,
    /// Keys of the products whose pages the shopper goes to and fro between, newest first. No two of these and of the
    /// next lie in the same shard.
    pub pages: Vec<String>,
    /// Keys of the products that come into the cart; one of them is always out of it.
    pub cart: Vec<String>,
    keys: Vec<String>,
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
        let mut pages: Vec<String> = firsts.take(PAGES + CART).map(|first| keys[*first].clone()).collect();
        ensure!(pages.len() == PAGES + CART, "{products} products are too few");
        let cart = pages.split_off(PAGES);
        let info = BaseInfo {
            decay: vec![1 << 15, 12_055, 4_435, 1_631, 600, 221, 81],
            products: products as u32,
            k: K,
            ..BaseInfo::default()
        };
        let shards = owners.iter().map(|(prefix, owners)| Ok((*prefix, payload(&keys, *prefix, owners)?)));
        let shards = shards.collect::<Result<_>>()?;
        let (items, popular) = popular(&keys);
        Ok(Self { base: base(&info, &items, &[popular])?, shards, pages, cart, keys })
    }

    /// The page's product and the session after so many acts: in turns the shopper goes to the page of the product seen
    /// longest ago, and puts another product into the cart in place of its oldest line.
    pub fn after(&self, acts: usize) -> (&str, Session) {
        let mut pages =
            from(&self.pages, self.pages.len() - acts.div_ceil(2) % self.pages.len(), self.pages.len());
        let page = pages.next().unwrap_or_default();
        let seen: Vec<&str> = pages.collect();
        let cart = from(&self.cart, acts / 2, self.cart.len() - 1);
        (page, explain::session(cart, seen.into_iter()))
    }

    /// A thousand products that are not in the session, or as many as there are.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.keys
            .iter()
            .map(String::as_str)
            .filter(|key| !self.pages.iter().chain(&self.cart).any(|own| own == key))
            .take(1_000)
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

/// What every shop has: its twelve best-selling products, with their cards.
fn popular(keys: &[String]) -> (Vec<Item<'_>>, Row<'_>) {
    let best = keys.iter().take(12);
    let mut items: Vec<_> = best.clone().map(|key| item(key)).collect();
    items.push(Item { key: SHOP_KEY, flags: flag::PSEUDO, ..Item::default() });
    let neighbour = |(key, weight)| Neighbour { key, weight, figures: Figures::default(), season: None };
    let neighbours = best.map(String::as_str).zip((1..=u8::MAX).rev()).map(neighbour).collect();
    (items, Row { key: SHOP_KEY, relation: Relation::Popular, scale: u16::MAX, neighbours })
}

fn item(key: &str) -> Item<'_> {
    let title = "A product with a title of usual length";
    Item { key, title, flags: flag::AVAILABLE, ..Item::default() }
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
        let neighbours = neighbours.into_iter().map(|(n, weight)| Neighbour {
            key: &keys[n],
            weight,
            figures,
            season: None,
        });
        rows.push(Row {
            key: &keys[owner],
            relation: Relation::Together,
            scale: 20_000 + owner as u16,
            neighbours: neighbours.collect(),
        });
    }
    let items: Vec<Item<'_>> = items.iter().map(|n| item(&keys[*n])).collect();
    let info = ShardInfo { prefix, k: K, ..ShardInfo::default() };
    Ok(shard(&info, &items, &rows)?)
}

/// So many keys from one on, round and round.
fn from(keys: &[String], first: usize, count: usize) -> impl Iterator<Item = &str> {
    keys.iter().map(String::as_str).cycle().skip(first % keys.len()).take(count)
}
