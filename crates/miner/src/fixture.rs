//! A small shop for tests: products in categories, shoppers who mostly buy within one.

use std::path::Path;

use crate::build::{BuildError, Summary, Target, build};
use crate::config::Config;
use crate::data::{ANONYMOUS, Catalogue, Orders, Product};
use crate::import::{ImportReport, Imported};
use crate::mine::FromOrders;
use crate::pack::Settings;
use crate::progress::Silent;
use crate::publish::KeyRequest;

/// Products of one category.
const CATEGORY: u32 = 20;

const DAY_MS: i64 = 86_400_000;

/// A PNG of 96 × 96: a bar of a colour, lying or standing, on a ground.
pub(crate) fn picture(ground: [u8; 3], colour: [u8; 3], wide: bool) -> Vec<u8> {
    let bar = |x: u32, y: u32| {
        let (along, over) = if wide { (x, y) } else { (y, x) };
        (10..86).contains(&along) && (36..60).contains(&over)
    };
    let image = image::RgbImage::from_fn(96, 96, |x, y| image::Rgb(if bar(x, y) { colour } else { ground }));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A catalogue with its orders.
#[derive(Debug, Clone)]
pub(crate) struct Shop {
    pub catalogue: Catalogue,
    pub orders: Orders,
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

    /// What its model is made from.
    pub fn evidence(&self) -> FromOrders<'_> {
        FromOrders::new(&self.orders, self.catalogue.products.len())
    }

    /// Builds into `out`.
    pub fn build(&self, out: &Path, work: Option<&Path>, keys: KeyRequest) -> Result<Summary, BuildError> {
        build(&self.config, &self.imported(), Target { out, work, keys }, &Silent)
    }

    /// What `cobuy.toml` and the import say about its snapshot.
    pub fn settings(&self) -> Settings {
        Settings::new(&self.config, &self.imported()).expect("options of the table")
    }

    fn imported(&self) -> Imported {
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
pub(crate) fn config(lines: &str) -> Config {
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
