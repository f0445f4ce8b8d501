//! Reads the hand-written shelves (`data/shelves/*.toml`) into products that know what they are for.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use crate::catalogue::{Product, Shelf, Variant, slug};
use crate::rng::Rng;

/// The shelves in the order of the menu.
const SHELVES: [(&str, &str); 12] = [
    ("tents.toml", include_str!("../data/shelves/tents.toml")),
    ("sleeping.toml", include_str!("../data/shelves/sleeping.toml")),
    ("camp-kitchen.toml", include_str!("../data/shelves/camp-kitchen.toml")),
    ("clothing.toml", include_str!("../data/shelves/clothing.toml")),
    ("footwear.toml", include_str!("../data/shelves/footwear.toml")),
    ("packs.toml", include_str!("../data/shelves/packs.toml")),
    ("climbing.toml", include_str!("../data/shelves/climbing.toml")),
    ("cycling.toml", include_str!("../data/shelves/cycling.toml")),
    ("lights.toml", include_str!("../data/shelves/lights.toml")),
    ("water.toml", include_str!("../data/shelves/water.toml")),
    ("coffee.toml", include_str!("../data/shelves/coffee.toml")),
    ("table.toml", include_str!("../data/shelves/table.toml")),
];

/// What a product does for its owner, by number; [`Stock::functions`] has the names.
pub type Function = usize;

/// A product with what the generator knows about it and the shop does not.
#[derive(Debug, Clone)]
pub struct Item {
    /// The product as the shop sells it.
    pub product: Product,
    /// What it does.
    pub gives: Vec<Function>,
    /// What it needs beside it to be of use, with the percent of buyers who see to it.
    pub wants: Vec<(Function, u32)>,
    /// 1 plain, 2 good, 3 best.
    pub tier: u32,
    /// When it is bought.
    pub season: Season,
    /// Whether it is used up and bought again.
    pub consumable: bool,
    /// How well known it is: Zipf over a seeded order of all products.
    pub fame: u32,
}

/// When a product is bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Season {
    /// All year.
    #[default]
    Any,
    /// April to September.
    Warm,
    /// October to March.
    Cold,
}

/// Everything the shop has.
pub struct Stock {
    /// Shelves in the order of the menu.
    pub shelves: Vec<Shelf>,
    /// Items, ascending by product key.
    pub items: Vec<Item>,
    /// Names of the functions, ascending.
    pub functions: Vec<String>,
    /// Items that give function `f`.
    pub givers: Vec<Vec<usize>>,
}

/// A file of `data/shelves`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShelfFile {
    id: String,
    title: String,
    /// Two capitals that begin every SKU of the shelf.
    code: String,
    blurb: String,
    family: Vec<Family>,
}

/// Products that do the same: what is said here holds for each of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Family {
    /// Name of the drawing in `art/`.
    kind: String,
    /// Functions; `{fit}` stands for the product's own.
    gives: Vec<String>,
    /// `"pegs 60"`: a function that 60 of 100 buyers see to.
    #[serde(default)]
    wants: Vec<String>,
    /// What the variants differ in.
    #[serde(default)]
    option: String,
    /// `"1 l +600"`: name, and cents more than the first.
    #[serde(default)]
    variants: Vec<String>,
    /// Whether it is used up.
    #[serde(default)]
    consumable: bool,
    products: Vec<Entry>,
}

/// One product. `gives`, `kind` and `variants` replace the family's, `wants` is added to it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    cents: u64,
    /// 1 plain, 2 good, 3 best.
    tier: u32,
    /// A name of the palette.
    colour: String,
    text: String,
    /// What it fits: the size of a tent, the thread of a cartridge.
    #[serde(default)]
    fit: String,
    #[serde(default)]
    season: Season,
    kind: Option<String>,
    gives: Option<Vec<String>>,
    #[serde(default)]
    wants: Vec<String>,
    variants: Option<Vec<String>>,
    /// Content, for the price per kilogram.
    grams: Option<u64>,
    /// Content, for the price per litre.
    ml: Option<u64>,
}

/// An entry with its functions still by name.
struct Named {
    product: Product,
    gives: Vec<String>,
    wants: Vec<(String, u32)>,
    tier: u32,
    season: Season,
    consumable: bool,
}

