//! The last step: the chosen formula fitted to all of the evidence, with figures, seasons, the calibration in the unit of its
//! weights, and the lists that need no pairs.

use cobuy_catalogue::data::Catalogue;
use cobuy_catalogue::progress::Progress;
use cobuy_snapshot::quant::encode;
use rayon::prelude::*;

use super::calibrate::{self, UNMEASURED};
use super::choose::Choice;
use super::fit;
use super::model::Model;
use super::neighbour::{Neighbour, prune};
use super::popular::{self, CategoryLists};
use super::recipes::recipe::Formula;
use super::settings::Settings;
use super::top::{Ranked, Rows};
use crate::mine::evidence::Part;
use crate::mine::season::Seasons;
use crate::mine::{Evidence, EvidenceError, PairCounts, RowBuffer};
use crate::relations::Relations;

/// Neighbours beyond those of a row that are looked through for seasonal ones: three more rows. On Online Retail (its months
/// twice) these give 141; four times as deep gives two more.
const DEEPER: usize = 60;

/// The model of a formula; `choice` says what its scores are worth, where it was chosen on a hold-out.
///
/// # Errors
/// Where the evidence cannot be read.
pub(super) fn finish(
    catalogue: &Catalogue,
    evidence: &dyn Evidence,
    formula: Formula,
    choice: Option<Choice>,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Model, EvidenceError> {
    let products = catalogue.products.len();
    progress.stage("Counting pairs", products as u64);
    let counts = evidence.counts(Part::Whole, settings.counting(), progress)?;
    let seasons = match settings.season {
        true => Seasons::find(evidence, settings.min_customers, counts.pairs_published, progress)?,
        false => Seasons::default(),
    };
    progress.stage("Fitting the model", products as u64);
    let fitted = with_seasonal(&formula, &seasons, settings.neighbours, |limit| {
        fit::fit(evidence, &counts, &formula, limit, progress)
    });
    let mut rows = figures(&counts, &seasons, fitted);
    counts.whole()?;
    if evidence.sessions().is_some() {
        // Shares of sessions are no shares of orders, which is what a reason would say of them.
        rows.iter_mut().flatten().for_each(|other| (other.confidence, other.reverse) = (0.0, 0.0));
    }
    rows.iter_mut().for_each(|row| prune(row, settings.neighbours));

    let heaviest = rows.iter().flatten().map(|neighbour| neighbour.weight).fold(0.0, f32::max);
    let weight_exponent = encode::exponent(heaviest);
    let (holdout, calibration, popular_share) = match choice {
        Some(mut choice) => {
            calibrate::rescale(&mut choice.table, choice.exponent, weight_exponent);
            (Some(choice.report), choice.table, choice.popular_share)
        }
        None => (None, UNMEASURED, 0),
    };
    let lists = Lists::new(catalogue, evidence, settings);
    Ok(Model {
        products_without_pair: rows.iter().filter(|row| row.is_empty()).count() as u32,
        rows,
        recipe: formula,
        decay_q15: formula.decay.q15(),
        calibration,
        popular_share,
        weight_exponent,
        holdout,
        popular: lists.popular,
        rising: lists.rising,
        categories: lists.categories,
        item_orders: counts.item_orders().to_vec(),
        pairs_counted: counts.pairs_counted,
        pairs_published: counts.pairs_published,
        relations: Relations::default(),
    })
}

/// Rows of `limit` neighbours, and more where some belong among them in their season; `fit` makes rows of any length.
fn with_seasonal(formula: &Formula, seasons: &Seasons, limit: usize, fit: impl Fn(usize) -> Rows) -> Rows {
    if seasons.is_empty() {
        return fit(limit);
    }
    let deeper = fit(limit + DEEPER);
    // Deeper rows begin as others do, but for blends: a blend of deeper rows is not what was measured.
    let mut rows = if formula.blend.is_some() { fit(limit) } else { deeper.clone() };
    rows.iter_mut().for_each(|row| row.truncate(limit));
    add_seasonal(&mut rows, deeper, seasons);
    rows
}

/// Adds the seasonal neighbours of deeper rows.
fn add_seasonal(rows: &mut Rows, deeper: Rows, seasons: &Seasons) {
    for ((source, row), deep) in (0u32..).zip(rows).zip(deeper) {
        let known = row.len();
        let seasonal = |ranked: &Ranked| seasons.of(source, ranked.product).is_some();
        for ranked in deep.into_iter().filter(seasonal) {
            if row[..known].iter().all(|own| own.product != ranked.product) {
                row.push(ranked);
            }
        }
    }
}

/// Adds to each neighbour the figures that reasons are made of, and its season.
fn figures(counts: &PairCounts, seasons: &Seasons, rows: Rows) -> Vec<Vec<Neighbour>> {
    let orders = counts.orders as f32;
    let with_figures = |buffer: &mut RowBuffer, (source, row): (usize, Vec<Ranked>)| {
        let source = source as u32;
        let known = counts.row(source, buffer);
        let n_source = counts.orders_with(source) as f32;
        let neighbour = |Ranked { product, weight }: Ranked| {
            // A walk's further step names products that were never in one session: their figures are 0.
            let both = known.products.binary_search(&product).map_or(0.0, |at| known.orders[at] as f32);
            let n_neighbour = counts.orders_with(product) as f32;
            let (confidence, reverse) = (both / n_source, both / n_neighbour);
            let (lift, season) = (confidence * orders / n_neighbour, seasons.of(source, product));
            Neighbour { product, weight, confidence, reverse, lift, season }
        };
        row.into_iter().map(neighbour).collect()
    };
    rows.into_par_iter().enumerate().map_init(RowBuffer::default, with_figures).collect()
}

/// The lists that need no pairs.
struct Lists {
    popular: Vec<Ranked>,
    rising: Vec<Ranked>,
    categories: Vec<CategoryLists>,
}

impl Lists {
    fn new(catalogue: &Catalogue, evidence: &dyn Evidence, settings: &Settings) -> Self {
        let (months, products) = (evidence.months(), catalogue.products.len());
        let mut weights = popular::popularity(months, None, products);
        for (weight, product) in weights.iter_mut().zip(&catalogue.products) {
            if !product.available {
                *weight = 0.0;
            }
        }
        let mut rising = popular::rising(months, products, settings.min_customers, usize::MAX);
        rising.retain(|ranked| catalogue.products[ranked.product as usize].available);
        let categories = popular::by_category(catalogue, &weights, &rising, settings.category_popular);
        rising.truncate(settings.popular);
        Self { popular: popular::best(&weights, settings.popular), rising, categories }
    }
}
