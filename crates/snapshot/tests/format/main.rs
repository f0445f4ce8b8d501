//! The file format from outside: what was written is read back, damage is noticed, nothing panics or allocates, old
//! files stay readable.
//!
//! What they share with others is in `cobuy-testkit`.
//!
//! - [`round_trip`], [`damage`], [`refusals`], [`allocations`]: the properties.
//! - [`example`]: the annotated dump in `FORMAT.md` is what the writer makes.
//! - [`old_snapshots`], [`regressions`]: files in `tests/fixtures/snapshot`.

mod allocations;
mod damage;
mod example;
mod old_snapshots;
mod refusals;
mod regressions;
mod round_trip;