impl Stock {
    /// Reads the embedded shelves; stock figures and fame come from `seed`.
    ///
    /// # Errors
    /// A shelf file that does not parse, a want that no product gives, or two products of one name; the message names
    /// the file and the entry.
    pub fn load(seed: u64) -> Result<Self> {
        let mut shelves = Vec::new();
        let mut named = Vec::new();
        for (file, text) in SHELVES {
            let shelf: ShelfFile = toml::from_str(text).with_context(|| format!("data/shelves/{file}"))?;
            named.extend(entries(&shelf).with_context(|| format!("data/shelves/{file}"))?);
            shelves.push(Shelf { id: shelf.id, title: shelf.title, blurb: shelf.blurb });
        }
        named.sort_by(|a, b| a.product.key.cmp(&b.product.key));
        if let Some(twice) = named.windows(2).find(|pair| pair[0].product.key == pair[1].product.key) {
            bail!("two products are called {:?}; give one another name", twice[0].product.title);
        }
        let numbers = number_functions(&named);
        let mut items = number_items(named, &numbers)?;
        fill_shelves(&mut items, seed);
        let mut givers = vec![Vec::new(); numbers.len()];
        for (i, item) in items.iter().enumerate() {
            for &function in &item.gives {
                givers[function].push(i);
            }
        }
        Ok(Self { shelves, items, functions: numbers.into_keys().collect(), givers })
    }

    /// The number of a function.
    ///
    /// # Errors
    /// No product gives it.
    pub fn function(&self, name: &str) -> Result<Function> {
        self.functions
            .binary_search_by(|have| have.as_str().cmp(name))
            .ok()
            .with_context(|| format!("no product gives {name:?}"))
    }
}

fn entries(shelf: &ShelfFile) -> Result<Vec<Named>> {
    let mut out = Vec::new();
    for family in &shelf.family {
        for entry in &family.products {
            let code = format!("{}{}", shelf.code, 101 + out.len());
            out.push(named(shelf, family, entry, &code).with_context(|| entry.name.clone())?);
        }
    }
    Ok(out)
}

fn named(shelf: &ShelfFile, family: &Family, entry: &Entry, code: &str) -> Result<Named> {
    let fit = |name: &String| name.replace("{fit}", &entry.fit);
    let variants = variants(entry.variants.as_ref().unwrap_or(&family.variants), entry.cents, code)?;
    let option = if variants.len() > 1 { family.option.clone() } else { String::new() };
    let product = Product {
        key: slug(&entry.name),
        title: entry.name.clone(),
        shelf: shelf.id.clone(),
        price_minor: entry.cents,
        price_from: variants.iter().any(|variant| variant.price_minor != entry.cents),
        unit_price: unit_price(entry),
        text: entry.text.clone(),
        kind: entry.kind.clone().unwrap_or_else(|| family.kind.clone()),
        colour: entry.colour.clone(),
        option,
        variants,
        sold: 0,
    };
    let wants = family.wants.iter().chain(&entry.wants).map(|want| percent_of(&fit(want)));
    Ok(Named {
        product,
        gives: entry.gives.as_ref().unwrap_or(&family.gives).iter().map(fit).collect(),
        wants: wants.collect::<Result<_>>()?,
        tier: entry.tier,
        season: entry.season,
        consumable: family.consumable,
    })
}

/// Reads `"1 l +600"`: the name, and what it costs more than the first.
fn variants(texts: &[String], cents: u64, code: &str) -> Result<Vec<Variant>> {
    if texts.len() < 2 {
        return Ok(vec![Variant {
            sku: code.to_owned(),
            title: String::new(),
            price_minor: cents,
            stock: 0,
        }]);
    }
    let variant = |(i, text): (usize, &String)| {
        let (title, more) = text.split_once(" +").unwrap_or((text, "0"));
        let more: u64 = more.parse().with_context(|| format!("variant {text:?}: surcharge in cents"))?;
        let sku = format!("{code}-{}", i + 1);
        Ok(Variant { sku, title: title.to_owned(), price_minor: cents + more, stock: 0 })
    };
    texts.iter().enumerate().map(variant).collect()
}

/// Reads `"pegs 60"`.
pub fn percent_of(text: &str) -> Result<(String, u32)> {
    let (name, percent) = text.split_once(' ').with_context(|| format!("{text:?}: expected a percent"))?;
    Ok((name.to_owned(), percent.parse().with_context(|| format!("{text:?}: expected a percent"))?))
}

/// The price per kilogram or litre that EU law wants beside the price of goods sold by weight or volume.
fn unit_price(entry: &Entry) -> String {
    let per = |amount: u64, unit: &str| {
        let minor = (entry.cents * 1000 + amount / 2) / amount;
        format!("€{} / {unit}", crate::catalogue::decimal(minor))
    };
    match (entry.grams, entry.ml) {
        (Some(grams), _) => per(grams, "kg"),
        (None, Some(ml)) => per(ml, "l"),
        (None, None) => String::new(),
    }
}

