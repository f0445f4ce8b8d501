//! Recipe "cosine": counts divided by powers of both products' popularity. Cheap, scales to anything, and on some
//! shops the best there is.

use cobuy_catalogue::progress::Progress;
use rayon::prelude::*;

use super::recipe::Cosine;
use crate::mine::{PairCounts, RowBuffer};
use crate::top::{Ranked, Rows, keep_best};

/// Rows of the `limit` heaviest neighbours j of each wanted product i by G_ij / (n_i^a (n_j + s)^b).
///
/// Reports one step per product.
pub fn fit(
    counts: &PairCounts,
    recipe: Cosine,
    limit: usize,
    wanted: &(dyn Fn(u32) -> bool + Sync),
    progress: &dyn Progress,
) -> Rows {
    let damping: Vec<f32> = counts
        .item_orders()
        .iter()
        .map(|&orders| 1.0 / recipe.neighbour_exponent.of(orders as f32 + f32::from(recipe.shrink)))
        .collect();
    (0..counts.len() as u32)
        .into_par_iter()
        .with_min_len(64)
        .map_init(RowBuffer::default, |buffer, source| {
            progress.advance(1);
            if !wanted(source) {
                return Vec::new();
            }
            let own = 1.0 / recipe.source_exponent.of(counts.orders_with(source).max(1) as f32);
            let mut row: Vec<Ranked> = counts
                .row(source, buffer)
                .iter()
                .map(|(product, orders)| Ranked {
                    product,
                    weight: orders as f32 * own * damping[product as usize],
                })
                .collect();
            keep_best(&mut row, limit);
            row.shrink_to_fit();
            row
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::recipe::Exponent;
    use super::*;
    use crate::mine::{Baskets, Counting};
    use cobuy_catalogue::data::Orders;
    use cobuy_catalogue::progress::Silent;

    #[test]
    fn weights_by_hand() {
        // Orders: 0 in 4, 1 in 4, 2 in 1; together 0-1 3, 0-2 1.
        let orders = Orders {
            time_ms: vec![0; 5],
            customer: vec![0, 1, 2, 3, 4],
            offsets: vec![0, 2, 4, 6, 8, 9],
            products: vec![0, 1, 0, 1, 0, 1, 0, 2, 1],
        };
        let counts = PairCounts::count(&Baskets::new(&orders, 0..5, 3), Counting::of(1), &Silent).unwrap();
        let check = |source_exponent, neighbour_exponent, shrink, limit, expected: &[(u32, f32)]| {
            let recipe = Cosine { source_exponent, neighbour_exponent, shrink };
            let rows = fit(&counts, recipe, limit, &|product| product == 0, &Silent);
            let row: Vec<(u32, f32)> = rows[0].iter().map(|n| (n.product, n.weight)).collect();
            assert_eq!(row, expected);
            assert!(rows[1].is_empty() && rows[2].is_empty());
        };
        check(Exponent::Half, Exponent::Half, 0, 20, &[(1, 0.75), (2, 0.5)]);
        check(Exponent::One, Exponent::Half, 0, 20, &[(1, 0.375), (2, 0.25)]);
        check(Exponent::Half, Exponent::Half, 0, 1, &[(1, 0.75)]);
        check(Exponent::Half, Exponent::Quarter, 12, 1, &[(1, 0.75)]);
        check(Exponent::Half, Exponent::One, 0, 20, &[(2, 0.5), (1, 0.375)]);
    }
}
