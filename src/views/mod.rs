//! What is drawn. A view gets its data, asks the handle for what the shopper wants, and fetches nothing.
//!
//! - [`shelf`]: heading and list.
//! - [`card`]: one recommendation.
//! - [`button`]: adding, from the first click to the undo.

pub mod button;
pub mod card;
pub mod shelf;

use crate::headless::Item;
use leptos::prelude::ArcRwSignal;

/// The stylesheet of all views, one for the page, shared by every shadow root.
pub const CSS: &str = include_str!(concat!(env!("OUT_DIR"), "/shelf.css"));

/// How a card is bought from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// One variant: a button adds it.
    Add,
    /// Several: the shopper chooses, nothing preselected.
    Choose,
    /// Only on its own page, or the host cannot add.
    Link,
}

/// A purchasable form of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The host's id.
    pub id: String,
    /// Its title with its price.
    pub label: String,
    /// Whether it can be bought.
    pub available: bool,
}

/// Where a card is between the first click and the cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Nothing happened yet.
    Idle,
    /// The shopper chooses among these.
    Choosing(Vec<Choice>),
    /// The host was asked.
    Adding,
    /// It is in the cart: this variant, this many.
    Added(String, i32),
    /// The host refused, in its own words or ours.
    Failed(String),
    /// It cannot be bought now.
    SoldOut,
}

/// A card: what stands still, and what changes in place.
#[derive(Debug, Clone)]
pub struct CardModel {
    /// Number of its shelf.
    pub shelf: u32,
    /// What is recommended, and why.
    pub item: Item,
    /// Price as it reads; empty while no true price is known.
    pub price: ArcRwSignal<String>,
    /// Price per unit of measure.
    pub unit_price: ArcRwSignal<String>,
    /// Whether the card says why it is there.
    pub reason: bool,
    /// How it is bought.
    pub action: Action,
    /// Where it is between the first click and the cart.
    pub state: ArcRwSignal<State>,
}
