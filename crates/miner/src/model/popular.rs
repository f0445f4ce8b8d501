//! Lists that need no pairs: popular and rising products of the shop, popular products of each category.

use std::collections::BTreeMap;

use super::top::{Ranked, heavier_first};
use crate::data::{ANONYMOUS, Catalogue, Orders};

/// Days in which an order's voice for its products halves.
pub const HALF_LIFE_DAYS: u32 = 30;

/// Separates the levels of a category path.
pub const CATEGORY_SEPARATOR: &str = " > ";

/// 2^(−1/30): a constant, because `powf` differs in the last bit between platforms.
const DAILY: f64 = 0.977_159_968_434_245_9;

/// Older orders weigh like those of this age, 2^−121: still above 0 in `f32`.
const OLDEST_DAYS: usize = 3_650;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The recent window of the rising list: four weeks, or a quarter of the data where there is less than 16 weeks.
const RECENT_MS: i64 = 28 * DAY_MS;

/// The earlier window is this many recent ones, just before.
const EARLIER_WINDOWS: i64 = 3;

/// Orders added to both rates: a product has to rise by more than a handful before it leads the list.
const RISING_SHRINKAGE: f64 = 5.0;

/// Each product's orders, an order counting half for every [`HALF_LIFE_DAYS`] that it is older than the newest one.
/// Ages are whole days; the sum runs in the sequence of the orders.
pub fn popularity(orders: &Orders, range: std::ops::Range<usize>, products: usize) -> Vec<f64> {
    let mut weights = vec![0.0; products];
    let mut voices = vec![1.0];
    let newest = range.end.checked_sub(1).map_or(0, |last| orders.time_ms[last]);
    for order in range {
        let age = (newest.saturating_sub(orders.time_ms[order]) / DAY_MS).max(0);
        let age = usize::try_from(age).unwrap_or(OLDEST_DAYS).min(OLDEST_DAYS);
        while voices.len() <= age {
            voices.push(voices[voices.len() - 1] * DAILY);
        }
        for &product in orders.basket(order) {
            weights[product as usize] += voices[age];
        }
    }
    weights
}

/// The `limit` products with the largest weights above 0.
pub fn best(weights: &[f64], limit: usize) -> Vec<Ranked> {
    ranked((0u32..).zip(weights.iter().copied()), limit)
}

/// The `limit` products whose share of the shop's orders grew most, the recent window against the earlier one.
///
/// The weight is (recent + 5) / (expected + 5), where expected is the earlier count brought to the recent window's
/// volume, so that a season that lifts the whole shop lifts nobody here. Above 1 only, and only products that
/// at least `min_customers` distinct customers bought in the recent window (orders without one count together).
pub fn rising(orders: &Orders, products: usize, min_customers: u32, limit: usize) -> Vec<Ranked> {
    let (Some(&oldest), Some(&newest)) = (orders.time_ms.first(), orders.time_ms.last()) else {
        return Vec::new();
    };
    let window = RECENT_MS.min(newest.saturating_sub(oldest) / (EARLIER_WINDOWS + 1)).max(1);
    let recent_from = newest.saturating_sub(window);
    let earlier_from = recent_from.saturating_sub(window.saturating_mul(EARLIER_WINDOWS));
    let first_after = |time: i64| orders.time_ms.partition_point(|&t| t <= time);
    let (earlier, recent) =
        (first_after(earlier_from)..first_after(recent_from), first_after(recent_from)..orders.len());

    let count = |range: std::ops::Range<usize>| {
        let mut counts = vec![0u32; products];
        range.flat_map(|order| orders.basket(order)).for_each(|&product| counts[product as usize] += 1);
        counts
    };
    let (before, now) = (count(earlier), count(recent.clone()));
    let total = |counts: &[u32]| counts.iter().map(|&c| f64::from(c)).sum::<f64>();
    if total(&before) == 0.0 {
        return Vec::new();
    }
    let volume = total(&now) / total(&before);
    let customers = distinct_customers(orders, recent, products);
    let rise = |product: usize| {
        (f64::from(now[product]) + RISING_SHRINKAGE)
            / (f64::from(before[product]) * volume + RISING_SHRINKAGE)
    };
    let risen = (0..products)
        .filter(|&product| customers[product] >= min_customers && rise(product) > 1.0)
        .map(|product| (product as u32, rise(product)));
    ranked(risen, limit)
}

/// For every level of every category path the `limit` products with the largest weights, ascending by path.
/// Categories in which nothing has a weight are left out.
pub fn by_category(catalogue: &Catalogue, weights: &[f64], limit: usize) -> Vec<(String, Vec<Ranked>)> {
    let mut members: BTreeMap<&str, Vec<(u32, f64)>> = BTreeMap::new();
    for (product, (entry, &weight)) in (0u32..).zip(catalogue.products.iter().zip(weights)) {
        for path in levels(&entry.category) {
            members.entry(path).or_default().push((product, weight));
        }
    }
    members
        .into_iter()
        .map(|(path, products)| (path.to_owned(), ranked(products.into_iter(), limit)))
        .filter(|(_, list)| !list.is_empty())
        .collect()
}

