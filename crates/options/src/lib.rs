//! The options table: every knob of a placement, once. Attributes of elements, `[placements.*]` of `cobuy.toml`, the
//! records in `base.bin`, the types of the npm package and the documentation all come from here.
//!
//! - [`Placement`]: where a list stands; it selects a column of presets.
//! - [`table`]: the options themselves.
//! - [`Options`]: the values that hold for one list: preset, then the shop's `cobuy.toml`, then attributes.
#![no_std]

pub mod placement;
pub mod table;
pub mod values;

pub use placement::Placement;
pub use table::{COUNT, Kind, Opt};
pub use values::Options;
