//! Upgrades: the same need, better and dearer. A higher price alone is never an upgrade.
//!
//! All of this must hold for b to be an upgrade of a:
//! - b costs between the two limits of `[relations] upgrade_ratio` times as much;
//! - the same need: the same family, or the same head of the title, or more than half of the comparable properties, and
//!   in each case no other deepest category and a likeness of at least 0.3; 0.5 where no category is known;
//! - b is better, shown by at least one of:
//!   - reviews: 0.2 stars more after both are drawn to the shop's mean with 10 ratings' weight, 5 ratings or more for b; where
//!     one of the two has no stars, a mean sentiment (positive 1, neutral 0, negative −1) that is 0.1 more, drawn alike: as
//!     far on that scale as 0.2 stars are on theirs;
//!   - larger: the numbers with units in titles and properties, where both have the same units: none smaller, one
//!     larger, none more than five times as large;
//!   - more words: b's title has all words of a's and one or more besides ("Brae 2" and "Brae 2 Plus");
//!   - more properties: b has all named values of a but for colour-like ones (those found in all categories), and more;
//!   - a tier word that a has not. A word is one if it makes a title dearer in at least 3 pairs of products whose titles
//!     differ by it alone, in four of five of them; and pro, plus, premium, deluxe, ultra, max, professional, which most
//!     languages' shops use.
//!
//! Nothing that is received badly is an upgrade: b may not be worse than a by as much as would make it better, nor have
//! less than three stars, or more negative reviews than positive ones, drawn as above.
//!
//! Brand lines do not count: a dear brand is a price.

use std::collections::BTreeSet;

use cobuy_catalogue::data::Catalogue;
use hashbrown::HashMap;

use super::features::Features;
use super::similar::{Likeness, price_ratio};
use super::text::{measures, words};

/// Words that say "the better one" in shops of most languages.
const TIERS: [&str; 7] = ["pro", "plus", "premium", "deluxe", "ultra", "max", "professional"];

/// Reviews with the weight of which a mean is drawn to the shop's.
const PRIOR_REVIEWS: f32 = 10.0;
/// Hundredths of a star that make a difference, and below which a product is received badly.
const BETTER_RATED: f32 = 20.0;
const BADLY_RATED: f32 = 300.0;
/// The same of mean sentiment.
const BETTER_SPOKEN_OF: f32 = 0.1;
const BADLY_SPOKEN_OF: f32 = 0.0;
const FEWEST_REVIEWS: u32 = 5;
/// Most that a larger one is larger.
const LARGEST: f64 = 5.0;
/// Pairs of titles that differ by a word, and the share of them in which it costs more, that make it a tier word.
const TIER_PAIRS: u32 = 3;
const TIER_SHARE: f32 = 0.8;
const LEAST_LIKENESS: f32 = 0.3;
const LEAST_WITHOUT_CATEGORY: f32 = 0.5;

/// How a product was received.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Received {
    /// Mean drawn to the shop's.
    drawn: f32,
    /// Reviews behind it.
    reviews: u32,
}

/// What is known of products' quality.
pub(super) struct Quality {
    /// Hundredths of a star; none without a rating.
    rating: Vec<Option<Received>>,
    /// Sentiment of reviews, −1 to 1; none where none has one.
    sentiment: Vec<Option<Received>>,
    measures: Vec<Vec<(String, f64)>>,
    words: Vec<Vec<String>>,
    tiers: BTreeSet<String>,
}

impl Quality {
    /// Reads a catalogue.
    pub fn new(catalogue: &Catalogue, features: &Features) -> Self {
        let products = &catalogue.products;
        let titles: Vec<Vec<String>> = products
            .iter()
            .map(|product| {
                let mut words = words(&product.title);
                words.sort();
                words.dedup();
                words
            })
            .collect();
        let measured = products.iter().map(|product| {
            let details = product.details.attributes.iter().filter(|(name, _)| name != "tag");
            let mut all = measures(&product.title);
            all.extend(details.flat_map(|(_, value)| measures(value)));
            all.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
            all.dedup_by(|a, b| a.0 == b.0);
            all
        });
        Self {
            rating: drawn(products.iter().map(|product| {
                let details = &product.details;
                details.rating_hundredths.map(|rating| (f32::from(rating), details.ratings))
            })),
            sentiment: drawn(products.iter().map(|product| {
                let opinion = product.details.opinion.as_deref().filter(|opinion| opinion.judged > 0)?;
                Some((opinion.balance as f32 / opinion.judged as f32, opinion.judged))
            })),
            measures: measured.collect(),
            tiers: tiers(&titles, features),
            words: titles,
        }
    }

    /// Whether `b` is better reviewed than `a`.
    pub fn better_reviewed(&self, a: usize, b: usize) -> bool {
        self.ahead(a, b).is_some_and(|ahead| ahead >= 1.0)
    }

    /// By how much `b` is better reviewed than `a`, 1 being enough to say so; by stars where both have them, else by
    /// sentiment. None where one has neither or `b` too few.
    fn ahead(&self, a: usize, b: usize) -> Option<f32> {
        let (of, enough) = match self.rating[a].zip(self.rating[b]) {
            Some(stars) => (stars, BETTER_RATED),
            None => (self.sentiment[a].zip(self.sentiment[b])?, BETTER_SPOKEN_OF),
        };
        (of.1.reviews >= FEWEST_REVIEWS).then(|| (of.1.drawn - of.0.drawn) / enough)
    }

