//! What mining needs of a shop's orders, as three tables that any database can make. It never knows what is learnt of them, or who
//! made them.
//!
//! A folder holds them as Parquet, each a file (`pairs.parquet`) or a folder of part files (`pairs/`), whose rows follow
//! each other in the order of the file names:
//!
//! - `pairs`: `product_a`, `product_b`, `month`, `orders`, `customers`, with `product_a` before `product_b`.
//! - `items`: `product`, `month`, `orders`, `customers`; the empty product is the whole shop.
//! - `holdout`: `basket`, `time`, `product`: the newest tenth of the orders, at most
//!   [`HOLDOUT_ORDERS`](cobuy_model::mine::evidence::HOLDOUT_ORDERS), numbered from 1, the oldest first.
//!
//! `month` is `yyyymm` in UTC for the orders of a month, [`WHOLE`] for all orders, and [`LEARNT`] for all but the
//! hold-out. The last two are no sums: a customer who bought in two months is one. Customers are distinct; orders that
//! name none count together as one. Rows ascend by their key columns, texts by their UTF-8 bytes.
//!
//! Read in this order: `write` writes Parquet; `make` the tables of any evidence, `lines` cleaned order lines for a
//! database; `read` checks and streams rows; [`FromTables`] is the evidence made of them.

mod from;
mod holdout;
mod items;
mod lines;
mod make;
mod products;
mod read;
mod write;

pub use from::FromTables;
pub use holdout::newest_ms;
pub use lines::LinesFile;
pub use make::{MakeError, Written, write};
pub use products::{read_products, write_products};
pub use write::WriteError;

/// In place of a month: all orders but the hold-out.
pub const LEARNT: u32 = 0;
/// In place of a month: all orders.
pub const WHOLE: u32 = 1;

#[cfg(test)]
mod tests;
