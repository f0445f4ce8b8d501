//! One per page: the files at hand, the session, the shelves. JavaScript that may call back is never called while it is
//! borrowed; what the page shall hear is gathered in [`Runtime::events`] and dispatched afterwards.

use crate::arbiter;
use crate::card::{Card, Face, State};
use crate::events::{Detail, Event, name};
use crate::headless::Item;
use crate::host::{bridge, can};
use crate::price;
use crate::said::{self, Said};
use crate::shelf::Shelf;
use crate::texts::{Text, fill, push_number, text};
use cobuy_engine::FULL;
use cobuy_engine::policy::{claims, interrupt};
use cobuy_engine::store::ItemId;
use cobuy_engine::{Engine, Host, Live, NoTrace, Ranked, Ranking, Request, Session, Signal, Silence, Store};
use cobuy_options::table::COMPARE;
use cobuy_options::{Opt, Options, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::rules::Action;
use leptos::prelude::*;
use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

/// Positions of `alternatives` and `substitutes` among [`cobuy_options::table::RELATIONS`].
const ALTERNATIVES: i32 = 7;
const SUBSTITUTES: i32 = 8;

/// The words of the option `layout`, and that of a bundle.
const LAYOUTS: [&str; 4] = ["cards", "lines", "compare", "bundle"];

/// What a list asks for.
pub struct List {
    /// Where it stands.
    pub placement: Placement,
    /// The values that hold for it.
    pub options: Options,
    /// Key of the product that it is about.
    pub product: Option<String>,
    /// Keys that other lists of the page show.
    pub claimed: Vec<String>,
}

/// What a page has one of.
#[derive(Default)]
pub struct Runtime {
    /// The files at hand. Their payloads live as long as the page.
    pub store: Store<'static>,
    /// Ranks.
    pub engine: Engine,
    /// What the shopper did.
    pub session: Session,
    /// Key of the product that the page is about; empty for none.
    pub page: String,
    /// The shopper's month, 0 for January to 11.
    pub month: Option<u8>,
    /// The build, 32 hexadecimal digits.
    pub generation: String,
    /// The elements on the page.
    pub shelves: Vec<Shelf>,
    /// Price and stock now.
    pub live: Vec<Live>,
    /// What the host can do, see [`can`].
    pub can: u32,
    /// What the page shall hear.
    pub events: Vec<Event>,
    /// Keys whose files would help a bundle.
    pub wanted: Vec<String>,
}

thread_local! {
    static RUNTIME: OnceCell<&'static RefCell<Runtime>> = const { OnceCell::new() };
}

/// Works on the runtime, then tells the page what happened.
pub fn with<R>(act: impl FnOnce(&mut Runtime) -> R) -> R {
    let runtime = runtime();
    let result = act(&mut runtime.borrow_mut());
    dispatch(runtime);
    result
}

#[inline(never)]
fn runtime() -> &'static RefCell<Runtime> {
    RUNTIME.with(|cell| *cell.get_or_init(|| Box::leak(Box::default())))
}

#[inline(never)]
fn dispatch(runtime: &RefCell<Runtime>) {
    let events = std::mem::take(&mut runtime.borrow_mut().events);
    for event in events {
        bridge().emit(&event.element, event.name, event.detail, false);
    }
}

impl Runtime {
    /// Position of a shelf.
    #[inline(never)]
    pub fn position(&self, id: u32) -> Option<usize> {
        self.shelves.iter().position(|shelf| shelf.id == id)
    }

    /// What the host says of a product now.
    #[inline(never)]
    pub fn live(&self, key: &str) -> Option<&Live> {
        self.live.iter().find(|live| live.key == key)
    }

    /// Whether the snapshot's prices hold on this page at `now_ms`.
    pub fn same_prices(&self, now_ms: f64) -> bool {
        self.can & can::SAME_PRICES != 0 && self.store.base().is_some_and(|base| price::young(base, now_ms))
    }

