//! `manifest.json`: what tools and people read about a snapshot. No page reads it.
//!
//! It is published beside the snapshot, so it holds no counts of orders or customers. Fields stand in the order of
//! these structs, and nothing in it depends on when or where it was built.

use cobuy_catalogue::config::TaxDisplay;
use serde::{Deserialize, Serialize};

use super::{Contents, Counts, Parts, Settings, Sizes};

/// What tools and people read about a snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the snapshot's format.
    pub format: u16,
    /// Version of the command that built it.
    pub cobuy: String,
    /// The build's name: 32 hex digits, as in the base.
    pub generation: String,
    /// Time of the newest order, RFC 3339, in UTC: the "now" of the build.
    pub newest_order: String,
    /// Hex digits of shard names, as in the base and in the page's `data-k`.
    pub k: u8,
    /// Earlier k whose files are still written, for pages whose `data-k` was not changed yet.
    pub kept_k: Vec<u8>,
    /// What the shop said.
    pub settings: SettingsEntry,
    /// The recipe with its parameters.
    pub recipe: String,
    /// How well it predicted; none where there were too few orders to choose on.
    pub holdout: Option<HoldoutEntry>,
    /// How much of what there is.
    pub counts: Counts,
    /// Share of order lines that found their product in the products file, 0 to 1; none without such a file.
    pub join_rate: Option<f64>,
    /// Bytes of `base.bin`.
    pub base_bytes: u64,
    /// Sizes of the shards with `k` digits.
    pub shards: Sizes,
    /// Where the bytes of these shards go. Manifests of earlier commands do not say.
    #[serde(default)]
    pub parts: Parts,
    /// All files below `v1/`, ascending by name.
    pub files: Vec<FileEntry>,
}

/// What the shop said about its snapshot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettingsEntry {
    /// ISO 4217 code; none where no price is known.
    pub currency: Option<String>,
    /// BCP 47 tag of the texts.
    pub locale: String,
    /// ISO 3166 code; empty for every country.
    pub country: String,
    /// Customer group; empty for everybody.
    pub customer_group: String,
    /// Whether prices include tax.
    pub tax_included: bool,
    /// Seconds for which snapshot prices may be painted.
    pub price_max_age_s: u32,
    /// Template of product addresses.
    pub url_template: String,
    /// Template of picture addresses.
    pub image_template: String,
    /// Whether the figures behind reasons are left out.
    pub rank_only: bool,
    /// Distinct customers that stand behind every published pair; visitors where it is made of session logs.
    pub min_customers: u32,
    /// Whether it is made of session logs and no orders. Left out where it is not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub viewed: bool,
}

/// The chosen recipe's score on the newest tenth of the orders, and what it was chosen from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HoldoutEntry {
    /// Share of cases with the hidden product among the first 6.
    pub hr6: f64,
    /// The same for the first 20.
    pub hr20: f64,
    /// The same for the popular list's first 6.
    pub popular_hr6: f64,
    /// Every recipe tried, in the order of trying.
    pub tried: Vec<TriedEntry>,
}

/// A recipe that was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriedEntry {
    /// The recipe with its parameters.
    pub recipe: String,
    /// Share of cases with the hidden product among the first 6.
    pub hr6: f64,
}

/// A file of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Name below `v1/`.
    pub name: String,
    /// SHA-256 of the file, 64 hex digits.
    pub sha256: String,
    /// Bytes of the file.
    pub bytes: u64,
    /// Bytes of its payload, inflated.
    pub payload_bytes: u64,
}

impl Manifest {
    /// The manifest of a build, before its files are known: these fields are empty.
    pub fn new(contents: &Contents<'_>, k: u8, kept_k: &[u8], join_rate: Option<f64>) -> Self {
        let model = contents.model;
        Self {
            format: cobuy_snapshot::FORMAT_VERSION,
            cobuy: env!("CARGO_PKG_VERSION").to_owned(),
            generation: String::new(),
            newest_order: rfc3339(contents.as_of_ms),
            k,
            kept_k: kept_k.to_vec(),
            settings: SettingsEntry::new(contents.settings),
            recipe: model.recipe.to_string(),
            holdout: model.holdout.as_ref().map(|holdout| HoldoutEntry {
                hr6: holdout.hr6,
                hr20: holdout.hr20,
                popular_hr6: holdout.popular_hr6,
                tried: holdout
                    .tried
                    .iter()
                    .map(|(recipe, hr6)| TriedEntry { recipe: recipe.to_string(), hr6: *hr6 })
                    .collect(),
            }),
            counts: contents.counts(),
            join_rate,
            base_bytes: 0,
            shards: Sizes::default(),
            parts: Parts::default(),
            files: Vec::new(),
        }
    }

    /// The text of `manifest.json`.
    pub fn to_json(&self) -> String {
        // Strings as keys, finite numbers as values: nothing here that JSON cannot say.
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        json.push('\n');
        json
    }
}

impl SettingsEntry {
    fn new(settings: &Settings) -> Self {
        Self {
            currency: settings.currency.map(|currency| currency.as_str().to_owned()),
            locale: settings.locale.clone(),
            country: settings.country.clone(),
            customer_group: settings.customer_group.clone(),
            tax_included: settings.tax_display == TaxDisplay::Included,
            price_max_age_s: settings.price_max_age_s,
            url_template: settings.url_template.clone(),
            image_template: settings.image_template.clone(),
            rank_only: settings.rank_only,
            min_customers: settings.min_customers,
            viewed: settings.viewed,
        }
    }
}

fn rfc3339(ms: u64) -> String {
    let time = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.map_or_else(String::new, |time| time.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc() {
        let check = |ms: u64, text: &str| assert_eq!(rfc3339(ms), text);
        check(0, "1970-01-01T00:00:00Z");
        check(1_320_069_600_000, "2011-10-31T14:00:00Z");
        check(u64::MAX, "");
    }
}
