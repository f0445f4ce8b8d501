//! What is drawn. A view gets its data and fetches nothing; what the shopper presses reaches [`crate::press`].
//!
//! - [`shelf`]: heading and list.
//! - [`card`]: one recommendation, from picture to button.
//! - [`bundle`]: what is bought at once.
//!
//! A list is drawn whole: it changes only where nobody looks, so nobody would see what a keyed list
//! costs. What changes in place (price, stock, adding) is one signal a card.

pub mod bundle;
pub mod card;
pub mod shelf;

/// The stylesheet of all views, one for the page, shared by every shadow root.
pub const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/shelf.css"));
