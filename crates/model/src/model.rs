//! The model: what the packer turns into a snapshot.

use cobuy_snapshot::quant::{KNOTS, Knot, encode};
use rayon::prelude::*;

use super::calibrate;
use super::choose::HoldoutReport;
use super::evaluate::QuantisedRows;
use super::neighbour::Neighbour;
use super::popular::CategoryLists;
use super::recipes::recipe::Formula;
use super::top::{Ranked, Rows};
use crate::mine::EvidenceError;
use crate::relations::Relations;

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
    /// Score → hit share of one candidate, measured on the hold-out; [`UNMEASURED`](super::UNMEASURED) without one. It was measured on
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
