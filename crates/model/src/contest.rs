//! Recipes against each other on the same cases.

use std::mem::discriminant;

use super::calibrate::SHELF;
use super::decay::Decay;
use super::evaluate::{Case, DEPTH, QuantisedRows, outcomes};
use super::recipe::{Formula, Recipe};
use super::top::Rows;

/// A formula with its rows and what it won.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub formula: Formula,
    pub rows: Rows,
    /// Points of each case.
    points: Vec<u8>,
}

impl Entry {
    fn total(&self) -> u64 {
        self.points.iter().map(|points| u64::from(*points)).sum()
    }
}

/// Recipes in the order in which they were tried, and the best of each kind.
pub(super) struct Contest<'a> {
    pub cases: &'a [Case],
    /// Whether cases are clicks of sessions: then decays compete too, and a place among the first twenty counts.
    sessions: bool,
    tried: Vec<(Formula, f64)>,
    best: Vec<Entry>,
    blend: Option<Entry>,
}

impl<'a> Contest<'a> {
    /// No recipe yet.
    pub fn new(cases: &'a [Case], sessions: bool) -> Self {
        Self { cases, sessions, tried: Vec::new(), best: Vec::new(), blend: None }
    }

    /// Enters a recipe with the decay that suits it best.
    ///
    /// The objective for baskets is the hit rate at six: cases are half leave-one-out, half of one to three products, so
    /// it is the mean of the two. For sessions it is the mean of those at six and twenty: the next click is one of many
    /// that are right, and six places alone decide by a few cases. Of equals the first stays.
    pub fn enter(&mut self, recipe: Recipe, rows: Rows) {
        let quantised = QuantisedRows::new(&rows);
        let decays: &[Decay] = if self.sessions { &Decay::ALL } else { &[Decay::None] };
        let mut own: Option<Entry> = None;
        for &decay in decays {
            let entry = self.measured(Formula { recipe, blend: None, decay }, &quantised);
            if own.as_ref().is_none_or(|best| entry.total() > best.total()) {
                own = Some(entry);
            }
        }
        let Some(entry) = own.map(|own| Entry { rows, ..own }) else { return };
        self.note(&entry);
        let kind = |other: &Entry| discriminant(&other.formula.recipe) == discriminant(&recipe);
        match self.best.iter_mut().find(|other| kind(other)) {
            Some(known) if entry.total() > known.total() => *known = entry,
            Some(_) => {}
            None => self.best.push(entry),
        }
    }

    /// Enters a blend of `best` with another recipe. It has to win by more than the standard error of the difference,
    /// because a blend is two models to compute and to explain, and one of several blends wins a little by chance.
    pub fn enter_blend(&mut self, formula: Formula, rows: Rows, best: &Entry) {
        let entry = Entry { rows: Vec::new(), ..self.measured(formula, &QuantisedRows::new(&rows)) };
        self.note(&entry);
        let beaten = self.blend.as_ref().is_none_or(|known| entry.total() > known.total());
        if beaten && clearly_better(&entry.points, &best.points) {
            self.blend = Some(Entry { rows, ..entry });
        }
    }

    fn measured(&self, formula: Formula, rows: &QuantisedRows) -> Entry {
        let sessions = self.sessions;
        let points = outcomes(rows, self.cases, &formula.decay.q15())
            .into_iter()
            .map(|rank| {
                u8::from(rank.is_some_and(|rank| rank < SHELF))
                    + u8::from(sessions && rank.is_some_and(|rank| rank < DEPTH))
            })
            .collect();
        Entry { formula, rows: Vec::new(), points }
    }

    fn note(&mut self, entry: &Entry) {
        let most = self.cases.len().max(1) as f64 * if self.sessions { 2.0 } else { 1.0 };
        self.tried.push((entry.formula, entry.total() as f64 / most));
    }

    /// The best recipe and the best of each other kind; none where fewer than two kinds take part.
    pub fn best_of_kinds(&self) -> Option<(Entry, Vec<Entry>)> {
        let best = self.winner()?;
        let others: Vec<Entry> =
            self.best.iter().filter(|entry| entry.formula != best.formula).cloned().collect();
        (!others.is_empty()).then(|| (best.clone(), others))
    }

    /// The first of the best single recipes.
    fn winner(&self) -> Option<&Entry> {
        self.best.iter().rev().max_by_key(|entry| entry.total())
    }

    /// The winner, and everything that was tried with its objective.
    pub fn finish(self) -> Option<(Entry, Vec<(Formula, f64)>)> {
        let winner = self.winner().cloned();
        Some((self.blend.or(winner)?, self.tried))
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
    use crate::Ranked;
    use crate::recipe::{Blend, COSINES};

    #[test]
    fn a_blend_has_to_win_clearly() {
        let check = |a: &[u8], b: &[u8], expected: bool| assert_eq!(clearly_better(a, b), expected, "{a:?}");
        check(&[1, 0, 0], &[0, 0, 0], false);
        check(&[1, 1, 0], &[0, 0, 0], true);
        check(&[1, 1, 1, 0], &[0, 0, 0, 1], false);
        check(&[0, 0, 0], &[1, 1, 1], false);
        check(&[], &[], false);
    }

    /// From every product, `first` is the heaviest neighbour.
    fn rows(first: u32) -> Rows {
        let row = |product: u32, weight: f32| Ranked { product, weight };
        vec![vec![row(first, 1.0), row(first + 1, 0.5)]; 40]
    }

    #[test]
    fn the_best_of_each_kind_stays_and_the_first_of_equals() {
        let cases: Vec<Case> = (0..10).map(|given| Case { given: vec![given], hidden: 20 }).collect();
        let mut contest = Contest::new(&cases, false);
        contest.enter(Recipe::Cosine(COSINES[0]), rows(30));
        assert!(contest.best_of_kinds().is_none());
        contest.enter(Recipe::Cosine(COSINES[1]), rows(20));
        contest.enter(Recipe::Ridge { lambda: 30 }, rows(20));
        contest.enter(Recipe::Ridge { lambda: 20 }, rows(20));
        let (best, others) = contest.best_of_kinds().unwrap();
        assert_eq!(best.formula, Recipe::Cosine(COSINES[1]).into());
        assert_eq!(others.len(), 1);
        assert_eq!(others[0].formula, Recipe::Ridge { lambda: 30 }.into());
        let blended = Some(Blend { recipe: others[0].formula.recipe, percent: 30 });
        contest.enter_blend(Formula { blend: blended, ..best.formula }, rows(20), &best);
        let (winner, tried) = contest.finish().unwrap();
        assert_eq!(winner.formula, best.formula, "an equal blend is not taken");
        assert_eq!(tried.iter().map(|(_, share)| *share).collect::<Vec<_>>(), [0.0, 1.0, 1.0, 1.0, 1.0]);
    }
}
