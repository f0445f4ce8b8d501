//! What `cobuy build` says at the end.

use std::fmt::Write;
use std::path::Path;

use cobuy_miner::build::Summary;
use cobuy_miner::config::Config;
use cobuy_miner::import::{
    ImportReport, Imported, OptionalColumn, ProductsReport, SessionsReport, Unreadable,
};
use cobuy_miner::mine::Evidence;
use cobuy_miner::mine::evidence;
use cobuy_miner::mine::months::Month;
use cobuy_miner::model::{HoldoutReport, Model};
use cobuy_miner::pack::{CART, Counts, Manifest, Part, TOGETHER};
use cobuy_miner::tables::FromTables;

use crate::content;
use crate::words::{bytes, count, counted, day, percent};

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
            "{:22}{:>12}  another title than the latest of their {products}",
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

/// What was learnt, where nothing is packed.
pub fn model(model: &Model, min_customers: u32) -> String {
    let mut text = String::new();
    recipe(&mut text, &model.recipe.to_string(), model.holdout.as_ref());
    let without = model.rows.iter().filter(|row| row.is_empty()).count() as u64;
    pairs(&mut text, model.pairs_counted, model.pairs_published, min_customers, without);
    text
}

/// What was learnt and what was written into `out`.
pub fn snapshot(built: &Summary, out: &Path) -> String {
    let mut text = String::new();
    recipe(&mut text, &built.recipe, built.holdout.as_ref());
    let Summary { pairs_counted, pairs_published, products_without_pair, .. } = *built;
    let min_customers = built.manifest.settings.min_customers;
    pairs(&mut text, pairs_counted, pairs_published, min_customers, products_without_pair);
    if built.pairs_blocked > 0 {
        let said = format!("{} of cobuy.toml kept apart", counted(built.pairs_blocked, "blocked pair"));
        line(&mut text, "", &said);
    }
    let manifest = &built.manifest;
    relations(&mut text, &manifest.counts);
    let titleless = manifest.counts.products_without_title;
    if titleless > 0 {
        let said = format!(
            "{} without a title: nothing to show, so never recommended",
            counted(titleless, "product")
        );
        line(&mut text, "", &said);
    }
    let total: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    let files = counted(manifest.files.len() as u64, "file");
    line(&mut text, "Snapshot", &format!("{}: {files}, {}, k = {}", out.display(), bytes(total), manifest.k));
    let shards = &manifest.shards;
    let sizes = format!(
        "base {}, shards {} on average, {} at most",
        bytes(manifest.base_bytes),
        bytes(shards.mean_bytes),
        bytes(shards.max_bytes)
    );
    line(&mut text, "", &sizes);
    line(&mut text, "", &downloads(built));
    parts(&mut text, built);
    let removed =
        if built.removed > 0 { format!(", {} removed", count(built.removed)) } else { String::new() };
    line(
        &mut text,
        "",
        &format!("{} rewritten, {} unchanged{removed}", count(built.rewritten), count(built.unchanged)),
    );
    if let Some(edit) = built.theme_edit() {
        line(&mut text, "To do", &edit);
    }
    text
}

/// What pages download.
fn downloads(built: &Summary) -> String {
    let Manifest { base_bytes, shards, .. } = &built.manifest;
    let page = format!(
        "a product page downloads {} in 2 requests (95 of 100 at most {})",
        bytes(built.page_bytes),
        bytes(base_bytes + shards.p95_bytes)
    );
    match &built.carts {
        None => page,
        Some(carts) => {
            let requests = carts.mean_requests_tenths;
            format!(
                "{page}, a cart of {CART} {} in {}.{} (at most {} in {})",
                bytes(carts.mean_bytes),
                requests / 10,
                requests % 10,
                bytes(carts.p95_bytes),
                carts.p95_requests
            )
        }
    }
}

/// Where the bytes of the shards go, by product.
fn parts(text: &mut String, built: &Summary) {
    let parts = &built.manifest.parts;
    let products = built.products.max(1) as f64;
    let each = |part: Part| {
        format!("{:.0} ({:.0} compressed)", part.raw as f64 / products, part.compressed as f64 / products)
    };
    let said = format!(
        "bytes a product: ids and weights {}, figures {}, cards {}, the rest {}",
        each(parts.ids_and_weights),
        each(parts.figures),
        each(parts.cards),
        each(parts.rest)
    );
    line(text, "", &said);
    let (raw, compressed) = parts.row_bytes(TOGETHER as u32);
    let (figure, figure_compressed) = parts.figure_bytes();
    let said = format!(
        "a row of {TOGETHER} neighbours: {raw:.1} ({compressed:.1} compressed) for ids, weights and scale, \
         {figure:.1} ({figure_compressed:.1} compressed) a neighbour for figures"
    );
    line(text, "", &said);
}

fn recipe(text: &mut String, name: &str, holdout: Option<&HoldoutReport>) {
    match holdout {
        None => line(text, "Recipe", &format!("{name}; too few orders to choose on")),
        Some(holdout) => {
            line(text, "Recipe", &format!("{name}, the best of {}", holdout.tried.len()));
            let cases = counted(u64::from(holdout.cases), "case");
            let (found, popular) = (percent(holdout.hr6), percent(holdout.popular_hr6));
            let score = format!(
                "finds the hidden product among 6 in {found} of {cases} of the newest tenth of the orders"
            );
            line(text, "", &format!("{score}; bestsellers find {popular}"));
        }
    }
}

fn pairs(text: &mut String, seen: u64, publishable: u64, min_customers: u32, without: u64) {
    let customers = counted(u64::from(min_customers), "customer");
    let enough = format!("{} of at least {customers}", count(publishable));
    line(
        text,
        "Pairs",
        &format!("{} seen, {enough}; {} without a pair", count(seen), counted(without, "product")),
    );
}

/// Which products have rows of the other relations.
fn relations(text: &mut String, counts: &Counts) {
    let rows = format!(
        "{} with similar ones, {} with an upgrade, {} with a next purchase; {} bought again and again",
        counted(counts.similar_rows, "product"),
        count(counts.upgrade_rows),
        count(counts.next_rows),
        count(counts.consumables)
    );
    line(text, "Relations", &rows);
    if counts.seasonal_neighbours > 0 {
        let shown = counted(counts.seasonal_neighbours, "suggestion");
        line(text, "Seasons", &format!("{shown} in some months of the year only"));
    }
}

/// A line with its head, or indented as deep.
pub fn line(text: &mut String, head: &str, rest: &str) {
    let _ = writeln!(text, "{head:10}{rest}");
}

/// A number and what it counts.
pub fn row(text: &mut String, number: u64, what: &str) {
    let _ = writeln!(text, "{:10}{:>12}  {what}", "", count(number));
}
