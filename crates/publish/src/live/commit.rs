//! Renames: the moment at which a build becomes visible.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use cobuy_catalogue::interrupt;
use cobuy_targets::part;

use super::error::io_error;
use super::{Keys, PublishError, Staged};
use crate::pack::Manifest;

/// What was published.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// What `manifest.json` says.
    pub manifest: Manifest,
    /// Which k was built, and which are kept.
    pub keys: Keys,
    /// Files of the snapshot that were rewritten, the manifest not counted.
    pub rewritten: u64,
    /// Files that were left as they were.
    pub unchanged: u64,
    /// Shard files of k no longer used that were removed.
    pub removed: u64,
}

impl Staged {
    /// Makes the snapshot visible: shards, then base, then manifest, each by one rename; then removes shards that
    /// nothing names any more.
    ///
    /// # Errors
    /// [`PublishError::Io`]. Before the base's rename readers have the old base with old and new shards, which is a
    /// snapshot; after it, the new one.
    pub fn commit(self) -> Result<Published, PublishError> {
        self.commit_with(&|from, to| fs::rename(from, to))
    }

    /// [`Staged::commit`] with the rename handed in, so that tests can break off anywhere.
    pub(super) fn commit_with(
        mut self,
        rename: &dyn Fn(&Path, &Path) -> io::Result<()>,
    ) -> Result<Published, PublishError> {
        let _writing = interrupt::writing();
        let show = |target: &Path| rename(&part(target), target).map_err(io_error(target, "put in place"));
        self.shards.iter().try_for_each(|shard| show(shard))?;
        flush(&self.folder.path("s"))?;
        if let Some(base) = &self.base {
            show(base)?;
        }
        self.folder.keep();
        flush(&self.folder.path(""))?;
        show(&self.manifest_path)?;
        let strays = self.folder.strays(&self.keys.all());
        for stray in &strays {
            fs::remove_file(stray).map_err(io_error(stray, "removed"))?;
        }
        flush(self.folder.root())?;
        let rewritten = (self.shards.len() + usize::from(self.base.is_some())) as u64;
        Ok(Published {
            rewritten,
            unchanged: self.manifest.files.len() as u64 - rewritten,
            removed: strays.len() as u64,
            manifest: self.manifest,
            keys: self.keys,
        })
    }
}

/// Flushes the names in a folder to the disk: what was renamed before comes before what is renamed after, even if the
/// power fails between.
#[cfg(unix)]
fn flush(folder: &Path) -> Result<(), PublishError> {
    File::open(folder).and_then(|handle| handle.sync_all()).map_err(io_error(folder, "flushed"))
}

/// Elsewhere folders cannot be opened as files; renames are in order in the system's journal.
#[cfg(not(unix))]
fn flush(_folder: &Path) -> Result<(), PublishError> {
    Ok(())
}
