//! How often what follows was indeed bought: learnt before the hold-out, measured in it.

use std::collections::BTreeMap;
use std::ops::Range;

use cobuy_catalogue::data::{ANONYMOUS, Orders};
use cobuy_snapshot::quant::encode;
use cobuy_snapshot::quant::{KNOTS, Knot, Q15_ONE, calibration_unit, contribution};

use super::sequence::Follow;
use crate::calibrate::{Shown, knots};
use crate::settings::MIN_CASES;

/// Purchases that are looked at; of more customers every so-manieth is taken.
const PURCHASES: usize = 200_000;

const DAY_MS: i64 = 86_400_000;

/// Score → share of cases in which a product of `rows` was bought in the orders from `cut` on, by a customer who had
/// bought the row's product within the window before; weights in the unit of exponent 0. None with fewer than
/// [`MIN_CASES`]. The hold-out is shorter than the window, so shares are rather too small.
pub(super) fn follow_up(
    orders: &Orders,
    cut: usize,
    window_days: u16,
    rows: &[Vec<Follow>],
) -> Option<[Knot; KNOTS]> {
    let begin = *orders.time_ms.get(cut)?;
    let window = begin.saturating_sub(i64::from(window_days) * DAY_MS);
    let from = orders.time_ms.partition_point(|time| *time < window);
    let before = bought(orders, from..cut);
    let after = bought(orders, cut..orders.len());
    let purchases: usize = before.values().map(Vec::len).sum();
    let mut shown: Vec<Shown> = Vec::new();
    for (customer, had) in before.iter().step_by(purchases.div_ceil(PURCHASES).max(1)) {
        let got = after.get(customer).map_or(&[][..], Vec::as_slice);
        for product in had {
            let row = &rows[*product as usize];
            let weights: Vec<f32> = row.iter().map(|follow| follow.weight).collect();
            let bytes = encode::row(&weights, 0);
            for (follow, weight) in row.iter().zip(bytes.weights) {
                let score = calibration_unit(contribution(weight, bytes.scale, Q15_ONE));
                shown.push((score, got.binary_search(&follow.product).is_ok()));
            }
        }
    }
    (shown.len() >= MIN_CASES).then(|| knots(shown))
}

/// What each known customer bought in some orders, ascending.
fn bought(orders: &Orders, range: Range<usize>) -> BTreeMap<u32, Vec<u32>> {
    let mut bought: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for order in range.filter(|order| orders.customer[*order] != ANONYMOUS) {
        bought.entry(orders.customer[order]).or_default().extend(orders.basket(order));
    }
    bought.values_mut().for_each(|products| {
        products.sort_unstable();
        products.dedup();
    });
    bought
}
