//! The values that hold for one list.

use crate::{COUNT, Opt, Placement};

/// A value for every option: preset, then the shop's `cobuy.toml`, then attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    values: [i32; COUNT],
}

impl Options {
    /// The presets of a placement.
    pub fn preset(placement: Placement) -> Self {
        Self { values: Opt::ALL.map(|option| option.preset(placement)) }
    }

    /// Value of an option, within its range.
    pub fn get(&self, option: Opt) -> i32 {
        self.values[option as usize]
    }

    /// Sets an option, clamped to its range.
    pub fn set(&mut self, option: Opt, value: i32) {
        self.values[option as usize] = option.kind().clamp(value);
    }

    /// Sets an option by its number, as it stands in `base.bin`; a number that this version does not know is passed
    /// over, because a newer command may have written it.
    pub fn set_number(&mut self, number: u8, value: i32) {
        if let Some(option) = Opt::ALL.get(usize::from(number)) {
            self.set(*option, value);
        }
    }

    /// Sets an option from an attribute's text; a text that is no value leaves the option as it was.
    pub fn set_text(&mut self, option: Opt, text: &str) {
        if let Some(value) = option.kind().parse(text) {
            self.set(option, value);
        }
    }
}
