//! Which products are worth comparing: those on the same inverted lists, so that a million products need no million
//! comparisons each.

use super::features::{Features, NONE};

/// Products looked at on one list. Longer lists are entered where the price is, so that what is closest in price is met.
const WINDOW: usize = 200;

/// Lists looked at for one product, those that tell most.
const LISTS: usize = 12;

/// Candidates that are compared in full.
pub(super) const COMPARED: usize = 150;

/// How much a shared category and a shared family count beside words and properties, whose weights are up to about 20.
const CATEGORY_WEIGHT: f32 = 4.0;
const FAMILY_WEIGHT: f32 = 12.0;

/// Inverted lists: for each word, property, category and family its products, ascending by price, then by number.
pub(super) struct Lists {
    words: Vec<Vec<u32>>,
    properties: Vec<Vec<u32>>,
    categories: Vec<Vec<u32>>,
    families: Vec<Vec<u32>>,
}

impl Lists {
    /// Inverts.
    pub fn new(features: &Features) -> Self {
        let mut order: Vec<u32> = (0..features.price.len() as u32).collect();
        order.sort_by(|a, b| {
            features.price[*a as usize].total_cmp(&features.price[*b as usize]).then(a.cmp(b))
        });
        let mut lists =
            Self { words: Vec::new(), properties: Vec::new(), categories: Vec::new(), families: Vec::new() };
        for product in order {
            let at = product as usize;
            features.title[at].iter().for_each(|(word, _)| push(&mut lists.words, *word, product));
            features.properties[at].iter().for_each(|own| push(&mut lists.properties, own.value, product));
            push(&mut lists.categories, features.category[at], product);
            push(&mut lists.families, features.family[at], product);
        }
        lists
    }

    /// The lists of a product with their weights, those that tell most first.
    fn of(&self, features: &Features, product: usize) -> Vec<(&[u32], f32)> {
        let words = features.title[product]
            .iter()
            .map(|(word, weight)| (self.words.get(*word as usize), weight * 16.0));
        let properties = features.properties[product]
            .iter()
            .map(|own| (self.properties.get(own.value as usize), own.weight));
        let category = (self.categories.get(features.category[product] as usize), CATEGORY_WEIGHT);
        let family = (self.families.get(features.family[product] as usize), FAMILY_WEIGHT);
        let all = words.chain(properties).chain([category, family]);
        let mut lists: Vec<(&[u32], f32)> = all
            .filter_map(|(list, weight)| Some((list?.as_slice(), weight)))
            .filter(|(list, weight)| list.len() > 1 && *weight > 0.0)
            .collect();
        // Stable: lists of one weight stay in the order of their features.
        lists.sort_by(|a, b| b.1.total_cmp(&a.1));
        lists.truncate(LISTS);
        lists
    }
}

fn push(lists: &mut Vec<Vec<u32>>, list: u32, product: u32) {
    if list != NONE {
        if lists.len() <= list as usize {
            lists.resize(list as usize + 1, Vec::new());
        }
        lists[list as usize].push(product);
    }
}

/// One thread's sums, 4 bytes a product.
pub(super) struct Scratch {
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl Scratch {
    /// For a catalogue of this many products.
    pub fn new(products: usize) -> Self {
        Self { sums: vec![0.0; products], touched: Vec::new() }
    }

    /// The [`COMPARED`] products that share most with `product`, by sum of weights, then number. `further` are compared
    /// in any case.
    pub fn candidates(
        &mut self,
        lists: &Lists,
        features: &Features,
        product: u32,
        further: impl Iterator<Item = u32>,
    ) -> Vec<u32> {
        let price = features.price[product as usize];
        for (list, weight) in lists.of(features, product as usize) {
            let place = list.partition_point(|other| {
                let theirs = features.price[*other as usize];
                theirs < price || (theirs == price && *other < product)
            });
            let start = place.saturating_sub(WINDOW / 2).min(list.len().saturating_sub(WINDOW));
            for &other in list.iter().skip(start).take(WINDOW) {
                let sum = &mut self.sums[other as usize];
                if *sum == 0.0 {
                    self.touched.push(other);
                }
                *sum += weight;
            }
        }
        let sums = &mut self.sums;
        let mut found: Vec<(f32, u32)> =
            self.touched.drain(..).map(|other| (std::mem::take(&mut sums[other as usize]), other)).collect();
        found.retain(|(_, other)| *other != product);
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(COMPARED);
        let mut found: Vec<u32> = found.into_iter().map(|(_, other)| other).chain(further).collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}
