//! When nothing is shown at all.

use super::decide::Decision;
use crate::Placement;
use crate::Silence;
use crate::rank::Request;
use crate::signals::Profile;
use crate::store::Store;
use cobuy_options::Opt;
use cobuy_snapshot::rules::Action;

/// Facts of the host that silence everything: a customer with such a worry is served, not sold to.
pub const SILENCING: [&str; 4] = ["support_case_open", "price_raised", "at_risk", "opted_out"];

/// Why a list stays closed whatever there is to show; nothing where it may open. In placement `protocol` it always may.
pub fn quiet(store: &Store<'_>, request: &Request<'_>, decision: &Decision) -> Option<Silence> {
    let session = request.session;
    if request.placement == Placement::Protocol {
        return None;
    }
    if SILENCING.iter().any(|name| session.facts.is(name)) {
        return Some(Silence::SuppressedByHost);
    }
    if session.visit.step == "payment" {
        return Some(Silence::AtPayment);
    }
    if request.product.and_then(|key| store.find(key)).is_some_and(|item| store.raised(item)) {
        return Some(Silence::PriceRaised);
    }
    if decision.of(store, Action::Silence).next().is_some() {
        return Some(Silence::ByRule);
    }
    let least = request.options.get(Opt::MinIntent);
    (least > 0 && i32::from(Profile::of(store, session).intent.score) < least)
        .then_some(Silence::WaitsForIntent)
}
