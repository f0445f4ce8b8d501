//! The choice among what was measured: the best of each kind, a blend that wins clearly, and what the winner's scores are worth.

use std::mem::discriminant;

use cobuy_snapshot::quant::{KNOTS, Knot};

use super::calibrate;
use super::evaluate::{Case, QuantisedRows, Ranks};
use super::measure::Measured;
use super::recipes::recipe::Formula;
use super::top::Ranked;

/// How well the chosen recipe predicted the last tenth of the orders, before it learnt from them.
#[derive(Debug, Clone, PartialEq)]
pub struct HoldoutReport {
    /// Number of cases, half leave-one-out, half of one to three given products.
    pub cases: u32,
    /// Share of cases with the hidden product among the first 3.
    pub hr3: f64,
    /// Share of cases with the hidden product among the first 6: what recipes are chosen by.
    pub hr6: f64,
    /// Share of cases with the hidden product among the first 20.
    pub hr20: f64,
    /// Normalised discounted gain over the first 6, 0 to 1.
    pub ndcg6: f64,
    /// The share of the popular list's first 6, for comparison.
    pub popular_hr6: f64,
    /// Every recipe tried with what it was chosen by, in the order of trying: for orders the hit rate at 6, for sessions
    /// the mean of those at 6 and 20.
    pub tried: Vec<(Formula, f64)>,
}

/// What the hold-out yields.
pub(super) struct Choice {
    pub formula: Formula,
    pub report: HoldoutReport,
    /// Score → hit share, in the unit of `exponent`.
    pub table: [Knot; KNOTS],
    pub exponent: i8,
    pub popular_share: u16,
}

/// What was measured, in the order of trying, and the best of each kind.
#[derive(Default)]
pub(super) struct Contest {
    tried: Vec<(Formula, f64)>,
    best: Vec<Measured>,
    blend: Option<Measured>,
}

impl Contest {
    /// Enters a recipe. Of equals the first stays.
    pub fn enter(&mut self, recipe: Measured) {
        self.tried.push((recipe.formula, recipe.share));
        let kind =
            |other: &Measured| discriminant(&other.formula.recipe) == discriminant(&recipe.formula.recipe);
        match self.best.iter_mut().find(|other| kind(other)) {
            Some(known) if recipe.total() > known.total() => *known = recipe,
            Some(_) => {}
            None => self.best.push(recipe),
        }
    }

    /// Enters a blend of `best` with another recipe. It has to win by more than the standard error of the difference,
    /// because a blend is two models to compute and to explain, and one of several blends wins a little by chance.
    pub fn enter_blend(&mut self, blend: Measured, best: &Measured) {
        self.tried.push((blend.formula, blend.share));
        let beaten = self.blend.as_ref().is_none_or(|known| blend.total() > known.total());
        if beaten && blend.is_clearly_better(best) {
            self.blend = Some(blend);
        }
    }

    /// The best recipe and the best of each other kind; none where fewer than two kinds take part.
    pub fn best_of_kinds(&self) -> Option<(Measured, Vec<Measured>)> {
        let best = self.winner()?;
        let others: Vec<Measured> =
            self.best.iter().filter(|entry| entry.formula != best.formula).cloned().collect();
        (!others.is_empty()).then(|| (best.clone(), others))
    }

    /// The first of the best single recipes.
    fn winner(&self) -> Option<&Measured> {
        self.best.iter().rev().max_by_key(|entry| entry.total())
    }

    /// The winner with everything that was tried, beside a list that answers every case; none where nothing was tried.
    pub fn finish(self, cases: &[Case], popular: &[Ranked]) -> Option<Choice> {
        let winner = self.winner().cloned();
        let Measured { formula, rows, .. } = self.blend.or(winner)?;
        let decay = formula.decay.q15();
        let quantised = QuantisedRows::new(&rows);
        let ranks = Ranks::of(&quantised, cases, &decay);
        let popular = Ranks::of_list(popular, cases);
        let report = HoldoutReport {
            cases: ranks.cases,
            hr3: ranks.hr(3),
            hr6: ranks.hr(6),
            hr20: ranks.hr(20),
            ndcg6: ranks.ndcg6(),
            popular_hr6: popular.hr(6),
            tried: self.tried,
        };
        let table = calibrate::table(&quantised, cases, &decay);
        let popular_share = calibrate::popular_share(&popular);
        Some(Choice { formula, report, table, exponent: quantised.exponent(), popular_share })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidates::COSINES;
    use crate::measure::Measure;
    use crate::recipes::recipe::{Blend, Recipe};
    use crate::top::Rows;

    /// From every product, `first` is the heaviest neighbour.
    fn rows(first: u32) -> Rows {
        let row = |product: u32, weight: f32| Ranked { product, weight };
        vec![vec![row(first, 1.0), row(first + 1, 0.5)]; 40]
    }

    #[test]
    fn the_best_of_each_kind_stays_and_the_first_of_equals() {
        let cases: Vec<Case> = (0..10).map(|given| Case { given: vec![given], hidden: 20 }).collect();
        let measure = Measure { cases: &cases, sessions: false };
        let mut contest = Contest::default();
        contest.enter(measure.recipe(Recipe::Cosine(COSINES[0]), rows(30)));
        assert!(contest.best_of_kinds().is_none());
        contest.enter(measure.recipe(Recipe::Cosine(COSINES[1]), rows(20)));
        contest.enter(measure.recipe(Recipe::Ridge { lambda: 30 }, rows(20)));
        contest.enter(measure.recipe(Recipe::Ridge { lambda: 20 }, rows(20)));
        let (best, others) = contest.best_of_kinds().unwrap();
        assert_eq!(best.formula, Recipe::Cosine(COSINES[1]).into());
        assert_eq!(others.len(), 1);
        assert_eq!(others[0].formula, Recipe::Ridge { lambda: 30 }.into());
        let blended = Some(Blend { recipe: others[0].formula.recipe, percent: 30 });
        contest.enter_blend(measure.formula(Formula { blend: blended, ..best.formula }, rows(20)), &best);
        let choice = contest.finish(&cases, &[]).unwrap();
        assert_eq!(choice.formula, best.formula, "an equal blend is not taken");
        let shares: Vec<f64> = choice.report.tried.iter().map(|(_, share)| *share).collect();
        assert_eq!(shares, [0.0, 1.0, 1.0, 1.0, 1.0]);
    }
}
