//! One recommendation: picture, title, price, reason, button.
//!
//! - `@csspart card link image title price unit-price reason`

use super::{CardModel, button::button};
use crate::handle;
use leptos::prelude::*;

/// Draws a card. Lines that may fill later keep their room from the start, so that nothing moves.
pub fn card(model: CardModel) -> impl IntoView {
    let CardModel { shelf, item, price, unit_price, reason, .. } = model.clone();
    let key = item.key.clone();
    view! {
        <li part="card">
            <a part="link" href=item.url.clone() on:click=move |event| handle::follow(shelf, &key, &event)>
                <img part="image" src=item.image alt="" width="200" height="200" loading="lazy" decoding="async" />
                <span part="title">{item.title}</span>
            </a>
            <div part="price">{move || price.get()}<span part="unit-price">{move || unit_price.get()}</span></div>
            {reason.then(|| view! { <div part="reason">{item.reason.text}</div> })}
            {button(model)}
        </li>
    }
}
