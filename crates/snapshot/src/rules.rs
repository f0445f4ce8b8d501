//! What the merchant wants, compiled: rules with their conditions and actions, and bundles. Base only.
//!
//! What a rule asks of a product that never changes between two builds (its category, brand, tags, margin …) is answered by
//! the build: products that meet one such demand are a **set**, and every item carries one bit for each set. So a page
//! tests a bit, and nothing of a margin or a tag is published but that. What changes (price, stock, cart, shopper) is
//! asked where it is known.

use crate::records::TextRef;
use zerocopy::little_endian::{I32, I64, U16, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// Most sets in a snapshot: one bit each.
pub const MAX_SETS: usize = 64;
/// Most rules in a snapshot.
pub const MAX_RULES: usize = 255;
/// The products of a condition or action: no set, so all of them.
pub const ANY: u8 = u8::MAX;
/// Keys of the pseudo-products whose [`crate::Relation::Popular`] rows hold what a rule pins; the rule's id follows.
pub const RULE_PREFIX: &str = "rule:";
/// Keys of the pseudo-products whose [`crate::Relation::Popular`] rows hold the members of a bundle; its id follows.
pub const BUNDLE_PREFIX: &str = "bundle:";

/// A rule. Conditions and actions lie in the order of the rules, so their numbers give the places.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct RuleRecord {
    /// Its name, unique in the snapshot.
    pub id: TextRef,
    /// Bit n stands for the placement of number n in the options table.
    pub placements: U16,
    /// Of the rules of one group only the first that holds acts; 0 for none.
    pub group: u8,
    /// Number of its conditions; all have to hold.
    pub conditions: u8,
    /// Number of its actions.
    pub actions: u8,
    /// First instant of its validity, unix milliseconds.
    pub from_ms: U64,
    /// First instant after it, unix milliseconds.
    pub until_ms: U64,
}

/// One thing that has to be so.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ConditionRecord {
    /// A [`Condition`].
    pub kind: u8,
    /// The products that it asks about, or [`ANY`].
    pub set: u8,
    /// 1 where it must not be so. What is not known is neither so nor not so: the rule does not act.
    pub not: u8,
    /// Least value, or a mask.
    pub low: I64,
    /// Greatest value.
    pub high: I64,
    /// A name, or a name and a value separated by a tab.
    pub text: TextRef,
}

/// One thing that is done.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ActionRecord {
    /// An [`Action`].
    pub kind: u8,
    /// The products that it is about, or [`ANY`].
    pub set: u8,
    /// Bits of [`versus`]: what these are to the product looked at.
    pub versus: u8,
    /// What [`versus::DEARER`] allows at most, in per cent; 0 for any.
    pub dearer_percent: U16,
    /// Its strength; what it means depends on the kind.
    pub value: I32,
    /// Least price of these products in minor units; for others see [`Action`].
    pub low: I64,
    /// Greatest price, likewise; [`i64::MAX`] for none.
    pub high: I64,
    /// Words.
    pub text: TextRef,
}

/// A set of products that are bought at once.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct BundleRecord {
    /// Its name, unique; empty for the terms of bundles that are made of what is bought together.
    pub id: TextRef,
    /// What the merchant takes off when all are in the cart, per cent; 0 for nothing.
    pub percent: u8,
    /// Code that the shopper enters or the host applies; empty where the shop takes it off by itself.
    pub code: TextRef,
    /// Words for its heading; empty for the usual ones.
    pub title: TextRef,
    /// First instant of its validity, unix milliseconds.
    pub from_ms: U64,
    /// First instant after it, unix milliseconds.
    pub until_ms: U64,
}

/// What a shown product has to be to the product that is looked at.
pub mod versus {
    /// Of the same deepest category.
    pub const SAME_CATEGORY: u8 = 1;
    /// Cheaper.
    pub const CHEAPER: u8 = 1 << 1;
    /// Dearer, by at most the action's `dearer_percent`.
    pub const DEARER: u8 = 1 << 2;
    /// Of another brand.
    pub const OTHER_BRAND: u8 = 1 << 3;
    /// Of the same brand.
    pub const SAME_BRAND: u8 = 1 << 4;
    /// Of another deepest category.
    pub const OTHER_CATEGORY: u8 = 1 << 5;
    /// All that are known.
    pub const ALL: u8 = (1 << 6) - 1;
}

