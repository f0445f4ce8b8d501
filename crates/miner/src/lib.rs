//! From a shop's orders to a snapshot. Layer: above `snapshot` and `engine`, below `cli`; knows no browser.
//!
//! Read in this order:
//! - [`data`]: the catalogue and the baskets, what everything after the importers reads.

pub mod data;
