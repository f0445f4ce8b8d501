//! Who shows what on a page with several lists: higher priority first, then document order; a list that comes late
//! takes what is left. A product stands in one list only; the claim ends when its list closes.

use crate::shelf::Shelf;
use cobuy_engine::Store;
use cobuy_options::{Opt, Placement};
use web_sys::Node;

/// Positions of the shelves in the order in which they choose.
pub fn order(shelves: &[Shelf], store: &Store<'_>) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    for (position, shelf) in shelves.iter().enumerate() {
        let priority = shelf.options(store).get(Opt::Priority);
        let later = |other: &usize| {
            let known = &shelves[*other];
            let theirs = known.options(store).get(Opt::Priority);
            priority > theirs || priority == theirs && precedes(shelf, known)
        };
        let at = order.iter().position(later).unwrap_or(order.len());
        order.insert(at, position);
    }
    order
}

fn precedes(a: &Shelf, b: &Shelf) -> bool {
    let position = a.element.compare_document_position(&b.element);
    position & Node::DOCUMENT_POSITION_FOLLOWING != 0
}

/// Keys that other lists show. The protocol's lists are nobody's business.
pub fn claimed(shelves: &[Shelf], own: usize) -> Vec<String> {
    let others = shelves.iter().enumerate().filter(|(position, shelf)| {
        *position != own && shelf.mounted.is_some() && shelf.placement() != Placement::Protocol
    });
    others.flat_map(|(_, shelf)| shelf.told.iter().cloned()).collect()
}
