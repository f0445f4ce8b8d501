//! How good a shop's snapshot is, measured as a shopper meets it: cases from orders or sessions that the model has not
//! seen are put to the real engine over the real bytes. It never knows how a model is made.
//!
//! Read in this order:
//! - [`run`]: from orders or sessions and a test set to a [`Report`].
//! - [`cases`]: what is asked: baskets with a product left out, sessions click by click; [`listed`]: a file of cases.
//! - [`ask`]: a case put to the engine, as the protocol has it, on a product page, with a browser's limits.
//! - [`baseline`]: popular items, plain cosine, and the model's rows without pruning and quantising, on the same cases.
//! - [`keep`]: the snapshot and every answer, on disk.
//! - [`figures`]: hit rates, reciprocal ranks, gains, coverage, with their standard errors.

pub mod ask;
pub mod baseline;
pub mod cases;
pub mod figures;
pub mod keep;
pub mod listed;
pub mod run;

pub use cases::{Case, Cases, Mode, Rule};
pub use figures::{Figures, Share};
pub use listed::{CasesError, read_cases};
pub use run::{EvalError, Line, Measured, Report, evaluate};
