//! What was learnt and what was written.

use std::path::Path;

use cobuy_model::{HoldoutReport, Model};
use cobuy_publish::build::Summary;
use cobuy_publish::pack::{CART, Counts, Manifest, Part, TOGETHER};

use super::line;
use crate::words::{Learnt, bytes, count, counted, percent};

/// What was learnt, where nothing is packed.
pub fn model(model: &Model, min_customers: u32, viewed: bool) -> String {
    let mut text = String::new();
    let learnt = Learnt::of(viewed);
    recipe(&mut text, &model.recipe.to_string(), model.holdout.as_ref(), learnt);
    let without = model.rows.iter().filter(|row| row.is_empty()).count() as u64;
    pairs(&mut text, [model.pairs_counted, model.pairs_published, without], min_customers, learnt);
    text
}

/// What was learnt and what was written into `out`.
pub fn snapshot(built: &Summary, out: &Path) -> String {
    let mut text = String::new();
    let learnt = Learnt::of(built.manifest.settings.viewed);
    recipe(&mut text, &built.recipe, built.holdout.as_ref(), learnt);
    let Summary { pairs_counted, pairs_published, products_without_pair, .. } = *built;
    let min_customers = built.manifest.settings.min_customers;
    pairs(&mut text, [pairs_counted, pairs_published, products_without_pair], min_customers, learnt);
    if built.pairs_blocked > 0 {
        let said = format!("{} of cobuy.toml kept apart", counted(built.pairs_blocked, "blocked pair"));
        line(&mut text, "", &said);
    }
    let (raised, now) = built.prices_raised;
    if raised > 0 {
        let said =
            format!("{} just raised, {} of them since the last build", counted(raised, "price"), count(now));
        line(&mut text, "Prices", &said);
    }
    rules(&mut text, built);
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

/// Rules and bundles of `cobuy.toml`, and what is to be said of them.
fn rules(text: &mut String, built: &Summary) {
    if built.rules + built.bundles > 0 {
        let said = format!(
            "{} and {} over all scores",
            counted(built.rules, "rule"),
            counted(built.bundles, "bundle")
        );
        line(text, "Rules", &said);
    }
    for warning in &built.rule_warnings {
        line(text, "warning", &warning.to_string());
    }
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

fn recipe(text: &mut String, name: &str, holdout: Option<&HoldoutReport>, learnt: Learnt) {
    let order = learnt.order;
    match holdout {
        None => line(text, "Recipe", &format!("{name}; too few {order}s to choose on")),
        Some(holdout) => {
            line(text, "Recipe", &format!("{name}, the best of {}", holdout.tried.len()));
            let cases = counted(u64::from(holdout.cases), "case");
            let (found, popular) = (percent(holdout.hr6), percent(holdout.popular_hr6));
            let score = format!(
                "finds the hidden product among 6 in {found} of {cases} of the newest tenth of the {order}s"
            );
            line(text, "", &format!("{score}; bestsellers find {popular}"));
        }
    }
}

fn pairs(text: &mut String, [seen, publishable, without]: [u64; 3], min_customers: u32, learnt: Learnt) {
    let customers = counted(u64::from(min_customers), learnt.customer);
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
