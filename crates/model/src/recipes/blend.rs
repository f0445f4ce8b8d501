//! Two recipes in one: their rows added up in given shares.
//!
//! Weights of different recipes share no unit, so each recipe's are divided by the mean of its rows' heaviest weights
//! first. A blend takes what each recipe would publish, its `limit` best, so what is mixed is what was measured.

use rayon::prelude::*;

use crate::top::{Ranked, Rows, keep_best};

/// The `limit` heaviest of (1 − share) · `rows` + share · `other`, `percent` being the share of `other`, 1 to 99.
pub fn blend(rows: &Rows, other: &Rows, percent: u8, limit: usize) -> Rows {
    let share = f32::from(percent) / 100.0;
    let (own_factor, other_factor) = ((1.0 - share) / unit(rows), share / unit(other));
    rows.par_iter()
        .zip(other)
        .map(|(row, other)| {
            let scaled = |row: &[Ranked], factor: f32| -> Vec<Ranked> {
                row.iter().map(|n| Ranked { weight: n.weight * factor, ..*n }).collect()
            };
            let mut sum = scaled(row, own_factor);
            for neighbour in scaled(other, other_factor) {
                match sum.iter_mut().find(|known| known.product == neighbour.product) {
                    Some(known) => known.weight += neighbour.weight,
                    None => sum.push(neighbour),
                }
            }
            keep_best(&mut sum, limit);
            sum
        })
        .collect()
}

/// Mean of the rows' heaviest weights; 1 where there is none.
fn unit(rows: &Rows) -> f32 {
    let heaviest = rows.iter().filter_map(|row| row.first()).map(|neighbour| f64::from(neighbour.weight));
    let (sum, count) = heaviest.fold((0.0, 0u32), |(sum, count), weight| (sum + weight, count + 1));
    if count == 0 { 1.0 } else { (sum / f64::from(count)) as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_added_in_their_own_units() {
        let row =
            |of: &[(u32, f32)]| of.iter().map(|&(product, weight)| Ranked { product, weight }).collect();
        // Units 4 and 0.5.
        let rows: Rows = vec![row(&[(1, 4.0), (2, 1.0)]), Vec::new()];
        let other: Rows = vec![row(&[(2, 0.5), (3, 0.25)]), Vec::new()];
        let check = |percent: u8, limit: usize, expected: &[(u32, f32)]| {
            let blended = blend(&rows, &other, percent, limit);
            let got: Vec<(u32, f32)> = blended[0].iter().map(|n| (n.product, n.weight)).collect();
            assert_eq!(got, expected, "{percent} %");
            assert!(blended[1].is_empty());
        };
        check(50, 9, &[(2, 0.625), (1, 0.5), (3, 0.25)]);
        check(50, 1, &[(2, 0.625)]);
        check(25, 9, &[(1, 0.75), (2, 0.4375), (3, 0.125)]);
        let empty = vec![Vec::new(); 2];
        assert_eq!(blend(&empty, &empty, 50, 9), empty);
    }
}
