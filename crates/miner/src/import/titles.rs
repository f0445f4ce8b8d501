//! The titles that order lines give their products: the latest wins.

use super::cell::decoded;
use super::chunk::Chunk;
use super::intern::Interner;

/// Titles of products, each with its lines and its newest time.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// Product (4 bytes, little-endian) and title.
    texts: Interner,
    facts: Vec<Facts>,
}

#[derive(Debug, Clone, Copy)]
struct Facts {
    lines: u64,
    /// Newest time, then line: of equal times the later line wins.
    newest: (i64, u64),
}

/// What the titles of all products come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct LatestTitles {
    /// Title by product, empty where none is known.
    pub titles: Vec<String>,
    /// Lines with another title than their product's latest.
    pub replaced_lines: u64,
    /// Products with several titles.
    pub products: u64,
}

impl Titles {
    /// Adds a block whose products have the numbers `products` here, after `lines_before` lines.
    pub fn merge(&mut self, chunk: &Chunk, products: &[u32], lines_before: u64) {
        let mut key = Vec::new();
        for (title, facts) in chunk.titles.iter().zip(&chunk.title_facts) {
            let Some((local, text)) = title.split_first_chunk::<4>() else { continue };
            let product = products[u32::from_le_bytes(*local) as usize];
            key.clear();
            key.extend_from_slice(&product.to_le_bytes());
            key.extend_from_slice(decoded(text).0.as_bytes());
            let (number, new) = self.texts.intern(&key);
            if new {
                self.facts.push(Facts { lines: 0, newest: (i64::MIN, 0) });
            }
            let known = &mut self.facts[number as usize];
            known.lines += facts.lines;
            known.newest = known.newest.max((facts.time_ms, lines_before + facts.line));
        }
    }

    /// The latest titles, where raw product `p` is product `products[p]` of `count`, or none if that is past the end.
    pub fn latest(&self, products: &[u32], count: usize) -> LatestTitles {
        // Several ids may be one product, so titles are told apart by their text and grouped by product.
        let mut all: Vec<(u32, &[u8], Facts)> = self
            .texts
            .iter()
            .zip(&self.facts)
            .filter_map(|(key, facts)| {
                let (product, text) = key.split_first_chunk::<4>()?;
                let product = *products.get(u32::from_le_bytes(*product) as usize)?;
                ((product as usize) < count).then_some((product, text, *facts))
            })
            .collect();
        all.sort_unstable_by_key(|(product, text, facts)| (*product, *text, facts.newest));
        let mut latest = LatestTitles { titles: vec![String::new(); count], ..LatestTitles::default() };
        for group in all.chunk_by(|a, b| a.0 == b.0) {
            let Some((product, winner, _)) =
                group.iter().max_by_key(|(_, text, facts)| (facts.newest, *text))
            else {
                continue;
            };
            let replaced: u64 =
                group.iter().filter(|(_, text, _)| text != winner).map(|(.., facts)| facts.lines).sum();
            latest.replaced_lines += replaced;
            latest.products += u64::from(replaced > 0);
            latest.titles[*product as usize] = String::from_utf8_lossy(winner).into_owned();
        }
        latest
    }
}
