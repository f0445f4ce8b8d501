//! Ranking in the browser and in the command, by the same code: same inputs, same order, native and wasm.
//! Layer: above `snapshot` and `options`; knows no DOM, clock, random, storage, network or JavaScript.
//!
//! Everything is passed in: the files at hand, what the shopper did, where the list stands. Scores are integers,
//! because `exp` and its kin differ in the last bit between native and wasm.
//!
//! Read in this order:
//! - [`session`]: what the shopper did, as the shop's page told it.
//! - [`live`]: price and stock now, as the host says.
//! - [`store`]: the base and shards at hand as one list of products.
//! - [`rank`]: candidates → score → policy → arrange, from top to bottom; `gather`, `arrange` and `merchandise` are its
//!   parts, `rows` are rows decoded once.
//! - [`policy`]: what may not be shown whatever its score, what rules want, when there is silence. Its own map leads on.
//! - [`bundle`]: what is bought at once.
//! - [`signals`]: what the session says of its shopper, as small numbers.
//! - [`silence`]: why nothing is shown.
//! - [`explain`]: the same code in a verbose mode.
//! - [`address`]: product pages and pictures from a template, and which lead into the web. `part`: parts of large numbers.
#![no_std]
#![deny(clippy::float_arithmetic)]

extern crate alloc;

pub mod address;
mod arrange;
pub mod bundle;
pub mod explain;
mod gather;
pub mod live;
mod merchandise;
mod part;
pub mod policy;
pub mod rank;
mod replenish;
mod rows;
pub mod session;
pub mod signals;
pub mod silence;
pub mod store;

pub use cobuy_options::Placement;
pub use explain::{Explanation, NoTrace, Trace, explain};
pub use live::{Host, Live};
pub use rank::{Engine, Ranked, Ranking, Request};
pub use session::{Session, Signal};
pub use signals::Profile;
pub use silence::Silence;
pub use store::{ItemId, Store};

/// Whether this build knows rules, bundles and offers. Everything that only they need asks this first, so that a build
/// without them does not hold it.
pub const FULL: bool = cfg!(feature = "full");

/// Most products of a session that are scored; the newest count.
pub const MAX_SESSION_ITEMS: usize = 256;
