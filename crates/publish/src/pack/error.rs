//! Why no snapshot could be packed.

use cobuy_snapshot::ReadError;
use cobuy_snapshot::write::WriteError;

use super::OptionError;

/// Why no snapshot could be packed. Nothing has been published when it is returned.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// `[placements]` of `cobuy.toml` has something that the options table does not.
    #[error(transparent)]
    Option(#[from] OptionError),
    /// A product's key is one of the names that lists have in a snapshot.
    #[error(
        "product {key:?}: keys that are \"shop:\" or begin with \"category:\", \"rule:\" or \"bundle:\" name lists in a \
         snapshot. Choose another column as the key in [catalog] of cobuy.toml"
    )]
    ReservedKey {
        /// The key.
        key: String,
    },
    /// A file could not be written as the format wants it.
    #[error("{file}: {reason}")]
    Write {
        /// Name of the file below `v1/`.
        file: String,
        /// What does not fit.
        reason: WriteError,
    },
    /// The base would be too large even with no product in it.
    #[error(
        "base.bin would have {got} bytes with no product in its lists, at most {limit} are allowed. Shorten the templates \
         in [catalog] of cobuy.toml"
    )]
    BaseTooLarge {
        /// Its size after gzip.
        got: usize,
        /// The most it may have.
        limit: usize,
    },
    /// Rules and bundles take more than they may.
    #[error(
        "base.bin would have {got} bytes, at most {limit} are allowed, and {without} of them without rules and bundles. \
         Every page waits for it: shorten messages, badges and ids in cobuy.toml, pin fewer products, or take rules out"
    )]
    RulesTooLarge {
        /// Its size after gzip.
        got: usize,
        /// The same without rules and bundles.
        without: usize,
        /// The most it may have.
        limit: usize,
    },
    /// A payload that was just written cannot be read: a defect of the writer.
    #[error("base.bin cannot be read back: {0}")]
    Unreadable(#[from] ReadError),
}
