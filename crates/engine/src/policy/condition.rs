//! Whether what a rule asks is so. What nobody knows is neither so nor not so, and then the rule does not act.

use crate::rank::Request;
use crate::signals::{Profile, segment::segment};
use crate::store::{ItemId, Store};
use alloc::string::String;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::rules::{ANY, Condition, ConditionRecord};

/// Devices by the bits of [`Condition::Device`].
pub const DEVICES: [&str; 3] = ["phone", "tablet", "desktop"];

/// Whether a condition holds; nothing where that is not known. `not` counts.
pub fn holds(store: &Store<'_>, request: &Request<'_>, condition: &ConditionRecord) -> Option<bool> {
    let kind = Condition::from_number(condition.kind)?;
    Some(is_so(store, request, kind, condition)? != (condition.not != 0))
}

fn is_so(
    store: &Store<'_>,
    request: &Request<'_>,
    kind: Condition,
    record: &ConditionRecord,
) -> Option<bool> {
    let (session, low, high) = (request.session, record.low.get(), record.high.get());
    let shopper = &session.shopper;
    let within = |value: i64| Some(low <= value && value <= high);
    let bit = |bit: usize| {
        Some(u32::try_from(bit).ok().and_then(|bit| low.checked_shr(bit)).is_some_and(|rest| rest & 1 != 0))
    };
    let viewed = || store.find(request.product?);
    match kind {
        Condition::Viewed => in_set(store, request.product?, record.set),
        Condition::InCart => count(record, session.cart.iter().map(|key| in_set(store, key, record.set))),
        Condition::CartValue => within(minor(request.host.comparable(session.cart_value_minor)?)),
        Condition::LastPurchase => {
            // An order that was just placed is newer than all before, with everything in it.
            let newest = if session.order.is_empty() { session.purchases.get(..1)? } else { &session.order };
            let (mut sure, mut all_known) = (false, true);
            for known in newest.iter().map(|key| in_set(store, key, record.set)) {
                sure |= known == Some(true);
                all_known &= known.is_some();
            }
            (sure || all_known).then_some(sure)
        }
        Condition::Segment => bit(segment(session) as usize),
        Condition::Intent => within(Profile::of(store, session).intent.score.into()),
        Condition::Device => bit(DEVICES.iter().position(|name| *name == shopper.device)?),
        Condition::Visit => within(i64::from(shopper.visits) + 1),
        // Between the hours: 4 to 24 is from 4:00 up to, and without, 24:00.
        Condition::HoursAway => {
            shopper.hours_away.map(|hours| low <= hours.into() && i64::from(hours) < high)
        }
        Condition::LeftCart => shopper.hours_away.and(within(shopper.left_cart.into())),
        Condition::Fact => fact(request, store.rule_text(record.text)?, low, high),
        Condition::Event => {
            let name = store.rule_text(record.text)?;
            let times = session.events.iter().find(|(known, _)| known == name).map_or(0, |(_, times)| *times);
            within(times.into())
        }
        Condition::ViewedStock => within(request.host.of(request.product?)?.left?.into()),
        Condition::ViewedPrice => {
            within(minor(request.host.comparable(store.price(viewed()?, &request.host))?))
        }
        Condition::SimilarViewed => {
            let category = store.category(viewed()?)?;
            let alike = |key: &str| Some(store.category(at_hand(store, key)?) == Some(category));
            count(record, looked_at(request).map(alike))
        }
        Condition::InViews => count(record, looked_at(request).map(|key| in_set(store, key, record.set))),
        Condition::Month => bit(request.month.filter(|month| *month < 12)?.into()),
        Condition::CartSoldOut => {
            let gone = |key: &String| request.host.of(key).map(|live| !live.available);
            count(record, session.cart.iter().map(gone))
        }
    }
}

/// A price as conditions compare it.
pub(crate) fn minor(price: u64) -> i64 {
    i64::try_from(price).unwrap_or(i64::MAX)
}

/// The page's product and what was looked at before, each once.
fn looked_at<'r>(request: &'r Request<'_>) -> impl Iterator<Item = &'r str> {
    let before = request.session.views.iter().map(|view| view.key.as_str());
    request.product.into_iter().chain(before.filter(|key| request.product != Some(*key)))
}

/// A product whose file is at hand; the name of a list is none.
fn at_hand(store: &Store<'_>, key: &str) -> Option<ItemId> {
    store.find(key).filter(|item| store.flags(*item) & flag::PSEUDO == 0)
}

/// Whether a product is in a set; nothing where its file is not at hand.
fn in_set(store: &Store<'_>, key: &str, set: u8) -> Option<bool> {
    if set == ANY {
        return Some(true);
    }
    at_hand(store, key).map(|item| store.in_set(item, set))
}

/// Whether so many are so as the condition's range allows, whatever becomes of those of which that is not known.
fn count(record: &ConditionRecord, each: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let (mut sure, mut unsure) = (0i64, 0i64);
    for one in each {
        match one {
            Some(true) => sure += 1,
            Some(false) => {}
            None => unsure += 1,
        }
    }
    let (low, high) = (record.low.get(), record.high.get());
    if sure >= low && sure + unsure <= high {
        Some(true)
    } else if sure + unsure < low || sure > high {
        Some(false)
    } else {
        None
    }
}

/// A fact of the host: `name` is a number within a range, or `name⇥value` reads just so.
fn fact(request: &Request<'_>, text: &str, low: i64, high: i64) -> Option<bool> {
    let facts = &request.session.facts;
    match text.split_once('\t') {
        Some((name, value)) => facts.get(name).map(|stated| stated == value),
        None => facts.number(text).map(|number| low <= number && number <= high),
    }
}
