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

    /// Asks for `limit` items. Who asks for two means two: `min-items` follows where it is greater, because it is for
    /// lists that a page draws.
    pub fn ask_for(&mut self, limit: i32) {
        self.set(Opt::Limit, limit);
        self.set(Opt::MinItems, self.get(Opt::MinItems).min(limit));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_clamped_where_they_enter() {
        let mut options = Options::preset(Placement::Pdp);
        options.set(Opt::Limit, 99);
        options.set_number(Opt::MinItems as u8, -3);
        options.set_number(250, 7);
        options.set_text(Opt::PageWeight, "101");
        options.set_text(Opt::CartWeight, "heavy");
        let check = |option, value| assert_eq!(options.get(option), value, "{}", option.name());
        check(Opt::Limit, 24);
        check(Opt::MinItems, 1);
        check(Opt::PageWeight, 100);
        check(Opt::CartWeight, Opt::CartWeight.preset(Placement::Pdp));
    }

    #[test]
    fn fewer_are_enough_where_fewer_are_asked_for() {
        let check = |limit: i32, expected: (i32, i32)| {
            let mut options = Options::preset(Placement::Pdp);
            options.ask_for(limit);
            assert_eq!((options.get(Opt::Limit), options.get(Opt::MinItems)), expected, "{limit}");
        };
        check(12, (12, 3));
        check(2, (2, 2));
        check(0, (1, 1));
    }
}
