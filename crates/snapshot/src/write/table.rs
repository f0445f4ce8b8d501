//! Items and rows to sections.

use super::WriteError;
use crate::Season;
use crate::records::{
    BLOCK, ItemRecord, ItemText, ItemValue, NO_CATEGORY, Relation, RowRecord, SeasonRecord, TextLengths,
    TextRef, flag, plane, tag,
};
use crate::row::{Figures, high_bits, high_length};
use crate::table::BRAND_BYTES;
use std::borrow::ToOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::vec;
use std::vec::Vec;
use zerocopy::little_endian::U32;
use zerocopy::{Immutable, IntoBytes};

/// An item to be written. Borrowed, because a million products share few tables.
#[derive(Debug, Clone, Copy, Default)]
pub struct Item<'a> {
    /// Product key, or a pseudo-product's.
    pub key: &'a str,
    /// Title; empty only for pseudo-products.
    pub title: &'a str,
    /// Address, empty for the template's.
    pub url: &'a str,
    /// Picture, empty for the template's.
    pub image: &'a str,
    /// Price per unit of measure.
    pub unit_price: &'a str,
    /// Category path, empty for none.
    pub category: &'a str,
    /// Lowest price in minor units.
    pub price_minor: Option<u64>,
    /// See [`flag`]; the price's flag is set from `price_minor`.
    pub flags: u16,
    /// Number of purchasable variants.
    pub variants: u16,
    /// How long until it is bought again, see [`crate::quant::days`]; 0 where it is durable or unknown.
    pub repurchase: u8,
    /// Percentile of its price within its category, 0 to 100; greater ones are taken as 100.
    pub price_position: Option<u8>,
    /// The sets of [`crate::rules`] that it is in, set 0 being the lowest bit.
    pub sets: u64,
    /// A number for its brand, 0 for none; the low 24 bits count.
    pub brand: u32,
    /// Lowest price of the 30 days before its present one, minor units.
    pub prior_price_minor: Option<u64>,
    /// When its price was raised, unix milliseconds.
    pub raised_ms: Option<u64>,
    /// What differs between it and those it is compared with: lines of `name=value`.
    pub attributes: &'a str,
}

/// A neighbour to be written.
#[derive(Debug, Clone, Copy)]
pub struct Neighbour<'a> {
    /// Key of its item.
    pub key: &'a str,
    /// Its weight in 255ths of the row's largest, at least 1.
    pub weight: u8,
    /// The figures behind a reason.
    pub figures: Figures,
    /// The months in which it counts; none for all year.
    pub season: Option<Season>,
}

/// A row to be written.
#[derive(Debug, Clone)]
pub struct Row<'a> {
    /// Key of the item it belongs to.
    pub key: &'a str,
    /// What the neighbours are to it.
    pub relation: Relation,
    /// Scale of the weights.
    pub scale: u16,
    /// Neighbours; written strongest first, equal ones by key.
    pub neighbours: Vec<Neighbour<'a>>,
}

/// A section under its tag.
pub(super) type Section = ([u8; 4], Vec<u8>);

/// Texts, each stored once where it is asked for by [`Texts::reference`].
#[derive(Debug, Default)]
pub(super) struct Texts {
    bytes: Vec<u8>,
    known: BTreeMap<std::string::String, TextRef>,
}

impl Texts {
    /// A reference to a text, stored once.
    pub(super) fn reference(&mut self, text: &str) -> Result<TextRef, WriteError> {
        if let Some(known) = self.known.get(text) {
            return Ok(*known);
        }
        let length = fit16("", "text", text)?;
        let reference = TextRef { offset: self.end().into(), length: length.into() };
        self.bytes.extend_from_slice(text.as_bytes());
        self.known.insert(text.to_owned(), reference);
        Ok(reference)
    }

    fn end(&self) -> u32 {
        u32::try_from(self.bytes.len()).unwrap_or(u32::MAX)
    }
}

fn fit16(key: &str, field: &'static str, text: &str) -> Result<u16, WriteError> {
    u16::try_from(text.len()).map_err(|_| too_long(key, field, text, u16::MAX.into()))
}

fn fit8(key: &str, field: &'static str, text: &str) -> Result<u8, WriteError> {
    u8::try_from(text.len()).map_err(|_| too_long(key, field, text, u8::MAX.into()))
}

fn too_long(key: &str, field: &'static str, text: &str, limit: usize) -> WriteError {
    WriteError::TextTooLong { key: key.to_owned(), field, got: text.len(), limit }
}

