//! What may not be shown, whatever its score. Policy wins over scores, always.

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
        }
    }
}
