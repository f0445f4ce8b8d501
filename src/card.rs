//! A card between the first click and the cart: what stands still, and the face that changes in place.

use crate::headless::Item;
use crate::texts::{Text, text};
use leptos::prelude::{ArcRwSignal, GetUntracked, Set};
use std::sync::Arc;

/// Where a card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// One click adds it.
    #[default]
    Idle,
    /// One click asks which.
    Ask,
    /// The shopper chooses a variant.
    Choosing,
    /// The host was asked.
    Adding,
    /// It is in the cart.
    Added,
    /// The host refused.
    Failed,
    /// It cannot be bought now.
    SoldOut,
    /// Only on its own page, or the host cannot add: the card is a link and has no button.
    Link,
}

impl State {
    /// Its name in `data-state`.
    pub fn name(self) -> &'static str {
        ["idle", "ask", "choosing", "adding", "added", "failed", "sold-out", "link"][self as usize]
    }

    /// Whether price and stock may decide the state: nothing has been pressed yet.
    pub fn is_untouched(self) -> bool {
        matches!(self, Self::Idle | Self::Ask | Self::SoldOut | Self::Link)
    }
}

/// What changes in place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Face {
    /// Price as it reads; empty while no true price is known.
    pub price: String,
    /// Price per unit of measure.
    pub unit: String,
    /// Where the card is.
    pub state: State,
    /// Title, for those who hear the button without seeing the card.
    pub title: String,
    /// Why the host refused, in its own words, empty for ours; while nothing was asked of it, what is worth saying: how many
    /// are left.
    pub why: String,
    /// Variant that was added, for the undo.
    pub variant: String,
    /// How many were added.
    pub quantity: i32,
    /// Whether the added product can be looked at in the cart.
    pub opens: bool,
    /// Whether the host takes out again what it added.
    pub undoes: bool,
    /// What a rule says on the card.
    pub badge: String,
    /// The lowest price of the 30 days before, where the price was lowered; in words.
    pub prior: String,
    /// By how much it was lowered, or how much dearer a step up is.
    pub off: String,
    /// The button's words, where they are not those of the state: of a bundle's button.
    pub words: String,
    /// Price of one, minor units.
    pub minor: Option<u64>,
    /// Whether that is the lowest of several variants'.
    pub from: bool,
    /// Price of one of the chosen variant, minor units, where one was chosen and the host names its price.
    pub chosen: Option<u64>,
    /// Whether a member of a bundle is taken.
    pub on: bool,
}

impl Face {
    /// The button's words.
    pub fn label(&self) -> String {
        if !self.words.is_empty() {
            return self.words.clone();
        }
        text(match self.state {
            State::Ask | State::Choosing => Text::Choose,
            State::Adding => Text::Adding,
            State::Added if self.opens => Text::OpenCart,
            State::Added => Text::Added,
            State::SoldOut => Text::SoldOut,
            State::Idle | State::Failed | State::Link => Text::Add,
        })
    }

    /// The words of the button beside it; without words it is not shown.
    pub fn undo(&self) -> String {
        if self.undoes { text(Text::Undo) } else { String::new() }
    }

    /// The button's words with what they are about.
    pub fn spoken(&self) -> String {
        [self.label().as_str(), ": ", &self.title].concat()
    }

    /// What the struck-through price is, for those who hear the page.
    pub fn prior_label(&self) -> String {
        if self.prior.is_empty() { String::new() } else { text(Text::Prior) }
    }

    /// What one costs as it would be added now, and whether it may cost more because no variant was chosen yet. Nothing where
    /// nobody said what the chosen one costs.
    #[cfg(feature = "full")]
    pub fn costs(&self) -> Option<(u64, bool)> {
        if self.variant.is_empty() {
            return Some((self.minor?, self.from));
        }
        let same = self.minor.filter(|_| !self.from);
        Some((self.chosen.or(same)?, false))
    }

    /// What happened; while nothing did, how many are left.
    pub fn status(&self) -> String {
        match self.state {
            State::Added => text(Text::Added),
            State::Failed if self.why.is_empty() => text(Text::Failed),
            State::Failed => self.why.clone(),
            State::SoldOut => String::new(),
            _ => self.why.clone(),
        }
    }
}

impl Card {
    /// A copy of the face.
    #[inline(never)]
    pub fn look(&self) -> Face {
        self.face.get_untracked()
    }

    /// Changes the face, where it becomes another one. One function for all changes: each closure of its own would bring the
    /// whole signal along.
    #[inline(never)]
    pub fn change(&self, act: &mut dyn FnMut(&mut Face)) {
        let known = self.look();
        let mut face = known.clone();
        act(&mut face);
        if face != known {
            self.face.set(face);
        }
    }
}

/// A card of a list. Clones share the item and the face.
#[derive(Debug, Clone, Default)]
pub struct Card {
    /// What is recommended, and why.
    pub item: Arc<Item>,
    /// Whether the card says why it is there.
    pub reason: bool,
    /// Whether it is a member of a bundle, and so begins as taken.
    pub member: bool,
    /// What changes in place.
    pub face: ArcRwSignal<Face>,
}
