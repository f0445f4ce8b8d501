//! Pairs that keep to some months of the year, and their months as a strip of twelve cells.

use std::fmt::Write;

use cobuy_audit::Pair;

use super::shop::Shop;
use crate::words::counted;

/// Cards of pairs.
const SHOWN: usize = 24;

/// Cards that show at once.
const FIRST: usize = 6;

/// Whether there is a pair with a season.
pub fn any(shop: &Shop<'_>) -> bool {
    shop.pairs.iter().any(|pair| pair.season.is_some())
}

/// The part of the page; empty where no pair has a season.
pub fn section(shop: &Shop<'_>) -> String {
    let seasonal: Vec<&Pair> = shop.pairs.iter().filter(|pair| pair.season.is_some()).collect();
    if seasonal.is_empty() {
        return String::new();
    }
    let shown = seasonal.len().min(SHOWN);
    let mut text = String::from(r#"<section id="seasons"><h2>In their season</h2>"#);
    let _ = write!(
        text,
        r#"<p class="how">Bought together in the same few months of at least two years: suggested in these months only, and then sooner. Filled cells are the months, from January. {} of {}:</p>"#,
        shown,
        counted(seasonal.len() as u64, "pair")
    );
    text += &shop.cards(&seasonal[..shown], FIRST);
    text += "</section>";
    text
}
