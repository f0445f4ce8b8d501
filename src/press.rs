//! What the shopper presses, and what becomes of it. JavaScript hears the clicks and says which part of which card.

use crate::card::{Card, Face, State};
use crate::events::{Detail, name};
use crate::host::bridge;
use crate::runtime::{Runtime, with};
use crate::texts::{Text, text};
use cobuy_engine::FULL;

/// A part of a card was pressed. `value` is the chosen variant where the part is the list of variants, `price` its price in
/// minor units. Returns the address to open where it is the card's link.
pub fn press(shelf: u32, key: &str, part: &str, value: &str, price: &str) -> String {
    #[cfg(feature = "full")]
    if part == "add-all" {
        crate::bundle::press(shelf);
        return String::new();
    }
    let Some(card) = card(shelf, key) else { return String::new() };
    let face = card.look();
    match (part, face.state) {
        ("toggle", _) if FULL => card.change(&mut |face| face.on = !face.on),
        ("choice", _) if is_bundle(shelf) => card.change(&mut |face| {
            value.clone_into(&mut face.variant);
            face.chosen = price.parse().ok();
        }),
        ("link", _) => {
            tell(shelf, &card, name::CLICK, "", 0, false);
            return card.item.url.clone();
        }
        ("undo", _) => ask(shelf, &card, &face.variant, -face.quantity),
        ("choice", _) => add(shelf, &card, value),
        (_, State::Idle | State::Failed) => {
            let variant = with(|runtime| runtime.live(key).map(|live| live.variant.clone()));
            add(shelf, &card, &variant.unwrap_or_default());
        }
        (_, State::Ask) => bridge().variants(shelf, key),
        (_, State::Added) => bridge().open(),
        _ => {}
    }
    with(|runtime| {
        if let Some(position) = runtime.position(shelf) {
            runtime.refresh_sum(position);
        }
    });
    String::new()
}

fn is_bundle(shelf: u32) -> bool {
    FULL && with(|runtime| runtime.position(shelf).is_some_and(|position| runtime.shelves[position].bundle))
}

/// A drawn card.
#[inline(never)]
fn card(shelf: u32, key: &str) -> Option<Card> {
    with(|runtime| {
        let position = runtime.position(shelf)?;
        runtime.shelves[position].cards.iter().find(|card| card.item.key == key).cloned()
    })
}

/// Asks the host to add, unless a listener does it instead.
#[inline(never)]
fn add(shelf: u32, card: &Card, variant: &str) {
    let quantity = with(|runtime| runtime.live(&card.item.key).map_or(1, |live| live.quantity));
    if tell(shelf, card, name::ADD, variant, quantity, true) {
        ask(shelf, card, variant, quantity);
    }
}

fn ask(shelf: u32, card: &Card, variant: &str, quantity: i32) {
    card.change(&mut |face| face.state = State::Adding);
    bridge().change(shelf, &card.item.key, variant, quantity);
}

/// Whether there are variants to choose from; returns the words that ask for a choice.
pub fn choose(shelf: u32, key: &str, any: bool) -> String {
    if let Some(card) = card(shelf, key) {
        card.change(&mut |face| face.state = if any { State::Choosing } else { State::Failed });
    }
    text(Text::ChooseFirst)
}

/// What became of an addition (positive quantity), a removal (negative), or a refusal (0).
pub fn outcome(shelf: u32, key: &str, variant: &str, quantity: i32, why: &str) {
    #[cfg(feature = "full")]
    if key.is_empty() {
        return crate::bundle::outcome(shelf, quantity, why);
    }
    let Some(card) = card(shelf, key) else { return };
    card.change(&mut |face: &mut Face| {
        face.state = match quantity {
            0 => State::Failed,
            1.. => State::Added,
            _ => State::Idle,
        };
        why.clone_into(&mut face.why);
        variant.clone_into(&mut face.variant);
        face.quantity = quantity;
    });
    if quantity > 0 {
        tell(shelf, &card, name::ADDED, variant, quantity, false);
    }
    with(Runtime::paint);
}

/// Tells the page about a card; false where a listener cancelled it.
#[inline(never)]
fn tell(shelf: u32, card: &Card, name: &str, variant: &str, quantity: i32, cancelable: bool) -> bool {
    let told = with(|runtime| {
        let shelf = &runtime.shelves[runtime.position(shelf)?];
        let placement = shelf.placement().name();
        let items = vec![&*card.item];
        let detail = Detail {
            placement,
            generation: &runtime.generation,
            items,
            variant,
            quantity,
            ..Detail::default()
        };
        Some((shelf.element.clone(), detail.to_js()))
    });
    told.is_none_or(|(element, detail)| bridge().emit(&element, name, detail, cancelable))
}
