//! How good rows are on the cases of the hold-out.

use super::calibrate::SHELF;
use super::evaluate::{Case, DEPTH, QuantisedRows, outcomes};
use super::recipes::decay::Decay;
use super::recipes::recipe::{Formula, Recipe};
use super::top::Rows;

/// A formula with its rows and what it won.
#[derive(Debug, Clone)]
pub(super) struct Measured {
    pub formula: Formula,
    pub rows: Rows,
    /// Share of the points that there are, 0 to 1.
    pub share: f64,
    /// Points of each case.
    points: Vec<u8>,
}

impl Measured {
    /// Points of all cases.
    pub fn total(&self) -> u64 {
        self.points.iter().map(|points| u64::from(*points)).sum()
    }

    /// Whether it exceeds `other` by more than the standard error of their difference over the cases.
    pub fn is_clearly_better(&self, other: &Measured) -> bool {
        clearly_better(&self.points, &other.points)
    }
}

/// What rows are measured on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure<'a> {
    pub cases: &'a [Case],
    /// Whether cases are clicks of sessions: then decays compete too, and a place among the first twenty counts.
    pub sessions: bool,
}

impl Measure<'_> {
    /// A recipe with the decay that suits it best.
    ///
    /// The objective for baskets is the hit rate at six: cases are half leave-one-out, half of one to three products, so
    /// it is the mean of the two. For sessions it is the mean of those at six and twenty: the next click is one of many
    /// that are right, and six places alone decide by a few cases. Of equals the first stays.
    pub fn recipe(self, recipe: Recipe, rows: Rows) -> Measured {
        let quantised = QuantisedRows::new(&rows);
        let decays: &[Decay] = if self.sessions { &Decay::ALL } else { &[Decay::None] };
        let measured =
            |decay: &Decay| self.quantised(Formula { recipe, blend: None, decay: *decay }, &quantised);
        let mut best = measured(&decays[0]);
        for decay in &decays[1..] {
            let other = measured(decay);
            if other.total() > best.total() {
                best = other;
            }
        }
        Measured { rows, ..best }
    }

    /// A formula as it is.
    pub fn formula(self, formula: Formula, rows: Rows) -> Measured {
        let measured = self.quantised(formula, &QuantisedRows::new(&rows));
        Measured { rows, ..measured }
    }

    fn quantised(self, formula: Formula, rows: &QuantisedRows) -> Measured {
        let points: Vec<u8> = outcomes(rows, self.cases, &formula.decay.q15())
            .into_iter()
            .map(|rank| {
                u8::from(rank.is_some_and(|rank| rank < SHELF))
                    + u8::from(self.sessions && rank.is_some_and(|rank| rank < DEPTH))
            })
            .collect();
        let most = self.cases.len().max(1) as f64 * if self.sessions { 2.0 } else { 1.0 };
        let mut measured = Measured { formula, rows: Rows::new(), share: 0.0, points };
        measured.share = measured.total() as f64 / most;
        measured
    }
}

/// Whether the points of `a` exceed those of `b` by more than the standard error of their difference over the cases.
fn clearly_better(a: &[u8], b: &[u8]) -> bool {
    let differences = a.iter().zip(b).map(|(a, b)| i64::from(*a) - i64::from(*b));
    let (sum, squares) = differences.fold((0, 0), |(sum, squares), d| (sum + d, squares + d * d));
    sum > 0 && sum * sum > squares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blend_has_to_win_clearly() {
        let check = |a: &[u8], b: &[u8], expected: bool| assert_eq!(clearly_better(a, b), expected, "{a:?}");
        check(&[1, 0, 0], &[0, 0, 0], false);
        check(&[1, 1, 0], &[0, 0, 0], true);
        check(&[1, 1, 1, 0], &[0, 0, 0, 1], false);
        check(&[0, 0, 0], &[1, 1, 1], false);
        check(&[], &[], false);
    }
}
