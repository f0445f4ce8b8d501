//! Lists as rows: bytes for weights and figures, keys for product numbers.

use cobuy_catalogue::data::Catalogue;
use cobuy_model as model;
use cobuy_model::relations::{Alike, Follow};
use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::encode;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::table::{Neighbour, Row};

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
    let figures = |neighbour: &model::Neighbour| Figures {
        confidence: encode::confidence(neighbour.confidence),
        reverse: encode::confidence(neighbour.reverse),
        lift: encode::lift(neighbour.lift),
    };
    let of = |neighbour: &model::Neighbour| (neighbour.product, neighbour.weight, figures(neighbour));
    let mut row =
        row(catalogue, key, Relation::Together, shown.iter().map(|neighbour| of(neighbour)), exponent);
    row.neighbours.iter_mut().zip(shown).for_each(|(written, neighbour)| written.season = neighbour.season);
    row
}

/// The products similar to one, or better than it.
pub(super) fn alike<'a>(
    catalogue: &'a Catalogue,
    key: &'a str,
    relation: Relation,
    neighbours: &[Alike],
    exponent: i8,
) -> Row<'a> {
    let figures = |alike: &Alike| Figures {
        confidence: encode::confidence(alike.viewed),
        reverse: alike.why.0,
        lift: alike.price_ratio.map_or(0, |ratio| encode::lift(ratio).max(1)),
    };
    let of = |alike: &Alike| (alike.product, alike.weight, figures(alike));
    row(catalogue, key, relation, neighbours.iter().map(of), exponent)
}

/// What is bought after a product.
pub(super) fn next<'a>(
    catalogue: &'a Catalogue,
    key: &'a str,
    neighbours: &[Follow],
    exponent: i8,
) -> Row<'a> {
    let figures = |follow: &Follow| Figures {
        confidence: encode::confidence(follow.share),
        reverse: encode::days(follow.days.into()),
        lift: encode::lift(follow.lift),
    };
    let of = |follow: &Follow| (follow.product, follow.weight, figures(follow));
    row(catalogue, key, Relation::Next, neighbours.iter().map(of), exponent)
}

/// A row of neighbours with their weights and figures.
fn row<'a>(
    catalogue: &'a Catalogue,
    key: &'a str,
    relation: Relation,
    neighbours: impl Iterator<Item = (u32, f32, Figures)>,
    exponent: i8,
) -> Row<'a> {
    let shown: Vec<(u32, f32, Figures)> = neighbours.collect();
    let weights: Vec<f32> = shown.iter().map(|(_, weight, _)| *weight).collect();
    let bytes = encode::row(&weights, exponent);
    let neighbour = |((product, _, figures), weight): ((u32, f32, Figures), u8)| Neighbour {
        key: &catalogue.products[product as usize].key,
        weight,
        figures,
        season: None,
    };
    let neighbours = shown.into_iter().zip(bytes.weights).map(neighbour).collect();
    Row { key, relation, scale: bytes.scale, neighbours }
}

/// A list in its order. Weights say the place and nothing else: a popularity is nobody's business, and it changes
/// every day where the order does not, which would rewrite every shard. The scale is the largest there is, so that
/// bringing it to another file's unit cannot make two places equal.
pub fn list<'a>(
    catalogue: &'a Catalogue,
    key: &'a str,
    relation: Relation,
    products: impl Iterator<Item = u32>,
) -> Row<'a> {
    let neighbour = |(product, weight): (u32, u8)| Neighbour {
        key: &catalogue.products[product as usize].key,
        weight,
        figures: Figures::default(),
        season: None,
    };
    let neighbours = products.zip((1..=u8::MAX).rev()).map(neighbour).collect();
    Row { key, relation, scale: u16::MAX, neighbours }
}