    /// What a shelf asks for.
    pub fn list(&self, position: usize) -> List {
        let shelf = &self.shelves[position];
        List {
            placement: shelf.placement(),
            options: shelf.options(&self.store),
            product: shelf.product(&self.page),
            claimed: arbiter::claimed(&self.shelves, position),
        }
    }

    /// Puts a list to the engine, with the page's own session; the one way to it.
    #[inline(never)]
    pub fn ask(&mut self, list: &List, act: &mut dyn FnMut(&mut Engine, &Store<'static>, &Request<'_>)) {
        let now_ms = js_sys::Date::now();
        let host = Host {
            live: &self.live,
            speaks_for_stock: self.can & can::LIVE != 0,
            same_prices: self.same_prices(now_ms),
            now_ms: now_ms as u64,
        };
        let request = Request {
            placement: list.placement,
            options: &list.options,
            product: list.product.as_deref(),
            session: &self.session,
            claimed: &list.claimed,
            host,
            month: self.month,
        };
        act(&mut self.engine, &self.store, &request);
    }

    /// Ranks.
    pub fn rank(&mut self, list: &List) -> Ranking {
        let mut ranking = Ranking::default();
        self.ask(list, &mut |engine, store, request| engine.rank(store, request, &mut NoTrace, &mut ranking));
        ranking
    }

    /// Brings every list that may change up to date, those first that choose first.
    #[inline(never)]
    pub fn paint(&mut self) {
        for position in arbiter::order(&self.shelves, &self.store) {
            let shelf = &self.shelves[position];
            // Whoever chooses later waits for whoever chooses first.
            if !shelf.ready {
                break;
            }
            if shelf.may_change() {
                if !arbiter::has_room(&self.shelves, &self.store, position) {
                    self.fall_silent(position, Silence::CapReached.code());
                } else if shelf.bundle {
                    self.show_bundle(position);
                } else {
                    self.show(position);
                }
            }
            self.refresh(position);
        }
    }

    fn show(&mut self, position: usize) {
        let list = self.list(position);
        let mut ranking = self.rank(&list);
        if ranking.items.is_empty() {
            let silence = ranking.silence.unwrap_or(Silence::NoSignal);
            return self.fall_silent(position, silence.code());
        }
        let heading = self.heading(position, &ranking);
        // A comparison begins with what it compares with.
        let own = list.product.and_then(|key| self.store.find(&key));
        if let (COMPARE, Some(item)) = (list.options.get(Opt::Layout), own) {
            let (relation, signal) = (Relation::Viewed, Signal::Page);
            let own = Ranked { item, score: 0, share: 0, relation, source: None, signal, figures: None };
            ranking.items.insert(0, own);
        }
        self.draw_ranking(position, &ranking, heading);
    }

    /// Draws what was ranked, where it differs from what is drawn, and shows it.
    pub fn draw_ranking(&mut self, position: usize, ranking: &Ranking, heading: String) {
        let options = self.shelves[position].options(&self.store);
        let mut items = self.items(ranking, self.shelves[position].placement(), js_sys::Date::now());
        if options.get(Opt::Layout) == COMPARE {
            for (item, ranked) in items.iter_mut().zip(&ranking.items) {
                item.attributes = self.store.attributes(ranked.item).replace('=', ": ");
                if ranked.relation == Relation::Viewed {
                    item.reason.text = text(Text::ThisOne);
                }
            }
        }
        let shelf = &mut self.shelves[position];
        let same = shelf.cards.len() == items.len()
            && shelf.cards.iter().zip(&items).all(|(card, item)| card.item.key == item.key);
        if !same || shelf.heading != heading {
            let reason = options.get(Opt::Reason) != 0;
            let cards: Vec<Card> = items.into_iter().map(|item| shelf.keep(item, reason)).collect();
            if FULL {
                self.say_first(position, ranking, &cards);
            }
            let shelf = &mut self.shelves[position];
            let layout = if shelf.bundle { 3 } else { options.get(Opt::Layout) as usize & 3 };
            shelf.draw(heading, LAYOUTS[layout], cards);
        }
        let shelf = &mut self.shelves[position];
        if shelf.open {
            return;
        }
        if !shelf.open() {
            return self.tell_silence(position, "no-room");
        }
        shelf.viewed = false;
        shelf.silence = "";
        self.tell_list(position, name::READY, "");
        self.tell_view(position);
    }

