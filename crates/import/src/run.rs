//! The whole import, step by step.

use std::path::{Path, PathBuf};

use cobuy_catalogue::config::{Config, Template};
use cobuy_catalogue::data::{ANONYMOUS, Catalogue, Orders};
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Progress;
use cobuy_catalogue::report::{ImportReport, Unjoined};

use super::baskets::{self, Baskets, Watch};
use super::catalogue::{self, Numbered};
use super::chunk::Needs;
use super::error::{ImportError, check_unreadable};
use super::ledger::Ledger;
use super::{products, read};

/// Reads the order files and the products file, if there is one. The outcome depends on the files and `config` alone.
///
/// # Errors
/// [`ImportError`]: a file that cannot be read or used, more unreadable lines than allowed, nothing left to mine.
pub fn run(
    config: &Config,
    orders: &[PathBuf],
    products: Option<&Path>,
    progress: &dyn Progress,
) -> Result<Imported, ImportError> {
    watched(config, orders, products, None, progress)
}

/// The same; `watch` is given every order with its id, before large baskets are cut.
///
/// # Errors
/// As [`run`].
pub fn watched(
    config: &Config,
    orders: &[PathBuf],
    products: Option<&Path>,
    watch: Option<&mut Watch<'_>>,
    progress: &dyn Progress,
) -> Result<Imported, ImportError> {
    let mut ledger = read_orders(config, orders, products.is_none(), progress)?;
    let newest_ms = ledger.newest_ms().ok_or_else(|| no_orders(&ledger, &Unjoined::default()))?;
    let mut report = ImportReport { currency: ledger.currency()?, ..ImportReport::default() };
    let nameless = ledger.name_customers();
    let mut url_template = "";
    let numbered = match products {
        None => catalogue::from_orders(&mut ledger, newest_ms, &mut report),
        Some(path) => {
            progress.stage("Reading products", size(path)?);
            let mut file = products::read(path, config, newest_ms, report.currency, progress)?;
            let (numbered, unjoined) = catalogue::from_file(&ledger, &mut file);
            url_template = file.url_template;
            (report.currency, report.unjoined, report.products_file) =
                (file.currency, unjoined, Some(file.report));
            numbered
        }
    };
    let Baskets { orders, used_lines, capped } = assemble(&mut ledger, &numbered, watch, progress);
    if orders.is_empty() {
        return Err(no_orders(&ledger, &report.unjoined));
    }
    catalogue::check_two(&numbered.products, &orders.products)?;
    (report.used, report.capped_baskets) = (used_lines, capped);
    complete(&mut report, ledger, &numbered, &orders);
    if nameless {
        (report.customers, report.anonymous_orders) = (0, report.orders);
    }
    let (url_template, image_template) = templates(config, url_template);
    Ok(Imported {
        url_template,
        image_template,
        catalogue: Catalogue { products: numbered.products },
        orders,
        report,
        ..Imported::default()
    })
}

/// A products file without orders, for counts that were made elsewhere. `newest_ms` decides which sale prices hold.
///
/// # Errors
/// [`ImportError`] of the products file.
pub fn only_products(
    config: &Config,
    path: &Path,
    newest_ms: i64,
    progress: &dyn Progress,
) -> Result<Imported, ImportError> {
    progress.stage("Reading products", size(path)?);
    let file = products::read(path, config, newest_ms, config.catalog.currency, progress)?;
    let without = file.products.iter().filter(|product| product.price_minor.is_none()).count();
    let report = ImportReport {
        currency: file.currency,
        products_file: Some(file.report),
        products_without_price: without as u64,
        newest_ms,
        ..ImportReport::default()
    };
    let (url_template, image_template) = templates(config, file.url_template);
    Ok(Imported {
        url_template,
        image_template,
        catalogue: Catalogue { products: file.products },
        report,
        ..Imported::default()
    })
}

