//! What every part of the page asks: titles, prices, pairs, counts, pictures, and how a pair is drawn.

use std::fmt::Write;

use cobuy_audit::{Pair, PairFigures, PairTally, Published, Tallies, figures_of, pairs};
use cobuy_model::mine::season::Judged;
use cobuy_snapshot::{Relation, Season};

use super::html::Text;
use super::pictures::Pictures;
use super::year;
use crate::words::{Learnt, count, counted, money, percent};

/// A snapshot with what is known beside it.
pub struct Shop<'a> {
    /// The snapshot.
    pub published: &'a Published,
    /// Exact counts, if the work folder was given.
    pub tallies: Option<&'a Tallies>,
    /// Pairs of products bought together, strongest first.
    pub pairs: Vec<Pair>,
    /// Name of the snapshot's folder.
    pub name: String,
    /// Pictures that the page shows.
    pub pictures: Pictures,
}

impl<'a> Shop<'a> {
    /// A snapshot ready to be drawn, without pictures.
    pub fn new(published: &'a Published, tallies: Option<&'a Tallies>, name: String) -> Self {
        let pairs = pairs(published, Relation::Together);
        Self { published, tallies, pairs, name, pictures: Pictures::default() }
    }

    /// What the snapshot was learnt from, in words.
    pub fn learnt(&self) -> Learnt {
        Learnt::of(self.published.facts.settings.viewed)
    }

    /// Title of a product; its key where it has none.
    pub fn title(&self, number: u32) -> &'a str {
        let product = self.published.product(number);
        if product.title.is_empty() { &product.key } else { &product.title }
    }

    /// Outermost category; empty for none.
    pub fn department(&self, number: u32) -> &'a str {
        let category = self.published.product(number).category.as_str();
        category.split(" > ").next().unwrap_or_default()
    }

    /// A price in words; empty where it is not known.
    pub fn price(&self, number: u32) -> String {
        let currency = self.published.facts.settings.currency.as_deref().unwrap_or_default();
        let price = self.published.product(number).price_minor;
        price.map_or_else(String::new, |minor| money(minor, self.published.currency_exponent, currency))
    }

    /// Exact counts of a pair.
    pub fn tally(&self, pair: &Pair) -> Option<PairTally> {
        self.tallies?.pair(pair.from, pair.to)
    }

    /// What its months are judged to be, where they are known.
    pub fn judged(&self, pair: &Pair) -> Option<Judged> {
        self.tallies?.judged(pair.from, pair.to)
    }

    /// The figures of a pair.
    pub fn figures(&self, pair: &Pair) -> PairFigures {
        pair.figures.map(|figures| figures_of(Relation::Together, figures)).unwrap_or_default()
    }

    /// How much a product weighs: its orders, or the lists that it stands in.
    pub fn weights(&self) -> Vec<u32> {
        self.tallies.map_or_else(
            || self.published.mentions(),
            |tallies| tallies.items.iter().map(|item| item.orders).collect(),
        )
    }

    /// What [`Shop::weights`] counts.
    pub fn weight_word(&self) -> &'static str {
        if self.tallies.is_some() { self.learnt().order } else { "list" }
    }

    /// The picture of a product, or its initials. Said nothing of to those who cannot see it: the title stands beside it.
    pub fn picture(&self, number: u32) -> String {
        match self.pictures.class(&self.published.product(number).image) {
            Some(class) => format!(r#"<span class="pic p{class}" aria-hidden="true"></span>"#),
            None => {
                let words = self.title(number).split_whitespace();
                let initials: String = words
                    .filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()))
                    .take(2)
                    .flat_map(char::to_uppercase)
                    .collect();
                // The hue follows from the key, so that a product has one colour on the whole page.
                let key = self.published.product(number).key.bytes();
                let hue = key.fold(7u32, |hue, byte| (hue * 31 + u32::from(byte)) % 360);
                format!(
                    r#"<span class="pic none" style="--hue:{hue}" aria-hidden="true">{}</span>"#,
                    Text(&initials)
                )
            }
        }
    }

    /// The box that blocks a pair.
    pub fn tick(&self, a: u32, b: u32) -> String {
        let key = |number| Text(&self.published.product(number).key).to_string();
        let (title_a, title_b) = (Text(self.title(a)), Text(self.title(b)));
        format!(
            r#"<input type="checkbox" class="block" data-a="{}" data-b="{}" data-name="{title_a} and {title_b}" aria-label="Block {title_a} and {title_b}"/>"#,
            key(a),
            key(b)
        )
    }

    /// Pairs as cards, those after the first `first` on demand.
    pub fn cards(&self, pairs: &[&Pair], first: usize) -> String {
        let list = |pairs: &[&Pair]| {
            let cards: String = pairs.iter().map(|pair| self.card(pair)).collect();
            format!(r#"<ul class="pairs">{cards}</ul>"#)
        };
        let (now, later) = pairs.split_at(first.min(pairs.len()));
        if later.is_empty() {
            return list(now);
        }
        format!("{}<details><summary>{} more</summary>{}</details>", list(now), later.len(), list(later))
    }

    fn card(&self, pair: &Pair) -> String {
        let side = |number| {
            format!(
                r#"<div class="side">{}<span class="name">{}</span><span class="price">{}</span></div>"#,
                self.picture(number),
                Text(self.title(number)),
                Text(&self.price(number))
            )
        };
        let mut text = String::from(r#"<li class="pair">"#);
        let _ = write!(
            text,
            r#"<label class="tick">{}<span>block</span></label><div class="sides">{}<span class="plus" aria-hidden="true">+</span>{}</div>"#,
            self.tick(pair.from, pair.to),
            side(pair.from),
            side(pair.to)
        );
        text += &self.bars(pair);
        text += "</li>";
        text
    }

    /// Confidence both ways as bars, lift and counts in words.
    fn bars(&self, pair: &Pair) -> String {
        let figures = self.figures(pair);
        let mut text = String::from(r#"<div class="bars">"#);
        let rows = [
            (pair.from, pair.to, figures.confidence_permille),
            (pair.to, pair.from, figures.reverse_permille),
        ];
        for (whose, other, permille) in rows {
            let Some(permille) = permille else { continue };
            let share = percent(f64::from(permille) / 1_000.0);
            let _ = write!(
                text,
                r#"<div class="bar" title="{share} of the orders with {} have {} too"><span class="whose">{}</span><span class="track"><i style="width:{:.1}%"></i></span><b>{share}</b></div>"#,
                Text(self.title(whose)),
                Text(self.title(other)),
                Text(self.title(whose)),
                f64::from(permille) / 10.0
            );
        }
        let mut facts = Vec::new();
        if let Some(lift) = figures.lift_hundredths {
            facts.push(format!("<b>{}</b> × chance", times(lift)));
        }
        if let Some(tally) = self.tally(pair) {
            facts.push(format!(
                "<b>{}</b> of <b>{}</b>",
                counted(tally.orders.into(), self.learnt().order),
                counted(tally.customers.into(), self.learnt().customer)
            ));
        }
        if facts.is_empty() {
            facts.push(format!("place {} in its list", pair.place));
        }
        let _ = write!(text, r#"<p class="facts">{}</p>"#, facts.join(" · "));
        text += &year::strip(pair.season.map(Season::months), self.judged(pair));
        text += "</div>";
        text
    }
}

/// A lift in hundredths as people say it: "2.4", "57".
pub fn times(hundredths: u32) -> String {
    if hundredths < 1_000 {
        format!("{:.1}", f64::from(hundredths) / 100.0)
    } else {
        count(u64::from(hundredths / 100))
    }
}
