//! Rows of a recipe, learnt from counts of pairs or from clicks.

use cobuy_catalogue::progress::Progress;
use rayon::prelude::*;

use super::candidates::Candidates;
use super::cases::Cases;
use super::recipes::blend::blend;
use super::recipes::recipe::{Blend, Formula, Recipe};
use super::recipes::walk::{self, Clicks, Walk};
use super::recipes::{cosine, ridge, textbook};
use super::top::{Ranked, Rows};
use crate::mine::{Evidence, PairCounts, RowBuffer};

/// Fits every candidate to what came before the hold-out, and hands its rows on before those of the next kind are made. Recipes
/// that look at pairs alone are only fitted for products that a case gives.
pub(super) fn each(
    evidence: &dyn Evidence,
    cases: &Cases,
    candidates: &Candidates,
    limit: usize,
    progress: &dyn Progress,
    mut take: impl FnMut(Recipe, Rows),
) {
    let (counts, products) = (&cases.counts, evidence.products());
    let mut given = vec![false; products];
    cases.cases.iter().flat_map(|case| &case.given).for_each(|&product| given[product as usize] = true);
    let wanted = |product: u32| given[product as usize];
    if let Some(log) = evidence.sessions() {
        progress.stage("Trying walk on the hold-out", (products * candidates.walks.len()) as u64);
        let clicks = Clicks::new(log, 0..evidence.holdout().range.start, products);
        for &walk in &candidates.walks {
            take(Recipe::Walk(walk), walked(&clicks, counts, walk, limit, progress));
        }
    }
    if !candidates.lambdas.is_empty() {
        progress.stage("Trying ridge on the hold-out", products as u64);
        let tables = ridge::fit(counts, &candidates.lambdas, limit, &wanted, progress);
        for (&lambda, rows) in candidates.lambdas.iter().zip(tables) {
            take(Recipe::Ridge { lambda }, rows);
        }
    }
    if candidates.textbook {
        take(Recipe::Textbook, textbook::fit(counts, limit, progress));
    }
    progress.stage("Trying cosine on the hold-out", (products * candidates.cosines.len()) as u64);
    for &cosine in &candidates.cosines {
        take(Recipe::Cosine(cosine), cosine::fit(counts, cosine, limit, &wanted, progress));
    }
}

/// The `limit` heaviest neighbours of each product by this formula, learnt from everything; `counts` are those of all
/// the evidence.
///
/// # Panics
/// Never: a formula with a walk is chosen, or allowed, only where there are session logs.
pub fn fit(
    evidence: &dyn Evidence,
    counts: &PairCounts,
    formula: &Formula,
    limit: usize,
    progress: &dyn Progress,
) -> Rows {
    let rows = |recipe: Recipe| match recipe {
        Recipe::Ridge { lambda } => ridge::fit(counts, &[lambda], limit, &|_| true, progress).swap_remove(0),
        Recipe::Cosine(parameters) => cosine::fit(counts, parameters, limit, &|_| true, progress),
        Recipe::Textbook => textbook::fit(counts, limit, progress),
        Recipe::Walk(walk) => {
            let log = evidence.sessions().expect("a walk is taken over session logs");
            let clicks = Clicks::new(log, 0..log.len(), evidence.products());
            walked(&clicks, counts, walk, limit, progress)
        }
    };
    match formula.blend {
        None => rows(formula.recipe),
        Some(Blend { recipe, percent }) => blend(&rows(formula.recipe), &rows(recipe), percent, limit),
    }
}

/// Rows of a walk, of pairs that meet the publication minimum: a walk counts clicks, and its further step names products
/// that nobody looked at together.
fn walked(
    clicks: &Clicks<'_>,
    counts: &PairCounts,
    walk: Walk,
    limit: usize,
    progress: &dyn Progress,
) -> Rows {
    /// Neighbours among which those that meet the minimum are looked for.
    const DEEP: usize = 200;
    if !counts.has_minimum() {
        return walk::fit(clicks, walk, limit, progress);
    }
    let rows = walk::fit(clicks, walk, limit.max(DEEP), progress);
    let published = |buffer: &mut RowBuffer, (product, mut row): (usize, Vec<Ranked>)| {
        let known = counts.row(product as u32, buffer);
        row.retain(|other| known.products.binary_search(&other.product).is_ok());
        row.truncate(limit);
        row
    };
    rows.into_par_iter().enumerate().map_init(RowBuffer::default, published).collect()
}
