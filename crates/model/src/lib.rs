//! Which products belong with which, how strongly, and how well that was shown to predict: orders and sessions in, rows of
//! neighbours out. It never knows a file of a shop, or how a snapshot is written.
//!
//! Read in this order:
//! - [`mine`]: pair counts, with the publication minimum.
//! - [`build`]: the whole model, step by step; [`Settings`] are its knobs, [`Model`] its result.
//! - [`recipe`]: what can make weights, and what is tried.
//! - `ridge` (with `cholesky`), `cosine` and, for session logs, `walk` with [`decay`]: the recipes; `textbook`: the one that is only
//!   there to be asked for; `blend`: two in one.
//! - `choose`, `contest`: recipes against each other.
//! - `holdout` and [`evaluate`]: cases from the newest tenth of the orders, and how often a model finds what they hide.
//! - `calibrate`: what a score is worth. `popular`: lists that need no pairs. `top`: the best few of many.
//! - [`relations`]: similar products, upgrades, what is bought next.
//!
//! Everything here is deterministic: a row belongs to one task, sums over threads are of integers, lists have a
//! total order, and floats meet only + − × ÷ and square roots. The number of threads changes nothing.

mod blend;
mod build;
mod calibrate;
mod cholesky;
mod choose;
mod contest;
mod cosine;
pub mod decay;
pub mod evaluate;
mod holdout;
pub mod mine;
mod popular;
pub mod recipe;
pub mod relations;
mod ridge;
mod settings;
mod textbook;
mod top;
pub mod walk;

pub use build::{HoldoutReport, Model, ModelError, Neighbour, build, prune};
pub use calibrate::UNMEASURED;
use calibrate::{Shown, knots};
pub use choose::fit;
pub use decay::Decay;
pub use holdout::MIN_CASES;
pub use popular::{CategoryLists, HALF_LIFE_MONTHS};
pub use recipe::{Formula, Recipe, RecipeChoice};
pub use settings::Settings;
pub use top::{Ranked, Rows};
