//! From evidence to a model, step by step.

use std::borrow::Borrow;

use cobuy_catalogue::data::Catalogue;
use cobuy_catalogue::progress::Progress;
use cobuy_snapshot::Season;
use cobuy_snapshot::quant::{KNOTS, Knot, encode};
use rayon::prelude::*;

use super::decay::Decay;
use super::evaluate::QuantisedRows;
use super::recipe::{COSINES, Formula, Recipe, RecipeChoice, WALKS};
use super::top::Rows;
use super::{CategoryLists, Ranked, Settings, UNMEASURED, calibrate, choose, popular};
use crate::mine::evidence::Part;
use crate::mine::season::Seasons;
use crate::mine::{Evidence, EvidenceError, PairCounts, RowBuffer};
use crate::relations::Relations;

/// What is used where too few orders leave nothing to choose on. See [`build`].
const WITHOUT_HOLDOUT: Recipe = Recipe::Ridge { lambda: 30 };

/// The same for session logs.
const WITHOUT_HOLDOUT_SESSIONS: Formula =
    Formula { recipe: Recipe::Walk(WALKS[0]), blend: None, decay: Decay::One };

/// One neighbour of a product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Number of the neighbouring product.
    pub product: u32,
    /// Weight given by the recipe, above 0. Comparable within one model.
    pub weight: f32,
    /// Share of the baskets with the source that hold the neighbour, 0 to 1.
    pub confidence: f32,
    /// Share of the baskets with the neighbour that hold the source, 0 to 1.
    pub reverse: f32,
    /// How many times more often the two are together than chance would have them.
    pub lift: f32,
    /// The months in which it counts; none for all year. Weight and figures are those of the whole year.
    pub season: Option<Season>,
}

/// Neighbours beyond those of a row that are looked through for seasonal ones: three more rows. On Online Retail (its months
/// twice) these give 141; four times as deep gives two more.
const DEEPER: usize = 60;

/// Most neighbours of a row beyond the others that are kept for their season: a shelf.
const SEASONAL: usize = 6;

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

/// What the packer turns into a snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// Per source product its neighbours: descending weight, then ascending product; more than the settings ask for where
    /// some belong among them in their season. Empty where no pair of the product meets the publication minimum or none has
    /// a weight above 0.
    pub rows: Vec<Vec<Neighbour>>,
    /// The recipe in use, with what is mixed in and the decay.
    pub recipe: Formula,
    /// Factor by age in clicks, 32,768 being 1; the last holds for all older ones. Orders have no sequence: one entry.
    pub decay_q15: Vec<u16>,
    /// Score → hit share of one candidate, measured on the hold-out; [`UNMEASURED`] without one. It was measured on
    /// nine tenths of the orders: with all of them weights are a little larger, so shares are a little kind.
    pub calibration: [Knot; KNOTS],
    /// Hit share of one of the popular list's first six on the same cases, 65,535 being all: the default minimum
    /// confidence. 0 without a hold-out.
    pub popular_share: u16,
    /// Exponent of the weights' unit: the smallest power of two not below the heaviest weight.
    pub weight_exponent: i8,
    /// The choice and its score; none where there were too few cases to choose on.
    pub holdout: Option<HoldoutReport>,
    /// The shop's most bought products, recent orders counting more; sold-out ones left out.
    pub popular: Vec<Ranked>,
    /// The products whose share of orders grew most; sold-out ones left out.
    pub rising: Vec<Ranked>,
    /// Per category path, every level of it, the most bought and the rising products; ascending by path.
    pub categories: Vec<CategoryLists>,
    /// Orders that hold each product. Private: weighs requests and never goes into a snapshot.
    pub item_orders: Vec<u32>,
    /// Pairs of products seen in at least one order.
    pub pairs_counted: u64,
    /// Pairs that meet the publication minimum.
    pub pairs_published: u64,
    /// Products with an empty row.
    pub products_without_pair: u32,
    /// Similar products, upgrades, what is bought next; empty until [`Model::attach`] brings them.
    pub relations: Relations,
}

