//! The recipes: how counts of pairs, or clicks, become weights.
//!
//! - [`recipe`]: what there is, with parameters. [`decay`]: how much older clicks count.
//! - `ridge` (with `cholesky`), `cosine` and, for session logs, [`walk`]; `textbook`, which is only there to be asked for.
//! - `blend`: two in one.

pub(crate) mod blend;
mod cholesky;
pub(crate) mod cosine;
pub mod decay;
pub mod recipe;
pub(crate) mod ridge;
pub(crate) mod textbook;
pub mod walk;
