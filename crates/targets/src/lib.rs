//! Where a command may write: never over what it reads, never through a link, never over a file that is not cobuy's own,
//! and nothing private into a public folder. It knows what all others write, and never how or why; it looks at the heads of files
//! and changes nothing.
//!
//! All of it is asked before the first file is read or made, so that a command that is refused has done nothing.
//!
//! - [`snapshot`], [`work`], [`tables`]: what the files of a published folder, of a work folder and of evidence are called.
//!   [`WorkInfo`]: which build a work folder belongs to.
//! - [`Own`]: what cobuy writes, told by its content and not by its name.
//! - [`Target`]: one file to be written. [`check_snapshot`], [`check_folder`]: all files of a folder.
//! - [`check_private`]: that counts and orders do not come to lie where everybody can read them.
//! - [`write_whole`]: a file that is there whole or not at all.

mod info;
mod own;
mod private;
mod put;
pub mod snapshot;
pub mod tables;
pub mod work;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub use info::WorkInfo;
pub use own::{Own, PAGE_TITLES, PRIVATE_PAGE};
pub use private::{Around, check_private, private_table};
pub use put::{PART, begin, fresh, part, write_part, write_whole};

use crate::snapshot::{BASE, LOCK, MANIFEST, VERSION_FOLDER, shard_digits};

/// Why nothing is written there. Nothing has been written when it is returned.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// The file is one that the command reads.
    #[error("{}: is read by this command and would be overwritten. Choose another place with {option}", path.display())]
    Input {
        /// The file.
        path: PathBuf,
        /// The option that names the place.
        option: &'static str,
    },
    /// There is a link, and nobody knows what it leads to.
    #[error(
        "{}: is a link, and cobuy writes through none. Remove the link, or choose another place with {option}",
        path.display()
    )]
    Link {
        /// The link.
        path: PathBuf,
        /// The option that names the place.
        option: &'static str,
    },
    /// There is something else already.
    #[error(
        "{}: is there already, and cobuy did not write it. Move it away, or choose another place with {option}",
        path.display()
    )]
    Foreign {
        /// File or folder.
        path: PathBuf,
        /// The option that names the place.
        option: &'static str,
    },
    /// What is private would lie in a folder that is published.
    #[error(
        "{}: holds what is private, and would be published with the snapshot in {}. Choose a place outside of it with \
         {option}",
        path.display(), public.display()
    )]
    Public {
        /// What would be written, or is read from there.
        path: PathBuf,
        /// The folder that is published.
        public: PathBuf,
        /// The option that names the place.
        option: &'static str,
    },
    /// A published folder lies in the one that private files would be written into.
    #[error(
        "{}: the published folder {} lies in it, so it may be public itself. Choose a folder of its own with {option}",
        path.display(), public.display()
    )]
    Around {
        /// The folder.
        path: PathBuf,
        /// The folder that is published.
        public: PathBuf,
        /// The option that names the place.
        option: &'static str,
    },
    /// The system refused to tell.
    #[error("{}: cannot be looked at: {reason}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
}

/// One file to be written.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// Where.
    pub path: &'a Path,
    /// What may be there already.
    pub own: Own,
    /// The option that names the place, for errors.
    pub option: &'static str,
}

impl Target<'_> {
    /// That the file can be written without harm; `inputs` are the files that the command reads.
    ///
    /// # Errors
    /// [`TargetError`] with the remedy.
    pub fn check(self, inputs: &[PathBuf]) -> Result<(), TargetError> {
        let Target { path, own, option } = self;
        let Some(found) = found(path)? else { return Ok(()) };
        let path = path.to_owned();
        // Before anything else, so that a link to an input is told as what it is.
        if is_input(&path, inputs) {
            return Err(TargetError::Input { path, option });
        }
        if found.is_symlink() {
            return Err(TargetError::Link { path, option });
        }
        // In an empty file nothing can be lost.
        let ours = found.is_file() && (found.len() == 0 || own.is_at(&path));
        if ours { Ok(()) } else { Err(TargetError::Foreign { path, option }) }
    }
}

/// What is at a path, links not followed; nothing where nothing is.
fn found(path: &Path) -> Result<Option<fs::Metadata>, TargetError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(reason) => Err(TargetError::Io { path: path.to_owned(), reason }),
    }
}

fn is_input(path: &Path, inputs: &[PathBuf]) -> bool {
    let Ok(path) = fs::canonicalize(path) else { return false };
    inputs.iter().any(|input| fs::canonicalize(input).is_ok_and(|input| input == path))
}

/// That the files `names` of `folder` can be written.
///
/// # Errors
/// [`TargetError`] of the first that cannot.
pub fn check_folder(
    folder: &Path,
    files: &[(&str, Own)],
    option: &'static str,
    inputs: &[PathBuf],
) -> Result<(), TargetError> {
    files
        .iter()
        .try_for_each(|(name, own)| Target { path: &folder.join(name), own: *own, option }.check(inputs))
}

/// That a snapshot can be published into `root`: its manifest, base, shards and lock are cobuy's own, or not there. A base
/// that cannot be read is told by whoever opens the folder, because it takes another remedy.
///
/// # Errors
/// [`TargetError`].
pub fn check_snapshot(root: &Path, option: &'static str, inputs: &[PathBuf]) -> Result<(), TargetError> {
    check_folder(root, &[(MANIFEST, Own::Manifest), (LOCK, Own::Nothing)], option, inputs)?;
    let version = root.join(VERSION_FOLDER);
    let (base, shards) = (version.join(BASE), version.join("s"));
    for path in [&version, &shards, &base] {
        if found(path)?.is_some_and(|found| found.is_symlink()) {
            return Err(TargetError::Link { path: path.clone(), option });
        }
    }
    // Beside a base of cobuy's own a damaged shard is a shard all the same, which the next build mends.
    let own = if base.exists() { Own::Anything } else { Own::Shard };
    let entries = fs::read_dir(&shards).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| shard_digits(name).is_some());
    names.sort();
    names.iter().try_for_each(|name| Target { path: &shards.join(name), own, option }.check(inputs))
}

#[cfg(test)]
mod tests;
