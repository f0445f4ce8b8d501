//! Items with their cards, and where the rows of their neighbours lie. Base and shards hold the same table.

use crate::ReadError;
use crate::container::Container;
use crate::planes::Planes;
use crate::records::{
    BLOCK, ItemRecord, ItemText, ItemValue, NO_CATEGORY, Relation, RowRecord, SeasonRecord, TextLengths,
    TextRef, flag, plane, tag,
};
use crate::row::{high_bits, high_length};
use crate::rules::MAX_SETS;
use core::cmp::Ordering;
use zerocopy::little_endian::U32;

pub use crate::row::{Figures, Neighbour, Row};

/// Planes of [`tag::BRANDS`].
pub(crate) const BRAND_BYTES: usize = 3;

/// A checked view of the table's sections. Item numbers are positions in the ascending list of keys, so comparing
/// two numbers of one table compares their keys.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    text: &'a [u8],
    text_starts: &'a [U32],
    lengths: Planes<'a, TextLengths>,
    items: Planes<'a, ItemRecord>,
    categories: &'a [TextRef],
    rows: Planes<'a, RowRecord>,
    row_starts: &'a [U32],
    ids_low: &'a [u8],
    ids_high: &'a [u8],
    weights: &'a [u8],
    figures: Option<[&'a [u8]; 3]>,
    seasons: &'a [SeasonRecord],
    sets: &'a [u8],
    brands: &'a [u8],
    prior_prices: &'a [ItemValue],
    raised: &'a [ItemValue],
    attributes: &'a [ItemText],
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

/// Where record `index` starts: the place of its block plus the lengths of the records of the block before it.
fn start_of(starts: &[U32], index: usize, length: impl Fn(usize) -> Option<usize>) -> Option<usize> {
    let block = index.checked_div(BLOCK)?;
    let first = block.checked_mul(BLOCK)?;
    let mut start = starts.get(block)?.get() as usize;
    for before in first..index {
        start = start.checked_add(length(before)?)?;
    }
    Some(start)
}

/// Position of what is equal in an ascending list. `order` says how a position compares to what is wanted.
fn search(len: usize, order: impl Fn(usize) -> Option<Ordering>) -> Option<usize> {
    let (mut low, mut high) = (0usize, len);
    while low < high {
        let middle = low.midpoint(high);
        match order(middle)? {
            Ordering::Equal => return Some(middle),
            Ordering::Less => low = middle.saturating_add(1),
            Ordering::Greater => high = middle,
        }
    }
    None
}

/// The number of an item in an ascending list.
fn value_of(values: &[ItemValue], item: u16) -> Option<u64> {
    let found = values.binary_search_by_key(&item, |record| record.item.get()).ok()?;
    Some(values.get(found)?.value.get())
}

impl<'a> Table<'a> {
    /// Finds the sections and checks that their lengths agree. What the records point at is checked on access.
    ///
    /// # Errors
    /// A missing or impossible section.
    pub fn open(container: &Container<'a>) -> Result<Self, ReadError> {
        let section = |tag| container.find(tag).map(Option::unwrap_or_default);
        let (lengths, items, rows) = (section(tag::LENGTHS)?, section(tag::ITEMS)?, section(tag::ROWS)?);
        let impossible = |tag, bytes: &[u8]| ReadError::Section { tag, got: bytes.len() };
        let lengths = Planes::exact(lengths).ok_or(impossible(tag::LENGTHS, lengths))?;
        let table = Self {
            text: section(tag::TEXT)?,
            text_starts: container.records(tag::TEXT_STARTS)?,
            items: Planes::at_least(items, lengths.len()).ok_or(impossible(tag::ITEMS, items))?,
            lengths,
            categories: container.records(tag::CATEGORIES)?,
            rows: Planes::exact(rows).ok_or(impossible(tag::ROWS, rows))?,
            row_starts: container.records(tag::ROW_STARTS)?,
            ids_low: section(tag::IDS_LOW)?,
            ids_high: section(tag::IDS_HIGH)?,
            weights: section(tag::WEIGHTS)?,
            figures: match container.find(tag::CONFIDENCE)? {
                Some(confidence) => Some([confidence, section(tag::REVERSE)?, section(tag::LIFT)?]),
                None => None,
            },
            seasons: container.records(tag::SEASONS)?,
            sets: section(tag::SETS)?,
            brands: section(tag::BRANDS)?,
            prior_prices: container.records(tag::PRIOR_PRICES)?,
            raised: container.records(tag::RAISED)?,
            attributes: container.records(tag::ATTRIBUTES)?,
        };
        table.check_lengths()?;
        Ok(table)
    }

    fn check_lengths(&self) -> Result<(), ReadError> {
        let fits = |tag, got: usize, expected: usize| {
            if got == expected { Ok(()) } else { Err(ReadError::Section { tag, got }) }
        };
        let items = self.len();
        if items > crate::MAX_ITEMS {
            return Err(ReadError::Section { tag: tag::LENGTHS, got: items });
        }
        fits(tag::TEXT_STARTS, self.text_starts.len(), items.div_ceil(BLOCK))?;
        fits(tag::ROW_STARTS, self.row_starts.len(), self.rows.len().div_ceil(BLOCK))?;
        let most = MAX_SETS.div_ceil(8).saturating_mul(items);
        if !self.sets.len().is_multiple_of(items.max(1)) || self.sets.len() > most {
            return Err(ReadError::Section { tag: tag::SETS, got: self.sets.len() });
        }
        if !self.brands.is_empty() {
            fits(tag::BRANDS, self.brands.len(), BRAND_BYTES.saturating_mul(items))?;
        }
        let neighbours = self.ids_low.len();
        fits(tag::IDS_HIGH, self.ids_high.len(), high_length(neighbours, high_bits(items)))?;
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
        self.lengths.len()
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Where the texts of an item start and end in the text section.
    pub(crate) fn text_range(&self, item: u16) -> Option<(usize, usize)> {
        let (start, lengths) = self.texts(item)?;
        Some((start, start.checked_add(lengths.sum())?))
    }

    pub(crate) fn categories(&self) -> &'a [TextRef] {
        self.categories
    }

    pub(crate) fn seasons(&self) -> &'a [SeasonRecord] {
        self.seasons
    }

    pub(crate) fn neighbour_count(&self) -> usize {
        self.ids_low.len()
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

    fn item(&self, item: u16) -> Result<ItemRecord, ReadError> {
        let index = usize::from(item);
        self.items.get(index).ok_or(ReadError::Reference { tag: tag::ITEMS, index })
    }

    /// Where the texts of an item start, and their lengths.
    fn texts(&self, item: u16) -> Option<(usize, TextLengths)> {
        let index = usize::from(item);
        let start = start_of(self.text_starts, index, |before| {
            self.lengths.get(before).map(|lengths| lengths.sum())
        })?;
        Some((start, self.lengths.get(index)?))
    }

    /// Key of an item as bytes; empty where the item or its text is out of range. Bytes, because look-ups compare
    /// them and need no UTF-8 check.
    pub fn key_bytes(&self, item: u16) -> &'a [u8] {
        self.texts(item)
            .and_then(|(start, lengths)| self.text.get(start..start.checked_add(lengths.key.into())?))
            .unwrap_or_default()
    }

    /// Keys of all items in their order, as [`Self::key_bytes`] gives them: each text's length is read once where the
    /// other reads up to eight.
    pub fn keys(&self) -> impl Iterator<Item = &'a [u8]> {
        let mut next = 0usize;
        (0..self.len())
            .map(move |index| {
                // At each block the file says where it starts; in a damaged one that may be elsewhere.
                if let Some(start) =
                    self.text_starts.get(index / BLOCK).filter(|_| index.is_multiple_of(BLOCK))
                {
                    next = start.get() as usize;
                }
                let lengths = self.lengths.get(index)?;
                let start = next;
                next = start.checked_add(lengths.sum())?;
                self.text.get(start..start.checked_add(lengths.key.into())?)
            })
            .map(Option::unwrap_or_default)
    }

    /// Number of the item with this key.
    pub fn find(&self, key: &str) -> Option<u16> {
        let number = |index| u16::try_from(index).ok();
        let found = search(self.len(), |index| Some(self.key_bytes(number(index)?).cmp(key.as_bytes())))?;
        number(found)
    }

    /// Flags of an item; 0 where there is no such item.
    pub fn flags(&self, item: u16) -> u16 {
        self.item(item).map_or(0, |record| record.flags.get())
    }

    /// How long until an item is bought again, as a byte for [`crate::quant::days`]; 0 where it is durable or unknown.
    pub fn repurchase(&self, item: u16) -> u8 {
        self.items.byte(plane::REPURCHASE, item.into()).unwrap_or(0)
    }

    /// How dear an item is within its category: the percentile of its price, 0 to 100, where known.
    pub fn price_position(&self, item: u16) -> Option<u8> {
        Some(self.price_position_byte(item)).filter(|position| *position <= 100)
    }

    pub(crate) fn price_position_byte(&self, item: u16) -> u8 {
        self.items.byte(plane::PRICE_POSITION, item.into()).unwrap_or(plane::NO_POSITION)
    }

    /// The sets that an item is in, set 0 being the lowest bit.
    pub fn sets(&self, item: u16) -> u64 {
        let planes = self.sets.chunks_exact(self.len().max(1));
        planes.rev().fold(0, |bits, plane| {
            bits << 8 | plane.get(usize::from(item)).map_or(0, |byte| u64::from(*byte))
        })
    }

    /// A number for the brand of an item, the same for the same brand; nothing where it is not known.
    pub fn brand(&self, item: u16) -> Option<u32> {
        let planes = self.brands.chunks_exact(self.len().max(1));
        let number = planes.rev().fold(0, |number: u32, plane| {
            number << 8 | plane.get(usize::from(item)).map_or(0, |byte| u32::from(*byte))
        });
        (number != 0).then_some(number)
    }

    /// The lowest price of the last 30 days before the present one, minor units; nothing where none was announced.
    pub fn prior_price(&self, item: u16) -> Option<u64> {
        value_of(self.prior_prices, item)
    }

    /// When the price of an item was last raised, unix milliseconds; nothing where it was not, or long ago.
    pub fn raised_ms(&self, item: u16) -> Option<u64> {
        value_of(self.raised, item)
    }

    /// What differs between an item and those it is compared with: lines of `name=value`. Empty where nothing is known.
    pub fn attributes(&self, item: u16) -> &'a str {
        let found = self.attributes.binary_search_by_key(&item, |record| record.item.get());
        let record = found.ok().and_then(|at| self.attributes.get(at));
        record.and_then(|record| self.text(record.text).ok()).unwrap_or("")
    }

    pub(crate) fn sparse(&self) -> ([&'a [ItemValue]; 2], &'a [ItemText]) {
        ([self.prior_prices, self.raised], self.attributes)
    }

    /// The card of an item.
    ///
    /// # Errors
    /// [`ReadError::Reference`] for a number out of range, [`ReadError::Text`] for a broken text.
    pub fn card(&self, item: u16) -> Result<Card<'a>, ReadError> {
        let record = self.item(item)?;
        let index = usize::from(item);
        let (mut offset, lengths) =
            self.texts(item).ok_or(ReadError::Reference { tag: tag::LENGTHS, index })?;
        let mut next = |length: usize| {
            let text = self.slice_text(offset, length);
            offset = offset.saturating_add(length);
            text
        };
        Ok(Card {
            key: next(lengths.key.into())?,
            title: next(lengths.title.get().into())?,
            url: next(lengths.url.get().into())?,
            image: next(lengths.image.get().into())?,
            unit_price: next(lengths.unit_price.into())?,
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
        let count = |before| self.rows.get(before).map(|row| usize::from(row.count));
        let start = start_of(self.row_starts, index, count).ok_or(error)?;
        let end = start.checked_add(record.count.into()).ok_or(error)?;
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
            seasons: self.seasons,
        })
    }

    /// The row of an item in a relation, if there is one. A row that cannot be read is no row.
    pub fn find_row(&self, item: u16, relation: Relation) -> Option<Row<'a>> {
        let wanted = (item, relation.number());
        let place = |index| self.rows.get(index).map(|row| (row.item.get(), row.relation).cmp(&wanted));
        self.row(search(self.rows.len(), place)?).ok()
    }
}
