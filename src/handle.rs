//! The functions that JavaScript calls. Functions, not an object: there is one runtime per page, and each exported
//! class costs glue. So does each text: a function takes at most one, whose fields are separated by form feeds, and
//! whose lists have a line for each entry, with tabs between its parts. `www/loader/wire.js` is where such texts are made, and
//! lets no control character through; the importer refuses keys that have one.

use crate::bundle::Terms;
use crate::card::Card;
use crate::headless::Answer;
use crate::host::{Bridge, can, connect};
use crate::price;
use crate::runtime::{List, Runtime, with};
use crate::shelf::Shelf;
use cobuy_engine::live::is_foreign;
use cobuy_engine::session::{Dismissal, PageKind, View};
use cobuy_engine::{FULL, Live, Ranking, Session};
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::rules::Condition;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

/// Starts.
#[wasm_bindgen]
pub fn start(bridge: Bridge) {
    connect(bridge);
}

/// What the page states. Fields: key of the page's product (empty for none); keys in the cart (oldest first); views
/// (newest first; key, visible milliseconds and scroll depth in per cent, separated by tabs); keys bought before (newest
/// first; once more with a tab and unix milliseconds where it is known when);
/// currency, country, tax display and customer group, a line each, empty where not stated; key of the page's category list;
/// the shopper's month, 1 to 12; keys of the order just placed; facts (name and value, separated by tabs); events of this
/// visit (name and how often); the visit, see [`visited`]; offers sent away (offer, angle, unix milliseconds).
/// `can` is what the host can do, see [`crate::host::can`].
#[wasm_bindgen]
pub fn session(text: &str, can: u32) {
    let [page, cart, views, purchases, terms, category, month, order, facts, events, visit, dismissals] =
        fields(text);
    with(|runtime| {
        page.clone_into(&mut runtime.page);
        let mut session = told(cart, views);
        session.purchases = lines(purchases).filter(|line| !line.contains('\t')).map(str::to_owned).collect();
        session.order = owned(order);
        category.clone_into(&mut session.category);
        session.facts.0 = pairs(facts).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        if FULL {
            let event = |(name, times): (&str, &str)| Some((name.to_owned(), number(times)?));
            session.events = pairs(events).filter_map(event).collect();
            session.shopper.dismissals = pairs(dismissals).filter_map(dismissal).collect();
            let bought = |(key, at): (&str, &str)| Some((key.to_owned(), at.parse().ok()?));
            session.bought_at = pairs(purchases).filter_map(bought).collect();
        }
        visited(&mut session, visit);
        runtime.session = session;
        runtime.month = month_of(month);
        let base = runtime.store.base();
        let currency = terms.split('\n').next().unwrap_or_default();
        runtime.currency = price::settle(base, currency);
        runtime.foreign = base.is_some_and(|base| is_foreign(base, currency));
        let same = base.is_some_and(|base| price::same_terms(base, terms));
        runtime.can = if same { can | can::SAME_PRICES } else { can };
    });
}

/// What a visit is made of, a line each: type of the page, pages, milliseconds since the first of them, exits, times hidden,
/// visits before, hours since the last of them, products in its cart, worth of this cart in minor units, device, searches,
/// `1` if the visit may be remembered, `1` if something interrupted in it already, step of the checkout. What is empty is not
/// known.
#[inline(never)]
fn visited(session: &mut Session, text: &str) {
    let line = |at: usize| text.split('\n').nth(at).unwrap_or_default();
    let count = |at: usize| number(line(at)).unwrap_or(0);
    let (visit, shopper) = (&mut session.visit, &mut session.shopper);
    visit.page = PageKind::from_name(line(0));
    visit.pages = count(1) as u16;
    visit.elapsed_ms = count(2);
    visit.exits = count(3) as u8;
    visit.hidden = count(4) as u8;
    shopper.visits = count(5) as u16;
    shopper.hours_away = number(line(6));
    shopper.left_cart = count(7) as u16;
    session.cart_value_minor = line(8).parse().ok();
    line(9).clone_into(&mut shopper.device);
    // Their words do not count here, only that there were some.
    visit.searches = (0..count(10).min(1)).map(|_| String::new()).collect();
    shopper.remembered = line(11) == "1";
    shopper.interrupted = line(12) == "1";
    line(13).clone_into(&mut visit.step);
}

