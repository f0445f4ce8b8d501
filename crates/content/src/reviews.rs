//! What reviews say: how a product was received, and which words they have for it. Layer: below the importers and
//! [`data`](cobuy_catalogue::data), which keep what comes out; knows no files. Nothing of a review is ever published.
//!
//! Read in this order:
//! - [`themes`]: the words that count ("durable", "eco-friendly" …), in English, German and French, negation respected.
//! - `language`: which language a review is in. `judge`: whether it is positive, neutral or negative.
//! - `collect`: the reviews of a catalogue, from wherever they come; [`Received`] is what became of them.
//!
//! Sentiment is that of VADER (Hutto & Gilbert 2014), a lexicon of English with rules for negation, emphasis and "but". It
//! knows no other language: a review that is not in English has the sentiment of its stars, and none without them.
//!
//! Texts are judged in parallel, verdicts are whole numbers and are added in the order of the reviews.

mod collect;
mod judge;
mod language;
pub mod themes;

pub use collect::Collector;
