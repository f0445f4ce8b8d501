//! Why a folder could not be read.

use std::path::PathBuf;

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    /// Not a folder that a build wrote, or one of its files is missing. Remedy: the folder given to `--out`.
    #[error("{}: cannot be read: {reason}; name the folder given to cobuy build --out", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
        /// What the system says.
        reason: std::io::Error,
    },
    /// A file that is not what a build wrote. Remedy: `cobuy check` names everything that is wrong.
    #[error("{}: is damaged: {reason}; cobuy check says more", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The counts are those of another build. Remedy: build again with `--work`.
    #[error(
        "{}: its counts belong to build {counted}, the snapshot is {published}; build again with --work, so that both \
         belong together",
        path.display()
    )]
    OtherBuild {
        /// The work folder.
        path: PathBuf,
        /// Generation of the counts.
        counted: String,
        /// Generation of the snapshot.
        published: String,
    },
    /// The counts cannot be read.
    #[error(transparent)]
    Work(#[from] cobuy_publish::work::WorkError),
}
