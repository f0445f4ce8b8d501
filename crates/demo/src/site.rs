//! Renders the shop: a static page per product, shelf and step, small data files for its scripts, pictures.
//!
//! - [`view`]: products as the templates and scripts see them.
//! - `www/demo/templates` and `www/demo/assets` are compiled in, so that the command needs no other file.

mod view;

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use minijinja::value::{Serde, Value};
use minijinja::{Environment, context};
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, Product, Shelf};
use crate::generate;
use crate::picture;
use view::{money, product_value};

/// Products on one page of a shelf.
const PER_PAGE: usize = 60;
/// Fallback products inside a `<cobuy-shelf>`.
const FALLBACKS: usize = 4;
/// Popular products on the home page.
const POPULAR: usize = 8;
/// What delivery costs and from when it is free, minor units; `www/demo/assets/cart.js` says the same.
const DELIVERY_MINOR: u64 = 490;
const FREE_FROM_MINOR: u64 = 6000;

macro_rules! files {
    ($folder:literal: $($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../../www/demo/", $folder, "/", $name)))),*]
    };
}

const TEMPLATES: &[(&str, &str)] = files!("templates": "base.html" "parts.html" "home.html" "category.html"
    "product.html" "cart.html" "checkout.html" "thank-you.html" "about.html" "delivery.html" "privacy.html" "404.html");

const ASSETS: &[(&str, &str)] = files!("assets": "shop.css" "icon.svg" "shop.js" "store.js" "format.js" "live.js" "clock.js"
    "cart.js" "consent.js" "facts.js" "panel.js" "host.js" "pages/home.js" "pages/product.js" "pages/cart.js" "pages/checkout.js" "pages/thank-you.js");

/// Pages without a subject: template, and the page type that the host tells cobuy.
const SINGLE: [(&str, &str); 7] = [
    ("cart.html", "cart"),
    ("checkout.html", "checkout"),
    ("thank-you.html", "thank-you"),
    ("about.html", "other"),
    ("delivery.html", "other"),
    ("privacy.html", "other"),
    ("404.html", "other"),
];

/// Writes the whole site into `out`; `tags` is the file with the lines of `cobuy tags`. Returns the number of pages.
///
/// # Errors
/// A tags file that cannot be read, a folder that cannot be written, or a product on a shelf that is not there.
pub fn render(catalogue: &Catalogue, out: &Path, tags: Option<&Path>) -> Result<usize> {
    let tags = match tags {
        Some(path) => fs::read_to_string(path)
            .with_context(|| format!("{}: cannot be read; `cobuy tags DIR` prints it", path.display()))?,
        None => String::new(),
    };
    let site = Site { env: environment(catalogue, &tags)?, catalogue, out };
    for (name, text) in ASSETS {
        site.write(&format!("assets/{name}"), text)?;
    }
    picture::write_all(catalogue, &out.join("pictures"))?;
    site.data()?;
    Ok(site.single()? + site.home()? + site.shelves()? + site.products()?)
}

struct Site<'a> {
    env: Environment<'static>,
    catalogue: &'a Catalogue,
    out: &'a Path,
}

/// The templates, with what every page shows as globals.
fn environment(catalogue: &Catalogue, tags: &str) -> Result<Environment<'static>> {
    let mut env = Environment::new();
    for (name, source) in TEMPLATES {
        env.add_template(name, source).with_context(|| format!("www/demo/templates/{name}"))?;
    }
    let currency = catalogue.shop.currency.clone();
    env.add_filter("money", move |minor: u64| money(minor, &currency));
    env.add_global("shop", Value::from(Serde(&catalogue.shop)));
    env.add_global("shelves", Value::from(Serde(&catalogue.shelves)));
    env.add_global("tags", tags.trim());
    env.add_global("bundles", bundles(catalogue)?);
    Ok(env)
}

/// What the shop's own cart must know: the bundles that its `cobuy.toml` declares, as JSON. A shop over other orders has none.
fn bundles(catalogue: &Catalogue) -> Result<String> {
    #[derive(Deserialize, Serialize)]
    struct Bundle {
        id: Option<String>,
        #[serde(default)]
        products: Vec<String>,
        #[serde(default)]
        percent: u32,
    }
    #[derive(Deserialize)]
    struct Config {
        #[serde(default)]
        bundle: Vec<Bundle>,
    }
    let Config { bundle } = toml::from_str(generate::CONFIG).context("crates/demo/data/cobuy.toml")?;
    let sold = |key: &String| catalogue.products.iter().any(|product| product.key == *key);
    let ours = |bundle: &Bundle| bundle.id.is_some() && bundle.products.iter().all(sold);
    Ok(serde_json::to_string(&bundle.into_iter().filter(ours).collect::<Vec<_>>())?)
}

