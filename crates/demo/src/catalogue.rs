//! The shop's catalogue as its pages need it: shelves, products, variants, stock. `catalogue.json` is this, as JSON.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

/// The whole shop.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Catalogue {
    /// Name, currency and place.
    pub shop: Shop,
    /// Shelves in the order of the menu.
    pub shelves: Vec<Shelf>,
    /// Products, ascending by key.
    pub products: Vec<Product>,
}

/// Facts of the shop that stand on every page.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shop {
    /// Name in the header.
    pub name: String,
    /// One sentence below the name on the home page.
    pub tagline: String,
    /// ISO 4217 code of every price.
    pub currency: String,
    /// ISO 3166 code of the country the prices hold for.
    pub country: String,
}

/// One category.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shelf {
    /// Name in addresses, `[a-z0-9-]+`.
    pub id: String,
    /// Name as shown, and the `category` of the products file.
    pub title: String,
    /// One sentence at the top of its page.
    pub blurb: String,
}

/// One product.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Product {
    /// The key every page knows it by.
    pub key: String,
    /// Name as shown.
    pub title: String,
    /// [`Shelf::id`] it stands on.
    pub shelf: String,
    /// Lowest price among the variants, minor units.
    pub price_minor: u64,
    /// Whether variants differ in price.
    pub price_from: bool,
    /// Price per unit of measure; empty where the law asks for none.
    pub unit_price: String,
    /// Description, one or two sentences.
    pub text: String,
    /// Name of the drawing.
    pub kind: String,
    /// Name of the colour it is drawn in.
    pub colour: String,
    /// What the variants differ in ("Size"); empty for a product with one variant.
    pub option: String,
    /// Purchasable variants, at least one.
    pub variants: Vec<Variant>,
    /// Orders it was in: the order of listings.
    pub sold: u32,
}

/// One purchasable form of a product.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Variant {
    /// What order lines name.
    pub sku: String,
    /// "M", "0.75 l"; empty where there is only one.
    pub title: String,
    /// Minor units.
    pub price_minor: u64,
    /// Pieces left.
    pub stock: u32,
}

impl Product {
    /// Whether any variant can be bought now.
    pub fn available(&self) -> bool {
        self.variants.iter().any(|variant| variant.stock > 0)
    }
}

impl Catalogue {
    /// Reads `catalogue.json`.
    ///
    /// # Errors
    /// The file is missing, or not what [`Catalogue::to_json`] writes.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| {
            format!("{}: cannot be read; `cobuy-demo generate` writes it", path.display())
        })?;
        serde_json::from_str(&text)
            .with_context(|| format!("{}: not a catalogue of `cobuy-demo generate`", path.display()))
    }

    /// The text of `catalogue.json`.
    ///
    /// # Errors
    /// None in practice: every field is a plain value.
    pub fn to_json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Products of one shelf, most sold first, then by key.
    pub fn on_shelf(&self, id: &str) -> Vec<&Product> {
        let mut found: Vec<&Product> = self.products.iter().filter(|product| product.shelf == id).collect();
        found.sort_by(|a, b| b.sold.cmp(&a.sold).then_with(|| a.key.cmp(&b.key)));
        found
    }
}

/// Writes minor units as a plain decimal, the way shop exports do: `1990` is `19.90`.
pub fn decimal(minor: u64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

/// The part of an address a name makes: lower-case ASCII letters and digits, everything else one hyphen.
pub fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            'ê' | 'é' | 'è' => out.push('e'),
            '\'' => {}
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs() {
        let check = |name: &str, expected: &str| assert_eq!(slug(name), expected);
        check("Tarnwood Brae 2 dome tent", "tarnwood-brae-2-dome-tent");
        check("Hollin Arête mountain boots", "hollin-arete-mountain-boots");
        check("Tarnwood Lean-to tarp 3 × 3 m", "tarnwood-lean-to-tarp-3-3-m");
        check("  Chef's knife, 20 cm!  ", "chefs-knife-20-cm");
        check("", "");
    }

    #[test]
    fn decimals() {
        let check = |minor, expected: &str| assert_eq!(decimal(minor), expected);
        check(0, "0.00");
        check(5, "0.05");
        check(1990, "19.90");
        check(123_456, "1234.56");
    }
}
