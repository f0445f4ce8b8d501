//! A small shop for tests: products in categories, shoppers who mostly buy within one.

use cobuy_catalogue::config::Config;
use cobuy_catalogue::data::{ANONYMOUS, Catalogue, Orders, Product};
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::report::ImportReport;

/// Products of one category.
const CATEGORY: u32 = 20;

const DAY_MS: i64 = 86_400_000;

/// A catalogue with its orders.
#[derive(Debug, Clone)]
pub struct Shop {
    /// Its products.
    pub catalogue: Catalogue,
    /// Its orders.
    pub orders: Orders,
    /// Its `cobuy.toml`.
    pub config: Config,
}

impl Shop {
    /// A shop with this many products and orders; same numbers, same shop.
    pub fn new(products: u32, orders: u32) -> Self {
        let products = (0..products).map(product).collect();
        let mut shop = Self {
            catalogue: Catalogue { products },
            orders: Orders { offsets: vec![0], ..Orders::default() },
            config: config(""),
        };
        shop.order(orders);
        shop
    }

    /// Adds orders after those there are.
    pub fn order(&mut self, orders: u32) {
        let products = self.catalogue.products.len() as u32;
        let first = self.orders.len() as u32;
        for order in first..first + orders {
            // Multiplicative hashing: no generator is needed for numbers that only have to look unordered.
            let hash = |step: u32| (order * 8 + step).wrapping_mul(2_654_435_761) >> 16;
            let category = hash(0) % products.div_ceil(CATEGORY);
            let mut basket: Vec<u32> = (1..=2 + hash(7) % 3)
                .map(|step| {
                    (category * CATEGORY + (hash(step) % CATEGORY).min(hash(step + 8) % CATEGORY)) % products
                })
                .collect();
            basket.sort_unstable();
            basket.dedup();
            self.orders.time_ms.push(1_600_000_000_000 + i64::from(order) * DAY_MS / 50);
            self.orders.customer.push(if order % 7 == 0 { ANONYMOUS } else { hash(6) % 500 });
            self.orders.products.extend(basket);
            self.orders.offsets.push(self.orders.products.len() as u32);
        }
    }

    /// As an import hands it over.
    pub fn imported(&self) -> Imported {
        let currency = self.config.catalog.currency;
        Imported {
            catalogue: self.catalogue.clone(),
            orders: self.orders.clone(),
            report: ImportReport { currency, join_rate: Some(0.99), ..ImportReport::default() },
            url_template: "/p/{key}".into(),
            image_template: "/i/{key}.svg".into(),
            ..Imported::default()
        }
    }
}

/// A `cobuy.toml` with these lines after the shop's own.
///
/// # Panics
/// If they are no valid ones.
pub fn config(lines: &str) -> Config {
    let own = "[catalog]\ncurrency = \"EUR\"\n";
    Config::parse(&format!("{own}{lines}"), "cobuy.toml").expect("a valid configuration")
}

fn product(number: u32) -> Product {
    let category = number / CATEGORY;
    Product {
        key: format!("product-{number:05}"),
        title: format!("Thing {} of kind {}", number.wrapping_mul(2_654_435_761) % 9_973, category),
        url: format!("/p/product-{number:05}"),
        price_minor: Some(u64::from(number) * 37 % 9_000 + 99),
        category: format!("All > Kind {category}"),
        variants: 1,
        available: !number.is_multiple_of(31),
        ..Product::default()
    }
}
