//! What the model is measured against, on the same cases: popular items, plain cosine, and its own rows before pruning
//! and quantising. None of these goes through a snapshot.

use cobuy_model::{Ranked, Rows};
use rayon::prelude::*;

use super::cases::{Case, Cases};
use super::figures::{Answer, DEPTH};

/// Products by falling popularity, then ascending number.
pub fn by_popularity(orders_with: &[u32]) -> Vec<u32> {
    let mut products: Vec<u32> =
        (0..orders_with.len() as u32).filter(|p| orders_with[*p as usize] > 0).collect();
    products.sort_by_key(|product| (std::cmp::Reverse(orders_with[*product as usize]), *product));
    products
}

/// The same list for every case, given products passed over.
pub fn popular(list: &[u32], cases: &Cases) -> Vec<Answer> {
    let answer = |case: &Case| {
        let given = |product: &u32| !cases.repeats && case.given.contains(product);
        let shown = list.iter().copied().filter(|product| !given(product)).take(DEPTH);
        Answer::of(shown.collect(), case.hidden)
    };
    cases.cases.par_iter().map(answer).collect()
}

/// The sums of the given products' rows in floating point, with factors by age (see [`cobuy_model::Decay`]); of equal
/// scores the more popular product comes first, then the smaller number.
pub fn rows(rows: &Rows, decay_q15: &[u16], orders_with: &[u32], cases: &Cases) -> Vec<Answer> {
    let state = || (vec![0.0f64; rows.len()], Vec::<u32>::new());
    let answer = |(scores, touched): &mut (Vec<f64>, Vec<u32>), case: &Case| {
        for (age, source) in case.given.iter().enumerate() {
            let factor =
                decay_q15.get(age).or(decay_q15.last()).map_or(1.0, |q15| f64::from(*q15) / 32_768.0);
            for neighbour in rows.get(*source as usize).into_iter().flatten() {
                let score = &mut scores[neighbour.product as usize];
                if *score == 0.0 {
                    touched.push(neighbour.product);
                }
                *score += f64::from(neighbour.weight) * factor;
            }
        }
        if !cases.repeats {
            for given in &case.given {
                if let Some(score) = scores.get_mut(*given as usize) {
                    *score = 0.0;
                }
            }
        }
        Answer::of(best(scores, touched, orders_with), case.hidden)
    };
    cases.cases.par_iter().map_init(state, answer).collect()
}

/// The best [`DEPTH`] of what was touched; clears it.
fn best(scores: &mut [f64], touched: &mut Vec<u32>, orders_with: &[u32]) -> Vec<u32> {
    let mut found: Vec<(u32, f64)> = touched
        .drain(..)
        .map(|product| (product, std::mem::take(&mut scores[product as usize])))
        .filter(|(_, score)| *score > 0.0)
        .collect();
    found.sort_by(|a, b| {
        let orders = |product: u32| orders_with[product as usize];
        b.1.total_cmp(&a.1).then_with(|| orders(b.0).cmp(&orders(a.0))).then_with(|| a.0.cmp(&b.0))
    });
    found.dedup_by_key(|(product, _)| *product);
    found.into_iter().take(DEPTH).map(|(product, _)| product).collect()
}

/// Weights rounded to `bits` bits, 1 to 8, in shares of their row's heaviest: what a coarser snapshot would hold.
pub fn coarser(weights: &mut [Ranked], bits: u8) {
    let steps = f32::from(((1u16 << bits.clamp(1, 8)) - 1) as u8);
    let heaviest = weights.first().map_or(0.0, |first| first.weight);
    for neighbour in weights {
        neighbour.weight = ((neighbour.weight / heaviest * steps).round().max(1.0)) / steps * heaviest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases(of: &[(&[u32], u32)], repeats: bool) -> Cases {
        let case = |&(given, hidden): &(&[u32], u32)| Case { given: given.to_vec(), hidden, month: None };
        Cases { cases: of.iter().map(case).collect(), sessions: true, repeats }
    }

    #[test]
    fn popular_items_pass_over_what_is_given() {
        let list = by_popularity(&[3, 9, 0, 9]);
        assert_eq!(list, [1, 3, 0]);
        let ask = |repeats| popular(&list, &cases(&[(&[1], 3), (&[0], 2)], repeats));
        assert_eq!(ask(false)[0], Answer { rank: Some(0), shown: vec![3, 0] });
        assert_eq!(ask(true)[0].rank, Some(1));
        assert_eq!(ask(false)[1].rank, None);
    }

    #[test]
    fn ties_go_to_the_more_popular() {
        let row =
            |of: &[(u32, f32)]| of.iter().map(|&(product, weight)| Ranked { product, weight }).collect();
        let table: Rows =
            vec![row(&[(1, 1.0), (2, 1.0), (3, 0.5)]), row(&[(0, 1.0), (3, 2.0)]), vec![], vec![]];
        let ask =
            |given: &[u32], decay: &[u16]| rows(&table, decay, &[1, 1, 5, 1], &cases(&[(given, 9)], false));
        assert_eq!(ask(&[0], &[])[0].shown, [2, 1, 3]);
        // 3 has 0.5 + 2; with half the weight for the older one 1.5.
        assert_eq!(ask(&[0, 1], &[])[0].shown, [3, 2]);
        assert_eq!(ask(&[0, 1], &[32_768, 8_192])[0].shown, [2, 3]);
        assert_eq!(ask(&[77], &[])[0].shown, [] as [u32; 0]);
    }

    #[test]
    fn fewer_bits_are_coarser() {
        let mut row = [1.0, 0.6, 0.1].map(|weight| Ranked { product: 0, weight });
        coarser(&mut row, 2);
        let weights = row.map(|neighbour| neighbour.weight);
        assert!(
            (weights[1] - 2.0 / 3.0).abs() < 1e-6 && (weights[2] - 1.0 / 3.0).abs() < 1e-6,
            "{weights:?}"
        );
    }
}
