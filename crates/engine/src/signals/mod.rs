//! What a session says of its shopper, as small numbers: each a pure function with a stated range, integers only.
//!
//! None of these changes a ranking by itself: dwell time as a weight gave no measurable gain on the sessions that it was
//! tried on, so it serves intent and timing. [`price_fit`] may weigh scores by the option `price-fit-weight`, which is 0
//! unless a shop's own evaluation says otherwise. The weights in [`intent`] and the steps in the others are reasoned, not
//! fitted: no data at hand tells which session bought.
//!
//! - [`attention`], [`focus`], [`velocity`], [`exit`]: how the shopper looks at pages, in this visit.
//! - [`habit`]: visits before, their recency and frequency.
//! - [`price_level`]: how dear what the shopper looks at is within its category; [`price_fit`]: of a candidate.
//! - [`intent`]: how likely to buy now, with its parts. [`segment`]: what kind of customer.
//! - [`Profile`]: all of them for one session.

pub mod attention;
pub mod exit;
pub mod focus;
pub mod habit;
pub mod intent;
pub mod price_fit;
pub mod price_level;
pub mod segment;
pub mod velocity;

use crate::{Session, Store};
use alloc::vec::Vec;
use intent::Intent;
use segment::Segment;

/// Everything that a session says of its shopper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// See [`attention::attention`].
    pub attention: u8,
    /// See [`focus::focus`].
    pub focus: u8,
    /// See [`velocity::velocity`].
    pub velocity: u8,
    /// See [`exit::exit`].
    pub exit: u8,
    /// See [`habit::habit`].
    pub habit: u8,
    /// See [`price_level::price_level`].
    pub price_level: Option<u8>,
    /// See [`intent::intent`].
    pub intent: Intent,
    /// See [`segment::segment`].
    pub segment: Segment,
}

impl Profile {
    /// Of a session over the products at hand; what is not at hand has no category and no price.
    pub fn of(store: &Store<'_>, session: &Session) -> Self {
        let category = |key: &str| store.find(key).and_then(|item| store.category(item));
        let categories: Vec<&str> = session.views.iter().filter_map(|view| category(&view.key)).collect();
        let visit = &session.visit;
        let mut profile = Self {
            attention: attention::attention(&session.views),
            focus: focus::focus(&categories),
            velocity: velocity::velocity(visit.pages, visit.elapsed_ms),
            exit: exit::exit(visit.exits, visit.hidden),
            habit: habit::habit(session.shopper.visits, session.shopper.days_away()),
            price_level: price_level(store, session),
            intent: Intent::default(),
            segment: segment::segment(session),
        };
        profile.intent = intent::intent(session, &profile);
        profile
    }
}

/// [`price_level::price_level`] of a session: its cart and its views, newest first.
pub fn price_level(store: &Store<'_>, session: &Session) -> Option<u8> {
    let position = |key: &str| store.price_position(store.find(key)?);
    let cart = session.cart.iter().rev().filter_map(|key| position(key));
    let views = session.views.iter().filter_map(|view| position(&view.key));
    price_level::price_level(cart, views)
}
