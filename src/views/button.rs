//! Adding, from the first click to the undo. Every state is visible, and the live region says it.
//!
//! - `@csspart action`: the button or link, or the box of the chooser; `data-state` says which state it is in.
//! - `@csspart choice`: the list of variants.
//! - `@csspart undo`: takes an added product out again.
//! - `@csspart status`: what happened, for eyes and screen readers.

use super::{Action, CardModel, Choice, State};
use crate::handle::{self, say};
use crate::host::can;
use crate::texts::Text;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;

/// Draws the lower end of a card.
pub fn button(model: CardModel) -> impl IntoView {
    let state = model.state.clone();
    let status = model.state.clone();
    view! {
        <div part="buy">{move || action(&model, state.get())}</div>
        <div part="status" role="status">{move || message(status.get())}</div>
    }
}

fn message(state: State) -> String {
    match state {
        State::Added(..) => say(Text::Added),
        State::Failed(why) => why,
        _ => String::new(),
    }
}

fn action(model: &CardModel, state: State) -> AnyView {
    let shelf = model.shelf;
    let key = model.item.key.clone();
    let label = |words: Text| [&say(words), ", ", &model.item.title].concat();
    match state {
        State::SoldOut => plain("sold-out", say(Text::SoldOut)),
        State::Adding => plain("adding", say(Text::Adding)),
        State::Choosing(choices) => chooser(shelf, key, label(Text::Choose), choices),
        State::Added(variant, quantity) => added(shelf, key, variant, quantity),
        State::Idle | State::Failed(_) if model.action == Action::Link => {
            let address = model.item.url.clone();
            let follow = move |event: web_sys::MouseEvent| handle::follow(shelf, &key, &event);
            view! { <a part="action" href=address aria-label=label(Text::Link) on:click=follow>{say(Text::Link)}</a> }
                .into_any()
        }
        State::Idle | State::Failed(_) => {
            let words = if model.action == Action::Add { Text::Add } else { Text::Choose };
            let act = move |_| handle::act(shelf, &key);
            view! { <button part="action" type="button" aria-label=label(words) on:click=act>{say(words)}</button> }
                .into_any()
        }
    }
}

/// A button that waits or has given up.
fn plain(state: &'static str, words: String) -> AnyView {
    view! { <button part="action" type="button" data-state=state aria-disabled="true">{words}</button> }.into_any()
}

fn chooser(shelf: u32, key: String, label: String, choices: Vec<Choice>) -> AnyView {
    let choose = move |event: web_sys::Event| {
        let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        if let Some(select) = select {
            handle::add(shelf, &key, &select.value());
        }
    };
    let options = choices.into_iter().map(|choice| {
        view! { <option value=choice.id disabled=!choice.available>{choice.label}</option> }
    });
    view! {
        <select part="choice" aria-label=label on:change=choose>
            <option value="">{say(Text::ChooseFirst)}</option>
            {options.collect::<Vec<_>>()}
        </select>
    }
    .into_any()
}

fn added(shelf: u32, key: String, variant: String, quantity: i32) -> AnyView {
    let open = (handle::host_can() & can::OPEN != 0).then(|| {
        let open = move |_| handle::open();
        view! { <button part="action" type="button" data-state="added" on:click=open>{say(Text::OpenCart)}</button> }
    });
    let undo = (handle::host_can() & can::REMOVE != 0).then(|| {
        let undo = move |_| handle::undo(shelf, &key, &variant, quantity);
        view! { <button part="undo" type="button" on:click=undo>{say(Text::Undo)}</button> }
    });
    view! { {open} {undo} }.into_any()
}
