//! Recipe "cosine": counts divided by powers of both products' popularity. Cheap, scales to anything, and on some
//! shops the best there is.

use rayon::prelude::*;

use super::recipe::Cosine;
use super::top::{Rows, Ranked, keep_best};
use crate::mine::PairCounts;
use crate::progress::Progress;

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
        .map(|source| {
            progress.advance(1);
            if !wanted(source) {
                return Vec::new();
            }
            let own = 1.0 / recipe.source_exponent.of(counts.orders_with(source).max(1) as f32);
            let mut row: Vec<Ranked> = counts
                .row(source)
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
