//! A snapshot's folder, read as a browser reads it: the base, and the shards that keys name.

use anyhow::{Context, Result, anyhow, ensure};
use cobuy_engine::Store;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::write::gzip::inflate;
use cobuy_snapshot::write::{prefix, shard_name};
use cobuy_snapshot::{Base, MAX_K, Relation, Shard};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Inflated payloads of one folder.
pub struct Snapshot {
    base: Vec<u8>,
    k: u8,
    shards: BTreeMap<u32, Vec<u8>>,
}

/// The products of a snapshot, ascending by key.
#[derive(Debug, Default)]
pub struct Products {
    /// Products with a row, each with the neighbours in it.
    pub with_row: Vec<(String, Vec<String>)>,
    /// Products that have a card and no row.
    pub without_row: Vec<String>,
    /// Relations besides together of which there are rows, with the products that have one.
    pub others: Vec<(Relation, Vec<String>)>,
}

fn payload(path: PathBuf) -> Result<Vec<u8>> {
    let file = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    inflate(&file).map_err(|error| anyhow!("{}: {error}; build the snapshot again", path.display()))
}

impl Snapshot {
    /// Reads `v1/base.bin` and every shard of its k.
    pub fn read(folder: &Path) -> Result<Self> {
        let folder = folder.join("v1");
        let base = payload(folder.join("base.bin"))?;
        let k = Base::open(&base).map_err(|error| anyhow!("base.bin: {error}"))?.head.k;
        ensure!(
            k <= MAX_K,
            "base.bin names shards by {k} digits, at most {MAX_K} can be; build the snapshot again"
        );
        let file = |prefix| folder.join("s").join(shard_name(prefix, k)).with_extension("bin");
        let count = 1u32 << (4 * u32::from(k));
        let shards = (0..count).map(|prefix| Ok((prefix, payload(file(prefix))?))).collect::<Result<_>>()?;
        Ok(Self { base, k, shards })
    }

    /// The base and the shards of these products.
    pub fn store<'a>(&self, keys: impl Iterator<Item = &'a str>) -> Result<Store<'_>> {
        let mut store = Store::default();
        store.add_base(&self.base)?;
        for key in keys {
            if let Some(payload) = self.shards.get(&prefix(key, self.k)) {
                store.add_shard(payload)?;
            }
        }
        Ok(store)
    }

    /// All products that its shards know.
    pub fn products(&self) -> Result<Products> {
        let (mut rows, mut cards, mut others) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
        for payload in self.shards.values() {
            let table = Shard::open(payload)?.table;
            let key = |item| Ok::<_, cobuy_snapshot::ReadError>(table.card(item)?.key.to_owned());
            for item in (0..table.len() as u16).filter(|item| table.flags(*item) & flag::PSEUDO == 0) {
                cards.insert(key(item)?);
                for relation in Relation::ALL.into_iter().skip(1) {
                    if table.find_row(item, relation).is_some() {
                        others.entry(relation).or_insert_with(BTreeSet::new).insert(key(item)?);
                    }
                }
                if let Some(row) = table.find_row(item, Relation::Together) {
                    let neighbours = row.neighbours().map(|neighbour| key(neighbour.item));
                    rows.insert(key(item)?, neighbours.collect::<Result<Vec<_>, _>>()?);
                }
            }
        }
        let without_row = cards.into_iter().filter(|key| !rows.contains_key(key)).collect();
        let others = others.into_iter().map(|(relation, keys)| (relation, keys.into_iter().collect()));
        Ok(Products { with_row: rows.into_iter().collect(), without_row, others: others.collect() })
    }
}
