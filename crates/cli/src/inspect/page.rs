//! The page: one file, no network, nothing that runs but the script below.

use std::fmt::Write;

use cobuy_audit::{Diff, Published};
use cobuy_targets::PRIVATE_PAGE;

use super::html::{Text, script_hash};
use super::shop::Shop;
use super::{bytes, changes, doubts, drawn, headline, related, season, silent, strongest};
use crate::words::counted;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// Draws the page.
pub fn page(shop: &Shop<'_>, diff: Option<(&Published, &Diff)>) -> String {
    let mut body = headline::section(shop);
    let absent =
        [("seasons", !season::any(shop)), ("related", !related::any(shop)), ("changes", diff.is_none())];
    body += &contents(&absent);
    body += &drawn::section(shop);
    body += &strongest::section(shop);
    body += &season::section(shop);
    body += &related::section(shop);
    body += &doubts::section(shop);
    body += &silent::section(shop);
    if let Some((before, diff)) = diff {
        body += &changes::section(shop, before, diff);
    }
    body += &bytes::section(shop);
    body += &block_list();
    body += &colophon(shop);
    // Pictures are known only now.
    let mut text = String::with_capacity(body.len() + STYLE.len() + SCRIPT.len() + 4_096);
    let _ = write!(
        text,
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><meta name="robots" content="noindex"/><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '{}'"/><title>{} in {}</title><style>
{STYLE}{}</style></head><body><main>{body}</main><script>{SCRIPT}</script></body></html>
"#,
        script_hash(SCRIPT),
        shop.learnt().together,
        Text(&shop.name),
        shop.pictures.css()
    );
    text
}

/// Links to the parts; `absent` says which of those that may be missing are.
fn contents(absent: &[(&str, bool)]) -> String {
    let mut text = String::from(r#"<nav aria-label="Parts of this page"><ul>"#);
    let parts = [
        ("map", "Map"),
        ("strongest", "Strongest pairs"),
        ("seasons", "Seasons"),
        ("related", "Instead, better, next"),
        ("doubts", "Look twice"),
        ("silent", "Without a pair"),
        ("changes", "Changes"),
        ("bytes", "Bytes"),
        ("list", "Block list"),
    ];
    for (id, name) in parts {
        if absent.contains(&(id, true)) {
            continue;
        }
        let _ = write!(text, r##"<li><a href="#{id}">{name}</a></li>"##);
    }
    text += "</ul></nav>";
    text
}

/// Where ticked pairs become lines for `cobuy.toml`.
fn block_list() -> String {
    String::from(
        r##"<section id="list"><h2>Block list</h2><p class="how">Tick pairs above. Paste these lines at the end of cobuy.toml and build again: the two are then never suggested for each other.</p><textarea id="blocks" readonly="readonly" rows="8" spellcheck="false" aria-label="Lines for cobuy.toml"></textarea><p class="actions"><button type="button" id="copy">Copy</button> <button type="button" id="clear">Untick all</button> <span id="said" role="status"></span></p></section><aside id="tally" hidden="hidden"><a href="#list"><b>0</b> to block</a></aside>"##,
    )
}

fn colophon(shop: &Shop<'_>) -> String {
    let facts = &shop.published.facts;
    let mut text =
        format!("<footer><p>Build {}, made by cobuy {}. ", Text(&facts.generation), Text(&facts.cobuy));
    text += if shop.tallies.is_some() {
        PRIVATE_PAGE
    } else {
        "Figures as the snapshot has them, rounded down; exact counts come with --work."
    };
    let left_out = shop.pictures.left_out();
    if left_out > 0 {
        let _ =
            write!(text, " {} left out: too large, or too many for one page.", counted(left_out, "picture"));
    }
    text += "</p></footer>";
    text
}
