//! Exact counts of pairs, row by row: the table is larger than memory in large shops.

use crate::mine::Baskets;

/// Orders and distinct customers that hold two products, or one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Orders.
    pub orders: u32,
    /// Distinct customers; orders that name none count together as one.
    pub customers: u32,
    last_customer: u32,
}

impl Count {
    fn add(&mut self, customer: u32) {
        // Orders of one customer follow each other.
        if self.orders == 0 || self.last_customer != customer {
            self.customers += 1;
            self.last_customer = customer;
        }
        self.orders += 1;
    }
}

/// Counts the pairs of one product after the other; holds 12 bytes a product.
pub(super) struct PairCounter<'a> {
    baskets: &'a Baskets,
    counts: Vec<Count>,
    touched: Vec<u32>,
}

impl<'a> PairCounter<'a> {
    /// A counter over these orders.
    pub fn new(baskets: &'a Baskets) -> Self {
        Self { baskets, counts: vec![Count::default(); baskets.products()], touched: Vec::new() }
    }

    /// The count of a product itself, and of its pairs with later products, ascending.
    pub fn row(&mut self, product: u32) -> (Count, Vec<(u32, Count)>) {
        let mut own = Count::default();
        for (customer, basket) in self.baskets.holding(product) {
            own.add(customer);
            let later = basket.partition_point(|&other| other <= product);
            for &other in &basket[later..] {
                let count = &mut self.counts[other as usize];
                if count.orders == 0 {
                    self.touched.push(other);
                }
                count.add(customer);
            }
        }
        self.touched.sort_unstable();
        let counts = &mut self.counts;
        let row = self.touched.drain(..).map(|other| (other, std::mem::take(&mut counts[other as usize])));
        (own, row.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ANONYMOUS, Orders};

    #[test]
    fn counts_by_hand() {
        // Customer 1 twice {0,1}, customer 2 {0,1,2}, two anonymous {1,2}.
        let orders = Orders {
            time_ms: vec![1, 2, 3, 4, 5],
            customer: vec![1, 2, 1, ANONYMOUS, ANONYMOUS],
            offsets: vec![0, 2, 5, 7, 9, 11],
            products: vec![0, 1, 0, 1, 2, 0, 1, 1, 2, 1, 2],
        };
        let baskets = Baskets::new(&orders, 0..5, 4);
        let mut counter = PairCounter::new(&baskets);
        let mut check = |product: u32, own: (u32, u32), expected: &[(u32, u32, u32)]| {
            let (count, row) = counter.row(product);
            let row: Vec<_> =
                row.iter().map(|(other, count)| (*other, count.orders, count.customers)).collect();
            assert_eq!(
                ((count.orders, count.customers), row.as_slice()),
                (own, expected),
                "product {product}"
            );
        };
        check(0, (3, 2), &[(1, 3, 2), (2, 1, 1)]);
        check(1, (5, 3), &[(2, 3, 2)]);
        check(2, (3, 2), &[]);
        check(3, (0, 0), &[]);
    }
}
