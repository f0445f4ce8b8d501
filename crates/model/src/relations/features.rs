//! What products can be compared by, as numbers. Only what the shop gives: an absent column leaves empty lists.

use cobuy_catalogue::data::CATEGORY_SEPARATOR;
use cobuy_catalogue::data::{Catalogue, Product};
use cobuy_catalogue::opinion::THEMES;
use hashbrown::HashMap;

use super::sparse::{Sparse, idf, log2, normalise};
use super::text::{Side, head, title_words, words};

/// No category, brand or family.
pub(super) const NONE: u32 = u32::MAX;

/// Words of a text that are kept: its rarest say most.
const TEXT_WORDS: usize = 30;

/// A word in more than this share of titles or texts, and hardly ever the head of one, is grammar.
const STOP_SHARE: f32 = 0.2;

/// Even a word that is on everything says something.
const LEAST_KIND: f32 = 0.25;

/// Below this many products shares mean little, and no word is taken for grammar.
const STOP_PRODUCTS: usize = 50;

/// One property of a product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Property {
    /// Number of the name.
    pub name: u32,
    /// Number of name and value.
    pub value: u32,
    /// How much it tells.
    pub weight: f32,
}

/// What products can be compared by; each list has one entry a product.
#[derive(Debug, Default)]
pub(super) struct Features {
    /// Words of the title, of length 1. The brand's words are left out.
    pub title: Vec<Sparse>,
    /// The word that names the kind.
    pub head: Vec<u32>,
    /// Properties, ascending by name and value.
    pub properties: Vec<Vec<Property>>,
    /// Words of the description, of length 1.
    pub description: Vec<Sparse>,
    /// Words of the reviews, of length 1: "durable", "itchy".
    pub reviews: Vec<Sparse>,
    /// Themes that reviews affirm, of length 1: "durable", "eco-friendly".
    pub themes: Vec<Sparse>,
    /// Deepest category.
    pub category: Vec<u32>,
    /// For each category its levels, outermost first, itself last.
    pub levels: Vec<Vec<u32>>,
    pub brand: Vec<u32>,
    pub family: Vec<u32>,
    /// Price in minor units; 0 where unknown.
    pub price: Vec<f32>,
    /// Whether titles say what a thing is: at least half of the products share the head of their title with another one
    /// of their category. Then a category alone is no reason to call two products similar.
    pub descriptive: bool,
}

/// Texts as numbers in the order in which they come.
#[derive(Default)]
struct Numbers {
    known: HashMap<String, u32>,
}

impl Numbers {
    fn of(&mut self, text: &str) -> u32 {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let number = self.known.len() as u32;
        self.known.insert(text.to_owned(), number);
        number
    }

    fn or_none(&mut self, text: &str) -> u32 {
        if text.is_empty() { NONE } else { self.of(text) }
    }
}

impl Features {
    /// Reads a catalogue.
    pub fn new(catalogue: &Catalogue) -> Self {
        let products = &catalogue.products;
        let mut features = Self {
            price: products.iter().map(|product| product.price_minor.unwrap_or(0) as f32).collect(),
            ..Self::default()
        };
        features.categories(products);
        let (mut brands, mut families) = (Numbers::default(), Numbers::default());
        features.brand =
            products.iter().map(|product| brands.or_none(&product.details.brand.to_lowercase())).collect();
        features.family =
            products.iter().map(|product| families.or_none(&product.details.family.to_lowercase())).collect();
        features.titles(products);
        features.properties(products);
        features.description = bags(products.iter().map(|product| product.details.description.as_str()));
        features.reviews = bags(products.iter().map(|product| product.details.reviews.as_str()));
        features.themes = themes(products);
        features.descriptive = features.are_titles_descriptive();
        features
    }

    fn categories(&mut self, products: &[Product]) {
        let mut numbers = Numbers::default();
        for product in products {
            let path = product.category.as_str();
            let number = numbers.or_none(path);
            self.category.push(number);
            if number == NONE {
                continue;
            }
            self.levels.resize(numbers.known.len(), Vec::new());
            if self.levels[number as usize].is_empty() {
                let ends = path.match_indices(CATEGORY_SEPARATOR).map(|(end, _)| &path[..end]);
                let mut levels: Vec<u32> = ends.map(|outer| numbers.of(outer)).collect();
                levels.push(number);
                self.levels.resize(numbers.known.len(), Vec::new());
                self.levels[number as usize] = levels;
            }
        }
    }

