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
    ($($(#[doc = $doc:literal])+ $id:ident = $number:literal, $name:literal, $kind:expr, [$($preset:literal),+];)+) => {
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
                let presets = match self { $(Self::$id => [$($preset),+],)+ };
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
    Limit = 0, "limit", Kind::Integer { min: 1, max: 24 }, [6, 4, 20, 4, 3, 6, 6, 6];
    /// Fewest cards worth showing: with fewer good ones the list stays closed (or the fallback stays). 1 shows
    /// even a single one.
    MinItems = 1, "min-items", Kind::Integer { min: 1, max: 24 }, [3, 2, 1, 2, 1, 2, 3, 3];
    /// Least share of cases, in hundredths of a per cent, in which a recommendation of this strength came true in the
    /// build's hold-out: was bought, or, of similar products in a shop with session logs, was looked at next. -1 takes
    /// the share of the shop's popular list, so that nothing is shown that is not better than bestsellers; 0 shows
    /// everything; 10000 shows nothing.
    MinConfidence = 2, "min-confidence", Kind::Integer { min: -1, max: 10000 }, [-1, -1, 0, -1, -1, -1, -1, -1];
    /// What fills a list of `relation` `auto` where nothing was bought together with the session's products: `similar`
    /// (products like them, else popular ones), `popular` (products of the category, else of the shop) or `none`. The
    /// list is headed as what it is.
    Fallback = 3, "fallback", Kind::Choice(&["none", "popular", "similar"]), [2, 0, 0, 0, 0, 0, 2, 2];
    /// Weight of the page's own product in the ranking, in per cent. 0 ignores it.
    PageWeight = 4, "page-weight", Kind::Integer { min: 0, max: 100 }, [100, 0, 100, 100, 0, 0, 0, 0];
    /// Weight of each product in the cart, in per cent. 0 ignores the cart (its products are still left out).
    CartWeight = 5, "cart-weight", Kind::Integer { min: 0, max: 100 }, [100, 100, 100, 50, 100, 100, 50, 50];
    /// Weight of each product viewed before, in per cent, before decay. 0 ignores views.
    ViewWeight = 6, "view-weight", Kind::Integer { min: 0, max: 100 }, [50, 0, 100, 0, 0, 0, 100, 100];
    /// Views shorter than this many visible milliseconds do not count. 0 counts all of them: weighting by dwell
    /// time gave no measurable gain on the sessions it was tried on.
    MinDwellMs = 7, "min-dwell-ms", Kind::Integer { min: 0, max: 60000 }, [0, 0, 0, 0, 0, 0, 0, 0];
    /// Who chooses first where several lists on a page want the same product: higher goes first, equal ones in
    /// document order.
    Priority = 8, "priority", Kind::Integer { min: -100, max: 100 }, [0, 10, 0, 20, 10, 10, 0, 0];
    /// Whether cards say why they are there: `show` or `hide`.
    Reason = 9, "reason", Kind::Choice(&["hide", "show"]), [1, 1, 0, 1, 1, 1, 1, 1];
    /// What the products of the list are to the session's: `auto` (bought together, else what `fallback` says),
    /// `together` (in the same orders), `similar` (could be bought instead), `upgrade` (same need, better and dearer;
    /// of the page's product where there is one), `next` (bought in a later order), `popular` or `rising` (in the
    /// page's category, else in the shop). Only `auto` falls back; the others show what they say or nothing. A product
    /// has three upgrades and three next purchases at most: such a list wants `min-items` 1. `alternatives` are similar
    /// products with the best upgrade in front; `substitutes` stand in for what cannot be bought (the page's product, lines
    /// of the cart) and are silent where everything can; `viewed` are the products looked at before, newest first;
    /// `replenish` are those bought before that are used up by now (in shops with rules).
    Relation = 10, "relation", Kind::Choice(&RELATIONS), [0, 0, 0, 0, 0, 0, 0, 0];
    /// How much a product's place in the price range of its category counts: products as dear as those that the shopper
    /// looks at and puts into the cart gain, others lose, by up to this many per cent of their score. 0, the default,
    /// leaves it out: no gain of it was measured yet.
    PriceFitWeight = 11, "price-fit-weight", Kind::Integer { min: 0, max: 100 }, [0, 0, 0, 0, 0, 0, 25, 25];
    /// Whether products that the shopper looked at before may be recommended: `show` or `leave-out`. The page's own
    /// product and what is in the cart are left out in any case.
    Seen = 12, "seen", Kind::Choice(&["leave-out", "show"]), [1, 1, 0, 1, 1, 1, 0, 0];
    /// Least intent to buy, 0 to 100, from which the list is shown: a list may wait for it. 0 does not wait. What the
    /// intent is made of stands in `cobuy explain`.
    MinIntent = 13, "min-intent", Kind::Integer { min: 0, max: 100 }, [0, 0, 0, 0, 0, 0, 0, 0];
    /// How the products are laid out: `cards` side by side, `lines` one below the other with everything in one line,
    /// `compare` as a comparison of the page's product with two better ones: price and what else differs.
    Layout = 14, "layout", Kind::Choice(&["cards", "lines", "compare"]), [0, 0, 0, 0, 1, 0, 0, 0];
    /// Most that a product may cost, in per cent of the cart's value: an add-on at the checkout is small. 0 sets no limit,
    /// as does a cart whose value the host does not state.
    MaxPriceShare = 15, "max-price-share", Kind::Integer { min: 0, max: 1000 }, [0, 0, 0, 0, 30, 0, 0, 0];
    /// When an offer may interrupt: `never`, after a `pause`, at an `exit` (the pointer leaves through the top of the
    /// page), or at `both`. At most one a session, never at payment, only where the visit may be remembered.
    Interrupt = 16, "interrupt", Kind::Choice(&["never", "pause", "exit", "both"]), [0, 0, 0, 0, 0, 0, 0, 0];
    /// How long nothing may happen before it is a pause, in milliseconds.
    PauseMs = 17, "pause-ms", Kind::Integer { min: 5000, max: 600000 }, [30000, 30000, 30000, 30000, 30000, 30000, 30000, 30000];
    /// How long an offer that the shopper dismissed does not come back, in days; then with its next angle.
    SnoozeDays = 18, "snooze-days", Kind::Integer { min: 60, max: 90 }, [75, 75, 75, 75, 75, 75, 75, 75];
    /// Cards say how many are left where fewer than this are, by the host's word (`left` of `live`). 0 never says it.
    StockBelow = 19, "stock-below", Kind::Integer { min: 0, max: 20 }, [5, 5, 0, 5, 5, 5, 5, 5];
    /// How old the host's word on stock may be to be repeated, in seconds.
    StockMaxAgeS = 20, "stock-max-age-s", Kind::Integer { min: 5, max: 3600 }, [60, 60, 60, 60, 60, 60, 60, 60];
    /// Most lists of this page that are shown at once, whatever their placements.
    MaxUnits = 21, "max-units", Kind::Integer { min: 1, max: 3 }, [3, 3, 3, 3, 3, 3, 3, 3];
}

/// Position of `compare` among the words of the option `layout`.
pub const COMPARE: i32 = 2;

/// Words of the option `relation`: `auto`, the relations of the format in the order of their numbers, and what is made of
/// them in the page.
pub const RELATIONS: [&str; 11] = [
    "auto",
    "together",
    "similar",
    "upgrade",
    "next",
    "popular",
    "rising",
    "alternatives",
    "substitutes",
    "viewed",
    "replenish",
];

/// Positions of the words of the option `relation`.
pub mod relation {
    /// What the placement shows by itself.
    pub const AUTO: i32 = 0;
    /// The first of the format's relations, whose numbers begin here.
    pub const TOGETHER: i32 = 1;
    /// Could be bought instead.
    pub const SIMILAR: i32 = 2;
    /// Same need, better and dearer.
    pub const UPGRADE: i32 = 3;
    /// Bought in a later order.
    pub const NEXT: i32 = 4;
    /// Bought most.
    pub const POPULAR: i32 = 5;
    /// Bought more than before.
    pub const RISING: i32 = 6;
    /// Similar products with the best upgrade in front.
    pub const ALTERNATIVES: i32 = 7;
    /// Similar to what cannot be bought.
    pub const SUBSTITUTES: i32 = 8;
    /// What was looked at.
    pub const VIEWED: i32 = 9;
    /// What was bought and is used up.
    pub const REPLENISH: i32 = 10;
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
    fn positions_of_words_are_those_of_the_words() {
        let check = |option: Opt, position: i32, word: &str| {
            assert_eq!(option.kind().parse(word), Some(position), "{word}");
        };
        check(Opt::Layout, COMPARE, "compare");
        let positions = [
            relation::AUTO,
            relation::TOGETHER,
            relation::SIMILAR,
            relation::UPGRADE,
            relation::NEXT,
            relation::POPULAR,
            relation::RISING,
            relation::ALTERNATIVES,
            relation::SUBSTITUTES,
            relation::VIEWED,
            relation::REPLENISH,
        ];
        for (position, word) in positions.into_iter().zip(RELATIONS) {
            check(Opt::Relation, position, word);
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
