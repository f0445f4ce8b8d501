//! From a shop's orders to a snapshot. Layer: above `snapshot` and `engine`, below `cli`; knows no browser.
//!
//! Read in this order:
//! - [`data`]: the catalogue and the baskets, what everything after the importers reads.
//! - [`model`]: pair counts, recipes, the hold-out that chooses among them, calibration, popular lists.

pub mod data;
pub mod model;
