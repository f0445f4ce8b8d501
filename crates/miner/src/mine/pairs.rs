//! Pair counts: a sparse, symmetric table of how many orders hold two products.

use rayon::prelude::*;

use super::Baskets;
use super::count::Count;
use crate::progress::Progress;

/// Rows counted in one go; their results are appended before the next block starts, so that the table exists once.
const BLOCK: usize = 8_192;

/// For every pair of products that enough distinct customers bought together, the number of such orders.
///
/// The diagonal is kept apart: [`PairCounts::orders_with`]. The table is symmetric and holds both directions.
#[derive(Debug, Clone, PartialEq)]
pub struct PairCounts {
    item_orders: Vec<u32>,
    offsets: Vec<usize>,
    row_products: Vec<u32>,
    row_orders: Vec<u32>,
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

/// One product's row: parallel slices, ascending by product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The other products.
    pub products: &'a [u32],
    /// Orders that hold both, at least 1.
    pub orders: &'a [u32],
}

impl Row<'_> {
    /// Pairs (other product, orders with both), ascending by product.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.products.iter().copied().zip(self.orders.iter().copied())
    }
}

impl PairCounts {
    /// Counts all pairs, keeping those that at least `min_customers` distinct customers bought in one order.
    ///
    /// Orders without a customer are one customer together. Every row is counted by one task in the sequence of
    /// the index, so the result does not depend on the number of threads. Reports one step per product.
    pub fn count(baskets: &Baskets, min_customers: u32, progress: &dyn Progress) -> Self {
        let n = baskets.products();
        let mut counts = Self {
            item_orders: (0..n as u32).map(|product| baskets.orders_with(product)).collect(),
            offsets: Vec::with_capacity(n + 1),
            row_products: Vec::new(),
            row_orders: Vec::new(),
            orders: baskets.orders() as u32,
            unpublished_orders: unpublished(
                Count { orders: baskets.orders() as u32, customers: baskets.customers() as u32 },
                min_customers,
            ),
            pairs_counted: 0,
            pairs_published: 0,
        };
        counts.offsets.push(0);
        for start in (0..n).step_by(BLOCK) {
            let end = n.min(start + BLOCK);
            let rows: Vec<CountedRow> = (start as u32..end as u32)
                .into_par_iter()
                .with_min_len(16)
                .map_init(
                    || Scratch::new(n),
                    |scratch, product| scratch.count(baskets, product, min_customers),
                )
                .collect();
            for row in rows {
                counts.pairs_counted += row.seen;
                counts.row_products.extend(row.kept.iter().map(|&(product, _)| product));
                counts.row_orders.extend(row.kept.iter().map(|&(_, orders)| orders));
                counts.offsets.push(counts.row_products.len());
            }
            progress.advance((end - start) as u64);
        }
        // Both directions were counted.
        counts.pairs_counted /= 2;
        counts.pairs_published = counts.row_products.len() as u64 / 2;
        counts
    }

    /// Counts that someone else made: `items` per product, `upper` the published pairs, `shop` all orders.
    pub fn from_upper(upper: &UpperPairs, items: Vec<u32>, shop: Count, min_customers: u32) -> Self {
        let mut offsets = vec![0usize; items.len() + 1];
        for (a, b, _) in upper.iter() {
            offsets[a as usize + 1] += 1;
            offsets[b as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let total = offsets[items.len()];
        let (mut row_products, mut row_orders) = (vec![0; total], vec![0; total]);
        let mut next = offsets.clone();
        // A row's smaller products come while they are `a`, all before the row's own pairs: it ends up ascending.
        for (a, b, orders) in upper.iter() {
            for (row, other) in [(a, b), (b, a)] {
                let at = &mut next[row as usize];
                (row_products[*at], row_orders[*at]) = (other, orders);
                *at += 1;
            }
        }
        Self {
            item_orders: items,
            offsets,
            row_products,
            row_orders,
            orders: shop.orders,
            unpublished_orders: unpublished(shop, min_customers),
            pairs_counted: upper.seen,
            pairs_published: total as u64 / 2,
        }
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

    /// The pairs of `product`.
    pub fn row(&self, product: u32) -> Row<'_> {
        let range = self.offsets[product as usize]..self.offsets[product as usize + 1];
        Row { products: &self.row_products[range.clone()], orders: &self.row_orders[range] }
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
    use crate::data::{ANONYMOUS, Orders};
    use crate::progress::Silent;

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
        PairCounts::count(&Baskets::new(&orders(), 0..5, 4), min_customers, &Silent)
    }

    #[test]
    fn counts_by_hand() {
        let counts = count(1);
        let check = |product: u32, expected: &[(u32, u32)]| {
            assert_eq!(counts.row(product).iter().collect::<Vec<_>>(), expected, "row {product}");
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
                    .row(a)
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
