//! Why nothing, or not everything, was published.

use std::io;
use std::path::{Path, PathBuf};

use cobuy_targets::TargetError;

use crate::pack::PackError;

/// Why a snapshot was not published. The snapshot that was there before still stands and is whole.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The system refused something.
    #[error("{}: cannot be {action}: {reason}. Check the folder's owner and the free space, then build again", path.display())]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What was tried, such as "written".
        action: &'static str,
        /// What the system says.
        reason: io::Error,
    },
    /// Another build works in this folder.
    #[error("{}: another build is writing into this folder. Wait until it is done", path.display())]
    Locked {
        /// The folder.
        path: PathBuf,
    },
    /// The folder holds a `base.bin` that cannot be read, so its k is unknown.
    #[error(
        "{}: {reason}. It states the k that pages use, so it is not overwritten unread: put back a whole one, or remove \
         the folder {} and say k with --rekey",
        path.display(), path.parent().unwrap_or(path).display()
    )]
    Unreadable {
        /// The base.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder has another k than `cobuy.toml` or the command line wants.
    #[error(
        "the snapshot in {} has k = {existing}, k = {wanted} is asked for: pages name their files by k. Build with \
         --rekey {wanted} to change it and keep the old files, or drop the setting",
        folder.display()
    )]
    OtherK {
        /// The folder.
        folder: PathBuf,
        /// Its k.
        existing: u8,
        /// The k asked for.
        wanted: u8,
    },
    /// More digits than a build gives.
    #[error("k = {wanted}: at most {limit} digits are possible, which are 65,536 files")]
    TooManyDigits {
        /// The k asked for.
        wanted: u8,
        /// The most there may be.
        limit: u8,
    },
    /// There are files in the folder that are not cobuy's.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// What was to be published could not be packed.
    #[error(transparent)]
    Pack(#[from] PackError),
}

/// For `map_err`: what was tried with which path.
pub(crate) fn io_error<'p>(
    path: &'p Path,
    action: &'static str,
) -> impl FnOnce(io::Error) -> PublishError + 'p {
    move |reason| PublishError::Io { path: path.to_owned(), action, reason }
}
