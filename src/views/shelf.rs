//! Heading, words and list of a `<cobuy-shelf>`.
//!
//! - `@slot` (default): stands until there is a list, and wherever there is none.
//! - `@csspart shelf heading message list`: the section, its heading, the merchant's words, the list of cards.
//! - `@cssproperty`: see `shelf.css`.

use super::card::card;
use crate::card::Card;
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

/// Draws a shelf. `level` is the heading's level in the page's outline; `layout` the option's word.
pub fn shelf(
    heading: String,
    level: String,
    layout: &'static str,
    cards: Vec<Card>,
    message: ArcRwSignal<String>,
) -> impl IntoView {
    let label = heading.clone();
    view! {
        <section part="shelf" aria-label=label>
            {title(heading, level)}
            <div part="message">{move || message.get()}</div>
            <ul part="list" role="list" data-layout=layout>{cards.into_iter().map(card).collect::<Vec<_>>()}</ul>
        </section>
    }
}

/// A heading of any level.
pub fn title(heading: String, level: String) -> impl IntoView {
    view! { <div part="heading" role="heading" {..custom_attribute("aria-level", level)}>{heading}</div> }
}
