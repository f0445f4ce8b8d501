//! What rules want of a list: products that they name, products that bring the cart to a threshold. And the list that needs
//! no ranking: what was looked at.

use crate::policy::shown::{barred, is_about};
use crate::rank::{Engine, Ranked, Request, limit_of};
use crate::store::Store;
use crate::{Signal, Silence, Trace};
use alloc::vec::Vec;
use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::Q15_ONE;
use cobuy_snapshot::rules::Action;

impl Engine {
    /// What was looked at, newest first.
    pub(crate) fn viewed<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        trace: &mut T,
        out: &mut Vec<Ranked>,
    ) -> Option<Silence> {
        trace.begin(Relation::Viewed);
        let views = &request.session.views;
        self.as_they_are(store, request, views.iter().map(|view| view.key.as_str()));
        for view in views {
            let found = self.rows.find(store, &view.key);
            trace.signal(&view.key, Signal::View, Q15_ONE, found.is_some());
            let Some(slot) = found.and_then(|item| self.rows.slot(store, item)) else { continue };
            if out.len() < limit_of(request) && self.may_show(store, request, slot, false, trace) {
                out.extend(self.chosen(slot, Relation::Viewed, Signal::View));
            }
        }
        views.is_empty().then_some(Silence::NoSignal)
    }

    /// A round whose candidates are these products, which nobody ranks.
    pub(crate) fn as_they_are<'k>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        keys: impl Iterator<Item = &'k str>,
    ) {
        self.begin(store, request);
        for key in keys {
            let item = self.rows.find(store, key);
            item.and_then(|item| self.rows.slot(store, item));
        }
        self.mark(store, request);
    }

    /// Whether a product that nobody ranked may be shown.
    pub(crate) fn may_show<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        slot: u32,
        pinned: bool,
        trace: &mut T,
    ) -> bool {
        let round = self.rows.round;
        let Some(candidate) = self.rows.candidates.get_mut(slot as usize) else { return false };
        let exclusion = candidate
            .exclusion(round, request.live_stock())
            .or_else(|| barred(store, request, &self.decision, candidate, pinned));
        if let Some(exclusion) = exclusion {
            trace.excluded(candidate.item, exclusion);
        }
        exclusion.is_none()
    }

    /// A product that stands for itself: it promises nothing, and no pair speaks for it.
    pub(crate) fn chosen(&self, slot: u32, relation: Relation, signal: Signal) -> Option<Ranked> {
        let item = self.rows.candidates.get(slot as usize)?.item;
        Some(Ranked { item, score: 0, share: 0, relation, source: None, signal, figures: None })
    }

    /// Puts what rules pin into its places: each rule's products from its position on, what an earlier rule chose first. What
    /// was ranked anyway keeps its reason, and moves. Returns whether any is shown.
    pub(crate) fn pin<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        trace: &mut T,
        out: &mut Vec<Ranked>,
    ) -> bool {
        if !crate::FULL {
            return false;
        }
        let limit = limit_of(request);
        let mut chosen: Vec<(usize, Ranked)> = Vec::new();
        for at in 0..self.pins.len() {
            let Some((row, mut position)) = self.pins.get(at).copied() else { break };
            let count = self.rows.parts_of(&row).len();
            for neighbour in 0..count {
                let Some(slot) = self.rows.parts_of(&row).get(neighbour).map(|part| part.slot) else { break };
                if chosen.len() >= limit || !self.may_show(store, request, slot, true, trace) {
                    continue;
                }
                let Some(new) = self.chosen(slot, Relation::Chosen, Signal::Page) else { continue };
                if chosen.iter().any(|(_, known)| known.item == new.item) {
                    continue;
                }
                while chosen.iter().any(|(taken, _)| *taken == position) {
                    position += 1;
                }
                let known = out.iter().position(|ranked| ranked.item == new.item);
                chosen.push((position, known.map_or(new, |known| out.remove(known))));
            }
        }
        let Some(last) = chosen.iter().map(|(position, _)| *position).max() else { return false };
        out.truncate(limit - chosen.len());
        // By ascending position, so that none moves another.
        for place in 0..=last {
            for (_, ranked) in chosen.iter().filter(|(position, _)| *position == place) {
                out.insert(place.min(out.len()), *ranked);
            }
        }
        true
    }

    /// Brings to the front what reaches the threshold: first the answer of [`crate::policy::reach::solve`], then
    /// whatever reaches it by itself, then the rest; each in the order in which it was ranked.
    pub(crate) fn reach(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        gap: u64,
        out: &mut Vec<Ranked>,
    ) {
        let about = |ranked: &Ranked| {
            let mut acts = self.decision.of(store, Action::Reach);
            acts.next().is_some_and(|(_, act)| is_about(store, request, act, ranked.item) == Some(true))
        };
        let price = |ranked: &Ranked| {
            if about(ranked) { store.price(ranked.item, &request.host).unwrap_or(0) } else { 0 }
        };
        let prices: Vec<u64> = out.iter().map(price).collect();
        let Some(set) = crate::policy::reach::solve(&prices, gap) else {
            return out.truncate(limit_of(request));
        };
        let single = |at: usize| prices.get(at).is_some_and(|price| *price >= gap);
        let place = |at: usize| if set.contains(&Some(at)) { 0 } else { 2 - u8::from(single(at)) };
        let mut ordered = Vec::new();
        for class in 0..3 {
            ordered.extend(
                out.iter().enumerate().filter(|(at, _)| place(*at) == class).map(|(_, ranked)| *ranked),
            );
        }
        ordered.truncate(limit_of(request));
        *out = ordered;
    }
}
