//! The file format from outside: what was written is read back, damage is noticed, nothing panics or allocates, old
//! files stay readable.
//!
//! - [`sample`]: a small shop with one of everything, and arbitrary shops.
//! - [`read`]: reads everything that a payload offers; shared with the fuzz target in `tests/fuzz`.
//! - [`repair`]: makes a container hold again around broken sections; shared with the fuzz target too.
//! - [`round_trip`], [`damage`], [`refusals`], [`allocations`]: the properties.
//! - [`example`]: the annotated dump in `FORMAT.md` is what the writer makes.
//! - [`old_snapshots`], [`regressions`]: files in `tests/fixtures/snapshot`.

mod allocations;
mod damage;
mod example;
mod old_snapshots;
mod read;
mod refusals;
mod regressions;
mod repair;
mod round_trip;
mod sample;
