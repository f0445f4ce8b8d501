//! The titles that order lines give their products.
//!
//! Whoever exports orders may have what one customer wished for in the title: a name to engrave, a greeting. So a text is
//! a title only if several customers have it and it stands on most lines of its product.

use super::cell::{decoded, one_line};
use super::chunk::Chunk;
use super::intern::Interner;
use super::witnesses::Witnesses;

/// Texts of products, each with its lines and those who have it.
#[derive(Debug, Default)]
pub(super) struct Titles {
    /// Product (4 bytes, little-endian) and text.
    texts: Interner,
    facts: Vec<Facts>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Facts {
    lines: u64,
    witnesses: Witnesses,
}

/// What the texts of one product come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Title {
    /// No line has one.
    Unknown,
    /// Most of its lines, and three customers, have this one.
    Common(String),
    /// None of its texts has that many behind it; whether one of them is this product's key.
    Uncommon { is_key: bool },
}

/// What the titles of all products come to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct CommonTitles {
    /// By product.
    pub titles: Vec<Title>,
    /// Lines with another title than the one that was taken.
    pub replaced_lines: u64,
    /// Products with such lines.
    pub products: u64,
}

impl Titles {
    /// Adds a block, whose products have the numbers `products` here and whose orders `orders`; order `o` is of
    /// `customer[o]`.
    pub fn merge(&mut self, chunk: &Chunk, products: &[u32], orders: &[u32], customer: &[u32]) {
        let mut key = Vec::new();
        for (title, facts) in chunk.titles.iter().zip(&chunk.title_facts) {
            let Some((local, text)) = title.split_first_chunk::<4>() else { continue };
            let product = products[u32::from_le_bytes(*local) as usize];
            key.clear();
            key.extend_from_slice(&product.to_le_bytes());
            key.extend_from_slice(one_line(&decoded(text).0).as_bytes());
            let (number, new) = self.texts.intern(&key);
            if new {
                self.facts.push(Facts::default());
            }
            let known = &mut self.facts[number as usize];
            known.lines += facts.lines;
            for order in facts.witnesses.orders() {
                known.witnesses.add(orders[order as usize], |order| customer[order as usize]);
            }
        }
    }

    /// The titles, where raw product `p` is product `products[p]`, or none if that is past the end of `keys`, and order
    /// `o` is of `customer[o]`.
    pub fn common(&self, products: &[u32], keys: &[&str], customer: &[u32]) -> CommonTitles {
        let mut common = CommonTitles { titles: vec![Title::Unknown; keys.len()], ..CommonTitles::default() };
        let customer_of = |order: u32| customer[order as usize];
        for group in self.by_product(products, keys.len(), customer).chunk_by(|a, b| a.0 == b.0) {
            let lines: u64 = group.iter().map(|(.., facts)| facts.lines).sum();
            let product = group[0].0 as usize;
            let winner = group
                .iter()
                .find(|(.., facts)| facts.lines > lines / 2 && facts.witnesses.are_enough(customer_of));
            common.titles[product] = match winner {
                Some((_, text, facts)) => {
                    common.replaced_lines += lines - facts.lines;
                    common.products += u64::from(facts.lines < lines);
                    Title::Common(String::from_utf8_lossy(text).into_owned())
                }
                None => Title::Uncommon {
                    is_key: group.iter().any(|(_, text, _)| *text == keys[product].as_bytes()),
                },
            };
        }
        common
    }

    /// Product, text and its facts, ascending. Several ids may be one product, so that their texts are put together.
    fn by_product(&self, products: &[u32], count: usize, customer: &[u32]) -> Vec<(u32, &[u8], Facts)> {
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
        all.sort_by_key(|(product, text, _)| (*product, *text));
        all.dedup_by(|later, first| {
            let same = (later.0, later.1) == (first.0, first.1);
            if same {
                first.2.lines += later.2.lines;
                for order in later.2.witnesses.orders() {
                    first.2.witnesses.add(order, |order| customer[order as usize]);
                }
            }
            same
        });
        all
    }
}
