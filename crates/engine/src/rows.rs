//! Rows decoded once, and what ranking asks of every candidate, side by side in memory. In a file these are spread over
//! planes and blocks, and gathering them anew at every ranking takes most of its time. Everything here is derived from
//! the store and the month: it is thrown away when a file arrives or another month is asked about, and when it has become
//! large.

use crate::Trace;
use crate::explain::Contribution;
use crate::policy::Exclusion;
use crate::store::{ItemId, Store};
use alloc::vec::Vec;
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::table::{Figures, Neighbour, Row};

/// Most decoded neighbours: 12 bytes each, so a megabyte or two with their candidates. Beyond, everything is decoded
/// anew; one ranking needs at most 257 rows of 64.
const MOST_PARTS: usize = 1 << 16;
/// Products found by key that are remembered.
const MEMO: usize = 1 << 10;
/// Candidates that there is room for from the start: 30 KB.
const USUAL: usize = 512;
/// No candidate.
const NO_SLOT: u32 = u32::MAX;

/// A neighbour of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    /// Position of its candidate.
    pub slot: u32,
    /// Weight × scale; in its season with the boost.
    strength: u32,
    /// The figures behind it.
    figures: Figures,
}

/// A row of a product; one without neighbours stands for none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decoded {
    item: ItemId,
    relation: Relation,
    start: u32,
    end: u32,
    /// What brings a contribution into the unit of the base, of which at least one is 0.
    left: u8,
    right: u8,
    has_figures: bool,
}

impl Decoded {
    /// What a neighbour gets from this row, in the unit of the base. At least 1, whatever a file holds: it was named.
    pub fn contribution(&self, part: &Part, factor_q15: u32) -> u64 {
        contribution(part.strength, (self.left, self.right), factor_q15)
    }

    /// The figures behind a neighbour; none in rank-only snapshots.
    pub fn figures(&self, part: &Part) -> Option<Figures> {
        self.has_figures.then_some(part.figures)
    }
}

/// A product that a decoded row names: what is known of it, and what it has gathered in one round.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    /// Sum of contributions.
    pub score: u64,
    /// The largest of them,
    best: u64,
    /// its neighbour,
    pub part: u32,
    /// and the row's place among the rows of this round.
    pub source: u16,
    /// Position in the store.
    pub item: ItemId,
    /// The round that `score` belongs to.
    round: u32,
    /// The round that `mark` belongs to.
    marked: u32,
    mark: Option<Exclusion>,
    /// Whether it has a title; unknown until it is one of the best.
    titled: Option<bool>,
    pub flags: u16,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    stamp: usize,
    /// The month that rows were decoded for, 12 or more for none: neighbours out of season are not in them.
    month: u8,
    /// Number of the round; candidates belong to the one that they name.
    pub round: u32,
    /// Position of a product's candidate, by position in the store.
    slots: Vec<u32>,
    pub candidates: Vec<Candidate>,
    /// Candidates of this round, in the order in which they were named.
    pub touched: Vec<u32>,
    pub parts: Vec<Part>,
    rows: Vec<Decoded>,
    /// Positions in `rows`, ascending by item and relation.
    order: Vec<u32>,
    /// Positions of products by a hash of their keys; each is compared before it is believed.
    memo: Vec<ItemId>,
}

impl Rows {
    /// Begins a round: nothing is gathered, nothing is marked.
    pub fn begin(&mut self, store: &Store<'_>, month: u8) {
        self.touched.clear();
        let same = self.stamp == store.stamp() && self.month == month;
        if !same || self.parts.len() > MOST_PARTS || self.round == u32::MAX {
            self.candidates.clear();
            self.parts.clear();
            self.rows.clear();
            self.order.clear();
            self.slots.clear();
            self.slots.resize(store.len(), NO_SLOT);
            self.memo.resize(MEMO, 0);
            // What a session of ten products names, so that a first ranking does not grow them step by step.
            self.candidates.reserve(USUAL);
            self.parts.reserve(USUAL);
            self.touched.reserve(USUAL);
            self.round = 0;
            self.stamp = store.stamp();
            self.month = month;
        }
        self.round += 1;
    }

    /// Position of the product with this key.
    pub fn find(&mut self, store: &Store<'_>, key: &str) -> Option<ItemId> {
        let remembered = self.memo.get_mut(hash(key))?;
        if store.key(*remembered) != Some(key.as_bytes()) {
            *remembered = store.find(key)?;
        }
        Some(*remembered)
    }

    /// The row of a product, decoded.
    pub fn row(&mut self, store: &Store<'_>, item: ItemId, relation: Relation) -> Option<Decoded> {
        let rows = &self.rows;
        let place = |at: &u32| rows.get(*at as usize).map(|row| (row.item, row.relation));
        let row = match self.order.binary_search_by_key(&Some((item, relation)), place) {
            Ok(known) => *rows.get(*self.order.get(known)? as usize)?,
            Err(at) => {
                let row = self.decode(store, item, relation);
                self.order.insert(at, self.rows.len() as u32);
                self.rows.push(row);
                row
            }
        };
        (row.start < row.end).then_some(row)
    }

