//! Items with their cards, rows with their neighbours. Base and shards hold the same table.

use crate::ReadError;
use crate::container::Container;
use crate::records::{ItemRecord, NO_CATEGORY, Relation, RowRecord, TextRef, flag, tag};
use core::cmp::Ordering;

/// A checked view of the table's sections. Item numbers are positions in the ascending list of keys, so comparing
/// two numbers of one table compares their keys.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    text: &'a [u8],
    items: &'a [ItemRecord],
    categories: &'a [TextRef],
    rows: &'a [RowRecord],
    ids_low: &'a [u8],
    ids_high: &'a [u8],
    weights: &'a [u8],
    figures: Option<[&'a [u8]; 3]>,
}

/// What a card shows, borrowed from the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card<'a> {
    /// Product key.
    pub key: &'a str,
    /// Title as shown; empty means the item has no card.
    pub title: &'a str,
    /// Address of its page; empty means the file's template.
    pub url: &'a str,
    /// Address of its picture; empty means the file's template.
    pub image: &'a str,
    /// Price per unit of measure as the shop words it; empty where not given.
    pub unit_price: &'a str,
    /// Lowest price in minor units when the snapshot was built.
    pub price_minor: Option<u64>,
    /// See [`flag`].
    pub flags: u16,
    /// Number of purchasable variants; 255 stands for more.
    pub variants: u8,
}

impl Card<'_> {
    /// Whether a flag is set.
    pub fn has(&self, flag: u16) -> bool {
        self.flags & flag != 0
    }
}

/// One neighbour of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbour {
    /// Its item number in the same table.
    pub item: u16,
    /// Its weight in 255ths of the row's largest.
    pub weight: u8,
}