/// Sections of a table. Items are sorted by key (the first of equal keys counts), rows by (item, relation).
pub(super) fn sections(
    texts: &mut Texts,
    items: &[Item<'_>],
    rows: &[Row<'_>],
    rank_only: bool,
) -> Result<Vec<Section>, WriteError> {
    let sorted: BTreeMap<&str, &Item<'_>> = items.iter().rev().map(|item| (item.key, item)).collect();
    let numbers: BTreeMap<&str, u16> = sorted.keys().zip(0u16..=u16::MAX).map(|(key, n)| (*key, n)).collect();
    if sorted.len() > crate::MAX_ITEMS {
        return Err(WriteError::TooLarge { what: "items", got: sorted.len(), limit: crate::MAX_ITEMS });
    }
    let categories: BTreeSet<&str> =
        sorted.values().map(|item| item.category).filter(|category| !category.is_empty()).collect();
    if categories.len() > NO_CATEGORY.into() {
        let limit = NO_CATEGORY.into();
        return Err(WriteError::TooLarge { what: "categories", got: categories.len(), limit });
    }
    let category_numbers: BTreeMap<&str, u16> =
        categories.iter().zip(0u16..NO_CATEGORY).map(|(category, n)| (*category, n)).collect();

    let (mut starts, mut lengths, mut records) = (Vec::<U32>::new(), Vec::new(), Vec::new());
    for (index, item) in sorted.values().enumerate() {
        if index % BLOCK == 0 {
            starts.push(texts.end().into());
        }
        lengths.push(append_texts(texts, item)?);
        records.push(item_record(item, category_numbers.get(item.category).copied().unwrap_or(NO_CATEGORY)));
    }
    let mut category_records = Vec::new();
    for category in categories {
        category_records.push(texts.reference(category)?);
    }
    let mut sections = vec![
        (tag::LENGTHS, planes(&lengths)),
        (tag::TEXT_STARTS, starts.as_bytes().to_vec()),
        (tag::ITEMS, [planes(&records), appended(sorted.values())].concat()),
        (tag::CATEGORIES, category_records.as_bytes().to_vec()),
    ];
    sections.extend(sparse_sections(texts, sorted.values())?);
    sections.extend(row_sections(rows, &numbers, rank_only)?);
    sections.retain(|(_, bytes)| !bytes.is_empty());
    Ok(sections)
}

/// What few items have, or none.
fn sparse_sections<'i>(
    texts: &mut Texts,
    items: impl Iterator<Item = &'i &'i Item<'i>> + Clone,
) -> Result<Vec<Section>, WriteError> {
    let sets = items.clone().fold(0, |all, item| all | item.sets);
    let set_planes = (0..(u64::BITS - sets.leading_zeros()).div_ceil(8) as usize)
        .flat_map(|plane| items.clone().map(move |item| item.sets.to_le_bytes()[plane]));
    let known = items.clone().any(|item| item.brand != 0);
    let brand_planes = (0..if known { BRAND_BYTES } else { 0 })
        .flat_map(|plane| items.clone().map(move |item| item.brand.to_le_bytes()[plane]));
    let values = |of: fn(&Item<'_>) -> Option<u64>| {
        let numbered = items.clone().zip(0u16..=u16::MAX);
        let records = numbered.filter_map(|(item, number)| {
            of(item).map(|value| ItemValue { item: number.into(), value: value.into() })
        });
        records.collect::<Vec<_>>().as_bytes().to_vec()
    };
    let mut attributes = Vec::new();
    for (item, number) in items.clone().zip(0u16..=u16::MAX).filter(|(item, _)| !item.attributes.is_empty()) {
        attributes.push(ItemText { item: number.into(), text: texts.reference(item.attributes)? });
    }
    Ok(vec![
        (tag::SETS, set_planes.collect()),
        (tag::BRANDS, brand_planes.collect()),
        (tag::PRIOR_PRICES, values(|item| item.prior_price_minor)),
        (tag::RAISED, values(|item| item.raised_ms)),
        (tag::ATTRIBUTES, attributes.as_bytes().to_vec()),
    ])
}

/// The first byte of every record, then the second of every record, and so on.
fn planes<T: IntoBytes + Immutable>(records: &[T]) -> Vec<u8> {
    (0..size_of::<T>()).flat_map(|byte| records.iter().map(move |record| record.as_bytes()[byte])).collect()
}

/// The planes after those of [`ItemRecord`]; the last ones are left out where they hold nothing but defaults.
fn appended<'i>(items: impl Iterator<Item = &'i &'i Item<'i>> + Clone) -> Vec<u8> {
    let position =
        |item: &&Item<'_>| item.price_position.map_or(plane::NO_POSITION, |position| position.min(100));
    let known: [(Vec<u8>, u8); 2] = [
        (items.clone().map(|item| item.repurchase).collect(), 0),
        (items.map(position).collect(), plane::NO_POSITION),
    ];
    let last = known.iter().rposition(|(bytes, default)| bytes.iter().any(|byte| byte != default));
    known.into_iter().take(last.map_or(0, |last| last + 1)).flat_map(|(bytes, _)| bytes).collect()
}

