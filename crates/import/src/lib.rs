//! Any shop's files to a catalogue with orders and sessions: order lines, products, session logs, reviews, pictures. It never
//! knows what is learnt of them.
//!
//! Lines stream through in blocks: no line is kept as text, customers are numbers as soon as they are read, and memory
//! grows with distinct orders and products and 8 bytes a line. Read in this order:
//! - [`run`](fn@run): the whole import, to an [`Imported`](cobuy_catalogue::imported::Imported); [`ImportError`] says why one failed.
//! - `source`: what a file is by its first bytes. `text`, [`parquet`]: its rows. `table`: rows of a small file.
//! - `columns`, `layout`: what an order file's columns mean, presets and filters.
//! - [`cell`], `time`: values. `intern`: distinct strings as numbers.
//! - `read`, `chunk`, `ledger`: order lines, parsed in parallel, merged in order.
//! - `titles`, `witnesses`, `prices`, `catalogue`: products out of orders. `products`, `join`: products out of a products file;
//!   `unjoined`: what is in neither.
//! - `baskets`: lines to baskets.
//! - `sessions`, `logs`: session logs, beside orders or in place of them.
//! - `opinions`: files of reviews. `images`: a folder of pictures.
//!
//! Limits: records of a text file [`MAX_RECORD_BYTES`], product keys [`MAX_KEY_BYTES`], baskets
//! [`BASKET_CAP`](cobuy_catalogue::data::BASKET_CAP), examples in the report [`EXAMPLES`](cobuy_catalogue::report::EXAMPLES).

mod baskets;
mod catalogue;
pub mod cell;
mod chunk;
mod columns;
mod error;
mod images;
mod intern;
mod join;
mod known;
mod layout;
mod ledger;
mod logs;
mod opinions;
pub mod parquet;
mod prices;
mod products;
mod read;
mod run;
mod sessions;
mod source;
mod table;
mod text;
mod time;
mod titles;
mod unjoined;
mod witnesses;

pub use baskets::{CleanOrder, Watch};
pub use chunk::MAX_KEY_BYTES;
pub use error::ImportError;
pub use images::add_pictures;
pub use logs::{SessionFiles, add_sessions, sessions_alone, sessions_to_predict};
pub use opinions::add_reviews;
pub use run::{only_products, run, watched};
pub use text::MAX_RECORD_BYTES;

#[cfg(test)]
mod tests;
