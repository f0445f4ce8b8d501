//! Who shows what on a page with several lists: the engine says who chooses first and how many there may be
//! ([`cobuy_engine::policy::page`]), here is what only the page knows, the order of its elements and what they show. A
//! product stands in one list only; the claim ends when its list closes.

use crate::shelf::Shelf;
use cobuy_engine::Store;
use cobuy_engine::policy::page::{self, Unit};
use web_sys::Node;

/// What the engine knows of each shelf.
pub fn units(shelves: &[Shelf], store: &Store<'_>) -> Vec<Unit> {
    shelves.iter().map(|shelf| Unit::new(&shelf.options(store), shelf.bundle, counts(shelf))).collect()
}

/// Whether a shelf is one of the units that the page shows. What stands in a layer of its own is none.
pub fn counts(shelf: &Shelf) -> bool {
    shelf.open && !shelf.is_overlay()
}

/// Positions of the shelves in the order in which they choose.
pub fn order(shelves: &[Shelf], units: &[Unit]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    for position in 0..shelves.len() {
        let later = |other: &usize| {
            let first = page::before(&units[position], &units[*other]);
            first.unwrap_or_else(|| precedes(&shelves[position], &shelves[*other]))
        };
        let at = order.iter().position(later).unwrap_or(order.len());
        order.insert(at, position);
    }
    order
}

fn precedes(a: &Shelf, b: &Shelf) -> bool {
    a.element.compare_document_position(&b.element) & Node::DOCUMENT_POSITION_FOLLOWING != 0
}

/// Keys that other lists show.
pub fn claimed(shelves: &[Shelf], own: usize) -> Vec<String> {
    let mut keys = Vec::new();
    for (position, shelf) in shelves.iter().enumerate() {
        // A layer above the page is looked at by itself: the page behind it takes nothing from it, and loses nothing to it.
        if position != own && shelf.open && shelf.is_overlay() == shelves[own].is_overlay() {
            keys.extend(shelf.cards.iter().map(|card| card.item.key.clone()));
        }
    }
    keys
}
