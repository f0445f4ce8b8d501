//! The private work folder: the exact counts that a public snapshot does not hold. Layer: beside `live`.
//!
//! `explain`, `inspect`, `diff` and `check --work` read it, and any SQL engine can. It never lies in the public folder.
//!
//! - `work.json`: which build it belongs to.
//! - `catalogue.json`: products with orders and full addresses, ascending by key.
//! - `items.csv`: `product,orders,customers`.
//! - `pairs.csv`: `product_a,product_b,orders,customers` with a before b, for every pair seen, published or not.
//!
//! - `seasons.csv`: `product_a,product_b,found,months,orders`, published pairs that keep to some months of the year: `found` is
//!   `season`, or `one year` where one year alone says so; `months` are those, `orders` the pair's by calendar month.
//!
//! Customers are counted, never named: orders that name none count together as one.

mod error;
mod tables;

pub use error::WorkError;
pub use tables::{info, write};
