//! A shard: the rows of a few products and the cards of every neighbour in those rows.

use crate::container::Container;
use crate::records::{KIND_SHARD, ShardHead, tag};
use crate::{ReadError, Table};

/// An opened shard.
#[derive(Debug, Clone, Copy)]
pub struct Shard<'a> {
    /// Its head.
    pub head: &'a ShardHead,
    /// Its items and rows.
    pub table: Table<'a>,
}

impl<'a> Shard<'a> {
    /// Opens an inflated payload. Cheap: lengths are checked, contents are not; see [`crate::verify`].
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let container = Container::open(bytes, KIND_SHARD)?;
        Ok(Self { head: container.head(tag::HEAD)?, table: Table::open(&container)? })
    }
}
