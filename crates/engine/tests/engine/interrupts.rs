//! Offers that come unasked: at most one a visit, never within the snooze, never more often for being sent away.

use cobuy_engine::policy::interrupt::angle;
use cobuy_engine::session::Dismissal;
use cobuy_engine::{Placement, Session, Silence};
use cobuy_options::{Opt, Options};
use proptest::prelude::*;

const DAY_MS: u64 = 86_400_000;

/// One visit: hours since the one before, offers that come up, whether the shopper sends what is shown away, whether the
/// visit may be remembered, whether it gets to the payment.
type Visit = (u64, Vec<usize>, bool, bool, bool);

fn visits() -> impl Strategy<Value = Vec<Visit>> {
    let remembered = prop_oneof![9 => Just(true), 1 => Just(false)];
    let payment = prop_oneof![9 => Just(false), 1 => Just(true)];
    let offers = proptest::collection::vec(0..OFFERS.len(), 0..5);
    proptest::collection::vec((1..1_000u64, offers, any::<bool>(), remembered, payment), 1..60)
}

const OFFERS: [(&str, u8); 3] = [("checkout/a", 1), ("checkout/b", 2), ("home/c", 4)];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Over any sequence of visits: at most one offer a visit, none within the snooze, never the same words twice in a row,
    /// and half as often after each one that was sent away.
    #[test]
    fn at_most_one_a_visit_and_none_within_the_snooze(visits in visits(), snooze in 60..=90i32) {
        let mut options = Options::preset(Placement::Checkout);
        options.set(Opt::Interrupt, 3);
        options.set(Opt::SnoozeDays, snooze);
        let mut session = Session::default();
        let mut now_ms = 2_000 * DAY_MS;
        let mut sent_away: Vec<(usize, u8, u64)> = Vec::new();
        for (number, (hours, offers, dismisses, remembered, payment)) in visits.into_iter().enumerate() {
            now_ms += hours * 3_600_000;
            session.shopper.visits = number as u16;
            session.shopper.interrupted = false;
            session.shopper.remembered = remembered;
            session.visit.step = if payment { "payment".into() } else { String::new() };
            let mut shown = 0;
            for offer in offers {
                let (name, angles) = OFFERS[offer];
                let answer = angle(&options, &session, name, angles, now_ms);
                prop_assert_eq!(&answer, &angle(&options, &session, name, angles, now_ms));
                let Ok(which) = answer else { continue };
                shown += 1;
                prop_assert!(remembered && !payment);
                prop_assert!(which < angles);
                let before = sent_away.iter().rev().find(|(known, ..)| *known == offer);
                if let Some((_, last, at_ms)) = before {
                    prop_assert!(now_ms - at_ms >= snooze as u64 * DAY_MS, "within the snooze");
                    prop_assert!(which != *last, "the same words again");
                }
                let recent = sent_away.iter().filter(|(.., at_ms)| now_ms - at_ms < 90 * DAY_MS).count();
                prop_assert_eq!(number % (1 << recent.min(4)), 0);
                // What the page does: it remembers that it interrupted, and what was sent away.
                session.shopper.interrupted = true;
                if dismisses {
                    sent_away.push((offer, which, now_ms));
                    let dismissal = Dismissal { offer: name.into(), angle: which, at_ms: now_ms };
                    session.shopper.dismissals.push(dismissal);
                }
            }
            prop_assert!(shown <= 1, "{} offers in one visit", shown);
        }
    }

    /// The order in which dismissals are remembered says nothing.
    #[test]
    fn any_order_of_dismissals(
        (dismissals, shuffled) in proptest::collection::vec((0..3usize, 0..4u8, 0..400u64), 0..6)
            .prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        visits in 0..40u16,
    ) {
        // Of one offer and instant there is one angle.
        let once = |all: &[(usize, u8, u64)]| {
            let mut instants: Vec<_> = all.iter().map(|(offer, _, days)| (*offer, *days)).collect();
            instants.sort_unstable();
            instants.windows(2).all(|pair| pair[0] != pair[1])
        };
        prop_assume!(once(&dismissals));
        let mut options = Options::preset(Placement::Checkout);
        options.set(Opt::Interrupt, 1);
        let answer = |all: &[(usize, u8, u64)]| {
            let mut session = Session::default();
            session.shopper.remembered = true;
            session.shopper.visits = visits;
            session.shopper.dismissals = all
                .iter()
                .map(|(offer, angle, days)| Dismissal {
                    offer: OFFERS[*offer].0.into(),
                    angle: *angle,
                    at_ms: (1_000 - days) * DAY_MS,
                })
                .collect();
            OFFERS.map(|(name, angles)| angle(&options, &session, name, angles, 1_000 * DAY_MS))
        };
        prop_assert_eq!(answer(&dismissals), answer(&shuffled));
    }
}

/// Nothing interrupts where the merchant did not switch it on, in any placement.
#[test]
fn off_unless_the_merchant_says_otherwise() {
    for placement in Placement::ALL {
        let mut session = Session::default();
        session.shopper.remembered = true;
        let answer = angle(&Options::preset(placement), &session, "x", 9, DAY_MS);
        assert_eq!(answer, Err(Silence::SwitchedOff), "{}", placement.name());
    }
}
