//! Dwell time and scroll depth of the page's product: how long its page was visible, how far it was scrolled. They are
//! kept with the view; ranking does not weigh them by default (`min-dwell-ms`).

use crate::runtime::with;
use crate::{host::bridge, storage};
use gloo::events::{EventListener, EventListenerOptions};
use std::cell::Cell;
use web_sys::{Document, VisibilityState, Window};

thread_local! {
    /// Since when the page is visible, milliseconds since it was opened; negative while it is hidden.
    static VISIBLE_SINCE: Cell<f64> = const { Cell::new(-1.0) };
    /// How far it was scrolled, in per cent.
    static DEPTH: Cell<u8> = const { Cell::new(0) };
}

/// Starts watching; `since_ms` is when the loader first saw the page visible, negative if it has not.
pub fn watch(since_ms: f64) {
    VISIBLE_SINCE.set(since_ms);
    let Some(window) = web_sys::window() else { return };
    let Some(document) = window.document() else { return };
    measure_depth(&window, &document);
    let seen = document.clone();
    EventListener::new(&document, "visibilitychange", move |_| {
        if seen.visibility_state() == VisibilityState::Visible {
            VISIBLE_SINCE.set(now());
        } else {
            settle();
        }
    })
    .forget();
    let target = window.clone();
    EventListener::new_with_options(&target, "scroll", EventListenerOptions::default(), move |_| {
        measure_depth(&window, &document);
    })
    .forget();
}

/// Books the time since the last call on the page's product, and keeps the session if the shopper allows it.
pub fn settle() {
    let since = VISIBLE_SINCE.replace(-1.0);
    let dwell_ms = if since < 0.0 { 0.0 } else { now() - since };
    with(|runtime| {
        let page = runtime.page.clone();
        runtime.session.attend(&page, dwell_ms as u32, DEPTH.get());
    });
    keep();
}

/// Keeps the session between pages, with consent.
pub fn keep() {
    let text = with(|runtime| storage::write(&runtime.session, js_sys::Date::now()));
    bridge(|bridge| bridge.keep(&text));
}

fn measure_depth(window: &Window, document: &Document) {
    let number = |value: Result<wasm_bindgen::JsValue, _>| value.ok().and_then(|value| value.as_f64()).unwrap_or(0.0);
    let bottom = window.scroll_y().unwrap_or(0.0) + number(window.inner_height());
    let height = document.document_element().map_or(0, |root| root.scroll_height());
    if height > 0 {
        let percent = (bottom * 100.0 / f64::from(height)).clamp(0.0, 100.0) as u8;
        DEPTH.set(DEPTH.get().max(percent));
    }
}

fn now() -> f64 {
    js_sys::Date::now()
}

/// The page's product changes: the time until now belongs to the one before.
pub fn turn() {
    settle();
    VISIBLE_SINCE.set(now());
    DEPTH.set(0);
}
