//! The best few of many under a total order: heavier first, then the smaller product number.

use std::cmp::Ordering;

/// A product with the weight that ranks it: a recipe's, or its popularity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ranked {
    /// Number of the product.
    pub product: u32,
    /// Its weight, above 0 and finite.
    pub weight: f32,
}

/// Rows of neighbours, one per product, each in [`heavier_first`] order.
pub type Rows = Vec<Vec<Ranked>>;

/// The order of every list in a model. Total, so that results never depend on the sequence of insertion.
pub fn heavier_first(a: &Ranked, b: &Ranked) -> Ordering {
    b.weight.total_cmp(&a.weight).then(a.product.cmp(&b.product))
}

/// Inserts `new` into `list`, which is in order and holds at most `limit`.
pub fn insert(list: &mut Vec<Ranked>, new: Ranked, limit: usize) {
    if list.len() == limit {
        match list.last() {
            Some(last) if heavier_first(&new, last) == Ordering::Less => list.pop(),
            _ => return,
        };
    }
    let at = list.partition_point(|old| heavier_first(old, &new) == Ordering::Less);
    list.insert(at, new);
}

/// Keeps the best `limit` of `list`, in order.
pub fn keep_best(list: &mut Vec<Ranked>, limit: usize) {
    if list.len() > limit && limit > 0 {
        list.select_nth_unstable_by(limit - 1, heavier_first);
    }
    list.truncate(limit);
    list.sort_unstable_by(heavier_first);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Inserting one by one, in any sequence, is the same as sorting all and cutting.
        #[test]
        fn insertion_is_sorting(weights in prop::collection::vec(1u8..9, 0..40), limit in 1usize..12) {
            let all: Vec<Ranked> = weights
                .iter()
                .enumerate()
                .map(|(product, &w)| Ranked { product: product as u32, weight: f32::from(w) })
                .collect();
            let mut sorted = all.clone();
            sorted.sort_by(heavier_first);
            sorted.truncate(limit);
            let mut inserted = Vec::new();
            for &new in all.iter().rev() {
                insert(&mut inserted, new, limit);
            }
            let mut kept = all;
            keep_best(&mut kept, limit);
            prop_assert_eq!(&inserted, &sorted);
            prop_assert_eq!(&kept, &sorted);
        }
    }
}
