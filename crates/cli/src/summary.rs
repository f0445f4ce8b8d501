//! What `cobuy build` says at the end: here what was read, in [`built`] what came of it.

mod built;
mod content;

use std::fmt::Write;
use std::path::Path;

use cobuy_catalogue::config::Config;
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::report::{ImportReport, OptionalColumn, ProductsReport, SessionsReport, Unreadable};
use cobuy_model::mine::Evidence;
use cobuy_model::mine::evidence;
use cobuy_model::mine::months::Month;
use cobuy_tables::FromTables;

use crate::words::{count, counted, day, percent};
pub use built::{model, snapshot};

/// Names of unknown products that are printed.
pub const SHOWN: usize = 5;

/// Lines read, filtered, repaired and unreadable; what they came to.
pub fn import(imported: &Imported, config: &Config) -> String {
    let report = &imported.report;
    let mut text = String::new();
    for file in &report.files {
        line(&mut text, "Orders", &format!("{}: {} ({})", file.file, counted(file.lines, "line"), file.kind));
    }
    if !report.files.is_empty() {
        lines(&mut text, report);
    }
    if let Some(sessions) = &report.sessions {
        session_logs(&mut text, sessions);
    }
    if let Some(products) = &report.products_file {
        products_file(&mut text, products);
        joined(&mut text, report, config);
    }
    beside(&mut text, report);
    if !report.files.is_empty() {
        line(&mut text, "Found", &found(imported));
    }
    if report.products_without_price > 0 {
        line(&mut text, "", &without_price(report));
    }
    if report.uncommon_titles > 0 {
        line(&mut text, "", &uncommon_titles(report));
    }
    text
}

/// Reviews and pictures.
fn beside(text: &mut String, report: &ImportReport) {
    if let Some(reviews) = &report.reviews {
        content::reviews(text, reviews);
    }
    if let Some(pictures) = &report.pictures {
        content::pictures(text, pictures);
    }
}

fn session_logs(text: &mut String, report: &SessionsReport) {
    let found = format!("{} of {}", counted(report.sessions, "session"), counted(report.events, "event"));
    line(text, "Sessions", &format!("{}: {found}", counted(report.lines, "line")));
    if report.other_events > 0 {
        row(text, report.other_events, "events that are neither view, add nor purchase");
    }
    if report.unjoined_events > 0 {
        let products = counted(report.unjoined_products, "product");
        row(text, report.unjoined_events, &format!("events of {products} that the catalogue does not have"));
    }
    if report.unreadable.lines > 0 {
        row(text, report.unreadable.lines, "unreadable");
        unreadable(text, &report.unreadable);
    }
}

/// What tables hold, and what a build cannot learn from them.
pub fn tables(imported: &Imported, source: &FromTables<'_>, folder: &Path, config: &Config) -> String {
    let mut text = String::new();
    let report = &imported.report;
    let months = source.months();
    let span = match (months.first(), months.last()) {
        (Some(first), Some(last)) => {
            let name = |month: Month| format!("{}-{:02}", month.yyyymm() / 100, month.yyyymm() % 100);
            format!(", {} to {}", name(first.month), name(last.month))
        }
        _ => String::new(),
    };
    let shop = source.shop(evidence::Part::Whole);
    let (orders, customers) =
        (counted(shop.orders.into(), "order"), counted(shop.customers.into(), "customer"));
    line(&mut text, "Tables", &format!("{}: {orders} of {customers}{span}", folder.display()));
    line(&mut text, "", "left out: what needs the sequence of a customer's orders (walk, next purchase)");
    if let Some(products) = &report.products_file {
        products_file(&mut text, products);
    }
    beside(&mut text, report);
    let (known, unknown) = source.lines();
    let rate = report.join_rate.unwrap_or(1.0);
    if unknown > 0 {
        let shown: Vec<&str> = source.unknown().iter().take(SHOWN).map(|(key, _)| key.as_str()).collect();
        let others = source.unknown().len() as u64;
        let said = format!(
            "of {} order lines found their product; not there: {}",
            count(known + unknown),
            ellipsis(&shown, others)
        );
        line(&mut text, "Joined", &format!("{} {said}", percent(rate)));
    }
    if rate < config.limits.min_join_rate {
        let wanted = percent(config.limits.min_join_rate);
        line(
            &mut text,
            "",
            &format!("cobuy check asks for {wanted}: the tables have to name products by their key"),
        );
    }
    text
}

fn lines(text: &mut String, report: &ImportReport) {
    row(text, report.used, "used");
    let filtered: u64 = report.filtered.iter().map(|by| by.lines).sum();
    row(text, filtered, "filtered");
    for by in report.filtered.iter().filter(|by| by.lines > 0) {
        let _ = writeln!(text, "{:22}{:>12}  {}", "", count(by.lines), by.rule);
    }
    let repaired = &report.repaired;
    row(text, repaired.titles + repaired.encoding, "repaired");
    if repaired.titles > 0 {
        let products = counted(repaired.titled_products, "product");
        let _ = writeln!(
            text,
            "{:22}{:>12}  another title than most lines of their {products}",
            "",
            count(repaired.titles)
        );
    }
    if repaired.encoding > 0 {
        let _ = writeln!(text, "{:22}{:>12}  not UTF-8, read as Windows-1252", "", count(repaired.encoding));
    }
    row(text, report.unreadable.lines, "unreadable");
    unreadable(text, &report.unreadable);
    if report.other_currency_lines > 0 {
        row(text, report.other_currency_lines, "priced in another currency: used, their prices not");
    }
}

