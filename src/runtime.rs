//! One per page: the files at hand, the session, the shelves. JavaScript is never called while it is borrowed; what
//! the page shall hear is gathered in [`Runtime::events`] and dispatched afterwards.

use crate::events::{Event, List, detail, name};
use crate::host::{bridge, can};
use crate::price::{self, Live};
use crate::shelf::Shelf;
use crate::texts::{Text, fill, text};
use crate::views::{Action, CardModel, State};
use crate::{arbiter, shards};
use cobuy_engine::{Engine, NoTrace, Ranking, Request, Session, Silence, Store};
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use leptos::prelude::*;
use std::cell::RefCell;

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
    /// BCP 47 tag of the texts.
    pub language: String,
    /// The build, 32 hexadecimal digits.
    pub generation: String,
    /// The elements on the page.
    pub shelves: Vec<Shelf>,
    /// Price and stock now.
    pub live: Vec<Live>,
    /// Keys whose shards were asked for.
    pub requested: Vec<String>,
    /// What the host can do, see [`can`].
    pub can: u32,
    /// What the page shall hear.
    pub events: Vec<Event>,
    ranking: Ranking,
}

thread_local! {
    static RUNTIME: RefCell<Runtime> = RefCell::default();
}

/// Works on the runtime, then tells the page what happened.
pub fn with<R>(act: impl FnOnce(&mut Runtime) -> R) -> R {
    let (result, events) = RUNTIME.with_borrow_mut(|runtime| {
        let result = act(runtime);
        (result, std::mem::take(&mut runtime.events))
    });
    for event in events {
        bridge(|bridge| bridge.emit(&event.element, event.name, event.detail, false));
    }
    result
}

impl Runtime {
    /// Position of a shelf.
    pub fn position(&self, id: u32) -> Option<usize> {
        self.shelves.iter().position(|shelf| shelf.id == id)
    }

    /// What the host says of a product now.
    pub fn live(&self, key: &str) -> Option<&Live> {
        self.live.iter().find(|live| live.key == key)
    }

    /// Keys that cannot be bought now.
    pub fn sold_out(&self) -> Vec<String> {
        self.live.iter().filter(|live| !live.available).map(|live| live.key.clone()).collect()
    }

    /// Keys that a shelf's first paint needs shards for.
    pub fn wants(&mut self, id: u32) -> Vec<String> {
        let Some(position) = self.position(id) else { return Vec::new() };
        let shelf = &self.shelves[position];
        let keys = shards::first(self, shelf.placement(), shelf.product(&self.page).as_deref());
        self.requested.extend(keys.iter().cloned());
        keys
    }

    fn rank(&mut self, position: usize) {
        let shelf = &self.shelves[position];
        let product = shelf.product(&self.page);
        let request = Request {
            placement: shelf.placement(),
            options: &shelf.options(&self.store),
            product: product.as_deref(),
            session: &self.session,
            claimed: &arbiter::claimed(&self.shelves, position),
            sold_out: &self.sold_out(),
            live_stock: self.can & can::LIVE != 0,
        };
        self.engine.rank(&self.store, &request, &mut NoTrace, &mut self.ranking);
    }

    /// Keys that a shelf would show, for asking the host about price and stock before or after it does.
    pub fn candidates(&mut self, id: u32) -> Vec<String> {
        let Some(position) = self.position(id) else { return Vec::new() };
        self.rank(position);
        let cards = self.ranking.items.iter().filter_map(|ranked| self.store.card(ranked.item));
        cards.map(|card| card.key.to_owned()).collect()
    }

    /// Brings every list that may change up to date, those first that choose first.
    pub fn paint(&mut self) {
        for position in arbiter::order(&self.shelves, &self.store) {
            if self.shelves[position].may_change() {
                self.rank(position);
                self.show(position);
            } else {
                self.refresh(position);
            }
        }
    }

    fn show(&mut self, position: usize) {
        match self.ranking.silence {
            Some(silence) => self.fall_silent(position, silence.code()),
            None if self.ranking.items.is_empty() => self.fall_silent(position, Silence::NoSignal.code()),
            None => self.show_list(position),
        }
    }

