//! What changed since an earlier snapshot, from the same report that `cobuy diff` prints.

use std::fmt::Write;

use cobuy_audit::{Diff, Published};

use super::html::Text;
use super::shop::Shop;
use crate::diff::report::{
    Listed, Move, PairNote, PriceNote, Prices, ProductNote, RelationNote, Report, Side,
};
use crate::words::{bytes, count, money, percent};

/// Entries of each kind.
const LISTED: usize = 8;

/// The part of the page.
pub fn section(shop: &Shop<'_>, before: &Published, diff: &Diff) -> String {
    let (old, new) = (Side::new(before, None), Side::new(shop.published, shop.tallies));
    let report = Report::new(diff, &old, &new, LISTED);
    let mut text = String::from(r#"<section id="changes"><h2>What changed</h2>"#);
    let day = |time: &str| time.get(..10).unwrap_or_default().to_owned();
    let _ = write!(
        text,
        r#"<p class="how">From orders up to {} to orders up to {}.</p>"#,
        Text(&day(report.old.newest_order)),
        Text(&day(report.new.newest_order))
    );
    if report.old.generation == report.new.generation {
        text += "<p>Nothing: it is the same build.</p></section>";
        return text;
    }
    text += &balance(&report);
    for relation in &report.relations {
        text += &pairs(relation);
    }
    text += r#"<div class="halves">"#;
    text += &list("New products", &report.products.gained, product);
    text += &list("Products that are gone", &report.products.lost, product);
    text += &list("Have no pair any more", &report.rows.lost, product);
    text += &list("Sold out", &report.stock.sold_out, product);
    text += &prices("Dearer", &report.prices, &report.prices.raised);
    text += &prices("Cheaper", &report.prices, &report.prices.lowered);
    text += "</div></section>";
    text
}

/// Came and went, as bars to both sides.
fn balance(report: &Report<'_>) -> String {
    let mut rows: Vec<(String, u64, u64, u64)> = vec![(
        "products".to_owned(),
        report.products.lost.count,
        report.products.gained.count,
        report.new.products,
    )];
    for relation in &report.relations {
        let (lost, gained) = (relation.pairs.lost.count, relation.pairs.gained.count);
        rows.push((format!("pairs {}", relation.relation), lost, gained, relation.new_pairs));
    }
    let mut text = String::from(r#"<div class="balance">"#);
    for (name, lost, gained, now) in rows {
        let share = |part: u64| part as f64 / lost.max(gained).max(1) as f64 * 100.0;
        let _ = write!(
            text,
            r#"<div><span class="lost"><b>−{}</b><i style="width:{:.1}%"></i></span><span class="what">{name}<small>now {}</small></span><span class="gained"><i style="width:{:.1}%"></i><b>+{}</b></span></div>"#,
            count(lost),
            share(lost),
            count(now),
            share(gained),
            count(gained)
        );
    }
    let covered = |products: u64, with: u64| percent(with as f64 / products.max(1) as f64);
    let _ = write!(
        text,
        "</div><p>{} → {} of the products have a pair. A product page downloads {} → {}.</p>",
        covered(report.old.products, report.old.products_with_row),
        covered(report.new.products, report.new.products_with_row),
        bytes(report.old.page_bytes),
        bytes(report.new.page_bytes)
    );
    text
}

fn pairs(relation: &RelationNote<'_>) -> String {
    let mut text = format!(r#"<h3>Pairs: {}</h3><div class="halves">"#, relation.relation);
    text += &list("New", &relation.pairs.gained, pair);
    text += &list("Gone", &relation.pairs.lost, pair);
    text += &list("Moved", &relation.moves, moved);
    text += "</div>";
    text
}

fn list<T>(name: &str, all: &Listed<T>, say: impl Fn(&T) -> String) -> String {
    if all.count == 0 {
        return String::new();
    }
    let mut text = format!(r#"<div><h4>{name} <small>{}</small></h4><ul class="plain">"#, count(all.count));
    for one in &all.listed {
        let _ = write!(text, "<li>{}</li>", say(one));
    }
    text += "</ul></div>";
    text
}

fn product(note: &ProductNote<'_>) -> String {
    let title = if note.title.is_empty() { note.key } else { note.title };
    format!("{}", Text(title))
}

fn pair(note: &PairNote<'_>) -> String {
    let share = |permille: u32| percent(f64::from(permille) / 1_000.0);
    let figures = match (note.confidence_permille, note.reverse_permille) {
        (Some(forth), Some(back)) => {
            format!(" <small>{} and {} of each other's orders</small>", share(forth), share(back))
        }
        _ => String::new(),
    };
    format!("{} <span class=\"plus\">+</span> {}{figures}", product(&note.from), product(&note.to))
}

fn moved(note: &Move<'_>) -> String {
    format!("{} <small>for {}: {}</small>", product(&note.to), product(&note.from), note.how())
}

fn prices(name: &str, prices: &Prices<'_>, changes: &Listed<PriceNote<'_>>) -> String {
    let money = |minor| money(minor, prices.exponent, prices.currency.unwrap_or_default());
    list(name, changes, |note| {
        let (old, new) = (money(note.old_minor), money(note.new_minor));
        format!("{} <small>{} → {}</small>", product(&note.product), Text(&old), Text(&new))
    })
}