impl Model {
    /// Multiplies every weight by a factor of product and neighbour, above 0 and at most 1, and orders the rows anew. What
    /// a row holds stays, so a tilt decides only among what belongs together.
    pub fn tilt(&mut self, factor: impl Fn(u32, u32) -> f32 + Sync) {
        self.rows.par_iter_mut().enumerate().for_each(|(product, row)| {
            row.iter_mut().for_each(|other| other.weight *= factor(product as u32, other.product));
            row.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.product.cmp(&b.product)));
        });
    }

    /// Adds the rows of the other relations. Relations share no unit, so theirs are brought to that of the rows that are
    /// there, by a power of two, which changes no digit: heavier ones beside them would cost those their precision.
    pub fn attach(&mut self, mut relations: Relations) {
        let exponent = encode::exponent(relations.heaviest());
        let Relations { similar_calibration, next_calibration, .. } = &mut relations;
        let tables = similar_calibration.iter_mut().chain(next_calibration);
        tables.for_each(|table| calibrate::rescale(table, 0, exponent));
        if self.rows.iter().all(Vec::is_empty) {
            self.weight_exponent = exponent;
        }
        relations.scale(f32::powi(2.0, i32::from(self.weight_exponent) - i32::from(exponent)));
        self.relations = relations;
    }

    /// The rows as a snapshot holds them, to evaluate with.
    pub fn quantised(&self) -> QuantisedRows {
        let ranked = |n: &Neighbour| Ranked { product: n.product, weight: n.weight };
        let rows: Rows = self.rows.iter().map(|row| row.iter().map(ranked).collect()).collect();
        QuantisedRows::new(&rows)
    }
}

/// Why no model could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// Nothing to learn from. Remedy: check the filters of the import; they may drop every line.
    #[error("no order is left to learn from; check which lines the filters drop")]
    NoOrders,
    /// A pair needs two products. Remedy: check the product column and the product-id pattern.
    #[error("the catalogue has {products} product(s), a recommendation needs 2; check the product column")]
    TooFewProducts {
        /// Products in the catalogue.
        products: usize,
    },
    /// Only sessions have an order of clicks. Remedy: another recipe, or session logs.
    #[error("the recipe walk needs session logs (--sessions); for orders choose auto, ridge or cosine")]
    WalkNeedsSessions,
    /// The evidence cannot be read. Remedy: in the message.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

