//! One per page: the files at hand, the session, the shelves. JavaScript that may call back is never called while it is
//! borrowed; what the page shall hear is gathered in [`Runtime::events`] and dispatched afterwards.

use crate::arbiter;
use crate::card::{Card, Face, State};
use crate::events::{Detail, Event, name};
use crate::headless::Item;
use crate::host::{bridge, can};
use crate::price;
use crate::shelf::Shelf;
use crate::texts::{Text, fill, text};
use cobuy_engine::{Engine, Host, Live, NoTrace, Ranking, Request, Session, Silence, Store};
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use leptos::prelude::*;
use std::cell::{OnceCell, RefCell};
use std::sync::Arc;

/// Positions of `alternatives` and `substitutes` among [`cobuy_options::table::RELATIONS`].
const ALTERNATIVES: i32 = 7;
const SUBSTITUTES: i32 = 8;

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

    /// Ranks for a shelf.
    pub fn rank(&mut self, position: usize) -> Ranking {
        let shelf = &self.shelves[position];
        let options = shelf.options(&self.store);
        let product = shelf.product(&self.page);
        let claimed = arbiter::claimed(&self.shelves, position);
        let session = std::mem::take(&mut self.session);
        let ranking = self.rank_for(shelf.placement(), &options, product.as_deref(), &session, &claimed);
        self.session = session;
        ranking
    }

    /// Ranks for any session; the one way to the engine.
    #[inline(never)]
    pub fn rank_for(
        &mut self,
        placement: Placement,
        options: &cobuy_options::Options,
        product: Option<&str>,
        session: &Session,
        claimed: &[String],
    ) -> Ranking {
        let now_ms = js_sys::Date::now();
        let host = Host {
            live: &self.live,
            speaks_for_stock: self.can & can::LIVE != 0,
            same_prices: self.same_prices(now_ms),
            now_ms: now_ms as u64,
        };
        let request = Request { placement, options, product, session, claimed, host, month: self.month };
        let mut ranking = Ranking::default();
        self.engine.rank(&self.store, &request, &mut NoTrace, &mut ranking);
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
                if arbiter::has_room(&self.shelves, &self.store, position) {
                    let ranking = self.rank(position);
                    self.show(position, &ranking);
                } else {
                    self.fall_silent(position, Silence::CapReached.code());
                }
            }
            self.refresh(position);
        }
    }

    fn show(&mut self, position: usize, ranking: &Ranking) {
        if ranking.items.is_empty() {
            let silence = ranking.silence.unwrap_or(Silence::NoSignal);
            return self.fall_silent(position, silence.code());
        }
        let items = self.items(ranking, self.shelves[position].placement(), js_sys::Date::now());
        let heading = self.heading(position, ranking);
        let shelf = &mut self.shelves[position];
        let same = shelf.cards.len() == items.len()
            && shelf.cards.iter().zip(&items).all(|(card, item)| card.item.key == item.key);
        if !same || shelf.heading != heading {
            let reason = shelf.options(&self.store).get(Opt::Reason) != 0;
            let cards = items.into_iter().map(|item| shelf.keep(item, reason)).collect();
            shelf.draw(heading, cards);
        }
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
    fn fall_silent(&mut self, position: usize, code: &'static str) {
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
        let detail = Detail { placement, generation, items, code, ..Detail::default() }.to_js();
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
        match shelf.options(&self.store).get(Opt::Relation) {
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

    /// Brings prices and stock of a drawn list up to date, in place.
    fn refresh(&self, position: usize) {
        for card in &self.shelves[position].cards {
            let known = card.face.get_untracked();
            let face = self.face(card, known.clone());
            if face != known {
                card.face.set(face);
            }
        }
    }

    fn face(&self, card: &Card, mut face: Face) -> Face {
        let key = &card.item.key;
        let record = self.store.find(key).and_then(|item| self.store.card(item));
        let (Some(base), Some(record)) = (self.store.base(), record) else { return face };
        let live = self.live(key);
        face.price = price::words(base, price::of(&record, live, self.same_prices(js_sys::Date::now())));
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
        face
    }
}

impl Shelf {
    /// The card of an item; one that is drawn already keeps its face.
    fn keep(&self, item: Item, reason: bool) -> Card {
        let known = self.cards.iter().find(|card| card.item.key == item.key);
        let face = match known {
            Some(known) => known.face.clone(),
            None => ArcRwSignal::new(Face { title: item.title.clone(), ..Face::default() }),
        };
        Card { item: Arc::new(item), reason, face }
    }
}
