//! Where the bytes go.

use std::fmt::Write;

use cobuy_publish::pack::{Parts, TOGETHER};

use super::shop::Shop;
use crate::words::{bytes, count, counted};

/// The part of the page.
pub fn section(shop: &Shop<'_>) -> String {
    let facts = &shop.published.facts;
    let mut text = String::from(r#"<section id="bytes"><h2>Where the bytes go</h2>"#);
    let _ = write!(
        text,
        r#"<p class="how">{} with {} in all. A product page downloads the base ({}) and one shard: {} on average, {} for the one in twenty that is larger.</p>"#,
        counted(shop.published.files.len() as u64, "file"),
        bytes(shop.published.bytes()),
        bytes(facts.base_bytes),
        bytes(facts.shards.mean_bytes),
        bytes(facts.shards.p95_bytes)
    );
    let parts = &facts.parts;
    if *parts == Parts::default() {
        text +=
            "<p>The snapshot was built by an earlier command, which did not count them apart.</p></section>";
        return text;
    }
    let rows = [
        ("Ids and weights: which products, how strongly", parts.ids_and_weights),
        ("Figures: what reasons are made of", parts.figures),
        ("Cards: titles, prices, addresses", parts.cards),
        ("The rest: headers, envelopes", parts.rest),
    ];
    for (name, of) in [
        ("As downloaded", (|part| part.compressed) as fn(&cobuy_publish::pack::Part) -> u64),
        ("Inflated", |part| part.raw),
    ] {
        let all: u64 = rows.iter().map(|(_, part)| of(part)).sum();
        let _ = write!(
            text,
            r#"<h3>{name} <small>{}</small></h3><div class="stack" aria-hidden="true">"#,
            bytes(all)
        );
        for (at, (_, part)) in rows.iter().enumerate() {
            let _ = write!(text, r#"<i class="c{at}" style="flex-grow:{}"></i>"#, of(part));
        }
        text += "</div>";
    }
    let products = shop.published.products.len().max(1) as f64;
    text += r#"<div class="scroll"><table class="rows"><thead><tr><th scope="col">Part of the shards</th><th scope="col" class="n">downloaded</th><th scope="col" class="n">inflated</th><th scope="col" class="n">a product</th></tr></thead><tbody>"#;
    for (at, (name, part)) in rows.iter().enumerate() {
        let _ = write!(
            text,
            r#"<tr><td class="c{at}"><i class="dot"></i>{name}</td><td class="n">{}</td><td class="n">{}</td><td class="n">{:.0} bytes</td></tr>"#,
            bytes(part.compressed),
            bytes(part.raw),
            part.compressed as f64 / products
        );
    }
    let (raw, compressed) = parts.row_bytes(TOGETHER as u32);
    let _ = write!(
        text,
        "</tbody></table></div><p>A list of {TOGETHER} products costs {compressed:.0} bytes for ids, weights and scale ({raw:.0} inflated); {} lists hold {} neighbours. Cards stand in every shard whose lists name them, so that one file is enough for a page.</p></section>",
        count(parts.rows),
        count(parts.neighbours)
    );
    text
}
