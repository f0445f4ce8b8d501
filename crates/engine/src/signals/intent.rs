//! How likely the shopper is to buy now.

use super::Profile;
use crate::Session;
use crate::session::PageKind;

/// What an intent is made of, for people, in the order of [`Intent::points`].
const PARTS: [&str; 12] = [
    "a cart with something in it",
    "the checkout",
    "the cart's page",
    "coming back",
    "attention",
    "focus",
    "a search",
    "a plan almost used up",
    "signs of leaving",
    "haste",
    "an open support case",
    "a price just raised",
];

/// A number and what it is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intent {
    /// 0 to 100.
    pub score: u8,
    /// What each part adds or takes; their sum, held to 0 to 100, is the score.
    pub points: [i8; PARTS.len()],
}

impl Intent {
    /// Its parts other than 0, with their names for people.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, i8)> {
        PARTS.into_iter().zip(self.points).filter(|(_, points)| *points != 0)
    }
}

/// 0 (looks around) to 100 (is about to pay). It orders shoppers; it is no probability. The cart is worth most (30),
/// because it is the only thing here that the shopper decided; the way to the checkout follows (25 on its page, 10 on the
/// cart's), then coming back (up to 15), looking closely (up to 15), staying with one kind of product (up to 10), having
/// searched (5). Signs of leaving take up to 15, haste (more than five pages a minute) 5, and what the host knows to hold
/// people back takes 20 (an open support case) and 10 (a price that was just raised); a plan used to four fifths adds 10.
pub fn intent(session: &Session, profile: &Profile) -> Intent {
    let share = |signal: u8, most: i32| i32::from(signal.min(100)) * most / 100;
    let if_so = |so: bool, points: i32| if so { points } else { 0 };
    let facts = &session.facts;
    let page = session.visit.page;
    let points = [
        if_so(!session.cart.is_empty(), 30),
        if_so(page == PageKind::Checkout, 25),
        if_so(page == PageKind::Cart, 10),
        share(profile.habit, 15),
        share(profile.attention, 15),
        share(profile.focus, 10),
        if_so(!session.visit.searches.is_empty(), 5),
        if_so(facts.plan_usage_percent() >= Some(80), 10),
        -share(profile.exit, 15),
        if_so(profile.velocity > 50, -5),
        if_so(facts.is("support_case_open"), -20),
        if_so(facts.is("price_raised"), -10),
    ];
    let sum: i32 = points.iter().sum();
    Intent { score: sum.clamp(0, 100) as u8, points: points.map(|points| points as i8) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use alloc::vec::Vec;

    fn check(change: impl FnOnce(&mut Session), score: u8, parts: &[(&'static str, i8)]) {
        let mut session = Session::default();
        change(&mut session);
        let intent = Profile::of(&Store::default(), &session).intent;
        assert_eq!((intent.score, intent.parts().collect::<Vec<_>>().as_slice()), (score, parts));
    }

    #[test]
    fn parts_add_up() {
        check(|_| {}, 0, &[]);
        check(
            |session| {
                session.set_cart(["tent"].into_iter());
                session.visit.page = PageKind::Checkout;
                session.view("tent");
                session.attend("tent", 60_000, 100);
            },
            70,
            &[("a cart with something in it", 30), ("the checkout", 25), ("attention", 15)],
        );
        check(
            |session| {
                session.visit.searches.push("tent".into());
                session.visit.exits = 1;
                session.facts.set("plan_usage", "80");
            },
            9,
            &[("a search", 5), ("a plan almost used up", 10), ("signs of leaving", -6)],
        );
    }

    #[test]
    fn what_holds_back_takes_no_more_than_there_is() {
        check(
            |session| {
                session.facts.set("support_case_open", "true");
                session.facts.set("price_raised", "true");
                session.visit.pages = 100;
            },
            0,
            &[("haste", -5), ("an open support case", -20), ("a price just raised", -10)],
        );
    }
}