#[inline(never)]
fn number(text: &str) -> Option<u32> {
    text.parse().ok()
}

/// Lines of two parts separated by a tab.
fn pairs(text: &str) -> impl Iterator<Item = (&str, &str)> {
    lines(text).filter_map(|line| line.split_once('\t'))
}

fn dismissal((offer, rest): (&str, &str)) -> Option<Dismissal> {
    let (angle, at_ms) = rest.split_once('\t')?;
    Some(Dismissal { offer: offer.to_owned(), angle: number(angle)? as u8, at_ms: at_ms.parse().ok()? })
}

/// The month that a text of 1 to 12 names; what is none of these is no month to the engine.
fn month_of(text: &str) -> Option<u8> {
    Some(text.parse::<u32>().ok()?.checked_sub(1)? as u8)
}

/// The fields of a text; missing ones are empty.
fn fields<const N: usize>(text: &str) -> [&str; N] {
    let mut parts = text.split('\u{c}');
    [(); N].map(|()| parts.next().unwrap_or_default())
}

#[inline(never)]
fn told(cart: &str, views: &str) -> Session {
    Session { views: lines(views).filter_map(view).collect(), cart: owned(cart), ..Session::default() }
}

fn view(line: &str) -> Option<View> {
    let (key, rest) = line.split_once('\t')?;
    let (dwell_ms, scroll_percent) = rest.split_once('\t')?;
    let scroll_percent = scroll_percent.parse::<u32>().ok()?.min(100) as u8;
    Some(View { key: key.to_owned(), dwell_ms: dwell_ms.parse().ok()?, scroll_percent })
}

#[inline(never)]
fn owned(keys: &str) -> Vec<String> {
    lines(keys).map(str::to_owned).collect()
}

fn lines(keys: &str) -> impl Iterator<Item = &str> {
    keys.split('\n').filter(|key| !key.is_empty())
}

/// Takes the base in. False if it is not one.
#[wasm_bindgen]
pub fn base(payload: Vec<u8>) -> bool {
    with(|runtime| {
        // The payload lives as long as the page: ranking reads it where it lies.
        let sound = runtime.store.add_base(payload.leak()).is_ok();
        if let Some(base) = runtime.store.base() {
            let digits = base.head.generation.iter().flat_map(|byte| [byte >> 4, byte & 15]);
            runtime.generation =
                digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect();
        }
        // The shop's own list, for nobody: browsers compile a function when it is first called, which takes ten times
        // as long as ranking. Now the page waits for its host; when a list is asked for it waits for the list.
        asked(runtime, "pdp\u{c}\u{c}\u{c} \u{c} \t0\t0\u{c}", false, 0);
        sound
    })
}

/// Takes a shard in. False if it is not one.
#[wasm_bindgen]
pub fn shard(payload: Vec<u8>) -> bool {
    with(|runtime| runtime.store.add_shard(payload.leak()).is_ok())
}

/// An element came.
#[wasm_bindgen]
pub fn attach(id: u32, element: HtmlElement, root: ShadowRoot) {
    with(|runtime| {
        runtime.shelves.push(Shelf {
            id,
            bundle: element.local_name() == "cobuy-bundle",
            element,
            root,
            cards: Vec::new(),
            heading: String::new(),
            mounted: None,
            ready: false,
            open: false,
            half_seen: false,
            viewed: false,
            silence: "",
            own: Card::default(),
            counts: false,
            rules: Vec::new(),
            angle: 0,
            terms: Terms::default(),
        });
    });
}

