//! What `manifest.json` says, as far as comparing and drawing need it. Read leniently, so that snapshots of earlier
//! commands can be compared with today's: what a manifest does not say is empty.

use cobuy_publish::pack::Parts;
use serde::Deserialize;

/// What a manifest says.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// Version of the command that built it.
    pub cobuy: String,
    /// The build's name, 32 hex digits.
    pub generation: String,
    /// Time of the newest order, RFC 3339.
    pub newest_order: String,
    /// The recipe with its parameters.
    pub recipe: String,
    /// How well it predicted; none where there were too few orders to choose on.
    pub holdout: Option<HoldoutFacts>,
    /// What the shop said.
    pub settings: SettingsFacts,
    /// Share of order lines that found their product, 0 to 1; none without a products file.
    pub join_rate: Option<f64>,
    /// Bytes of `base.bin`.
    pub base_bytes: u64,
    /// Sizes of the shards.
    pub shards: ShardFacts,
    /// Where the shards' bytes go; zeros in manifests of earlier commands.
    pub parts: Parts,
}

/// How well the recipe predicted the newest tenth of the orders.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct HoldoutFacts {
    /// Share of cases with the hidden product among the first 6.
    pub hr6: f64,
    /// The same for the first 20.
    pub hr20: f64,
    /// The same for the popular list's first 6.
    pub popular_hr6: f64,
}

/// What the shop said about its snapshot.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SettingsFacts {
    /// ISO 4217 code; none where no price is known.
    pub currency: Option<String>,
    /// BCP 47 tag of the texts.
    pub locale: String,
    /// Whether the figures behind reasons are left out.
    pub rank_only: bool,
    /// Distinct customers that stand behind every published pair; visitors where it is made of session logs.
    pub min_customers: u32,
    /// Whether it is made of session logs and no orders.
    pub viewed: bool,
}

/// Sizes of shards, weighted by how often they are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct ShardFacts {
    /// Mean, bytes.
    pub mean_bytes: u64,
    /// 95th percentile, bytes.
    pub p95_bytes: u64,
    /// Largest, bytes.
    pub max_bytes: u64,
}
