//! What the tests of several crates share: a small shop and pictures. It never knows what is tested with them.
//!
//! - [`Shop`]: products in categories, with orders of shoppers who mostly buy within one. [`config`]: its `cobuy.toml`.
//! - [`named`]: products that rules name by category, brand and tag.
//! - [`picture`]: a picture of two colours.

mod named;
mod picture;
mod shop;

pub use named::named;
pub use picture::picture;
pub use shop::{Shop, config};
