//! What mining needs of a shop's orders, as three tables that any database can make. Layer: beside `import`, above `mine`.
//!
//! A folder holds them as Parquet, each a file (`pairs.parquet`) or a folder of part files (`pairs/`), whose rows follow
//! each other in the order of the file names:
//!
//! - `pairs`: `product_a`, `product_b`, `month`, `orders`, `customers`, with `product_a` before `product_b`.
//! - `items`: `product`, `month`, `orders`, `customers`; the empty product is the whole shop.
//! - `holdout`: `basket`, `time`, `product`: the newest tenth of the orders, at most
//!   [`HOLDOUT_ORDERS`](crate::mine::evidence::HOLDOUT_ORDERS), numbered from 1, the oldest first.
//!
//! `month` is `yyyymm` in UTC for the orders of a month, [`WHOLE`] for all orders, and [`LEARNT`] for all but the
//! hold-out. The last two are no sums: a customer who bought in two months is one. Customers are distinct; orders that
//! name none count together as one. Rows ascend by their key columns, texts by their UTF-8 bytes.
//!
//! Read in this order: `write` writes Parquet; `make` the tables of any evidence, `lines` cleaned order lines for a
//! database; `read` checks and streams rows; [`FromTables`] is the evidence made of them.

use crate::targets::Own;

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

/// Name of the table of pairs.
pub const PAIRS: &str = "pairs";
/// Name of the table of products.
pub const ITEMS: &str = "items";
/// Name of the table of the newest baskets.
pub const HOLDOUT: &str = "holdout";
/// Name of the products file that is written where the shop gave none.
pub const PRODUCTS: &str = "products.csv";

/// What tells tables of counts from other Parquet files.
pub const TABLES: [(&str, Own); 3] = [
    (PAIRS, Own::Columns(&["product_a", "product_b", "month", "orders", "customers"])),
    (ITEMS, Own::Columns(&["product", "month", "orders", "customers"])),
    (HOLDOUT, Own::Columns(&["basket", "time", "product"])),
];
/// What tells cleaned order lines from other Parquet files.
pub const LINES: Own = Own::Columns(&["order_id", "customer_id", "timestamp", "product"]);
/// What tells the products file that is written beside tables from others.
pub const OWN_PRODUCTS: Own = Own::Csv("key,title,price_minor,currency");

/// In place of a month: all orders but the hold-out.
pub const LEARNT: u32 = 0;
/// In place of a month: all orders.
pub const WHOLE: u32 = 1;

#[cfg(test)]
mod tests;
