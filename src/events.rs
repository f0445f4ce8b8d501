//! Every event a page hears. All bubble and are composed; their details are plain objects, typed in `pkg/index.d.ts`.
//! Events are gathered while the runtime works and dispatched when it is done, because a listener may call back.

use crate::headless::Item;
use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// Names of events, declared once.
pub mod name {
    /// The list is drawn for the first time. Detail: [`super::List`].
    pub const READY: &str = "cobuy-ready";
    /// At least half of the list was on screen, once per list. Detail: [`super::List`].
    pub const VIEW: &str = "cobuy-view";
    /// A card's link was followed. Detail: [`super::One`].
    pub const CLICK: &str = "cobuy-click";
    /// A product is about to be added; cancelling leaves that to the listener. Detail: [`super::One`].
    pub const ADD: &str = "cobuy-add";
    /// The host has added it. Detail: [`super::One`].
    pub const ADDED: &str = "cobuy-added";
    /// There is nothing to show. Detail: [`super::Empty`].
    pub const EMPTY: &str = "cobuy-empty";
}

/// Detail of events about a list.
#[derive(Debug, Serialize)]
pub struct List<'a> {
    /// Where it stands.
    pub placement: &'a str,
    /// The build that it comes from, 32 hexadecimal digits.
    pub generation: &'a str,
    /// Its items, best first.
    pub items: &'a [Item],
}

/// Detail of events about one card.
#[derive(Debug, Serialize)]
pub struct One<'a> {
    /// Where its list stands.
    pub placement: &'a str,
    /// The build that it comes from.
    pub generation: &'a str,
    /// The item.
    pub item: &'a Item,
    /// Its position in the list, from 0.
    pub position: u32,
    /// The chosen variant; empty where none was.
    pub variant: &'a str,
    /// How many.
    pub quantity: i32,
}

/// Detail of a silence.
#[derive(Debug, Serialize)]
pub struct Empty<'a> {
    /// Where the list stands.
    pub placement: &'a str,
    /// Why nothing is shown.
    pub code: &'a str,
}

/// An event to be dispatched.
pub struct Event {
    /// On which element.
    pub element: HtmlElement,
    /// Under which name.
    pub name: &'static str,
    /// With which detail.
    pub detail: JsValue,
}

/// A detail as a plain object.
pub fn detail<T: Serialize>(value: &T) -> JsValue {
    serde_wasm_bindgen::to_value(value).unwrap_or(JsValue::UNDEFINED)
}
