//! The products that orders name, where the shop gave no products file: tables hold only keys, cards need a title.

use std::io::Write;
use std::path::Path;

use cobuy_catalogue::config::{Config, Currency};
use cobuy_catalogue::data::Product;
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::report::ImportReport;
use cobuy_import::cell::{has_control, one_line};
use cobuy_model::mine::EvidenceError;
use cobuy_targets::write_whole;
use serde::{Deserialize, Serialize};

use super::write::{WriteError, failed};

/// A line of the file.
#[derive(Serialize, Deserialize)]
struct Line {
    key: String,
    title: String,
    price_minor: Option<u64>,
    currency: Option<String>,
}

/// Writes `key,title,price_minor,currency` of every product.
///
/// # Errors
/// [`WriteError`].
pub fn write_products(path: &Path, imported: &Imported) -> Result<(), WriteError> {
    let currency = imported.report.currency.map(|currency| currency.as_str().to_owned());
    let mut table = csv::Writer::from_writer(Vec::new());
    for Product { key, title, price_minor, .. } in &imported.catalogue.products {
        let (key, title, price_minor) = (key.clone(), title.clone(), *price_minor);
        let line = Line { key, title, price_minor, currency: currency.clone() };
        table.serialize(line).map_err(|reason| failed(path, &reason))?;
    }
    let bytes = table.into_inner().map_err(|reason| failed(path, &reason))?;
    write_whole(path, |file| file.write_all(&bytes)).map_err(|reason| failed(path, &reason))
}

/// Reads what [`write_products`] wrote, as if the orders had been imported, but without them.
///
/// # Errors
/// [`EvidenceError`] with file and line.
pub fn read_products(path: &Path, config: &Config) -> Result<Imported, EvidenceError> {
    let fault = |line: u64, reason: &str| EvidenceError {
        place: format!("{}:{line}", path.display()),
        reason: format!(
            "{reason}. Make it again with cobuy pairs, or give the shop's own file with --products"
        ),
    };
    let mut table = csv::Reader::from_path(path).map_err(|reason| fault(1, &reason.to_string()))?;
    let mut imported = Imported::default();
    let mut report = ImportReport { currency: config.catalog.currency, ..ImportReport::default() };
    for (number, line) in (2..).zip(table.deserialize::<Line>()) {
        let line = line.map_err(|reason| fault(number, &reason.to_string()))?;
        if imported.catalogue.products.last().is_some_and(|last| last.key >= line.key) {
            return Err(fault(number, "keys do not ascend"));
        }
        if has_control(line.key.as_bytes()) {
            return Err(fault(number, "the key has a control character in it"));
        }
        if let Some(name) = &line.currency {
            let stated = Currency::parse(name.as_bytes());
            report.currency = Some(stated.ok_or_else(|| fault(number, "the currency is no ISO 4217 code"))?);
        }
        imported.catalogue.products.push(Product {
            key: line.key,
            title: one_line(&line.title),
            price_minor: line.price_minor,
            variants: 1,
            available: true,
            ..Product::default()
        });
    }
    let text = |template: &Option<cobuy_catalogue::config::Template>| {
        template.as_ref().map(|template| template.as_str().to_owned()).unwrap_or_default()
    };
    imported.url_template = text(&config.catalog.url_template);
    imported.image_template = text(&config.catalog.image_template);
    let without = imported.catalogue.products.iter().filter(|product| product.price_minor.is_none());
    report.products_without_price = without.count() as u64;
    imported.report = report;
    Ok(imported)
}
