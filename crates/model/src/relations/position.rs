//! How dear a product is among its kind.

use std::collections::BTreeMap;

use super::features::{Features, NONE};

/// Fewest products with a price that make a percentile.
pub(super) const ENOUGH: usize = 5;

/// For each product the percentile of its price, 0 to 100, within its deepest category that has [`ENOUGH`] products with
/// a price: the share of cheaper ones, those of its own price half. None without price or such a category.
pub(super) fn price_positions(features: &Features) -> Vec<Option<u8>> {
    let mut prices: BTreeMap<u32, Vec<f32>> = BTreeMap::new();
    for (price, category) in features.price.iter().zip(&features.category) {
        if *price > 0.0 && *category != NONE {
            for level in &features.levels[*category as usize] {
                prices.entry(*level).or_default().push(*price);
            }
        }
    }
    prices.values_mut().for_each(|prices| prices.sort_by(f32::total_cmp));
    let position = |(price, category): (&f32, &u32)| {
        let levels = features.levels.get(*category as usize).filter(|_| *price > 0.0)?;
        let mut known = levels.iter().rev().filter_map(|level| prices.get(level));
        let prices = known.find(|prices| prices.len() >= ENOUGH)?;
        let below = prices.partition_point(|other| other < price);
        let not_above = prices.partition_point(|other| other <= price);
        Some(((below + not_above) * 50 / prices.len()) as u8)
    };
    features.price.iter().zip(&features.category).map(position).collect()
}
