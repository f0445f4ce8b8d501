//! Ranking in the browser and in the command, by the same code: same inputs, same order, native and wasm.
//! Layer: above `snapshot` and `options`; knows no DOM, clock, random, storage, network or JavaScript.
//!
//! Everything is passed in: the files at hand, what the shopper did, where the list stands. Scores are integers,
//! because `exp` and its kin differ in the last bit between native and wasm.
//!
//! Read in this order:
//! - [`session`]: what the shopper did, as the shop's page told it.
//! - [`store`]: the base and shards at hand as one list of products.
//! - [`rank`]: candidates → score → policy → arrange, from top to bottom. `rows`: rows decoded once.
//! - [`policy`]: what may not be shown, whatever its score.
//! - [`signals`]: what the session says of its shopper, as small numbers.
//! - [`silence`]: why nothing is shown.
//! - [`explain`]: the same code in a verbose mode.
//! - [`address`]: product pages and pictures from a template.
#![no_std]
#![deny(clippy::float_arithmetic)]

extern crate alloc;

pub mod address;
pub mod explain;
pub mod policy;
pub mod rank;
mod rows;
pub mod session;
pub mod signals;
pub mod silence;
pub mod store;

pub use explain::{Explanation, NoTrace, Trace, explain};
pub use rank::{Engine, Ranked, Ranking, Request};
pub use session::{Session, Signal};
pub use signals::Profile;
pub use silence::Silence;
pub use store::{ItemId, Store};

/// Most products of a session that are scored; the newest count.
pub const MAX_SESSION_ITEMS: usize = 256;
