//! Why the work folder could not be written or read.

use std::io;
use std::path::PathBuf;

/// Why the work folder could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// The system refused something.
    #[error("{}: cannot be {action}: {reason}", path.display())]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What was tried, such as "written".
        action: &'static str,
        /// What the system says.
        reason: io::Error,
    },
    /// A table cannot be read.
    #[error("{}: {reason}. Build again with --work", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line.
        reason: String,
    },
}
