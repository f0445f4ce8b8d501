//! Candidates → score → policy → arrange, from top to bottom.

use crate::policy::Exclusion;
use crate::rows::{Candidate, Decoded, Rows};
use crate::signals::price_fit::{price_fit, weigh};
use crate::signals::price_level;
use crate::store::{ItemId, Store};
use crate::{MAX_SESSION_ITEMS, Session, Signal, Silence, Trace};
use alloc::string::String;
use alloc::vec::Vec;
use cobuy_options::{Opt, Options, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::base::SHOP_KEY;
use cobuy_snapshot::quant::{KNOTS, Knot, Q15_ONE, share_at};
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
    /// The shopper's month, 0 for January to 11: pairs that sell in some months only count in those, and more. Without one,
    /// or with what is no month, all count as over the year.
    pub month: Option<u8>,
}

/// One recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// The product.
    pub item: ItemId,
    /// Sum of contributions, weighed by the price fit where the list asks for that; comparable within a relation.
    pub score: u64,
    /// Share of hold-out cases with such a score in which the product was bought, 65,535ths.
    pub share: u16,
    /// What it is to its source.
    pub relation: Relation,
    /// The session's product that speaks most for it; for popular and rising lists the page's product or the category
    /// list that they come from, or none where the list is the whole shop's.
    pub source: Option<ItemId>,
    /// How the source came into the session.
    pub signal: Signal,
    /// Figures of the pair source → item; none for popular and rising lists and rank-only snapshots.
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

/// A row that counts in this round.
#[derive(Debug, Clone, Copy)]
struct Source {
    item: Option<ItemId>,
    signal: Signal,
    row: Decoded,
}

