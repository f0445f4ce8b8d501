//! Which products are bought together, counted: for every pair the number of orders, kept where enough distinct
//! customers stand behind it.
//!
//! - [`Baskets`]: the orders regrouped so that a product's orders can be walked customer by customer.
//! - [`PairCounts`]: the counts, one sparse row per product.
//! - `rows`: where these rows lie: in memory, or in a temporary file where there are too many.
//! - [`count`]: orders and distinct customers. [`months`]: sales by calendar month.
//! - [`history`]: the months of a pair. [`season`]: pairs that keep to some of them.
//! - [`evidence`]: all of these as the model reads them, whoever counted.

mod baskets;
pub mod count;
mod error;
pub mod evidence;
pub mod history;
pub mod months;
mod pairs;
mod rows;
pub mod season;

pub use baskets::Baskets;
pub use error::EvidenceError;
pub use evidence::{Evidence, FromOrders};
pub use pairs::{Counting, PairCounts, UpperPairs};
pub use rows::{Row, RowBuffer};
