//! The choice of a recipe: every candidate learns from what came before the hold-out and answers the hold-out's cases.

use cobuy_catalogue::data::BASKET_CAP;
use cobuy_catalogue::progress::Progress;
use cobuy_snapshot::quant::{KNOTS, Knot};
use rayon::prelude::*;

use super::blend::blend;
use super::build::HoldoutReport;
use super::calibrate;
use super::contest::{Contest, Entry};
use super::evaluate::{DEPTH, QuantisedRows, Ranks};
use super::recipe::{BLENDS, Blend, Formula, Recipe};
use super::top::Rows;
use super::walk::{self, Clicks, Walk};
use super::{MIN_CASES, Ranked, RecipeChoice, Settings, cosine, holdout, popular, ridge, textbook};
use crate::mine::evidence::Part;
use crate::mine::{Evidence, EvidenceError, PairCounts, RowBuffer};

/// What the hold-out yields.
pub(super) struct Choice {
    pub formula: Formula,
    pub report: HoldoutReport,
    /// Score → hit share, in the unit of `exponent`.
    pub table: [Knot; KNOTS],
    pub exponent: i8,
    pub popular_share: u16,
}

/// Chooses among the recipes of the settings; none where the hold-out has fewer than [`MIN_CASES`] cases.
///
/// # Errors
/// Where the evidence cannot be read.
pub(super) fn choose(
    evidence: &dyn Evidence,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Option<Choice>, EvidenceError> {
    let products = evidence.products();
    progress.stage("Counting pairs before the hold-out", products as u64);
    let counts = evidence.counts(Part::Learn, settings.counting(), progress)?;
    let newest = evidence.holdout();
    let known = |product: u32| counts.orders_with(product) > 0;
    let cases = match evidence.sessions() {
        Some(log) => holdout::session_cases(log, newest.range.clone(), known, settings.holdout_cases),
        None => holdout::cases(&newest, known, settings.holdout_cases),
    };
    if cases.len() < MIN_CASES {
        return Ok(None);
    }
    let mut contest = Contest::new(&cases, evidence.sessions().is_some());
    enter_all(&mut contest, evidence, &counts, settings, progress);
    counts.whole()?;
    enter_blends(&mut contest, settings);

    let popularity = popular::popularity(evidence.months(), Some(&newest), products);
    // As deep as the ranks that are counted, plus what a case may pass over.
    let list: Vec<Ranked> = popular::best(&popularity, DEPTH + BASKET_CAP);
    Ok(decide(contest, &list))
}

fn enter_all(
    contest: &mut Contest<'_>,
    evidence: &dyn Evidence,
    counts: &PairCounts,
    settings: &Settings,
    progress: &dyn Progress,
) {
    let products = evidence.products();
    let mut given = vec![false; products];
    contest.cases.iter().flat_map(|case| &case.given).for_each(|&product| given[product as usize] = true);
    let wanted = |product: u32| given[product as usize];
    if let Some(log) = evidence.sessions() {
        let walks = settings.recipe.walks();
        progress.stage("Trying walk on the hold-out", (products * walks.len()) as u64);
        let clicks = Clicks::new(log, 0..evidence.holdout().range.start, products);
        for walk in walks {
            contest.enter(Recipe::Walk(walk), walked(&clicks, counts, walk, settings.neighbours, progress));
        }
    }
    let lambdas = settings.recipe.lambdas();
    if !lambdas.is_empty() {
        progress.stage("Trying ridge on the hold-out", products as u64);
        let tables = ridge::fit(counts, &lambdas, settings.neighbours, &wanted, progress);
        for (&lambda, rows) in lambdas.iter().zip(tables) {
            contest.enter(Recipe::Ridge { lambda }, rows);
        }
    }
    if settings.recipe == RecipeChoice::Fixed(Recipe::Textbook) {
        contest.enter(Recipe::Textbook, textbook::fit(counts, settings.neighbours, progress));
    }
    let cosines = settings.recipe.cosines();
    progress.stage("Trying cosine on the hold-out", (products * cosines.len()) as u64);
    for cosine in cosines {
        contest.enter(
            Recipe::Cosine(cosine),
            cosine::fit(counts, cosine, settings.neighbours, &wanted, progress),
        );
    }
}

/// Mixes the best recipe with the best of each other kind.
fn enter_blends(contest: &mut Contest<'_>, settings: &Settings) {
    let Some((best, others)) = contest.best_of_kinds() else { return };
    for other in others {
        for percent in BLENDS {
            let rows = blend(&best.rows, &other.rows, percent, settings.neighbours);
            let blended = Some(Blend { recipe: other.formula.recipe, percent });
            contest.enter_blend(Formula { blend: blended, ..best.formula }, rows, &best);
        }
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

fn decide(contest: Contest<'_>, popular: &[Ranked]) -> Option<Choice> {
    let cases = contest.cases;
    let (Entry { formula, rows, .. }, tried) = contest.finish()?;
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
        tried,
    };
    let table = calibrate::table(&quantised, cases, &decay);
    let popular_share = calibrate::popular_share(&popular);
    Some(Choice { formula, report, table, exponent: quantised.exponent(), popular_share })
}
