//! What everything after the importers reads: products, orders as baskets, sessions, and every setting of `cobuy.toml`. It never
//! knows where a product or an order came from, or what is made of it.
//!
//! Read in this order:
//! - [`data`]: the catalogue, the orders as baskets, session logs. [`look`], [`opinion`]: what its pictures and reviews say.
//! - [`imported`]: all of it together, with the [`report`] of how it was read.
//! - [`config`]: what `cobuy.toml` says. [`number`]: numbers and money as shops write them.
//! - [`nearest`]: the name that somebody probably meant.
//! - [`progress`]: how long work says how far it is. [`interrupt`]: what Ctrl-C leaves behind.

pub mod config;
pub mod data;
pub mod imported;
pub mod interrupt;
pub mod look;
pub mod nearest;
pub mod number;
pub mod opinion;
pub mod progress;
pub mod report;
