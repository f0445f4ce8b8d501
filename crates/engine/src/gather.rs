//! From the session to candidates with scores, and what may not be among them.

use crate::policy::Exclusion;
use crate::rank::{Asked, Engine, Request, Source};
use crate::replenish::is_due;
use crate::store::Store;
use crate::{MAX_SESSION_ITEMS, Signal, Silence, Trace};
use alloc::string::String;
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::base::SHOP_KEY;
use cobuy_snapshot::quant::Q15_ONE;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::rules::Action;

impl Engine {
    /// Gathers the candidates of the relation that the list asks for. `auto` takes the first that has any: what rules want
    /// first, what follows an order on the page that says thank you, what is bought together, then what `fallback` allows.
    pub(crate) fn choose<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        asked: Asked,
        trace: &mut T,
    ) -> Result<Relation, Silence> {
        match asked {
            Asked::Relation(list @ (Relation::Popular | Relation::Rising)) => {
                self.gather_list(store, request, list, trace).ok_or(Silence::NoRow)
            }
            Asked::Relation(relation) => {
                self.gathered(store, request, relation, false, trace).map_err(Gathered::silence)
            }
            Asked::Substitutes => {
                self.gathered(store, request, Relation::Similar, true, trace).map_err(Gathered::silence)
            }
            _ => self.auto(store, request, asked, trace),
        }
    }

    fn auto<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        asked: Asked,
        trace: &mut T,
    ) -> Result<Relation, Silence> {
        let fallback = request.options.get(Opt::Fallback);
        let wanted = self.decision.of(store, Action::Strategy).next().filter(|_| asked == Asked::Auto);
        let wanted = wanted.and_then(|(_, act)| Relation::from_number(u8::try_from(act.value.get()).ok()?));
        let next = (request.placement == Placement::ThankYou).then_some(Relation::Next);
        let similar = (fallback > 1).then_some(Relation::Similar);
        let mut failed = Gathered::Nothing;
        for relation in [wanted, next, Some(Relation::Together), similar].into_iter().flatten() {
            let tried = if matches!(relation, Relation::Popular | Relation::Rising) {
                self.gather_list(store, request, relation, trace).ok_or(Gathered::Signals)
            } else {
                self.gathered(store, request, relation, false, trace)
            };
            match tried {
                Ok(relation) => return Ok(relation),
                Err(why) if failed == Gathered::Nothing => failed = why,
                Err(_) => {}
            }
        }
        let list =
            (fallback > 0).then(|| self.gather_list(store, request, Relation::Popular, trace)).flatten();
        list.ok_or(failed.silence())
    }

    fn gathered<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        relation: Relation,
        substitutes: bool,
        trace: &mut T,
    ) -> Result<Relation, Gathered> {
        match self.gather(store, request, relation, substitutes, trace) {
            Gathered::Rows => Ok(relation),
            why => Err(why),
        }
    }

    /// Candidates and their scores: the sum of the rows of the session's products, each with its signal's weight and
    /// its decay.
    fn gather<T: Trace>(
        &mut self,
        store: &Store<'_>,
        request: &Request<'_>,
        relation: Relation,
        substitutes: bool,
        trace: &mut T,
    ) -> Gathered {
        trace.begin(relation);
        let mut gathered = Gathered::Nothing;
        for_each_signal(store, request, relation, |key, signal, factor| {
            if substitutes && !is_gone(store, request, key) {
                return;
            }
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

    pub(crate) fn mark(&mut self, store: &Store<'_>, request: &Request<'_>) {
        let rows = &mut self.rows;
        let mut mark = |key: &str, exclusion| {
            let item = rows.find(store, key);
            rows.mark(item, exclusion);
        };
        let session = request.session;
        let leaves_out = request.options.get(Opt::Seen) == 0 && Asked::of(request.options) != Asked::Viewed;
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
        let lists: [(&[String], Exclusion); 3] = [
            (&session.cart, Exclusion::InCart),
            (&session.purchases, Exclusion::Purchased),
            (&session.order, Exclusion::Purchased),
        ];
        for (keys, exclusion) in lists {
            let kept =
                keys.iter().filter(|key| exclusion != Exclusion::Purchased || !is_due(store, request, key));
            kept.for_each(|key| mark(key, exclusion));
        }
        request.host.sold_out().for_each(|key| mark(key, Exclusion::Unavailable));
        request.claimed.iter().for_each(|key| mark(key, Exclusion::Claimed));
        views.for_each(|key| mark(key, Exclusion::Seen));
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

impl Gathered {
    fn silence(self) -> Silence {
        if self == Self::Nothing { Silence::NoSignal } else { Silence::NoRow }
    }
}

/// Whether a product of the session cannot be bought any more. Of one whose file is not at hand nobody says so.
fn is_gone(store: &Store<'_>, request: &Request<'_>, key: &str) -> bool {
    let flags = store.find(key).map_or(flag::AVAILABLE, |item| store.flags(item));
    !request.host.sells(key, flags)
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
        let counted =
            cart_weight > 0 && (session.cart.contains(&view.key) || session.order.contains(&view.key));
        if !counted && view.dwell_ms >= min_dwell {
            give(&view.key, Signal::View, view_weight * decay(age + 1) / Q15_ONE);
        }
    }
    // What was just bought counts like a cart, for everything; what was bought long ago for what comes next only.
    for (at, key) in session.order.iter().enumerate() {
        let counted = session.cart.contains(key) || session.order.iter().take(at).any(|before| before == key);
        if !counted && page != Some(key.as_str()) {
            give(key, Signal::Purchase, cart_weight);
        }
    }
    if relation == Relation::Next && page.is_none() {
        let known = |key: &&String| !session.cart.contains(key) && !session.order.contains(key);
        for key in session.purchases.iter().filter(known) {
            give(key, Signal::Purchase, cart_weight);
        }
    }
}
