//! The base and shards at hand as one list of products, ascending by key, each once.

use alloc::vec::Vec;
use cobuy_snapshot::table::Row;
use cobuy_snapshot::{Base, Card, ReadError, Relation, Shard, Table, base::SHOP_KEY};
use core::cmp::Ordering;

/// Position of a product in [`Store`]'s list. Comparing two compares their keys. Valid until the next file is added.
pub type ItemId = u32;

/// Most files at hand: the base and the shards of 64 products; the browser keeps to 12.
pub const MAX_FILES: usize = 65;

#[derive(Debug)]
struct File<'a> {
    table: Table<'a>,
    as_of_ms: u64,
    /// Contributions of this file's rows are shifted left by this, so that files of two builds share one unit.
    shift: i8,
    weight_exponent: i8,
    /// Item number in the file → position in the list.
    ids: Vec<ItemId>,
    url_template: &'a str,
    image_template: &'a str,
}

#[derive(Debug, Clone, Copy)]
struct Place {
    file: u16,
    item: u16,
}

/// The files at hand. Borrows their payloads: nothing is copied but numbers.
#[derive(Debug, Default)]
pub struct Store<'a> {
    base: Option<Base<'a>>,
    files: Vec<File<'a>>,
    /// Where the newest record of each product lies, ascending by key.
    places: Vec<Place>,
    /// Shards at hand by (k, prefix).
    prefixes: Vec<(u8, u32)>,
}

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

    /// A contribution of this row in the unit of the base.
    pub fn align(&self, contribution: u64) -> u64 {
        let by = u32::from(self.shift.unsigned_abs()).min(15);
        if self.shift < 0 { contribution >> by } else { contribution << by }
    }
}

impl<'a> Store<'a> {
    /// Adds the base, once.
    ///
    /// # Errors
    /// What [`Base::open`] finds wrong.
    pub fn add_base(&mut self, payload: &'a [u8]) -> Result<(), ReadError> {
        let base = Base::open(payload)?;
        if self.base.is_none() {
            self.base = Some(base);
            let head = base.head;
            self.add_table(File {
                table: base.table,
                as_of_ms: head.as_of_ms.get(),
                shift: 0,
                weight_exponent: head.weight_exponent,
                ids: Vec::new(),
                url_template: base.table.text(head.url_template)?,
                image_template: base.table.text(head.image_template)?,
            });
            for file in &mut self.files {
                file.shift = file.weight_exponent.saturating_sub(head.weight_exponent);
            }
        }
        Ok(())
    }

    /// Adds a shard; one that is there already is passed over, as are shards beyond [`MAX_FILES`].
    ///
    /// # Errors
    /// What [`Shard::open`] finds wrong.
    pub fn add_shard(&mut self, payload: &'a [u8]) -> Result<(), ReadError> {
        let shard = Shard::open(payload)?;
        let head = shard.head;
        let prefix = (head.k, head.prefix.get());
        if self.prefixes.contains(&prefix) || self.files.len() >= MAX_FILES {
            return Ok(());
        }
        let exponent = self.base.map_or(head.weight_exponent, |base| base.head.weight_exponent);
        self.add_table(File {
            table: shard.table,
            as_of_ms: head.as_of_ms.get(),
            shift: head.weight_exponent.saturating_sub(exponent),
            weight_exponent: head.weight_exponent,
            ids: Vec::new(),
            url_template: shard.table.text(head.url_template)?,
            image_template: shard.table.text(head.image_template)?,
        });
        self.prefixes.push(prefix);
        Ok(())
    }

