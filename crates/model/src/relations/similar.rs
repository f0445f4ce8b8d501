//! Similar products: what a shopper could buy instead.
//!
//! Each thing that two products can be compared by gives a likeness from 0 to 1. The score is their mean, weighted as
//! below, over what the shop gives for the product: an absent column neither helps nor hurts. Weights are by hand: what
//! a person sees first when told "these are alike" has most, what many different things share has least.
//!
//! | compared | weight | likeness |
//! |---|---|---|
//! | title words | 4 | cosine; a word weighs as it is rare, as it stands where heads of titles stand, and as it keeps to one category or price |
//! | category | 3 | share of the levels in common |
//! | properties | 3 | weight of the shared values among those of names that both have |
//! | picture or text vector | 3 | cosine above 0.5, on a line to 1 |
//! | family | 2 | 1 for the same |
//! | price | 1.5 | 1 at the same price, 0 at half or double |
//! | brand | 1 | 1 for the same |
//! | description | 1 | cosine |
//! | picture | 1.5 | half colours, half style; above 0.5, on a line to 1 |
//! | review words | 0.5 | cosine |
//! | what reviews praise | 0.5 | cosine of the shares of reviews that affirm each theme |
//! | viewed together | 8 | share of the sessions, 1 from a tenth on; only adds |
//!
//! Nothing is similar for its price, brand or category alone: there must be evidence of the same need, see
//! [`Likeness::same_need`]. What is bought together with the product in one of ten orders and thrice as often as chance
//! is held back: its weight is halved, so that it comes after everything else. It goes with the product and stands in the
//! other list already; but a collector buys the cup in all colours, and the colours are alternatives still.

use cobuy_catalogue::data::Catalogue;

use super::Why;
use super::features::{Features, NONE};
use super::sparse::{cosine, embedded, log2};
use crate::neighbour::Neighbour;

/// Lift and share of orders from which two products are taken for complements.
const COMPLEMENT_LIFT: f32 = 3.0;
const COMPLEMENT_SHARE: f32 = 0.1;

/// A cosine of title words that shows one need: about the head and one more word of three.
const SAME_WORDS: f32 = 0.4;
/// A share of properties that does: more than half of what is comparable.
const SAME_PROPERTIES: f32 = 0.5;
/// A cosine of descriptions that does.
const SAME_DESCRIPTION: f32 = 0.3;
/// A cosine of vectors that does.
const LOOKS_ALIKE: f32 = 0.8;
/// Pictures from which two products look alike; in the demo shop 99 of 100 pairs of different kinds are below 0.83. No
/// evidence of one need: a black stove looks like a black bag.
const PICTURES_ALIKE: f32 = 0.85;
/// Share of sessions that does.
const VIEWED_SHARE: f32 = 0.02;
/// Least score of a similar product.
const LEAST_SCORE: f32 = 0.45;
/// Prices within a fifth of each other are about the same.
const CLOSE_PRICE: f32 = 0.75;

/// How alike two products are, by each thing; `None` where the shop does not say it of the first.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Likeness {
    pub title: Option<f32>,
    pub category: Option<f32>,
    pub properties: Option<f32>,
    pub embedding: Option<f32>,
    pub family: Option<f32>,
    pub price: Option<f32>,
    pub brand: Option<f32>,
    pub description: Option<f32>,
    pub reviews: Option<f32>,
    pub themes: Option<f32>,
    pub picture: Option<f32>,
    /// Share of the sessions with the first that viewed both.
    pub viewed: f32,
    /// Whether a category alone may say that two products serve one need.
    category_suffices: bool,
}

impl Likeness {
    /// Compares `a` with `b`.
    pub fn of(catalogue: &Catalogue, features: &Features, a: usize, b: usize, viewed: f32) -> Self {
        let both = |x: &[u32]| (x[a] != NONE).then(|| f32::from(u8::from(x[a] == x[b])));
        let vectors = |x: &[super::sparse::Sparse]| (!x[a].is_empty()).then(|| cosine(&x[a], &x[b]));
        let embeddings = [a, b].map(|product| catalogue.products[product].details.embedding.as_slice());
        Self {
            title: vectors(&features.title),
            category: features.shared_levels(a, b).or_else(|| (features.category[a] != NONE).then_some(0.0)),
            properties: properties(features, a, b),
            embedding: (!embeddings[0].is_empty()).then(|| embedded(embeddings[0], embeddings[1])),
            family: both(&features.family),
            price: price_ratio(features, a, b).map(|ratio| (1.0 - log2(ratio).abs()).max(0.0)),
            brand: both(&features.brand),
            description: vectors(&features.description),
            reviews: vectors(&features.reviews),
            themes: vectors(&features.themes),
            picture: picture(catalogue, a, b),
            viewed,
            category_suffices: !features.descriptive,
        }
    }

