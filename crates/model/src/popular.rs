//! Lists that need no pairs: popular and rising products of the shop and of each category.

use std::collections::BTreeMap;

use cobuy_catalogue::data::CATEGORY_SEPARATOR;
use cobuy_catalogue::data::Catalogue;

use super::top::{Ranked, heavier_first};
use crate::mine::evidence::Holdout;
use crate::mine::months::{Month, MonthSales};

/// Months in which an order's voice for its products halves. A power of two is exact on every platform.
pub const HALF_LIFE_MONTHS: u32 = 1;

/// Older orders weigh like those of this age, 2^−120: still above 0 in `f32`.
const OLDEST_MONTHS: u32 = 120;

/// Newest months of the rising list; one in shops that have fewer than four.
const RECENT_MONTHS: u32 = 2;

/// Months before those that they are compared with, as far as there are so many.
const EARLIER_MONTHS: u32 = 3;

/// Orders added to both rates: a product has to rise by more than a handful before it leads the list.
const RISING_SHRINKAGE: f64 = 5.0;

/// Each product's orders, an order counting half for every month ([`HALF_LIFE_MONTHS`]) between its own and the newest
/// of `months`. Orders of `left_out`, which are among those of the months, do not count.
///
/// Months of the calendar, not days: then a database's sums by month give the same list to the last bit.
pub fn popularity(months: &[MonthSales], left_out: Option<&Holdout<'_>>, products: usize) -> Vec<f64> {
    let mut weights = vec![0.0; products];
    let Some(newest) = months.last().map(|sales| sales.month) else {
        return weights;
    };
    for sales in months {
        let voice = voice(newest, sales.month);
        for item in &sales.items {
            weights[item.product as usize] += f64::from(item.orders) * voice;
        }
    }
    for (holdout, order) in
        left_out.iter().flat_map(|holdout| holdout.range.clone().map(move |o| (holdout, o)))
    {
        let voice = voice(newest, Month::of(holdout.orders.time_ms[order]));
        for &product in holdout.orders.basket(order) {
            weights[product as usize] -= voice;
        }
    }
    weights
}

/// 2 to the power of minus the age.
fn voice(newest: Month, month: Month) -> f64 {
    const { assert!(HALF_LIFE_MONTHS == 1, "the voice is a whole power of two") };
    f64::powi(0.5, newest.since(month).min(OLDEST_MONTHS) as i32)
}

/// The `limit` products with the largest weights above 0.
pub fn best(weights: &[f64], limit: usize) -> Vec<Ranked> {
    ranked((0u32..).zip(weights.iter().copied()), limit)
}

/// The `limit` products whose share of the shop's sales grew most: the newest two calendar months against the three
/// before. Shops of three months or two compare the newest one with those before; in a single month nothing rises.
///
/// The weight is (recent + 5) / (expected + 5), where expected is the earlier count brought to the recent months'
/// volume, so that a season that lifts the whole shop lifts nobody here. Above 1 only, and only products that
/// at least `min_customers` distinct customers bought in one of the recent months (orders without one count
/// together).
pub fn rising(months: &[MonthSales], products: usize, min_customers: u32, limit: usize) -> Vec<Ranked> {
    let (Some(oldest), Some(newest)) = (months.first(), months.last()) else {
        return Vec::new();
    };
    let span = newest.month.since(oldest.month) + 1;
    let recent = if span > EARLIER_MONTHS { RECENT_MONTHS } else { 1 };
    let sales = |ages: std::ops::Range<u32>| {
        months.iter().filter(move |sales| ages.contains(&newest.month.since(sales.month)))
    };
    let count = |ages: std::ops::Range<u32>| {
        let mut counts = vec![0u32; products];
        sales(ages).flat_map(|sales| &sales.items).for_each(|item| {
            counts[item.product as usize] += item.orders;
        });
        counts
    };
    let (before, now) = (count(recent..recent + EARLIER_MONTHS), count(0..recent));
    let total = |counts: &[u32]| counts.iter().map(|&c| f64::from(c)).sum::<f64>();
    if total(&before) == 0.0 {
        return Vec::new();
    }
    let volume = total(&now) / total(&before);
    let mut customers = vec![0; products];
    for item in sales(0..recent).flat_map(|sales| &sales.items) {
        let most = &mut customers[item.product as usize];
        *most = item.customers.max(*most);
    }
    let rise = |product: usize| {
        (f64::from(now[product]) + RISING_SHRINKAGE)
            / (f64::from(before[product]) * volume + RISING_SHRINKAGE)
    };
    let risen = (0..products)
        .filter(|&product| customers[product] >= min_customers && rise(product) > 1.0)
        .map(|product| (product as u32, rise(product)));
    ranked(risen, limit)
}

/// The lists of one category.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryLists {
    /// Its path, outermost level first, levels joined by [`CATEGORY_SEPARATOR`].
    pub path: String,
    /// The most bought products, as in the shop's list.
    pub popular: Vec<Ranked>,
    /// Those of its products whose share of the shop's sales grew; none where nothing did.
    pub rising: Vec<Ranked>,
}

