//! The history of a pair: in which months it was bought, and how often in all.

use super::baskets::Baskets;
use super::count::{Count, Tally};
use super::months::Month;

/// Everything that was counted of two products bought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair<'a> {
    /// The product with the smaller number.
    pub a: u32,
    /// The other one.
    pub b: u32,
    /// Without the hold-out; zeros where only the hold-out has the pair.
    pub learnt: Count,
    /// In all orders.
    pub whole: Count,
    /// In all orders of each month that has any, ascending.
    pub months: &'a [(Month, Count)],
}

/// The pairs of one product with later products, ascending.
#[derive(Debug, Default)]
pub(super) struct Histories {
    /// The later product, without the hold-out, in all, and the end of its months.
    pairs: Vec<(u32, Count, Count, usize)>,
    months: Vec<(Month, Count)>,
}

impl Histories {
    /// The pairs of product `a`.
    pub fn pairs(&self, a: u32) -> impl Iterator<Item = Pair<'_>> {
        let starts = std::iter::once(0).chain(self.pairs.iter().map(|&(.., end)| end));
        self.pairs.iter().zip(starts).map(move |(&(b, learnt, whole, end), start)| Pair {
            a,
            b,
            learnt,
            whole,
            months: &self.months[start..end],
        })
    }
}

/// One line of an order beside the product that is counted.
#[derive(Clone, Copy)]
struct Meeting {
    other: u32,
    order: u32,
    customer: u32,
}

/// Counts the histories of one product after another.
pub(super) struct HistoryCounter<'a> {
    baskets: &'a Baskets,
    /// By order: the place of its month in `months`.
    month_of: &'a [u16],
    months: &'a [Month],
    /// Orders from this number on are the hold-out.
    learnt: u32,
    meetings: Vec<Meeting>,
    tallies: Vec<Tally>,
}

impl<'a> HistoryCounter<'a> {
    /// A counter over these orders.
    pub fn new(baskets: &'a Baskets, month_of: &'a [u16], months: &'a [Month], learnt: usize) -> Self {
        let tallies = vec![Tally::default(); months.len()];
        Self { baskets, month_of, months, learnt: learnt as u32, meetings: Vec::new(), tallies }
    }

    /// The pairs of `product` with later products.
    pub fn count(&mut self, product: u32) -> Histories {
        let mut meetings = std::mem::take(&mut self.meetings);
        for (order, customer, basket) in self.baskets.orders_holding(product) {
            let later = basket.partition_point(|&other| other <= product);
            meetings.extend(basket[later..].iter().map(|&other| Meeting { other, order, customer }));
        }
        // Stable: the orders of a pair stay in their sequence, customer by customer.
        meetings.sort_by_key(|meeting| meeting.other);
        let mut histories = Histories::default();
        for pair in meetings.chunk_by(|one, other| one.other == other.other) {
            self.add(pair, &mut histories);
        }
        meetings.clear();
        self.meetings = meetings;
        histories
    }

    fn add(&mut self, meetings: &[Meeting], histories: &mut Histories) {
        let (mut learnt, mut whole) = (Tally::default(), Tally::default());
        for meeting in meetings {
            whole.add(meeting.customer);
            if meeting.order < self.learnt {
                learnt.add(meeting.customer);
            }
            self.tallies[usize::from(self.month_of[meeting.order as usize])].add(meeting.customer);
        }
        for (tally, month) in self.tallies.iter_mut().zip(self.months) {
            if tally.count.orders > 0 {
                histories.months.push((*month, std::mem::take(tally).count));
            }
        }
        histories.pairs.push((meetings[0].other, learnt.count, whole.count, histories.months.len()));
    }
}
