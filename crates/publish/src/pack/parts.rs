//! Where the bytes of a snapshot go: neighbours, figures, cards, and the rest, counted in the written payloads.

use cobuy_snapshot::container::Container;
use cobuy_snapshot::records::{KIND_SHARD, tag};
use cobuy_snapshot::write::gzip;
use serde::{Deserialize, Serialize};

/// Most shards whose parts are compressed to see what each costs. SHA-256 spreads products evenly, and compressing all
/// again would double the time of writing.
pub const SAMPLED: u32 = 128;

/// Bytes of a gzip file's envelope: it belongs to no part.
const ENVELOPE: usize = 18;

/// Numbers of neighbours, their weights and seasons, and the rows with their scales.
const NEIGHBOURS: [[u8; 4]; 6] =
    [tag::IDS_LOW, tag::IDS_HIGH, tag::WEIGHTS, tag::SEASONS, tag::ROWS, tag::ROW_STARTS];
/// What reasons are made of.
const FIGURES: [[u8; 4]; 3] = [tag::CONFIDENCE, tag::REVERSE, tag::LIFT];
/// Keys, titles, prices, addresses, categories.
const CARDS: [[u8; 4]; 5] = [tag::TEXT, tag::LENGTHS, tag::TEXT_STARTS, tag::ITEMS, tag::CATEGORIES];

/// Bytes of one part of all shards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// In the payloads.
    pub raw: u64,
    /// In the files: the part compressed by itself, in at most [`SAMPLED`] shards, as a share of all.
    pub compressed: u64,
}

/// Bytes of the shards with the snapshot's k, by what they are for. The base is not in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parts {
    /// Rows of all relations and lists.
    pub rows: u64,
    /// Neighbours in them.
    pub neighbours: u64,
    /// Numbers and weights of neighbours, rows and their scales.
    pub ids_and_weights: Part,
    /// Figures behind reasons.
    pub figures: Part,
    /// Cards.
    pub cards: Part,
    /// Headers, directories, heads, envelopes; and what parts compress better together than alone.
    pub rest: Part,
}

/// Raw bytes of neighbours' sections that belong to a row and not to its neighbours: its record and its share of the
/// places.
const ROW_BYTES: f64 = 6.5;

impl Parts {
    /// Bytes that ids, weights and scale of a row with this many neighbours take: (raw, compressed). A row's own part is
    /// fixed, the rest is shared out by neighbours.
    pub fn row_bytes(&self, neighbours: u32) -> (f64, f64) {
        let Part { raw, compressed } = self.ids_and_weights;
        let raw_each = (raw as f64 - ROW_BYTES * self.rows as f64).max(0.0) / self.neighbours.max(1) as f64;
        let row = ROW_BYTES + raw_each * f64::from(neighbours);
        (row, row * compressed as f64 / raw.max(1) as f64)
    }

    /// Bytes of figures for each neighbour: (raw, compressed).
    pub fn figure_bytes(&self) -> (f64, f64) {
        let neighbours = self.neighbours.max(1) as f64;
        (self.figures.raw as f64 / neighbours, self.figures.compressed as f64 / neighbours)
    }
}

/// Adds up shards.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    parts: Parts,
    payload: u64,
    file: u64,
    /// Of the sampled shards: raw and compressed bytes of the three parts.
    sampled: [(u64, u64); 3],
}

