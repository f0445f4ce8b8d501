//! The one interface to the page: what Rust asks JavaScript to do. Behind it stands `www/loader/core.js`, and behind
//! that a host adapter (`www/hosts/`), whose contract is `www/hosts/host.d.ts`.

use std::cell::OnceCell;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// What `core.js` hands over at the start.
    pub type Bridge;

    /// Asks the host to add (`sign` 1) or to take out again (−1) `quantity` of a product; `variant` is empty where
    /// none was chosen. The answer comes as [`crate::handle::outcome`].
    #[wasm_bindgen(method)]
    pub fn change(this: &Bridge, shelf: u32, product: &str, variant: &str, quantity: i32);

    /// Asks the host for a product's variants. The answer comes as [`crate::handle::variant`] calls, then
    /// [`crate::handle::outcome`].
    #[wasm_bindgen(method)]
    pub fn variants(this: &Bridge, shelf: u32, product: &str);

    /// Shows the cart.
    #[wasm_bindgen(method)]
    pub fn open(this: &Bridge);

    /// Opens an address in the page; false where the host has no router, and the link shall do it.
    #[wasm_bindgen(method)]
    pub fn navigate(this: &Bridge, url: &str) -> bool;

    /// Dispatches an event on an element, bubbling and composed; false where somebody cancelled it.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Bridge, element: &HtmlElement, name: &str, detail: JsValue, cancelable: bool) -> bool;

    /// An amount of money as the page's locale writes it; `amount` in units, not minor units.
    #[wasm_bindgen(method)]
    pub fn money(this: &Bridge, amount: f64, currency: &str, digits: u8) -> String;

    /// A text that the shop words its own way; the same text back where it does not.
    #[wasm_bindgen(method)]
    pub fn word(this: &Bridge, name: &str, text: &str) -> String;

    /// Adopts the shared stylesheet in a shadow root.
    #[wasm_bindgen(method)]
    pub fn adopt(this: &Bridge, root: &web_sys::ShadowRoot, css: &str);

    /// Keeps a text between pages; does nothing without consent.
    #[wasm_bindgen(method)]
    pub fn keep(this: &Bridge, text: &str);

    /// What the host can do, see [`can`].
    #[wasm_bindgen(method, getter)]
    pub fn can(this: &Bridge) -> u32;
}

/// Bits of [`Bridge::can`].
pub mod can {
    /// It adds to the cart.
    pub const ADD: u32 = 1;
    /// It takes out again.
    pub const REMOVE: u32 = 2;
    /// It names variants.
    pub const VARIANTS: u32 = 4;
    /// It shows the cart.
    pub const OPEN: u32 = 8;
    /// It speaks for price and stock.
    pub const LIVE: u32 = 16;
    /// Its currency, country, tax display and customer group are those of the snapshot, so that snapshot prices
    /// may be painted.
    pub const SAME_PRICES: u32 = 32;
}

thread_local! {
    static BRIDGE: OnceCell<Bridge> = const { OnceCell::new() };
}

/// Sets the bridge, once.
pub fn connect(bridge: Bridge) {
    BRIDGE.with(|cell| {
        // A second start is a second loader; the first one owns the page.
        let _ = cell.set(bridge);
    });
}

/// Calls JavaScript; nothing happens before [`connect`]. Never call it while the runtime is borrowed: the page may
/// call back.
pub fn bridge<R: Default>(act: impl FnOnce(&Bridge) -> R) -> R {
    BRIDGE.with(|cell| cell.get().map(act).unwrap_or_default())
}
