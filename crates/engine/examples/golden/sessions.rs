//! Sessions drawn from the products of a snapshot. The seed is fixed, so the same snapshot gives the same sessions.

use crate::snapshot::{Products, Snapshot};
use anyhow::{Result, ensure};
use cobuy_options::Placement;
use std::collections::BTreeSet;

/// Most lines in the cart, views, and cards asked for. With the page's product they are twelve products at most, whose
/// shards a browser loads all.
const MAX_CART: u64 = 5;
const MAX_SEEN: u64 = 6;
const MAX_LIMIT: u64 = 12;

/// A question to `recommend()`.
pub struct Asked {
    pub placement: Placement,
    pub product: Option<String>,
    /// Oldest first.
    pub cart: Vec<String>,
    /// Newest first.
    pub seen: Vec<String>,
    pub limit: i32,
    /// A word of the option `relation`.
    pub relation: &'static str,
    /// 1 to 12.
    pub month: Option<u8>,
}

impl Asked {
    /// All its products, some of them more than once.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.product.iter().chain(&self.cart).chain(&self.seen).map(String::as_str)
    }
}

/// Draws sessions.
pub struct Drawer {
    products: Products,
    random: SplitMix64,
}

impl Drawer {
    /// Draws from the products of a snapshot.
    pub fn new(snapshot: &Snapshot) -> Result<Self> {
        let products = snapshot.products()?;
        ensure!(!products.with_row.is_empty(), "no product of the snapshot has a row");
        Ok(Self { products, random: SplitMix64(0xc0b0_11d0_5e55_1015) })
    }

    /// The next session.
    pub fn draw(&mut self) -> Asked {
        let placement = if self.random.below(2) == 0 { Placement::Pdp } else { Placement::Cart };
        // One product page in eight is asked for without its product, as a page does that does not name it.
        let product = (self.random.below(8) > 0).then(|| self.key(None));
        let (mut lines, mut views) = (self.random.below(MAX_CART + 1), self.random.below(MAX_SEEN + 1));
        // One in four is the first page of a visit, the most frequent case of all.
        if placement == Placement::Pdp && self.random.below(4) == 0 {
            (lines, views) = (0, 0);
        }
        let mut asked = Asked {
            placement,
            product,
            cart: Vec::new(),
            seen: Vec::new(),
            limit: 0,
            relation: "auto",
            month: None,
        };
        // One in eight asks for a relation by its name, on the page of a product that has such a row.
        if self.random.below(8) == 0
            && let Some((relation, keys)) = self.random.pick(&self.products.others)
        {
            asked.relation = relation.name();
            asked.placement = Placement::Pdp;
            asked.product = self.random.pick(keys).cloned();
        }
        for _ in 0..lines {
            let key = self.key(asked.cart.last().or(asked.product.as_ref()).cloned());
            asked.cart.push(key);
        }
        for _ in 0..views {
            let key = self.key(asked.seen.last().or(asked.product.as_ref()).cloned());
            asked.seen.push(key);
        }
        once(&mut asked.cart);
        once(&mut asked.seen);
        asked.limit = 1 + self.random.below(MAX_LIMIT) as i32;
        // A page always knows its month; half of the sessions leave it to the page, as shops without seasons must not care.
        asked.month = Some(1 + self.random.below(12) as u8).filter(|_| self.random.below(2) == 0);
        asked
    }

    /// Half of the time a neighbour of `near`, as shoppers stay with what they came for; else any product. One in
    /// sixteen has no row, one in sixteen is unknown to the shop.
    fn key(&mut self, near: Option<String>) -> String {
        let kind = self.random.below(16);
        if kind == 0 {
            return format!("no such product, é {}", self.random.below(1_000));
        }
        if let (1, Some(key)) = (kind, self.random.pick(&self.products.without_row)) {
            return key.clone();
        }
        if kind < 9
            && let Some(key) = near.and_then(|near| self.neighbour(&near))
        {
            return key;
        }
        self.random.pick(&self.products.with_row).map_or(String::new(), |(key, _)| key.clone())
    }

    fn neighbour(&mut self, key: &str) -> Option<String> {
        let found = self.products.with_row.binary_search_by(|(known, _)| known.as_str().cmp(key)).ok()?;
        self.random.pick(&self.products.with_row.get(found)?.1).cloned()
    }
}

/// Keeps the first of equal keys.
fn once(keys: &mut Vec<String>) {
    let mut known = BTreeSet::new();
    keys.retain(|key| known.insert(key.clone()));
}

/// Sebastiano Vigna's SplitMix64: a few integer operations, the same on every machine.
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `bound` − 1. The bias of the remainder is below 2^-50 for bounds such as these.
    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len() as u64) as usize)
    }
}
