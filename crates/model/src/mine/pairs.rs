//! Pair counts: a sparse, symmetric table of how many orders hold two products.

use cobuy_catalogue::config::SPILL_BYTES;
use cobuy_catalogue::progress::Progress;
use rayon::prelude::*;

use super::count::Count;
use super::rows::{Row, RowBuffer, RowWriter, Rows};
use super::{Baskets, EvidenceError};

/// Rows counted in one go; their results are appended before the next block starts, so that the table exists once.
const BLOCK: usize = 8_192;

/// For every pair of products that enough distinct customers bought together, the number of such orders.
///
/// The diagonal is kept apart: [`PairCounts::orders_with`]. The table is symmetric and holds both directions.
#[derive(Debug, PartialEq)]
pub struct PairCounts {
    item_orders: Vec<u32>,
    rows: Rows,
    /// Number of orders behind the counts, also those of one product.
    pub orders: u32,
    /// Most orders that a missing pair is likely to have: one customer too few for the minimum, each with as many
    /// orders as the mean customer. 0 where the minimum is 1, as then a missing pair has no order.
    pub unpublished_orders: f32,
    /// Pairs seen in at least one order, each counted once.
    pub pairs_counted: u64,
    /// Pairs that meet the minimum, each counted once.
    pub pairs_published: u64,
}

/// What is counted, and how much memory the counts may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counting {
    /// Distinct customers that a pair needs to be kept, at least 1.
    pub min_customers: u32,
    /// Bytes of kept pairs (16 each) beyond which they go into a file of the system's temporary folder.
    pub spill_bytes: u64,
}

impl Counting {
    /// Keeps pairs of this many customers, as far as [`SPILL_BYTES`] in memory.
    pub fn of(min_customers: u32) -> Self {
        Self { min_customers, spill_bytes: SPILL_BYTES }
    }
}

impl PairCounts {
    /// Counts all pairs, keeping those that enough distinct customers bought in one order.
    ///
    /// Orders without a customer are one customer together. Every row is counted by one task in the sequence of
    /// the index, so the result does not depend on the number of threads. Reports one step per product.
    ///
    /// # Errors
    /// [`EvidenceError`] where the counts need a temporary file and it cannot be written.
    pub fn count(
        baskets: &Baskets,
        counting: Counting,
        progress: &dyn Progress,
    ) -> Result<Self, EvidenceError> {
        let n = baskets.products();
        let mut writer = RowWriter::new(n, counting.spill_bytes);
        let mut seen = 0;
        for start in (0..n).step_by(BLOCK) {
            let end = n.min(start + BLOCK);
            let rows: Vec<CountedRow> = (start as u32..end as u32)
                .into_par_iter()
                .with_min_len(16)
                .map_init(
                    || Scratch::new(n),
                    |scratch, product| scratch.count(baskets, product, counting.min_customers),
                )
                .collect();
            for row in rows {
                seen += row.seen;
                writer.push(&row.kept).map_err(spill_error)?;
            }
            progress.advance((end - start) as u64);
        }
        let shop = Count { orders: baskets.orders() as u32, customers: baskets.customers() as u32 };
        let item_orders = (0..n as u32).map(|product| baskets.orders_with(product)).collect();
        // Both directions were counted.
        Ok(Self::new(
            item_orders,
            writer.finish().map_err(spill_error)?,
            seen / 2,
            shop,
            counting.min_customers,
        ))
    }

    fn new(item_orders: Vec<u32>, rows: Rows, seen: u64, shop: Count, min_customers: u32) -> Self {
        Self {
            item_orders,
            orders: shop.orders,
            unpublished_orders: unpublished(shop, min_customers),
            pairs_counted: seen,
            pairs_published: rows.entries() / 2,
            rows,
        }
    }

