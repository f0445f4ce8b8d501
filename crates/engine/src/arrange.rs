//! The best of what may be shown, in their order.

use crate::Trace;
use crate::policy::shown::{barred, boosted};
use crate::rank::{Engine, Ranked, Request};
use crate::rows::{Candidate, Rows};
use crate::signals::price_fit::{price_fit, weigh};
use crate::signals::price_level;
use crate::store::{ItemId, Store};
use alloc::vec::Vec;
use cobuy_options::{Opt, Options};
use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::{KNOTS, Knot, share_at};

impl Engine {
    /// The best `limit` candidates that may be shown and promise enough. Returns whether any promised too little.
    pub(crate) fn arrange<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        relation: Relation,
        limit: usize,
        trace: &mut T,
        out: &mut Vec<Ranked>,
    ) -> bool {
        out.reserve(limit);
        let threshold = threshold(store, request.options);
        let scale = Scale::of(store, relation);
        let live_stock = request.live_stock();
        let fit_weight = request.options.get(Opt::PriceFitWeight) as u8;
        let level = if fit_weight > 0 { price_level(store, request.session) } else { None };
        let mut below = false;
        // Score and product of the last of a full list: most candidates are behind it, and need no further look.
        let mut last = None;
        let Self { rows, sources, decision, .. } = self;
        let Rows { touched, candidates, parts, round, .. } = rows;
        for slot in touched {
            let Some(candidate) = candidates.get_mut(*slot as usize) else { continue };
            let Candidate { mut score, item, .. } = *candidate;
            if level.is_some() {
                score = weigh(score, fit_weight, price_fit(level, store.price_position(item)));
            }
            // A boost changes the order, not what a recommendation promises.
            let promised = score;
            if !decision.is_empty() {
                score = boosted(store, request, decision, item, score);
            }
            if !T::LISTENS && last.is_some_and(|last| behind((score, item), last)) {
                continue;
            }
            if let Some(exclusion) = candidate.exclusion(*round, live_stock) {
                trace.excluded(item, exclusion);
                continue;
            }
            let share = scale.share(promised);
            // The greatest threshold is kept for "nothing": without a calibration every share is the greatest, too.
            if share < threshold || threshold == u16::MAX {
                below = true;
                trace.below(item, share, threshold);
                continue;
            }
            let first_behind = |known: &Ranked| behind((score, item), (known.score, known.item));
            let position = out.iter().rposition(first_behind).map_or(0, |position| position + 1);
            if position >= limit {
                continue;
            }
            if let Some(exclusion) = barred(store, request, decision, candidate, false) {
                trace.excluded(item, exclusion);
                continue;
            }
            let Some(source) = sources.get(usize::from(candidate.source)) else { continue };
            let is_pair = !matches!(relation, Relation::Popular | Relation::Rising);
            let pair = parts.get(candidate.part as usize).filter(|_| is_pair);
            let figures = pair.and_then(|part| source.row.figures(part));
            let (source, signal) = (source.item, source.signal);
            out.truncate(limit - 1);
            out.insert(position, Ranked { item, score, share, relation, source, signal, figures });
            last = out.get(limit - 1).map(|last| (last.score, last.item));
        }
        below
    }
}

/// Whether `one` comes after `other`: by descending score, then ascending key.
fn behind(one: (u64, ItemId), other: (u64, ItemId)) -> bool {
    one.0 < other.0 || one.0 == other.0 && one.1 > other.1
}

/// Least share that a recommendation must promise, 65,535ths.
pub(crate) fn threshold(store: &Store<'_>, options: &Options) -> u16 {
    let hundredths = options.get(Opt::MinConfidence);
    let automatic = store.base().map_or(0, |base| base.head.popular_share.get());
    u32::try_from(hundredths).map_or(automatic, |hundredths| (hundredths * 65_535 / 10_000) as u16)
}

/// What a score promises.
pub(crate) enum Scale {
    /// By the calibration of the relation.
    Knots([Knot; KNOTS]),
    /// The same for all: popular lists promise what the popular list promised; without a hold-out nothing is known,
    /// and nothing is refused.
    Flat(u16),
}

impl Scale {
    pub(crate) fn of(store: &Store<'_>, relation: Relation) -> Self {
        let Some(base) = store.base() else { return Self::Flat(u16::MAX) };
        match relation {
            Relation::Popular | Relation::Rising => Self::Flat(base.head.popular_share.get()),
            _ => base.calibration(relation).map_or(Self::Flat(u16::MAX), Self::Knots),
        }
    }

    pub(crate) fn share(&self, score: u64) -> u16 {
        match self {
            Self::Knots(knots) => share_at(knots, score),
            Self::Flat(share) => *share,
        }
    }
}
