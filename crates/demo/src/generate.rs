//! `cobuy-demo generate`: the shop's exports, as a real shop would hand them over.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::catalogue::{Catalogue, Shop, decimal};
use crate::goals;
use crate::orders::{self, Order, Status};
use crate::picture;
use crate::sheet;
use crate::stock::Stock;

/// What `generate` wrote.
pub struct Summary {
    /// Products in the catalogue.
    pub products: usize,
    /// Orders.
    pub orders: usize,
    /// Order lines, fees included.
    pub lines: usize,
    /// Customers with an account.
    pub customers: usize,
}

/// What `cobuy build` is told of the shop.
pub const CONFIG: &str = include_str!("../data/cobuy.toml");

/// Writes `products.csv`, `orders.csv`, `catalogue.json`, `cobuy.toml` and `pictures/` into `out`.
///
/// # Errors
/// A shelf or goal that does not parse, or a folder that cannot be written.
pub fn generate(out: &Path, seed: u64, count: usize) -> Result<Summary> {
    let stock = Stock::load(seed)?;
    let goals = goals::load(&stock)?;
    let orders = orders::simulate(&stock, &goals, seed, count);
    let catalogue = catalogue(&stock, &orders);
    picture::write_all(&catalogue, &out.join("pictures"))?;
    write(out, "products.csv", &products_csv(&catalogue, &stock, seed)?)?;
    write(out, "orders.csv", &orders::to_csv(&orders, &catalogue.shop.currency)?)?;
    write(out, "catalogue.json", catalogue.to_json()?.as_bytes())?;
    write(out, "cobuy.toml", CONFIG.as_bytes())?;
    let mut customers: Vec<u32> = orders.iter().filter_map(|order| order.customer).collect();
    customers.sort_unstable();
    customers.dedup();
    Ok(Summary {
        products: catalogue.products.len(),
        orders: orders.len(),
        lines: orders.iter().map(|order| order.lines.len()).sum(),
        customers: customers.len(),
    })
}

fn write(out: &Path, name: &str, bytes: &[u8]) -> Result<()> {
    let path = out.join(name);
    fs::write(&path, bytes).with_context(|| format!("{}: cannot be written", path.display()))
}

/// The catalogue with its sales.
pub fn catalogue(stock: &Stock, orders: &[Order]) -> Catalogue {
    let mut sold = vec![0; stock.items.len()];
    let kept = |status| status == Status::Paid;
    for item in orders.iter().flat_map(|order| &order.lines).filter(|l| kept(l.status)).filter_map(|l| l.item)
    {
        sold[item] += 1;
    }
    let products = stock.items.iter().zip(sold).map(|(item, sold)| {
        let mut product = item.product.clone();
        product.sold = sold;
        product
    });
    let shop = Shop {
        name: "Fell & Hearth".to_owned(),
        tagline: "Good things for going out, and for coming home.".to_owned(),
        currency: "EUR".to_owned(),
        country: "IE".to_owned(),
    };
    Catalogue { shop, shelves: stock.shelves.clone(), products: products.collect() }
}

/// The text of `products.csv`: one line per product, its SKUs as aliases joined by `|`.
fn products_csv(catalogue: &Catalogue, stock: &Stock, seed: u64) -> Result<Vec<u8>> {
    let sold: Vec<u32> = catalogue.products.iter().map(|product| product.sold).collect();
    let sheets = sheet::sheets(stock, &sold, seed);
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record([
        "key",
        "title",
        "price",
        "price_from",
        "currency",
        "unit_price",
        "category",
        "url",
        "image",
        "aliases",
        "variants",
        "available",
        "brand",
        "family",
        "attributes",
        "description",
        "cost",
        "rating",
        "ratings",
    ])?;
    for (product, sheet) in catalogue.products.iter().zip(&sheets) {
        let shelf = catalogue.shelves.iter().find(|shelf| shelf.id == product.shelf);
        let skus: Vec<&str> = product.variants.iter().map(|variant| variant.sku.as_str()).collect();
        csv.write_record([
            &product.key,
            &product.title,
            &decimal(product.price_minor),
            &product.price_from.to_string(),
            &catalogue.shop.currency,
            &product.unit_price,
            shelf.map_or(&product.shelf, |shelf| &shelf.title),
            &format!("/products/{}.html", product.key),
            &format!("/pictures/{}.svg", product.key),
            &skus.join("|"),
            &product.variants.len().to_string(),
            &product.available().to_string(),
            &sheet.brand,
            &sheet.family,
            &sheet.attributes,
            &product.text,
            &decimal(sheet.cost_minor),
            &if sheet.ratings == 0 {
                String::new()
            } else {
                format!("{}.{}", sheet.rating_tenths / 10, sheet.rating_tenths % 10)
            },
            &sheet.ratings.to_string(),
        ])?;
    }
    Ok(csv.into_inner()?)
}
