//! What a model is made from, wherever it was counted: orders in memory, or tables that a database made of them.
//!
//! Both sources give the same numbers, so both give the same snapshot, byte for byte.

use std::ops::{ControlFlow, Range};

use cobuy_catalogue::data::{Orders, Sessions};
use cobuy_catalogue::progress::Progress;
use rayon::prelude::*;

use super::count::{Count, Tally};
use super::history::{HistoryCounter, Pair};
use super::months::{Month, MonthSales, monthly};
use super::{Baskets, Counting, EvidenceError, PairCounts};

/// Most orders in the hold-out: ten thousand cases are drawn from it, and a table of it stays small in any shop.
pub const HOLDOUT_ORDERS: usize = 50_000;

/// Which orders counts are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// All orders but the hold-out: what recipes learn from while they are compared.
    Learn,
    /// All orders: what is published.
    Whole,
}

/// The newest orders, kept out of [`Part::Learn`].
#[derive(Debug, Clone)]
pub struct Holdout<'a> {
    /// Orders, at least those of the hold-out.
    pub orders: &'a Orders,
    /// The hold-out among them.
    pub range: Range<usize>,
    /// Orders that are older: the number of the hold-out's first order among all.
    pub older: usize,
}

/// What a model is made from. Products are numbered as in the catalogue.
pub trait Evidence {
    /// Number of products of the catalogue.
    fn products(&self) -> usize;

    /// Number of orders, the hold-out among them.
    fn orders(&self) -> usize;

    /// Time of the newest order, unix milliseconds; none where there is no order.
    fn newest_ms(&self) -> Option<i64>;

    /// Sales of each month, the hold-out among them, ascending.
    fn months(&self) -> &[MonthSales];

    /// The newest tenth of the orders, rounded down, at most [`HOLDOUT_ORDERS`].
    fn holdout(&self) -> Holdout<'_>;

    /// The session logs that the orders are the baskets of, session by session; none where orders are orders.
    fn sessions(&self) -> Option<&Sessions> {
        None
    }

    /// All orders of a part, and their customers.
    fn shop(&self, part: Part) -> Count;

    /// Orders and customers of each product.
    fn items(&self, part: Part) -> Vec<Count>;

    /// Pairs that enough distinct customers bought in one order. Reports one step per product.
    ///
    /// # Errors
    /// [`EvidenceError`] where the source cannot be read, or the counts have no room.
    fn counts(
        &self,
        part: Part,
        counting: Counting,
        progress: &dyn Progress,
    ) -> Result<PairCounts, EvidenceError>;

    /// Every pair that was ever bought, ascending by both products, until `visit` breaks off. Reports one step per
    /// product.
    ///
    /// # Errors
    /// [`EvidenceError`] where the source cannot be read.
    fn pairs(
        &self,
        progress: &dyn Progress,
        visit: &mut dyn FnMut(Pair<'_>) -> ControlFlow<()>,
    ) -> Result<(), EvidenceError>;
}

/// Products whose pairs are counted at once before they are visited.
const BLOCK: usize = 256;

/// How many of `orders` orders are learnt from before the hold-out.
pub fn learnt(orders: usize) -> usize {
    orders - (orders / 10).min(HOLDOUT_ORDERS)
}

/// Orders in memory.
#[derive(Debug, Clone)]
pub struct FromOrders<'a> {
    orders: &'a Orders,
    sessions: Option<&'a Sessions>,
    products: usize,
    months: Vec<MonthSales>,
}

impl<'a> FromOrders<'a> {
    /// Evidence of these orders; every product number in them is below `products`.
    pub fn new(orders: &'a Orders, products: usize) -> Self {
        Self { orders, sessions: None, products, months: monthly(orders, products) }
    }

    /// Evidence of session logs: `orders` are their baskets (see [`Sessions::baskets`]).
    pub fn with_sessions(orders: &'a Orders, sessions: &'a Sessions, products: usize) -> Self {
        Self { sessions: Some(sessions), ..Self::new(orders, products) }
    }

    fn baskets(&self, part: Part) -> Baskets {
        let end = match part {
            Part::Learn => learnt(self.orders.len()),
            Part::Whole => self.orders.len(),
        };
        Baskets::new(self.orders, 0..end, self.products)
    }
}

