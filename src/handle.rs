//! The functions that JavaScript calls, and what views ask for: the only place that mounts. Functions, not an object:
//! there is one runtime per page, and each exported class costs glue.

use crate::events::{One, detail, name};
use crate::host::{Bridge, bridge};
use crate::price::{self, Live};
use crate::runtime::{Runtime, with};
use crate::shelf::Shelf;
use crate::texts::{Text, text};
use crate::views::{Action, CSS, CardModel, Choice, State, shelf::shelf};
use crate::{headless, shards, signals, storage};
use cobuy_options::Placement;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, MouseEvent, ShadowRoot};

/// Starts: the bridge, the page's language and product (empty for none), and since when the page is visible (unix
/// milliseconds, negative if it is not).
#[wasm_bindgen]
pub fn start(host: Bridge, language: String, page: String, kept: &str, since_ms: f64) {
    let can = host.can();
    crate::host::connect(host);
    with(|runtime| {
        runtime.can = can;
        runtime.language = language;
        runtime.session.views = storage::read(kept, js_sys::Date::now());
        enter(runtime, page);
    });
    signals::watch(since_ms);
}

/// Another product's page was opened without loading a new one; empty for a page without a product.
#[wasm_bindgen]
pub fn turn(page: String) {
    signals::turn();
    with(|runtime| enter(runtime, page));
}

fn enter(runtime: &mut Runtime, page: String) {
    if !page.is_empty() {
        runtime.session.view(&page);
    }
    runtime.page = page;
}

/// Takes the base in. False if it is not one.
#[wasm_bindgen]
pub fn base(payload: Vec<u8>) -> bool {
    with(|runtime| {
        // The payload lives as long as the page: ranking reads it where it lies.
        let sound = runtime.store.add_base(payload.leak()).is_ok();
        if let Some(base) = runtime.store.base() {
            runtime.generation = hex(&base.head.generation);
        }
        sound
    })
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}

/// Takes a shard in. False if it is not one.
#[wasm_bindgen]
pub fn shard(payload: Vec<u8>) -> bool {
    with(|runtime| runtime.store.add_shard(payload.leak()).is_ok())
}

/// What the snapshot's prices are for: currency, country, tax display, customer group, a line each.
#[wasm_bindgen]
pub fn terms() -> String {
    with(|runtime| {
        let Some(base) = runtime.store.base() else { return String::new() };
        let text = |reference| base.table.text(reference).unwrap_or("");
        let tax = ["", "included", "excluded"].get(usize::from(base.head.tax_display)).copied().unwrap_or("");
        [price::currency(base), text(base.head.country), tax, text(base.head.customer_group)].join("\n")
    })
}

/// Renews what the host can do.
#[wasm_bindgen]
pub fn able(can: u32) {
    with(|runtime| runtime.can = can);
}

/// An element came.
#[wasm_bindgen]
pub fn attach(id: u32, element: HtmlElement, root: ShadowRoot) {
    with(|runtime| {
        runtime.shelves.push(Shelf {
            id,
            element,
            root,
            cards: ArcRwSignal::default(),
            heading: ArcRwSignal::default(),
            mounted: None,
            on_screen: false,
            told: Vec::new(),
            viewed: false,
            silence: "",
        });
    });
}

/// An element left for good.
#[wasm_bindgen]
pub fn detach(id: u32) {
    let gone = with(|runtime| runtime.position(id).map(|position| runtime.shelves.remove(position)));
    if let Some(mut shelf) = gone {
        shelf.close();
    }
}

/// Keys whose shards a shelf's first paint needs, a line each.
#[wasm_bindgen]
pub fn wants(id: u32) -> String {
    with(|runtime| runtime.wants(id)).join("\n")
}

/// Keys whose shards are worth having once the page rests, a line each.
#[wasm_bindgen]
pub fn idle() -> String {
    with(|runtime| {
        let keys = shards::idle(runtime);
        runtime.requested.extend(keys.iter().cloned());
        keys.join("\n")
    })
}

/// Keys that a shelf would show now, a line each.
#[wasm_bindgen]
pub fn candidates(id: u32) -> String {
    with(|runtime| runtime.candidates(id)).join("\n")
}

/// The cart: a key a line, oldest first. Returns whether it changed.
#[wasm_bindgen]
pub fn cart(keys: &str) -> bool {
    with(|runtime| runtime.session.set_cart(lines(keys)))
}