    fn show_list(&mut self, position: usize) {
        let placement = self.shelves[position].placement();
        let items = self.items(&self.ranking, placement);
        let cards = items.iter().filter_map(|item| self.card(position, item)).collect::<Vec<_>>();
        let keys: Vec<String> = cards.iter().map(|card| card.item.key.clone()).collect();
        let heading = self.heading(position);
        let shelf = &mut self.shelves[position];
        shelf.heading.set(heading);
        shelf.cards.set(cards);
        if shelf.mounted.is_none() && !crate::handle::mount(shelf) {
            return self.fall_silent(position, "no-room");
        }
        if self.shelves[position].told != keys {
            self.shelves[position].told = keys;
            self.shelves[position].viewed = false;
            self.tell_list(position, name::READY);
        }
        self.shelves[position].silence = "";
        self.refresh(position);
    }

    /// Nothing to show: the fallback stands, and the page hears why, once.
    fn fall_silent(&mut self, position: usize, code: &'static str) {
        let shelf = &mut self.shelves[position];
        shelf.close();
        shelf.told.clear();
        if shelf.silence != code {
            shelf.silence = code;
            let placement = shelf.placement().name();
            let detail = detail(&crate::events::Empty { placement, code });
            self.events.push(Event { element: shelf.element.clone(), name: name::EMPTY, detail });
        }
    }

    /// Tells the page about a shelf's list.
    pub fn tell_list(&mut self, position: usize, name: &'static str) {
        let shelf = &self.shelves[position];
        let items: Vec<_> = shelf.cards.get_untracked().into_iter().map(|card| card.item).collect();
        let list = List { placement: shelf.placement().name(), generation: &self.generation, items: &items };
        self.events.push(Event { element: shelf.element.clone(), name, detail: detail(&list) });
    }

    fn heading(&self, position: usize) -> String {
        let shelf = &self.shelves[position];
        if let Some(own) = shelf.element.get_attribute("heading") {
            return own;
        }
        let say = |words| text(&self.language, words);
        let popular = self.ranking.items.first().filter(|ranked| ranked.relation == Relation::Popular);
        match (popular, shelf.placement()) {
            (Some(ranked), _) => match self.shared_category(ranked) {
                Some(category) => fill(&say(Text::HeadingPopularIn), 0, category),
                None => say(Text::HeadingPopular),
            },
            (None, Placement::Cart) => say(Text::HeadingCart),
            (None, _) => say(Text::HeadingPdp),
        }
    }

    /// The card of an item; one that is drawn already keeps its state.
    fn card(&self, position: usize, item: &crate::headless::Item) -> Option<CardModel> {
        let shelf = &self.shelves[position];
        let known = shelf.cards.get_untracked().into_iter().find(|card| card.item.key == item.key);
        let card = self.store.card(self.store.find(&item.key)?)?;
        let reason = shelf.options(&self.store).get(Opt::Reason) != 0;
        let (price, state, unit_price) = match known {
            Some(known) => (known.price, known.state, known.unit_price),
            None => (ArcRwSignal::default(), ArcRwSignal::new(State::Idle), ArcRwSignal::default()),
        };
        let variants = self.live(&item.key).map_or(0, |live| live.variants);
        let choose = if variants > 0 { variants > 1 } else { card.has(flag::CHOOSE) };
        let action = match (card.has(flag::LINK), choose) {
            _ if self.can & can::ADD == 0 => Action::Link,
            (false, false) => Action::Add,
            (false, true) if self.can & can::VARIANTS != 0 => Action::Choose,
            _ => Action::Link,
        };
        Some(CardModel { shelf: shelf.id, item: item.clone(), price, unit_price, reason, action, state })
    }

    /// Brings prices and stock of a drawn list up to date, in place.
    fn refresh(&mut self, position: usize) {
        let Some(base) = self.store.base() else { return };
        let now_ms = js_sys::Date::now();
        for model in self.shelves[position].cards.get_untracked() {
            let key = &model.item.key;
            let Some(card) = self.store.find(key).and_then(|item| self.store.card(item)) else { continue };
            let live = self.live(key);
            let price = price::words(base, &self.language, price::of(base, &card, live, self.can, now_ms));
            let unit = live.map_or(card.unit_price, |live| &live.unit_price);
            set(&model.price, &price);
            set(&model.unit_price, if price.is_empty() { "" } else { unit });
            match (live.is_none_or(|live| live.available), model.state.get_untracked()) {
                (false, State::Idle) => model.state.set(State::SoldOut),
                (true, State::SoldOut) => model.state.set(State::Idle),
                _ => {}
            }
        }
    }
}

/// Sets a signal only where its text changes, so that nothing is drawn twice.
fn set(signal: &ArcRwSignal<String>, text: &str) {
    if signal.get_untracked() != text {
        signal.set(text.to_owned());
    }
}