fn read_orders(
    config: &Config,
    files: &[PathBuf],
    from_orders: bool,
    progress: &dyn Progress,
) -> Result<Ledger, ImportError> {
    if files.is_empty() {
        return Err(ImportError::NoFiles);
    }
    let bytes = sizes(files)?;
    progress.stage("Reading orders", bytes);
    let mut ledger = Ledger::new(Needs { titles: from_orders, prices: from_orders });
    for path in files {
        read::orders(&mut ledger, path, config, progress)?;
    }
    ledger.forget_customers();
    ledger.settle();
    check_unreadable(&ledger.unreadable, ledger.lines(), config.orders.max_unreadable)?;
    Ok(ledger)
}

/// Bytes of all files, for progress.
pub(super) fn sizes(files: &[PathBuf]) -> Result<u64, ImportError> {
    files.iter().map(|path| size(path)).sum()
}

/// Templates of product addresses and pictures: what `cobuy.toml` says, else the products preset's and none.
pub(super) fn templates(config: &Config, preset: &str) -> (String, String) {
    let text = |template: &Option<Template>, other: &str| {
        template.as_ref().map_or(other, Template::as_str).to_owned()
    };
    (text(&config.catalog.url_template, preset), text(&config.catalog.image_template, ""))
}

fn size(path: &Path) -> Result<u64, ImportError> {
    let file = || path.display().to_string();
    std::fs::metadata(path).map(|data| data.len()).map_err(|reason| ImportError::Io { file: file(), reason })
}

fn assemble(
    ledger: &mut Ledger,
    numbered: &Numbered,
    watch: Option<&mut Watch<'_>>,
    progress: &dyn Progress,
) -> Baskets {
    progress.stage("Sorting orders", 1);
    let keys: Vec<&str> = numbered.products.iter().map(|product| product.key.as_str()).collect();
    let baskets = baskets::assemble(ledger, &numbered.of_id, &keys, watch);
    progress.advance(1);
    baskets
}

fn no_orders(ledger: &Ledger, unjoined: &Unjoined) -> ImportError {
    ImportError::NoOrders {
        lines: ledger.lines(),
        filtered: ledger.filtered.clone(),
        unreadable: ledger.unreadable.lines,
        unjoined: unjoined.lines,
    }
}

fn complete(report: &mut ImportReport, ledger: Ledger, numbered: &Numbered, orders: &Orders) {
    report.lines = ledger.lines();
    report.files = ledger.files;
    report.filtered = ledger.filtered;
    report.repaired.encoding = ledger.encoding_repaired;
    report.unreadable = ledger.unreadable;
    report.other_currency_lines = ledger.other_currency_lines;
    if report.products_file.is_some() {
        report.join_rate = Some(report.used as f64 / (report.used + report.unjoined.lines) as f64);
    }
    measure(report, orders);
    report.products_without_price =
        numbered.products.iter().filter(|product| product.price_minor.is_none()).count() as u64;
}

/// What there is of orders.
pub(super) fn measure(report: &mut ImportReport, orders: &Orders) {
    report.orders = orders.len() as u64;
    report.anonymous_orders =
        orders.customer.iter().filter(|customer| **customer == ANONYMOUS).count() as u64;
    report.customers = distinct(orders.customer.iter().copied().filter(|customer| *customer != ANONYMOUS));
    report.ordered_products = distinct(orders.products.iter().copied());
    report.oldest_ms = orders.time_ms.first().copied().unwrap_or(0);
    report.newest_ms = orders.time_ms.last().copied().unwrap_or(0);
}

/// How many different numbers there are; they are small, so a bit each will do.
fn distinct(numbers: impl Iterator<Item = u32>) -> u64 {
    let mut seen: Vec<bool> = Vec::new();
    let mut count = 0;
    for number in numbers {
        let at = number as usize;
        if at >= seen.len() {
            seen.resize(at + 1, false);
        }
        count += u64::from(!std::mem::replace(&mut seen[at], true));
    }
    count
}
