//! How likely the shopper is to buy now.

use super::Profile;
use crate::Session;
use crate::session::PageKind;
use alloc::vec::Vec;

/// A part of an intent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// What it comes from, for people.
    pub name: &'static str,
    /// What it adds or takes.
    pub points: i8,
}

/// A number and what it is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intent {
    /// 0 to 100.
    pub score: u8,
    /// Parts other than 0; their sum, held to 0 to 100, is the score.
    pub parts: Vec<Part>,
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
    let all = [
        ("a cart with something in it", if_so(!session.cart.is_empty(), 30)),
        ("the checkout", if_so(page == PageKind::Checkout, 25)),
        ("the cart's page", if_so(page == PageKind::Cart, 10)),
        ("coming back", share(profile.habit, 15)),
        ("attention", share(profile.attention, 15)),
        ("focus", share(profile.focus, 10)),
        ("a search", if_so(!session.visit.searches.is_empty(), 5)),
        ("a plan almost used up", if_so(facts.plan_usage_percent >= Some(80), 10)),
        ("signs of leaving", -share(profile.exit, 15)),
        ("haste", if_so(profile.velocity > 50, -5)),
        ("an open support case", if_so(facts.support_case_open, -20)),
        ("a price just raised", if_so(facts.price_raised, -10)),
    ];
    let parts: Vec<Part> = all
        .into_iter()
        .filter(|(_, points)| *points != 0)
        .map(|(name, points)| Part { name, points: points as i8 })
        .collect();
    let sum: i32 = parts.iter().map(|part| i32::from(part.points)).sum();
    Intent { score: sum.clamp(0, 100) as u8, parts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    fn check(change: impl FnOnce(&mut Session), score: u8, parts: &[(&'static str, i8)]) {
        let mut session = Session::default();
        change(&mut session);
        let intent = Profile::of(&Store::default(), &session).intent;
        let named: Vec<_> = intent.parts.iter().map(|part| (part.name, part.points)).collect();
        assert_eq!((intent.score, named.as_slice()), (score, parts));
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
                session.facts.plan_usage_percent = Some(80);
            },
            9,
            &[("a search", 5), ("a plan almost used up", 10), ("signs of leaving", -6)],
        );
    }

    #[test]
    fn what_holds_back_takes_no_more_than_there_is() {
        check(
            |session| {
                session.facts.support_case_open = true;
                session.facts.price_raised = true;
                session.visit.pages = 100;
            },
            0,
            &[("haste", -5), ("an open support case", -20), ("a price just raised", -10)],
        );
    }
}
