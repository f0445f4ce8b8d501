//! What a shop knows of its products beside title and price: brand, line, properties, cost, ratings. Columns of
//! `products.csv` that cobuy can do without.

use std::collections::BTreeMap;

use crate::rng::Rng;
use crate::stock::{Item, Stock};

/// Makers whose name begins a title.
const BRANDS: [&str; 11] = [
    "Brannock", "Carrow", "Ferrin", "Glimt", "Hollin", "Kilnside", "Morrow", "Ottar", "Skerry", "Tarnwood",
    "Velden",
];

/// The stream of costs and ratings, apart from stock, shoppers and clock.
const STREAM: u64 = 1 << 41;

/// Orders for one rating: a buyer in eight says something.
const ORDERS_A_RATING: u32 = 8;

/// The optional columns of one product.
pub struct Sheet {
    /// Maker; empty where the title names none.
    pub brand: String,
    /// Line of products of one maker that do the same ("Tarnwood Brae"); empty where it is alone.
    pub family: String,
    /// `type=tent|fits=two|colour=teal`.
    pub attributes: String,
    /// What the shop pays, minor units.
    pub cost_minor: u64,
    /// Mean rating in tenths of a star.
    pub rating_tenths: u32,
    /// Number of ratings; 0 where nobody has said anything yet.
    pub ratings: u32,
}

/// One sheet per item; `sold` has the orders of each.
pub fn sheets(stock: &Stock, sold: &[u32], seed: u64) -> Vec<Sheet> {
    let mut rng = Rng::new(seed, STREAM);
    let mut lines: BTreeMap<(String, &str), u32> = BTreeMap::new();
    for item in &stock.items {
        *lines.entry((line(&item.product.title), does(stock, item).0)).or_default() += 1;
    }
    let sheet = |(item, sold): (&Item, &u32)| {
        let (does, fits) = does(stock, item);
        let line = line(&item.product.title);
        let alone = line.is_empty() || lines[&(line.clone(), does)] < 2;
        let mut attributes = vec![format!("type={does}"), format!("colour={}", item.product.colour)];
        attributes.extend((!fits.is_empty()).then(|| format!("fits={fits}")));
        Sheet {
            brand: brand(&item.product.title).unwrap_or_default().to_owned(),
            family: if alone { String::new() } else { line },
            attributes: attributes.join("|"),
            cost_minor: item.product.price_minor * u64::from(rng.between(46, 68)) / 100,
            // Better things are rated better, but not by all.
            rating_tenths: (36 + 3 * item.tier + rng.below(6)).min(50),
            ratings: sold / ORDERS_A_RATING,
        }
    };
    stock.items.iter().zip(sold).map(sheet).collect()
}

/// What an item is for, and what it fits, from its first function ("footprint:two").
fn does<'s>(stock: &'s Stock, item: &Item) -> (&'s str, &'s str) {
    let name = item.gives.first().map_or("", |function| stock.functions[*function].as_str());
    name.split_once(':').unwrap_or((name, ""))
}

fn brand(title: &str) -> Option<&str> {
    title.split(' ').next().filter(|word| BRANDS.contains(word))
}

/// Maker and the name after it, if that is a name: "Tarnwood Brae".
fn line(title: &str) -> String {
    let name = title.split(' ').nth(1).filter(|word| word.starts_with(char::is_uppercase));
    brand(title).zip(name).map_or(String::new(), |(brand, name)| format!("{brand} {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_say_what_the_shelves_say() {
        let stock = Stock::load(7).unwrap();
        let sheets = sheets(&stock, &vec![80; stock.items.len()], 7);
        let check = |key: &str, brand: &str, family: &str, attributes: &str| {
            let at = stock.items.iter().position(|item| item.product.key == key).unwrap();
            let sheet = &sheets[at];
            assert_eq!(
                (sheet.brand.as_str(), sheet.family.as_str(), sheet.attributes.as_str()),
                (brand, family, attributes)
            );
            assert!((30..=50).contains(&sheet.rating_tenths) && sheet.ratings == 10);
            assert!(sheet.cost_minor < stock.items[at].product.price_minor);
        };
        check("tarnwood-brae-2-dome-tent", "Tarnwood", "Tarnwood Brae", "type=shelter|colour=teal|fits=two");
        check("tarnwood-bell-400-cotton-tent", "Tarnwood", "", "type=shelter|colour=cream|fits=family");
        check("rock-pegs-set-of-6", "", "", "type=pegs|colour=charcoal");
    }
}
