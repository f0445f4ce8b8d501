//! `cobuy.toml`: what a merchant tells the command. Layer: below the importers, knows no files but its own.
//!
//! Every section and every value may be left out; an empty file is a valid one. Unknown names are errors, so that a
//! typing mistake cannot silently do nothing. Read in this order:
//! - [`OrdersConfig`]: `[orders]`, how order files are read and which lines are dropped.
//! - [`ProductsConfig`]: `[products]`, how the products file is read.
//! - [`CatalogConfig`]: `[catalog]`, the key, the addresses and what prices mean.
//! - [`BlockConfig`]: `[[block]]`, pairs that are never published.
//! - [`rules`]: `[[rule]]`, `[[pair]]`, `[[bundle]]`, what the merchant wants over all scores.
//! - [`ReviewsConfig`]: `[reviews]`, how a file of reviews is read.
//! - [`RelationsConfig`]: `[relations]`, what there is beside "bought together".
//! - [`ModelConfig`], [`SnapshotConfig`], [`LimitsConfig`]: what is mined, packed and insisted on.
//!
//! ```toml
//! [orders]
//! preset = "generic"
//! columns = { order_id = "Bestellung", product_id = "Artikel", timestamp = "Datum" }
//!
//! [catalog]
//! url_template = "/products/{key}"
//! currency = "EUR"
//!
//! [placements.pdp]
//! limit = 6
//! ```

mod block;
mod build;
mod catalog;
mod orders;
mod plain;
mod products;
mod range;
mod relations;
mod reviews;
pub mod rules;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

pub use block::BlockConfig;
pub use build::{LimitsConfig, ModelConfig, RecipeChoice, SPILL_BYTES, SnapshotConfig};
pub use catalog::{CatalogConfig, Currency, TaxDisplay, Template};
pub use orders::{DateOrder, DecimalMark, Fold, OrderColumns, OrderPreset, OrdersConfig, Pattern};
pub use products::{ProductColumns, ProductPreset, ProductsConfig};
pub use relations::RelationsConfig;
pub use reviews::{LanguageTag, ReviewColumns, ReviewsConfig};
pub use rules::{BundleConfig, PairConfig, RuleConfig};

/// `[placements.<name>]`: option name to value, as `cobuy.toml` has it.
pub type Placements = BTreeMap<String, BTreeMap<String, toml::Value>>;

/// Everything `cobuy.toml` can say. [`Config::default`] is what an empty file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// How order files are read.
    pub orders: OrdersConfig,
    /// How the products file is read.
    pub products: ProductsConfig,
    /// How a file of reviews is read.
    pub reviews: ReviewsConfig,
    /// Keys, addresses, money.
    pub catalog: CatalogConfig,
    /// What is mined.
    pub model: ModelConfig,
    /// Which relations there are beside "bought together".
    pub relations: RelationsConfig,
    /// How the snapshot is packed.
    pub snapshot: SnapshotConfig,
    /// What `build` and `check` insist on.
    pub limits: LimitsConfig,
    /// `[[block]]`: pairs that are never published.
    pub block: Vec<BlockConfig>,
    /// `[[rule]]`: what the merchant wants, over all scores.
    pub rule: Vec<RuleConfig>,
    /// `[[pair]]`: where a product is recommended beside another.
    pub pair: Vec<PairConfig>,
    /// `[[bundle]]`: products that are bought at once.
    pub bundle: Vec<BundleConfig>,
    /// `[placements.<name>]`: option name to value. Passed through as written; whoever knows the options table
    /// says whether name, kind and range are right.
    #[cfg_attr(test, schemars(schema_with = "schema::placements"))]
    pub placements: Placements,
}

/// Why `cobuy.toml` could not be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file could not be read. Remedy: the path after `--config`.
    #[error("{file}: cannot be read: {reason}")]
    Io {
        /// The file as it was named.
        file: String,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The text is not TOML (or JSON, in a file that ends in `.json`), has an unknown name, or a value out of its range. Remedy: the line it names.
    #[error("{file}:{line}:{column}: {reason}")]
    Invalid {
        /// The file as it was named.
        file: String,
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        /// What is wrong, with what is allowed.
        reason: String,
    },
}

impl Config {
    /// Reads `path`.
    ///
    /// # Errors
    /// [`ConfigError`] with file, line and column.
    pub fn read(path: &Path) -> Result<Config, ConfigError> {
        let file = path.display().to_string();
        let text =
            std::fs::read_to_string(path).map_err(|reason| ConfigError::Io { file: file.clone(), reason })?;
        Config::parse(&text, &file)
    }

    /// Reads the text of a `cobuy.toml`, or the same as JSON where `file`, its name in errors, ends in `.json`.
    ///
    /// # Errors
    /// [`ConfigError::Invalid`] with line and column.
    pub fn parse(text: &str, file: &str) -> Result<Config, ConfigError> {
        let invalid = |(line, column), reason: String| ConfigError::Invalid {
            file: file.to_owned(),
            line,
            column,
            reason: reason.replace('\n', ", "),
        };
        if file.to_ascii_lowercase().ends_with(".json") {
            return serde_json::from_str(text).map_err(|error| {
                // The place stands before the reason already.
                let said = error.to_string();
                let reason = said.split(" at line ").next().unwrap_or_default();
                invalid((error.line(), error.column()), reason.to_owned())
            });
        }
        toml::from_str(text).map_err(|error| {
            invalid(place(text, error.span().map_or(0, |span| span.start)), error.message().to_owned())
        })
    }
}

/// Line and column, both from 1, of byte `offset`.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod schema;
#[cfg(test)]
mod tests;