impl Evidence for FromOrders<'_> {
    fn products(&self) -> usize {
        self.products
    }

    fn orders(&self) -> usize {
        self.orders.len()
    }

    fn newest_ms(&self) -> Option<i64> {
        self.orders.time_ms.last().copied()
    }

    fn months(&self) -> &[MonthSales] {
        &self.months
    }

    fn holdout(&self) -> Holdout<'_> {
        let older = learnt(self.orders.len());
        Holdout { orders: self.orders, range: older..self.orders.len(), older }
    }

    fn sessions(&self) -> Option<&Sessions> {
        self.sessions
    }

    fn counts(
        &self,
        part: Part,
        counting: Counting,
        progress: &dyn Progress,
    ) -> Result<PairCounts, EvidenceError> {
        PairCounts::count(&self.baskets(part), counting, progress)
    }

    fn shop(&self, part: Part) -> Count {
        let baskets = self.baskets(part);
        Count { orders: baskets.orders() as u32, customers: baskets.customers() as u32 }
    }

    fn items(&self, part: Part) -> Vec<Count> {
        let baskets = self.baskets(part);
        let of_product = |product| {
            let mut tally = Tally::default();
            baskets.holding(product).for_each(|(customer, _)| tally.add(customer));
            tally.count
        };
        (0..self.products as u32).into_par_iter().with_min_len(256).map(of_product).collect()
    }

    fn pairs(
        &self,
        progress: &dyn Progress,
        visit: &mut dyn FnMut(Pair<'_>) -> ControlFlow<()>,
    ) -> Result<(), EvidenceError> {
        let baskets = self.baskets(Part::Whole);
        let months: Vec<Month> = self.months.iter().map(|sales| sales.month).collect();
        let month_of: Vec<u16> = (0u16..)
            .zip(&self.months)
            .flat_map(|(at, sales)| std::iter::repeat_n(at, sales.orders as usize))
            .collect();
        let counter = || HistoryCounter::new(&baskets, &month_of, &months, learnt(self.orders.len()));
        for start in (0..self.products).step_by(BLOCK) {
            let end = self.products.min(start + BLOCK);
            let histories: Vec<_> = (start as u32..end as u32)
                .into_par_iter()
                .map_init(counter, |counter, product| counter.count(product))
                .collect();
            for (product, histories) in (start as u32..).zip(histories) {
                for pair in histories.pairs(product) {
                    if visit(pair).is_break() {
                        return Ok(());
                    }
                }
            }
            progress.advance((end - start) as u64);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::progress::Silent;

    #[test]
    fn the_newest_tenth_is_held_out_up_to_a_limit() {
        let check = |orders: usize, learn: usize| assert_eq!(learnt(orders), learn, "{orders} orders");
        check(0, 0);
        check(9, 9);
        check(10, 9);
        check(25, 23);
        check(500_000, 450_000);
        check(600_000, 550_000);
    }

    #[test]
    fn the_hold_out_is_not_learnt_from() {
        // Ten orders of products 0 and 1; the newest has product 2 too.
        let mut orders = Orders { offsets: vec![0], ..Orders::default() };
        for order in 0..10u32 {
            orders.time_ms.push(i64::from(order));
            orders.customer.push(order);
            orders.products.extend(if order == 9 { &[0, 1, 2][..] } else { &[0, 1] });
            orders.offsets.push(orders.products.len() as u32);
        }
        let evidence = FromOrders::new(&orders, 3);
        let counts = |part| evidence.counts(part, Counting::of(1), &Silent).unwrap();
        assert_eq!(counts(Part::Learn).item_orders(), [9, 9, 0]);
        assert_eq!(counts(Part::Whole).item_orders(), [10, 10, 1]);
        assert_eq!((counts(Part::Learn).pairs_counted, counts(Part::Whole).pairs_counted), (1, 3));
        let shop = [Part::Learn, Part::Whole].map(|part| evidence.shop(part).orders);
        assert_eq!((shop, evidence.items(Part::Learn)[1]), ([9, 10], Count { orders: 9, customers: 9 }));
        assert_eq!((evidence.holdout().range, evidence.newest_ms()), (9..10, Some(9)));
        assert_eq!((evidence.orders(), evidence.products(), evidence.months().len()), (10, 3, 1));
    }

    #[test]
    fn the_history_of_pairs_by_hand() {
        const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
        // January: customer 5 {0, 1} twice, customer 6 {0, 1}; February: seven orders of {2}, customer 5 {0, 1, 2}.
        let mut orders = Orders { offsets: vec![0], ..Orders::default() };
        let mut order = |day: i64, customer: u32, basket: &[u32]| {
            orders.time_ms.push(day * DAY_MS);
            orders.customer.push(customer);
            orders.products.extend(basket);
            orders.offsets.push(orders.products.len() as u32);
        };
        [5, 6, 5].into_iter().for_each(|customer| order(1, customer, &[0, 1]));
        (0..6).for_each(|customer| order(40, customer, &[2]));
        order(41, 5, &[0, 1, 2]);
        let mut found = Vec::new();
        let mut visit = |pair: Pair<'_>| {
            let months: Vec<_> = pair.months.iter().map(|(month, count)| (month.yyyymm(), *count)).collect();
            found.push((pair.a, pair.b, pair.learnt, pair.whole, months));
            ControlFlow::Continue(())
        };
        FromOrders::new(&orders, 3).pairs(&Silent, &mut visit).unwrap();
        let count = |orders, customers| Count { orders, customers };
        let once = |a, b| (a, b, count(0, 0), count(1, 1), vec![(197_002, count(1, 1))]);
        let months = vec![(197_001, count(3, 2)), (197_002, count(1, 1))];
        assert_eq!(found, [(0, 1, count(3, 2), count(4, 2), months), once(0, 2), once(1, 2)]);
    }
}
