//! The strongest pairs, by department; a shop without categories is looked at from three sides instead. And how
//! departments sell together.

use std::collections::BTreeMap;
use std::fmt::Write;

use cobuy_audit::Pair;

use super::html::Text;
use super::shop::{Shop, times};
use crate::words::{count, percent};

/// Departments with cards.
const DEPARTMENTS: usize = 14;

/// Pairs of each.
const EACH: usize = 9;

/// Pairs of each side, where there are no departments.
const SIDE: usize = 18;

/// Cards that show at once: of a department, and of a side.
const FIRST: (usize, usize) = (3, 6);

/// Pairs in the table.
const ROWS: usize = 300;

/// Departments in the grid.
const GRID: usize = 12;

/// The part of the page.
pub fn section(shop: &Shop<'_>) -> String {
    let mut text = String::from(
        r#"<section id="strongest"><h2>The strongest pairs</h2><p class="how">@<em>×&#160;chance</em>: how many times more often the two meet than if they had nothing to do with each other. Tick what makes no sense.</p><label class="find">Find a product <input type="search" id="find" autocomplete="off"/></label>"#,
    );
    // Of session logs no share is published, so there are no bars.
    let bars = "Bars: of a hundred orders with the product named, how many have the other too. ";
    text = text.replace('@', if shop.published.facts.settings.viewed { "" } else { bars });
    let groups = groups(shop);
    let first = if groups.iter().any(|(_, pairs, _)| pairs.len() > EACH) { FIRST.1 } else { FIRST.0 };
    for (name, pairs, all) in &groups {
        let _ = write!(text, r#"<div class="group"><h3>{}"#, Text(name));
        if *all > pairs.len() {
            let _ = write!(text, " <small>{} of {} pairs</small>", pairs.len(), count(*all as u64));
        }
        text += "</h3>";
        text += &shop.cards(pairs, first);
        text += "</div>";
    }
    text += &grid(shop);
    text += &table(shop);
    text += "</section>";
    text
}

type Group<'a> = (String, Vec<&'a Pair>, usize);

/// Names, pairs to show, and how many there are.
fn groups<'a>(shop: &'a Shop<'_>) -> Vec<Group<'a>> {
    let mut departments: BTreeMap<&str, Vec<&Pair>> = BTreeMap::new();
    for pair in &shop.pairs {
        departments.entry(shop.department(pair.from)).or_default().push(pair);
    }
    if departments.len() < 2 {
        return sides(shop);
    }
    let mut groups: Vec<Group<'_>> = departments
        .into_iter()
        .map(|(name, pairs)| {
            let name = if name.is_empty() { "Without a category" } else { name };
            let all = pairs.len();
            (name.to_owned(), distinct(pairs.into_iter(), EACH), all)
        })
        .collect();
    groups.sort_by(|a, b| b.2.cmp(&a.2).then_with(|| a.0.cmp(&b.0)));
    groups.truncate(DEPARTMENTS);
    groups
}

/// Strongest, bought most often, and closest.
fn sides<'a>(shop: &'a Shop<'_>) -> Vec<Group<'a>> {
    let all = shop.pairs.len();
    let by = |name: &str, of: &dyn Fn(&Pair) -> u32| {
        let mut pairs: Vec<&Pair> = shop.pairs.iter().collect();
        pairs.sort_by_key(|pair| std::cmp::Reverse(of(pair)));
        (name.to_owned(), distinct(pairs.into_iter(), SIDE), all)
    };
    let mut groups = vec![("What the model is surest of".to_owned(), distinct(shop.pairs.iter(), SIDE), all)];
    if shop.tallies.is_some() {
        let orders = |pair: &Pair| shop.tally(pair).map_or(0, |tally| tally.orders);
        let often =
            if shop.published.facts.settings.viewed { "Looked at together" } else { "Bought together" };
        groups.push(by(&format!("{often} most often"), &orders));
    }
    let closest = |pair: &Pair| {
        let figures = shop.figures(pair);
        figures.confidence_permille.unwrap_or(0).min(figures.reverse_permille.unwrap_or(0))
    };
    groups.push(by("Hardly ever one without the other", &closest));
    groups
}

