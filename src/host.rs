//! The one interface to the page: what Rust asks JavaScript to do. None of these functions throws, because most are called
//! while the runtime is borrowed, and a throw would leave it so. Behind it stands `www/loader/core.js`, and behind
//! that a host adapter (`www/hosts/`), whose contract is `www/hosts/host.d.ts`.

use std::cell::OnceCell;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

#[wasm_bindgen]
extern "C" {
    /// What `core.js` hands over at the start.
    pub type Bridge;

    /// Asks the host to add `quantity` of a product, or to take it out again where it is negative; `variant` is empty
    /// where none was chosen. The answer comes as [`crate::handle::outcome`].
    #[wasm_bindgen(method)]
    pub fn change(this: &Bridge, shelf: u32, product: &str, variant: &str, quantity: i32);

    /// Asks the host to add the members of a bundle, all at once: a line each with product, variant and quantity, separated
    /// by tabs. `id` and `code` are the bundle's, `saving_minor` is what the merchant promised to take off; where the cart
    /// does not show that, the promise is not made again. The answer comes as [`crate::handle::outcome`] without a key.
    #[wasm_bindgen(method)]
    pub fn add(this: &Bridge, shelf: u32, lines: &str, id: &str, code: &str, saving_minor: f64);

    /// Asks the host for a product's variants and puts them into the card's list. The answer comes as
    /// [`crate::handle::choose`].
    #[wasm_bindgen(method)]
    pub fn variants(this: &Bridge, shelf: u32, product: &str);

    /// Shows the cart.
    #[wasm_bindgen(method)]
    pub fn open(this: &Bridge);

    /// Dispatches an event on an element, bubbling and composed; false where somebody cancelled it.
    #[wasm_bindgen(method)]
    pub fn emit(this: &Bridge, element: &HtmlElement, name: &str, detail: JsValue, cancelable: bool) -> bool;

    /// Says in which currency amounts are from now on (ISO 4217; empty where none is known), and how many decimals they have.
    #[wasm_bindgen(method)]
    pub fn currency(this: &Bridge, code: &str, decimals: u32);

    /// An amount of money in minor units of that currency, as the page's locale writes it; empty where none is known.
    #[wasm_bindgen(method)]
    pub fn money(this: &Bridge, minor: f64) -> String;

    /// A text as the shop words it; `words` where it does not.
    #[wasm_bindgen(method)]
    pub fn word(this: &Bridge, name: &str, words: &str) -> String;

    /// Adopts the shared stylesheet in a shadow root.
    #[wasm_bindgen(method)]
    pub fn adopt(this: &Bridge, root: &ShadowRoot, css: &str);

    /// Shows or hides the children that stand in an element until there is something better.
    #[wasm_bindgen(method)]
    pub fn fallback(this: &Bridge, root: &ShadowRoot, show: bool);

    /// Height of an element in pixels where any part of it is in the viewport or above it, else −1.
    #[wasm_bindgen(method)]
    pub fn room(this: &Bridge, element: &HtmlElement) -> f64;

    /// Keeps an element from becoming lower than `height`; false where it has another height all the same.
    #[wasm_bindgen(method)]
    pub fn fits(this: &Bridge, element: &HtmlElement, height: f64) -> bool;
}

/// Bits of what the host can do, see [`crate::handle::able`].
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
    static BRIDGE: OnceCell<&'static Bridge> = const { OnceCell::new() };
}

/// Sets the bridge, once; it lives as long as the page.
pub fn connect(bridge: Bridge) {
    BRIDGE.with(|cell| {
        // A second start is a second loader; the first one owns the page.
        let _ = cell.set(Box::leak(Box::new(bridge)));
    });
}

/// The way to JavaScript, once [`connect`] was called; before that nothing runs. While the runtime is borrowed `emit`
/// may not be called, because a listener may call back.
#[inline(never)]
pub fn bridge() -> &'static Bridge {
    BRIDGE.with(|cell| *cell.get().expect("start() connects before anything else runs"))
}
