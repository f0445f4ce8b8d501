//! What may not be shown, whatever its score. Policy wins over scores, always.

use crate::store::{ItemId, Store};
use alloc::vec::Vec;
use cobuy_snapshot::records::flag;

/// Why a candidate may not be shown. Where several hold, the first of this list is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exclusion {
    /// It is the product whose page is open.
    PageProduct = 1,
    /// It is in the cart.
    InCart = 2,
    /// The shopper bought it before.
    Purchased = 3,
    /// It cannot be bought: so the snapshot, or the host, which knows better.
    Unavailable = 4,
    /// Another list on the page shows it.
    Claimed = 5,
    /// It has no card: it is a list's name, or its record in a corrupt file cannot be read.
    NoCard = 6,
    /// It is one of the session's products (placement `protocol` only).
    Seen = 7,
}

impl Exclusion {
    /// Its name in explanations.
    pub fn name(self) -> &'static str {
        match self {
            Self::PageProduct => "it is the page's product",
            Self::InCart => "it is in the cart",
            Self::Purchased => "it was bought before",
            Self::Unavailable => "it cannot be bought",
            Self::Claimed => "another list shows it",
            Self::NoCard => "it has no card",
            Self::Seen => "it is in the session",
        }
    }
}

/// Marks on products, cleared in the time it took to set them.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    by_item: Vec<Option<Exclusion>>,
    marked: Vec<ItemId>,
}

impl Marks {
    /// Forgets all marks and makes room for `items` products.
    pub(crate) fn reset(&mut self, items: usize) {
        for item in self.marked.drain(..) {
            if let Some(mark) = self.by_item.get_mut(item as usize) {
                *mark = None;
            }
        }
        if self.by_item.len() != items {
            self.by_item.clear();
            self.by_item.resize(items, None);
        }
    }

    /// Marks a product; the first mark stays. Unknown products need no mark.
    pub(crate) fn mark(&mut self, item: Option<ItemId>, exclusion: Exclusion) {
        let Some(item) = item else { return };
        if let Some(mark @ None) = self.by_item.get_mut(item as usize) {
            *mark = Some(exclusion);
            self.marked.push(item);
        }
    }

    /// Why this candidate may not be shown, if so: a mark, or what its own record says.
    pub(crate) fn exclusion(&self, store: &Store<'_>, item: ItemId, live_stock: bool) -> Option<Exclusion> {
        let flags = store.flags(item);
        // Where the host speaks for stock, it has marked what is sold out, and the snapshot's word is out of date.
        let unavailable = (!live_stock && flags & flag::AVAILABLE == 0).then_some(Exclusion::Unavailable);
        let pseudo = (flags & flag::PSEUDO != 0).then_some(Exclusion::NoCard);
        let mark = self.by_item.get(item as usize).copied().flatten();
        mark.into_iter().chain(unavailable).chain(pseudo).min()
    }
}
