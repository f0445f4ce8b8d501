//! What is gathered of one product while its rows come.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use cobuy_catalogue::config::Currency;
use cobuy_catalogue::data::{Details, Product, Purchase};
use cobuy_catalogue::number;

use super::super::cell::{has_control, one_line, printable};
use super::details::tidy;
use super::fields::Price;

/// More variants than this are not picked on a card: it leads to the product page, which has room to choose.
const PICKER_VARIANTS: usize = 50;
/// More options than this are not picked on a card either.
const PICKER_OPTIONS: usize = 3;

/// A product as far as its rows have come.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub key: String,
    /// SKUs and ids, in the order of the rows.
    pub aliases: Vec<String>,
    /// What orders call it: "Title", "Title - Variant".
    pub names: Vec<String>,
    pub title: String,
    pub url: String,
    pub image: String,
    pub category: String,
    prices: Vec<VariantPrice>,
    /// Variants seen.
    pub variants: usize,
    /// The number of variants that a column states; it wins.
    pub stated_variants: Option<usize>,
    /// Largest number of options a variant has.
    pub options: usize,
    /// Variants seen that are sold out.
    sold_out: usize,
    /// Whether the shop does not show it.
    pub hidden: bool,
    /// Whether it can only be bought on its own page.
    pub link: bool,
    pub brand: String,
    pub attributes: Vec<(String, String)>,
    pub description: String,
    pub family: String,
    /// What the shop pays, millionths.
    pub cost: Option<i64>,
    /// Margin as stated, millionths of a share or of a per cent.
    pub margin: Option<i64>,
    /// Share that comes back as stated, millionths of a share or of a per cent.
    pub returns: Option<i64>,
    /// Mean rating as stated, millionths.
    pub rating: Option<i64>,
    /// Number of ratings, millionths.
    pub ratings: Option<i64>,
    /// Reviews, a line each.
    pub reviews: String,
    pub embedding: Vec<i8>,
    /// Names of options, which exports state in a product's first row only.
    pub option_names: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
struct VariantPrice {
    millionths: i64,
    /// Stated beside the price.
    currency: Option<Currency>,
    sold_out: bool,
    /// Lowest price of the 30 days before, millionths, in the same currency.
    prior: Option<i64>,
}

/// A variation whose parent may come later in the file.
#[derive(Debug)]
pub(super) struct Variation {
    pub line: u64,
    /// Key or alias of the parent.
    pub parent: String,
    pub aliases: Vec<String>,
    pub name: String,
    pub price: Option<Price>,
    /// Lowest price of the 30 days before.
    pub prior: Option<Price>,
    pub sold_out: bool,
    pub options: usize,
    pub attributes: Vec<(String, String)>,
}

/// All products of a file, in the order in which they come.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    drafts: Vec<Draft>,
    by_key: HashMap<String, usize>,
    pub variations: Vec<Variation>,
}

impl Draft {
    /// Sets a text that is not set yet: the first row that has it wins.
    pub fn fill(into: &mut String, text: String) {
        if into.is_empty() {
            *into = text;
        }
    }

    /// Adds an alias that is not empty and not known. One with a control character names nothing: ids of orders have none.
    pub fn alias(&mut self, alias: String) {
        if !alias.is_empty()
            && !has_control(alias.as_bytes())
            && alias != self.key
            && !self.aliases.contains(&alias)
        {
            self.aliases.push(alias);
        }
    }

    /// Adds a name that is not empty and not known.
    pub fn name(&mut self, name: String) {
        let name = printable(&name);
        if !name.is_empty() && !self.names.contains(&name) {
            self.names.push(name);
        }
    }

    /// Adds a variant; `prior` is the lowest price of the 30 days before the present one.
    pub fn variant(&mut self, price: Option<Price>, prior: Option<Price>, sold_out: bool) {
        self.variants += 1;
        self.sold_out += usize::from(sold_out);
        self.prices.extend(price.map(|(millionths, currency)| VariantPrice {
            millionths,
            currency,
            sold_out,
            prior: prior.filter(|(_, of)| of.is_none() || *of == currency).map(|(prior, _)| prior),
        }));
    }

    /// Whether a variant states a lowest price of 30 days.
    pub fn has_prior(&self) -> bool {
        self.prices.iter().any(|price| price.prior.is_some())
    }

    /// Prices in `currency` of the variants that can be bought, or of all if none can.
    fn current_prices(&self, currency: Option<Currency>) -> Vec<&VariantPrice> {
        let sold_out = self.sold_out == self.variants;
        let counts = |price: &&VariantPrice| {
            (sold_out || !price.sold_out) && (price.currency.is_none() || price.currency == currency)
        };
        self.prices.iter().filter(counts).collect()
    }

    fn purchase(&self, variants: usize) -> Purchase {
        if self.link || self.options > PICKER_OPTIONS || variants > PICKER_VARIANTS {
            Purchase::Link
        } else if variants > 1 {
            Purchase::Choose
        } else {
            Purchase::Add
        }
    }

    /// The share of the lowest price that is left, thousandths.
    fn margin_permille(&self, lowest: Option<i64>) -> Option<i16> {
        let of_cost = || {
            let (cost, price) = (self.cost?, lowest.filter(|price| *price > 0)?);
            Some(price.checked_sub(cost)?.checked_mul(1_000)? / price)
        };
        let permille = self.margin.map(permille).or_else(of_cost)?;
        i16::try_from(permille.clamp(-1_000, 1_000)).ok()
    }

