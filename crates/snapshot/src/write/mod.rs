//! The writer: the same sections from the other side. Used by what builds snapshots and by tests; never in the widget.
//!
//! - [`table`]: items and rows to sections.
//! - [`file`]: base and shard payloads, sealed with header and directory.
//! - [`gzip`]: payloads to files and back, with the pinned compressor.
//! - [`prefix`]: which shard a key belongs into.

pub mod file;
pub mod gzip;
pub mod rules;
pub mod table;

use sha2::{Digest, Sha256};
use std::string::String;

/// Why a payload cannot be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WriteError {
    /// A text is longer than its length field allows. The remedy: shorten it in the products file.
    TextTooLong {
        /// Key of the product.
        key: String,
        /// Which text.
        field: &'static str,
        /// Its length in bytes.
        got: usize,
        /// The most it may have.
        limit: usize,
    },
    /// More items, neighbours or bytes than one file may hold. The remedy: a larger k.
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much there is.
        got: usize,
        /// The most there may be.
        limit: usize,
    },
    /// A row names a product that has no item in the file: a defect of the caller.
    UnknownItem {
        /// Key of the product.
        key: String,
    },
    /// What was given breaks a rule that [`crate::verify`] checks (a weight of 0, a product as its own neighbour, an
    /// unknown currency): a defect of the caller. Nothing leaves the writer that its reader refuses.
    Refused(crate::ReadError),
}

impl core::fmt::Display for WriteError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::TextTooLong { key, field, got, limit } => {
                write!(
                    f,
                    "product {key}: its {field} has {got} bytes, at most {limit} fit; shorten it in the products file"
                )
            }
            Self::TooLarge { what, got, limit } => {
                write!(
                    f,
                    "a file would hold {got} {what}, at most {limit} fit; build with a larger k (--rekey)"
                )
            }
            Self::UnknownItem { key } => write!(f, "a row names {key}, which has no item in its file"),
            Self::Refused(error) => write!(f, "the file would not pass its own check: {error}"),
        }
    }
}

impl std::error::Error for WriteError {}

/// First `4 × k` bits of a key's SHA-256 as a number; 0 for `k` = 0.
pub fn prefix(key: &str, k: u8) -> u32 {
    let digest = Sha256::digest(key.as_bytes());
    let first = digest.iter().take(4).fold(0u32, |number, byte| (number << 8) | u32::from(*byte));
    first.checked_shr(32u32.saturating_sub(4u32.saturating_mul(u32::from(k)))).unwrap_or(0)
}

/// Name of the shard with this prefix, without folder and extension: `all` for `k` = 0.
pub fn shard_name(prefix: u32, k: u8) -> String {
    if k == 0 { String::from("all") } else { std::format!("{prefix:0width$x}", width = usize::from(k)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_first_digits_of_the_hash() {
        // printf tent | sha256sum begins with 2a98.
        let check = |k, name: &str| assert_eq!(shard_name(prefix("tent", k), k), name);
        let digest = Sha256::digest(b"tent");
        let hex: String = digest.iter().map(|byte| std::format!("{byte:02x}")).collect();
        check(0, "all");
        for k in 1..=crate::MAX_K {
            check(k, &hex[..usize::from(k)]);
        }
    }
}