/// The figures behind a reason, as bytes; [`crate::quant`] gives their meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Confidence source → neighbour.
    pub confidence: u8,
    /// Confidence neighbour → source.
    pub reverse: u8,
    /// Lift.
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
    start: usize,
    ids_low: &'a [u8],
    ids_high: &'a [u8],
    high_bits: u8,
    weights: &'a [u8],
    figures: Option<[&'a [u8]; 3]>,
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

impl<'a> Table<'a> {
    /// Finds the sections and checks that their lengths agree. What the records point at is checked on access.
    ///
    /// # Errors
    /// A missing or impossible section.
    pub fn open(container: &Container<'a>) -> Result<Self, ReadError> {
        let table = Self {
            text: container.find(tag::TEXT)?.unwrap_or_default(),
            items: container.records(tag::ITEMS)?,
            categories: container.records(tag::CATEGORIES)?,
            rows: container.records(tag::ROWS)?,
            ids_low: container.records(tag::IDS_LOW)?,
            ids_high: container.records(tag::IDS_HIGH)?,
            weights: container.records(tag::WEIGHTS)?,
            figures: match container.find(tag::CONFIDENCE)? {
                Some(confidence) => {
                    Some([confidence, container.records(tag::REVERSE)?, container.records(tag::LIFT)?])
                }
                None => None,
            },
        };
        table.check_lengths()?;
        Ok(table)
    }

    fn check_lengths(&self) -> Result<(), ReadError> {
        let fits = |tag, got: usize, expected: usize| {
            if got == expected { Ok(()) } else { Err(ReadError::Section { tag, got }) }
        };
        if self.items.len() > crate::MAX_ITEMS {
            return Err(ReadError::Section { tag: tag::ITEMS, got: size_of_val(self.items) });
        }
        let neighbours = self.ids_low.len();
        let high = high_length(neighbours, high_bits(self.items.len()));
        fits(tag::IDS_HIGH, self.ids_high.len(), high)?;
        fits(tag::WEIGHTS, self.weights.len(), neighbours)?;
        if let Some([confidence, reverse, lift]) = self.figures {
            fits(tag::CONFIDENCE, confidence.len(), neighbours)?;
            fits(tag::REVERSE, reverse.len(), neighbours)?;
            fits(tag::LIFT, lift.len(), neighbours)?;
        }
        Ok(())
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Number of rows.
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// A text.
    ///
    /// # Errors
    /// [`ReadError::Text`] if it is out of range or not UTF-8.
    pub fn text(&self, reference: TextRef) -> Result<&'a str, ReadError> {
        self.slice_text(reference.offset.get() as usize, usize::from(reference.length.get()))
    }

    fn slice_text(&self, offset: usize, length: usize) -> Result<&'a str, ReadError> {
        offset
            .checked_add(length)
            .and_then(|end| self.text.get(offset..end))
            .and_then(|bytes| core::str::from_utf8(bytes).ok())
            .ok_or(ReadError::Text { offset })
    }

    fn item(&self, item: u16) -> Result<&'a ItemRecord, ReadError> {
        let index = usize::from(item);
        self.items.get(index).ok_or(ReadError::Reference { tag: tag::ITEMS, index })
    }

    /// Key of an item as bytes; empty where the item or its text is out of range. Bytes, because look-ups compare
    /// them and need no UTF-8 check.
    pub fn key_bytes(&self, item: u16) -> &'a [u8] {
        let Ok(record) = self.item(item) else { return &[] };
        let start = record.text.get() as usize;
        start
            .checked_add(usize::from(record.key_length))
            .and_then(|end| self.text.get(start..end))
            .unwrap_or_default()
    }

    /// Number of the item with this key.
    pub fn find(&self, key: &str) -> Option<u16> {
        let (mut low, mut high) = (0usize, self.items.len());
        while low < high {
            let middle = low.midpoint(high);
            let item = u16::try_from(middle).ok()?;
            match self.key_bytes(item).cmp(key.as_bytes()) {
                Ordering::Equal => return Some(item),
                Ordering::Less => low = middle.saturating_add(1),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Flags of an item; 0 where there is no such item.
    pub fn flags(&self, item: u16) -> u16 {
        self.item(item).map_or(0, |record| record.flags.get())
    }

    /// The card of an item.
    ///
    /// # Errors
    /// [`ReadError::Reference`] for a number out of range, [`ReadError::Text`] for a broken text.
    pub fn card(&self, item: u16) -> Result<Card<'a>, ReadError> {
        let record = self.item(item)?;
        let mut offset = record.text.get() as usize;
        let mut next = |length: usize| {
            let text = self.slice_text(offset, length);
            offset = offset.saturating_add(length);
            text
        };
        Ok(Card {
            key: next(record.key_length.into())?,
            title: next(record.title_length.get().into())?,
            url: next(record.url_length.get().into())?,
            image: next(record.image_length.get().into())?,
            unit_price: next(record.unit_length.into())?,
            price_minor: (record.flags.get() & flag::PRICE != 0).then(|| record.price_minor.get()),
            flags: record.flags.get(),
            variants: record.variants,
        })
    }

    /// Category path of an item, outermost first, joined by " > "; nothing where it has none.
    ///
    /// # Errors
    /// [`ReadError::Reference`] or [`ReadError::Text`] where a number points nowhere.
    pub fn category(&self, item: u16) -> Result<Option<&'a str>, ReadError> {
        let index = self.item(item)?.category.get();
        if index == NO_CATEGORY {
            return Ok(None);
        }
        let index = usize::from(index);
        let reference =
            self.categories.get(index).ok_or(ReadError::Reference { tag: tag::CATEGORIES, index })?;
        self.text(*reference).map(Some)
    }

    /// Row number `index`, 0 to [`Self::row_count`].
    ///
    /// # Errors
    /// [`ReadError::Reference`] for a number, range or relation that does not exist.
    pub fn row(&self, index: usize) -> Result<Row<'a>, ReadError> {
        let error = ReadError::Reference { tag: tag::ROWS, index };
        let record = self.rows.get(index).ok_or(error)?;
        let (start, count) = (record.start.get() as usize, usize::from(record.count));
        let end = start.checked_add(count).ok_or(error)?;
        Ok(Row {
            item: record.item.get(),
            relation: Relation::from_number(record.relation).ok_or(error)?,
            scale: record.scale.get(),
            start,
            ids_low: self.ids_low.get(start..end).ok_or(error)?,
            ids_high: self.ids_high,
            high_bits: high_bits(self.items.len()),
            weights: self.weights.get(start..end).ok_or(error)?,
            figures: self.figures,
        })
    }

    /// The row of an item in a relation, if there is one. A row that cannot be read is no row.
    pub fn find_row(&self, item: u16, relation: Relation) -> Option<Row<'a>> {
        let wanted = (item, relation.number());
        let index = self.rows.binary_search_by(|row| (row.item.get(), row.relation).cmp(&wanted)).ok()?;
        self.row(index).ok()
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

    /// Figures of neighbour `i`; nothing in rank-only snapshots.
    pub fn figures(&self, i: usize) -> Option<Figures> {
        let [confidence, reverse, lift] = self.figures?;
        let position = self.start.checked_add(i)?;
        Some(Figures {
            confidence: *confidence.get(position)?,
            reverse: *reverse.get(position)?,
            lift: *lift.get(position)?,
        })
    }
}
