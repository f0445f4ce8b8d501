//! What the merchant wants and what a good shop assistant would not do. Policy wins over scores, always.
//!
//! Read in this order:
//! - [`Exclusion`]: what may not be shown, whatever its score.
//! - [`quiet`]: when nothing is shown at all.
//! - [`condition`]: whether what a rule asks is so. [`decide`]: the rules that hold here, and what they do.
//! - [`shown`]: which products an action is about.
//! - [`reach`]: what brings a cart to a threshold, exactly.
//! - [`interrupt`]: whether an offer may come unasked, and how it is worded next time.
//! - [`page`]: who shows what on a page with several lists.
//! - [`claims`]: what may be said of stock, deadlines and savings.

pub mod claims;
pub mod condition;
pub mod decide;
pub mod interrupt;
pub mod page;
pub mod quiet;
pub mod reach;
pub mod shown;

/// Why a candidate may not be shown. Where several hold, the first of this list is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exclusion {
    /// It is the product whose page is open.
    PageProduct = 1,
    /// It is in the cart.
    InCart = 2,
    /// The shopper bought it before.
    Purchased = 3,
    /// It cannot be bought: so the snapshot, or the host, which knows better.
    Unavailable = 4,
    /// Another list on the page shows it.
    Claimed = 5,
    /// It has no card: it is a list's name, or its record in a corrupt file cannot be read.
    NoCard = 6,
    /// It was looked at before, and the option `seen` leaves such products out; in placement `protocol` any product of the
    /// session.
    Seen = 7,
    /// The products that speak for it are bought with it in other months only.
    OutOfSeason = 8,
    /// A rule of the merchant excludes it.
    ByRule = 9,
    /// A rule of the merchant requires others.
    NotRequired = 10,
    /// It has no price, in a shop whose products have one.
    NoPrice = 11,
    /// It costs more than the list's `max-price-share` of the cart, or nobody knows what it costs.
    TooDear = 12,
}

impl Exclusion {
    /// Its name in explanations.
    pub fn name(self) -> &'static str {
        match self {
            Self::PageProduct => "it is the page's product",
            Self::InCart => "it is in the cart",
            Self::Purchased => "it was bought before",
            Self::Unavailable => "it cannot be bought",
            Self::Claimed => "another list shows it",
            Self::NoCard => "it has no card",
            Self::Seen => "it is in the session",
            Self::OutOfSeason => "it is out of season",
            Self::ByRule => "a rule excludes it",
            Self::NotRequired => "a rule requires others",
            Self::NoPrice => "it has no price",
            Self::TooDear => "it is too dear beside this cart",
        }
    }
}
