//! `[model]`, `[snapshot]` and `[limits]`: what is mined, how it is packed, what is insisted on.

use serde::Deserialize;

use super::range;

/// Bytes of pair counts up to which they stay in memory, unless said otherwise: 134 million published pairs.
pub const SPILL_BYTES: u64 = 2 << 30;

/// `[model]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ModelConfig {
    /// How neighbours are found: `"auto"` tries all on the newest tenth of the orders and takes the best, `"ridge"`,
    /// `"cosine"` and `"walk"` (session logs only) try only their own parameters, `"textbook"` keeps pairs with support of
    /// 3 % and lift of 1.5. Default `"auto"`.
    pub recipe: RecipeChoice,
    /// A pair is published only if this many distinct customers bought both, 1 to 1000. 1 publishes every pair,
    /// a high number only the best sellers'. Orders without a customer count together as one; where
    /// no order names one, each counts as a customer of its own. Default 3. Of session logs without orders it counts
    /// visitors (or sessions, where the log names no visitor), and only where it is set: what somebody looked at tells less
    /// than what somebody bought.
    #[serde(deserialize_with = "range::maybe_whole::<_, 1, 1000>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 1000)))]
    pub min_customers: Option<u32>,
    /// Neighbours kept per product, 1 to 20. Fewer make smaller files; 10 are enough for 3 to 6 cards. Default 20.
    #[serde(deserialize_with = "range::whole::<_, 1, 20>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 20)))]
    pub neighbours: u32,
    /// How much the margin (columns `cost` or `margin`) tilts similar products, upgrades and what is bought together towards
    /// those that earn more, 0 to 1: weights are multiplied by 1 + this × margin share, and divided by that of the shop's
    /// largest margin. At 1 a product with half of its price left beats one with nothing left that fits 1.5 times as
    /// well. The margin itself is never published. Default 0.
    #[serde(deserialize_with = "range::share")]
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub margin_weight: f64,
    /// How much the harmony of colours (`--images`) tilts what is bought together, 0 to 1: what does not go with the
    /// product's colours loses up to half of its weight at 1, and a tenth at 0.1. Default 0.
    #[serde(deserialize_with = "range::share")]
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub harmony_weight: f64,
}

impl Default for ModelConfig {
    fn default() -> ModelConfig {
        ModelConfig {
            recipe: RecipeChoice::Auto,
            min_customers: None,
            neighbours: 20,
            margin_weight: 0.0,
            harmony_weight: 0.0,
        }
    }
}

impl ModelConfig {
    /// Distinct customers that a published pair of orders needs.
    pub fn min_customers(&self) -> u32 {
        self.min_customers.unwrap_or(3)
    }

    /// Distinct visitors that a published pair needs where there are session logs and no orders.
    pub fn min_visitors(&self) -> u32 {
        self.min_customers.unwrap_or(1)
    }
}

/// How neighbours are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RecipeChoice {
    /// The best of all on a hold-out.
    #[default]
    Auto,
    /// Local ridge regression, for orders.
    Ridge,
    /// Damped cosine: cheapest, and sometimes the best.
    Cosine,
    /// What is clicked after what; for session logs without orders.
    Walk,
    /// Association rules with support of at least 3 % and lift of at least 1.5; for tiny catalogues.
    Textbook,
}

/// `[snapshot]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SnapshotConfig {
    /// Publishes only the order of neighbours, no figures: less to see for competitors, no figures in reasons.
    /// Default false.
    pub rank_only: bool,
    /// Hex digits that name a shard, 0 to 4: 0 is one file for the shop, 4 is 65,536 files. Default: the number in
    /// the folder that is built into, else the smallest whose mean shard is small enough.
    #[serde(deserialize_with = "range::maybe_whole::<_, 0, 4>")]
    #[cfg_attr(test, schemars(range(min = 0, max = 4)))]
    pub k: Option<u32>,
    /// Whether the attributes in which a product and its upgrades differ are published, for comparisons. Default true.
    pub attributes: bool,
}

impl Default for SnapshotConfig {
    fn default() -> SnapshotConfig {
        SnapshotConfig { rank_only: false, k: None, attributes: true }
    }
}

/// `[limits]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// `check` fails when a smaller share of the order lines finds its product in the products file, 0 to 1.
    /// Default 0.95.
    #[serde(deserialize_with = "range::share")]
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub min_join_rate: f64,
    /// Size of a shard, weighted by how often its products are asked for, that the first choice of `k` aims at,
    /// 1,024 to 262,144 bytes. Smaller means more files. Default 12,288.
    #[serde(deserialize_with = "range::whole::<_, 1024, 262144>")]
    #[cfg_attr(test, schemars(range(min = 1024, max = 262144)))]
    pub shard_bytes: u32,
    /// MiB of pair counts that are kept in memory, 0 to 1,048,576; more go into a file of the system's temporary folder
    /// (`TMPDIR`), which is slower. A published pair takes 16 bytes. Default 2,048.
    #[serde(deserialize_with = "range::whole::<_, 0, 1048576>")]
    #[cfg_attr(test, schemars(range(min = 0, max = 1048576)))]
    pub pairs_in_memory_mib: u32,
    /// Per cent by which a price has to be above that of the snapshot in the folder to be marked as just raised, 0 to 1000: a
    /// product page is silent then. 0 marks none. Default 5.
    #[serde(deserialize_with = "range::whole::<_, 0, 1000>")]
    #[cfg_attr(test, schemars(range(min = 0, max = 1000)))]
    pub price_rise_percent: u32,
    /// Days for which such a mark stays, counted by the time of the newest order, 1 to 90. Default 7.
    #[serde(deserialize_with = "range::whole::<_, 1, 90>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 90)))]
    pub price_rise_days: u32,
}

impl Default for LimitsConfig {
    fn default() -> LimitsConfig {
        LimitsConfig {
            min_join_rate: 0.95,
            shard_bytes: 12_288,
            pairs_in_memory_mib: (SPILL_BYTES >> 20) as u32,
            price_rise_percent: 5,
            price_rise_days: 7,
        }
    }
}
