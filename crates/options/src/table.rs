//! The options themselves. A new option is one entry here; its number is never used for another one again, because
//! it stands in published snapshots.

use crate::Placement;
use core::num::{IntErrorKind, ParseIntError};

/// What values an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number in a range, both ends included. Values outside are clamped where they enter.
    Integer {
        /// Least value.
        min: i32,
        /// Greatest value.
        max: i32,
    },
    /// One of some words; the value is the word's position.
    Choice(&'static [&'static str]),
}

impl Kind {
    /// The value nearest to `value` that the option takes.
    pub fn clamp(self, value: i32) -> i32 {
        match self {
            Self::Integer { min, max } => value.clamp(min, max),
            Self::Choice(words) => value.clamp(0, words.len().saturating_sub(1) as i32),
        }
    }

    /// The value of a text, clamped; nothing if it is no number or none of the words.
    pub fn parse(self, text: &str) -> Option<i32> {
        let text = text.trim();
        match self {
            Self::Integer { min, max } => match text.parse() {
                Ok(value) => Some(self.clamp(value)),
                Err(error) => match ParseIntError::kind(&error) {
                    IntErrorKind::PosOverflow => Some(max),
                    IntErrorKind::NegOverflow => Some(min),
                    _ => None,
                },
            },
            Self::Choice(words) => {
                words.iter().position(|word| *word == text).map(|position| position as i32)
            }
        }
    }
}

macro_rules! table {
    ($($(#[doc = $doc:literal])+ $id:ident = $number:literal, $name:literal, $kind:expr, [$pdp:literal, $cart:literal, $protocol:literal];)+) => {
        /// An option. The numbers are part of the snapshot format.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Opt { $($(#[doc = $doc])+ $id = $number,)+ }

        /// Number of options.
        pub const COUNT: usize = [$($number),+].len();

        impl Opt {
            /// All options, by number.
            pub const ALL: [Self; COUNT] = [$(Self::$id),+];

            /// Name in attributes and `cobuy.toml`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$id => $name,)+ }
            }

            /// What values it takes.
            pub fn kind(self) -> Kind {
                match self { $(Self::$id => $kind,)+ }
            }

            /// Its value for a placement where nobody says otherwise.
            pub fn preset(self, placement: Placement) -> i32 {
                let presets = match self { $(Self::$id => [$pdp, $cart, $protocol],)+ };
                presets[placement as usize]
            }

            /// What it does, its unit and both ends, as documentation.
            #[cfg(feature = "docs")]
            pub fn doc(self) -> &'static str {
                match self { $(Self::$id => concat!($($doc, "\n"),+),)+ }
            }
        }
    };
}

table! {
    /// Most cards in the list. More than fit side by side scroll.
    Limit = 0, "limit", Kind::Integer { min: 1, max: 24 }, [6, 4, 20];
    /// Fewest cards worth showing: with fewer good ones the list stays closed (or the fallback stays). 1 shows
    /// even a single one.
    MinItems = 1, "min-items", Kind::Integer { min: 1, max: 24 }, [3, 2, 1];
    /// Least share of cases, in hundredths of a per cent, in which a recommendation of this strength came true in the
    /// build's hold-out: was bought, or, of similar products in a shop with session logs, was looked at next. -1 takes
    /// the share of the shop's popular list, so that nothing is shown that is not better than bestsellers; 0 shows
    /// everything; 10000 shows nothing.
    MinConfidence = 2, "min-confidence", Kind::Integer { min: -1, max: 10000 }, [-1, -1, 0];
    /// What fills a list of `relation` `auto` where nothing was bought together with the session's products: `similar`
    /// (products like them, else popular ones), `popular` (products of the category, else of the shop) or `none`. The
    /// list is headed as what it is.
    Fallback = 3, "fallback", Kind::Choice(&["none", "popular", "similar"]), [2, 0, 0];
    /// Weight of the page's own product in the ranking, in per cent. 0 ignores it.
    PageWeight = 4, "page-weight", Kind::Integer { min: 0, max: 100 }, [100, 0, 100];
    /// Weight of each product in the cart, in per cent. 0 ignores the cart (its products are still left out).
    CartWeight = 5, "cart-weight", Kind::Integer { min: 0, max: 100 }, [100, 100, 100];
    /// Weight of each product viewed before, in per cent, before decay. 0 ignores views.
    ViewWeight = 6, "view-weight", Kind::Integer { min: 0, max: 100 }, [50, 0, 100];
    /// Views shorter than this many visible milliseconds do not count. 0 counts all of them: weighting by dwell
    /// time gave no measurable gain on the sessions it was tried on.
    MinDwellMs = 7, "min-dwell-ms", Kind::Integer { min: 0, max: 60000 }, [0, 0, 0];
    /// Who chooses first where several lists on a page want the same product: higher goes first, equal ones in
    /// document order.
    Priority = 8, "priority", Kind::Integer { min: -100, max: 100 }, [0, 10, 0];
    /// Whether cards say why they are there: `show` or `hide`.
    Reason = 9, "reason", Kind::Choice(&["hide", "show"]), [1, 1, 0];
    /// What the products of the list are to the session's: `auto` (bought together, else what `fallback` says),
    /// `together` (in the same orders), `similar` (could be bought instead), `upgrade` (same need, better and dearer;
    /// of the page's product where there is one), `next` (bought in a later order), `popular` or `rising` (in the
    /// page's category, else in the shop). Only `auto` falls back; the others show what they say or nothing. A product
    /// has three upgrades and three next purchases at most: such a list wants `min-items` 1.
    Relation = 10, "relation", Kind::Choice(&["auto", "together", "similar", "upgrade", "next", "popular", "rising"]), [0, 0, 0];
    /// How much a product's place in the price range of its category counts: products as dear as those that the shopper
    /// looks at and puts into the cart gain, others lose, by up to this many per cent of their score. 0, the default,
    /// leaves it out: no gain of it was measured yet.
    PriceFitWeight = 11, "price-fit-weight", Kind::Integer { min: 0, max: 100 }, [0, 0, 0];
    /// Whether products that the shopper looked at before may be recommended: `show` or `leave-out`. The page's own
    /// product and what is in the cart are left out in any case.
    Seen = 12, "seen", Kind::Choice(&["leave-out", "show"]), [1, 1, 0];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_positions_and_presets_are_in_range() {
        for (position, option) in Opt::ALL.into_iter().enumerate() {
            assert_eq!(option as usize, position, "{}", option.name());
            for placement in Placement::ALL {
                let preset = option.preset(placement);
                assert_eq!(option.kind().clamp(preset), preset, "{} of {}", option.name(), placement.name());
            }
        }
    }

    #[test]
    fn texts_are_clamped_or_refused() {
        let check = |option: Opt, text: &str, value: Option<i32>| {
            assert_eq!(option.kind().parse(text), value, "{text}")
        };
        check(Opt::Limit, "3", Some(3));
        check(Opt::Limit, " 99 ", Some(24));
        check(Opt::Limit, "-5", Some(1));
        check(Opt::Limit, "99999999999", Some(24));
        check(Opt::Limit, "-99999999999", Some(1));
        check(Opt::Limit, "many", None);
        check(Opt::Fallback, "popular", Some(1));
        check(Opt::Fallback, "similar", Some(2));
        check(Opt::Fallback, "Popular", None);
    }
}
