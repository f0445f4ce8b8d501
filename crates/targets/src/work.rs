//! The names of a work folder's files, and what tells them from others.

use super::Own;

/// Name of the file that says which build the folder belongs to.
pub const WORK: &str = "work.json";
/// Name of the list of products.
pub const CATALOGUE: &str = "catalogue.json";
/// Name of the table of products.
pub const ITEMS: &str = "items.csv";
/// Name of the table of pairs.
pub const PAIRS: &str = "pairs.csv";
/// Name of the table of pairs that keep to some months of the year.
pub const SEASONS: &str = "seasons.csv";
/// What its column `found` says where one year alone speaks for the months.
pub const ONE_YEAR: &str = "one year";
/// First column of [`ITEMS`].
pub const PRODUCT_HEADER: &str = "product";

/// The files, in the order in which they are put in place, and what tells each from a file of somebody else's.
pub const TABLES: [(&str, Own); 5] = [
    (PAIRS, Own::Csv("product_a,product_b,orders,customers")),
    (SEASONS, Own::Csv("product_a,product_b,found,months,orders")),
    (ITEMS, Own::Csv("product,orders,customers")),
    (CATALOGUE, Own::Catalogue),
    (WORK, Own::WorkInfo),
];