macro_rules! kinds {
    ($(#[$outer:meta])* $name:ident { $($(#[$doc:meta])+ $variant:ident = $number:literal,)+ }) => {
        $(#[$outer])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($(#[$doc])+ $variant = $number,)+ }

        impl $name {
            /// All kinds, by number.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The kind of a number; nothing for one that a newer command wrote.
            pub fn from_number(number: u8) -> Option<Self> {
                Self::ALL.get(usize::from(number)).copied()
            }
        }
    };
}

kinds! {
    /// What a condition asks. Numbers are part of the format.
    Condition {
        /// The product looked at is in the set.
        Viewed = 0,
        /// Number of products of the set in the cart, `low` to `high`.
        InCart = 1,
        /// Value of the cart in minor units, `low` to `high`.
        CartValue = 2,
        /// What was bought last is in the set: a product of the order just placed, else the newest purchase.
        LastPurchase = 3,
        /// The shopper's segment is among the bits of `low`: new, browsing, returning, customer, loyal.
        Segment = 4,
        /// The intent, 0 to 100, `low` to `high`.
        Intent = 5,
        /// The device is among the bits of `low`: phone, tablet, desktop.
        Device = 6,
        /// Number of the visit, 1 for the first, `low` to `high`.
        Visit = 7,
        /// Hours since the visit before, `low` to `high` (`high` excluded).
        HoursAway = 8,
        /// Products that the cart held when the visit before ended, `low` to `high`.
        LeftCart = 9,
        /// The host's fact of this name: a number `low` to `high`, or, after a tab, the very text.
        Fact = 10,
        /// Times that the host told of an event of this name in this visit, `low` to `high`.
        Event = 11,
        /// Pieces left of the product looked at, by the host's word, `low` to `high`.
        ViewedStock = 12,
        /// Price of the product looked at in minor units, `low` to `high`.
        ViewedPrice = 13,
        /// Products of the category of the product looked at that were looked at, itself included, `low` to `high`.
        SimilarViewed = 14,
        /// Products of the set that were looked at, the page's included, `low` to `high`.
        InViews = 15,
        /// The shopper's month is among the bits of `low`, January being bit 0.
        Month = 16,
        /// Products of the cart that cannot be bought any more, `low` to `high`.
        CartSoldOut = 17,
    }
}

kinds! {
    /// What an action does. Numbers are part of the format.
    Action {
        /// The products of the rule's row stand at position `value` (from 1) and after.
        Pin = 0,
        /// Scores times 1 + `value` per cent.
        Boost = 1,
        /// Scores times 1 − `value` per cent; at 100 behind all others.
        Bury = 2,
        /// Never shown.
        Exclude = 3,
        /// Nothing else is shown.
        Require = 4,
        /// A line of words at the list.
        Message = 5,
        /// Words on the cards.
        Badge = 6,
        /// A countdown to `low` (unix milliseconds), or to the instant that the host's fact named after a tab states; the
        /// words before the tab.
        Deadline = 7,
        /// Words on the cards about what the shop gives; the code follows after a tab.
        Incentive = 8,
        /// The relation of number `value` comes first where the list's is `auto`.
        Strategy = 9,
        /// Products that bring the cart's value to `high` come first.
        Reach = 10,
        /// Another way to say the offer: words at the list, one angle at a time.
        Angle = 11,
        /// Nothing is shown.
        Silence = 12,
    }
}

/// The compiled rules of a base.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules<'a> {
    /// In the order in which they win.
    pub rules: &'a [RuleRecord],
    /// Of all rules, in their order.
    pub conditions: &'a [ConditionRecord],
    /// Of all rules, in their order.
    pub actions: &'a [ActionRecord],
    /// Bundles of the merchant, and at most one with an empty id: the terms of all others.
    pub bundles: &'a [BundleRecord],
}

/// A rule with what belongs to it.
#[derive(Debug, Clone, Copy)]
pub struct Rule<'a> {
    /// Its head.
    pub record: &'a RuleRecord,
    /// What has to be so.
    pub conditions: &'a [ConditionRecord],
    /// What is done.
    pub actions: &'a [ActionRecord],
}

impl<'a> Rules<'a> {
    /// Whether there is no rule.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// All rules in their order. One that claims more than there is ends the list.
    pub fn iter(&self) -> impl Iterator<Item = Rule<'a>> + use<'a> {
        let (mut conditions, mut actions) = (self.conditions, self.actions);
        self.rules.iter().map_while(move |record| {
            let (own_conditions, rest) = conditions.split_at_checked(record.conditions.into())?;
            let (own_actions, others) = actions.split_at_checked(record.actions.into())?;
            (conditions, actions) = (rest, others);
            Some(Rule { record, conditions: own_conditions, actions: own_actions })
        })
    }
}

impl RuleRecord {
    /// Whether it holds at a placement and an instant.
    pub fn holds(&self, placement: u8, now_ms: u64) -> bool {
        let here =
            u32::from(self.placements.get()).checked_shr(placement.into()).is_some_and(|bits| bits & 1 != 0);
        here && self.from_ms.get() <= now_ms && now_ms < self.until_ms.get()
    }
}