    /// The weighted mean, 0 to 1.
    pub fn score(&self) -> f32 {
        let embedding = self.embedding.map(above_half);
        let viewed = (self.viewed > 0.0).then(|| (self.viewed * 10.0).min(1.0));
        let parts = [
            (4.0, self.title),
            (3.0, self.category),
            (3.0, self.properties),
            (3.0, embedding),
            (2.0, self.family.filter(|same| *same > 0.0)),
            (1.5, self.price),
            (1.0, self.brand),
            (1.0, self.description),
            (1.5, self.picture.map(above_half)),
            (0.5, self.reviews),
            (0.5, self.themes),
            (8.0, viewed),
        ];
        let (mut sum, mut of) = (0.0, 0.0);
        for (weight, likeness) in parts {
            if let Some(likeness) = likeness {
                sum += weight * likeness;
                of += weight;
            }
        }
        if of > 0.0 { sum / of } else { 0.0 }
    }

    /// Whether the two serve one need: the same family, words, properties, vector, sessions, or a description within one
    /// category; in shops whose titles do not say what a thing is (books), the same deepest category.
    pub fn same_need(&self) -> bool {
        let at_least = |likeness: Option<f32>, least: f32| likeness.is_some_and(|likeness| likeness >= least);
        // Things of wholly different categories share words by accident: "tent" and "tent pegs".
        let related = self.category.is_none_or(|shared| shared > 0.0) || self.category_suffices;
        let by_content = at_least(self.title, SAME_WORDS)
            || at_least(self.properties, SAME_PROPERTIES)
            || (at_least(self.description, SAME_DESCRIPTION) && at_least(self.category, 1.0))
            || (self.category_suffices && at_least(self.category, 1.0));
        at_least(self.family, 1.0)
            || at_least(self.embedding, LOOKS_ALIKE)
            || self.viewed >= VIEWED_SHARE
            || (related && by_content)
    }

    /// Why, as published.
    pub fn why(&self) -> Why {
        let at_least = |likeness: Option<f32>, least: f32| likeness.is_some_and(|likeness| likeness >= least);
        let mut why = Why::default();
        why.set(Why::CATEGORY, at_least(self.category, 1.0));
        why.set(Why::BRAND, at_least(self.brand, 1.0));
        why.set(Why::PROPERTIES, at_least(self.properties, SAME_PROPERTIES));
        why.set(Why::WORDS, at_least(self.title, SAME_WORDS));
        why.set(Why::PRICE, at_least(self.price, CLOSE_PRICE));
        why.set(Why::VIEWED, self.viewed > 0.0);
        let looks = at_least(self.embedding, LOOKS_ALIKE) || at_least(self.picture, PICTURES_ALIKE);
        why.set(Why::LOOKS, looks);
        why
    }

    /// Whether `b` belongs among the products similar to `a`.
    pub fn is_similar(&self) -> bool {
        self.same_need() && self.score() >= LEAST_SCORE
    }
}

/// Most pictures and vectors of a shop have something in common: what is alike begins at a half.
fn above_half(likeness: f32) -> f32 {
    ((likeness - 0.5) * 2.0).max(0.0)
}

/// How alike the pictures are; none where one of the two has none: a missing file is no sign of anything.
fn picture(catalogue: &Catalogue, a: usize, b: usize) -> Option<f32> {
    let look = |product: usize| catalogue.products[product].details.look.as_deref();
    Some(look(a)?.likeness(look(b)?))
}

/// Weight of the values that both have, among the values of `a` whose name both have.
fn properties(features: &Features, a: usize, b: usize) -> Option<f32> {
    let (a, b) = (&features.properties[a], &features.properties[b]);
    let (mut shared, mut comparable) = (0.0, 0.0);
    for own in a {
        if b.iter().any(|other| other.name == own.name) {
            comparable += own.weight;
            shared += if b.iter().any(|other| other.value == own.value) { own.weight } else { 0.0 };
        }
    }
    if a.is_empty() {
        return None;
    }
    Some(if comparable > 0.0 { shared / comparable } else { 0.0 })
}

/// Price of `b` by that of `a`; none where one is unknown.
pub(super) fn price_ratio(features: &Features, a: usize, b: usize) -> Option<f32> {
    let (a, b) = (features.price[a], features.price[b]);
    (a > 0.0 && b > 0.0).then(|| b / a)
}

/// Products that go with each other rather than replace each other.
pub(super) fn is_complement(together: &[Vec<Neighbour>], a: u32, b: u32) -> bool {
    let of = |from: u32, to: u32| {
        let row = together.get(from as usize).into_iter().flatten();
        row.into_iter().any(|neighbour| {
            neighbour.product == to
                && neighbour.lift >= COMPLEMENT_LIFT
                && neighbour.confidence.max(neighbour.reverse) >= COMPLEMENT_SHARE
        })
    };
    of(a, b) || of(b, a)
}
