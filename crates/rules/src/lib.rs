//! What the merchant wants over all scores: `[[rule]]`, `[[pair]]` and `[[bundle]]`, checked and compiled. It never knows a score, a
//! payload or a file.
//!
//! Read in this order:
//! - [`Shop`]: what rules are checked against. [`Finding`]: what is wrong with them.
//! - [`compile`]: from the file to records of the format. `compiler`: what they are gathered in.
//! - `templates`: rules with a name that others are made from.
//! - `sets`: products that meet a demand. `conditions`, `actions`, `pairs`, `bundles`: one kind of line each.
//! - `lint`: what is wrong between rules. [`words`]: a compiled rule as a sentence.

mod actions;
mod brands;
mod bundles;
mod compile;
mod compiler;
mod conditions;
mod finding;
mod lint;
mod pairs;
mod sets;
pub mod templates;
mod texts;
pub mod words;

pub use compile::compile;
pub use finding::{Finding, Severity, errors};
pub use sets::Sets;
pub use texts::PLACEHOLDERS;

use cobuy_snapshot::write::rules::{BundleInfo, RuleInfo};

use cobuy_catalogue::config::Currency;
use cobuy_catalogue::data::Catalogue;

/// What rules are checked against.
#[derive(Debug, Clone, Copy)]
pub struct Shop<'a> {
    /// The products; without them names of products, categories, brands and tags pass unchecked.
    pub catalogue: Option<&'a Catalogue>,
    /// Currency of all amounts.
    pub currency: Option<Currency>,
    /// BCP 47 tag of the texts that are published.
    pub locale: &'a str,
    /// Time of the newest order, unix milliseconds.
    pub now_ms: u64,
}

/// Compiled rules and bundles, with what they need of products.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// In the order in which they win.
    pub rules: Vec<RuleInfo>,
    /// Bundles of the merchant.
    pub bundles: Vec<BundleInfo>,
    /// Pseudo-products and their products in order: what rules pin, what bundles hold.
    pub lists: Vec<(String, Vec<u32>)>,
    /// The sets that conditions and actions ask about.
    pub sets: Sets,
    /// Bits of the sets by product; empty where there is no set.
    pub members: Vec<u64>,
    /// Numbers of brands by product, 0 for none; empty where no rule compares brands.
    pub brands: Vec<u32>,
}

impl Rules {
    /// Whether there is nothing to publish.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty() && self.bundles.is_empty()
    }
}

#[cfg(test)]
mod tests;