impl Tally {
    /// Counts a shard's payload, whose file has this many bytes; `sampled` says whether its parts are compressed too.
    pub fn of(payload: &[u8], file: u64, sampled: bool) -> Self {
        let mut tally = Self { payload: payload.len() as u64, file, ..Self::default() };
        // The payload was just written or read: it opens.
        let Ok(container) = Container::open(payload, KIND_SHARD) else { return tally };
        let section = |tag| container.find(tag).ok().flatten().unwrap_or_default();
        tally.parts.neighbours = section(tag::WEIGHTS).len() as u64;
        tally.parts.rows = section(tag::ROWS).len() as u64 / 6;
        let groups: [&[[u8; 4]]; 3] = [&NEIGHBOURS, &FIGURES, &CARDS];
        for (group, (at, sample)) in groups.into_iter().zip(tally.sampled.iter_mut().enumerate()) {
            let bytes: Vec<u8> = group.iter().flat_map(|tag| section(*tag)).copied().collect();
            let raw = bytes.len() as u64;
            match at {
                0 => tally.parts.ids_and_weights.raw = raw,
                1 => tally.parts.figures.raw = raw,
                _ => tally.parts.cards.raw = raw,
            }
            if sampled && raw > 0 {
                *sample = (raw, gzip::compress(&bytes).len().saturating_sub(ENVELOPE) as u64);
            }
        }
        tally
    }

    /// Both together.
    pub fn plus(mut self, other: &Self) -> Self {
        self.parts.rows += other.parts.rows;
        self.parts.neighbours += other.parts.neighbours;
        self.parts.ids_and_weights.raw += other.parts.ids_and_weights.raw;
        self.parts.figures.raw += other.parts.figures.raw;
        self.parts.cards.raw += other.parts.cards.raw;
        self.payload += other.payload;
        self.file += other.file;
        for (sum, (raw, compressed)) in self.sampled.iter_mut().zip(other.sampled) {
            *sum = (sum.0 + raw, sum.1 + compressed);
        }
        self
    }

    /// The sums, with what was sampled scaled to all.
    pub fn parts(&self) -> Parts {
        let scaled = |raw: u64, (sample, compressed): (u64, u64)| Part {
            raw,
            compressed: (u128::from(raw) * u128::from(compressed) / u128::from(sample.max(1))) as u64,
        };
        let ids_and_weights = scaled(self.parts.ids_and_weights.raw, self.sampled[0]);
        let figures = scaled(self.parts.figures.raw, self.sampled[1]);
        let mut cards = scaled(self.parts.cards.raw, self.sampled[2]);
        // Alone the parts can come out larger than together, by a hair: cards are what has most in common with the rest.
        cards.compressed =
            cards.compressed.min(self.file.saturating_sub(ids_and_weights.compressed + figures.compressed));
        let known = [ids_and_weights, figures, cards];
        let rest = Part {
            raw: self.payload - known.iter().map(|part| part.raw).sum::<u64>(),
            compressed: self.file.saturating_sub(known.iter().map(|part| part.compressed).sum()),
        };
        Parts { ids_and_weights, figures, cards, rest, ..self.parts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::KeyRequest;
    use crate::shop::Built;
    use cobuy_testshop::Shop;

    #[test]
    fn parts_add_up_to_the_files() {
        let shop = Shop::new(400, 4_000);
        let check = |k: u8| {
            let folder = tempfile::tempdir().unwrap();
            let keys = KeyRequest { k: Some(k), rekey: None, prune: false };
            let manifest = shop.build(folder.path(), None, keys).unwrap().manifest;
            let parts = manifest.parts;
            let all = [parts.ids_and_weights, parts.figures, parts.cards, parts.rest];
            let shards = || manifest.files.iter().filter(|file| file.name != "base.bin");
            let sums = |of: fn(&Part) -> u64| all.iter().map(of).sum::<u64>();
            assert_eq!(sums(|part| part.raw), shards().map(|file| file.payload_bytes).sum::<u64>());
            assert_eq!(sums(|part| part.compressed), manifest.shards.bytes);
            assert_eq!(parts.figures.raw, 3 * parts.neighbours);
            parts
        };
        let (one, many) = (check(0), check(1));
        assert_eq!((one.rows, one.neighbours), (many.rows, many.neighbours));
        // A row's record and place, and for each neighbour a number of one or two bytes and a weight.
        let (raw, compressed) = many.row_bytes(20);
        assert!((46.0..=60.0).contains(&raw) && compressed < raw, "{raw} {compressed}");
        assert_eq!(many.figure_bytes().0, 3.0);
    }
}