/// An element left for good.
#[wasm_bindgen]
pub fn detach(id: u32) {
    with(|runtime| {
        if let Some(position) = runtime.position(id) {
            runtime.shelves.remove(position).close();
        }
    });
}

/// Keys that a shelf shows or would show now, and the product that it is about: its price is compared with. What is left
/// out for want of a price is among them, because whoever is asked about them may know it.
#[wasm_bindgen]
pub fn candidates(id: u32) -> String {
    with(|runtime| {
        let Some(position) = runtime.position(id) else { return String::new() };
        let mut keys: Vec<&str> = Vec::new();
        let mut list = runtime.list(position);
        let mut rankings = vec![runtime.rank(&list)];
        // Once more without anything that asks for prices: no rule, no limit of them, and some to choose from.
        if list.options.get(Opt::MaxPriceShare) > 0 || runtime.store.has_rules() {
            list.placement = Placement::Protocol;
            list.options.ask_for(2 * list.options.get(Opt::Limit));
            rankings.push(runtime.rank(&list));
        }
        keys.extend(list.product.as_deref());
        keys.extend(runtime.shelves[position].cards.iter().map(|card| card.item.key.as_str()));
        let ranked = rankings.iter().flat_map(|ranking| &ranking.items);
        keys.extend(ranked.filter_map(|ranked| runtime.store.card(ranked.item)).map(|card| card.key));
        keys.join("\n")
    })
}

/// Price and stock of a product now. Fields: key, price per unit of measure, id of the only variant, price in minor units
/// (empty where the host names none), `1` if variants differ in price, `1` if it can be bought, number of variants, what one
/// click adds, pieces left (empty where nobody says), lowest price of the last 30 days (likewise), when the host said so in
/// unix milliseconds.
#[wasm_bindgen]
pub fn live(text: &str) {
    let [key, unit_price, variant, price, from, available, variants, quantity, left, prior, asked] =
        fields(text);
    let live = Live {
        key: key.to_owned(),
        price_minor: price.parse().ok(),
        price_from: from == "1",
        unit_price: unit_price.to_owned(),
        available: available == "1",
        variants: number(variants).unwrap_or(0),
        variant: variant.to_owned(),
        quantity: number(quantity).unwrap_or(1) as i32,
        left: number(left),
        prior_price_minor: prior.parse().ok(),
        asked_ms: asked.parse().unwrap_or(0),
    };
    with(|runtime| {
        match runtime.live.iter_mut().find(|known| known.key == live.key) {
            Some(known) => *known = live,
            None => runtime.live.push(live),
        };
    });
}

/// Brings all lists up to date. Shelf `ready` has what it needs from now on; before that a list would be drawn from
/// half of the files. 0 stands for no shelf. Returns whether something reads otherwise a second from now.
#[wasm_bindgen]
pub fn paint(ready: u32) -> bool {
    with(|runtime| {
        if let Some(position) = runtime.position(ready) {
            runtime.shelves[position].ready = true;
        }
        runtime.paint();
        runtime.waits()
    })
}

/// Keys whose files would help a bundle, once, and that of the product bought last where a rule asks what that was.
#[wasm_bindgen]
pub fn wanted() -> String {
    if !FULL {
        return String::new();
    }
    with(|runtime| {
        let mut keys = std::mem::take(&mut runtime.wanted);
        let rules = runtime.store.base().map_or(&[][..], |base| base.rules.conditions);
        if rules.iter().any(|condition| condition.kind == Condition::LastPurchase as u8) {
            keys.extend(runtime.session.purchases.first().cloned());
        }
        keys.join("\n")
    })
}

/// Whether the offer that a shelf shows may interrupt now. Fields: code of the silence, empty where it may; the offer's
/// name; which of its angles is due.
#[wasm_bindgen]
pub fn interrupt(id: u32) -> String {
    with(|runtime| {
        let Some(position) = runtime.position(id) else { return String::new() };
        runtime.offer(position)
    })
}

