//! One recommendation: picture, title, price, reason, button.
//!
//! - `@csspart card link image title price unit-price reason attributes`
//! - `@csspart prior off`: a price that was lowered, and by how much, or how much dearer a step up is.
//! - `@csspart label`: words for those who hear the page.
//! - `@csspart buy`: room for what follows; its `data-state` is idle, choosing, adding, added, failed, sold-out or link.
//! - `@csspart action`: the button that adds, chooses or opens the cart.
//! - `@csspart undo`: takes an added product out again; shown while added.
//! - `@csspart choice`: the list of variants, put there by `www/loader/core.js`; shown while choosing.
//! - `@csspart status`: what happened, for eyes and screen readers.

use super::full;
use crate::card::{Card, Face};
use leptos::prelude::*;

/// Draws a card. Lines that may fill later keep their room from the start, so that nothing moves.
pub fn card(card: Card) -> impl IntoView {
    let item = card.item.clone();
    let read = |read: fn(&Face) -> String| reading(card.face.clone(), read);
    view! {
        <li part="card" data-key=item.key.clone()>
            {full::toggle(&card)}
            <a part="link" href=item.url.clone()>
                <img part="image" src=item.image.clone() alt="" loading="lazy" />
                <span part="title">{item.title.clone()}</span>
            </a>
            {full::badge(&card)}
            <div part="price">
                {read(|face| face.price.clone())}
                <span part="label">{read(Face::prior_label)}</span>
                <s part="prior">{read(|face| face.prior.clone())}</s>
                <span part="off">{read(|face| face.off.clone())}</span>
                <span part="unit-price">{read(|face| face.unit.clone())}</span>
            </div>
            <div part="reason">{if card.reason { item.reason.text.clone() } else { String::new() }}</div>
            <div part="attributes">{item.attributes.clone()}</div>
            <div part="buy" data-state=read(|face| face.state.name().to_owned())>
                <button part="action" aria-label=read(Face::spoken)>{read(Face::label)}</button>
                <button part="undo">{read(Face::undo)}</button>
            </div>
            <div part="status" role="status">{read(Face::status)}</div>
        </li>
    }
}

/// One closure type for all that changes in place, so that the code that draws it is there once.
pub(crate) fn reading(
    face: ArcRwSignal<Face>,
    read: fn(&Face) -> String,
) -> impl Fn() -> String + Send + 'static {
    move || face.with(read)
}
