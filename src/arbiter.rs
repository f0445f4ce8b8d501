//! Who shows what on a page with several lists: higher priority first, then document order; a list that comes late
//! takes what is left. A product stands in one list only; the claim ends when its list closes.

use crate::shelf::Shelf;
use cobuy_engine::Store;
use cobuy_options::Opt;
use web_sys::Node;

/// Positions of the shelves in the order in which they choose.
pub fn order(shelves: &[Shelf], store: &Store<'_>) -> Vec<usize> {
    let priority = |shelf: &Shelf| shelf.options(store).get(Opt::Priority);
    let mut order: Vec<usize> = Vec::new();
    for (position, shelf) in shelves.iter().enumerate() {
        let later = |other: &usize| {
            let known = &shelves[*other];
            let (ours, theirs) = (priority(shelf), priority(known));
            ours > theirs || ours == theirs && precedes(shelf, known)
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
        if position != own && shelf.open {
            keys.extend(shelf.cards.iter().map(|card| card.item.key.clone()));
        }
    }
    keys
}