    /// The page hears that a list was seen, once.
    pub fn tell_view(&mut self, position: usize) {
        let shelf = &mut self.shelves[position];
        if shelf.half_seen && !shelf.viewed {
            shelf.viewed = true;
            self.tell_list(position, name::VIEW, "");
        }
    }

    /// Nothing to show: the fallback stands.
    pub fn fall_silent(&mut self, position: usize, code: &'static str) {
        self.shelves[position].close();
        self.tell_silence(position, code);
    }

    /// The page hears why nothing is shown, once.
    fn tell_silence(&mut self, position: usize, code: &'static str) {
        let shelf = &mut self.shelves[position];
        if shelf.silence != code {
            shelf.silence = code;
            self.tell_list(position, name::EMPTY, code);
        }
    }

    /// Tells the page about a shelf's list.
    #[inline(never)]
    pub fn tell_list(&mut self, position: usize, name: &'static str, code: &'static str) {
        let shelf = &self.shelves[position];
        let shown = shelf.cards.iter().filter(|_| shelf.open);
        let items = shown.map(|card| &*card.item).collect();
        let placement = shelf.placement().name();
        let generation = &self.generation;
        let rules = shelf.rules.iter().map(String::as_str).collect();
        let bundle = shelf.terms.id.as_str();
        let detail =
            Detail { placement, generation, items, code, rules, bundle, ..Detail::default() }.to_js();
        self.events.push(Event { element: shelf.element.clone(), name, detail });
    }

    fn heading(&self, position: usize, ranking: &Ranking) -> String {
        let shelf = &self.shelves[position];
        if let Some(own) = shelf.attribute("heading") {
            return own;
        }
        // What rules put among others goes under their heading.
        let ranked = ranking.items.iter().find(|ranked| ranked.relation != Relation::Chosen);
        let Some(ranked) = ranked.or(ranking.items.first()) else { return String::new() };
        let options = shelf.options(&self.store);
        if options.get(Opt::Layout) == COMPARE {
            return text(Text::HeadingCompare);
        }
        match options.get(Opt::Relation) {
            ALTERNATIVES => return text(Text::HeadingAlternatives),
            SUBSTITUTES => return text(Text::HeadingSubstitutes),
            _ => {}
        }
        text(match ranked.relation {
            Relation::Popular => match self.shared_category(ranked) {
                Some(category) => return fill(Text::HeadingPopularIn, 0, category),
                None => Text::HeadingPopular,
            },
            Relation::Similar => Text::HeadingSimilar,
            Relation::Upgrade => Text::HeadingUpgrade,
            Relation::Next => Text::HeadingNext,
            Relation::Rising => Text::HeadingRising,
            Relation::Viewed => Text::HeadingViewed,
            Relation::Chosen => Text::HeadingChosen,
            Relation::Together => match shelf.placement() {
                Placement::Cart => Text::HeadingCart,
                Placement::AddToCart => Text::HeadingAdded,
                Placement::Checkout => Text::HeadingCheckout,
                Placement::ThankYou => Text::HeadingSet,
                Placement::Home | Placement::Category => Text::HeadingContinue,
                Placement::Pdp | Placement::Protocol => Text::HeadingPdp,
            },
        })
    }

    /// Brings prices, stock and what rules say of a drawn list up to date, in place.
    fn refresh(&mut self, position: usize) {
        if FULL {
            self.say_again(position);
        }
        let shelf = &self.shelves[position];
        for card in &shelf.cards {
            card.change(&mut |face| self.face(shelf, card, face));
        }
        self.refresh_sum(position);
    }