/// Ranks. Keeps its buffers and what it decoded between calls, so that a re-ranking allocates nothing and reads no file
/// but for the cards of the best.
#[derive(Debug, Default)]
pub struct Engine {
    rows: Rows,
    sources: Vec<Source>,
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
        self.rows.begin(store, request.month.unwrap_or(u8::MAX));
        self.sources.clear();
        out.items.clear();
        let relation = match self.choose(store, request, trace) {
            Ok(relation) => relation,
            Err(silence) => return out.silence = Some(silence),
        };
        self.mark(store, request);
        out.silence = self.arrange(store, request, relation, trace, &mut out.items);
    }

    /// Gathers the candidates of the relation that the list asks for. `auto` takes the first that has any: bought
    /// together, then what `fallback` allows.
    fn choose<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        trace: &mut T,
    ) -> Result<Relation, Silence> {
        let option = |option| request.options.get(option);
        // The words of the option are `auto` and the relations in the order of their numbers.
        let asked = u8::try_from(option(Opt::Relation) - 1).ok().and_then(Relation::from_number);
        let first = asked.unwrap_or(Relation::Together);
        if matches!(first, Relation::Popular | Relation::Rising) {
            return self.gather_list(store, request, first, trace).ok_or(Silence::NoRow);
        }
        let gathered = self.gather(store, request, first, trace);
        let (similar, popular) = match (asked, option(Opt::Fallback)) {
            (Some(_), _) | (None, 0) => (false, false),
            (None, fallback) => (fallback > 1, true),
        };
        if gathered == Gathered::Rows {
            return Ok(first);
        }
        let similar = similar && gathered == Gathered::Signals;
        if similar && self.gather(store, request, Relation::Similar, trace) == Gathered::Rows {
            return Ok(Relation::Similar);
        }
        let list = popular.then(|| self.gather_list(store, request, Relation::Popular, trace)).flatten();
        list.ok_or(if gathered == Gathered::Nothing { Silence::NoSignal } else { Silence::NoRow })
    }

    /// Candidates and their scores: the sum of the rows of the session's products, each with its signal's weight and
    /// its decay.
    fn gather<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        relation: Relation,
        trace: &mut T,
    ) -> Gathered {
        trace.begin(relation);
        let mut gathered = Gathered::Nothing;
        for_each_signal(store, request, relation, |key, signal, factor| {
            let item = self.rows.find(store, key);
            let row = item.and_then(|item| self.rows.row(store, item, relation));
            // A row whose neighbours are all out of season is there, and counts for nothing.
            let told = T::LISTENS
                && item.is_some_and(|own| self.rows.tell(store, (own, relation), item, factor, trace));
            trace.signal(key, signal, factor, told || row.is_some());
            match row {
                Some(row) => {
                    self.add(Source { item, signal, row }, factor);
                    gathered = Gathered::Rows;
                }
                None if gathered == Gathered::Nothing => gathered = Gathered::Signals,
                None => {}
            }
        });
        gathered
    }

    /// Popular or rising products: what stands in for the row of the page's product, those of the category that the
    /// page states, those of the shop.
    fn gather_list<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        relation: Relation,
        trace: &mut T,
    ) -> Option<Relation> {
        let mut list = |key: &str| {
            let item = self.rows.find(store, key)?;
            Some((item, self.rows.row(store, item, relation)?))
        };
        let category = Some(request.session.category.as_str()).filter(|key| !key.is_empty());
        let own = request.product.and_then(&mut list).or_else(|| category.and_then(&mut list));
        let own = own.map(|(owner, row)| (owner, Some(owner), row));
        let (owner, item, row) = own.or_else(|| list(SHOP_KEY).map(|(owner, row)| (owner, None, row)))?;
        if T::LISTENS {
            self.rows.tell(store, (owner, relation), item, Q15_ONE, trace);
        }
        self.add(Source { item, signal: Signal::Page, row }, Q15_ONE);
        Some(relation)
    }

    fn add(&mut self, source: Source, factor: u32) {
        self.rows.add(&source.row, factor, self.sources.len() as u16);
        self.sources.push(source);
    }

    fn mark(&mut self, store: &Store<'_>, request: &Request<'_>) {
        let rows = &mut self.rows;
        let mut mark = |key: &str, exclusion| {
            let item = rows.find(store, key);
            rows.mark(item, exclusion);
        };
        let session = request.session;
        let leaves_out = request.options.get(Opt::Seen) == 0;
        let views = session.views.iter().map(|view| view.key.as_str()).filter(|_| leaves_out);
        if request.placement == Placement::Protocol {
            // With `seen = show` the published rule for sessions: whatever comes next counts, also what was seen.
            let cart = session.cart.iter().map(String::as_str);
            let own = request.product.into_iter().chain(cart).filter(|_| leaves_out);
            own.chain(views).for_each(|key| mark(key, Exclusion::Seen));
            return;
        }
        if let Some(key) = request.product {
            mark(key, Exclusion::PageProduct);
        }
        let lists: [(&[String], Exclusion); 4] = [
            (&session.cart, Exclusion::InCart),
            (&session.purchases, Exclusion::Purchased),
            (request.sold_out, Exclusion::Unavailable),
            (request.claimed, Exclusion::Claimed),
        ];
        for (keys, exclusion) in lists {
            keys.iter().for_each(|key| mark(key, exclusion));
        }
        views.for_each(|key| mark(key, Exclusion::Seen));
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
        out.reserve(limit);
        let threshold = threshold(store, request.options);
        let scale = Scale::of(store, relation);
        // What the host says of stock, and the snapshot's own word, are policy; the protocol wants neither.
        let trust_host = request.live_stock || request.placement == Placement::Protocol;
        let fit_weight = request.options.get(Opt::PriceFitWeight) as u8;
        let level = if fit_weight > 0 { price_level(store, request.session) } else { None };
        let mut below = false;
        // Score and product of the last of a full list: most candidates are behind it, and need no further look.
        let mut last = None;
        let Rows { touched, candidates, parts, round, .. } = &mut self.rows;
        for slot in touched {
            let Some(candidate) = candidates.get_mut(*slot as usize) else { continue };
            let Candidate { mut score, item, .. } = *candidate;
            if level.is_some() {
                score = weigh(score, fit_weight, price_fit(level, store.price_position(item)));
            }
            if !T::LISTENS && last.is_some_and(|last| behind((score, item), last)) {
                continue;
            }
            if let Some(exclusion) = candidate.exclusion(*round, trust_host) {
                trace.excluded(item, exclusion);
                continue;
            }
            let share = scale.share(score);
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
            if !candidate.has_card(store) {
                trace.excluded(item, Exclusion::NoCard);
                continue;
            }
            let Some(source) = self.sources.get(usize::from(candidate.source)) else { continue };
            let is_pair = !matches!(relation, Relation::Popular | Relation::Rising);
            let pair = parts.get(candidate.part as usize).filter(|_| is_pair);
            let figures = pair.and_then(|part| source.row.figures(part));
            let (source, signal) = (source.item, source.signal);
            out.truncate(limit - 1);
            out.insert(position, Ranked { item, score, share, relation, source, signal, figures });
            last = out.get(limit - 1).map(|last| (last.score, last.item));
        }
        if out.len() >= request.options.get(Opt::MinItems) as usize {
            return None;
        }
        let few = !out.is_empty() || below;
        out.clear();
        Some(if few { Silence::BelowConfidence } else { Silence::AllExcluded })
    }
}

/// Whether `one` comes after `other`: by descending score, then ascending key.
fn behind(one: (u64, ItemId), other: (u64, ItemId)) -> bool {
    one.0 < other.0 || one.0 == other.0 && one.1 > other.1
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
/// page's product, the cart, the views. A product counts once, by the first of these. An upgrade is one of what is looked
/// at, so the page's product counts alone; what comes next also follows what was bought before.
fn for_each_signal(
    store: &Store<'_>,
    request: &Request<'_>,
    relation: Relation,
    mut act: impl FnMut(&str, Signal, u32),
) {
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
        if relation == Relation::Upgrade {
            return;
        }
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
    if relation == Relation::Next && page.is_none() {
        for key in session.purchases.iter().filter(|key| !session.cart.contains(key)) {
            give(key, Signal::Purchase, cart_weight);
        }
    }
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
