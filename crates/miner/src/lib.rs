//! From a shop's orders to a snapshot. Layer: above `snapshot` and `engine`, below `cli`; knows no browser.
//!
//! Read in this order:
//! - [`config`]: what `cobuy.toml` says.
//! - [`import`]: order and product files to a catalogue and baskets.
//! - [`reviews`], [`pictures`]: what texts and pictures say of products, in numbers.
//! - [`data`]: the catalogue and the baskets, what everything after the importers reads.
//! - [`mine`]: pair counts, with the publication minimum.
//! - [`model`]: recipes, the hold-out that chooses among them, calibration, popular lists.
//! - [`relations`]: similar products, upgrades, what is bought next.
//! - [`rules`]: what the merchant wants over all scores, checked and compiled.
//! - [`pack`]: the payloads of a snapshot; [`publish`]: payloads into a live folder; [`work`]: exact counts beside it.
//! - [`tables`]: the counts as Parquet, where a database made them.
//! - [`build`]: all of it in one call.
//! - [`eval`]: how good a snapshot is, on cases that its model has not seen.
//! - [`check`]: whether a published folder is what a build wrote.
//! - [`audit`]: published folders and counts as tables, to compare and to draw.
//! - [`targets`]: where a command may write. [`interrupt`]: what Ctrl-C leaves behind.
//! - `nearest`: the name that somebody probably meant.
//! - [`progress`]: how long work says how far it is.

pub mod audit;
pub mod build;
pub mod check;
pub mod config;
pub mod data;
pub mod eval;
pub mod import;
pub mod interrupt;
pub mod mine;
pub mod model;
mod nearest;
pub mod pack;
pub mod pictures;
pub mod progress;
pub mod publish;
pub mod relations;
pub mod reviews;
pub mod rules;
pub mod tables;
pub mod targets;
pub mod work;

#[cfg(test)]
mod fixture;
