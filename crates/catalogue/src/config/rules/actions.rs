//! What rules do, where it takes more than a word.

use cobuy_snapshot::Relation;
use serde::Deserialize;

use super::{Moment, Words};

/// A countdown to an absolute instant: reloading the page does not start it anew, and it is gone when it is over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeadlineConfig {
    /// The instant. Either this or `fact`.
    pub until: Option<Moment>,
    /// Name of the host's fact that states the instant, in unix milliseconds.
    pub fact: Option<String>,
    /// Words with `{time}` where the time left stands.
    pub text: Words,
}

/// What the shop gives.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IncentiveConfig {
    /// Words on the cards.
    pub text: Words,
    /// Discount code; absent where the shop applies it by itself.
    pub code: Option<String>,
}

/// A relation that a list may begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// Bought together.
    Together,
    /// Could be bought instead.
    Similar,
    /// Same need, better and dearer.
    Upgrade,
    /// Bought in a later order.
    Next,
    /// Bought most.
    Popular,
    /// Bought more than before.
    Rising,
}

impl Strategy {
    /// The relation of the format.
    pub fn relation(self) -> Relation {
        match self {
            Self::Together => Relation::Together,
            Self::Similar => Relation::Similar,
            Self::Upgrade => Relation::Upgrade,
            Self::Next => Relation::Next,
            Self::Popular => Relation::Popular,
            Self::Rising => Relation::Rising,
        }
    }
}