impl Site<'_> {
    fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.out.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("{}: cannot be made", folder.display()))?;
        }
        fs::write(&path, text).with_context(|| format!("{}: cannot be written", path.display()))
    }

    fn page(&self, name: &str, template: &str, facts: Value) -> Result<()> {
        let text = self.env.get_template(template)?.render(facts).with_context(|| format!("page {name}"))?;
        self.write(name, &text)
    }

    /// What the scripts fetch: prices and stock of the whole shop in one file, variants in one per product.
    fn data(&self) -> Result<()> {
        for product in &self.catalogue.products {
            self.write(&format!("data/products/{}.json", product.key), &view::product_json(product)?)?;
        }
        self.write("data/live.json", &view::live_json(&self.catalogue.products)?)
    }

    /// The most sold products that can be bought, one of a drawing, so that the shop shows its breadth.
    fn popular(&self, count: usize) -> Vec<Value> {
        let mut all: Vec<&Product> =
            self.catalogue.products.iter().filter(|product| product.available()).collect();
        all.sort_by(|a, b| b.sold.cmp(&a.sold).then_with(|| a.key.cmp(&b.key)));
        let mut seen: Vec<&str> = Vec::new();
        all.retain(|product| {
            let new = !seen.contains(&product.kind.as_str());
            seen.push(&product.kind);
            new
        });
        all.into_iter().take(count).map(product_value).collect()
    }

    fn single(&self) -> Result<usize> {
        let popular = self.popular(FALLBACKS);
        let starters = self.faces(None);
        for (name, page) in SINGLE {
            let delivery_minor = DELIVERY_MINOR;
            let free_from_minor = FREE_FROM_MINOR;
            self.page(
                name,
                name,
                context! { page, popular => popular.clone(), starters => starters.clone(), delivery_minor, free_from_minor },
            )?;
        }
        Ok(SINGLE.len())
    }

    fn home(&self) -> Result<usize> {
        let shelf_faces = self.catalogue.shelves.iter().map(|shelf| {
            let products = self.catalogue.on_shelf(&shelf.id);
            context! { shelf => Serde(shelf), count => products.len(), face => signature(&products).map(|face| face.key.as_str()) }
        });
        let faces = self.faces(None);
        let starters = faces.clone();
        let popular = self.popular(POPULAR);
        let count = self.catalogue.products.len();
        let shelf_faces: Vec<Value> = shelf_faces.collect();
        self.page(
            "index.html",
            "home.html",
            context! { page => "home", shelf_faces, faces, starters, popular, count },
        )?;
        Ok(1)
    }

    /// Products that stand for shelves far apart, one a shelf; not for this shelf.
    fn faces(&self, but: Option<&str>) -> Vec<Value> {
        let shelves = &self.catalogue.shelves;
        let step = shelves.len().div_ceil(FALLBACKS).max(1);
        let others = shelves.iter().filter(|shelf| but != Some(shelf.id.as_str()));
        let best = |shelf: &Shelf| signature(&self.catalogue.on_shelf(&shelf.id)).map(product_value);
        others.step_by(step).filter_map(best).collect()
    }

    fn shelves(&self) -> Result<usize> {
        let mut written = 0;
        let popular = self.popular(FALLBACKS);
        for shelf in &self.catalogue.shelves {
            let all = self.catalogue.on_shelf(&shelf.id);
            let pages = all.len().div_ceil(PER_PAGE);
            for (i, products) in all.chunks(PER_PAGE).enumerate() {
                let name = if i == 0 {
                    format!("c/{}.html", shelf.id)
                } else {
                    format!("c/{}-{}.html", shelf.id, i + 1)
                };
                let products: Vec<Value> = products.iter().map(|product| product_value(product)).collect();
                let facts = context! {
                    page => "category", shelf => Serde(shelf), products, pages, number => i + 1, count => all.len(),
                    popular => popular.clone(), starters => self.faces(Some(&shelf.id)),
                };
                self.page(&name, "category.html", facts)?;
                written += 1;
            }
        }
        Ok(written)
    }

    fn products(&self) -> Result<usize> {
        for shelf in &self.catalogue.shelves {
            let all = self.catalogue.on_shelf(&shelf.id);
            let starters = self.faces(Some(&shelf.id));
            for (i, product) in all.iter().enumerate() {
                let others = all[i + 1..].iter().chain(&all[..i]).filter(|other| other.available());
                let mut more: Vec<Value> =
                    others.take(2 * FALLBACKS).map(|other| product_value(other)).collect();
                let others = more.split_off(more.len().min(FALLBACKS));
                let facts = context! { page => "product", shelf => Serde(shelf), product => product_value(product), more, others, starters => starters.clone() };
                self.page(&format!("products/{}.html", product.key), "product.html", facts)?;
            }
        }
        Ok(self.catalogue.products.len())
    }
}

/// The product that stands for a shelf: the one most money was spent on, which is a tent rather than its pegs.
fn signature<'a>(products: &[&'a Product]) -> Option<&'a Product> {
    products.iter().copied().max_by_key(|product| u64::from(product.sold) * product.price_minor)
}

#[cfg(test)]
mod tests;
