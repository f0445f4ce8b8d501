//! `recommend()`: the list as data, for those who draw their own cards, and the details of events.

use crate::price;
use crate::runtime::Runtime;
use crate::texts::{Text, fill, push_number};
use cobuy_engine::address::{expand, is_web};
use cobuy_engine::{Ranked, Ranking, Signal};
use cobuy_options::Placement;
use cobuy_snapshot::base::CATEGORY_PREFIX;
use cobuy_snapshot::quant::{confidence_permille, days};
use cobuy_snapshot::records::why;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::{Card, Relation};
use serde::Serialize;

/// Least confidence, in per mille, that a reason states as a number: 5 %. Rarer pairs are named without one.
const TELLING_PERMILLE: u16 = 50;

/// Why a product is recommended.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Reason {
    /// A stable code: `together-share`, `together`, `together-viewed`, `similar-viewed`, `similar-brand`, `similar`, `upgrade-reviews`,
    /// `upgrade`, `next-days`, `next`, `popular-category`, `popular`, `rising`, `viewed`, `chosen`, `replenish`.
    pub code: &'static str,
    /// The words, in the page's language.
    pub text: String,
}

/// One recommendation as the page sees it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Item {
    /// Product key.
    pub key: String,
    /// Title.
    pub title: String,
    /// Address of the product page, relative or http(s); empty where none is known.
    pub url: String,
    /// Address of the picture, likewise.
    pub image: String,
    /// Price in minor units; null while no true price is known.
    pub price_minor: Option<f64>,
    /// ISO 4217 code of the price.
    pub currency: String,
    /// What it is to what the shopper looks at.
    pub relation: &'static str,
    /// Why it is recommended.
    pub reason: Reason,
    /// What the shop's analytics may carry along: generation, placement, position.
    pub track: String,
    /// What differs from those beside it, a line each; only in lists that compare.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub attributes: String,
}

/// The answer of `recommend()`.
#[derive(Debug, Serialize)]
pub struct Answer<'a> {
    /// Best first.
    pub items: Vec<Item>,
    /// Where the list stands.
    pub placement: &'a str,
    /// Arm of an experiment; there are none yet.
    pub arm: &'a str,
    /// The build that the list comes from.
    pub generation: &'a str,
    /// Why the list is empty; absent where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silence: Option<&'a str>,
}

impl Runtime {
    /// The items of a ranking, with prices as they may be shown at `now_ms`.
    #[inline(never)]
    pub fn items(&self, ranking: &Ranking, placement: Placement, now_ms: f64) -> Vec<Item> {
        let mut items = Vec::new();
        for ranked in &ranking.items {
            items.extend(self.item(ranked, placement, items.len(), now_ms));
        }
        items
    }

    fn item(&self, ranked: &Ranked, placement: Placement, position: usize, now_ms: f64) -> Option<Item> {
        let card = self.store.card(ranked.item)?;
        let (url_template, image_template) = self.store.templates(ranked.item);
        let price = price::of(&card, self.live(card.key), self.same_prices(now_ms));
        Some(Item {
            key: card.key.to_owned(),
            title: card.title.to_owned(),
            url: address(card.url, url_template, card.key),
            image: address(card.image, image_template, card.key),
            price_minor: price.map(|(minor, _)| minor as f64),
            currency: self.currency.clone(),
            relation: ranked.relation.name(),
            reason: self.reason(ranked),
            track: self.track(placement, position),
            attributes: String::new(),
        })
    }

    fn track(&self, placement: Placement, position: usize) -> String {
        let mut track = [&self.generation, ".", placement.name(), "."].concat();
        push_number(&mut track, position as u16);
        track
    }

