//! `[products]`: how the products file is read.

use serde::Deserialize;

use super::{DecimalMark, range};

/// `[products]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ProductsConfig {
    /// Whose export the file is. `"auto"` looks at its header line. Default `"auto"`.
    pub preset: ProductPreset,
    /// Header names of the columns, for the `generic` preset; a column not given is found by well-known names.
    pub columns: ProductColumns,
    /// The run fails when more than this share of lines cannot be read, 0 to 1. Default 0.01.
    #[serde(deserialize_with = "range::share")]
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub max_unreadable: f64,
    /// As in `[orders]`. Default `"auto"`.
    pub decimal: DecimalMark,
}

impl Default for ProductsConfig {
    fn default() -> ProductsConfig {
        ProductsConfig {
            preset: ProductPreset::Auto,
            columns: ProductColumns::default(),
            max_unreadable: 0.01,
            decimal: DecimalMark::Auto,
        }
    }
}

/// Header names of product columns as the file writes them; case, blanks, `_` and `-` do not count. The key column
/// is `key` in `[catalog]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ProductColumns {
    /// Other names of the product in orders, several separated by `|`.
    pub aliases: Option<String>,
    /// Title as shown.
    pub title: Option<String>,
    /// Category path, outermost first, joined by " > ".
    pub category: Option<String>,
    /// Product page address.
    pub url: Option<String>,
    /// Picture address.
    pub image: Option<String>,
    /// Current price; a currency code beside the number is allowed.
    pub price: Option<String>,
    /// Lowest price of the 30 days before the present one: what a reduction may be announced against.
    pub prior_price: Option<String>,
    /// Whether it can be bought: yes/no, true/false, 1/0, `in_stock`/`out_of_stock`, or a number in stock.
    pub availability: Option<String>,
    /// Number of purchasable variants.
    pub variants: Option<String>,
    /// Brand or vendor.
    pub brand: Option<String>,
    /// Properties in one column: `colour=red|material=wool`, or a JSON object.
    pub attributes: Option<String>,
    /// Columns that each hold one property; the property is called like the column.
    pub attribute_columns: Vec<String>,
    /// Tags, separated by commas or `|`.
    pub tags: Option<String>,
    /// Description; markup is taken out.
    pub description: Option<String>,
    /// What members of one line of products share.
    pub family: Option<String>,
    /// What the shop pays for it, in the currency of the price.
    pub cost: Option<String>,
    /// Margin as a share (0.35) or in per cent (35). Wins over cost.
    pub margin: Option<String>,
    /// Share of its pieces that come back, as a share (0.08) or in per cent (8). Takes its part off every recommendation of
    /// the product; never published.
    pub return_rate: Option<String>,
    /// Mean rating, 0 to 5, 0 to 10 or 0 to 100.
    pub rating: Option<String>,
    /// Number of ratings.
    pub ratings: Option<String>,
    /// Text of reviews.
    pub reviews: Option<String>,
    /// A vector of text or picture: numbers separated by commas or blanks, as many for every product.
    pub embedding: Option<String>,
}

/// Whose products export a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ProductPreset {
    /// Looks at the header line.
    #[default]
    Auto,
    /// Any table with a line per product, or per variant with an `item_group_id`.
    Generic,
    /// Shopify's products export, old and new headers.
    Shopify,
    /// WooCommerce's products export.
    Woocommerce,
}
