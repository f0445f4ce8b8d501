//! Typed edges beside "bought together": similar products, upgrades, what is bought next. Layer: beside the model, above
//! the catalogue and the orders; knows no snapshot. docs/RELATIONS.md says the same for shop people.
//!
//! Read in this order:
//! - [`build`]: all of it; [`Settings`] are its knobs, [`Relations`] its result.
//! - `text`, `sparse`: words, measures, sparse vectors. `features`: what products can be compared by.
//! - [`viewed_together`]: what session logs say. `candidates`: what is worth comparing. `similar`: what could be bought instead. `better`: what is an upgrade.
//! - [`Tilt`]: what a shop earns and whether colours go together, as a nudge.
//! - `next_view`: how often what is similar was looked at next.
//! - `sequence`: what follows, what is used up; `follow_up`: how often it was so. `position`: how dear a product is among its kind.
//!
//! Deterministic like the model: a row belongs to one task, orders are total, floats meet only + − × ÷ and square roots.

mod better;
mod candidates;
mod features;
mod follow_up;
mod next_view;
mod position;
mod sequence;
mod settings;
mod similar;
mod sparse;
mod text;
mod tilt;
mod views;

use cobuy_snapshot::quant::{KNOTS, Knot};
use rayon::prelude::*;

use better::Quality;
use candidates::{Lists, Scratch};
use features::Features;
use sequence::Sequences;
use similar::{Likeness, is_complement, price_ratio};

pub use sequence::Follow;
pub use settings::Settings;
pub use tilt::Tilt;
pub use views::viewed_together;

use crate::mine::EvidenceError;
use crate::mine::evidence::learnt;
use crate::neighbour::Neighbour;
use crate::settings::MIN_CASES;
use cobuy_catalogue::data::{Catalogue, Orders, Sessions};
use cobuy_catalogue::progress::Progress;

/// Most neighbours in a row of similar products.
pub const SIMILAR: usize = 6;
/// Most neighbours in a row of upgrades.
pub const UPGRADE: usize = 3;
/// Most neighbours in a row of what is bought next.
pub const NEXT: usize = 3;

/// What is left of the weight of a complement among similar products.
const HELD_BACK: f32 = 0.5;

/// Products compared in one go; their rows are kept before the next block starts.
const BLOCK: usize = 4_096;

/// Why two products are alike: bits as the snapshot has them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Why(pub u8);

impl Why {
    /// The same deepest category.
    pub const CATEGORY: u8 = 1;
    /// The same brand.
    pub const BRAND: u8 = 2;
    /// Most of the properties.
    pub const PROPERTIES: u8 = 4;
    /// Words of the title.
    pub const WORDS: u8 = 8;
    /// About the same price.
    pub const PRICE: u8 = 16;
    /// Viewed in one session.
    pub const VIEWED: u8 = 32;
    /// The neighbour is better reviewed.
    pub const BETTER_REVIEWED: u8 = 64;
    /// Pictures, or vectors of picture or text, are alike.
    pub const LOOKS: u8 = 128;

    fn set(&mut self, bit: u8, on: bool) {
        self.0 |= if on { bit } else { 0 };
    }
}

/// A product that could be bought instead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// Number of the product.
    pub product: u32,
    /// What ranks it, above 0, at most 1.
    pub weight: f32,
    /// Share of the sessions with the item that viewed both, 0 to 1.
    pub viewed: f32,
    /// Why.
    pub why: Why,
    /// Its price by that of the item; none where one is unknown.
    pub price_ratio: Option<f32>,
}

/// A product that was viewed in the sessions of another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Viewed {
    /// Number of the product.
    pub product: u32,
    /// Share of the other's sessions that viewed both, 0 to 1.
    pub share: f32,
}

/// What relations are made from. Only the catalogue has to be there.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'a> {
    /// The products.
    pub catalogue: &'a Catalogue,
    /// Orders of known customers, for what is bought next; none where only tables of pairs are at hand.
    pub orders: Option<&'a Orders>,
    /// What is bought together: complements are no substitutes. May be empty.
    pub together: &'a [Vec<Neighbour>],
    /// What is viewed together, a row a product; none without session logs.
    pub viewed: Option<&'a [Vec<Viewed>]>,
    /// The logs that `viewed` was counted in: the newest tenth measures what is similar.
    pub sessions: Option<&'a Sessions>,
}

