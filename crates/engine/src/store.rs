//! The base and shards at hand as one list of products, ascending by key, each once.

use crate::live::Host;
use alloc::vec::Vec;
use cobuy_options::{Options, Placement};
use cobuy_snapshot::quant::days;
use cobuy_snapshot::records::TextRef;
use cobuy_snapshot::table::Row;
use cobuy_snapshot::{Base, Card, ReadError, Relation, Shard, Table, base::SHOP_KEY};
use core::sync::atomic::{AtomicUsize, Ordering};

/// Position of a product in [`Store`]'s list. Comparing two compares their keys. Valid until the next file is added.
pub type ItemId = u32;

/// Most files at hand: the base and 1,024 shards. A page needs up to 12; a shop that is one page for the whole visit
/// gathers those of every product that was looked at.
pub const MAX_FILES: usize = 1_025;

/// Position of an item that cannot be told from others: a corrupt file repeats its key or breaks the order.
const NOWHERE: ItemId = ItemId::MAX;
/// Name of the base in [`File::precedence`]; shards have smaller ones.
const BASE_NAME: u64 = u64::MAX;

#[derive(Debug)]
struct File<'a> {
    table: Table<'a>,
    /// `as_of_ms`, then a name that no other file has. Where two files hold the same product the greater one counts,
    /// so that among equally new files, too, the order of arrival decides nothing.
    precedence: (u64, u64),
    /// Contributions of this file's rows are shifted left by this, so that files of two builds share one unit.
    shift: i8,
    weight_exponent: i8,
    /// Item number in the file → position in the list. Ascending, but for [`NOWHERE`] in corrupt files.
    ids: Vec<ItemId>,
    url_template: &'a str,
    image_template: &'a str,
}

/// Where the newest record of a product lies, with what ranking asks of every candidate: in the file these are spread
/// over planes and blocks, and gathering them anew doubles the time of a ranking.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    key: &'a [u8],
    flags: u16,
    file: u16,
    item: u16,
}

/// The files at hand. Borrows their payloads: nothing is copied but numbers.
#[derive(Debug, Default)]
pub struct Store<'a> {
    base: Option<Base<'a>>,
    files: Vec<File<'a>>,
    /// The products at hand, ascending by key.
    places: Vec<Place<'a>>,
    /// See [`Store::stamp`].
    stamp: usize,
}

/// Stamps of all stores of the process; equal ones never meet. It decides about caches only, never about a result.
static STAMPS: AtomicUsize = AtomicUsize::new(0);

/// A row with what is needed to read it in the store's terms.
#[derive(Debug, Clone, Copy)]
pub struct StoreRow<'s, 'a> {
    /// The row in its file.
    pub row: Row<'a>,
    ids: &'s [ItemId],
    shift: i8,
}

impl StoreRow<'_, '_> {
    /// Position of a neighbour's product, if the file is sound.
    pub fn id(&self, item: u16) -> Option<ItemId> {
        self.ids.get(usize::from(item)).copied()
    }

    /// By how many bits a contribution of this row is shifted left, and by how many right, to be in the unit of the
    /// base. Builds differ by an octave or two; beyond 15 the sum of 256 session items would leave 64 bits.
    pub fn shifts(&self) -> (u8, u8) {
        let by = self.shift.unsigned_abs().min(15);
        if self.shift < 0 { (0, by) } else { (by, 0) }
    }
}

impl<'a> Store<'a> {
    /// Adds the base, once.
    ///
    /// # Errors
    /// What [`Base::open`] finds wrong, or a template that is no text; the store is as it was.
    pub fn add_base(&mut self, payload: &'a [u8]) -> Result<(), ReadError> {
        let base = Base::open(payload)?;
        let head = base.head;
        let file = File {
            table: base.table,
            precedence: (head.as_of_ms.get(), BASE_NAME),
            shift: 0,
            weight_exponent: head.weight_exponent,
            ids: Vec::new(),
            url_template: base.table.text(head.url_template)?,
            image_template: base.table.text(head.image_template)?,
        };
        if self.base.is_none() {
            self.base = Some(base);
            self.add_file(file);
            for file in &mut self.files {
                file.shift = file.weight_exponent.saturating_sub(head.weight_exponent);
            }
        }
        Ok(())
    }

