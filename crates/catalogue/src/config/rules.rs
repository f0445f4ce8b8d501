//! `[[rule]]`, `[[pair]]` and `[[bundle]]`: what the merchant wants, over all scores.
//!
//! Read in this order:
//! - [`RuleConfig`]: where and when a rule acts, and what it does. [`PairConfig`], [`BundleConfig`]: two special cases.
//! - [`Conditions`]: `[rule.when]` and `[rule.unless]`.
//! - [`Selector`], [`Show`], [`Amount`]: which products.
//! - [`Money`], [`Moment`], [`Words`], [`Many`], [`Span`]: the values.

mod actions;
mod products;
mod values;
mod when;

use cobuy_options::Placement;
use serde::Deserialize;
use serde::de::{Deserializer, Error};

pub use actions::{DeadlineConfig, IncentiveConfig, Strategy};
pub use products::{Amount, Selector, Show};
pub use values::{Many, Moment, Money, Span, Words};
pub use when::{Conditions, Device, EventCount, FactIs, FactValue, Segment};

use super::{plain, range};

/// One `[[rule]]`. Conditions say when it acts, actions what it does; at least one action is needed, or a template that
/// has one.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleConfig {
    /// Its name: small letters, digits and hyphens, at most 64; no two rules share one.
    pub id: String,
    /// A named template, which says whatever the rule does not say itself; docs/RULES.md lists them.
    pub template: Option<String>,
    /// Where it acts. Default: everywhere.
    pub placements: Option<Vec<On>>,
    /// Of the rules of one group only the first that holds acts.
    pub group: Option<String>,
    /// -100 to 100: higher wins; of equal ones the first in the file. Default 0.
    #[serde(default, deserialize_with = "range::maybe_between::<_, -100, 100>")]
    #[cfg_attr(test, schemars(range(min = -100, max = 100)))]
    pub priority: Option<i32>,
    /// First instant of its validity. Default: always.
    pub from: Option<Moment>,
    /// First instant after it. Default: for ever.
    pub until: Option<Moment>,
    /// The shown products that its actions are about. Default: all.
    pub show: Option<Show>,
    /// All of this has to hold.
    pub when: Option<Conditions>,
    /// None of this may hold.
    pub unless: Option<Conditions>,
    /// Keys of products that are shown, in this order, from position `pin_at`.
    #[serde(default, deserialize_with = "plain::keys")]
    pub pin: Option<Many<String>>,
    /// Position of the first pinned product, from 1 to 24. Default 1.
    #[serde(default, deserialize_with = "range::maybe_whole::<_, 1, 24>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 24)))]
    pub pin_at: Option<u32>,
    /// Raises scores by so many per cent, 1 to 1000.
    #[serde(default, deserialize_with = "range::maybe_whole::<_, 1, 1000>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 1000)))]
    pub boost: Option<u32>,
    /// Lowers scores by so many per cent, 1 to 100; at 100 they stand behind all others.
    #[serde(default, deserialize_with = "range::maybe_whole::<_, 1, 100>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 100)))]
    pub bury: Option<u32>,
    /// Never shows them.
    pub exclude: Option<bool>,
    /// Shows nothing else.
    pub require: Option<bool>,
    /// Shows no list.
    pub silence: Option<bool>,
    /// A line of words at the list.
    pub message: Option<Words>,
    /// Words on the cards.
    pub badge: Option<Words>,
    /// Other ways to say the offer, one at a time: after the shopper dismissed one, the next.
    pub angles: Option<Vec<Words>>,
    /// A countdown.
    pub deadline: Option<DeadlineConfig>,
    /// What the shop gives; the discount itself stays with the shop.
    pub incentive: Option<IncentiveConfig>,
    /// The relation that comes first where the list's own is `auto`.
    pub strategy: Option<Strategy>,
    /// Products that bring the cart's value to this come first, the best value within the gap.
    pub reach: Option<Money>,
}

/// One `[[pair]]`: where a product is recommended beside another. Elsewhere it is left out while the other one is looked
/// at, in the cart or just bought.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PairConfig {
    /// Key of the product beside which.
    #[serde(deserialize_with = "plain::keys")]
    pub of: String,
    /// Key of the product that is recommended.
    #[serde(deserialize_with = "plain::keys")]
    pub with: String,
    /// Where it is.
    pub placements: Vec<On>,
    /// Whether `of` is recommended beside `with` there only, too. Default false.
    #[serde(default)]
    pub both_ways: bool,
}

/// One `[[bundle]]`: products that are bought at once, or, without `id` and `products`, the terms of bundles that are made of
/// what is bought together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BundleConfig {
    /// Its name: small letters, digits and hyphens, at most 64.
    pub id: Option<String>,
    /// Keys of 2 to 4 products; beside the page of any of them the others are offered.
    #[serde(default, deserialize_with = "plain::keys")]
    pub products: Vec<String>,
    /// What the shop takes off when all are in the cart, per cent, 0 to 90. Default 0.
    #[serde(default, deserialize_with = "range::maybe_whole::<_, 0, 90>")]
    #[cfg_attr(test, schemars(range(min = 0, max = 90)))]
    pub percent: Option<u32>,
    /// Discount code; absent where the shop takes it off by itself.
    pub code: Option<String>,
    /// Its heading. Default: the usual words.
    pub title: Option<Words>,
    /// First instant of its validity. Default: always.
    pub from: Option<Moment>,
    /// First instant after it. Default: for ever.
    pub until: Option<Moment>,
}

/// A placement that rules may name: all but the evaluation's, whose scores are comparable only if nobody changes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct On(pub Placement);

impl On {
    /// All placements that rules may name, by number.
    pub fn all() -> impl Iterator<Item = Placement> {
        Placement::ALL.into_iter().filter(|placement| *placement != Placement::Protocol)
    }
}

impl<'de> Deserialize<'de> for On {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        On::all().find(|placement| placement.name() == name).map(On).ok_or_else(|| {
            let known: Vec<&str> = On::all().map(Placement::name).collect();
            D::Error::custom(format!("{name:?} is no placement. Known: {}", known.join(", ")))
        })
    }
}

#[cfg(test)]
mod tests;