/// "A > B > C" gives "A", "A > B" and "A > B > C"; an empty path gives nothing.
fn levels(path: &str) -> impl Iterator<Item = &str> {
    let inner = path.match_indices(CATEGORY_SEPARATOR).map(|(at, _)| &path[..at]);
    inner.chain(std::iter::once(path)).filter(|level| !level.is_empty())
}

fn ranked(weights: impl Iterator<Item = (u32, f64)>, limit: usize) -> Vec<Ranked> {
    let mut list: Vec<Ranked> = weights
        .filter(|&(_, weight)| weight > 0.0)
        .map(|(product, weight)| Ranked { product, weight: weight as f32 })
        .collect();
    list.sort_unstable_by(heavier_first);
    list.truncate(limit);
    list
}

/// Distinct customers of each product in a range of orders.
fn distinct_customers(orders: &Orders, range: std::ops::Range<usize>, products: usize) -> Vec<u32> {
    let mut bought: Vec<(u32, u32)> = range
        .flat_map(|order| orders.basket(order).iter().map(move |&product| (product, orders.customer[order])))
        .collect();
    bought.sort_unstable();
    bought.dedup();
    let mut customers = vec![0; products];
    for (product, _) in bought {
        customers[product as usize] += 1;
    }
    customers
}

const _: () = assert!(ANONYMOUS == u32::MAX, "orders without a customer share one number, hence count once");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Product;

    /// Orders of one product each: (day, customer, product), ascending by day.
    fn orders(lines: &[(i64, u32, u32)]) -> Orders {
        Orders {
            time_ms: lines.iter().map(|&(day, ..)| day * DAY_MS).collect(),
            customer: lines.iter().map(|&(_, customer, _)| customer).collect(),
            offsets: (0..=lines.len() as u32).collect(),
            products: lines.iter().map(|&(.., product)| product).collect(),
        }
    }

    fn numbers(list: &[Ranked]) -> Vec<u32> {
        list.iter().map(|ranked| ranked.product).collect()
    }

    #[test]
    fn an_order_counts_half_after_the_half_life() {
        let weights = popularity(&orders(&[(0, 1, 0), (30, 1, 1), (60, 1, 2), (60, 2, 2)]), 0..4, 4);
        let expected = [0.25, 0.5, 2.0, 0.0];
        for (got, expected) in weights.iter().zip(expected) {
            assert!((got - expected).abs() < 1e-9, "{weights:?}");
        }
        assert_eq!(numbers(&best(&weights, 2)), [2, 1]);
        assert_eq!(numbers(&best(&weights, 9)), [2, 1, 0]);
    }

    #[test]
    fn a_wrong_clock_does_not_break_the_sum() {
        let mut old = orders(&[(0, 1, 0), (30, 1, 1)]);
        old.time_ms[0] = i64::MIN;
        let weights = popularity(&old, 0..2, 2);
        assert!(weights[0] as f32 > 0.0 && weights[1] == 1.0);
        assert_eq!(popularity(&Orders::default(), 0..0, 2), [0.0, 0.0]);
        rising(&old, 2, 1, 5);
    }

    #[test]
    fn rising_is_against_the_shops_own_growth() {
        // 16 weeks. Product 0 sells one a day throughout; product 1 starts in the last four weeks, ten a week from
        // as many customers; product 2 does so too, but one customer buys it all.
        let mut lines: Vec<(i64, u32, u32)> = (0..=112).map(|day| (day, 1_000 + day as u32, 0)).collect();
        lines.extend((85..=112).flat_map(|day| [(day, day as u32, 1), (day, 7, 2)]));
        lines.sort_by_key(|&(day, ..)| day);
        let orders = orders(&lines);
        let check = |min: u32, expected: &[u32]| assert_eq!(numbers(&rising(&orders, 3, min, 9)), expected);
        check(1, &[1, 2]);
        check(3, &[1]);
        check(100, &[]);
        let list = rising(&orders, 3, 3, 9);
        assert_eq!(list[0].weight, (28.0 + 5.0) / 5.0);
    }

    #[test]
    fn every_level_of_a_category_has_a_list() {
        let product = |category: &str| Product { category: category.into(), ..Product::default() };
        let catalogue = Catalogue {
            products: vec![
                product("Garden > Tools"),
                product("Garden"),
                product(""),
                product("Garden > Tools"),
                product("Toys"),
            ],
        };
        let lists = by_category(&catalogue, &[1.0, 2.0, 9.0, 3.0, 0.0], 2);
        let lists: Vec<(&str, Vec<u32>)> =
            lists.iter().map(|(path, list)| (path.as_str(), numbers(list))).collect();
        assert_eq!(lists, [("Garden", vec![3, 1]), ("Garden > Tools", vec![3, 0])]);
    }
}
