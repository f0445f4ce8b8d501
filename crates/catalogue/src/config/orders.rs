//! `[orders]`: how order files are read and which of their lines are dropped.

use std::collections::BTreeMap;

use regex::Regex;
use serde::Deserialize;

use super::range;

/// `[orders]`. What is not given comes from the preset, and what the preset does not say has the default below.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct OrdersConfig {
    /// Whose export the files are: sets columns, filters and folding. `"auto"` looks at the header line of each
    /// file. Default `"auto"`.
    pub preset: OrderPreset,
    /// Header names of the columns; a column not given is found by well-known names.
    pub columns: OrderColumns,
    /// Drops orders whose id begins with this text (upper and lower case differ). `""` drops none. Default: the
    /// preset's (`online-retail`: `"C"`, cancellations), else none.
    pub drop_order_id_prefix: Option<String>,
    /// Drops lines whose column has one of these values: `{ "Status" = ["cancelled", "returned"] }`. Case and
    /// surrounding blanks do not count; `"*"` stands for any value that is not empty. Given, it replaces the preset's
    /// (`shopify`: voided, refunded and cancelled orders; `generic`: the usual words in a status column).
    pub drop_if: Option<BTreeMap<String, Vec<String>>>,
    /// Drops lines with a quantity of 0 or less, which are returns. Default true.
    pub drop_non_positive_quantity: Option<bool>,
    /// Drops lines with a unit price of 0 or less, which are samples and write-offs. Default: `online-retail` true,
    /// else false.
    pub drop_non_positive_price: Option<bool>,
    /// Keeps only lines whose product id matches this regular expression, so that fees and postage do not count as
    /// products. Default: `online-retail` five leading digits, else every id is a product.
    pub product_pattern: Option<Pattern>,
    /// `"upper"` makes `85123a` and `85123A` one product, `"none"` keeps them apart. Default: `online-retail` upper,
    /// else none.
    pub fold: Option<Fold>,
    /// Whether rows after the first of an order leave the order's own cells (time, customer, currency, the columns
    /// of `drop_if`) empty and share those of the first. Default: `shopify` true, else false.
    pub continuation: Option<bool>,
    /// The run fails when more than this share of lines cannot be read, 0 to 1. 0 allows none, 1 any number.
    /// Default 0.01.
    #[serde(deserialize_with = "range::share")]
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub max_unreadable: f64,
    /// For times without an offset: the shop's minutes east of Greenwich, -840 to 840. Only differences of times
    /// count for the model; it moves the newest time that the snapshot states. Default 0.
    #[serde(deserialize_with = "range::offset_minutes")]
    #[cfg_attr(test, schemars(range(min = -840, max = 840)))]
    pub utc_offset_minutes: i32,
    /// How `12/1/2010` is meant: `"month-first"`, `"day-first"`, or `"auto"`: day first where the beginning of a text
    /// file (4 MB) has such dates with a first number above 12 and none with a second one, else month first. `1.12.2010`
    /// is always day first. Default `"auto"`.
    pub date_order: DateOrder,
    /// What `1,234` and `1.234` mean: `"dot"` is 1234 and 1.234, `"comma"` is 1.234 and 1234. `2,50`, `1.234,50` and
    /// `1,234.50` are clear without it. Default `"auto"`: comma in files with `;` between fields, else dot.
    pub decimal: DecimalMark,
}

impl Default for OrdersConfig {
    fn default() -> OrdersConfig {
        OrdersConfig {
            preset: OrderPreset::Auto,
            columns: OrderColumns::default(),
            drop_order_id_prefix: None,
            drop_if: None,
            drop_non_positive_quantity: None,
            drop_non_positive_price: None,
            product_pattern: None,
            fold: None,
            continuation: None,
            max_unreadable: 0.01,
            utc_offset_minutes: 0,
            date_order: DateOrder::Auto,
            decimal: DecimalMark::Auto,
        }
    }
}

/// Header names of order columns as the file writes them; case, blanks, `_` and `-` do not count.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct OrderColumns {
    /// What lines of one order share. Where it is not given and no well-known name is found, what a customer buys in a
    /// day is an order.
    pub order_id: Option<String>,
    /// Whoever bought; read only to count distinct customers, and forgotten. Optional.
    pub customer_id: Option<String>,
    /// When. Needed: the hold-out that chooses the recipe is the newest tenth of the orders.
    pub timestamp: Option<String>,
    /// The product, or its SKU where a products file is given. Without it the title names the product.
    pub product_id: Option<String>,
    /// The product's name. Optional.
    pub title: Option<String>,
    /// How many. Optional; without it every line counts as bought.
    pub quantity: Option<String>,
    /// Price of one. Optional.
    pub unit_price: Option<String>,
    /// ISO 4217 code of the price. Optional.
    pub currency: Option<String>,
}

/// Whose order export a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OrderPreset {
    /// Looks at the header line.
    #[default]
    Auto,
    /// Any table with one line per product bought.
    Generic,
    /// The UCI Online Retail file: `InvoiceNo, StockCode, …`.
    OnlineRetail,
    /// Shopify's orders export.
    Shopify,
}

/// Whether product ids are folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Fold {
    /// Case is kept.
    #[default]
    None,
    /// Everything to upper case.
    Upper,
}

/// Order of day and month in dates with slashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    /// What the dates of the file tell.
    #[default]
    Auto,
    /// 12/1/2010 is the first of December.
    MonthFirst,
    /// 12/1/2010 is the twelfth of January.
    DayFirst,
}

/// The decimal mark of numbers that do not show it themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum DecimalMark {
    /// Comma in files with `;` between fields, else dot.
    #[default]
    Auto,
    /// 1.234 is a little more than one.
    Dot,
    /// 1,234 is a little more than one.
    Comma,
}

/// A regular expression, checked where it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Pattern(pub Regex);

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Pattern, String> {
        Regex::new(&text).map(Pattern).map_err(|error| error.to_string())
    }
}
