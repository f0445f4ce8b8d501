//! The catalogue of a shop that is known only by its orders: the private `catalogue.json` of `cobuy build --work`.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;

use crate::catalogue::{Catalogue, Product, Shelf, Shop, Variant};
use crate::picture::words;

/// One product as the builder writes it.
#[derive(Deserialize)]
struct Entry {
    key: String,
    #[serde(default)]
    title: String,
    price_minor: Option<u64>,
    /// Null where the price is.
    currency: Option<String>,
    #[serde(default)]
    orders: u32,
}

/// Nothing is known of stock, so nothing is said of it: more than the page's limit per order.
const AMPLE: u32 = 999;

/// Reads the builder's catalogue and puts its products on shelves by the words of their titles.
///
/// # Errors
/// The file is missing, not a JSON array of products, or empty; or a key cannot be a file name.
pub fn read(path: &Path, name: &str) -> Result<Catalogue> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("{}: cannot be read; `cobuy build --work` writes it", path.display()))?;
    let entries: Vec<Entry> = serde_json::from_str(&text)
        .with_context(|| format!("{}: not the catalogue of `cobuy build --work`", path.display()))?;
    ensure!(!entries.is_empty(), "{}: holds no products", path.display());
    let currency = entries.iter().find_map(|entry| entry.currency.as_deref());
    let shop = Shop {
        name: name.to_owned(),
        tagline: "Presents and pretty things for the house.".to_owned(),
        currency: currency.unwrap_or("GBP").to_owned(),
        country: "GB".to_owned(),
    };
    let mut products = entries.into_iter().map(product).collect::<Result<Vec<_>>>()?;
    products.sort_by(|a, b| a.key.cmp(&b.key));
    let stocked = |id: &str| products.iter().any(|product| product.shelf == id);
    let shelves = words::SHELVES.iter().filter(|(id, ..)| stocked(id)).map(|(id, title, blurb, _)| Shelf {
        id: (*id).to_owned(),
        title: (*title).to_owned(),
        blurb: (*blurb).to_owned(),
    });
    Ok(Catalogue { shop, shelves: shelves.collect(), products })
}

/// A product without a price can be looked at and not bought.
fn product(entry: Entry) -> Result<Product> {
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    ensure!(
        !entry.key.is_empty() && !entry.key.starts_with('.') && entry.key.chars().all(safe),
        "product key {:?} cannot name a page; set product_pattern in cobuy.toml so that only such keys are products",
        entry.key
    );
    let title = if entry.title.is_empty() { &entry.key } else { &entry.title };
    let price_minor = entry.price_minor.unwrap_or(0);
    let stock = if price_minor > 0 { AMPLE } else { 0 };
    Ok(Product {
        title: words::sentence_case(title),
        shelf: words::shelf(title).to_owned(),
        kind: words::kind(title).to_owned(),
        colour: words::colour(title, &entry.key),
        price_minor,
        price_from: false,
        unit_price: String::new(),
        text: String::new(),
        option: String::new(),
        variants: vec![Variant { sku: entry.key.clone(), title: String::new(), price_minor, stock }],
        sold: entry.orders,
        key: entry.key,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Catalogue> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("catalogue.json");
        std::fs::write(&path, text).unwrap();
        read(&path, "Shop")
    }

    #[test]
    fn a_till_title_becomes_a_product() {
        let text = r#"[{"key":"85099B","title":"JUMBO BAG RED RETROSPOT","price_minor":208,"currency":"GBP",
            "category":"","orders":2000},{"key":"22086","title":"","price_minor":null,"currency":null,"orders":1}]"#;
        let catalogue = read_text(text).unwrap();
        let bag = &catalogue.products[1];
        assert_eq!((bag.title.as_str(), bag.shelf.as_str()), ("Jumbo bag red retrospot", "bags"));
        assert_eq!((bag.kind.as_str(), bag.colour.as_str(), bag.price_minor), ("bag", "red", 208));
        assert!(bag.available() && !catalogue.products[0].available());
        assert_eq!(catalogue.shop.currency, "GBP");
    }

    #[test]
    fn what_cannot_be_a_shop_is_refused() {
        let refused = |text: &str, expected: &str| {
            let error = format!("{:#}", read_text(text).expect_err("is refused"));
            assert!(error.contains(expected), "{error}");
        };
        refused("[]", "holds no products");
        refused("{}", "not the catalogue");
        refused(r#"[{"key":"../x","title":"A"}]"#, "cannot name a page");
    }
}
