//! Published folders and private counts as tables that can be compared and drawn: what `cobuy diff` and `cobuy inspect` know. It
//! reads only, and never knows how a folder came to be.
//!
//! Read in this order:
//! - [`Published`]: a folder as products, rows and files, whatever its k.
//! - [`Tallies`]: how many orders and customers stand behind products and pairs, from the work folder.
//! - [`Diff`]: what changed between two folders.
//! - [`pairs()`]: pairs, each once, the strongest first; [`doubt()`]: which of them to look at twice.
//! - [`map()`]: a drawn map of them.

mod counts;
mod diff;
mod doubt;
mod error;
mod facts;
mod map;
mod pairs;
mod published;
mod read;
mod rules;

pub use counts::{ItemTally, PairTally, Tallies};
pub use diff::{
    Diff, FilesDiff, PairChange, PairFigures, PriceChange, RankChange, RelationDiff, RulesDiff, SHELF,
    figures_of, is_mutual,
};
pub use doubt::{Doubt, WhyNone, doubt, without_pair};
pub use error::AuditError;
pub use facts::{Facts, HoldoutFacts, SettingsFacts, ShardFacts};
pub use map::{Map, Node, map};
pub use pairs::{Pair, pairs};
pub use published::{Edge, FileSeen, Published, RowOf, Said, Shown};

#[cfg(test)]
mod tests;
