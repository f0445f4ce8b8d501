//! Recipe "textbook": the association rules of every introduction, with its usual thresholds.
//!
//! A pair stands if 3 % of all orders hold both (support) and they are together half as often again as by chance (lift);
//! neighbours go by confidence. On a shop of any size next to nothing reaches 3 %: Online Retail keeps 60 pairs of 3,739
//! products, click logs none. It is there for catalogues of a few dozen products, and to be compared with.

use cobuy_catalogue::progress::Progress;
use rayon::prelude::*;

use crate::mine::{PairCounts, RowBuffer};
use crate::top::{Ranked, Rows, keep_best};

/// Least share of all orders that hold both, per cent.
pub const SUPPORT_PERCENT: u64 = 3;

/// Least lift, tenths.
pub const LIFT_TENTHS: u64 = 15;

/// Rows of the `limit` neighbours with the highest confidence among the pairs that stand. Reports one step per product.
pub fn fit(counts: &PairCounts, limit: usize, progress: &dyn Progress) -> Rows {
    (0..counts.len() as u32)
        .into_par_iter()
        .with_min_len(64)
        .map_init(RowBuffer::default, |buffer, source| {
            progress.advance(1);
            let own = counts.orders_with(source);
            let stands =
                |(product, both): &(u32, u32)| stands(counts, own, counts.orders_with(*product), *both);
            let confidence =
                |(product, both): (u32, u32)| Ranked { product, weight: both as f32 / own as f32 };
            let mut row: Vec<Ranked> =
                counts.row(source, buffer).iter().filter(stands).map(confidence).collect();
            keep_best(&mut row, limit);
            row
        })
        .collect()
}

/// Whether a pair passes both thresholds. Integers, so that a pair on the threshold is in on every machine.
fn stands(counts: &PairCounts, a: u32, b: u32, both: u32) -> bool {
    let (orders, both) = (u64::from(counts.orders), u64::from(both));
    let lifted = u128::from(both * 10) * u128::from(orders);
    both * 100 >= SUPPORT_PERCENT * orders
        && lifted >= u128::from(LIFT_TENTHS) * u128::from(a) * u128::from(b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mine::{Baskets, Counting};
    use cobuy_catalogue::data::Orders;
    use cobuy_catalogue::progress::Silent;

    #[test]
    fn both_thresholds_hold() {
        // 100 orders: 0 with 1 three times (each in 10: lift 3), 0 with 2 twice, 3 with 4 in 40 (each in 60: lift 1.1).
        let mut baskets: Vec<Vec<u32>> = vec![vec![0, 1]; 3];
        baskets.extend(vec![vec![0, 2]; 2]);
        baskets.extend(vec![vec![0]; 5]);
        baskets.extend(vec![vec![1]; 7]);
        baskets.extend(vec![vec![3, 4]; 40]);
        baskets.extend(vec![vec![3]; 20]);
        baskets.extend(vec![vec![4]; 20]);
        baskets.extend(vec![vec![5]; 3]);
        let mut orders = Orders { offsets: vec![0], ..Orders::default() };
        for (order, basket) in (0u32..).zip(&baskets) {
            orders.time_ms.push(order.into());
            orders.customer.push(order);
            orders.products.extend(basket);
            orders.offsets.push(orders.products.len() as u32);
        }
        assert_eq!(orders.len(), 100);
        let counts = PairCounts::count(&Baskets::new(&orders, 0..100, 6), Counting::of(1), &Silent).unwrap();
        let rows = fit(&counts, 20, &Silent);
        let row = |source: usize| rows[source].iter().map(|n| (n.product, n.weight)).collect::<Vec<_>>();
        assert_eq!(row(0), [(1, 0.3)]);
        assert_eq!(row(1), [(0, 0.3)]);
        assert!((2..6).all(|source| row(source).is_empty()), "{rows:?}");
    }
}
