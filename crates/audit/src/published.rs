//! A published folder as tables. Products are numbered by the order of their keys, as in the catalogue it was built
//! from; rows and neighbours name these numbers, so that nothing depends on which shard held what.

use std::collections::BTreeMap;

use cobuy_snapshot::table::Figures;
use cobuy_snapshot::{Relation, Season};

use super::Facts;

/// What a rule or bundle says, as a digest.
pub type Said = [u8; 32];

/// A published folder as tables.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Published {
    /// What its `manifest.json` says.
    pub facts: Facts,
    /// Hex digits of its shards' names, as the base says.
    pub k: u8,
    /// Time of the newest order, unix milliseconds.
    pub newest_order_ms: u64,
    /// Decimal digits of the currency's minor unit.
    pub currency_exponent: u8,
    /// Products, ascending by key.
    pub products: Vec<Shown>,
    /// Rows of products, ascending by (source, relation). Rows of categories and of the shop are not here.
    pub rows: Vec<RowOf>,
    /// Neighbours of all rows, one row after the other.
    pub edges: Vec<Edge>,
    /// Rules (`rule:<id>`) and bundles (`bundle:<id>`) with a digest of what they say.
    pub rules: BTreeMap<String, Said>,
    /// Files with the digits of the snapshot's k, and the base: name below `v1/` to what was seen.
    pub files: BTreeMap<String, FileSeen>,
}

/// A product as its card shows it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Shown {
    /// Its key.
    pub key: String,
    /// Its title; empty for a product that nothing shows.
    pub title: String,
    /// Address of its page, expanded from the template where the card has none; may be empty.
    pub url: String,
    /// Address of its picture, likewise.
    pub image: String,
    /// Category path, outermost first, joined by " > "; empty for none.
    pub category: String,
    /// Lowest price in minor units.
    pub price_minor: Option<u64>,
    /// Whether it could be bought when the snapshot was built.
    pub available: bool,
    /// Bits of the sets that rules ask about.
    pub sets: u64,
}

/// A row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowOf {
    /// Number of the product it belongs to.
    pub source: u32,
    /// What its neighbours are to the product.
    pub relation: Relation,
    /// Unit of its weights: a weight of 255 × 65,535 is 2 to the power of this.
    pub exponent: i8,
    /// Position of its first neighbour in [`Published::edges`].
    pub first: u32,
    /// Number of its neighbours.
    pub count: u8,
}

/// A neighbour in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// Number of the neighbour.
    pub product: u32,
    /// Weight byte × row scale, at most 255 × 65,535.
    pub weight: u32,
    /// The figures as bytes; none in rank-only snapshots.
    pub figures: Option<Figures>,
    /// The months in which it counts; none for all year.
    pub season: Option<Season>,
}

/// A file as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileSeen {
    /// Bytes of the file.
    pub bytes: u64,
    /// SHA-256 of its payload.
    pub payload: [u8; 32],
}

impl Published {
    /// Number of a product.
    pub fn find(&self, key: &str) -> Option<u32> {
        let at = self.products.binary_search_by(|product| product.key.as_str().cmp(key)).ok()?;
        u32::try_from(at).ok()
    }

    /// A product by number.
    pub fn product(&self, number: u32) -> &Shown {
        &self.products[number as usize]
    }

    /// The row of a product in a relation.
    pub fn row(&self, source: u32, relation: Relation) -> Option<&RowOf> {
        let wanted = (source, relation);
        let at = self.rows.binary_search_by(|row| (row.source, row.relation).cmp(&wanted)).ok()?;
        self.rows.get(at)
    }

    /// Neighbours of a row, strongest first.
    pub fn edges(&self, row: &RowOf) -> &[Edge] {
        let first = row.first as usize;
        &self.edges[first..first + usize::from(row.count)]
    }

    /// Neighbours of a product in a relation, strongest first; empty where it has no row.
    pub fn neighbours(&self, source: u32, relation: Relation) -> &[Edge] {
        self.row(source, relation).map_or(&[], |row| self.edges(row))
    }

    /// The neighbour `to` in the row of `from`, with its row.
    pub fn edge(&self, from: u32, to: u32, relation: Relation) -> Option<(&RowOf, &Edge)> {
        let row = self.row(from, relation)?;
        self.edges(row).iter().find(|edge| edge.product == to).map(|edge| (row, edge))
    }

    /// In how many lists of products bought together each product stands: the nearest that a public folder comes to
    /// saying how popular one is.
    pub fn mentions(&self) -> Vec<u32> {
        let mut mentions = vec![0; self.products.len()];
        for row in self.rows.iter().filter(|row| row.relation == Relation::Together) {
            for edge in self.edges(row) {
                mentions[edge.product as usize] += 1;
            }
        }
        mentions
    }

    /// Products with a row in a relation.
    pub fn sources(&self, relation: Relation) -> u64 {
        self.rows.iter().filter(|row| row.relation == relation).count() as u64
    }

    /// Share of the products that have a row of products bought together, 0 to 1.
    pub fn coverage(&self) -> f64 {
        self.sources(Relation::Together) as f64 / self.products.len().max(1) as f64
    }

    /// Bytes that a product page downloads on average: base and the request-weighted mean shard.
    pub fn page_bytes(&self) -> u64 {
        self.facts.base_bytes + self.facts.shards.mean_bytes
    }

    /// Bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files.values().map(|file| file.bytes).sum()
    }
}

impl RowOf {
    /// The model's weight of a neighbour: comparable within one snapshot and relation. Integers times a power of two,
    /// so the same on every machine.
    pub fn strength(&self, edge: &Edge) -> f64 {
        f64::from(edge.weight) * f64::powi(2.0, self.exponent.into())
    }
}
