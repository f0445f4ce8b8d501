//! What kind of customer the shopper is, as far as anybody said.

use crate::Session;

/// From the least to the most known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// A first page, and nothing known.
    New,
    /// Looks around: more than one page, or something in the cart.
    Browsing,
    /// Was here before.
    Returning,
    /// Bought before.
    Customer,
    /// The host names a loyalty tier, or bought at least five products.
    Loyal,
}

impl Segment {
    /// All of them, in the order of their bits in rules.
    pub const ALL: [Self; 5] = [Self::New, Self::Browsing, Self::Returning, Self::Customer, Self::Loyal];

    /// Its name in explanations and rules.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Browsing => "browsing",
            Self::Returning => "returning",
            Self::Customer => "customer",
            Self::Loyal => "loyal",
        }
    }
}

/// Products bought before from which on a customer counts as loyal.
const LOYAL_FROM: usize = 5;

/// The last of the segments whose condition holds. What the host itself calls its customers stands in
/// [`crate::session::Facts`] and is not interpreted.
pub fn segment(session: &Session) -> Segment {
    if session.facts.get("loyalty_tier").is_some_and(|tier| !tier.is_empty())
        || session.purchases.len() >= LOYAL_FROM
    {
        Segment::Loyal
    } else if !session.purchases.is_empty() {
        Segment::Customer
    } else if session.shopper.visits > 0 {
        Segment::Returning
    } else if session.visit.pages > 1 || !session.cart.is_empty() {
        Segment::Browsing
    } else {
        Segment::New
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_that_is_known_counts() {
        let mut session = Session::default();
        let mut check = |change: fn(&mut Session), expected| {
            change(&mut session);
            assert_eq!(segment(&session), expected);
        };
        check(|_| {}, Segment::New);
        check(|session| session.visit.pages = 2, Segment::Browsing);
        check(|session| session.shopper.visits = 1, Segment::Returning);
        check(|session| session.purchases.push("a".into()), Segment::Customer);
        check(|session| session.facts.set("loyalty_tier", "gold"), Segment::Loyal);
        check(|session| session.facts.set("loyalty_tier", ""), Segment::Customer);
        check(|session| session.purchases = ["a", "b", "c", "d", "e"].map(Into::into).into(), Segment::Loyal);
        assert_eq!(Segment::Loyal.name(), "loyal");
    }
}
