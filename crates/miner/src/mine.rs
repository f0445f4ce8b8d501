//! Which products are bought together, counted: for every pair the number of orders, kept where enough distinct
//! customers stand behind it.
//!
//! - [`Baskets`]: the orders regrouped so that a product's orders can be walked customer by customer.
//! - [`PairCounts`]: the counts, one sparse row per product.

mod baskets;
mod pairs;

pub use baskets::Baskets;
pub use pairs::{PairCounts, Row};