    /// Brings what rules say of a drawn list up to date.
    fn say_again(&mut self, position: usize) {
        let keys = self.shelves[position].cards.iter().map(|card| &card.item.key);
        let items: Vec<ItemId> = keys.filter_map(|key| self.store.find(key)).collect();
        let said = self.said(position, &items);
        let shelf = &mut self.shelves[position];
        shelf.own.change(&mut |own| replace(&mut own.badge, &said.message));
        for (at, card) in shelf.cards.iter().enumerate() {
            let words = said.badges.get(at).map_or("", String::as_str);
            card.change(&mut |face| replace(&mut face.badge, words));
        }
        (shelf.counts, shelf.rules) = (said.counts, said.rules);
    }

    /// Sets what rules say of a list that is about to be drawn: a line that came afterwards would move what is below.
    fn say_first(&mut self, position: usize, ranking: &Ranking, cards: &[Card]) {
        let items: Vec<ItemId> = ranking.items.iter().map(|ranked| ranked.item).collect();
        let said = self.said(position, &items);
        let shelf = &mut self.shelves[position];
        shelf.own.change(&mut |own| own.badge.clone_from(&said.message));
        for (at, card) in cards.iter().enumerate() {
            card.change(&mut |face| face.badge = said.badges.get(at).cloned().unwrap_or_default());
        }
        (shelf.counts, shelf.rules) = (said.counts, said.rules);
    }

    /// What rules say of a list of these products.
    fn said(&mut self, position: usize, items: &[ItemId]) -> Said {
        let mut said = Said::default();
        if !self.store.has_rules() {
            return said;
        }
        let list = self.list(position);
        let angle = self.shelves[position].angle;
        self.ask(&list, &mut |engine, store, request| {
            engine.decision.make(store, request, &mut NoTrace);
            said = said::of(&engine.decision, store, request, items, angle);
        });
        said
    }

    /// Whether a shelf's offer may interrupt, its name, and the angle that is due.
    pub fn offer(&mut self, position: usize) -> String {
        let list = self.list(position);
        let placement = list.placement.name();
        let mut told = (String::new(), String::from(placement), 0);
        if !FULL {
            return told.0;
        }
        self.ask(&list, &mut |engine, store, request| {
            engine.decision.make(store, request, &mut NoTrace);
            let angles = engine.decision.of(store, Action::Angle);
            let rule = angles.map(|(act, _)| act.rule).next();
            let id =
                rule.and_then(|rule| store.rule_text(store.base()?.rules.rules.get(usize::from(rule))?.id));
            if let Some(id) = id {
                told.1 = [placement, "/", id].concat();
            }
            let count = engine.decision.of(store, Action::Angle).count().max(1) as u8;
            match interrupt::angle(request.options, request.session, &told.1, count, request.host.now_ms) {
                Ok(angle) => told.2 = angle,
                Err(silence) => told.0 = silence.code().to_owned(),
            }
        });
        self.shelves[position].angle = told.2.into();
        let mut text = [&told.0, "\u{c}", &told.1, "\u{c}"].concat();
        push_number(&mut text, told.2.into());
        text
    }

    /// Whether something on the page reads otherwise a second from now, or waits for the shopper: then it wants to be
    /// painted again.
    pub fn waits(&self) -> bool {
        let waits = Silence::WaitsForIntent.code();
        self.shelves.iter().any(|shelf| shelf.counts || shelf.silence == waits)
    }

