//! A `<cobuy-bundle>`: what is bought at once, each with a toggle and a variant, and what all of it costs now.

use crate::card::{Face, State};
use crate::host::bridge;
use crate::price;
use crate::runtime::Runtime;
use crate::texts::{Text, fill, push_number, text};
use cobuy_engine::bundle::{Bundle, Wanted, saving_minor};
use cobuy_engine::{NoTrace, Ranked, Ranking, Signal, Silence};
use cobuy_snapshot::Relation;
use leptos::prelude::*;

/// What the merchant promises for a bundle.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Terms {
    /// Name of the bundle; empty for one that the merchant did not declare.
    pub id: String,
    /// Per cent off when all are bought.
    pub percent: u8,
    /// Code that brings it; empty where the shop takes it off by itself.
    pub code: String,
}

/// What changes in place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sum {
    /// What the chosen ones cost together, in words.
    pub total: String,
    /// What they cost one by one; empty where that is the same.
    pub alone: String,
    /// What is saved; empty for nothing.
    pub save: String,
    /// The button's words.
    pub label: String,
    /// What happened.
    pub status: String,
    /// Where the bundle is.
    pub state: State,
    /// What is saved, minor units.
    pub saving_minor: u64,
}

impl Runtime {
    /// Brings a bundle up to date that may change.
    pub fn show_bundle(&mut self, position: usize) {
        let list = self.list(position);
        let (mut found, mut wanted) = (Err(Silence::NoSignal), Wanted::default());
        self.ask(&list, &mut |engine, store, request| {
            found = engine.bundle(store, request, &mut NoTrace, &mut wanted);
        });
        self.wanted = wanted.0;
        match found {
            Ok(bundle) => self.draw_bundle(position, &bundle),
            Err(silence) => self.fall_silent(position, silence.code()),
        }
    }

    fn draw_bundle(&mut self, position: usize, bundle: &Bundle<'_>) {
        let own = self.shelves[position].product(&self.page).and_then(|key| self.store.find(&key));
        let ranked = |member: &cobuy_engine::bundle::Member| Ranked {
            item: member.item,
            score: 0,
            share: 0,
            relation: Relation::Together,
            source: own.filter(|own| *own != member.item),
            signal: Signal::Page,
            figures: None,
        };
        let ranking = Ranking { items: bundle.members.iter().map(ranked).collect(), silence: None };
        self.shelves[position].terms =
            Terms { id: bundle.id.to_owned(), percent: bundle.percent, code: bundle.code.to_owned() };
        let heading = match (self.shelves[position].attribute("heading"), bundle.title) {
            (Some(own), _) => own,
            (None, "") => text(Text::HeadingBundle),
            (None, title) => title.to_owned(),
        };
        self.draw_ranking(position, &ranking, heading);
    }

    /// What the chosen members cost now.
    pub fn sum(&self, position: usize) -> Sum {
        let shelf = &self.shelves[position];
        let known = shelf.sum.get_untracked();
        let mut sum = Sum { status: known.status, state: known.state, ..Sum::default() };
        let Some(base) = self.store.base() else { return sum };
        let chosen: Vec<_> = shelf.cards.iter().map(|card| card.face.get_untracked()).collect();
        let on = chosen.iter().filter(|face| face.on);
        let alone: u64 = on.clone().filter_map(|face| face.minor).sum();
        let count = on.clone().count();
        // The merchant promises for all of them.
        let percent = if count == chosen.len() { shelf.terms.percent } else { 0 };
        sum.saving_minor = saving_minor(alone, percent);
        let money = |minor: u64| price::words(base, Some((minor, false)));
        if on.clone().all(|face| face.minor.is_some()) && count > 0 {
            sum.total = fill(Text::BundleTotal, 0, &money(alone - sum.saving_minor));
            if sum.saving_minor > 0 {
                sum.alone = fill(Text::BundleAlone, 0, &money(alone));
                sum.save = fill(Text::BundleSave, 0, &money(sum.saving_minor));
                if !shelf.terms.code.is_empty() {
                    sum.save.push(' ');
                    sum.save.push_str(&fill(Text::BundleCode, 0, &shelf.terms.code));
                }
            }
        }
        sum.label = match sum.state {
            State::Adding => text(Text::Adding),
            _ => fill(Text::BundleAdd, count as u16, ""),
        };
        sum
    }

    /// Brings the sum of a bundle up to date, in place.
    pub fn refresh_sum(&self, position: usize) {
        let shelf = &self.shelves[position];
        if shelf.bundle {
            let sum = self.sum(position);
            if sum != shelf.sum.get_untracked() {
                shelf.sum.set(sum);
            }
        }
    }

    /// Whether every chosen member that has variants has one; asks for the first that has not.
    pub fn choices_made(&self, position: usize) -> bool {
        let shelf = &self.shelves[position];
        let open = |face: &Face| {
            face.on && matches!(face.state, State::Ask | State::Choosing) && face.variant.is_empty()
        };
        let Some(card) = shelf.cards.iter().find(|card| card.face.with_untracked(open)) else { return true };
        shelf.sum.update(|sum| sum.status = text(Text::ChooseFirst));
        if card.face.with_untracked(|face| face.state == State::Ask) {
            bridge().variants(shelf.id, &card.item.key);
        }
        false
    }

    /// Asks the host to add the chosen members, all in one call.
    pub fn add_all(&self, position: usize) {
        let shelf = &self.shelves[position];
        let mut lines = String::new();
        for card in &shelf.cards {
            let face = card.face.get_untracked();
            if !face.on {
                continue;
            }
            let live = self.live(&card.item.key);
            let only = live.map_or("", |live| &live.variant);
            let variant = if face.variant.is_empty() { only } else { &face.variant };
            for part in [&card.item.key, "\t", variant, "\t"] {
                lines.push_str(part);
            }
            push_number(&mut lines, live.map_or(1, |live| live.quantity.max(1)) as u16);
            lines.push('\n');
        }
        if !lines.is_empty() && shelf.sum.get_untracked().state != State::Adding {
            shelf.sum.update(|sum| sum.state = State::Adding);
            let saving = shelf.sum.get_untracked().saving_minor as f64;
            bridge().add(shelf.id, &lines, &shelf.terms.id, &shelf.terms.code, saving);
        }
        self.refresh_sum(position);
    }

    /// What became of it: a positive `quantity` where all were added, 0 where none, with the host's words. The word `missing` beside an addition says
    /// that the cart does not show what was promised; then it is not promised again.
    pub fn added(&mut self, position: usize, quantity: i32, why: &str) {
        let shelf = &mut self.shelves[position];
        let chosen = shelf.cards.iter().filter(|card| card.face.with_untracked(|face| face.on)).count();
        let missing = quantity > 0 && why == "missing";
        if missing {
            shelf.terms.percent = 0;
        }
        let words = match quantity {
            0 if why.is_empty() => text(Text::Failed),
            0 => why.to_owned(),
            _ if missing => text(Text::BundleMissing),
            _ => fill(Text::BundleAdded, chosen as u16, ""),
        };
        shelf.sum.update(|sum| {
            sum.state = if quantity > 0 { State::Added } else { State::Failed };
            sum.status = words;
        });
        self.refresh_sum(position);
    }
}
