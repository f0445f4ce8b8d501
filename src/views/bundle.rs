//! A `<cobuy-bundle>`: its members with a toggle each, what they cost together, one button for all.
//!
//! - `@slot` (default): stands until there is a bundle, and wherever there is none.
//! - `@csspart bundle members member toggle`: the section, its list, a member, its toggle.
//! - `@csspart sum total alone save add-all`: what all cost, what they cost one by one, what is saved, the button.

use super::shelf::title;
use crate::bundle::Sum;
use crate::card::{Card, Face};
use crate::texts::{Text, fill};
use leptos::prelude::*;

/// Draws a bundle. `level` is the heading's level in the page's outline.
pub fn bundle(heading: String, level: String, cards: Vec<Card>, sum: ArcRwSignal<Sum>) -> impl IntoView {
    let read = |read: fn(&Sum) -> String| {
        let sum = sum.clone();
        move || sum.with(read)
    };
    let label = heading.clone();
    view! {
        <section part="shelf bundle" aria-label=label>
            {title(heading, level)}
            <ul part="members" role="list">{cards.into_iter().map(member).collect::<Vec<_>>()}</ul>
            <div part="sum">
                <span part="total">{read(|sum| sum.total.clone())}</span>
                <span part="alone">{read(|sum| sum.alone.clone())}</span>
                <span part="save">{read(|sum| sum.save.clone())}</span>
                <button part="add-all" data-state=read(|sum| sum.state.name().to_owned())>{read(|sum| sum.label.clone())}</button>
                <div part="status" role="status">{read(|sum| sum.status.clone())}</div>
            </div>
        </section>
    }
}

fn member(card: Card) -> impl IntoView {
    let item = card.item.clone();
    let read = |read: fn(&Face) -> String| super::card::reading(card.face.clone(), read);
    view! {
        <li part="member" data-key=item.key.clone()>
            <input part="toggle" type="checkbox" checked="" aria-label=fill(Text::BundleInclude, 0, &item.title) />
            <a part="link" href=item.url.clone()>
                <img part="image" src=item.image.clone() alt="" loading="lazy" />
                <span part="title">{item.title.clone()}</span>
            </a>
            <div part="price">{read(|face| face.price.clone())}</div>
            <div part="buy" data-state=read(|face| face.state.name().to_owned())>
                <button part="action" aria-label=read(Face::spoken)>{read(Face::label)}</button>
            </div>
        </li>
    }
}
