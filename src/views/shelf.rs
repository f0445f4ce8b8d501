//! Heading and list of a `<cobuy-shelf>`.
//!
//! - `@slot` (default): stands until there is a list, and wherever there is none.
//! - `@csspart shelf heading list`: the section, its heading, the list of cards.
//! - `@cssproperty`: see `shelf.css`.

use super::card::card;
use crate::card::Card;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

/// Draws a shelf. `level` is the heading's level in the page's outline.
pub fn shelf(heading: String, level: String, cards: Vec<Card>) -> impl IntoView {
    let label = heading.clone();
    view! {
        <section part="shelf" aria-label=label>
            <div part="heading" role="heading" {..custom_attribute("aria-level", level)}>{heading}</div>
            <ul part="list" role="list">{cards.into_iter().map(card).collect::<Vec<_>>()}</ul>
        </section>
    }
}