/// Builds the model: counts pairs, chooses a recipe on the hold-out, fits it to all orders, calibrates, and ranks
/// what is popular.
///
/// With fewer than [`super::MIN_CASES`] hold-out cases (about 400 orders of several products) nothing is chosen:
/// the recipe is ridge with λ 30 and the calibration claims nothing. Measured on the last 100, 200 and 400 orders
/// before October 2011 of Online Retail, against October: mean hit rate at 6 .051, .091 and .121, within .003 of the
/// best λ each time, where the best cosine reaches .051, .088 and .112.
///
/// # Errors
/// [`ModelError`] for no orders, fewer than two products, or evidence that cannot be read.
pub fn build(
    catalogue: &Catalogue,
    evidence: &dyn Evidence,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Model, ModelError> {
    let products = catalogue.products.len();
    if products < 2 {
        return Err(ModelError::TooFewProducts { products });
    }
    if evidence.orders() == 0 {
        return Err(ModelError::NoOrders);
    }
    let settings = settings.clamped();
    let walk = matches!(settings.recipe, RecipeChoice::Walk | RecipeChoice::Fixed(Recipe::Walk(_)));
    if walk && evidence.sessions().is_none() {
        return Err(ModelError::WalkNeedsSessions);
    }
    let choice = choose::choose(evidence, &settings, progress)?;
    let recipe = choice.as_ref().map_or_else(|| unchosen(settings.recipe, evidence), |choice| choice.formula);

    progress.stage("Counting pairs", products as u64);
    let counts = evidence.counts(Part::Whole, settings.counting(), progress)?;
    let seasons = match settings.season {
        true => Seasons::find(evidence, settings.min_customers, counts.pairs_published, progress)?,
        false => Seasons::default(),
    };
    progress.stage("Fitting the model", products as u64);
    let limit = settings.neighbours;
    let fit = |limit| choose::fit(evidence, &counts, &recipe, limit, progress);
    let fitted = if seasons.is_empty() {
        fit(limit)
    } else {
        let deeper = fit(limit + DEEPER);
        // Deeper rows begin as others do, but for blends: a blend of deeper rows is not what was measured.
        let mut rows = if recipe.blend.is_some() { fit(limit) } else { deeper.clone() };
        rows.iter_mut().for_each(|row| row.truncate(limit));
        add_seasonal(&mut rows, deeper, &seasons);
        rows
    };
    let mut rows = figures(&counts, &seasons, fitted);
    counts.whole()?;
    if evidence.sessions().is_some() {
        // Shares of sessions are no shares of orders, which is what a reason would say of them.
        rows.iter_mut().flatten().for_each(|other| (other.confidence, other.reverse) = (0.0, 0.0));
    }
    rows.iter_mut().for_each(|row| prune(row, limit));

    let heaviest = rows.iter().flatten().map(|neighbour| neighbour.weight).fold(0.0, f32::max);
    let weight_exponent = encode::exponent(heaviest);
    let (holdout, calibration, popular_share) = match choice {
        Some(mut choice) => {
            calibrate::rescale(&mut choice.table, choice.exponent, weight_exponent);
            (Some(choice.report), choice.table, choice.popular_share)
        }
        None => (None, UNMEASURED, 0),
    };
    let lists = Lists::new(catalogue, evidence, &settings);
    Ok(Model {
        products_without_pair: rows.iter().filter(|row| row.is_empty()).count() as u32,
        rows,
        recipe,
        decay_q15: recipe.decay.q15(),
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

/// The formula where there is nothing to choose on.
fn unchosen(choice: RecipeChoice, evidence: &dyn Evidence) -> Formula {
    let sessions = evidence.sessions().is_some();
    match choice {
        RecipeChoice::Auto if !sessions => WITHOUT_HOLDOUT.into(),
        RecipeChoice::Auto | RecipeChoice::Walk => WITHOUT_HOLDOUT_SESSIONS,
        RecipeChoice::Ridge => WITHOUT_HOLDOUT.into(),
        RecipeChoice::Cosine => Recipe::Cosine(COSINES[0]).into(),
        RecipeChoice::Fixed(recipe) => recipe.into(),
    }
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

/// Cuts a row to the strongest over the year, and after them those that are stronger than the last of these in their
/// season, at most [`SEASONAL`].
pub fn prune<N: Borrow<Neighbour>>(row: &mut Vec<N>, limit: usize) {
    let Some(last) = row.get(limit.wrapping_sub(1)).map(|last| last.borrow().weight) else { return };
    let by = |weight: fn(&Neighbour) -> f32| {
        move |a: &N, b: &N| {
            let (a, b) = (a.borrow(), b.borrow());
            weight(b).total_cmp(&weight(a)).then(a.product.cmp(&b.product))
        }
    };
    let mut more = row.split_off(limit);
    more.retain(|neighbour| neighbour.borrow().season.is_some() && neighbour.borrow().in_season() > last);
    more.sort_by(by(Neighbour::in_season));
    more.truncate(SEASONAL);
    row.extend(more);
    row.sort_by(by(|neighbour| neighbour.weight));
}

impl Neighbour {
    /// Its weight in the months in which it counts.
    pub fn in_season(&self) -> f32 {
        // The engine's own factor, in a unit that leaves it its digits.
        const ONE: u32 = 1 << 16;
        self.weight * self.season.map_or(1.0, |season| season.boosted(ONE) as f32 / ONE as f32)
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