/// The text section; written last, when all texts are known.
pub(super) fn text_section(texts: Texts) -> Section {
    (tag::TEXT, texts.bytes)
}

/// Appends the texts of an item in their order in the file.
fn append_texts(texts: &mut Texts, item: &Item<'_>) -> Result<TextLengths, WriteError> {
    for text in [item.key, item.title, item.url, item.image, item.unit_price] {
        texts.bytes.extend_from_slice(text.as_bytes());
    }
    Ok(TextLengths {
        key: fit8(item.key, "key", item.key)?,
        unit_price: fit8(item.key, "unit price", item.unit_price)?,
        title: fit16(item.key, "title", item.title)?.into(),
        url: fit16(item.key, "url", item.url)?.into(),
        image: fit16(item.key, "image", item.image)?.into(),
    })
}

fn item_record(item: &Item<'_>, category: u16) -> ItemRecord {
    let price = if item.price_minor.is_some() { flag::PRICE } else { 0 };
    ItemRecord {
        category: category.into(),
        flags: (item.flags & !flag::PRICE | price).into(),
        price_minor: item.price_minor.unwrap_or(0).into(),
        variants: u8::try_from(item.variants).unwrap_or(u8::MAX),
    }
}

fn row_sections(
    rows: &[Row<'_>],
    numbers: &BTreeMap<&str, u16>,
    rank_only: bool,
) -> Result<Vec<Section>, WriteError> {
    let number =
        |key: &str| numbers.get(key).copied().ok_or_else(|| WriteError::UnknownItem { key: key.to_owned() });
    let mut sorted = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.neighbours.is_empty()) {
        sorted.insert((number(row.key)?, row.relation.number()), row);
    }
    let bits = high_bits(numbers.len());
    let (mut records, mut starts, mut ids) = (Vec::new(), Vec::<U32>::new(), Vec::new());
    let mut bytes: [Vec<u8>; 4] = Default::default();
    let mut seasons = Vec::new();
    for ((item, relation), row) in sorted {
        let count = row.neighbours.len();
        if count > crate::MAX_NEIGHBOURS {
            return Err(WriteError::TooLarge {
                what: "neighbours in a row",
                got: count,
                limit: crate::MAX_NEIGHBOURS,
            });
        }
        if records.len() % BLOCK == 0 {
            starts.push((ids.len() as u32).into());
        }
        records.push(RowRecord { item: item.into(), relation, count: count as u8, scale: row.scale.into() });
        let mut neighbours: Vec<_> = row.neighbours.iter().collect();
        neighbours.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.key.cmp(b.key)));
        for neighbour in neighbours {
            seasons.extend(neighbour.season.map(|season| SeasonRecord {
                neighbour: (ids.len() as u32).into(),
                season: season.bits().into(),
            }));
            ids.push(number(neighbour.key)?);
            let Figures { confidence, reverse, lift } = neighbour.figures;
            for (section, byte) in bytes.iter_mut().zip([neighbour.weight, confidence, reverse, lift]) {
                section.push(byte);
            }
        }
    }
    let [weights, confidence, reverse, lift] = bytes;
    let mut sections = vec![
        (tag::ROWS, planes(&records)),
        (tag::ROW_STARTS, starts.as_bytes().to_vec()),
        (tag::IDS_LOW, ids.iter().map(|id| *id as u8).collect()),
        (tag::IDS_HIGH, high_section(&ids, bits)),
        (tag::WEIGHTS, weights),
    ];
    if !rank_only {
        sections.extend([(tag::CONFIDENCE, confidence), (tag::REVERSE, reverse), (tag::LIFT, lift)]);
    }
    sections.push((tag::SEASONS, seasons.as_bytes().to_vec()));
    Ok(sections)
}

fn high_section(ids: &[u16], bits: u8) -> Vec<u8> {
    let mut high = vec![0u8; high_length(ids.len(), bits)];
    for (i, id) in ids.iter().enumerate() {
        let above = (id >> 8) as u8;
        match bits {
            0 => {}
            4 => high[i / 2] |= above << (4 * (i & 1)),
            _ => high[i] = above,
        }
    }
    high
}
