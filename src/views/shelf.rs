//! Heading, words, list and sum of a `<cobuy-shelf>` or `<cobuy-bundle>`. One view for both: a list has no sum and a bundle
//! no reasons, which the stylesheet knows by the layout, and the code that draws is there once. What only rules and bundles
//! need is drawn by [`full`].
//!
//! - `@slot` (default): stands until there is a list, and wherever there is none.
//! - `@csspart shelf heading list`: the section, its heading, the list of cards.
//! - `@cssproperty`: see `shelf.css`.

use super::card::card;
use super::full;
use crate::card::{Card, Face};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;

/// Draws a shelf. `level` is the heading's level in the page's outline; `layout` the option's word, or `bundle`; `own` has the
/// merchant's words as its badge, and of a bundle what it costs.
pub fn shelf(
    heading: String,
    level: String,
    layout: &'static str,
    cards: Vec<Card>,
    own: ArcRwSignal<Face>,
) -> impl IntoView {
    let label = heading.clone();
    view! {
        <section part="shelf" aria-label=label>
            <div part="heading" role="heading" {..custom_attribute("aria-level", level)}>{heading}</div>
            {full::message(&own)}
            <ul part="list" role="list" data-layout=layout>{cards.into_iter().map(card).collect::<Vec<_>>()}</ul>
            {full::sum(&own)}
        </section>
    }
}
