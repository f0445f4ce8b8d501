//! Published folders and private counts as tables that can be compared and drawn. Layer: beside `check`, reads only;
//! what `cobuy diff` and `cobuy inspect` know.
//!
//! Read in this order:
//! - [`Published`]: a folder as products, rows and files, whatever its k.
//! - [`Tallies`]: how many orders and customers stand behind products and pairs, from the work folder.
//! - [`Diff`]: what changed between two folders.

mod counts;
mod diff;
mod error;
mod facts;
mod published;
mod read;

pub use counts::{ItemTally, PairTally, Tallies};
pub use diff::{
    Diff, FilesDiff, PairChange, PairFigures, PriceChange, RankChange, RelationDiff, SHELF, figures_of,
    is_mutual,
};
pub use error::AuditError;
pub use facts::{Facts, HoldoutFacts, SettingsFacts, ShardFacts};
pub use published::{Edge, FileSeen, Published, RowOf, Shown};

#[cfg(test)]
mod tests;
