//! Pairs that look like accident: habits of few, barely enough customers, rare products that met.

use std::fmt::Write;

use cobuy_audit::{Doubt, Pair, doubt};

use super::shop::Shop;
use crate::words::{count, counted};

/// Cards of each kind.
const SHOWN: usize = 12;

/// Cards that show at once.
const FIRST: usize = 3;

/// Lower ends of the bars that pairs are counted in by their customers.
const STEPS: [u32; 9] = [1, 3, 4, 5, 7, 10, 15, 25, 50];

/// The part of the page.
pub fn section(shop: &Shop<'_>) -> String {
    let minimum = shop.published.facts.settings.min_customers;
    let mut doubtful: Vec<(Doubt, &Pair)> = shop
        .pairs
        .iter()
        .filter_map(|pair| Some((doubt(pair, shop.tally(pair), shop.judged(pair), minimum)?, pair)))
        .collect();
    // Within a kind the strongest first, as in the list of pairs.
    doubtful.sort_by_key(|(why, _)| *why);
    let mut text = String::from(r#"<section id="doubts"><h2>Look twice</h2>"#);
    text += &support(shop, minimum);
    if shop.tallies.is_none() {
        text += r#"<p class="how">Without the counts of the build (--work) only the figures in the snapshot can be looked at: how much oftener than by chance two products meet. A very high number means that both are rare.</p>"#;
    }
    if doubtful.is_empty() {
        text += "<p>No pair looks like an accident.</p></section>";
        return text;
    }
    for kind in [Doubt::Habit, Doubt::OneYear, Doubt::Rare, Doubt::AtMinimum] {
        let of_kind: Vec<&Pair> =
            doubtful.iter().filter(|(why, _)| *why == kind).map(|(_, pair)| *pair).collect();
        if of_kind.is_empty() {
            continue;
        }
        let (name, why) = words(kind, minimum);
        let shown = of_kind.len().min(SHOWN);
        let _ = write!(
            text,
            r#"<div class="group"><h3>{name} <small>{} of {}</small></h3><p class="how">{why}</p>"#,
            shown,
            counted(of_kind.len() as u64, "pair")
        );
        text += &shop.cards(&of_kind[..shown], FIRST);
        text += "</div>";
    }
    text += "</section>";
    text
}

fn words(kind: Doubt, minimum: u32) -> (&'static str, String) {
    match kind {
        Doubt::Habit => (
            "The habit of a few",
            "At most nine customers, who bought both at least three times each: one trade customer can be all of it."
                .to_owned(),
        ),
        Doubt::Rare => (
            "Two rare products that met",
            "Very much oftener than by chance, and still in few orders: it may be a true pair, or a coincidence.".to_owned(),
        ),
        Doubt::OneYear => (
            "Season or accident",
            "Bought together in a few months of the year only, and there is one year of orders: it may be a season, something new, or an accident. With two years a season is known by itself, and shown in its months only.".to_owned(),
        ),
        Doubt::AtMinimum => (
            "Just enough customers",
            format!("No more than the {minimum} customers that a published pair needs. The strongest of them:"),
        ),
    }
}

/// How many customers stand behind the pairs, as bars.
fn support(shop: &Shop<'_>, minimum: u32) -> String {
    if shop.tallies.is_none() {
        return String::new();
    }
    let mut bars = [0u64; STEPS.len()];
    for tally in shop.pairs.iter().filter_map(|pair| shop.tally(pair)) {
        let bar = STEPS.iter().rposition(|low| *low <= tally.customers).unwrap_or(0);
        bars[bar] += 1;
    }
    let most = bars.iter().copied().max().unwrap_or(1).max(1);
    let mut text = String::from(
        r#"<h3>How many customers stand behind the pairs</h3><div class="columns" role="list">"#,
    );
    for (at, pairs) in bars.iter().enumerate() {
        let (low, next) = (STEPS[at], STEPS.get(at + 1));
        if *pairs == 0 && low < minimum {
            continue;
        }
        let name = match next {
            Some(next) if next - low == 1 => low.to_string(),
            Some(next) => format!("{low}–{}", next - 1),
            None => format!("{low}+"),
        };
        let class = if low <= minimum { " warn" } else { "" };
        let _ = write!(
            text,
            r#"<div class="column{class}" role="listitem" aria-label="{name} customers: {} pairs"><b>{}</b><i style="--h:{:.3}"></i><span>{name}</span></div>"#,
            count(*pairs),
            count(*pairs),
            *pairs as f64 / most as f64
        );
    }
    text += "</div>";
    text
}
