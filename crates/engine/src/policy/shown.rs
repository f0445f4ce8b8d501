//! Which products an action is about: a set that the build found, what they are to the product looked at, their price.

use super::Exclusion;
use super::condition::minor;
use super::decide::Decision;
use crate::Placement;
use crate::part::part_of;
use crate::rank::Request;
use crate::rows::Candidate;
use crate::store::{ItemId, Store};
use cobuy_options::Opt;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::rules::{ANY, Action, ActionRecord, versus};

/// A score with what rules add and take: each boost and bury is a factor, a bury of 100 per cent leaves nothing.
pub fn boosted(
    store: &Store<'_>,
    request: &Request<'_>,
    decision: &Decision,
    item: ItemId,
    score: u64,
) -> u64 {
    let mut factored = score;
    for (kind, sign) in [(Action::Boost, 1), (Action::Bury, -1)] {
        for (_, action) in decision.of(store, kind) {
            if is_about(store, request, action, item) == Some(true) {
                let percent = (100 + sign * i64::from(action.value.get())).max(0) as u64;
                factored = part_of::<100>(factored, percent);
            }
        }
    }
    factored
}

/// Why a product that may be shown by its record and the session must not be shown all the same: rules, its price, no card.
/// One that a rule pins needs no other rule's leave to be among what is required, and may cost what it costs.
pub(crate) fn barred(
    store: &Store<'_>,
    request: &Request<'_>,
    decision: &Decision,
    candidate: &mut Candidate,
    pinned: bool,
) -> Option<Exclusion> {
    let item = candidate.item;
    if !candidate.has_card(store) {
        return Some(Exclusion::NoCard);
    }
    if request.placement == Placement::Protocol {
        return None;
    }
    let about = |action: &ActionRecord| is_about(store, request, action, item);
    if decision.excludes(store, request, item) {
        return Some(Exclusion::ByRule);
    }
    if !pinned && decision.of(store, Action::Require).any(|(_, action)| about(action) != Some(true)) {
        return Some(Exclusion::NotRequired);
    }
    if is_priceless(store, request, candidate) {
        return Some(Exclusion::NoPrice);
    }
    (!pinned && is_too_dear(store, request, item)).then_some(Exclusion::TooDear)
}

/// Whether a product has no price where products have one. While the host has not spoken yet its word is waited for.
fn is_priceless(store: &Store<'_>, request: &Request<'_>, candidate: &Candidate) -> bool {
    let priced = store.base().is_some_and(|base| base.head.currency != [0; 3]);
    priced
        && match store.key(candidate.item).and_then(|key| request.host.of_bytes(key)) {
            Some(live) => live.price_minor.is_none(),
            None => !request.host.speaks_for_stock && candidate.flags & flag::PRICE == 0,
        }
}

/// Whether a product is no small thing beside the cart.
fn is_too_dear(store: &Store<'_>, request: &Request<'_>, item: ItemId) -> bool {
    let share = request.options.get(Opt::MaxPriceShare) as u64;
    let Some(cart) = request.session.cart_value_minor.filter(|_| share > 0) else { return false };
    store
        .price(item, &request.host)
        .is_none_or(|price| price.saturating_mul(100) > cart.saturating_mul(share))
}

/// Whether an action is about a product; nothing where that depends on what nobody knows (a price, a brand). What excludes
/// takes that for a yes, what asks for it takes it for a no.
pub fn is_about(
    store: &Store<'_>,
    request: &Request<'_>,
    action: &ActionRecord,
    item: ItemId,
) -> Option<bool> {
    if !crate::FULL {
        return Some(false);
    }
    if action.set != ANY && !store.in_set(item, action.set) {
        return Some(false);
    }
    // Of these the numbers say something else than a price.
    let priced = action.kind != Action::Reach as u8 && action.kind != Action::Deadline as u8;
    let (low, high) = (action.low.get(), action.high.get());
    let mut sure = Some(true);
    if priced && (low > 0 || high < i64::MAX) {
        let price = request.host.comparable(store.price(item, &request.host)).map(minor);
        sure = price.map(|price| low <= price && price <= high);
    }
    if action.versus != 0 { both(sure, is_versus(store, request, action, item)) } else { sure }
}

/// Whether two things are so. One that is not decides, whatever is known of the other.
fn both(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (one, other) => one.and(other),
    }
}

/// Whether a product is to the one looked at what an action asks. Without such a product it is not.
fn is_versus(store: &Store<'_>, request: &Request<'_>, action: &ActionRecord, item: ItemId) -> Option<bool> {
    let Some(product) = request.product else { return Some(false) };
    let viewed = store.find(product)?;
    let asks = |bit: u8| action.versus & bit != 0;
    // What differs must, and what is equal must; nothing where one of them is not known.
    let alike = |equal: u8, other: u8, same: Option<bool>| {
        let asked = asks(equal) || asks(other);
        if asked { same.map(|same| !(asks(equal) && !same || asks(other) && same)) } else { Some(true) }
    };
    let category = store.category(item).zip(store.category(viewed)).map(|(one, other)| one == other);
    let brand = store.brand(item).zip(store.brand(viewed)).map(|(one, other)| one == other);
    let price = || {
        let (price, other) = (store.price(item, &request.host)?, store.price(viewed, &request.host)?);
        let most = match action.dearer_percent.get() {
            0 => u64::MAX,
            percent => other.saturating_add(other.saturating_mul(percent.into()) / 100),
        };
        let cheaper = !asks(versus::CHEAPER) || price < other;
        Some(cheaper && (!asks(versus::DEARER) || other < price && price <= most))
    };
    let kind = both(
        alike(versus::SAME_CATEGORY, versus::OTHER_CATEGORY, category),
        alike(versus::SAME_BRAND, versus::OTHER_BRAND, brand),
    );
    if asks(versus::CHEAPER) || asks(versus::DEARER) { both(kind, price()) } else { kind }
}
