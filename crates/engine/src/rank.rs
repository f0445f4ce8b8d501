//! Candidates → score → policy → arrange, from top to bottom.

use crate::policy::{Exclusion, Marks};
use crate::store::{ItemId, Store, StoreRow};
use crate::{MAX_SESSION_ITEMS, Session, Signal, Silence, Trace};
use alloc::string::String;
use alloc::vec::Vec;
use cobuy_options::{Opt, Options, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::{KNOTS, Knot, Q15_ONE, contribution, share_at};
use cobuy_snapshot::table::Figures;

/// What a list asks for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'r> {
    /// Where the list stands.
    pub placement: Placement,
    /// The values that hold for it.
    pub options: &'r Options,
    /// Key of the product whose page is open.
    pub product: Option<&'r str>,
    /// What the shopper did.
    pub session: &'r Session,
    /// Keys that other lists of the page show.
    pub claimed: &'r [String],
    /// Keys that the host says cannot be bought now.
    pub sold_out: &'r [String],
    /// Whether the host speaks for stock at all; then the snapshot's word does not count.
    pub live_stock: bool,
}

/// One recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// The product.
    pub item: ItemId,
    /// Sum of contributions; comparable within a relation.
    pub score: u64,
    /// Share of hold-out cases with such a score in which the product was bought, 65,535ths.
    pub share: u16,
    /// What it is to its source.
    pub relation: Relation,
    /// The session's product that speaks most for it; for popular lists the page's product whose category it is, or
    /// none where the list is the whole shop's.
    pub source: Option<ItemId>,
    /// How the source came into the session.
    pub signal: Signal,
    /// Figures of the pair source → item; none for popular lists and rank-only snapshots.
    pub figures: Option<Figures>,
}

/// An ordered list, or a silence with its reason.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// Best first.
    pub items: Vec<Ranked>,
    /// Why the list is empty.
    pub silence: Option<Silence>,
}

/// What one candidate has gathered.
#[derive(Debug, Clone, Copy)]
struct Tally {
    score: u64,
    best: u64,
    source: Option<ItemId>,
    signal: Signal,
}

const NO_TALLY: Tally = Tally { score: 0, best: 0, source: None, signal: Signal::Page };

/// Ranks. Keeps its buffers between calls, so that a re-ranking allocates nothing.
#[derive(Debug, Default)]
pub struct Engine {
    tallies: Vec<Tally>,
    touched: Vec<ItemId>,
    marks: Marks,
}

