//! A `<cobuy-bundle>`: what is bought at once, each with a toggle and a variant, and what all of it costs now.

use crate::runtime::{List, Runtime};

#[cfg(feature = "full")]
use crate::{
    card::{Face, State},
    events::{Detail, name},
    host::bridge,
    price,
    runtime::with,
    texts::{Text, fill, push_number, text},
};
#[cfg(feature = "full")]
use cobuy_engine::{
    NoTrace, Ranked, Ranking, Signal, Silence,
    bundle::{Bundle, Wanted, saving_minor},
};
#[cfg(feature = "full")]
use cobuy_snapshot::Relation;

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

/// A build without bundles: such an element stays silent, and says why.
#[cfg(not(feature = "full"))]
impl Runtime {
    /// Says that this page's script tag does not ask for the widget that draws bundles.
    pub fn show_bundle(&mut self, position: usize, _: &List) -> bool {
        self.fall_silent(position, "needs-full")
    }

    /// Nothing to add up.
    pub fn refresh_sum(&self, _: usize) {}
}

#[cfg(feature = "full")]
impl Runtime {
    /// Brings a bundle up to date that may change. True where it was drawn anew.
    pub fn show_bundle(&mut self, position: usize, list: &List) -> bool {
        let (mut found, mut wanted) = (Err(Silence::NoSignal), Wanted::default());
        self.ask(list, &mut |engine, store, request| {
            found = engine.bundle(store, request, &mut NoTrace, &mut wanted);
        });
        self.wanted = wanted.0;
        match found {
            Ok(bundle) => self.draw_bundle(position, list, &bundle),
            Err(silence) => self.fall_silent(position, silence.code()),
        }
    }

    fn draw_bundle(&mut self, position: usize, list: &List, bundle: &Bundle<'_>) -> bool {
        let shelf = &mut self.shelves[position];
        let own = list.product.as_deref().and_then(|key| self.store.find(key));
        let mut ranking = Ranking::default();
        for member in &bundle.members {
            ranking.items.push(Ranked {
                item: member.item,
                score: 0,
                share: 0,
                relation: Relation::Together,
                source: own,
                signal: Signal::Page,
                figures: None,
            });
        }
        shelf.terms =
            Terms { id: bundle.id.to_owned(), percent: bundle.percent, code: bundle.code.to_owned() };
        let heading = shelf.attribute("heading").unwrap_or_else(|| match bundle.title {
            "" => text(Text::HeadingBundle),
            title => title.to_owned(),
        });
        self.draw_ranking(position, list, &ranking, heading)
    }

    /// Brings what a bundle costs up to date, in place.
    #[inline(never)]
    pub fn refresh_sum(&self, position: usize) {
        let shelf = &self.shelves[position];
        if !shelf.bundle {
            return;
        }
        let (mut alone, mut count, mut priced, mut from) = (0u64, 0, true, false);
        for card in &shelf.cards {
            let face = card.look();
            if face.on {
                count += 1;
                let costs = face.costs();
                priced &= costs.is_some();
                let (one, may_cost_more) = costs.unwrap_or_default();
                from |= may_cost_more;
                alone = alone.saturating_add(one.saturating_mul(self.quantity(&card.item.key)));
            }
        }
        priced &= count > 0;
        // The merchant promises for all of them.
        let percent = if usize::from(count) == shelf.cards.len() { shelf.terms.percent } else { 0 };
        let saving = if priced { saving_minor(alone, percent) } else { 0 };
        let money = |words: Text, minor: u64| match price::words(Some((minor, from))) {
            unknown if unknown.is_empty() => unknown,
            amount => fill(words, 0, &amount),
        };
        shelf.own.change(&mut |sum| {
            sum.minor = Some(saving);
            sum.words =
                if sum.state == State::Adding { String::new() } else { fill(Text::BundleAdd, count, "") };
            for line in [&mut sum.price, &mut sum.prior, &mut sum.off] {
                line.clear();
            }
            if priced {
                sum.price = money(Text::BundleTotal, alone - saving);
            }
            if saving > 0 {
                sum.prior = money(Text::BundleAlone, alone);
                sum.off = money(Text::BundleSave, saving);
                if !shelf.terms.code.is_empty() {
                    sum.off.push(' ');
                    sum.off.push_str(&fill(Text::BundleCode, 0, &shelf.terms.code));
                }
            }
        });
    }