    /// Adds a shard; one that is there already is passed over, as are shards beyond [`MAX_FILES`].
    ///
    /// # Errors
    /// What [`Shard::open`] finds wrong, or a template that is no text; the store is as it was.
    pub fn add_shard(&mut self, payload: &'a [u8]) -> Result<(), ReadError> {
        let shard = Shard::open(payload)?;
        let head = shard.head;
        let name = (u64::from(head.k) << 32) | u64::from(head.prefix.get());
        let exponent = self.base.map_or(head.weight_exponent, |base| base.head.weight_exponent);
        let file = File {
            table: shard.table,
            precedence: (head.as_of_ms.get(), name),
            shift: head.weight_exponent.saturating_sub(exponent),
            weight_exponent: head.weight_exponent,
            ids: Vec::new(),
            url_template: shard.table.text(head.url_template)?,
            image_template: shard.table.text(head.image_template)?,
        };
        if self.files.len() < MAX_FILES && self.files.iter().all(|known| known.precedence.1 != name) {
            self.add_file(file);
        }
        Ok(())
    }

    /// Merges a file's ascending items into the ascending list: one pass over what is at hand, when a file arrives, so
    /// that ranking compares numbers only. Known products move up by what was put before them.
    fn add_file(&mut self, mut file: File<'a>) {
        let number = self.files.len() as u16;
        let mut merged = Vec::with_capacity(self.places.len() + file.table.len());
        let mut moved: Vec<ItemId> = Vec::with_capacity(self.places.len());
        let mut known = self.places.iter().copied().peekable();
        let mut previous: &[u8] = &[];
        let table = file.table;
        for (item, key) in table.keys().enumerate() {
            let item = item as u16;
            if key <= previous {
                file.ids.push(NOWHERE);
                continue;
            }
            previous = key;
            while let Some(place) = known.next_if(|place| place.key < key) {
                moved.push(merged.len() as ItemId);
                merged.push(place);
            }
            let id = merged.len() as ItemId;
            file.ids.push(id);
            let same = known.next_if(|place| place.key == key);
            moved.extend(same.map(|_| id));
            let newer = same.filter(|place| self.precedence(*place) > file.precedence);
            merged.push(newer.unwrap_or(Place { key, flags: file.table.flags(item), file: number, item }));
        }
        for place in known {
            moved.push(merged.len() as ItemId);
            merged.push(place);
        }
        self.places = merged;
        for id in self.files.iter_mut().flat_map(|file| &mut file.ids) {
            *id = moved.get(*id as usize).copied().unwrap_or(NOWHERE);
        }
        self.files.push(file);
        self.stamp = STAMPS.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
    }

    /// Names this store with the files that it has now: another one after each file, another one in each store. An
    /// empty store has 0.
    pub(crate) fn stamp(&self) -> usize {
        self.stamp
    }

