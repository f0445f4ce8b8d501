//! The headline: what was learnt, from how much, and how good it is.

use std::fmt::Write;

use cobuy_snapshot::Relation;

use super::html::Text;
use super::shop::Shop;
use crate::words::{Learnt, bytes, count, counted, percent};

/// The head of the page.
pub fn section(shop: &Shop<'_>) -> String {
    let facts = &shop.published.facts;
    let with_row = shop.published.sources(Relation::Together);
    let products = shop.published.products.len() as u64;
    let mut text = String::from(r#"<header class="top"><p class="kicker">cobuy inspect</p>"#);
    let _ = write!(
        text,
        "<h1>{} <span>in {}</span></h1><p class=\"lead\">{}</p>",
        shop.learnt().together,
        Text(&shop.name),
        lead(shop, with_row, products)
    );
    let learnt = shop.learnt();
    if let Some(holdout) = &facts.holdout {
        let _ = write!(
            text,
            r#"<div class="proof"><h2>Does it work?</h2><p>One product was taken out of each of the shop's newest {}s, before anything was learnt from them. Among the first six suggestions it came back in</p>"#,
            learnt.order
        );
        for (class, name, share) in
            [("ours", "these pairs", holdout.hr6), ("theirs", "the six bestsellers", holdout.popular_hr6)]
        {
            let _ = write!(
                text,
                r#"<div class="race {class}"><span>{name}</span><span class="track"><i style="width:{:.1}%"></i></span><b>{}</b></div>"#,
                share * 100.0,
                percent(share)
            );
        }
        let _ = write!(text, "<p>{}</p></div>", verdict(holdout.hr6, holdout.popular_hr6, learnt));
    }
    text += r#"<dl class="tiles">"#;
    let mut tile = |number: String, what: String| {
        let _ = write!(text, "<div><dt>{what}</dt><dd>{number}</dd></div>");
    };
    tile(percent(shop.published.coverage()), format!("of {} have a pair", counted(products, "product")));
    tile(count(shop.pairs.len() as u64), "pairs published".to_owned());
    let minimum = u64::from(facts.settings.min_customers);
    tile(count(minimum), format!("{}s at least behind each", learnt.customer));
    tile(bytes(shop.published.page_bytes()), "for a product page".to_owned());
    text += "</dl></header>";
    text
}

fn lead(shop: &Shop<'_>, with_row: u64, products: u64) -> String {
    let facts = &shop.published.facts;
    let Learnt { order, bought, .. } = shop.learnt();
    let orders = shop.tallies.map_or_else(|| format!("{order}s"), |tallies| counted(tallies.orders, order));
    let day = facts.newest_order.get(..10).unwrap_or_default();
    let recipe = Text(&facts.recipe);
    format!(
        "Learnt from {orders} up to {}, with the recipe {recipe}. {} of {} now have something that is {bought} with them.",
        Text(day),
        count(with_row),
        counted(products, "product")
    )
}

fn verdict(ours: f64, popular: f64, learnt: Learnt) -> String {
    if popular <= 0.0 {
        return "The bestsellers found none of them.".to_owned();
    }
    let times = ours / popular;
    if times >= 1.1 {
        format!("<strong>{times:.1} times</strong> as often as a list of bestsellers would have.")
    } else {
        format!(
            "<strong>No better than a list of bestsellers.</strong> The pairs below say little about what is {} next.",
            learnt.bought
        )
    }
}