    #[inline(never)]
    fn decode(&mut self, store: &Store<'_>, item: ItemId, relation: Relation) -> Decoded {
        let start = self.parts.len() as u32;
        let none = Decoded { item, relation, start, end: start, left: 0, right: 0, has_figures: false };
        let Some(found) = store.row_of(item, relation) else { return none };
        for (position, neighbour) in found.row.neighbours().enumerate() {
            let Some(strength) = strength(&found.row, position, neighbour, self.month) else { continue };
            let slot = found.id(neighbour.item).and_then(|item| self.slot(store, item));
            let figures = found.row.figures(position).unwrap_or_default();
            self.parts.extend(slot.map(|slot| Part { slot, strength, figures }));
        }
        let (left, right) = found.shifts();
        let has_figures = found.row.figures(0).is_some();
        Decoded { end: self.parts.len() as u32, left, right, has_figures, ..none }
    }

    /// Position of a product's candidate; nothing where a corrupt file names what is not there.
    pub fn slot(&mut self, store: &Store<'_>, item: ItemId) -> Option<u32> {
        let slot = self.slots.get_mut(item as usize)?;
        if *slot == NO_SLOT {
            *slot = self.candidates.len() as u32;
            self.candidates.push(Candidate {
                score: 0,
                best: 0,
                part: 0,
                source: 0,
                item,
                round: 0,
                marked: 0,
                mark: None,
                titled: None,
                flags: store.flags(item),
            });
        }
        Some(*slot)
    }

    /// The neighbours of a decoded row.
    pub fn parts_of(&self, row: &Decoded) -> &[Part] {
        self.parts.get(row.start as usize..row.end as usize).unwrap_or_default()
    }

    /// Adds a row to its candidates. `source` is its place among the rows of this round.
    pub fn add(&mut self, row: &Decoded, factor_q15: u32, source: u16) {
        let parts = self.parts.get(row.start as usize..row.end as usize).unwrap_or_default();
        for (at, part) in (row.start..).zip(parts) {
            let Some(candidate) = self.candidates.get_mut(part.slot as usize) else { continue };
            let contribution = row.contribution(part, factor_q15);
            if candidate.round != self.round {
                candidate.round = self.round;
                candidate.score = 0;
                candidate.best = 0;
                self.touched.push(part.slot);
            }
            candidate.score = candidate.score.saturating_add(contribution);
            if contribution > candidate.best {
                candidate.best = contribution;
                candidate.part = at;
                candidate.source = source;
            }
        }
    }

    /// Tells what each neighbour of a product's row gets, as the file has it: those out of season get nothing and were not
    /// decoded. Returns whether there is such a row.
    pub fn tell<T: Trace>(
        &self,
        store: &Store<'_>,
        (item, relation): (ItemId, Relation),
        source: Option<ItemId>,
        factor_q15: u32,
        trace: &mut T,
    ) -> bool {
        let Some(found) = store.row_of(item, relation) else { return false };
        for (position, neighbour) in found.row.neighbours().enumerate() {
            let known = found.id(neighbour.item).filter(|item| (*item as usize) < store.len());
            let Some(candidate) = known else { continue };
            let strength = strength(&found.row, position, neighbour, self.month);
            if strength.is_none() {
                trace.excluded(candidate, Exclusion::OutOfSeason);
            }
            let part = Contribution {
                relation,
                weight: neighbour.weight,
                scale: found.row.scale,
                contribution: strength
                    .map_or(0, |strength| contribution(strength, found.shifts(), factor_q15)),
                figures: found.row.figures(position),
                season: found.row.season(position),
            };
            trace.part(candidate, source, part);
        }
        true
    }

    /// Marks a product for this round; the first mark stays. What no row names needs no mark.
    pub fn mark(&mut self, item: Option<ItemId>, exclusion: Exclusion) {
        let slot = item.and_then(|item| self.slots.get(item as usize));
        let Some(candidate) = slot.and_then(|slot| self.candidates.get_mut(*slot as usize)) else { return };
        if candidate.marked != self.round {
            candidate.marked = self.round;
            candidate.mark = Some(exclusion);
        }
    }
}

impl Candidate {
    /// Why it may not be shown, if so: a mark, or what its own record says. Where the host speaks for stock, it has
    /// marked what is sold out, and the snapshot's word is out of date.
    pub fn exclusion(&self, round: u32, live_stock: bool) -> Option<Exclusion> {
        let mark = self.mark.filter(|_| self.marked == round);
        let unavailable =
            (!live_stock && self.flags & flag::AVAILABLE == 0).then_some(Exclusion::Unavailable);
        let pseudo = (self.flags & flag::PSEUDO != 0).then_some(Exclusion::NoCard);
        mark.into_iter().chain(unavailable).chain(pseudo).min()
    }

    /// Whether it has a card with a title. Cards are read as text, so only those of the best are looked at, once.
    pub fn has_card(&mut self, store: &Store<'_>) -> bool {
        let read = || store.card(self.item).is_some_and(|card| !card.title.is_empty());
        *self.titled.get_or_insert_with(read)
    }
}

fn contribution(strength: u32, (left, right): (u8, u8), factor_q15: u32) -> u64 {
    let exact = u64::from(strength) * u64::from(factor_q15);
    (exact << left >> right).max(1)
}

/// Weight × scale of a neighbour of a row, with its boost in its season; nothing out of season. Without a month it is that
/// of the whole year.
fn strength(row: &Row<'_>, position: usize, neighbour: Neighbour, month: u8) -> Option<u32> {
    let strength = u32::from(neighbour.weight) * u32::from(row.scale);
    match row.season(position) {
        Some(season) if month < 12 => season.has(month).then(|| season.boosted(strength)),
        _ => Some(strength),
    }
}

/// Of the key's last bytes, because the first are often the same for all.
fn hash(key: &str) -> usize {
    let mix = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    key.as_bytes().iter().rev().take(8).fold(key.len() as u32, mix) as usize >> 3 & (MEMO - 1)
}