/// Rows of all relations, one a product, best first; all empty where a relation is off or has nothing to go by.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Relations {
    /// What could be bought instead, at most [`SIMILAR`].
    pub similar: Vec<Vec<Alike>>,
    /// Better and dearer, at most [`UPGRADE`].
    pub upgrade: Vec<Vec<Alike>>,
    /// What is bought next, at most [`NEXT`].
    pub next: Vec<Vec<Follow>>,
    /// Median days until a product is bought again; none for durables.
    pub repurchase_days: Vec<Option<f32>>,
    /// Percentile of the price within the category, 0 to 100.
    pub price_position: Vec<Option<u8>>,
    /// Score → share of views after which what is similar was looked at next, in the newest tenth of the sessions, in the
    /// unit of exponent 0; none without enough sessions.
    pub similar_calibration: Option<[Knot; KNOTS]>,
    /// Score → share of cases in which what follows was bought in the hold-out, in the unit of exponent 0; none with too
    /// few orders of known customers.
    pub next_calibration: Option<[Knot; KNOTS]>,
}

impl Relations {
    /// The largest weight of all rows.
    pub fn heaviest(&self) -> f32 {
        let alike = self.similar.iter().chain(&self.upgrade).flatten().map(|alike| alike.weight);
        alike.chain(self.next.iter().flatten().map(|follow| follow.weight)).fold(0.0, f32::max)
    }

    /// Multiplies all weights.
    pub fn scale(&mut self, factor: f32) {
        let alike = self.similar.iter_mut().chain(&mut self.upgrade).flatten().map(|alike| &mut alike.weight);
        let next = self.next.iter_mut().flatten().map(|follow| &mut follow.weight);
        alike.chain(next).for_each(|weight| *weight *= factor);
    }
}

/// Makes the rows of all relations that `settings` ask for.
///
/// # Errors
/// Where counts need a temporary file and it fails.
pub fn build(
    sources: &Sources<'_>,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Relations, EvidenceError> {
    let settings = settings.clamped();
    let products = sources.catalogue.products.len();
    let features = Features::new(sources.catalogue);
    let mut relations =
        Relations { price_position: position::price_positions(&features), ..Relations::default() };
    if settings.similar || settings.upgrade {
        let lists = Lists::new(&features);
        let quality = Quality::new(sources.catalogue, &features);
        let tilt = Tilt::new(sources.catalogue, settings.margin_weight, 0.0);
        let (features, lists, quality, tilt, settings) = (&features, &lists, &quality, &tilt, &settings);
        let comparison = Comparison { sources, features, lists, quality, tilt, settings };
        (relations.similar, relations.upgrade) = compare(&comparison, progress);
        if let Some(sessions) = sources.sessions.filter(|_| settings.similar) {
            relations.similar_calibration = measure(&comparison, sessions, progress)?;
        }
    }
    if let Some(orders) = sources.orders.filter(|_| settings.next) {
        progress.stage("Following customers", products as u64);
        let follow = |end: usize| sequence::sequences(orders, 0..end, products, &settings, progress);
        let sequences = follow(orders.len());
        relations.next = next(sources, &features, &sequences);
        if relations.next.iter().any(|row| !row.is_empty()) {
            progress.stage("Following customers into the hold-out", products as u64);
            let cut = learnt(orders.len());
            let learnt = next(sources, &features, &follow(cut));
            relations.next_calibration =
                follow_up::follow_up(orders, cut, settings.next_window_days, &learnt);
        }
        relations.repurchase_days = sequences.repurchase_days;
        // After the calibration, which is of what was bought and not of what was kept.
        for row in &mut relations.next {
            row.iter_mut().for_each(|it| it.weight *= tilt::kept(sources.catalogue, it.product as usize));
            row.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.product.cmp(&b.product)));
        }
    }
    Ok(relations)
}

