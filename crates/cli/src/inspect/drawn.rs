//! The drawn map of what sells together.

use std::collections::BTreeMap;
use std::fmt::Write;

use cobuy_audit::{Map, map};
use serde_json::{Value, json};

use super::html::{Text, json_in_script, shortened};
use super::shop::{Shop, times};
use crate::words::{Learnt, count, counted, percent};

/// Most products on the map: more cannot be told apart on a screen.
const MOST: usize = 240;

/// Colours of departments or islands; the style sheet has as many.
const COLOURS: usize = 8;

/// Letters of a label.
const LETTERS: usize = 24;

/// Width of a letter of a label, in drawing units, capitals apart: a little more than the mean, so that labels do not touch.
const LETTER: (f64, f64) = (7.9, 10.2);

/// Height of a label.
const LINE: f64 = 16.0;

/// The part of the page.
pub fn section(shop: &Shop<'_>) -> String {
    let weights = shop.weights();
    let importance =
        |pair: &cobuy_audit::Pair| shop.tally(pair).map_or(pair.strength, |tally| f64::from(tally.customers));
    let drawn = map(&shop.pairs, &importance, &|product| f64::from(weights[product as usize]), MOST);
    let mut text = String::from(r#"<section id="map"><h2>The map</h2>"#);
    if drawn.nodes.is_empty() {
        text +=
            "<p>No two products are among each other's first three: there is nothing to draw.</p></section>";
        return text;
    }
    let _ = write!(
        text,
        r#"<p class="how">Two products are joined where each is among the first three of the other's list; what hangs together is an island. Larger dots are in more {}s. Touch a dot to see what it is suggested with.{}</p>"#,
        shop.weight_word(),
        left_out(&drawn)
    );
    let colours = Colours::new(shop, &drawn);
    text += &colours.legend();
    text += r#"<div class="maptools"><button type="button" data-zoom="in" aria-label="Enlarge the map">+</button><button type="button" data-zoom="out" aria-label="Shrink the map">−</button><button type="button" data-zoom="all">All</button></div>"#;
    text += &svg(shop, &drawn, &weights, &colours);
    text += r#"<div id="about" aria-live="polite"></div>"#;
    let _ = write!(
        text,
        r#"<script type="application/json" id="mapdata">{}</script></section>"#,
        json_in_script(&data(shop, &drawn, &weights))
    );
    text
}

fn left_out(map: &Map) -> String {
    let drawn = format!(
        " Drawn: {} and {} on {}",
        counted(map.nodes.len() as u64, "product"),
        counted(map.links.len() as u64, "pair"),
        counted(map.islands as u64, "island")
    );
    match map.left_out {
        0 => format!("{drawn}."),
        more => format!("{drawn}, the best supported; {} more such pairs would not fit.", count(more as u64)),
    }
}

/// Colour classes: by department where there are some, else by island.
struct Colours<'a> {
    of: BTreeMap<u32, usize>,
    names: Vec<&'a str>,
}

impl<'a> Colours<'a> {
    fn new(shop: &'a Shop<'_>, map: &Map) -> Self {
        let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
        for node in &map.nodes {
            *sizes.entry(shop.department(node.product)).or_default() += 1;
        }
        if sizes.len() < 2 {
            let of = map.nodes.iter().map(|node| (node.product, node.island % COLOURS)).collect();
            return Self { of, names: Vec::new() };
        }
        let mut names: Vec<(&str, usize)> = sizes.into_iter().collect();
        names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        let names: Vec<&str> = names.into_iter().map(|(name, _)| name).take(COLOURS - 1).collect();
        let colour = |product| {
            let department = shop.department(product);
            names.iter().position(|name| *name == department).unwrap_or(COLOURS - 1)
        };
        Self { of: map.nodes.iter().map(|node| (node.product, colour(node.product))).collect(), names }
    }

    fn of(&self, product: u32) -> usize {
        self.of.get(&product).copied().unwrap_or(0)
    }