/// The first unreadable lines.
pub fn unreadable(text: &mut String, unreadable: &Unreadable) {
    for bad in &unreadable.first {
        let _ = writeln!(text, "{:24}{bad}", "");
    }
    if unreadable.lines > unreadable.first.len() as u64 && !unreadable.first.is_empty() {
        let _ = writeln!(text, "{:24}… and others", "");
    }
}

fn products_file(text: &mut String, products: &ProductsReport) {
    let ProductsReport { file, kind, lines, .. } = products;
    line(text, "Products", &format!("{file}: {} ({kind})", counted(*lines, "line")));
    row(text, products.products, "products");
    if products.encoding_repaired > 0 {
        row(text, products.encoding_repaired, "lines not UTF-8, read as Windows-1252");
    }
    if products.unreadable.lines > 0 {
        row(text, products.unreadable.lines, "unreadable");
        unreadable(text, &products.unreadable);
    }
    if products.addresses.lines > 0 {
        row(text, products.addresses.lines, "lines with an address that is not of the web: left out");
        unreadable(text, &products.addresses);
    }
    optional(text, &products.optional);
    if let Some(reviews) = &products.reviews {
        content::received(text, reviews);
    }
    if products.ambiguous > 0 {
        let shown: Vec<&str> = products.ambiguous_first.iter().take(SHOWN).map(String::as_str).collect();
        let what = format!(
            "aliases of more than one product join nothing: {}",
            ellipsis(&shown, products.ambiguous)
        );
        row(text, products.ambiguous, &what);
    }
}

/// What optional columns gave. Nothing is said of those that are not there.
fn optional(text: &mut String, columns: &[OptionalColumn]) {
    let given: Vec<String> = columns
        .iter()
        .filter(|column| column.products > 0)
        .map(|column| format!("{} {}", column.what, count(column.products)))
        .collect();
    if !given.is_empty() {
        line(text, "", &format!("products with: {}", given.join(", ")));
    }
    for column in columns.iter().filter(|column| column.unreadable > 0) {
        row(
            text,
            column.unreadable,
            &format!("values in {} that are no {}, left out", column.columns, column.what),
        );
    }
}

fn joined(text: &mut String, report: &ImportReport, config: &Config) {
    let rate = report.join_rate.unwrap_or(1.0);
    line(text, "Joined", &format!("{} of the order lines found their product", percent(rate)));
    let unjoined = &report.unjoined;
    if unjoined.lines > 0 {
        let shown: Vec<String> = unjoined
            .first
            .iter()
            .take(SHOWN)
            .map(|(id, lines)| format!("{id} ({})", count(*lines)))
            .collect();
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        let products = counted(unjoined.products, "product");
        row(
            text,
            unjoined.lines,
            &format!("lines of {products} that are not there: {}", ellipsis(&shown, unjoined.products)),
        );
    }
    if rate < config.limits.min_join_rate {
        let wanted = percent(config.limits.min_join_rate);
        line(
            text,
            "",
            &format!(
                "cobuy check asks for {wanted}: add the missing products or their SKUs to the products file"
            ),
        );
    }
}

/// A list of examples of `all`.
pub fn ellipsis(shown: &[&str], all: u64) -> String {
    let more = if all > shown.len() as u64 { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

fn found(imported: &Imported) -> String {
    let report = &imported.report;
    let currency =
        report.currency.map_or_else(String::new, |currency| format!(", prices in {}", currency.as_str()));
    let anonymous = match report.anonymous_orders {
        0 => String::new(),
        all if all == report.orders => {
            " (none names a customer: a pair needs several orders instead)".to_owned()
        }
        anonymous => format!(" ({} without a customer)", count(anonymous)),
    };
    format!(
        "{}{anonymous} of {}, {}, {} to {}{currency}",
        counted(report.orders, "order"),
        counted(report.customers, "customer"),
        counted(imported.catalogue.products.len() as u64, "product"),
        day(report.oldest_ms),
        day(report.newest_ms),
    )
}

fn without_price(report: &ImportReport) -> String {
    let products = counted(report.products_without_price, "product");
    match (report.currency, &report.products_file) {
        (None, _) => {
            "no price is known: say the currency in cobuy.toml: [catalog] currency = \"EUR\"".to_owned()
        }
        (Some(_), None) => format!("{products} without a price: not sold in the newest 30 days"),
        (Some(_), Some(_)) => format!("{products} without a price"),
    }
}

fn uncommon_titles(report: &ImportReport) -> String {
    format!(
        "{} called by the id: no title of theirs stands on most of their order lines and is three customers'. A products \
         file gives them titles",
        counted(report.uncommon_titles, "product")
    )
}

/// A line with its head, or indented as deep.
pub fn line(text: &mut String, head: &str, rest: &str) {
    let _ = writeln!(text, "{head:10}{rest}");
}

/// A number and what it counts.
pub fn row(text: &mut String, number: u64, what: &str) {
    let _ = writeln!(text, "{:10}{:>12}  {what}", "", count(number));
}
