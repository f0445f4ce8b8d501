//! Tests of the engine through its public face, on snapshots that the writer made. One binary, so that it links once.
//!
//! - [`shop`]: small snapshots and questions to them, the vocabulary of all that follows.
//! - [`score`]: what a session adds up to, and in which order.
//! - [`policy`]: what may not be shown, and how much it takes to be shown.
//! - [`market`]: shops with rules, the vocabulary of what follows.
//! - [`conditions`]: what rules ask. [`actions`], [`pins`]: what they do. [`versus`]: to what.
//! - [`lists`], [`bundles`]: what is made in the page. [`quiet`]: when nothing is shown, and what is too dear.
//! - [`replenish`]: what was bought and is used up.
//! - [`reach`]: what brings a cart to a threshold. [`interrupts`]: offers that come unasked.
//! - [`page`]: lists that share a page, and what is said of products.
//! - [`literals`]: rules as merchants say them in words. [`affinity`]: five pairs, each with a place of its own.
//! - [`properties`]: what holds for any shop, rules and session. [`random`]: shops, rules and sessions; [`oracle`]: what
//!   the rules want, worked out a second time.
//! - [`silence`]: why nothing is shown, and what is shown instead.
//! - [`season`]: pairs that count in some months only.
//! - [`files`]: several files, several builds, any order of arrival.
//! - [`explanation`]: the verbose mode says what the quiet one does.
//! - [`hostile`]: files that are not what the writer wrote.
//! - [`steady`]: a re-ranking allocates nothing.
//! - [`session`]: what holds after any sequence of events.
//!
//! Without the feature `full` the engine knows no rules; then what asks for them is left out, and guard-rails hold all the same.
#![cfg_attr(not(feature = "full"), allow(dead_code, unused_imports))]

#[cfg(feature = "full")]
mod actions;
#[cfg(feature = "full")]
mod affinity;
#[cfg(feature = "full")]
mod bundles;
#[cfg(feature = "full")]
mod conditions;
mod explanation;
mod files;
mod hostile;
mod interrupts;
mod lists;
#[cfg(feature = "full")]
mod literals;
mod market;
mod oracle;
mod page;
#[cfg(feature = "full")]
mod pins;
mod policy;
mod price;
mod properties;
mod quiet;
mod random;
#[cfg(feature = "full")]
mod reach;
mod relations;
#[cfg(feature = "full")]
mod replenish;
mod score;
mod season;
mod session;
mod shop;
mod silence;
mod steady;
#[cfg(feature = "full")]
mod versus;
