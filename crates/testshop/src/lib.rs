//! A small shop for the tests of several crates, and pictures for its products. It never knows what is tested with it.
//!
//! - [`Shop`]: products in categories, with orders of shoppers who mostly buy within one. [`config`]: its `cobuy.toml`.
//! - [`named`]: products that rules name by category, brand and tag.
//! - [`picture`](fn@picture): a picture of two colours.

mod named;
mod picture;
mod shop;

pub use named::named;
pub use picture::picture;
pub use shop::{Shop, config};