fn number_functions(named: &[Named]) -> BTreeMap<String, Function> {
    let mut numbers: BTreeMap<String, Function> =
        named.iter().flat_map(|item| item.gives.iter().cloned()).map(|name| (name, 0)).collect();
    for (number, slot) in numbers.values_mut().enumerate() {
        *slot = number;
    }
    numbers
}

fn number_items(named: Vec<Named>, numbers: &BTreeMap<String, Function>) -> Result<Vec<Item>> {
    let number = |name: &String, title: &String| {
        numbers.get(name).copied().with_context(|| format!("{title}: wants {name:?}, which no product gives"))
    };
    let item = |one: Named| {
        let title = &one.product.title;
        let gives = one.gives.iter().map(|name| number(name, title)).collect::<Result<_>>()?;
        let wants =
            one.wants.iter().map(|(name, pc)| Ok((number(name, title)?, *pc))).collect::<Result<_>>()?;
        let Named { product, tier, season, consumable, .. } = one;
        Ok(Item { product, gives, wants, tier, season, consumable, fame: 0 })
    };
    named.into_iter().map(item).collect()
}

/// Fame falls with the rank (Zipf, flattened by 3 so that the first does not drown the rest); 3 % of products and 6 %
/// of variants are sold out, 10 % have one to four pieces left.
fn fill_shelves(items: &mut [Item], seed: u64) {
    let mut rng = Rng::new(seed, STREAM);
    let mut ranks: Vec<usize> = (0..items.len()).collect();
    rng.shuffle(&mut ranks);
    for (item, rank) in items.iter_mut().zip(ranks) {
        item.fame = 30_000 / (3 + rank as u32) + 60;
        let gone = rng.percent(3);
        for variant in &mut item.product.variants {
            variant.stock = match rng.below(100) {
                _ if gone => 0,
                0..6 => 0,
                6..16 => rng.between(1, 4),
                _ => rng.between(8, 60),
            };
        }
    }
}

/// The stream of stock figures and fame; shoppers have the streams from 1 on.
const STREAM: u64 = 0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_a_shop() {
        let stock = Stock::load(7).unwrap();
        assert!((150..=300).contains(&stock.items.len()), "{} products", stock.items.len());
        for shelf in &stock.shelves {
            let count = stock.items.iter().filter(|item| item.product.shelf == shelf.id).count();
            assert!(count >= 12, "{} has {count} products", shelf.id);
        }
        let mut skus: Vec<&str> =
            stock.items.iter().flat_map(|item| &item.product.variants).map(|v| v.sku.as_str()).collect();
        skus.sort_unstable();
        let all = skus.len();
        skus.dedup();
        assert_eq!(skus.len(), all, "an SKU stands twice");
    }

    #[test]
    fn prices_end_like_prices() {
        for Item { product, tier, .. } in Stock::load(7).unwrap().items {
            for variant in &product.variants {
                let minor = variant.price_minor;
                assert!(minor % 10 == 0 || minor % 10 == 5, "{}: {minor}", product.title);
                assert!((290..=100_000).contains(&minor), "{}: {minor}", product.title);
                assert!(minor >= product.price_minor, "{}: dearer than its own from price", product.title);
            }
            assert!((1..=3).contains(&tier), "{}: tier {tier}", product.title);
            assert!(product.text.ends_with('.') || product.text.ends_with(')'), "{}", product.title);
        }
    }

    #[test]
    fn some_is_sold_out_and_some_is_scarce() {
        let stock = Stock::load(7).unwrap();
        let gone = stock.items.iter().filter(|item| !item.product.available()).count();
        assert!((2..40).contains(&gone), "{gone} products sold out");
        assert!(stock.items.iter().flat_map(|i| &i.product.variants).any(|v| (1..=4).contains(&v.stock)));
    }

    #[test]
    fn unit_prices_are_exact() {
        let stock = Stock::load(7).unwrap();
        let check = |key: &str, expected: &str| {
            let item = stock.items.iter().find(|item| item.product.key == key).unwrap();
            assert_eq!(item.product.unit_price, expected);
        };
        check("gas-cartridge-230-g-threaded", "€30.22 / kg");
        check("bioethanol-1-l", "€6.90 / l");
        check("tarnwood-brae-2-dome-tent", "");
    }
}
