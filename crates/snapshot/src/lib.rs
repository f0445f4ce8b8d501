//! The file format of a cobuy snapshot. Layer: the lowest; knows no file system, network, JavaScript or engine.
//!
//! A snapshot is one `base.bin` for the whole shop and 16^k shards that a product key names by itself. Both are the
//! same container of tagged sections, gzipped; what this crate reads is the inflated payload. `FORMAT.md` beside this
//! crate describes every byte.
//!
//! Read in this order:
//! - [`records`]: the fixed-size records and the tags, the vocabulary of the format.
//! - [`container`]: header and directory, the only code that turns offsets into slices.
//! - [`planes`]: records stored byte by byte, as gzip likes them.
//! - [`table`]: items with their cards; base and shards share it. `row`: neighbours of an item. [`season`]: neighbours that
//!   count in some months only.
//! - [`base`] and [`shard`]: the two kinds of file. [`rules`]: what the merchant wants, in the base.
//! - [`verify`]: everything that opening leaves unchecked.
//! - [`currency`]: how many decimals an amount of money has.
//! - [`quant`]: how weights and figures become bytes and come back.
//! - [`write`] (feature `write`): the same sections from the other side.
//!
//! Opening checks magic, version and lengths and costs the same for any file. Each access after it is checked again
//! and returns an error instead of panicking; nothing here allocates, recurses or loops longer than its input.
#![no_std]
#![deny(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::unwrap_used, clippy::panic)]

#[cfg(any(feature = "write", test))]
extern crate std;

pub mod base;
pub mod container;
pub mod currency;
mod error;
pub mod planes;
pub mod quant;
pub mod records;
mod row;
pub mod rules;
pub mod season;
pub mod shard;
pub mod table;
pub mod verify;
#[cfg(feature = "write")]
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]
pub mod write;

pub use base::Base;
pub use error::ReadError;
pub use records::Relation;
pub use season::Season;
pub use shard::Shard;
pub use table::{Card, Row, Table};

/// Version of the format, and of the folder `v1/` that holds it. A new format is a new folder beside the old one.
pub const FORMAT_VERSION: u16 = 1;
/// Largest inflated payload in bytes. A reader refuses more before it allocates.
pub const MAX_PAYLOAD_BYTES: usize = 1 << 20;
/// Most neighbours in one relation of one row.
pub const MAX_NEIGHBOURS: usize = 64;
/// Most items (products with a card, and pseudo-products) in one file; local ids and their count are 16 bits.
pub const MAX_ITEMS: usize = (1 << 16) - 1;
/// Longest product key in bytes.
pub const MAX_KEY_BYTES: usize = 255;
/// Most hexadecimal digits in a shard's name: 16^6 files are more than any shop needs.
pub const MAX_K: u8 = 6;