/// The first pairs in which no product stands more than twice: a bestseller would fill the list.
fn distinct<'a>(pairs: impl Iterator<Item = &'a Pair>, most: usize) -> Vec<&'a Pair> {
    let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
    let mut kept = Vec::new();
    for pair in pairs {
        let full =
            [pair.from, pair.to].iter().any(|number| seen.get(number).is_some_and(|times| *times >= 2));
        if full {
            continue;
        }
        for number in [pair.from, pair.to] {
            *seen.entry(number).or_default() += 1;
        }
        kept.push(pair);
        if kept.len() == most {
            break;
        }
    }
    kept
}

/// How departments sell together: pairs between each two.
fn grid(shop: &Shop<'_>) -> String {
    let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
    let mut between: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for pair in &shop.pairs {
        let (a, b) = (shop.department(pair.from), shop.department(pair.to));
        *between.entry((a.min(b), a.max(b))).or_default() += 1;
        for one in [a, b] {
            *sizes.entry(one).or_default() += 1;
        }
    }
    sizes.remove("");
    let mut names: Vec<(&str, u64)> = sizes.into_iter().collect();
    if names.len() < 3 {
        return String::new();
    }
    names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    names.truncate(GRID);
    let value = |a: &str, b: &str| between.get(&(a.min(b), a.max(b))).copied().unwrap_or(0);
    let most = names
        .iter()
        .flat_map(|(a, _)| names.iter().filter(move |(b, _)| a != b).map(move |(b, _)| (a, b)))
        .map(|(a, b)| value(a, b))
        .max()
        .unwrap_or(1)
        .max(1);
    let mut text = String::from(
        r#"<h3>Which departments sell together</h3><p class="how">Pairs between two departments; the darker, the more. Pairs within one are left pale, or they would hide the rest.</p><div class="scroll"><table class="grid"><thead><tr><td></td>"#,
    );
    for (name, _) in &names {
        let _ = write!(text, r#"<th scope="col"><span>{}</span></th>"#, Text(name));
    }
    text += "</tr></thead><tbody>";
    for (row, _) in &names {
        let _ = write!(text, r#"<tr><th scope="row">{}</th>"#, Text(row));
        for (column, _) in &names {
            let pairs = value(row, column);
            let share = if row == column { 0.0 } else { (pairs as f64 / most as f64).sqrt() };
            // Middle shades are left out: neither ink would be readable on them.
            let shade = if share > 0.55 { 88.0 + (share - 0.55) * 26.0 } else { share * 70.0 };
            let class = if row == column {
                " class=\"own\""
            } else if share > 0.55 {
                " class=\"dark\""
            } else {
                ""
            };
            let _ = write!(text, r#"<td{class} style="--shade:{shade:.0}%">{}</td>"#, count(pairs));
        }
        text += "</tr>";
    }
    text += "</tbody></table></div>";
    text
}

/// The strongest pairs as a table, for those who want to read on.
fn table(shop: &Shop<'_>) -> String {
    let shown = shop.pairs.len().min(ROWS);
    let mut text = format!(
        r#"<details><summary>Table of the {} strongest of {} pairs</summary><div class="scroll"><table class="rows"><thead><tr><th scope="col">Block</th><th scope="col">On the page of</th><th scope="col">is suggested</th><th scope="col" class="n">forth</th><th scope="col" class="n">back</th><th scope="col" class="n">× chance</th><th scope="col" class="n">{}s</th><th scope="col" class="n">{}s</th></tr></thead><tbody>"#,
        count(shown as u64),
        count(shop.pairs.len() as u64),
        shop.learnt().order,
        shop.learnt().customer
    );
    let or_dash = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    for pair in shop.pairs.iter().take(ROWS) {
        let (figures, tally) = (shop.figures(pair), shop.tally(pair));
        let share = |permille: Option<u32>| or_dash(permille.map(|one| percent(f64::from(one) / 1_000.0)));
        let _ = write!(
            text,
            r#"<tr><td>{}</td><td>{}</td><td>{}</td><td class="n">{}</td><td class="n">{}</td><td class="n">{}</td><td class="n">{}</td><td class="n">{}</td></tr>"#,
            shop.tick(pair.from, pair.to),
            Text(shop.title(pair.from)),
            Text(shop.title(pair.to)),
            share(figures.confidence_permille),
            share(figures.reverse_permille),
            or_dash(figures.lift_hundredths.map(times)),
            or_dash(tally.map(|tally| count(tally.orders.into()))),
            or_dash(tally.map(|tally| count(tally.customers.into())))
        );
    }
    text += "</tbody></table></div></details>";
    text
}
