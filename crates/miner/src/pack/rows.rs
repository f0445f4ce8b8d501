//! Lists as rows: bytes for weights and figures, keys for product numbers.

use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::encode;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::table::{Neighbour, Row};

use crate::data::Catalogue;
use crate::model;

/// Most neighbours in a row of products bought together.
pub const TOGETHER: usize = 20;

/// Fewest other products that a category's list must have to stand in for a row: as many as a shelf holds.
pub const FEWEST_POPULAR: usize = 6;

/// Most products in a list of popular or rising ones: a shelf, twice over, so that what the cart holds can be left out.
pub(super) const LISTED: usize = 12;

/// Whether a product can be shown.
pub(super) fn has_card(catalogue: &Catalogue, product: u32) -> bool {
    !catalogue.products[product as usize].title.is_empty()
}

/// The products bought together with one, all of which can be shown.
pub(super) fn together<'a>(
    catalogue: &'a Catalogue,
    key: &'a str,
    shown: &[&model::Neighbour],
    exponent: i8,
) -> Row<'a> {
    let weights: Vec<f32> = shown.iter().map(|neighbour| neighbour.weight).collect();
    let bytes = encode::row(&weights, exponent);
    let neighbour = |(neighbour, weight): (&model::Neighbour, u8)| Neighbour {
        key: &catalogue.products[neighbour.product as usize].key,
        weight,
        figures: Figures {
            confidence: encode::confidence(neighbour.confidence),
            reverse: encode::confidence(neighbour.reverse),
            lift: encode::lift(neighbour.lift),
        },
    };
    let neighbours = shown.iter().copied().zip(bytes.weights).map(neighbour).collect();
    Row { key, relation: Relation::Together, scale: bytes.scale, neighbours }
}

/// A list in its order. Weights say the place and nothing else: a popularity is nobody's business, and it changes
/// every day where the order does not, which would rewrite every shard. The scale is the largest there is, so that
/// bringing it to another file's unit cannot make two places equal.
pub(super) fn list<'a>(
    catalogue: &'a Catalogue,
    key: &'a str,
    relation: Relation,
    products: impl Iterator<Item = u32>,
) -> Row<'a> {
    let neighbour = |(product, weight): (u32, u8)| Neighbour {
        key: &catalogue.products[product as usize].key,
        weight,
        figures: Figures { confidence: 0, reverse: 0, lift: 0 },
    };
    let neighbours = products.zip((1..=u8::MAX).rev()).map(neighbour).collect();
    Row { key, relation, scale: u16::MAX, neighbours }
}
