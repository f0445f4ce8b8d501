//! Which products belong with which, how strongly, and how well that was shown to predict: orders and sessions in, rows of
//! neighbours out. It never knows a file of a shop, or how a snapshot is written.
//!
//! Read in this order:
//! - [`mine`]: pair counts, with the publication minimum.
//! - [`build`](fn@build): the whole model, in a line of six steps; [`Settings`] are its knobs, [`Model`] its result.
//!   `cases`: questions out of the newest tenth of the orders. [`candidates`]: what is tried on them. `fit`: rows of a recipe.
//!   `measure`: how many answers were among the first. `choose`: the best, or two in one. `finish`: fitted to all orders.
//! - [`recipes`]: what makes weights.
//! - [`evaluate`]: how often rows find what cases hide. `calibrate`: what a score is worth.
//! - `popular`: lists that need no pairs. `top`: the best few of many. `neighbour`: what a row is made of.
//! - [`relations`]: similar products, upgrades, what is bought next.
//!
//! Everything here is deterministic: a row belongs to one task, sums over threads are of integers, lists have a
//! total order, and floats meet only + − × ÷ and square roots. The number of threads changes nothing.

mod build;
mod calibrate;
pub mod candidates;
mod cases;
mod choose;
pub mod evaluate;
mod finish;
mod fit;
mod measure;
pub mod mine;
mod model;
mod neighbour;
mod popular;
pub mod recipes;
pub mod relations;
mod settings;
mod top;

pub use build::build;
pub use calibrate::UNMEASURED;
pub use choose::HoldoutReport;
pub use fit::fit;
pub use model::{Model, ModelError};
pub use neighbour::{Neighbour, prune};
pub use popular::{CategoryLists, HALF_LIFE_MONTHS};
pub use recipes::decay::Decay;
pub use recipes::recipe::{Formula, Recipe, RecipeChoice};
pub use settings::{MIN_CASES, Settings};
pub use top::{Ranked, Rows};
