//! What is drawn. A view gets its data and fetches nothing; what the shopper presses reaches [`crate::press`].
//!
//! - [`shelf`]: heading and list, and of a bundle what it costs.
//! - [`card`]: one recommendation, from picture to button.
//! - [`full`]: what only rules and bundles draw.
//!
//! A list is drawn whole: it changes only where nobody looks, so nobody would see what a keyed list
//! costs. What changes in place (price, stock, adding) is one signal a card.

pub mod card;
pub mod full;
pub mod shelf;

/// The stylesheet of all views, one for the page, shared by every shadow root.
pub const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/shelf.css"));