    fn titles(&mut self, products: &[Product]) {
        let brand_words: Vec<Vec<String>> =
            products.iter().map(|product| words(&product.details.brand)).collect();
        let side = side(products, &brand_words);
        let mut numbers = Numbers::default();
        let (mut with, mut heads) = (Vec::new(), Vec::new());
        let mut titles = Vec::with_capacity(products.len());
        for (product, brand) in products.iter().zip(&brand_words) {
            let mut own: Vec<u32> = title_words(&product.title)
                .iter()
                .filter(|word| !brand.contains(word))
                .map(|word| numbers.of(word))
                .collect();
            own.sort_unstable();
            own.dedup();
            let head = head(&product.title, side, brand).map_or(NONE, |word| numbers.of(&word));
            with.resize(numbers.known.len(), 0u32);
            heads.resize(numbers.known.len(), 0u32);
            own.iter().for_each(|word| with[*word as usize] += 1);
            if head != NONE {
                heads[head as usize] += 1;
            }
            titles.push(own);
            self.head.push(head);
        }
        let kinds = kinds(&titles, &self.category, &self.price, with.len());
        let weight = |word: u32| {
            let (with, heads) = (with[word as usize], heads[word as usize]);
            let rate = heads as f32 / with.max(1) as f32;
            let grammar = is_grammar(with, products.len()) && rate < 0.1;
            if grammar {
                0.0
            } else {
                idf(with, products.len()) * (0.5 + rate.min(1.0)) * kinds[word as usize]
            }
        };
        self.title = titles
            .into_iter()
            .map(|own| {
                // A word that no other title has keeps its weight in the length: it is what differs.
                let unique = |word: u32| {
                    if with[word as usize] < 2 { idf(2, products.len()) * 0.5 } else { weight(word) }
                };
                let mut vector: Sparse = own
                    .into_iter()
                    .map(|word| (word, unique(word)))
                    .filter(|(_, weight)| *weight > 0.0)
                    .collect();
                normalise(&mut vector);
                vector
            })
            .collect();
    }

    /// A property tells as much as it is rare, and as it belongs to one category: "type = tent" does, "colour = red"
    /// is found in all of them.
    fn properties(&mut self, products: &[Product]) {
        let (mut names, mut values) = (Numbers::default(), Numbers::default());
        let mut numbered: Vec<Vec<(u32, u32)>> = Vec::with_capacity(products.len());
        let mut with: Vec<u32> = Vec::new();
        let mut in_category: HashMap<(u32, u32), u32> = HashMap::new();
        for (product, category) in products.iter().zip(&self.category) {
            let mut own: Vec<(u32, u32)> = Vec::with_capacity(product.details.attributes.len());
            for (name, value) in &product.details.attributes {
                let number = values.of(&format!("{name}={value}"));
                own.push((names.of(name), number));
                with.resize(values.known.len(), 0);
                with[number as usize] += 1;
                *in_category.entry((number, *category)).or_default() += 1;
            }
            own.sort_unstable();
            numbered.push(own);
        }
        let mut most = vec![0u32; with.len()];
        for ((value, _), count) in in_category {
            let most = &mut most[value as usize];
            *most = count.max(*most);
        }
        let weight = |value: u32| {
            let (with, most) = (with[value as usize], most[value as usize]);
            idf(with.max(2), products.len()) * most as f32 / with.max(1) as f32
        };
        let property = |(name, value): (u32, u32)| Property { name, value, weight: weight(value) };
        self.properties = numbered.into_iter().map(|own| own.into_iter().map(property).collect()).collect();
    }

    fn are_titles_descriptive(&self) -> bool {
        let mut together: HashMap<(u32, u32), u32> = HashMap::new();
        let pairs = || self.category.iter().copied().zip(self.head.iter().copied());
        for pair in pairs() {
            *together.entry(pair).or_default() += 1;
        }
        let shared = pairs().filter(|pair| pair.1 != NONE && together[pair] > 1).count();
        shared * 2 >= self.category.len()
    }

    /// Share of the category levels that two products have in common, 0 to 1; none where one has no category.
    pub fn shared_levels(&self, a: usize, b: usize) -> Option<f32> {
        let of = |product: usize| self.levels.get(self.category[product] as usize);
        let (a, b) = (of(a)?, of(b)?);
        let shared = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        Some(shared as f32 / a.len().max(b.len()) as f32)
    }
}

fn is_grammar(with: u32, products: usize) -> bool {
    products >= STOP_PRODUCTS && with as f32 > STOP_SHARE * products as f32
}