    /// Whether every chosen member that has variants has one; asks for the first that has not.
    pub fn choices_made(&self, position: usize) -> bool {
        let shelf = &self.shelves[position];
        for card in &shelf.cards {
            let face = card.look();
            if face.on && matches!(face.state, State::Ask | State::Choosing) && face.variant.is_empty() {
                shelf.own.change(&mut |sum| sum.why = text(Text::ChooseFirst));
                if face.state == State::Ask {
                    bridge().variants(shelf.id, &card.item.key);
                }
                return false;
            }
        }
        true
    }

    /// How many of a member are added: the smallest quantity that the host allows.
    fn quantity(&self, key: &str) -> u64 {
        self.live(key).map_or(1, |live| live.quantity.max(1)).unsigned_abs().into()
    }

    /// Asks the host to add the chosen members, all in one call.
    pub fn add_all(&self, position: usize) {
        let shelf = &self.shelves[position];
        let mut lines = String::new();
        for card in &shelf.cards {
            let face = card.look();
            if !face.on {
                continue;
            }
            let live = self.live(&card.item.key);
            let only = live.map_or("", |live| &live.variant);
            let variant = if face.variant.is_empty() { only } else { &face.variant };
            for part in [&card.item.key, "\t", variant, "\t"] {
                lines.push_str(part);
            }
            push_number(&mut lines, self.quantity(&card.item.key) as u16);
            lines.push('\n');
        }
        let sum = shelf.own.look();
        if !lines.is_empty() && sum.state != State::Adding {
            shelf.own.change(&mut |sum| sum.state = State::Adding);
            let saving = sum.minor.unwrap_or(0) as f64;
            bridge().add(shelf.id, &lines, &shelf.terms.id, &shelf.terms.code, saving);
        }
        self.refresh_sum(position);
    }

    /// What became of it: a positive `quantity` where all were added, 0 where none, with the host's words. The word `missing`
    /// beside an addition says that the cart does not show what was promised; then it is not promised again.
    pub fn added(&mut self, position: usize, quantity: i32, why: &str) {
        let shelf = &mut self.shelves[position];
        let missing = quantity > 0 && why == "missing";
        if missing {
            shelf.terms.percent = 0;
        }
        shelf.own.change(&mut |sum: &mut Face| {
            sum.state = if quantity > 0 { State::Idle } else { State::Failed };
            sum.why = match (quantity > 0, missing) {
                (true, true) => text(Text::BundleMissing),
                (true, false) => text(Text::Added),
                _ => why.to_owned(),
            };
        });
        self.refresh_sum(position);
    }
}

/// Asks for all chosen members of a bundle, unless a listener does it instead.
#[cfg(feature = "full")]
pub fn press(shelf: u32) {
    let ready =
        with(|runtime| runtime.position(shelf).is_some_and(|position| runtime.choices_made(position)));
    if ready && tell(shelf, name::ADD, true) {
        with(|runtime| {
            if let Some(position) = runtime.position(shelf) {
                runtime.add_all(position);
            }
        });
    }
}

/// What became of a bundle: added, added without what was promised, or refused.
#[cfg(feature = "full")]
pub fn outcome(shelf: u32, quantity: i32, why: &str) {
    let told = with(|runtime| {
        let position = runtime.position(shelf)?;
        runtime.added(position, quantity, why);
        Some(())
    });
    if told.is_some() && quantity > 0 {
        tell(shelf, name::ADDED, false);
    }
    with(Runtime::paint);
}

/// Tells the page about the chosen members; false where a listener cancelled it.
#[cfg(feature = "full")]
fn tell(shelf: u32, name: &str, cancelable: bool) -> bool {
    let told = with(|runtime| {
        let shelf = &runtime.shelves[runtime.position(shelf)?];
        let mut items = Vec::new();
        for card in &shelf.cards {
            if card.look().on {
                items.push(&*card.item);
            }
        }
        let placement = shelf.placement().name();
        let (generation, bundle) = (runtime.generation.as_str(), shelf.terms.id.as_str());
        let quantity = items.len() as i32;
        let detail = Detail { placement, generation, items, quantity, bundle, ..Detail::default() };
        Some((shelf.element.clone(), detail.to_js()))
    });
    told.is_none_or(|(element, detail)| bridge().emit(&element, name, detail, cancelable))
}