impl Engine {
    /// Ranks into `out`. Same input, same output, on every machine.
    pub fn rank<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        trace: &mut T,
        out: &mut Ranking,
    ) {
        self.reset(store.len());
        out.items.clear();
        let gathered = self.gather(store, request, trace);
        let popular = gathered != Gathered::Rows && self.gather_popular(store, request, trace);
        let relation = match gathered {
            _ if popular => Relation::Popular,
            Gathered::Rows => Relation::Together,
            Gathered::Signals => return out.silence = Some(Silence::NoRow),
            Gathered::Nothing => return out.silence = Some(Silence::NoSignal),
        };
        self.mark(store, request);
        out.silence = self.arrange(store, request, relation, trace, &mut out.items);
        for ranked in &mut out.items {
            ranked.figures = figures(store, ranked);
        }
    }

    fn reset(&mut self, items: usize) {
        for item in self.touched.drain(..) {
            if let Some(tally) = self.tallies.get_mut(item as usize) {
                *tally = NO_TALLY;
            }
        }
        if self.tallies.len() != items {
            self.tallies.clear();
            self.tallies.resize(items, NO_TALLY);
        }
        self.marks.reset(items);
    }

    /// Candidates and their scores: the sum of the rows of the session's products, each with its signal's weight and
    /// its decay.
    fn gather<T: Trace>(&mut self, store: &Store<'_>, request: &Request<'_>, trace: &mut T) -> Gathered {
        let mut gathered = Gathered::Nothing;
        for_each_signal(store, request, |key, signal, factor| {
            let source = store.find(key);
            let row = source.and_then(|source| store.row_of(source, Relation::Together));
            trace.signal(key, signal, factor, row.is_some());
            match row {
                Some(row) => {
                    self.add_row(&row, source, signal, factor, trace);
                    gathered = Gathered::Rows;
                }
                None if gathered == Gathered::Nothing => gathered = Gathered::Signals,
                None => {}
            }
        });
        gathered
    }

    /// Popular products of the category where the product itself was never bought with another, else of the shop.
    fn gather_popular<T: Trace>(&mut self, store: &Store<'_>, request: &Request<'_>, trace: &mut T) -> bool {
        if request.options.get(Opt::Fallback) == 0 {
            return false;
        }
        let own = request.product.and_then(|key| Some((store.row(key, Relation::Popular)?, store.find(key))));
        let shop = || store.shop_row(Relation::Popular).map(|row| (row, None));
        let Some((row, source)) = own.or_else(shop) else { return false };
        self.add_row(&row, source, Signal::Page, Q15_ONE, trace);
        true
    }

    fn add_row<T: Trace>(
        &mut self,
        row: &StoreRow<'_, '_>,
        source: Option<ItemId>,
        signal: Signal,
        factor: u32,
        trace: &mut T,
    ) {
        for (position, neighbour) in row.row.neighbours().enumerate() {
            let Some(item) = row.id(neighbour.item) else { continue };
            let Some(tally) = self.tallies.get_mut(item as usize) else { continue };
            // At least 1, so that a score of 0 means "not touched yet" whatever a file holds.
            let part = row.align(contribution(neighbour.weight, row.row.scale, factor)).max(1);
            if tally.score == 0 {
                self.touched.push(item);
            }
            tally.score = tally.score.saturating_add(part);
            if part > tally.best {
                *tally = Tally { best: part, source, signal, ..*tally };
            }
            trace.part(item, source, &row.row, position, part);
        }
    }

    fn mark(&mut self, store: &Store<'_>, request: &Request<'_>) {
        let marks = &mut self.marks;
        let session = request.session;
        if request.placement == Placement::Protocol {
            let views = session.views.iter().map(|view| view.key.as_str());
            let cart = session.cart.iter().map(String::as_str);
            for key in request.product.into_iter().chain(cart).chain(views) {
                marks.mark(store.find(key), Exclusion::Seen);
            }
            return;
        }
        marks.mark(request.product.and_then(|key| store.find(key)), Exclusion::PageProduct);
        let lists: [(&[String], Exclusion); 4] = [
            (&session.cart, Exclusion::InCart),
            (&session.purchases, Exclusion::Purchased),
            (request.sold_out, Exclusion::Unavailable),
            (request.claimed, Exclusion::Claimed),
        ];
        for (keys, exclusion) in lists {
            for key in keys {
                marks.mark(store.find(key), exclusion);
            }
        }
    }

    /// The best candidates that may be shown and promise enough; or why there are too few.
    fn arrange<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        relation: Relation,
        trace: &mut T,
        out: &mut Vec<Ranked>,
    ) -> Option<Silence> {
        let limit = request.options.get(Opt::Limit) as usize;
        let threshold = threshold(store, request.options);
        let scale = Scale::of(store, relation);
        // What the host says of stock, and the snapshot's own word, are policy; the protocol wants neither.
        let trust_host = request.live_stock || request.placement == Placement::Protocol;
        let mut below = false;
        for item in &self.touched {
            let Some(tally) = self.tallies.get(*item as usize) else { continue };
            if let Some(exclusion) = self.marks.exclusion(store, *item, trust_host) {
                trace.excluded(*item, exclusion);
                continue;
            }
            let share = scale.share(tally.score);
            // The greatest threshold is kept for "nothing": without a calibration every share is the greatest, too.
            if share < threshold || threshold == u16::MAX {
                below = true;
                trace.below(*item, share, threshold);
                continue;
            }
            let Tally { score, source, signal, .. } = *tally;
            let ranked = Ranked { item: *item, score, share, relation, source, signal, figures: None };
            let position = position(out, &ranked);
            if position >= limit {
                continue;
            }
            // Cards are read as text, so only those of the best are looked at.
            if store.card(*item).is_none_or(|card| card.title.is_empty()) {
                trace.excluded(*item, Exclusion::NoCard);
                continue;
            }
            out.truncate(limit - 1);
            out.insert(position, ranked);
        }
        if out.len() >= request.options.get(Opt::MinItems) as usize {
            return None;
        }
        let few = !out.is_empty() || below;
        out.clear();
        Some(if few { Silence::BelowConfidence } else { Silence::AllExcluded })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gathered {
    /// The session is empty for this placement.
    Nothing,
    /// There are products, none with a row.
    Signals,
    /// At least one row was added.
    Rows,
}

/// Calls `act(key, signal, factor_q15)` for each product of the session that has weight here, newest first: the
/// page's product, the cart, the views. A product counts once, by the first of these.
fn for_each_signal(store: &Store<'_>, request: &Request<'_>, mut act: impl FnMut(&str, Signal, u32)) {
    let percent = |option: Opt| request.options.get(option) as u32 * Q15_ONE / 100;
    let (page_weight, cart_weight) = (percent(Opt::PageWeight), percent(Opt::CartWeight));
    let view_weight = percent(Opt::ViewWeight);
    let decay = |age: usize| u32::from(store.base().map_or(1 << 15, |base| base.decay(age)));
    let session = request.session;
    let page = request.product.filter(|_| page_weight > 0);
    let mut room = MAX_SESSION_ITEMS;
    let mut give = |key: &str, signal: Signal, factor: u32| {
        if factor > 0 && room > 0 {
            room -= 1;
            act(key, signal, factor);
        }
    };
    if let Some(key) = page {
        give(key, Signal::Page, page_weight);
    }
    // A cart is a statement that holds until it is changed, so its lines do not decay.
    for key in session.cart.iter().rev().filter(|key| page != Some(key.as_str())) {
        give(key, Signal::Cart, cart_weight);
    }
    let min_dwell = request.options.get(Opt::MinDwellMs) as u32;
    let views = session.views.iter().filter(|view| request.product != Some(view.key.as_str()));
    for (age, view) in views.enumerate() {
        let counted = cart_weight > 0 && session.cart.contains(&view.key);
        if !counted && view.dwell_ms >= min_dwell {
            give(&view.key, Signal::View, view_weight * decay(age + 1) / Q15_ONE);
        }
    }
}

/// Where a candidate belongs in a list by descending score, then ascending key.
fn position(list: &[Ranked], ranked: &Ranked) -> usize {
    let before = |known: &Ranked| (known.score, ranked.item) > (ranked.score, known.item);
    list.iter().rposition(before).map_or(0, |position| position + 1)
}

/// Least share that a recommendation must promise, 65,535ths.
fn threshold(store: &Store<'_>, options: &Options) -> u16 {
    let hundredths = options.get(Opt::MinConfidence);
    let automatic = store.base().map_or(0, |base| base.head.popular_share.get());
    u32::try_from(hundredths).map_or(automatic, |hundredths| (hundredths * 65_535 / 10_000) as u16)
}

/// What a score promises.
enum Scale {
    /// By the calibration of the relation.
    Knots([Knot; KNOTS]),
    /// The same for all: popular lists promise what the popular list promised; without a hold-out nothing is known,
    /// and nothing is refused.
    Flat(u16),
}

impl Scale {
    fn of(store: &Store<'_>, relation: Relation) -> Self {
        let Some(base) = store.base() else { return Self::Flat(u16::MAX) };
        match relation {
            Relation::Popular | Relation::Rising => Self::Flat(base.head.popular_share.get()),
            _ => base.calibration(relation).map_or(Self::Flat(u16::MAX), Self::Knots),
        }
    }

    fn share(&self, score: u64) -> u16 {
        match self {
            Self::Knots(knots) => share_at(knots, score),
            Self::Flat(share) => *share,
        }
    }
}

/// Figures of the pair source → item, for the reason on the card. A popular list is no pair.
fn figures(store: &Store<'_>, ranked: &Ranked) -> Option<Figures> {
    if ranked.relation == Relation::Popular {
        return None;
    }
    let row = store.row_of(ranked.source?, ranked.relation)?;
    let position = row.row.neighbours().position(|neighbour| row.id(neighbour.item) == Some(ranked.item))?;
    row.row.figures(position)
}
