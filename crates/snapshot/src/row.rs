//! The neighbours of one item in one relation.

use crate::Season;
use crate::records::{Relation, SeasonRecord};

/// One neighbour of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbour {
    /// Its item number in the same table.
    pub item: u16,
    /// Its weight in 255ths of the row's largest.
    pub weight: u8,
}

/// The figures behind a reason, as bytes; [`crate::quant`] decodes them. What they say depends on the row's relation;
/// 0 where a field says nothing of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Figures {
    /// Together: share of the item's orders that hold the neighbour. Similar, upgrade: share of the sessions with the
    /// item that viewed both, 0 where only their contents were compared. Next: share of the item's buyers who bought
    /// the neighbour in a later order. Half per cents.
    pub confidence: u8,
    /// Together: share of the neighbour's orders that hold the item, half per cents. Similar, upgrade: bits of
    /// [`crate::records::why`]. Next: median time until then, see [`crate::quant::days`].
    pub reverse: u8,
    /// Together, next: lift. Similar, upgrade: price of the neighbour by price of the item, coded like a lift, 0 where
    /// one is unknown.
    pub lift: u8,
}

/// The neighbours of one item in one relation.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// Item the row belongs to.
    pub item: u16,
    /// What the neighbours are to it.
    pub relation: Relation,
    /// Scale of the weights.
    pub scale: u16,
    pub(crate) start: usize,
    pub(crate) ids_low: &'a [u8],
    pub(crate) ids_high: &'a [u8],
    pub(crate) high_bits: u8,
    pub(crate) weights: &'a [u8],
    pub(crate) figures: Option<[&'a [u8]; 3]>,
    pub(crate) seasons: &'a [SeasonRecord],
}

/// Bits of an item number that do not fit the low byte, for a table of this many items.
pub(crate) fn high_bits(items: usize) -> u8 {
    match items {
        0..=0x100 => 0,
        0x101..=0x1000 => 4,
        _ => 8,
    }
}

/// Bytes of the high-bits section for this many neighbours.
pub(crate) fn high_length(neighbours: usize, bits: u8) -> usize {
    match bits {
        0 => 0,
        4 => neighbours.div_ceil(2),
        _ => neighbours,
    }
}

impl<'a> Row<'a> {
    /// Number of neighbours.
    pub fn len(&self) -> usize {
        self.ids_low.len()
    }

    /// Whether there is no neighbour.
    pub fn is_empty(&self) -> bool {
        self.ids_low.is_empty()
    }

    /// Where its neighbours start and end in the neighbour sections.
    pub(crate) fn range(&self) -> (usize, usize) {
        (self.start, self.start.saturating_add(self.len()))
    }

    /// The neighbours, strongest first.
    pub fn neighbours(&self) -> impl Iterator<Item = Neighbour> + use<'a> {
        let row = *self;
        row.ids_low.iter().zip(row.weights).enumerate().map(move |(i, (low, weight))| Neighbour {
            item: u16::from(*low) | (u16::from(row.high(i)) << 8),
            weight: *weight,
        })
    }

    fn high(&self, i: usize) -> u8 {
        let position = self.start.saturating_add(i);
        match self.high_bits {
            0 => 0,
            4 => {
                let pair = self.ids_high.get(position >> 1).copied().unwrap_or(0);
                if position & 1 == 0 { pair & 15 } else { pair >> 4 }
            }
            _ => self.ids_high.get(position).copied().unwrap_or(0),
        }
    }

    /// When neighbour `i` counts; nothing where that is all year.
    pub fn season(&self, i: usize) -> Option<Season> {
        let position = self.start.checked_add(i).filter(|_| i < self.len())?;
        let place = |record: &SeasonRecord| (record.neighbour.get() as usize).cmp(&position);
        let found = self.seasons.get(self.seasons.binary_search_by(place).ok()?)?;
        Some(Season::from_bits(found.season.get()))
    }

    /// Figures of neighbour `i`; nothing in rank-only snapshots.
    pub fn figures(&self, i: usize) -> Option<Figures> {
        let [confidence, reverse, lift] = self.figures?;
        let position = self.start.checked_add(i).filter(|_| i < self.len())?;
        Some(Figures {
            confidence: *confidence.get(position)?,
            reverse: *reverse.get(position)?,
            lift: *lift.get(position)?,
        })
    }
}