    fn reason(&self, ranked: &Ranked) -> Reason {
        let source = ranked.source.and_then(|item| self.store.card(item));
        let title = source.map_or("", |card: Card<'_>| card.title);
        let figures = ranked.figures.unwrap_or_default();
        let says = |bit: u8| figures.reverse & bit != 0;
        let (code, words) = match ranked.relation {
            Relation::Together if self.viewed() => ("together-viewed", Text::ReasonViewed),
            Relation::Together => return self.together(ranked, figures, title),
            Relation::Popular => match self.shared_category(ranked) {
                Some(category) => return self.say("popular-category", Text::ReasonPopularIn, 0, category),
                None => ("popular", Text::ReasonPopular),
            },
            Relation::Similar if says(why::VIEWED) => ("similar-viewed", Text::ReasonViewed),
            Relation::Similar if says(why::BRAND) => ("similar-brand", Text::ReasonBrand),
            Relation::Similar => ("similar", Text::ReasonSimilar),
            Relation::Upgrade if says(why::REVIEWS) => ("upgrade-reviews", Text::ReasonReviews),
            Relation::Upgrade => ("upgrade", Text::ReasonUpgrade),
            Relation::Next if days(figures.reverse) > 1 => ("next-days", Text::ReasonNextDays),
            Relation::Next => ("next", Text::ReasonNext),
            // "Bought more than before" is not known where nobody is known to have bought.
            Relation::Rising if self.viewed() => ("rising", Text::HeadingRising),
            Relation::Rising => ("rising", Text::ReasonRising),
            Relation::Viewed => ("viewed", Text::ReasonSeen),
            #[cfg(feature = "full")]
            Relation::Chosen => ("chosen", Text::ReasonChosen),
            #[cfg(feature = "full")]
            Relation::Replenish => ("replenish", Text::ReasonReplenish),
            // Nothing of this kind is made by a build without rules.
            #[cfg(not(feature = "full"))]
            Relation::Chosen | Relation::Replenish => ("next", Text::ReasonNext),
        };
        self.say(code, words, days(figures.reverse), title)
    }

    /// Whether the snapshot knows what was looked at and nothing of what was bought.
    pub fn viewed(&self) -> bool {
        self.store.base().is_some_and(|base| base.viewed)
    }

    fn together(&self, ranked: &Ranked, figures: Figures, title: &str) -> Reason {
        let permille = confidence_permille(figures.confidence);
        let page = ranked.signal == Signal::Page || title.is_empty();
        match (permille >= TELLING_PERMILLE, page) {
            (true, true) => self.say("together-share", Text::ReasonShareThis, permille / 10, ""),
            (true, false) => self.say("together-share", Text::ReasonShare, permille / 10, title),
            (false, true) => self.say("together", Text::ReasonThis, 0, ""),
            (false, false) => self.say("together", Text::ReasonWith, 0, title),
        }
    }

    fn say(&self, code: &'static str, words: Text, number: u16, name: &str) -> Reason {
        Reason { code, text: fill(words, number, name) }
    }

    /// Where a popular list comes from a category: the last step that the paths of the item and of the page's product
    /// share. What is popular in a category is popular in its parts too, so the narrower name stays true.
    pub fn shared_category(&self, ranked: &Ranked) -> Option<&str> {
        let path = self.store.category(ranked.item)?;
        let source = ranked.source?;
        let listed = || self.store.card(source)?.key.strip_prefix(CATEGORY_PREFIX);
        let own = self.store.category(source).or_else(listed)?;
        let mut shared = None;
        for (step, own) in path.split('>').zip(own.split('>')) {
            // The last step of a path has no blank behind it.
            let step = step.strip_suffix(' ').unwrap_or(step);
            if step != own.strip_suffix(' ').unwrap_or(own) {
                break;
            }
            shared = Some(step.strip_prefix(' ').unwrap_or(step));
        }
        shared
    }
}

/// The address of a card or picture; empty where a snapshot that nobody checked has one that does not lead into the web.
fn address(own: &str, template: &str, key: &str) -> String {
    let address = if own.is_empty() { expand(template, key) } else { own.to_owned() };
    if is_web(&address) { address } else { String::new() }
}
