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
    /// The host states what silences everything: an open support case, a price just raised, a customer at risk, opted out.
    SuppressedByHost,
    /// The shopper is paying.
    AtPayment,
    /// The price of the page's product was raised a few days ago.
    PriceRaised,
    /// A rule of the merchant says so.
    ByRule,
    /// The list waits for a stronger intent to buy.
    WaitsForIntent,
    /// The page, or the visit, has had its share of offers.
    CapReached,
    /// The merchant did not switch this interruption on.
    SwitchedOff,
    /// Nothing may be remembered, so nothing may interrupt.
    NoConsent,
    /// The shopper sent this offer away.
    Dismissed,
    /// The shopper sends too many offers away.
    Fatigue,
    /// A member of the bundle cannot be bought, and nothing can stand in for it.
    Withdrawn,
}

impl Silence {
    /// Its code in events and in the answer of `recommend()`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSignal => "no-signal",
            Self::NoRow => "no-row",
            Self::AllExcluded => "all-excluded",
            Self::BelowConfidence => "below-confidence",
            Self::SuppressedByHost => "suppressed-by-host",
            Self::AtPayment => "at-payment",
            Self::PriceRaised => "price-raised",
            Self::ByRule => "by-rule",
            Self::WaitsForIntent => "waits-for-intent",
            Self::CapReached => "cap-reached",
            Self::SwitchedOff => "switched-off",
            Self::NoConsent => "no-consent",
            Self::Dismissed => "dismissed",
            Self::Fatigue => "fatigue",
            Self::Withdrawn => "withdrawn",
        }
    }
}
