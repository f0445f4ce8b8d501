//! A whole evaluation: learn, pack, ask, compare.

use std::path::Path;

use super::ask::{self, Manner};
use super::cases::Cases;
use super::figures::{Answer, Figures, Share, difference};
use super::snapshot::Snapshot;
use super::{baseline, figures, keep};
use crate::build::{Known, relate};
use crate::data::{Catalogue, Orders, Sessions};
use crate::mine::evidence::Part;
use crate::mine::{Evidence, EvidenceError, FromOrders};
use crate::model::recipe::{COSINES, Formula, Recipe};
use crate::model::{self, Model, ModelError, Ranked};
use crate::pack::{Contents, PackError, Settings};
use crate::progress::Progress;
use crate::publish::PublishError;
use crate::relations;

/// Neighbours of rows that are not pruned: beyond these, none was seen to matter.
const UNPRUNED: usize = 1_000;

/// What is learnt from.
#[derive(Debug, Clone, Copy)]
pub struct Training<'a> {
    /// The products.
    pub catalogue: &'a Catalogue,
    /// Orders, or the baskets of the sessions.
    pub orders: &'a Orders,
    /// Session logs, where these are what is learnt from.
    pub sessions: Option<&'a Sessions>,
    /// How the model is built.
    pub model: &'a model::Settings,
    /// How the other relations are made: what a page falls back to.
    pub relations: &'a relations::Settings,
    /// How it is packed.
    pub pack: &'a Settings,
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
    /// No model could be made.
    #[error(transparent)]
    Model(#[from] ModelError),
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

/// Learns from `training`, packs what was learnt as a build does, and puts the cases to the engine.
///
/// # Errors
/// [`EvalError`].
pub fn evaluate(
    training: &Training<'_>,
    cases: &Cases,
    progress: &dyn Progress,
) -> Result<Report, EvalError> {
    if cases.cases.is_empty() {
        return Err(EvalError::NoCases);
    }
    let Training { catalogue, orders, .. } = *training;
    let products = catalogue.products.len();
    let evidence = match training.sessions {
        Some(sessions) => FromOrders::with_sessions(orders, sessions, products),
        None => FromOrders::new(orders, products),
    };
    let mut model = model::build(catalogue, &evidence, training.model, progress)?;
    make_coarser(&mut model, training.bits);
    let none = Sessions::default();
    let known = Known {
        catalogue,
        orders: Some(orders),
        sessions: training.sessions.unwrap_or(&none),
        sessions_only: training.sessions.is_some(),
    };
    relate(&mut model, &known, training.relations, progress);
    let contents = Contents::new(catalogue, &model, training.pack, evidence.newest_ms().unwrap_or(0))?;
    let snapshot = Snapshot::new(&contents, progress)?;

    let manners = [Manner::Protocol, Manner::Browser, Manner::ProductPage];
    progress.stage("Asking", (cases.cases.len() * manners.len()) as u64);
    let [model_answers, in_browser, on_page] =
        manners.map(|manner| ask::ask(&snapshot, catalogue, cases, manner, progress));
    if let Some(folder) = training.keep {
        keep::keep(folder, (&contents, &snapshot), (cases, &model_answers), progress)?;
    }
    let compared = Compared::new(&evidence, &model.recipe, training, cases, progress)?;

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
        formula: &Formula,
        training: &Training<'_>,
        cases: &Cases,
        progress: &dyn Progress,
    ) -> Result<Self, EvidenceError> {
        progress.stage("Comparing", evidence.products() as u64);
        let counts = evidence.counts(Part::Whole, training.model.min_customers, progress)?;
        let orders_with = counts.item_orders();
        let list = baseline::by_popularity(orders_with);
        let plain = Formula::from(Recipe::Cosine(COSINES[1]));
        let rows = |formula: &Formula| model::fit(evidence, &counts, formula, UNPRUNED, progress);
        let answers =
            |formula: &Formula| baseline::rows(&rows(formula), &formula.decay.q15(), orders_with, cases);
        Ok(Self {
            popular: baseline::popular(&list[..list.len().min(figures::DEPTH + longest(cases))], cases),
            cosine: answers(&plain),
            full: training.full.then(|| answers(formula)),
        })
    }
}

/// Most products given in a case.
fn longest(cases: &Cases) -> usize {
    cases.cases.iter().map(|case| case.given.len()).max().unwrap_or(0)
}