/// How much each word names a kind of thing and not a look, [`LEAST_KIND`] to 1. "Bag" stays within a category, or where
/// there are none within a range of prices; "strawberry" is on everything.
fn kinds(titles: &[Vec<u32>], category: &[u32], price: &[f32], words: usize) -> Vec<f32> {
    let mut with: Vec<Vec<u32>> = vec![Vec::new(); words];
    for (product, title) in titles.iter().enumerate() {
        title.iter().for_each(|word| with[*word as usize].push(product as u32));
    }
    let categories = category.iter().filter(|category| **category != NONE).count() * 2 > category.len();
    let everything: Vec<u32> = (0..titles.len() as u32).collect();
    let usual = spread(&everything, price).unwrap_or(0.0);
    let kind = |products: &Vec<u32>| {
        let share = if categories {
            let mut own: Vec<u32> = products.iter().map(|product| category[*product as usize]).collect();
            own.sort_unstable();
            own.chunk_by(|a, b| a == b).map(<[u32]>::len).max().unwrap_or(0) as f32
                / products.len().max(1) as f32
        } else {
            // As widely spread as everything: nothing is known of the kind.
            spread(products, price).filter(|_| usual > 0.0).map_or(0.5, |spread| 1.25 - spread / usual)
        };
        share.clamp(LEAST_KIND, 1.0)
    };
    with.iter().map(kind).collect()
}

/// Mean distance of prices from their median, in octaves; none for fewer than three.
fn spread(products: &[u32], price: &[f32]) -> Option<f32> {
    let mut octaves: Vec<f32> = products
        .iter()
        .map(|product| price[*product as usize])
        .filter(|price| *price > 0.0)
        .map(log2)
        .collect();
    octaves.sort_by(f32::total_cmp);
    let median = *octaves.get(octaves.len() / 2).filter(|_| octaves.len() > 2)?;
    Some(octaves.iter().map(|octave| (octave - median).abs()).sum::<f32>() / octaves.len() as f32)
}

/// The side at which fewer different words stand: kinds repeat, names do not.
fn side(products: &[Product], brands: &[Vec<String>]) -> Side {
    let different = |side: Side| {
        let mut seen = Numbers::default();
        for (product, brand) in products.iter().zip(brands) {
            if let Some(word) = head(&product.title, side, brand) {
                seen.of(&word);
            }
        }
        seen.known.len()
    };
    if different(Side::First) < different(Side::Last) { Side::First } else { Side::Last }
}

/// Reviews with the weight of which the share of those that affirm a theme is drawn to none.
const PRIOR_TEXTS: f32 = 5.0;

/// What reviews affirm more than they deny, by share; what they affirm of every product tells nothing.
fn themes(products: &[Product]) -> Vec<Sparse> {
    let share = |product: &Product, theme: usize| {
        let Some(opinion) = product.details.opinion.as_deref() else { return 0.0 };
        let said = opinion.themes[theme];
        said.affirmed.saturating_sub(said.denied) as f32 / (opinion.texts as f32 + PRIOR_TEXTS)
    };
    let with = |theme: usize| products.iter().filter(|product| share(product, theme) > 0.0).count() as u32;
    let told: Vec<f32> = (0..THEMES).map(|theme| idf(with(theme), products.len())).collect();
    let vector = |product: &Product| {
        let weights =
            told.iter().enumerate().map(|(theme, told)| (theme as u32, share(product, theme) * told));
        let mut vector: Sparse = weights.filter(|(_, weight)| *weight > 0.0).collect();
        normalise(&mut vector);
        vector
    };
    products.iter().map(vector).collect()
}

/// Texts as vectors of their rarest words.
fn bags<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Sparse> {
    let mut numbers = Numbers::default();
    let mut with: Vec<u32> = Vec::new();
    let bags: Vec<Vec<u32>> = texts
        .map(|text| {
            let mut own: Vec<u32> = words(text).iter().map(|word| numbers.of(word)).collect();
            own.sort_unstable();
            own.dedup();
            with.resize(numbers.known.len(), 0);
            own.iter().for_each(|word| with[*word as usize] += 1);
            own
        })
        .collect();
    let all = bags.len();
    bags.into_iter()
        .map(|own| {
            let weight = |word: u32| {
                if is_grammar(with[word as usize], all) { 0.0 } else { idf(with[word as usize], all) }
            };
            let mut vector: Sparse = own
                .into_iter()
                .map(|word| (word, weight(word)))
                .filter(|(_, weight)| *weight > 0.0)
                .collect();
            vector.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            vector.truncate(TEXT_WORDS);
            vector.sort_unstable_by_key(|(word, _)| *word);
            normalise(&mut vector);
            vector
        })
        .collect()
}
