//! From a shop's orders to a snapshot. Layer: above `snapshot` and `engine`, below `cli`; knows no browser.
//!
//! Read in this order:
//! - [`data`]: the catalogue and the baskets, what everything after the importers reads.
//! - [`mine`]: pair counts, with the publication minimum.
//! - [`model`]: recipes, the hold-out that chooses among them, calibration, popular lists.
//! - [`progress`]: how long work says how far it is.

pub mod data;
pub mod mine;
pub mod model;
pub mod progress;