/// For every level of every category path the `limit` products with the largest weights, and the `limit` first of
/// `rising` (in its order), ascending by path. Categories in which nothing has a weight are left out.
pub fn by_category(
    catalogue: &Catalogue,
    weights: &[f64],
    rising: &[Ranked],
    limit: usize,
) -> Vec<CategoryLists> {
    let mut bought: BTreeMap<&str, Vec<(u32, f64)>> = BTreeMap::new();
    for (product, (entry, &weight)) in (0u32..).zip(catalogue.products.iter().zip(weights)) {
        for path in levels(&entry.category) {
            bought.entry(path).or_default().push((product, weight));
        }
    }
    let mut risen: BTreeMap<&str, Vec<Ranked>> = BTreeMap::new();
    for ranked in rising {
        for path in levels(&catalogue.products[ranked.product as usize].category) {
            let list = risen.entry(path).or_default();
            if list.len() < limit {
                list.push(*ranked);
            }
        }
    }
    bought
        .into_iter()
        .map(|(path, bought)| CategoryLists {
            path: path.to_owned(),
            popular: ranked(bought.into_iter(), limit),
            rising: risen.remove(path).unwrap_or_default(),
        })
        .filter(|lists| !lists.popular.is_empty())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mine::months::monthly;
    use cobuy_catalogue::data::{Orders, Product};

    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

    /// Orders of one product each: (day of 1970, customer, product), ascending by day.
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
    fn an_order_counts_half_after_a_month() {
        // January, February, and twice March.
        let orders = orders(&[(0, 1, 0), (31, 1, 1), (59, 1, 2), (80, 2, 2)]);
        let months = monthly(&orders, 4);
        let weights = popularity(&months, None, 4);
        assert_eq!(weights, [0.25, 0.5, 2.0, 0.0]);
        assert_eq!(numbers(&best(&weights, 2)), [2, 1]);
        assert_eq!(numbers(&best(&weights, 9)), [2, 1, 0]);
        let newest = Holdout { orders: &orders, range: 3..4, older: 3 };
        assert_eq!(popularity(&months, Some(&newest), 4), [0.25, 0.5, 1.0, 0.0]);
        let march = Holdout { orders: &orders, range: 2..4, older: 2 };
        assert_eq!(numbers(&best(&popularity(&months, Some(&march), 4), 9)), [1, 0]);
    }

    #[test]
    fn a_wrong_clock_does_not_break_the_sum() {
        let mut old = orders(&[(0, 1, 0), (31, 1, 1)]);
        old.time_ms[0] = i64::MIN;
        let months = monthly(&old, 2);
        let weights = popularity(&months, None, 2);
        assert!(weights[0] as f32 > 0.0 && weights[1] == 1.0);
        assert_eq!(popularity(&[], None, 2), [0.0, 0.0]);
        assert_eq!(rising(&months, 2, 1, 5), []);
    }

    #[test]
    fn rising_is_against_the_shops_own_growth() {
        // January to May. Product 0 sells one a day throughout; product 1 starts in the last four weeks, one a day to
        // as many customers; product 2 does so too, but one customer buys it all.
        let mut lines: Vec<(i64, u32, u32)> = (0..151).map(|day| (day, 1_000 + day as u32, 0)).collect();
        lines.extend((123..151).flat_map(|day| [(day, day as u32, 1), (day, 7, 2)]));
        lines.sort_by_key(|&(day, ..)| day);
        let months = monthly(&orders(&lines), 3);
        let check = |min: u32, expected: &[u32]| assert_eq!(numbers(&rising(&months, 3, min, 9)), expected);
        check(1, &[1, 2]);
        check(3, &[1]);
        check(100, &[]);
        let list = rising(&months, 3, 3, 9);
        assert_eq!(list[0].weight, (28.0 + 5.0) / 5.0);
    }

    #[test]
    fn young_shops_compare_what_they_have() {
        // One sale of product 0 a day; product 1 on ten days of the newest month.
        let check = |days: i64, expected: &[u32]| {
            let mut lines: Vec<(i64, u32, u32)> = (0..days).map(|day| (day, day as u32, 0)).collect();
            lines.extend((days - 10..days).map(|day| (day, day as u32, 1)));
            lines.sort_by_key(|&(day, ..)| day);
            assert_eq!(numbers(&rising(&monthly(&orders(&lines), 2), 2, 3, 9)), expected, "{days} days");
        };
        check(31, &[]);
        check(59, &[1]);
        check(90, &[1]);
        check(120, &[1]);
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
        let rising = [1, 2, 0, 3].map(|product| Ranked { product, weight: 2.0 });
        let lists = by_category(&catalogue, &[1.0, 2.0, 9.0, 3.0, 0.0], &rising, 2);
        let lists: Vec<(&str, Vec<u32>, Vec<u32>)> = lists
            .iter()
            .map(|lists| (lists.path.as_str(), numbers(&lists.popular), numbers(&lists.rising)))
            .collect();
        let expected = [("Garden", vec![3, 1], vec![1, 0]), ("Garden > Tools", vec![3, 0], vec![0, 3])];
        assert_eq!(lists, expected);
    }
}
