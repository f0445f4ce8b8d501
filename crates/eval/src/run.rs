//! A whole evaluation: learn, pack, ask, compare.

use std::path::Path;

use cobuy_catalogue::config::Config;
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Progress;
use cobuy_model::candidates::COSINES;
use cobuy_model::mine::evidence::Part;
use cobuy_model::mine::{Counting, Evidence, EvidenceError, FromOrders};
use cobuy_model::{self as model, Formula, Model, Ranked, Recipe};
use cobuy_publish::build::{BuildError, evidence, learn, model_settings};
use cobuy_publish::live::PublishError;
use cobuy_publish::pack::{Contents, PackError, Snapshot};

use super::ask::{self, Manner};
use super::cases::Cases;
use super::figures::{Answer, Figures, Share, difference};
use super::{baseline, figures, keep};

/// Neighbours of rows that are not pruned: beyond these, none was seen to matter.
const UNPRUNED: usize = 1_000;

/// What is measured beside the snapshot as it is.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    /// Bits of a weight, 1 to 8. A snapshot has 8; fewer show what they would cost.
    pub bits: u8,
    /// Whether the rows before pruning and quantising are measured too.
    pub full: bool,
    /// Where snapshot and answers are kept, if they are wanted (see [`keep`]).
    pub keep: Option<&'a Path>,
}

/// Something measured on the cases.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Line {
    /// What it is, in words.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
}

/// What an evaluation says.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Report {
    /// The recipe in use, with its parameters.
    pub recipe: String,
    /// The model through snapshot and engine, first; then the same in other manners, then what it is compared with.
    pub lines: Vec<Line>,
    /// By how much the model's hit rate at 6 exceeds that of popular items, over the same cases.
    pub over_popular: Share,
    /// By how much it exceeds that of plain cosine.
    pub over_cosine: Share,
}

/// Why nothing was measured.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// Nothing to ask. Remedy: a test set with baskets or sessions of at least two products.
    #[error(
        "there is no case: the test set has no basket or session of two products; give more of it, or an earlier date"
    )]
    NoCases,
    /// Nothing could be learnt.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The evidence cannot be read.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    /// The model does not fit the format.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// What is to be kept cannot be written.
    #[error(transparent)]
    Keep(#[from] PublishError),
}

/// Learns from an import and packs what was learnt, as a build does, and puts the cases to the engine.
///
/// # Errors
/// [`EvalError`].
pub fn evaluate(
    config: &Config,
    imported: &Imported,
    cases: &Cases,
    measured: &Measured<'_>,
    progress: &dyn Progress,
) -> Result<Report, EvalError> {
    if cases.cases.is_empty() {
        return Err(EvalError::NoCases);
    }
    let catalogue = &imported.catalogue;
    let products = catalogue.products.len();
    let evidence = evidence(imported);
    let (mut model, settings) = learn(config, imported, &evidence, progress)?;
    make_coarser(&mut model, measured.bits);
    let contents = Contents::new(catalogue, &model, &settings, evidence.newest_ms().unwrap_or(0))?;
    let snapshot = Snapshot::new(&contents, progress)?;

    let manners = [Manner::Protocol, Manner::Browser, Manner::ProductPage];
    progress.stage("Asking", (cases.cases.len() * manners.len()) as u64);
    let [model_answers, in_browser, on_page] =
        manners.map(|manner| ask::ask(&snapshot, catalogue, cases, manner, progress));
    if let Some(folder) = measured.keep {
        keep::keep(folder, (&contents, &snapshot), (cases, &model_answers), progress)?;
    }
    let counting = model_settings(config, imported).counting();
    let compared = Compared::new(&evidence, counting, (&model.recipe, measured.full), cases, progress)?;

    let line = |name: &str, answers: &[Answer]| Line {
        name: name.to_owned(),
        figures: Figures::of(answers, products),
    };
    let mut lines = vec![
        line("this model", &model_answers),
        line(&format!("  in a browser ({} shards)", ask::BROWSER_PRODUCTS), &in_browser),
        line("  as shown on pdp", &on_page),
    ];
    if let Some(full) = &compared.full {
        lines.push(line("  full rows", full));
    }
    lines.push(line("popular items", &compared.popular));
    lines.push(line("plain cosine", &compared.cosine));
    Ok(Report {
        recipe: model.recipe.to_string(),
        lines,
        over_popular: difference(&model_answers, &compared.popular),
        over_cosine: difference(&model_answers, &compared.cosine),
    })
}

fn make_coarser(model: &mut Model, bits: u8) {
    if bits >= 8 {
        return;
    }
    for row in &mut model.rows {
        let mut weights: Vec<Ranked> =
            row.iter().map(|n| Ranked { product: n.product, weight: n.weight }).collect();
        baseline::coarser(&mut weights, bits);
        row.iter_mut().zip(weights).for_each(|(neighbour, coarse)| neighbour.weight = coarse.weight);
    }
}

struct Compared {
    popular: Vec<Answer>,
    cosine: Vec<Answer>,
    full: Option<Vec<Answer>>,
}

impl Compared {
    fn new(
        evidence: &FromOrders<'_>,
        counting: Counting,
        (formula, full): (&Formula, bool),
        cases: &Cases,
        progress: &dyn Progress,
    ) -> Result<Self, EvidenceError> {
        progress.stage("Comparing", evidence.products() as u64);
        let counts = evidence.counts(Part::Whole, counting, progress)?;
        let orders_with = counts.item_orders();
        let list = baseline::by_popularity(orders_with);
        let plain = Formula::from(Recipe::Cosine(COSINES[1]));
        let rows = |formula: &Formula| model::fit(evidence, &counts, formula, UNPRUNED, progress);
        let answers =
            |formula: &Formula| baseline::rows(&rows(formula), &formula.decay.q15(), orders_with, cases);
        let compared = Self {
            popular: baseline::popular(&list[..list.len().min(figures::DEPTH + longest(cases))], cases),
            cosine: answers(&plain),
            full: full.then(|| answers(formula)),
        };
        counts.whole()?;
        Ok(compared)
    }
}

/// Most products given in a case.
fn longest(cases: &Cases) -> usize {
    cases.cases.iter().map(|case| case.given.len()).max().unwrap_or(0)
}
