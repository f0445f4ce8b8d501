//! Whether an offer may come unasked, and how it is worded next time.

use crate::Silence;
use crate::session::Session;
use cobuy_options::{Opt, Options};

const DAY_MS: u64 = 86_400_000;
/// Dismissals of this many days make offers rarer.
const FATIGUE_DAYS: u64 = 90;
/// Most halvings of the frequency.
const MOST_HALVINGS: u32 = 4;

/// The angle, from 0, in which an offer of `angles` angles (at least one) may interrupt at `now_ms`, or why it may not:
/// the merchant did not switch it on, the visit may not be remembered, something interrupted before, the offer was sent
/// away within `snooze-days` or in its last angle, or the shopper sends too many away: with each dismissal of the last 90
/// days, whatever the offer, they come in half as many visits.
///
/// # Errors
/// The reason for silence.
pub fn angle(
    options: &Options,
    session: &Session,
    offer: &str,
    angles: u8,
    now_ms: u64,
) -> Result<u8, Silence> {
    let shopper = &session.shopper;
    if options.get(Opt::Interrupt) == 0 {
        return Err(Silence::SwitchedOff);
    }
    if session.visit.step == "payment" {
        return Err(Silence::AtPayment);
    }
    if !shopper.remembered {
        return Err(Silence::NoConsent);
    }
    if shopper.interrupted {
        return Err(Silence::CapReached);
    }
    let angle = next_angle(session, offer, angles, options.get(Opt::SnoozeDays) as u64 * DAY_MS, now_ms)?;
    let recent = |at_ms: u64| now_ms.saturating_sub(at_ms) < FATIGUE_DAYS * DAY_MS;
    let dismissals = shopper.dismissals.iter().filter(|dismissal| recent(dismissal.at_ms)).count() as u32;
    let every = 1u32 << dismissals.min(MOST_HALVINGS);
    if u32::from(shopper.visits) % every == 0 { Ok(angle) } else { Err(Silence::Fatigue) }
}

/// The angle after the one that was sent away last. A dismissal that lies in the future, by a clock that was turned back,
/// counts as of now.
fn next_angle(
    session: &Session,
    offer: &str,
    angles: u8,
    snooze_ms: u64,
    now_ms: u64,
) -> Result<u8, Silence> {
    let own = session.shopper.dismissals.iter().filter(|dismissal| dismissal.offer == offer);
    let Some(last) = own.max_by_key(|dismissal| dismissal.at_ms) else { return Ok(0) };
    let next = last.angle.saturating_add(1);
    if now_ms.saturating_sub(last.at_ms) < snooze_ms || next >= angles {
        Err(Silence::Dismissed)
    } else {
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Dismissal;
    use cobuy_options::Placement;

    const NOW: u64 = 1_000 * DAY_MS;

    fn check(change: impl FnOnce(&mut Session, &mut Options), angles: u8, expected: Result<u8, Silence>) {
        let (mut session, mut options) = (Session::default(), Options::preset(Placement::Checkout));
        options.set(Opt::Interrupt, 3);
        session.shopper.remembered = true;
        change(&mut session, &mut options);
        assert_eq!(angle(&options, &session, "checkout/x", angles, NOW), expected);
    }

    fn sent_away(offer: &str, angle: u8, days_ago: u64) -> Dismissal {
        Dismissal { offer: offer.into(), angle, at_ms: NOW - days_ago * DAY_MS }
    }

    #[test]
    fn once_a_visit_with_consent_and_only_where_switched_on() {
        check(|_, _| {}, 1, Ok(0));
        check(|_, options| options.set(Opt::Interrupt, 0), 1, Err(Silence::SwitchedOff));
        check(|session, _| session.visit.step = "payment".into(), 1, Err(Silence::AtPayment));
        check(|session, _| session.visit.step = "address".into(), 1, Ok(0));
        check(|session, _| session.shopper.remembered = false, 1, Err(Silence::NoConsent));
        check(|session, _| session.shopper.interrupted = true, 1, Err(Silence::CapReached));
    }

    #[test]
    fn an_offer_sent_away_comes_back_with_another_angle() {
        let check = |dismissals: &[(&str, u8, u64)], angles, expected| {
            let dismissals = dismissals.iter().map(|(offer, angle, days)| sent_away(offer, *angle, *days));
            let change = |session: &mut Session, _: &mut Options| {
                session.shopper.dismissals = dismissals.collect();
            };
            check(change, angles, expected);
        };
        check(&[("checkout/x", 0, 74)], 2, Err(Silence::Dismissed));
        check(&[("checkout/x", 0, 75)], 2, Ok(1));
        check(&[("checkout/x", 0, 75)], 1, Err(Silence::Dismissed));
        check(&[("checkout/x", 1, 300), ("checkout/x", 0, 400)], 3, Ok(2));
        check(&[("checkout/x", 0, 300), ("checkout/x", 1, 400)], 3, Ok(1));
        check(&[("checkout/x", 1, 300)], 2, Err(Silence::Dismissed));
        check(&[("checkout/y", 0, 100)], 1, Ok(0));
        check(&[("checkout/x", u8::MAX, 100)], u8::MAX, Err(Silence::Dismissed));
    }

    #[test]
    fn a_clock_turned_back_brings_nothing_back() {
        let change = |session: &mut Session, _: &mut Options| {
            let at_ms = NOW + 5;
            session.shopper.dismissals = [Dismissal { offer: "checkout/x".into(), angle: 0, at_ms }].into();
        };
        check(change, 2, Err(Silence::Dismissed));
    }

    #[test]
    fn snooze_days_are_the_options() {
        for (days, expected) in [(60, Ok(1)), (61, Err(Silence::Dismissed))] {
            let change = |session: &mut Session, options: &mut Options| {
                options.set(Opt::SnoozeDays, days);
                session.shopper.visits = 2;
                session.shopper.dismissals = [sent_away("checkout/x", 0, 60)].into();
            };
            check(change, 2, expected);
        }
    }

    #[test]
    fn every_dismissal_halves_the_frequency() {
        let visits = |dismissals: u64, days_ago: u64| {
            let shown = |visits: &u16| {
                let (mut session, mut options) = (Session::default(), Options::preset(Placement::Checkout));
                options.set(Opt::Interrupt, 1);
                session.shopper.remembered = true;
                session.shopper.visits = *visits;
                session.shopper.dismissals =
                    (0..dismissals).map(|i| sent_away("other", 0, days_ago + i)).collect();
                angle(&options, &session, "checkout/x", 1, NOW).is_ok()
            };
            (0..32u16).filter(shown).count()
        };
        assert_eq!([0, 1, 2, 3, 4, 5].map(|dismissals| visits(dismissals, 1)), [32, 16, 8, 4, 2, 2]);
        assert_eq!((visits(1, 89), visits(1, 90)), (16, 32));
    }
}