/// How often what is similar was looked at next: rows made without the newest sessions, measured in those.
fn measure(
    comparison: &Comparison<'_>,
    sessions: &Sessions,
    progress: &dyn Progress,
) -> Result<Option<[Knot; KNOTS]>, EvidenceError> {
    let products = comparison.sources.catalogue.products.len();
    let cut = learnt(sessions.len());
    let views = next_view::next_views(sessions, cut);
    if views.len() < MIN_CASES {
        return Ok(None);
    }
    let older = views::viewed_in(sessions, cut, products, comparison.settings.min_customers, progress)?;
    let first = next_view::viewed_first(&views);
    progress.stage("Comparing products for the hold-out", first.len() as u64);
    let sources = Sources { viewed: Some(&older), ..*comparison.sources };
    let settings = Settings { upgrade: false, ..comparison.settings.clone() };
    let comparison = Comparison { sources: &sources, settings: &settings, ..*comparison };
    let rows: Vec<Vec<Alike>> = first
        .par_iter()
        .with_min_len(16)
        .map_init(|| Scratch::new(products), |scratch, product| comparison.rows(*product, scratch).0)
        .collect();
    progress.advance(first.len() as u64);
    let row = |product: u32| first.binary_search(&product).map_or(&[][..], |at| rows[at].as_slice());
    Ok(next_view::calibration(&views, row))
}

type Rows = Vec<Vec<Alike>>;

fn compare(comparison: &Comparison<'_>, progress: &dyn Progress) -> (Rows, Rows) {
    let products = comparison.sources.catalogue.products.len();
    let (mut similar, mut upgrade) = (Vec::with_capacity(products), Vec::with_capacity(products));
    for start in (0..products).step_by(BLOCK) {
        let end = products.min(start + BLOCK);
        let rows: Vec<(Vec<Alike>, Vec<Alike>)> = (start as u32..end as u32)
            .into_par_iter()
            .with_min_len(16)
            .map_init(|| Scratch::new(products), |scratch, product| comparison.rows(product, scratch))
            .collect();
        for (alike, better) in rows {
            similar.push(alike);
            upgrade.push(better);
        }
        progress.advance((end - start) as u64);
    }
    (similar, upgrade)
}

struct Comparison<'a> {
    sources: &'a Sources<'a>,
    features: &'a Features,
    lists: &'a Lists,
    quality: &'a Quality,
    tilt: &'a Tilt<'a>,
    settings: &'a Settings,
}

impl Comparison<'_> {
    /// What is similar to a product, and what is better.
    fn rows(&self, product: u32, scratch: &mut Scratch) -> (Vec<Alike>, Vec<Alike>) {
        let Sources { catalogue, together, viewed, .. } = *self.sources;
        let viewed = viewed.and_then(|rows| rows.get(product as usize)).map_or(&[][..], Vec::as_slice);
        let further = viewed.iter().map(|viewed| viewed.product);
        let (mut similar, mut upgrade) = (Vec::new(), Vec::new());
        for other in scratch.candidates(self.lists, self.features, product, further) {
            let (a, b) = (product as usize, other as usize);
            let share =
                viewed.iter().find(|viewed| viewed.product == other).map_or(0.0, |viewed| viewed.share);
            let likeness = Likeness::of(catalogue, self.features, a, b, share);
            let mut why = likeness.why();
            why.set(Why::BETTER_REVIEWED, self.quality.better_reviewed(a, b));
            let price_ratio = price_ratio(self.features, a, b);
            let alike = |weight: f32| Alike { product: other, weight, viewed: share, why, price_ratio };
            if self.settings.similar && likeness.is_similar() {
                let held_back = if is_complement(together, product, other) { HELD_BACK } else { 1.0 };
                similar.push(alike(held_back * self.tilt.of(b) * likeness.score()));
            }
            let ratio = self.settings.upgrade_ratio;
            if self.settings.upgrade
                && let Some(weight) = self.quality.upgrade(self.features, (a, b), &likeness, ratio)
            {
                upgrade.push(alike(self.tilt.of(b) * weight));
            }
        }
        (best(similar, SIMILAR), best(upgrade, UPGRADE))
    }
}

fn best(mut row: Vec<Alike>, limit: usize) -> Vec<Alike> {
    row.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.product.cmp(&b.product)));
    row.truncate(limit);
    row
}

/// What follows, without what a durable product makes needless.
fn next(sources: &Sources<'_>, features: &Features, sequences: &Sequences) -> Vec<Vec<Follow>> {
    let needless = |a: usize, b: usize| {
        sequences.repurchase_days[a].is_none()
            && Likeness::of(sources.catalogue, features, a, b, 0.0).same_need()
    };
    let row = |(product, row): (usize, &Vec<Follow>)| {
        let kept = row.iter().filter(|follow| !needless(product, follow.product as usize));
        kept.take(NEXT).copied().collect()
    };
    sequences.rows.par_iter().enumerate().map(row).collect()
}
