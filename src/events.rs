//! Every event a page hears. All bubble and are composed; their details are plain objects, typed in `pkg/index.d.ts`.
//! Events are gathered while the runtime works and dispatched when it is done, because a listener may call back.

use crate::headless::Item;
use serde::Serialize;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// Names of events, declared once.
pub mod name {
    /// The list is drawn for the first time.
    pub const READY: &str = "cobuy-ready";
    /// At least half of the list was on screen, once per list.
    pub const VIEW: &str = "cobuy-view";
    /// A card's link was followed.
    pub const CLICK: &str = "cobuy-click";
    /// A product is about to be added; cancelling leaves that to the listener.
    pub const ADD: &str = "cobuy-add";
    /// The host has added it.
    pub const ADDED: &str = "cobuy-added";
    /// There is nothing to show.
    pub const EMPTY: &str = "cobuy-empty";
}

/// Detail of every event: what does not belong to it is absent.
#[derive(Debug, Default, Serialize)]
pub struct Detail<'a> {
    /// Where the list stands.
    pub placement: &'a str,
    /// The build that it comes from, 32 hexadecimal digits.
    pub generation: &'a str,
    /// Its items, best first: of `cobuy-ready` and `cobuy-view`; of the others the one that it is about.
    pub items: Vec<&'a Item>,
    /// The chosen variant; empty where none was.
    pub variant: &'a str,
    /// How many; 0 where nothing is added.
    pub quantity: i32,
    /// Why nothing is shown; empty where something is.
    pub code: &'a str,
    /// Ids of the rules that hold, in their order.
    pub rules: Vec<&'a str>,
    /// Name of the bundle; empty for a list, and for a bundle that the merchant did not declare.
    pub bundle: &'a str,
}

impl Detail<'_> {
    /// As a plain object.
    pub fn to_js(&self) -> JsValue {
        serde_wasm_bindgen::to_value(self).unwrap_or(JsValue::UNDEFINED)
    }
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