    /// Counts that someone else made: `items` per product, `upper` the published pairs, `shop` all orders. They stay in
    /// memory.
    pub fn from_upper(upper: &UpperPairs, items: Vec<u32>, shop: Count, min_customers: u32) -> Self {
        let mut offsets = vec![0u64; items.len() + 1];
        for (a, b, _) in upper.iter() {
            offsets[a as usize + 1] += 1;
            offsets[b as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let total = offsets[items.len()] as usize;
        let (mut row_products, mut row_orders) = (vec![0; total], vec![0; total]);
        let mut next = offsets.clone();
        // A row's smaller products come while they are `a`, all before the row's own pairs: it ends up ascending.
        for (a, b, orders) in upper.iter() {
            for (row, other) in [(a, b), (b, a)] {
                let at = &mut next[row as usize];
                (row_products[*at as usize], row_orders[*at as usize]) = (other, orders);
                *at += 1;
            }
        }
        Self::new(items, Rows::in_memory(offsets, row_products, row_orders), upper.seen, shop, min_customers)
    }

    /// Number of products of the catalogue.
    pub fn len(&self) -> usize {
        self.item_orders.len()
    }

    /// Whether the catalogue is empty.
    pub fn is_empty(&self) -> bool {
        self.item_orders.is_empty()
    }

    /// Orders that hold `product`, alone or with others.
    pub fn orders_with(&self, product: u32) -> u32 {
        self.item_orders[product as usize]
    }

    /// Orders per product, as an array.
    pub fn item_orders(&self) -> &[u32] {
        &self.item_orders
    }

    /// The pairs of `product`, read into `buffer` where they lie in a file.
    pub fn row<'a>(&'a self, product: u32, buffer: &'a mut RowBuffer) -> Row<'a> {
        self.rows.get(product as usize, buffer)
    }

    /// Whether a pair needs more than one customer.
    pub fn has_minimum(&self) -> bool {
        self.unpublished_orders > 0.0
    }

    /// Whether every row asked for so far could be read; to be asked before anything is done with what came of them.
    ///
    /// # Errors
    /// [`EvidenceError`] where the temporary file failed.
    pub fn whole(&self) -> Result<(), EvidenceError> {
        self.rows.fault().map_or(Ok(()), |reason| Err(spill_error(reason)))
    }
}

/// What to do where the temporary file fails.
fn spill_error(reason: impl std::fmt::Display) -> EvidenceError {
    EvidenceError {
        place: std::env::temp_dir().display().to_string(),
        reason: format!(
            "the counts of pairs do not fit there: {reason}; let TMPDIR name a folder with more room, or let more be kept in memory (--pairs-in-memory)"
        ),
    }
}

/// [`PairCounts::unpublished_orders`] of a shop.
fn unpublished(shop: Count, min_customers: u32) -> f32 {
    min_customers.saturating_sub(1) as f32 * shop.orders as f32 / shop.customers.max(1) as f32
}

/// Published pairs, each once: 8 bytes a pair.
#[derive(Debug, Clone, Default)]
pub struct UpperPairs {
    /// Pairs seen at all.
    pub seen: u64,
    /// Products with pairs and the end of these.
    rows: Vec<(u32, usize)>,
    products: Vec<u32>,
    orders: Vec<u32>,
}

impl UpperPairs {
    /// Adds a published pair; `a` before `b`, ascending by both.
    pub fn push(&mut self, a: u32, b: u32, orders: u32) {
        self.products.push(b);
        self.orders.push(orders);
        match self.rows.last_mut() {
            Some((row, end)) if *row == a => *end += 1,
            _ => self.rows.push((a, self.products.len())),
        }
    }

    fn iter(&self) -> impl Iterator<Item = (u32, u32, u32)> {
        let starts = std::iter::once(0).chain(self.rows.iter().map(|&(_, end)| end));
        self.rows.iter().zip(starts).flat_map(move |(&(a, end), start)| {
            (start..end).map(move |at| (a, self.products[at], self.orders[at]))
        })
    }
}

/// A row as its task hands it over.
struct CountedRow {
    /// Other products seen at all.
    seen: u64,
    /// (product, orders) of those that meet the minimum, ascending by product.
    kept: Vec<(u32, u32)>,
}

/// What is known of one pair while its row is counted. Kept together: one cache line serves a touch.
#[derive(Clone, Copy, Default)]
struct Tally {
    orders: u32,
    customers: u32,
    /// Customer of the last order; meaningless while `orders` is 0.
    last_customer: u32,
}

/// A dense row per thread (12 bytes a product) and the list of the entries in use, so that clearing costs what
/// counting cost.
struct Scratch {
    tallies: Vec<Tally>,
    touched: Vec<u32>,
}

impl Scratch {
    fn new(products: usize) -> Self {
        Self { tallies: vec![Tally::default(); products], touched: Vec::new() }
    }

    fn count(&mut self, baskets: &Baskets, product: u32, min_customers: u32) -> CountedRow {
        for (customer, basket) in baskets.holding(product) {
            for &other in basket {
                let tally = &mut self.tallies[other as usize];
                if tally.orders == 0 {
                    self.touched.push(other);
                }
                if tally.orders == 0 || tally.last_customer != customer {
                    tally.customers += 1;
                    tally.last_customer = customer;
                }
                tally.orders += 1;
            }
        }
        let mut row = CountedRow { seen: 0, kept: Vec::new() };
        for other in self.touched.drain(..) {
            let tally = std::mem::take(&mut self.tallies[other as usize]);
            if other == product {
                continue;
            }
            row.seen += 1;
            if tally.customers >= min_customers {
                row.kept.push((other, tally.orders));
            }
        }
        row.kept.sort_unstable();
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::{ANONYMOUS, Orders};
    use cobuy_catalogue::progress::Silent;

    /// Five orders: customer 1 twice {0,1}, customer 2 {0,1,2}, two anonymous {1,2}.
    fn orders() -> Orders {
        Orders {
            time_ms: vec![1, 2, 3, 4, 5],
            customer: vec![1, 2, 1, ANONYMOUS, ANONYMOUS],
            offsets: vec![0, 2, 5, 7, 9, 11],
            products: vec![0, 1, 0, 1, 2, 0, 1, 1, 2, 1, 2],
        }
    }

    fn count(min_customers: u32) -> PairCounts {
        let baskets = Baskets::new(&orders(), 0..5, 4);
        PairCounts::count(&baskets, Counting::of(min_customers), &Silent).unwrap()
    }

    #[test]
    fn counts_in_a_file_are_the_same() {
        let counting = Counting { spill_bytes: 0, ..Counting::of(1) };
        let spilled = PairCounts::count(&Baskets::new(&orders(), 0..5, 4), counting, &Silent).unwrap();
        assert_eq!(spilled, count(1));
        assert_eq!(spilled.whole(), Ok(()));
    }

    #[test]
    fn counts_by_hand() {
        let counts = count(1);
        let check = |product: u32, expected: &[(u32, u32)]| {
            let row: Vec<_> = counts.row(product, &mut RowBuffer::default()).iter().collect();
            assert_eq!(row, expected, "row {product}");
        };
        check(0, &[(1, 3), (2, 1)]);
        check(1, &[(0, 3), (2, 3)]);
        check(2, &[(0, 1), (1, 3)]);
        check(3, &[]);
        assert_eq!(counts.item_orders(), [3, 5, 3, 0]);
        assert_eq!((counts.orders, counts.pairs_counted, counts.pairs_published), (5, 3, 3));
    }

    #[test]
    fn counts_of_others_are_the_same() {
        for min in 1..4 {
            let counted = count(min);
            let mut upper = UpperPairs { seen: counted.pairs_counted, ..UpperPairs::default() };
            for a in 0..4 {
                counted
                    .row(a, &mut RowBuffer::default())
                    .iter()
                    .filter(|&(b, _)| b > a)
                    .for_each(|(b, orders)| upper.push(a, b, orders));
            }
            let shop = Count { orders: 5, customers: 3 };
            assert_eq!(PairCounts::from_upper(&upper, counted.item_orders().to_vec(), shop, min), counted);
        }
    }

    #[test]
    fn a_customer_counts_once_and_anonymous_orders_are_one_customer() {
        // {0,1}: customers 1 and 2. {1,2}: customer 2 and the anonymous. {0,2}: customer 2.
        let check =
            |min: u32, published: u64| assert_eq!(count(min).pairs_published, published, "minimum {min}");
        check(1, 3);
        check(2, 2);
        check(3, 0);
        assert_eq!(count(3).pairs_counted, 3);
        // Five orders of three customers, two of whom may have bought an unpublished pair.
        assert_eq!([1, 3].map(|min| count(min).unpublished_orders), [0.0, 2.0 * 5.0 / 3.0]);
    }
}