/// Products bought before, a key a line.
#[wasm_bindgen]
pub fn purchases(keys: &str) {
    with(|runtime| runtime.session.purchases = lines(keys).map(str::to_owned).collect());
}

fn lines(keys: &str) -> impl Iterator<Item = &str> {
    keys.split('\n').filter(|key| !key.is_empty())
}

/// Price and stock of a product now; `price_minor` is negative where none is known.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "one call with scalars costs less glue than reading an object")]
pub fn live(
    key: String,
    price_minor: f64,
    price_from: bool,
    unit_price: String,
    available: bool,
    variants: u32,
    variant: String,
    quantity: i32,
) {
    let price_minor = (price_minor >= 0.0).then_some(price_minor);
    let live = Live { key, price_minor, price_from, unit_price, available, variants, variant, quantity };
    with(|runtime| {
        runtime.live.retain(|known| known.key != live.key);
        runtime.live.push(live);
    });
}

/// Brings all lists up to date.
#[wasm_bindgen]
pub fn paint() {
    with(Runtime::paint);
}

/// Takes all lists away and brings the fallbacks back, because something failed for good.
#[wasm_bindgen]
pub fn close() {
    with(|runtime| runtime.shelves.iter_mut().for_each(Shelf::close));
}

/// A shelf came into the viewport or left it; `half` says whether at least half of it is there.
#[wasm_bindgen]
pub fn seen(id: u32, on_screen: bool, half: bool) {
    with(|runtime| {
        let Some(position) = runtime.position(id) else { return };
        let shelf = &mut runtime.shelves[position];
        shelf.on_screen = on_screen;
        if half && shelf.mounted.is_some() && !shelf.viewed {
            shelf.viewed = true;
            runtime.tell_list(position, name::VIEW);
        }
    });
}

/// Books dwell time and scroll depth, and keeps the session with consent.
#[wasm_bindgen]
pub fn settle() {
    signals::settle();
}

/// A variant of a product, before [`outcome`] with `choosing`.
#[wasm_bindgen]
pub fn variant(shelf: u32, key: &str, id: String, title: String, price_minor: f64, available: bool) {
    let label = with(|runtime| {
        let base = runtime.store.base()?;
        let price = (price_minor >= 0.0).then_some((price_minor, false));
        let words = price::words(base, &runtime.language, price);
        Some(if words.is_empty() { title.clone() } else { [&title, " · ", words.as_str()].concat() })
    });
    let choice = Choice { id, label: label.unwrap_or(title), available };
    update(shelf, key, |state| match state {
        State::Choosing(choices) => choices.push(choice),
        _ => *state = State::Choosing(vec![choice]),
    });
}

/// What became of an addition or a removal: `sign` 1 added, −1 taken out, 0 refused with `why` (empty for our words).
#[wasm_bindgen]
pub fn outcome(shelf: u32, key: &str, variant: String, quantity: i32, sign: i32, why: String) {
    let refused = if why.is_empty() { say(Text::Failed) } else { why };
    let added = sign > 0;
    let next = match sign {
        0 => State::Failed(refused),
        1 => State::Added(variant.clone(), quantity),
        _ => State::Idle,
    };
    update(shelf, key, |state| *state = next);
    if added {
        tell(shelf, key, name::ADDED, &variant, quantity, false);
    }
}

/// The list as data. `cart` and `seen` are keys, a line each, oldest and newest first; where `own` is set the page's
/// own session counts instead. `limit` 0 takes the placement's.
#[wasm_bindgen]
pub fn recommend(placement: &str, product: &str, own: bool, cart: &str, seen: &str, limit: i32) -> JsValue {
    with(|runtime| {
        let placement = Placement::from_name(placement).unwrap_or(Placement::Pdp);
        let session = if own {
            runtime.session.clone()
        } else {
            let seen: Vec<&str> = lines(seen).collect();
            cobuy_engine::explain::session(lines(cart), seen.into_iter())
        };
        let page = if own && product.is_empty() { runtime.page.clone() } else { product.to_owned() };
        let page = Some(page.as_str()).filter(|key| !key.is_empty());
        let ranking = runtime.recommend(placement, page, &session, limit);
        detail(&headless::Answer {
            items: runtime.items(&ranking, placement),
            placement: placement.name(),
            arm: "default",
            generation: &runtime.generation,
            silence: ranking.silence.map(cobuy_engine::Silence::code),
        })
    })
}

