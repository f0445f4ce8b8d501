//! The payloads of a build in memory: the same bytes as on disk, without the disk.

use std::collections::BTreeMap;

use cobuy_catalogue::progress::Progress;
use cobuy_engine::Store;
use rayon::prelude::*;

use super::{Contents, PackError, Place, Shaper, places};

/// A snapshot's payloads.
#[derive(Debug)]
pub struct Snapshot {
    /// Hex digits that name a shard.
    pub k: u8,
    base: Vec<u8>,
    shards: BTreeMap<u32, Vec<u8>>,
}

impl Snapshot {
    /// Packs everything, with the k that a new folder would get.
    ///
    /// # Errors
    /// [`PackError`] for a text or a number of products that does not fit the format.
    pub fn new(contents: &Contents<'_>, progress: &dyn Progress) -> Result<Self, PackError> {
        let k = Shaper::new(contents.settings.shard_bytes).choose(contents, progress)?;
        let base = contents.base(k)?;
        let all: Vec<Place> = places(&[k]);
        progress.stage("Packing", all.len() as u64);
        let shard = |place: &Place| {
            let payload = contents.shard(*place, contents.as_of_ms)?;
            progress.advance(1);
            Ok((place.prefix, payload))
        };
        let shards = all.par_iter().map(shard).collect::<Result<_, PackError>>()?;
        Ok(Self { k, base, shards })
    }

    /// A store of the base and the shards that own the products of these keys.
    ///
    /// # Panics
    /// If a payload that was just written cannot be read: then writer and reader disagree.
    pub fn store<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Store<'_> {
        let mut store = Store::default();
        store.add_base(&self.base).expect("the writer verified the base");
        let mut prefixes: Vec<u32> = keys.map(|key| Place::of(key, self.k).prefix).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        for prefix in prefixes {
            if let Some(payload) = self.shards.get(&prefix) {
                store.add_shard(payload).expect("the writer verified the shard");
            }
        }
        store
    }
}