    fn face(&self, shelf: &Shelf, card: &Card, face: &mut Face) {
        let key = &card.item.key;
        let item = self.store.find(key);
        let record = item.and_then(|item| self.store.card(item));
        let (Some(base), Some(record)) = (self.store.base(), record) else { return };
        let live = self.live(key);
        let now_ms = js_sys::Date::now();
        let price = price::of(&record, live, self.same_prices(now_ms));
        face.price = price::words(base, price);
        let minor = price.map(|(minor, _)| minor);
        if face.variant.is_empty() {
            face.minor = minor;
        }
        self.claims(shelf, card, minor, item, face);
        let unit = live.map_or(record.unit_price, |live| &live.unit_price);
        face.unit = if face.price.is_empty() { String::new() } else { unit.to_owned() };
        face.opens = self.can & can::OPEN != 0;
        face.undoes = self.can & can::REMOVE != 0;
        if face.state.is_untouched() {
            let several = live.map_or(0, |live| live.variants);
            let ask = if several > 0 { several > 1 } else { record.has(flag::CHOOSE) };
            face.state = if live.is_some_and(|live| !live.available) {
                State::SoldOut
            } else if self.can & can::ADD == 0 || record.has(flag::LINK) {
                State::Link
            } else if !ask {
                State::Idle
            } else if self.can & can::VARIANTS != 0 {
                State::Ask
            } else {
                State::Link
            };
        }
    }
}

/// Replaces words that are on show. A line keeps its place when its words are over, and none comes where there was none:
/// nothing may move.
fn replace(shown: &mut String, words: &str) {
    if !shown.is_empty() {
        shown.clear();
        shown.push_str(if words.is_empty() { "\u{a0}" } else { words });
    }
}

impl Runtime {
    /// What may be claimed of price and stock: a reduction by the lowest price of 30 days, how much dearer a step up is, how
    /// few are left.
    #[inline(never)]
    fn claims(&self, shelf: &Shelf, card: &Card, minor: Option<u64>, item: Option<ItemId>, face: &mut Face) {
        let Some(base) = self.store.base() else { return };
        let live = self.live(&card.item.key);
        let money = |minor: u64| price::words(base, Some((minor, false)));
        let stated = live.and_then(|live| live.prior_price_minor);
        let prior = stated.or_else(|| item.and_then(|item| self.store.prior_price(item)));
        let (prior, off) = match (claims::prior(minor, prior), minor) {
            (Some(prior), Some(price)) => {
                let percent = claims::percent_off(price, prior) as u16;
                (money(prior), if percent > 0 { fill(Text::Off, percent, "") } else { String::new() })
            }
            _ => (String::new(), self.dearer(shelf, card, minor).map_or(String::new(), money)),
        };
        face.prior = prior;
        face.off = if face.prior.is_empty() && !off.is_empty() { ["+", &off].concat() } else { off };
        let host = Host { now_ms: js_sys::Date::now() as u64, ..Host::default() };
        let left = live.and_then(|live| claims::left(&shelf.options(&self.store), &host, live));
        if face.state.is_untouched() {
            face.why = left.map_or(String::new(), |left| fill(Text::Left, left as u16, ""));
        }
    }

    /// By how much a step up costs more than the product that it is one from.
    fn dearer(&self, shelf: &Shelf, card: &Card, minor: Option<u64>) -> Option<u64> {
        if card.item.relation != Relation::Upgrade.name() {
            return None;
        }
        let key = shelf.product(&self.page)?;
        let record = self.store.card(self.store.find(&key)?)?;
        let (own, _) = price::of(&record, self.live(&key), self.same_prices(js_sys::Date::now()))?;
        minor?.checked_sub(own).filter(|difference| *difference > 0)
    }
}

impl Shelf {
    /// The card of an item; one that is drawn already keeps its face.
    fn keep(&self, item: Item, reason: bool) -> Card {
        let member = self.bundle;
        let known = self.cards.iter().find(|card| card.item.key == item.key);
        let face = match known {
            Some(known) => known.face.clone(),
            None => ArcRwSignal::new(Face { title: item.title.clone(), on: true, ..Face::default() }),
        };
        Card { item: Arc::new(item), reason, member, face }
    }
}
