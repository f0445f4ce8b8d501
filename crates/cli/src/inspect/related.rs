//! What is shown instead of a product, as a step up from it, and after it was bought: rows of the products that matter most.

use std::collections::BTreeMap;
use std::fmt::Write;

use cobuy_audit::{Edge, RowOf};
use cobuy_snapshot::Relation;

use super::html::Text;
use super::shop::Shop;
use crate::figures::said;
use crate::words::counted;

/// Relations with their headings, and what they have to be to make sense.
const RELATIONS: [(Relation, &str, &str); 3] = [
    (Relation::Similar, "Instead", "Could each of these be bought in place of the first?"),
    (
        Relation::Upgrade,
        "A step up",
        "The same need, better and dearer: would you recommend it to a customer who hesitates?",
    ),
    (
        Relation::Next,
        "Next time",
        "Bought in a later order by the same customers. Does the one call for the other?",
    ),
];

/// Rows of a relation.
const ROWS: usize = 18;

/// Rows that show at once.
const FIRST: usize = 6;

/// Neighbours of a row: what a page would show first.
const NEIGHBOURS: usize = 3;

/// Whether a product has a row of these relations.
pub fn any(shop: &Shop<'_>) -> bool {
    RELATIONS.iter().any(|(relation, ..)| shop.published.sources(*relation) > 0)
}

/// The part of the page; empty where the snapshot has no such rows.
pub fn section(shop: &Shop<'_>) -> String {
    if !any(shop) {
        return String::new();
    }
    let mut text = String::from(
        r#"<section id="related"><h2>Instead, better, next</h2><p class="how">The first places of other lists, of the products that matter most in each department. Tick what makes no sense.</p>"#,
    );
    for (relation, name, question) in RELATIONS {
        let rows = rows(shop, relation);
        if rows.is_empty() {
            continue;
        }
        let all = counted(shop.published.sources(relation), "product");
        let _ = write!(
            text,
            r#"<div class="group"><h3>{name} <small>{} of {all} with such a list</small></h3><p class="how">{question}</p>"#,
            rows.len()
        );
        let list = |rows: &[&RowOf]| {
            let cards: String = rows.iter().map(|row| card(shop, row)).collect();
            format!(r#"<ul class="pairs">{cards}</ul>"#)
        };
        let (now, later) = rows.split_at(FIRST.min(rows.len()));
        text += &list(now);
        if !later.is_empty() {
            let _ = write!(text, "<details><summary>{} more</summary>{}</details>", later.len(), list(later));
        }
        text += "</div>";
    }
    text += "</section>";
    text
}

/// Rows of the weightiest products, one department after the other, so that no large one hides the rest.
fn rows<'a>(shop: &'a Shop<'_>, relation: Relation) -> Vec<&'a RowOf> {
    let weights = shop.weights();
    let mut departments: BTreeMap<&str, Vec<&RowOf>> = BTreeMap::new();
    for row in shop.published.rows.iter().filter(|row| row.relation == relation) {
        departments.entry(shop.department(row.source)).or_default().push(row);
    }
    let mut ranked: Vec<(usize, &RowOf)> = Vec::new();
    for rows in departments.values_mut() {
        rows.sort_by_key(|row| (std::cmp::Reverse(weights[row.source as usize]), row.source));
        ranked.extend(rows.iter().copied().enumerate());
    }
    ranked.sort_by_key(|(place, row)| (*place, std::cmp::Reverse(weights[row.source as usize]), row.source));
    ranked.into_iter().take(ROWS).map(|(_, row)| row).collect()
}

/// A product, and below it the first of its list.
fn card(shop: &Shop<'_>, row: &RowOf) -> String {
    let side = |number: u32| {
        format!(
            r#"{}<div class="side"><span class="name">{}</span><span class="price">{}</span></div>"#,
            shop.picture(number),
            Text(shop.title(number)),
            Text(&shop.price(number))
        )
    };
    let mut text =
        format!(r#"<li class="pair"><div class="of">{}</div><ul class="others">"#, side(row.source));
    for edge in shop.published.edges(row).iter().take(NEIGHBOURS) {
        let _ = write!(
            text,
            r#"<li>{}<label class="box">{}</label>{}</li>"#,
            side(edge.product),
            shop.tick(row.source, edge.product),
            facts(edge, row.relation)
        );
    }
    text += "</ul></li>";
    text
}

fn facts(edge: &Edge, relation: Relation) -> String {
    let words = edge.figures.map(|figures| said(figures, relation)).unwrap_or_default();
    if words.is_empty() { words } else { format!(r#"<p class="facts">{}</p>"#, Text(&words)) }
}