/// Mounts a shelf's view. False, and nothing changed, where that would move what a person sees: the slot is on
/// screen and has less room than the list needs.
pub(crate) fn mount(slot: &mut Shelf) -> bool {
    let before = slot.element.offset_height();
    let visible = slot.in_viewport();
    let level = slot.element.get_attribute("heading-level").unwrap_or_else(|| "2".to_owned());
    let (heading, cards) = (slot.heading.clone(), slot.cards.clone());
    bridge(|bridge| bridge.adopt(&slot.root, CSS));
    slot.show_fallback(false);
    let parent: HtmlElement = slot.root.clone().unchecked_into();
    let handle = leptos::mount::mount_to(parent, move || shelf(heading, cards, level));
    slot.mounted = Some(Box::new(handle));
    if visible && slot.element.offset_height() != before {
        slot.mounted = None;
        slot.show_fallback(true);
        return false;
    }
    true
}

/// A text in the page's language.
pub(crate) fn say(words: Text) -> String {
    let language = with(|runtime| runtime.language.clone());
    text(&language, words)
}

/// What the host can do.
pub(crate) fn host_can() -> u32 {
    with(|runtime| runtime.can)
}

/// Shows the cart.
pub(crate) fn open() {
    bridge(Bridge::open);
}

/// A card's link was followed: the page hears it, and a shop with a router opens it itself.
pub(crate) fn follow(shelf: u32, key: &str, event: &MouseEvent) {
    tell(shelf, key, name::CLICK, "", 0, false);
    let plain = event.button() == 0 && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    let address = with(|runtime| runtime.model(shelf, key).map(|model| model.item.url));
    if plain && address.is_some_and(|address| bridge(|bridge| bridge.navigate(&address))) {
        event.prevent_default();
    }
}

/// The button of a card was pressed: adds, or asks which.
pub(crate) fn act(shelf: u32, key: &str) {
    let Some(model) = with(|runtime| runtime.model(shelf, key)) else { return };
    if model.action == Action::Choose {
        model.state.set(State::Adding);
        bridge(|bridge| bridge.variants(shelf, key));
    } else {
        let variant = with(|runtime| runtime.live(key).map_or(String::new(), |live| live.variant.clone()));
        add(shelf, key, &variant);
    }
}

/// Asks the host to add a product, unless a listener does it instead.
pub(crate) fn add(shelf: u32, key: &str, variant: &str) {
    let quantity = with(|runtime| runtime.live(key).map_or(1, |live| live.quantity));
    if !tell(shelf, key, name::ADD, variant, quantity, true) {
        return update(shelf, key, |state| *state = State::Idle);
    }
    update(shelf, key, |state| *state = State::Adding);
    bridge(|bridge| bridge.change(shelf, key, variant, quantity));
}

/// Takes out again what a card added.
pub(crate) fn undo(shelf: u32, key: &str, variant: &str, quantity: i32) {
    update(shelf, key, |state| *state = State::Adding);
    bridge(|bridge| bridge.change(shelf, key, variant, -quantity));
}

fn update(shelf: u32, key: &str, act: impl FnOnce(&mut State)) {
    if let Some(model) = with(|runtime| runtime.model(shelf, key)) {
        model.state.update(act);
    }
}

/// Tells the page about a card; false where a listener cancelled it.
fn tell(shelf: u32, key: &str, name: &str, variant: &str, quantity: i32, cancelable: bool) -> bool {
    let event = with(|runtime| {
        let shelf = &runtime.shelves[runtime.position(shelf)?];
        let cards: Vec<CardModel> = shelf.cards.get_untracked();
        let position = cards.iter().position(|model| model.item.key == key)?;
        let one = One {
            placement: shelf.placement().name(),
            generation: &runtime.generation,
            item: &cards[position].item,
            position: position as u32,
            variant,
            quantity,
        };
        Some((shelf.element.clone(), detail(&one)))
    });
    event.is_none_or(|(element, detail)| bridge(|bridge| bridge.emit(&element, name, detail, cancelable)))
}

impl Runtime {
    /// A drawn card.
    fn model(&self, shelf: u32, key: &str) -> Option<CardModel> {
        let cards = self.shelves[self.position(shelf)?].cards.get_untracked();
        cards.into_iter().find(|model| model.item.key == key)
    }
}
