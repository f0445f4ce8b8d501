//! The names of tables of evidence, and what tells them from others.

use super::Own;

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