/// The number of an option's value for a shelf: preset, `cobuy.toml`, attribute.
#[wasm_bindgen]
pub fn option(id: u32, name: &str) -> i32 {
    with(|runtime| {
        let option = Opt::ALL.into_iter().find(|option| option.name() == name);
        let position = runtime.position(id);
        option.zip(position).map_or(0, |(option, at)| runtime.shelves[at].options(&runtime.store).get(option))
    })
}

/// A shelf came into the viewport or left it; `half` says whether at least half of it is there. A list that found too
/// little room tries again.
#[wasm_bindgen]
pub fn seen(id: u32, half: bool) {
    with(|runtime| {
        let Some(position) = runtime.position(id) else { return };
        let shelf = &mut runtime.shelves[position];
        shelf.half_seen = half;
        if shelf.open {
            runtime.tell_view(position);
        } else {
            runtime.paint();
        }
    });
}

/// A part of a card was pressed; returns the address to open where it is the card's link. Fields: key, part, chosen
/// variant, its price in minor units.
#[wasm_bindgen]
pub fn press(shelf: u32, text: &str) -> String {
    let [key, part, value, price] = fields(text);
    crate::press::press(shelf, key, part, value, price)
}

/// Whether there are variants to choose from. Returns the words that ask for a choice.
#[wasm_bindgen]
pub fn choose(shelf: u32, key: &str, any: bool) -> String {
    crate::press::choose(shelf, key, any)
}

/// What became of an addition (positive `quantity`), a removal (negative) or a refusal (0). Fields: key, variant, the
/// host's words.
#[wasm_bindgen]
pub fn outcome(shelf: u32, text: &str, quantity: i32) {
    let [key, variant, why] = fields(text);
    crate::press::outcome(shelf, key, variant, quantity, why);
}

/// The list as data. Fields: placement, product, relation (empty for the placement's), cart, views and month as in
/// [`session`] (an empty month is the page's); with `own` the page's own session counts instead of these. `limit` 0 takes
/// the placement's.
#[wasm_bindgen]
pub fn recommend(text: &str, own: bool, limit: i32) -> JsValue {
    with(|runtime| {
        let (placement, ranking) = asked(runtime, text, own, limit);
        answered(runtime, placement, &ranking, js_sys::Date::now())
    })
}

/// A ranking as JavaScript objects.
#[inline(never)]
fn answered(runtime: &Runtime, placement: Placement, ranking: &Ranking, now_ms: f64) -> JsValue {
    let answer = Answer {
        items: runtime.items(ranking, placement, now_ms),
        placement: placement.name(),
        arm: "default",
        generation: &runtime.generation,
        silence: ranking.silence.map(cobuy_engine::Silence::code),
    };
    serde_wasm_bindgen::to_value(&answer).unwrap_or(JsValue::UNDEFINED)
}

/// Ranks what a call asks for: `text` and the others as [`recommend`] has them.
#[inline(never)]
fn asked(runtime: &mut Runtime, text: &str, own: bool, limit: i32) -> (Placement, Ranking) {
    let [placement, product, relation, cart, views, month] = fields(text);
    let placement = Placement::from_name(placement).unwrap_or(Placement::Pdp);
    let mut options = runtime.store.options(placement);
    if limit > 0 {
        options.ask_for(limit);
    }
    options.set_text(Opt::Relation, relation);
    let page = if own { runtime.page.as_str() } else { "" };
    let about = if product.is_empty() { page } else { product };
    let product = Some(about).filter(|key| !key.is_empty()).map(str::to_owned);
    let list = List { placement, options, product, claimed: Vec::new(), now_ms: js_sys::Date::now() };
    // What the call brings along takes the place of the page's own, and gives it back.
    let session = (!own).then(|| std::mem::replace(&mut runtime.session, told(cart, views)));
    let known = runtime.month;
    runtime.month = month_of(month).or(known);
    let ranking = runtime.rank(&list);
    runtime.month = known;
    if let Some(session) = session {
        runtime.session = session;
    }
    (placement, ranking)
}
