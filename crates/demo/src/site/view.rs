//! Products as the templates and the page scripts see them.

use anyhow::Result;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::catalogue::{Product, decimal};

#[derive(Serialize)]
struct ProductView<'a> {
    #[serde(flatten)]
    product: &'a Product,
    available: bool,
}

/// A product in a template: its fields, and `available`.
pub fn product_value(product: &Product) -> minijinja::Value {
    Serde(ProductView { product, available: product.available() }).into()
}

/// Minor units as a shopper reads them; currencies without a sign here show their code. The page scripts format with
/// `Intl.NumberFormat` and give the same text.
pub fn money(minor: u64, currency: &str) -> String {
    let sign = match currency {
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        other => return format!("{other} {}", decimal(minor)),
    };
    let text = decimal(minor);
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{sign}{grouped}.{cents}")
}

/// `/data/products/<key>.json`: what adding to the cart needs.
pub fn product_json(product: &Product) -> Result<String> {
    let facts = json!({
        "key": product.key,
        "title": product.title,
        "url": format!("/products/{}.html", product.key),
        "image": format!("/pictures/{}.svg", product.key),
        "variants": product.variants,
    });
    Ok(serde_json::to_string(&facts)?)
}

/// `/data/live.json`: per key `[price, from, available, variants, stock]`, and of a product with one variant its SKU.
pub fn live_json(products: &[Product]) -> Result<String> {
    let row = |product: &Product| {
        let from = u8::from(product.price_from);
        let available = u8::from(product.available());
        let stock: u32 = product.variants.iter().map(|variant| variant.stock).sum();
        match product.variants.as_slice() {
            [only] => json!([product.price_minor, from, available, 1, stock, only.sku]),
            several => json!([product.price_minor, from, available, several.len(), stock]),
        }
    };
    let rows: Map<String, Value> =
        products.iter().map(|product| (product.key.clone(), row(product))).collect();
    Ok(serde_json::to_string(&rows)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_like_a_price_tag() {
        let check = |minor, currency, expected: &str| assert_eq!(money(minor, currency), expected);
        check(0, "EUR", "€0.00");
        check(1990, "EUR", "€19.90");
        check(208, "GBP", "£2.08");
        check(123_456_789, "USD", "$1,234,567.89");
        check(500, "CHF", "CHF 5.00");
    }
}
