//! `[relations]`: which relations there are beside "bought together", and how they are made.

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::range;

/// `[relations]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RelationsConfig {
    /// Whether products similar to each other are published. Default true.
    pub similar: bool,
    /// Whether better, dearer products are. Default true.
    pub upgrade: bool,
    /// Whether what is bought next is, and when a product is bought again. Default true.
    pub next: bool,
    /// Whether pairs that are bought together in some months only are shown in those only. Default true.
    pub season: bool,
    /// Least and most that an upgrade may cost, as multiples of the product's price, 1 to 10. Default `[1.15, 2.0]`.
    #[serde(deserialize_with = "ratio")]
    pub upgrade_ratio: [f32; 2],
    /// Days after a purchase in which a later order follows it, 2 to 730. Default 180.
    #[serde(deserialize_with = "range::whole::<_, 2, 730>")]
    #[cfg_attr(test, schemars(range(min = 2, max = 730)))]
    pub next_window_days: u32,
    /// A product is used up if this share of its buyers buys it again within the window, 0 to 1. Default 0.1.
    #[serde(deserialize_with = "range::share")]
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub consumable_share: f64,
}

impl Default for RelationsConfig {
    fn default() -> RelationsConfig {
        RelationsConfig {
            similar: true,
            upgrade: true,
            next: true,
            season: true,
            upgrade_ratio: [1.15, 2.0],
            next_window_days: 180,
            consumable_share: 0.1,
        }
    }
}

/// Two numbers from 1 to 10, the first not above the second.
fn ratio<'de, D: Deserializer<'de>>(from: D) -> Result<[f32; 2], D::Error> {
    let [least, most] = <[f32; 2]>::deserialize(from)?;
    if (1.0..=10.0).contains(&least) && (least..=10.0).contains(&most) {
        return Ok([least, most]);
    }
    Err(D::Error::custom(format!(
        "[{least}, {most}] is out of range: allowed are two numbers from 1 to 10, the smaller first"
    )))
}
