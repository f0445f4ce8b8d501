//! The files of a snapshot, for reading.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cobuy_publish::pack::Place;
use cobuy_snapshot::Base;
use cobuy_snapshot::write::gzip;
use cobuy_targets::snapshot::{BASE, VERSION_FOLDER};

/// A folder that a build wrote.
pub struct Snapshot {
    root: PathBuf,
    /// Payload of `base.bin`.
    pub base: Vec<u8>,
    /// Hex digits that name a shard.
    pub k: u8,
}

impl Snapshot {
    /// Reads the base.
    ///
    /// # Errors
    /// Where there is none, or one that cannot be read.
    pub fn open(root: &Path) -> Result<Snapshot> {
        let path = root.join(VERSION_FOLDER).join(BASE);
        let base = payload(&path).with_context(|| {
            format!("{} holds no snapshot: name the folder given to cobuy build --out", root.display())
        })?;
        let k = Base::open(&base).with_context(|| damaged(&path))?.head.k;
        Ok(Snapshot { root: root.to_owned(), base, k })
    }

    /// Name of the shard of a product, below `v1/`.
    pub fn shard_name(&self, key: &str) -> String {
        Place::of(key, self.k).name()
    }

    /// Payload of a shard.
    ///
    /// # Errors
    /// Where it is missing or damaged.
    pub fn shard(&self, name: &str) -> Result<Vec<u8>> {
        payload(&self.root.join(VERSION_FOLDER).join(name))
    }
}

fn payload(path: &Path) -> Result<Vec<u8>> {
    let file = fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    gzip::inflate(&file).with_context(|| damaged(path))
}

fn damaged(path: &Path) -> String {
    format!("{}: is damaged; build again", path.display())
}
