//! From a ranking to what stands in an element, or to the silence that the page hears of.

use crate::card::{Card, Face};
use crate::events::{Detail, Event, name};
use crate::headless::Item;
use crate::runtime::{List, Runtime};
use crate::shelf::Shelf;
use crate::texts::{Text, fill, text};
use cobuy_engine::{FULL, Ranked, Ranking, Signal, Silence};
use cobuy_options::table::{COMPARE, relation};
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::Relation;
use leptos::prelude::ArcRwSignal;
use std::sync::Arc;

/// The words of the option `layout`, and that of a bundle.
const LAYOUTS: [&str; 4] = ["cards", "lines", "compare", "bundle"];

impl Runtime {
    /// Ranks a list that may change and draws it, or says why there is none. True where it was drawn anew.
    pub fn show(&mut self, position: usize, list: &List) -> bool {
        let mut ranking = self.rank(list);
        if ranking.items.is_empty() {
            let silence = ranking.silence.unwrap_or(Silence::NoSignal);
            return self.fall_silent(position, silence.code());
        }
        let heading = self.heading(position, list, &ranking);
        // A comparison begins with what it compares with.
        let own = list.product.as_deref().and_then(|key| self.store.find(key));
        if let (COMPARE, Some(item)) = (list.options.get(Opt::Layout), own) {
            let (relation, signal) = (Relation::Viewed, Signal::Page);
            let own = Ranked { item, score: 0, share: 0, relation, source: None, signal, figures: None };
            ranking.items.insert(0, own);
        }
        self.draw_ranking(position, list, &ranking, heading)
    }

    /// Draws what was ranked, where it differs from what is drawn, and shows it. True where it was drawn anew.
    pub fn draw_ranking(&mut self, position: usize, list: &List, ranking: &Ranking, heading: String) -> bool {
        let options = &list.options;
        let mut items = self.items(ranking, list.placement, list.now_ms);
        if options.get(Opt::Layout) == COMPARE {
            for (item, ranked) in items.iter_mut().zip(&ranking.items) {
                item.attributes = self.store.attributes(ranked.item).replace('=', ": ");
                if ranked.relation == Relation::Viewed {
                    item.reason.text = text(Text::ThisOne);
                }
            }
        }
        let shelf = &mut self.shelves[position];
        let same = shelf.cards.len() == items.len()
            && shelf.cards.iter().zip(&items).all(|(card, item)| card.item.key == item.key);
        let anew = !same || shelf.heading != heading;
        if anew {
            let reason = options.get(Opt::Reason) != 0;
            let cards: Vec<Card> = items.into_iter().map(|item| shelf.keep(item, reason)).collect();
            if FULL {
                self.tell_words(position, list, &cards, String::clone_from);
            }
            let shelf = &mut self.shelves[position];
            let layout = if shelf.bundle { 3 } else { options.get(Opt::Layout) as usize & 3 };
            shelf.draw(heading, LAYOUTS[layout], cards);
        }
        let shelf = &mut self.shelves[position];
        if shelf.open {
            return anew;
        }
        if !shelf.open() {
            self.tell_silence(position, "no-room");
            return anew;
        }
        shelf.viewed = false;
        shelf.silence = "";
        self.tell_list(position, name::READY, "");
        self.tell_view(position);
        anew
    }

    /// The page hears that a list was seen, once.
    pub fn tell_view(&mut self, position: usize) {
        let shelf = &mut self.shelves[position];
        if shelf.half_seen && !shelf.viewed {
            shelf.viewed = true;
            self.tell_list(position, name::VIEW, "");
        }
    }

    /// Nothing to show: the fallback stands. False, because nothing is drawn.
    pub fn fall_silent(&mut self, position: usize, code: &'static str) -> bool {
        self.shelves[position].close();
        self.tell_silence(position, code);
        false
    }

    /// The page hears why nothing is shown, once.
    fn tell_silence(&mut self, position: usize, code: &'static str) {
        let shelf = &mut self.shelves[position];
        if shelf.silence != code {
            shelf.silence = code;
            self.tell_list(position, name::EMPTY, code);
        }
    }

    /// Tells the page about a shelf's list.
    #[inline(never)]
    pub fn tell_list(&mut self, position: usize, name: &'static str, code: &'static str) {
        let shelf = &self.shelves[position];
        let shown = shelf.cards.iter().filter(|_| shelf.open);
        let items = shown.map(|card| &*card.item).collect();
        let placement = shelf.placement().name();
        let generation = &self.generation;
        let rules = shelf.rules.iter().map(String::as_str).collect();
        let bundle = shelf.terms.id.as_str();
        let detail =
            Detail { placement, generation, items, code, rules, bundle, ..Detail::default() }.to_js();
        self.events.push(Event { element: shelf.element.clone(), name, detail });
    }

    fn heading(&self, position: usize, list: &List, ranking: &Ranking) -> String {
        let shelf = &self.shelves[position];
        if let Some(own) = shelf.attribute("heading") {
            return own;
        }
        // What rules put among others goes under their heading.
        let ranked = ranking.items.iter().find(|ranked| ranked.relation != Relation::Chosen);
        let Some(ranked) = ranked.or(ranking.items.first()) else { return String::new() };
        if list.options.get(Opt::Layout) == COMPARE {
            return text(Text::HeadingCompare);
        }
        match list.options.get(Opt::Relation) {
            relation::ALTERNATIVES => return text(Text::HeadingAlternatives),
            relation::SUBSTITUTES => return text(Text::HeadingSubstitutes),
            _ => {}
        }
        text(match ranked.relation {
            Relation::Popular => match self.shared_category(ranked) {
                Some(category) => return fill(Text::HeadingPopularIn, 0, category),
                None => Text::HeadingPopular,
            },
            Relation::Similar => Text::HeadingSimilar,
            Relation::Upgrade => Text::HeadingUpgrade,
            Relation::Next => Text::HeadingNext,
            Relation::Rising => Text::HeadingRising,
            Relation::Viewed => Text::HeadingViewed,
            #[cfg(feature = "full")]
            Relation::Chosen => Text::HeadingChosen,
            #[cfg(feature = "full")]
            Relation::Replenish => Text::HeadingReplenish,
            // Nothing of this kind is made by a build without rules.
            #[cfg(not(feature = "full"))]
            Relation::Chosen | Relation::Replenish => Text::HeadingNext,
            Relation::Together if self.viewed() => Text::HeadingTogether,
            Relation::Together => match list.placement {
                Placement::Cart => Text::HeadingCart,
                Placement::AddToCart => Text::HeadingAdded,
                Placement::Checkout => Text::HeadingCheckout,
                Placement::ThankYou => Text::HeadingSet,
                Placement::Home | Placement::Category => Text::HeadingContinue,
                Placement::Pdp | Placement::Protocol => Text::HeadingPdp,
            },
        })
    }
}

impl Shelf {
    /// The card of an item; one that is drawn already keeps its face.
    fn keep(&self, item: Item, reason: bool) -> Card {
        let member = self.bundle;
        let known = self.cards.iter().find(|card| card.item.key == item.key);
        let face = match known {
            Some(known) => known.face.clone(),
            None => ArcRwSignal::new(Face { title: item.title.clone(), on: true, ..Face::default() }),
        };
        Card { item: Arc::new(item), reason, member, face }
    }
}