    /// What optional columns said; `stars` is the most that a rating of the shop can be.
    fn details(&mut self, lowest: Option<i64>, stars: i64) -> Details {
        let hundredths = |rating: i64| u16::try_from(rating / (stars * 2_000)).unwrap_or(u16::MAX).min(500);
        let count = |ratings: i64| u32::try_from(ratings / number::ONE).unwrap_or(u32::MAX);
        let mut details = Details {
            margin_permille: self.margin_permille(lowest),
            returns_permille: self.returns.map(|share| permille(share).clamp(0, 1_000) as u16),
            rating_hundredths: self.rating.map(hundredths),
            ratings: self.ratings.map_or(0, count),
            brand: one_line(&self.brand),
            family: one_line(&self.family),
            attributes: std::mem::take(&mut self.attributes),
            description: std::mem::take(&mut self.description),
            reviews: std::mem::take(&mut self.reviews),
            embedding: std::mem::take(&mut self.embedding),
            ..Details::default()
        };
        tidy(&mut details);
        details
    }

    fn into_product(mut self, currency: Option<Currency>, stars: i64) -> Product {
        let variants = self.stated_variants.unwrap_or(self.variants).max(1);
        let prices = self.current_prices(currency);
        let amounts = || prices.iter().map(|price| price.millionths);
        let (lowest, highest) = (amounts().min(), amounts().max());
        // Of several variants with the lowest price the smallest reduction is told, and none if one states nothing.
        let cheapest = prices.iter().filter(|price| Some(price.millionths) == lowest);
        let prior = cheapest.map(|price| price.prior).min().flatten();
        let minor = |amount: Option<i64>| {
            amount.zip(currency).and_then(|(amount, currency)| number::minor(amount, currency.exponent()))
        };
        let details = self.details(lowest, stars);
        Product {
            details,
            price_minor: minor(lowest),
            prior_price_minor: minor(prior.filter(|prior| Some(*prior) > lowest)),
            price_from: lowest != highest,
            unit_price: String::new(),
            variants: u16::try_from(variants).unwrap_or(u16::MAX),
            purchase: self.purchase(variants),
            available: !self.hidden && (self.sold_out == 0 || self.sold_out < self.variants),
            key: self.key,
            aliases: self.aliases,
            title: one_line(&self.title),
            url: self.url,
            image: self.image,
            category: printable(&self.category),
        }
    }
}

impl Drafts {
    /// The product `key`, new if it has not come before.
    pub fn entry(&mut self, key: &str) -> &mut Draft {
        let at = match self.by_key.get(key) {
            Some(at) => *at,
            None => {
                self.drafts.push(Draft { key: key.to_owned(), ..Draft::default() });
                self.by_key.insert(key.to_owned(), self.drafts.len() - 1);
                self.drafts.len() - 1
            }
        };
        &mut self.drafts[at]
    }

    /// Gives variations to their parents; lines of those that have none.
    pub fn place_variations(&mut self) -> Vec<u64> {
        let mut by_alias: BTreeMap<String, usize> = BTreeMap::new();
        for (at, draft) in self.drafts.iter().enumerate() {
            for alias in &draft.aliases {
                by_alias.entry(alias.clone()).or_insert(at);
            }
        }
        let mut orphans = Vec::new();
        for variation in std::mem::take(&mut self.variations) {
            let Some(at) = self.by_key.get(&variation.parent).or_else(|| by_alias.get(&variation.parent))
            else {
                orphans.push(variation.line);
                continue;
            };
            let parent = &mut self.drafts[*at];
            parent.variant(variation.price, variation.prior, variation.sold_out);
            parent.options = parent.options.max(variation.options);
            variation.aliases.into_iter().for_each(|alias| parent.alias(alias));
            parent.name(variation.name);
            parent.attributes.extend(variation.attributes);
        }
        orphans
    }

    /// The currency beside the prices, if it is one.
    pub fn only_currency(&self) -> Option<Currency> {
        let stated: BTreeSet<Currency> =
            self.drafts.iter().flat_map(|draft| &draft.prices).filter_map(|price| price.currency).collect();
        stated.first().copied().filter(|_| stated.len() == 1)
    }

    /// The drafts, in the order in which they came.
    pub fn iter(&self) -> impl Iterator<Item = &Draft> {
        self.drafts.iter()
    }

    /// The most that a rating of this file can be: 5, or 10 or 100 where one is above.
    fn stars(&self) -> i64 {
        let highest = self.drafts.iter().filter_map(|draft| draft.rating).max().unwrap_or(0);
        [5, 10].into_iter().find(|stars| highest <= stars * number::ONE).unwrap_or(100)
    }

    /// Products and their names, ascending by key.
    pub fn into_products(mut self, currency: Option<Currency>) -> (Vec<Product>, Vec<Vec<String>>) {
        let stars = self.stars();
        self.drafts.sort_by(|a, b| a.key.cmp(&b.key));
        self.drafts
            .into_iter()
            .map(|mut draft| {
                let names = std::mem::take(&mut draft.names);
                (draft.into_product(currency, stars), names)
            })
            .unzip()
    }
}

/// A share, or a number of per cent where it is above 1, in thousandths.
fn permille(millionths: i64) -> i64 {
    if millionths.abs() > number::ONE { millionths / 100_000 } else { millionths / 1_000 }
}

/// The key of a row, if it can be one.
///
/// # Errors
/// Where it is empty, longer than [`MAX_KEY_BYTES`](super::super::MAX_KEY_BYTES) or has a control character in it.
pub(super) fn key(text: String) -> Result<String, &'static str> {
    match text.len() {
        0 => Err("the product's key is empty"),
        _ if has_control(text.as_bytes()) => {
            Err("the product's key has a control character in it, such as a tab or a line end")
        }
        1..=super::super::MAX_KEY_BYTES => Ok(text),
        _ => Err("the product's key is longer than 255 bytes"),
    }
}