    /// Whether `b` is received worse than `a`, or badly.
    fn badly_received(&self, a: usize, b: usize) -> bool {
        let bad = |of: Option<Received>, limit: f32| {
            of.is_some_and(|of| of.reviews >= FEWEST_REVIEWS && of.drawn < limit)
        };
        let badly = match self.rating[b] {
            None => bad(self.sentiment[b], BADLY_SPOKEN_OF),
            stars => bad(stars, BADLY_RATED),
        };
        badly || self.ahead(a, b).is_some_and(|ahead| ahead <= -1.0)
    }

    /// How many of the five signs say that `b` is better than `a`.
    fn signs(&self, features: &Features, a: usize, b: usize) -> u32 {
        let tier = |product: usize| self.words[product].iter().any(|word| self.tiers.contains(word));
        let signs = [
            self.better_reviewed(a, b),
            self.is_larger(a, b),
            is_superset(&self.words[a], &self.words[b]),
            has_more_properties(features, a, b),
            tier(b) && !tier(a),
        ];
        signs.into_iter().map(u32::from).sum()
    }

    fn is_larger(&self, a: usize, b: usize) -> bool {
        let mut larger = false;
        for (unit, of_a) in &self.measures[a] {
            let Some((_, of_b)) = self.measures[b].iter().find(|(other, _)| other == unit) else {
                return false;
            };
            if of_b < of_a || *of_b > of_a * LARGEST {
                return false;
            }
            larger |= of_b > of_a;
        }
        larger
    }

    /// How strongly `b` is an upgrade of `a`, above 0 to 1; none where it is none. `ratio`: allowed prices.
    pub fn upgrade(
        &self,
        features: &Features,
        (a, b): (usize, usize),
        likeness: &Likeness,
        ratio: (f32, f32),
    ) -> Option<f32> {
        let dearer = price_ratio(features, a, b).filter(|by| (ratio.0..=ratio.1).contains(by))?;
        if !is_same_need(features, a, b, likeness) || self.badly_received(a, b) {
            return None;
        }
        let signs = self.signs(features, a, b);
        // The nearer step first: who looks at a thing for 100 sooner pays 130 than 200.
        let step = 1.0 / dearer;
        (signs > 0)
            .then(|| (likeness.score() * 0.6 + (signs.min(3) as f32 / 3.0) * 0.25 + step * 0.15).min(1.0))
    }
}

fn is_same_need(features: &Features, a: usize, b: usize, likeness: &Likeness) -> bool {
    if likeness.family == Some(1.0) {
        return true;
    }
    let (category, least) = match likeness.category {
        Some(shared) => (shared >= 1.0, LEAST_LIKENESS),
        None => (true, LEAST_WITHOUT_CATEGORY),
    };
    let head = features.head[a] == features.head[b] && features.head[a] != super::features::NONE;
    let alike = head || likeness.properties.is_some_and(|shared| shared > 0.5);
    category && alike && likeness.same_need() && likeness.score() >= least
}

/// Means of so many reviews, drawn to the shop's, so that one enthusiast does not make a better product.
fn drawn(means: impl Iterator<Item = Option<(f32, u32)>> + Clone) -> Vec<Option<Received>> {
    let (sum, of) = means
        .clone()
        .flatten()
        .fold((0.0f64, 0.0f64), |(sum, of), (mean, _)| (sum + f64::from(mean), of + 1.0));
    let shop = if of > 0.0 { (sum / of) as f32 } else { 0.0 };
    let received = |(mean, reviews): (f32, u32)| {
        let count = reviews as f32;
        Received { drawn: (mean * count + shop * PRIOR_REVIEWS) / (count + PRIOR_REVIEWS), reviews }
    };
    means.map(|given| given.map(received)).collect()
}

/// Whether the sorted `b` has all of the sorted `a` and more.
fn is_superset(a: &[String], b: &[String]) -> bool {
    a.len() > 1 && b.len() > a.len() && a.iter().all(|word| b.binary_search(word).is_ok())
}

/// A value that counts for this belongs to one category: it describes the thing and not its look.
fn has_more_properties(features: &Features, a: usize, b: usize) -> bool {
    let (a, b) = (&features.properties[a], &features.properties[b]);
    let telling = |own: &&super::features::Property| own.weight >= 1.0;
    let has_all = a.iter().filter(telling).all(|own| b.iter().any(|other| other.value == own.value));
    let counted = |of: &[super::features::Property]| of.iter().filter(telling).count();
    has_all && counted(a) > 1 && counted(b) > counted(a)
}

/// Words that make a title dearer.
fn tiers(titles: &[Vec<String>], features: &Features) -> BTreeSet<String> {
    let by_title: HashMap<&[String], usize> =
        titles.iter().enumerate().map(|(product, words)| (words.as_slice(), product)).collect();
    let mut seen: HashMap<&str, (u32, u32)> = HashMap::new();
    for (b, words) in titles.iter().enumerate().filter(|(_, words)| words.len() > 2) {
        for (at, word) in words.iter().enumerate() {
            let mut rest = words.clone();
            rest.remove(at);
            let other = by_title.get(rest.as_slice());
            if let Some(ratio) = other.and_then(|a| price_ratio(features, *a, b)) {
                let (pairs, dearer) = seen.entry(word).or_default();
                *pairs += 1;
                *dearer += u32::from(ratio > 1.0);
            }
        }
    }
    let learnt = seen
        .into_iter()
        .filter(|(_, (pairs, dearer))| *pairs >= TIER_PAIRS && *dearer as f32 >= *pairs as f32 * TIER_SHARE)
        .map(|(word, _)| word.to_owned());
    TIERS.iter().map(|word| (*word).to_owned()).chain(learnt).collect()
}
