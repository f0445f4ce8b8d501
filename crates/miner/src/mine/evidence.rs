//! What a model is made from, wherever it was counted: orders in memory, or tables that a database made of them.
//!
//! Both sources give the same numbers, so both give the same snapshot, byte for byte.

use std::ops::Range;

use super::months::{MonthSales, monthly};
use super::{Baskets, PairCounts};
use crate::data::{Orders, Sessions};
use crate::progress::Progress;

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

    /// Pairs that at least `min_customers` distinct customers bought in one order. Reports one step per product.
    ///
    /// # Errors
    /// [`EvidenceError`] where the source cannot be read.
    fn counts(
        &self,
        part: Part,
        min_customers: u32,
        progress: &dyn Progress,
    ) -> Result<PairCounts, EvidenceError>;
}

/// Why a source cannot be read. Orders in memory always can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct EvidenceError {
    /// File, and row where one is at fault.
    pub place: String,
    /// What is wrong, and what to do.
    pub reason: String,
}

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
        min_customers: u32,
        progress: &dyn Progress,
    ) -> Result<PairCounts, EvidenceError> {
        let end = match part {
            Part::Learn => learnt(self.orders.len()),
            Part::Whole => self.orders.len(),
        };
        let baskets = Baskets::new(self.orders, 0..end, self.products);
        Ok(PairCounts::count(&baskets, min_customers, progress))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;

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
        let counts = |part| evidence.counts(part, 1, &Silent).unwrap();
        assert_eq!(counts(Part::Learn).item_orders(), [9, 9, 0]);
        assert_eq!(counts(Part::Whole).item_orders(), [10, 10, 1]);
        assert_eq!((counts(Part::Learn).pairs_counted, counts(Part::Whole).pairs_counted), (1, 3));
        assert_eq!((evidence.holdout().range, evidence.newest_ms()), (9..10, Some(9)));
        assert_eq!((evidence.orders(), evidence.products(), evidence.months().len()), (10, 3, 1));
    }
}
