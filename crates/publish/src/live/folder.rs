//! The folder that is published into: its lock, its remains, the snapshot it holds already.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use cobuy_catalogue::interrupt;
use cobuy_snapshot::Base;
use cobuy_snapshot::write::gzip;
use cobuy_targets::snapshot::{BASE, LOCK, MANIFEST, MAX_K, SHARDS, VERSION_FOLDER, shard_digits};
use cobuy_targets::{PART, check_snapshot};

use super::error::{PublishError, io_error};
use crate::pack::{Manifest, places};

/// A folder under lock. Dropping it removes temporary files and unlocks; what was made for a build that failed goes
/// too.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    existing: Option<Existing>,
    /// Whether the folder itself was made for this build.
    created: bool,
    /// Whether it holds a snapshot.
    inhabited: bool,
    lock: Option<File>,
}

/// What is in the folder already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Existing {
    /// Its k.
    pub k: u8,
    /// Earlier k whose files are still there, ascending.
    pub kept_k: Vec<u8>,
    /// Its generation.
    pub generation: [u8; 16],
}

impl Folder {
    /// Opens, or makes, the folder for one build. Remains of an interrupted build are removed.
    ///
    /// # Errors
    /// [`PublishError::Target`], [`PublishError::Locked`], [`PublishError::Unreadable`] or [`PublishError::Io`].
    pub fn open(root: &Path) -> Result<Self, PublishError> {
        check_snapshot(root, "--out", &[])?;
        let _writing = interrupt::writing();
        let created = !root.exists();
        let mut folder = Self { root: root.to_owned(), existing: None, created, inhabited: true, lock: None };
        let shards = folder.path(SHARDS);
        fs::create_dir_all(&shards).map_err(io_error(&shards, "made"))?;
        let path = root.join(LOCK);
        let lock = open_lock(&path).map_err(io_error(&path, "made"))?;
        match lock.try_lock() {
            Ok(()) => folder.lock = Some(lock),
            Err(TryLockError::WouldBlock) => return Err(PublishError::Locked { path: root.to_owned() }),
            Err(TryLockError::Error(reason)) => return Err(io_error(&path, "locked")(reason)),
        }
        sweep(root);
        folder.existing = folder.read_existing()?;
        folder.inhabited = folder.existing.is_some();
        interrupt::leaves(root, folder.cleaner());
        Ok(folder)
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Path of a file below the version's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(VERSION_FOLDER).join(name)
    }

    /// The snapshot that was there when the folder was opened.
    pub fn existing(&self) -> Option<&Existing> {
        self.existing.as_ref()
    }

    /// From now on the folder holds a snapshot and stays, whatever happens.
    pub(super) fn keep(&mut self) {
        self.inhabited = true;
        interrupt::leaves(&self.root, sweep);
    }

    /// What has to be removed of the folder if nothing comes of the build.
    fn cleaner(&self) -> fn(&Path) {
        match (self.inhabited, self.created) {
            (true, _) => sweep,
            (false, false) => empty,
            (false, true) => |root| {
                empty(root);
                let _ = fs::remove_dir(root);
            },
        }
    }

    fn read_existing(&self) -> Result<Option<Existing>, PublishError> {
        let path = self.path(BASE);
        let file = match fs::read(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io_error(&path, "read")(error)),
        };
        let unreadable = |reason: String| PublishError::Unreadable { path: path.clone(), reason };
        let payload = gzip::inflate(&file).map_err(|error| unreadable(error.to_string()))?;
        let base = Base::open(&payload).map_err(|error| unreadable(error.to_string()))?;
        let k = base.head.k;
        Ok(Some(Existing { k, kept_k: self.kept_k(k), generation: base.head.generation }))
    }

    /// Earlier k: those of the manifest, and the manifest's own where a change of k was interrupted after the base and
    /// before the manifest. Without a manifest every k whose files are all there: what pages may use is kept.
    fn kept_k(&self, k: u8) -> Vec<u8> {
        let manifest = fs::read_to_string(self.root.join(MANIFEST)).ok();
        let manifest = manifest.and_then(|text| serde_json::from_str::<Manifest>(&text).ok());
        let mut kept = match manifest {
            Some(manifest) => [manifest.kept_k.as_slice(), &[manifest.k]].concat(),
            None => (0..=MAX_K).filter(|&k| self.is_complete(k)).collect(),
        };
        kept.retain(|&other| other != k && other <= MAX_K);
        kept.sort_unstable();
        kept.dedup();
        kept
    }

    fn is_complete(&self, k: u8) -> bool {
        places(&[k]).into_iter().all(|place| self.path(&place.name()).exists())
    }

    /// Shard files that belong to none of these k, as paths.
    pub(super) fn strays(&self, ks: &[u8]) -> Vec<PathBuf> {
        let mut strays: Vec<PathBuf> = entries(&self.path(SHARDS))
            .filter(|(name, _)| shard_digits(name).is_some_and(|k| !ks.contains(&k)))
            .map(|(_, path)| path)
            .collect();
        strays.sort();
        strays
    }
}

/// The lock file, made if it is not there. Nothing is ever written into it, and a link in its place is not followed: it is
/// made only where nothing is, and otherwise opened without being emptied.
fn open_lock(path: &Path) -> io::Result<File> {
    match File::create_new(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => File::options().write(true).open(path),
        made => made,
    }
}

/// Removes temporary files of a build. Under the lock, so all of them are remains; others that look like them stay.
fn sweep(root: &Path) {
    let version = root.join(VERSION_FOLDER);
    sweep_one(root, |name| name == MANIFEST);
    sweep_one(&version, |name| name == BASE);
    sweep_one(&version.join(SHARDS), |name| shard_digits(name).is_some());
}

/// Removes the temporary files of one folder whose targets are a build's.
fn sweep_one(folder: &Path, is_ours: fn(&str) -> bool) {
    for (name, path) in entries(folder) {
        let target = name.strip_prefix('.').and_then(|name| name.strip_suffix(PART));
        if target.is_some_and(is_ours) {
            // What cannot be removed is in nobody's way: no page asks for such a name.
            let _ = fs::remove_file(path);
        }
    }
}

/// Removes what was made in a folder that holds no snapshot.
fn empty(root: &Path) {
    sweep(root);
    let version = root.join(VERSION_FOLDER);
    let _ = fs::remove_file(root.join(LOCK));
    // Only empty folders can be removed so; others are not ours.
    let _ = fs::remove_dir(version.join(SHARDS));
    let _ = fs::remove_dir(version);
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.lock.is_none() {
            return;
        }
        self.cleaner()(&self.root);
        interrupt::settled(&self.root);
    }
}

/// Name and path of everything in a folder; nothing where it cannot be listed.
fn entries(folder: &Path) -> impl Iterator<Item = (String, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
}

/// Bytes as lower-case hex digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
