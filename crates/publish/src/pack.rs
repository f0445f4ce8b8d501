//! From a model to the payloads of a snapshot. Layer: above the model, below `live`; touches no file.
//!
//! Read in this order:
//! - [`Settings`]: what the shop says about its snapshot, checked against the options table.
//! - [`Blocked`]: pairs that the shop does not want to see.
//! - [`Place`]: which shard files there are and what they are called.
//! - [`Contents`]: which products and lists belong into which shard; payloads are made one at a time, so that a
//!   million products need no more memory than their model.
//! - `cards`, `rows`: a product as its card, a list as its row.
//! - `shard`, `base`: the two kinds of payload.
//! - [`Shaper`]: how many hex digits name a shard, and what that costs a page.
//! - [`Parts`]: where the bytes go. [`Carts`]: what a cart's page downloads of them.
//! - [`Manifest`]: what tools and people read about a snapshot.
//! - [`Snapshot`]: all payloads in memory.

mod base;
mod blocked;
mod cards;
mod carts;
mod contents;
mod differences;
mod error;
mod manifest;
mod memory;
mod options;
mod parts;
mod place;
mod rows;
mod settings;
mod shape;
mod shard;

pub use base::{BASE_BYTES, RULES_BASE_BYTES, clear_generation, with_generation};
pub use blocked::{BlockError, Blocked};
pub use carts::{CART, Carts};
pub use contents::{Contents, Counts};
pub use error::PackError;
pub use manifest::{FileEntry, HoldoutEntry, Manifest, SettingsEntry, TriedEntry};
pub use memory::Snapshot;
pub use options::{OptionError, records as placement_records};
pub use parts::{Part, Parts, SAMPLED, Tally};
pub use place::{Place, WHOLE, places};
pub use rows::{FEWEST_POPULAR, TOGETHER, list as listed};
pub use settings::Settings;
pub use shape::{Shaper, Sizes, Weighted};

#[cfg(test)]
mod tests;