    /// Merges a file's ascending items into the ascending list. Positions move, so every file's `ids` are renewed;
    /// the cost is one pass over what is at hand, when a file arrives, so that ranking compares numbers only.
    fn add_table(&mut self, file: File<'a>) {
        let number = self.files.len() as u16;
        self.files.push(file);
        let added = self.files[usize::from(number)].table.len() as u16;
        let old = core::mem::take(&mut self.places);
        let mut merged = Vec::with_capacity(old.len() + usize::from(added));
        let mut old = old.into_iter().peekable();
        let mut item = 0;
        while item < added {
            let place = Place { file: number, item };
            match old.peek().map_or(Ordering::Greater, |known| self.key_at(*known).cmp(self.key_at(place))) {
                Ordering::Less => merged.extend(old.next()),
                Ordering::Greater => {
                    merged.push(place);
                    item += 1;
                }
                Ordering::Equal => {
                    let newer = old.next().filter(|known| {
                        self.files[usize::from(known.file)].as_of_ms
                            >= self.files[usize::from(number)].as_of_ms
                    });
                    merged.push(newer.unwrap_or(place));
                    item += 1;
                }
            }
        }
        merged.extend(old);
        self.places = merged;
        self.renumber();
    }

    /// Recomputes item number → position for every file by walking both ascending lists together.
    fn renumber(&mut self) {
        let mut all = core::mem::take(&mut self.files);
        for file in &mut all {
            file.ids.clear();
        }
        self.files = all;
        for number in 0..self.files.len() {
            let table = self.files[number].table;
            let mut ids = core::mem::take(&mut self.files[number].ids);
            let mut position = 0;
            for item in 0..table.len() as u16 {
                let key = table.key_bytes(item);
                while self.places.get(position).is_some_and(|place| self.key_at(*place) < key) {
                    position += 1;
                }
                ids.push(position as ItemId);
            }
            self.files[number].ids = ids;
        }
    }

    fn key_at(&self, place: Place) -> &'a [u8] {
        self.files.get(usize::from(place.file)).map_or(&[], |file| file.table.key_bytes(place.item))
    }

    fn place(&self, id: ItemId) -> Option<(&File<'a>, u16)> {
        let place = self.places.get(id as usize)?;
        Some((self.files.get(usize::from(place.file))?, place.item))
    }

    /// The base, once it is at hand.
    pub fn base(&self) -> Option<&Base<'a>> {
        self.base.as_ref()
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
        let found = self.places.binary_search_by(|place| self.key_at(*place).cmp(key.as_bytes()));
        found.ok().map(|position| position as ItemId)
    }

    /// Flags of a product; 0 where there is no such product.
    pub fn flags(&self, id: ItemId) -> u16 {
        self.place(id).map_or(0, |(file, item)| file.table.flags(item))
    }

    /// Card of a product.
    pub fn card(&self, id: ItemId) -> Option<Card<'a>> {
        let (file, item) = self.place(id)?;
        file.table.card(item).ok()
    }

    /// Category path of a product; nothing where it has none.
    pub fn category(&self, id: ItemId) -> Option<&'a str> {
        let (file, item) = self.place(id)?;
        file.table.category(item).ok().flatten()
    }

    /// Templates of addresses and pictures that hold for a product.
    pub fn templates(&self, id: ItemId) -> (&'a str, &'a str) {
        self.place(id).map_or(("", ""), |(file, _)| (file.url_template, file.image_template))
    }

    /// The row of a product. Where several files have one, the newest counts.
    pub fn row(&self, key: &str, relation: Relation) -> Option<StoreRow<'_, 'a>> {
        let mut newest: Option<(&File<'a>, Row<'a>)> = None;
        for file in &self.files {
            if newest.is_some_and(|(known, _)| known.as_of_ms >= file.as_of_ms) {
                continue;
            }
            let row = file.table.find(key).and_then(|item| file.table.find_row(item, relation));
            newest = row.map(|row| (file, row)).or(newest);
        }
        newest.map(|(file, row)| StoreRow { row, ids: &file.ids, shift: file.shift })
    }

    /// The shop-wide list of a relation (popular, rising), from the base.
    pub fn shop_row(&self, relation: Relation) -> Option<StoreRow<'_, 'a>> {
        self.row(SHOP_KEY, relation)
    }
}
