//! Heading and list of a `<cobuy-shelf>`.
//!
//! - `@slot` (default): stands until there is a list, and wherever there is none.
//! - `@csspart shelf heading list`: the section, its heading, the list of cards.
//! - `@cssproperty`: see `shelf.css`.

use super::{CardModel, card::card};
use leptos::prelude::*;

/// Draws a shelf. `level` is the heading's level in the page's outline.
pub fn shelf(heading: ArcRwSignal<String>, cards: ArcRwSignal<Vec<CardModel>>, level: String) -> impl IntoView {
    let label = heading.clone();
    view! {
        <section part="shelf" aria-label=move || label.get()>
            <div part="heading" role="heading" attr:aria-level=level>{move || heading.get()}</div>
            <ul part="list" role="list">
                <For each=move || cards.get() key=|model| model.item.key.clone() children=card />
            </ul>
        </section>
    }
}