    fn legend(&self) -> String {
        if self.names.is_empty() {
            return String::new();
        }
        let mut text = String::from(r#"<ul class="legend">"#);
        for (at, name) in self.names.iter().enumerate() {
            let name = if name.is_empty() { "without a category" } else { name };
            let _ = write!(text, r#"<li class="c{at}"><i></i>{}</li>"#, Text(name));
        }
        if self.of.values().any(|colour| *colour == COLOURS - 1) {
            let _ = write!(text, r#"<li class="c{}"><i></i>other</li>"#, COLOURS - 1);
        }
        text += "</ul>";
        text
    }
}

fn svg(shop: &Shop<'_>, map: &Map, weights: &[u32], colours: &Colours<'_>) -> String {
    let mut text = format!(
        r#"<div class="mapframe"><svg id="drawing" viewBox="0 0 {:.0} {:.0}" role="group" aria-label="Map of products that sell together"><g class="links">"#,
        map.width, map.height
    );
    let most = map.links.iter().map(|link| support(shop, link.2)).fold(1.0, f64::max);
    for (at, link) in map.links.iter().enumerate() {
        let (a, b) = (&map.nodes[link.0], &map.nodes[link.1]);
        let width = 1.0 + 4.0 * (support(shop, link.2) / most).sqrt();
        let _ = write!(
            text,
            r#"<line id="l{at}" x1="{:.0}" y1="{:.0}" x2="{:.0}" y2="{:.0}" stroke-width="{width:.1}"/>"#,
            a.x, a.y, b.x, b.y
        );
    }
    text += r#"</g><g class="dots">"#;
    for (at, node) in map.nodes.iter().enumerate() {
        let weight = counted(weights[node.product as usize].into(), shop.weight_word());
        let title = Text(shop.title(node.product));
        let _ = write!(
            text,
            r#"<circle class="c{}" data-n="{at}" tabindex="0" role="button" aria-label="{title}, {weight}" cx="{:.0}" cy="{:.0}" r="{:.1}"><title>{title}, {weight}</title></circle>"#,
            colours.of(node.product),
            node.x,
            node.y,
            node.radius
        );
    }
    text += r#"</g><g class="labels" aria-hidden="true">"#;
    for (at, x, y) in labels(shop, map) {
        let title = shortened(shop.title(map.nodes[at].product), LETTERS);
        let _ = write!(text, r#"<text x="{x:.0}" y="{y:.0}">{}</text>"#, Text(&title));
    }
    text += "</g></svg></div>";
    text
}

fn support(shop: &Shop<'_>, pair: usize) -> f64 {
    let pair = &shop.pairs[pair];
    shop.tally(pair).map_or(pair.strength, |tally| tally.orders.into())
}

/// Labels that touch neither each other nor a dot, those of large dots first: (node, middle, base line).
fn labels(shop: &Shop<'_>, map: &Map) -> Vec<(usize, f64, f64)> {
    let mut order: Vec<usize> = (0..map.nodes.len()).collect();
    order.sort_by(|a, b| map.nodes[*b].radius.total_cmp(&map.nodes[*a].radius).then(a.cmp(b)));
    let dots = map.nodes.iter().map(|node| {
        let reach = node.radius - 1.0;
        (node.x - reach, node.y - reach, node.x + reach, node.y + reach)
    });
    let mut taken: Vec<(f64, f64, f64, f64)> = dots.collect();
    let mut labels = Vec::new();
    for at in order {
        let node = &map.nodes[at];
        let half = width(&shortened(shop.title(node.product), LETTERS)) / 2.0;
        let above = node.y - node.radius - 4.0;
        let below = node.y + node.radius + LINE - 2.0;
        let x = node.x.clamp(half.min(map.width / 2.0), (map.width - half).max(map.width / 2.0));
        for base in [below, above] {
            let label = (x - half, base - LINE + 3.0, x + half, base + 3.0);
            let inside = label.1 >= 0.0 && label.3 <= map.height;
            let free = taken.iter().all(|other| {
                label.2 <= other.0 || label.0 >= other.2 || label.3 <= other.1 || label.1 >= other.3
            });
            if inside && free {
                taken.push(label);
                labels.push((at, x, base));
                break;
            }
        }
    }
    labels
}

fn width(label: &str) -> f64 {
    label.chars().map(|letter| if letter.is_uppercase() { LETTER.1 } else { LETTER.0 }).sum()
}

/// What the script shows when a dot is touched: nodes as [key, title, price, weight], links as [node, node, forth, back,
/// words].
fn data(shop: &Shop<'_>, map: &Map, weights: &[u32]) -> Value {
    let nodes: Vec<Value> = map
        .nodes
        .iter()
        .map(|node| {
            let weight = counted(weights[node.product as usize].into(), shop.weight_word());
            let key = &shop.published.product(node.product).key;
            json!([key, shop.title(node.product), shop.price(node.product), weight])
        })
        .collect();
    let links: Vec<Value> = map
        .links
        .iter()
        .map(|(a, b, pair)| {
            let pair = &shop.pairs[*pair];
            let (figures, tally) = (shop.figures(pair), shop.tally(pair));
            let mut words = Vec::new();
            if let (Some(forth), Some(back)) = (figures.confidence_permille, figures.reverse_permille) {
                let share = |permille: u32| percent(f64::from(permille) / 1_000.0);
                words.push(format!("{} and {} of each other's orders", share(forth), share(back)));
            }
            if let Some(lift) = figures.lift_hundredths {
                words.push(format!("{} × chance", times(lift)));
            }
            if let Some(tally) = tally {
                let (orders, customers) = (tally.orders.into(), tally.customers.into());
                let Learnt { order, customer, .. } = shop.learnt();
                words.push(format!("{} of {}", counted(orders, order), counted(customers, customer)));
            }
            json!([a, b, words.join(" · ")])
        })
        .collect();
    json!({ "nodes": nodes, "links": links, "generation": shop.published.facts.generation })
}