    /// Key of a product as bytes; nothing where there is no such product.
    pub(crate) fn key(&self, id: ItemId) -> Option<&'a [u8]> {
        self.places.get(id as usize).map(|place| place.key)
    }

    fn precedence(&self, place: Place<'_>) -> (u64, u64) {
        self.files.get(usize::from(place.file)).map_or((0, 0), |file| file.precedence)
    }

    fn place(&self, id: ItemId) -> Option<(&File<'a>, u16)> {
        let place = self.places.get(id as usize)?;
        Some((self.files.get(usize::from(place.file))?, place.item))
    }

    /// The base, once it is at hand.
    pub fn base(&self) -> Option<&Base<'a>> {
        self.base.as_ref()
    }

    /// The values that hold for a placement in this shop: its presets, then what the shop changed for every placement,
    /// then what it changed for this one.
    pub fn options(&self, placement: Placement) -> Options {
        let mut options = Options::preset(placement);
        let records = self.base.map_or(&[][..], |base| base.options);
        for number in [Placement::EVERY, placement as u8] {
            for record in records.iter().filter(|record| record.placement == number) {
                options.set_number(record.option, record.value.get());
            }
        }
        options
    }

    /// Number of products at hand.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether nothing is at hand.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Position of the product with this key.
    pub fn find(&self, key: &str) -> Option<ItemId> {
        let found = self.places.binary_search_by(|place| place.key.cmp(key.as_bytes()));
        found.ok().map(|position| position as ItemId)
    }

    /// Position of the pseudo-product whose key is made of two parts.
    pub(crate) fn find_joined(&self, prefix: &str, rest: &str) -> Option<ItemId> {
        let joined = || prefix.bytes().chain(rest.bytes());
        let found = self.places.binary_search_by(|place| place.key.iter().copied().cmp(joined()));
        found.ok().map(|position| position as ItemId)
    }

    /// Flags of a product; 0 where there is no such product.
    pub fn flags(&self, id: ItemId) -> u16 {
        self.places.get(id as usize).map_or(0, |place| place.flags)
    }

    /// Card of a product. A key with a control character is no product's: the importer refuses such keys, and lists of keys are
    /// told apart by line ends on their way to the page.
    pub fn card(&self, id: ItemId) -> Option<Card<'a>> {
        let (file, item) = self.place(id)?;
        let card = file.table.card(item).ok();
        card.filter(|card| !card.key.bytes().any(|byte| byte.is_ascii_control()))
    }

    /// Category path of a product; nothing where it has none.
    pub fn category(&self, id: ItemId) -> Option<&'a str> {
        let (file, item) = self.place(id)?;
        file.table.category(item).ok().flatten()
    }

    /// How dear a product is within its category, 0 to 100, where known.
    pub fn price_position(&self, id: ItemId) -> Option<u8> {
        let (file, item) = self.place(id)?;
        file.table.price_position(item)
    }

    /// After how many days half of those who buy a product again have done so; nothing where it lasts, or nobody knows.
    pub fn lasts_days(&self, id: ItemId) -> Option<u16> {
        let (file, item) = self.place(id)?;
        Some(file.table.repurchase(item)).filter(|byte| *byte > 0).map(days)
    }

    /// Whether a product is in a set of the rules; what is not at hand is in none.
    pub fn in_set(&self, id: ItemId, set: u8) -> bool {
        let sets = self.place(id).map_or(0, |(file, item)| file.table.sets(item));
        sets.checked_shr(set.into()).is_some_and(|rest| rest & 1 != 0)
    }

    /// A number for a product's brand; nothing where it is not known, or no rule compares brands.
    pub fn brand(&self, id: ItemId) -> Option<u32> {
        let (file, item) = self.place(id)?;
        file.table.brand(item)
    }

    /// Whether a product's price was raised shortly before the snapshot was built.
    pub fn raised(&self, id: ItemId) -> bool {
        self.place(id).is_some_and(|(file, item)| file.table.raised_ms(item).is_some())
    }

    /// The lowest price of the 30 days before the present one, where the snapshot announces a reduction.
    pub fn prior_price(&self, id: ItemId) -> Option<u64> {
        let (file, item) = self.place(id)?;
        file.table.prior_price(item)
    }

    /// What differs between a product and those it is compared with: lines of `name=value`.
    pub fn attributes(&self, id: ItemId) -> &'a str {
        self.place(id).map_or("", |(file, item)| file.table.attributes(item))
    }

    /// The price that holds now, minor units: the host's word, else the snapshot's where that may be trusted.
    pub fn price(&self, id: ItemId, host: &Host<'_>) -> Option<u64> {
        let card = self.card(id)?;
        match host.of(card.key) {
            Some(live) => live.price_minor,
            None => card.price_minor.filter(|_| host.same_prices),
        }
    }

    /// Whether this build and this shop have rules.
    pub fn has_rules(&self) -> bool {
        crate::FULL && self.base.is_some_and(|base| !base.rules.is_empty())
    }

    /// Id of a rule by its number in the base.
    pub fn rule_id(&self, number: usize) -> Option<&'a str> {
        self.rule_text(self.base?.rules.rules.get(number)?.id)
    }

    /// A text of the rules.
    pub fn rule_text(&self, text: TextRef) -> Option<&'a str> {
        self.base?.table.text(text).ok()
    }

    /// Templates of addresses and pictures that hold for a product.
    pub fn templates(&self, id: ItemId) -> (&'a str, &'a str) {
        self.place(id).map_or(("", ""), |(file, _)| (file.url_template, file.image_template))
    }

    /// The row of the product with this key. Where several files have one, the newest counts.
    pub fn row(&self, key: &str, relation: Relation) -> Option<StoreRow<'_, 'a>> {
        self.row_of(self.find(key)?, relation)
    }

    /// The row of a product. Where several files have one, the newest counts.
    pub fn row_of(&self, id: ItemId, relation: Relation) -> Option<StoreRow<'_, 'a>> {
        let mut newest: Option<(&File<'a>, Row<'a>)> = None;
        for file in &self.files {
            if newest.is_some_and(|(known, _)| known.precedence > file.precedence) {
                continue;
            }
            let item = file.ids.binary_search(&id).ok();
            let row = item.and_then(|item| file.table.find_row(item as u16, relation));
            newest = row.map(|row| (file, row)).or(newest);
        }
        newest.map(|(file, row)| StoreRow { row, ids: &file.ids, shift: file.shift })
    }

    /// The shop-wide list of a relation (popular, rising), from the base.
    pub fn shop_row(&self, relation: Relation) -> Option<StoreRow<'_, 'a>> {
        self.row(SHOP_KEY, relation)
    }
}
