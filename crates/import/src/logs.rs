//! Session logs beside orders, or in place of them.

use std::path::{Path, PathBuf};

use cobuy_catalogue::config::{Config, Fold};
use cobuy_catalogue::data::{Catalogue, Product, Sessions};
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Progress;
use cobuy_catalogue::report::SessionsReport;

use super::error::ImportError;
use super::join::Index;
use super::run::{measure, templates};
use super::{baskets, catalogue, products, sessions};

/// Which session logs are read and how.
#[derive(Debug, Clone, Copy)]
pub struct SessionFiles<'a> {
    /// The files: CSV, TSV (gzip too) or Parquet, one line per event.
    pub files: &'a [PathBuf],
    /// Names of the columns of session, product and time; well-known names where not given.
    pub columns: Option<&'a [String; 3]>,
}

/// Adds session logs to an import. Products are joined by key and alias; what the catalogue does not have is counted in
/// the report and left out.
///
/// # Errors
/// [`ImportError`]: a file that cannot be read or used; nothing of it left.
pub fn add_sessions(
    imported: &mut Imported,
    files: SessionFiles<'_>,
    config: &Config,
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    let log = sessions::read(files.files, files.columns, config, progress)?;
    let lines = log.report.lines;
    let (sessions, report) = joined(log, &imported.catalogue.products, config);
    if sessions.is_empty() {
        return Err(ImportError::NoSessions { lines });
    }
    (imported.sessions, imported.report.sessions) = (sessions, Some(report));
    Ok(())
}

/// An import of session logs alone: the products are those of the products file, or else those of the logs, whose names
/// are then all that is known of them. The sessions stand in for orders wherever orders are counted.
///
/// # Errors
/// As [`add_sessions`], and those of products files.
pub fn sessions_alone(
    config: &Config,
    files: SessionFiles<'_>,
    products_file: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Imported, ImportError> {
    let mut log = sessions::read(files.files, files.columns, config, progress)?;
    let lines = log.report.lines;
    let newest_ms = (0..log.sessions.len()).last().map_or(0, |last| log.sessions.ended_ms(last));
    let (mut imported, mut preset) = (Imported::default(), "");
    let known = match products_file {
        None => named(&mut log),
        Some(path) => {
            let file = products::read(path, config, newest_ms, config.catalog.currency, progress)?;
            preset = file.url_template;
            (imported.report.currency, imported.report.products_file) = (file.currency, Some(file.report));
            file.products
        }
    };
    let (sessions, report) = joined(log, &known, config);
    if sessions.is_empty() {
        return Err(ImportError::NoSessions { lines });
    }
    let orders = sessions.baskets();
    catalogue::check_two(&known, &orders.products)?;
    (imported.url_template, imported.image_template) = templates(config, preset);
    measure(&mut imported.report, &orders);
    imported.report.products_without_price =
        known.iter().filter(|product| product.price_minor.is_none()).count() as u64;
    imported.report.sessions = Some(report);
    Ok(Imported {
        catalogue: Catalogue { products: known },
        orders,
        sessions,
        sessions_only: true,
        ..imported
    })
}

/// A log to be predicted: products that the catalogue does not have get numbers beyond its own, because a click on a
/// new product is a click that no model could foresee, not one that did not happen.
///
/// # Errors
/// As [`add_sessions`].
pub fn sessions_to_predict(
    catalogue: &Catalogue,
    files: SessionFiles<'_>,
    config: &Config,
    progress: &dyn Progress,
) -> Result<Sessions, ImportError> {
    let log = sessions::read(files.files, files.columns, config, progress)?;
    let index = Index::new(&catalogue.products, &[], config.orders.fold == Some(Fold::Upper));
    let numbers: Vec<u32> = (catalogue.products.len() as u32..)
        .zip(&log.products)
        .map(|(beyond, name)| match index.find(name, "") {
            baskets::UNKNOWN => beyond,
            known => known,
        })
        .collect();
    let mut sessions = log.sessions;
    sessions.events.iter_mut().for_each(|event| event.product = numbers[event.product as usize]);
    Ok(sessions)
}

/// Products that a log alone makes known, ascending by key; the name is all there is to show.
fn named(log: &mut sessions::Log) -> Vec<Product> {
    let mut keys = log.products.clone();
    keys.sort_unstable();
    keys.dedup();
    let product =
        |key: String| Product { title: key.clone(), key, variants: 1, available: true, ..Product::default() };
    keys.into_iter().map(product).collect()
}

fn joined(log: sessions::Log, products: &[Product], config: &Config) -> (Sessions, SessionsReport) {
    let index = Index::new(products, &[], config.orders.fold == Some(Fold::Upper));
    log.numbered(|name| Some(index.find(name, "")).filter(|number| *number != baskets::UNKNOWN))
}
