//! Why nothing is shown. Every empty list has exactly one of these.

/// A reason for silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Silence {
    /// The list has nothing to go by: no product, an empty cart.
    NoSignal,
    /// No product of the session has a row in the files at hand.
    NoRow,
    /// There were candidates, and every one is excluded: in the cart, sold out, shown elsewhere on the page.
    AllExcluded,
    /// Fewer candidates than `min-items` reach `min-confidence`.
    BelowConfidence,
}

impl Silence {
    /// Its code in events and in the answer of `recommend()`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSignal => "no-signal",
            Self::NoRow => "no-row",
            Self::AllExcluded => "all-excluded",
            Self::BelowConfidence => "below-confidence",
        }
    }
}
