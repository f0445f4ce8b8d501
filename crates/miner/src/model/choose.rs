//! The choice of a recipe: every candidate learns from the first nine tenths and answers the hold-out's cases.

use super::build::HoldoutReport;
use super::calibrate::{self, SHELF};
use super::evaluate::{Case, QuantisedRows, Ranks};
use super::recipe::Recipe;
use super::top::Rows;
use super::{MIN_CASES, Ranked, Settings, cosine, holdout, popular, ridge};
use crate::mine::evidence::Part;
use crate::mine::{Evidence, EvidenceError};
use crate::progress::Progress;
use cobuy_snapshot::quant::{KNOTS, Knot};

/// What the hold-out yields.
pub(super) struct Choice {
    pub recipe: Recipe,
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
    let counts = evidence.counts(Part::Learn, settings.min_customers, progress)?;
    let newest = evidence.holdout();
    let cases = holdout::cases(&newest, |product| counts.orders_with(product) > 0, settings.holdout_cases);
    if cases.len() < MIN_CASES {
        return Ok(None);
    }

    let mut given = vec![false; products];
    cases.iter().flat_map(|case| &case.given).for_each(|&product| given[product as usize] = true);
    let wanted = |product: u32| given[product as usize];
    let mut contest = Contest { cases: &cases, tried: Vec::new(), best: None };
    let lambdas = settings.recipe.lambdas();
    if !lambdas.is_empty() {
        progress.stage("Trying ridge on the hold-out", products as u64);
        let tables = ridge::fit(&counts, &lambdas, settings.neighbours, &wanted, progress);
        for (&lambda, rows) in lambdas.iter().zip(tables) {
            contest.enter(Recipe::Ridge { lambda }, &rows);
        }
    }
    let cosines = settings.recipe.cosines();
    progress.stage("Trying cosine on the hold-out", (products * cosines.len()) as u64);
    for cosine in cosines {
        let rows = cosine::fit(&counts, cosine, settings.neighbours, &wanted, progress);
        contest.enter(Recipe::Cosine(cosine), &rows);
    }

    let popularity = popular::popularity(evidence.months(), Some(&newest), products);
    // As deep as the ranks that are counted, plus what a case may pass over.
    let list: Vec<Ranked> = popular::best(&popularity, super::evaluate::DEPTH + crate::data::BASKET_CAP);
    Ok(contest.decide(&list))
}

/// Recipes in the order they were tried, and the best so far.
struct Contest<'a> {
    cases: &'a [Case],
    tried: Vec<(Recipe, f64)>,
    best: Option<Entry>,
}

struct Entry {
    recipe: Recipe,
    rows: QuantisedRows,
    ranks: Ranks,
}

impl Contest<'_> {
    /// The objective is the hit rate at six: the cases are half leave-one-out, half of one to three products, so
    /// it is the mean of the two. Of equals the first stays.
    fn enter(&mut self, recipe: Recipe, rows: &Rows) {
        let rows = QuantisedRows::new(rows);
        let ranks = Ranks::of(&rows, self.cases);
        self.tried.push((recipe, ranks.hr(SHELF)));
        if self.best.as_ref().is_none_or(|best| ranks.hits(SHELF) > best.ranks.hits(SHELF)) {
            self.best = Some(Entry { recipe, rows, ranks });
        }
    }

    fn decide(self, popular: &[Ranked]) -> Option<Choice> {
        let Entry { recipe, rows, ranks } = self.best?;
        let popular = Ranks::of_list(popular, self.cases);
        let report = HoldoutReport {
            cases: ranks.cases,
            hr3: ranks.hr(3),
            hr6: ranks.hr(6),
            hr20: ranks.hr(20),
            ndcg6: ranks.ndcg6(),
            popular_hr6: popular.hr(6),
            tried: self.tried,
        };
        let table = calibrate::table(&rows, self.cases);
        let popular_share = calibrate::popular_share(&popular);
        Some(Choice { recipe, report, table, exponent: rows.exponent(), popular_share })
    }
}
