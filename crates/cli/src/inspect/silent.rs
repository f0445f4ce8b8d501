//! Products without a pair, and why.

use std::fmt::Write;

use cobuy_audit::{WhyNone, without_pair};

use super::html::Text;
use super::shop::Shop;
use crate::words::{Learnt, count, counted};

/// Products in each table.
const ROWS: usize = 60;

/// The part of the page.
pub fn section(shop: &Shop<'_>) -> String {
    let without = without_pair(shop.published, shop.tallies);
    let mut text = String::from(r#"<section id="silent"><h2>Products without a pair</h2>"#);
    if without.is_empty() {
        text += "<p>Every product has one.</p></section>";
        return text;
    }
    let _ = write!(
        text,
        r#"<p class="how">{} of {}. On their pages the list shows what is popular in their category or in the shop.</p>"#,
        count(without.len() as u64),
        counted(shop.published.products.len() as u64, "product")
    );
    let of = |why| without.iter().filter(move |(_, other, _)| *other == why);
    let kinds: Vec<(usize, WhyNone, u64)> = WhyNone::ALL
        .into_iter()
        .enumerate()
        .map(|(at, why)| (at, why, of(why).count() as u64))
        .filter(|(_, _, products)| *products > 0)
        .collect();
    text += r#"<div class="stack" aria-hidden="true">"#;
    for (at, _, products) in &kinds {
        let _ = write!(text, r#"<i class="c{at}" style="flex-grow:{products}"></i>"#);
    }
    text += "</div>";
    for (at, why, products) in &kinds {
        let (name, remedy) = words(*why, shop.published.facts.settings.min_customers, shop.learnt());
        let _ = write!(
            text,
            r#"<details class="why c{at}"><summary><i></i><b>{}</b> {name}</summary><p class="how">{remedy}</p><ul class="plain">"#,
            count(*products)
        );
        for (number, _, orders) in of(*why).take(ROWS) {
            let key = &shop.published.product(*number).key;
            let orders = if *orders > 0 {
                format!(", {}", counted((*orders).into(), shop.learnt().order))
            } else {
                String::new()
            };
            let _ =
                write!(text, "<li>{} <small>{}{orders}</small></li>", Text(shop.title(*number)), Text(key));
        }
        if *products > ROWS as u64 {
            let _ = write!(text, "<li>and {} more</li>", count(*products - ROWS as u64));
        }
        text += "</ul></details>";
    }
    text += "</section>";
    text
}

fn words(why: WhyNone, minimum: u32, learnt: Learnt) -> (String, String) {
    let Learnt { order, customer, bought, .. } = learnt;
    let (name, remedy) = match why {
        WhyNone::NoTitle => (
            "have no title".to_owned(),
            "Nothing can show them. Give them a title in the products file.".to_owned(),
        ),
        WhyNone::NoOrders => {
            (format!("were never {bought}"), format!("New ones wait for their first {order}s."))
        }
        WhyNone::OnlyAlone => (
            format!("were only {bought} alone"),
            format!("In every {order} with them they are the only product."),
        ),
        WhyNone::TooFewCustomers => (
            format!("have too few {customer}s for any pair"),
            format!(
                "They were {bought} with others, but no pair has {minimum} different {customer}s. [model] min_customers in cobuy.toml asks for that; fewer may tell what one person {bought}."
            ),
        ),
        WhyNone::NothingSpecific => (
            "say nothing about others".to_owned(),
            format!(
                "Enough {customer}s {bought} them with others, but not more often than chance would have it, or the pairs are blocked."
            ),
        ),
        WhyNone::Unknown => (
            "have none, and the snapshot does not say why".to_owned(),
            "The counts of the build tell: cobuy inspect … --work DIR.".to_owned(),
        ),
    };
    (name, remedy)
}
