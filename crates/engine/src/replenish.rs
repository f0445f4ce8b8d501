//! What was bought and is used up: the one thing bought before that may be recommended again. The command finds out from
//! orders how long a product lasts (half of those who came back for it came within so many days); the host says when it was
//! bought. Where either is not known, nothing is brought back.

use crate::rank::{Engine, Ranked, Request, limit_of};
use crate::store::Store;
use crate::{FULL, Signal, Silence, Trace};
use alloc::vec::Vec;
use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::Q15_ONE;

const DAY_MS: u64 = 86_400_000;

/// Whether a product was bought so long ago that it is used up. What was ordered just now is not.
pub(crate) fn is_due(store: &Store<'_>, request: &Request<'_>, key: &str) -> bool {
    let session = request.session;
    if !FULL || session.order.iter().any(|ordered| ordered == key) {
        return false;
    }
    let times = session.bought_at.iter().filter(|(bought, _)| bought == key);
    let last = times.map(|(_, at_ms)| *at_ms).max();
    let days = store.find(key).and_then(|item| store.lasts_days(item));
    last.zip(days)
        .is_some_and(|(last, days)| request.host.now_ms >= last.saturating_add(u64::from(days) * DAY_MS))
}

impl Engine {
    /// What is used up, in the order of the host: bought last comes first.
    pub(crate) fn due<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        trace: &mut T,
        out: &mut Vec<Ranked>,
    ) -> Option<Silence> {
        if !FULL {
            return Some(Silence::NoSignal);
        }
        trace.begin(Relation::Replenish);
        let keys = &request.session.purchases;
        self.as_they_are(store, request, keys.iter().map(|key| key.as_str()));
        for key in keys {
            let found = self.rows.find(store, key).filter(|_| is_due(store, request, key));
            trace.signal(key, Signal::Purchase, Q15_ONE, found.is_some());
            let Some(slot) = found.and_then(|item| self.rows.slot(store, item)) else { continue };
            if out.len() < limit_of(request) && self.may_show(store, request, slot, false, trace) {
                out.extend(self.chosen(slot, Relation::Replenish, Signal::Purchase));
            }
        }
        keys.is_empty().then_some(Silence::NoSignal)
    }
}
