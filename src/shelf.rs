//! One element: its options, its list, when it may change.

use crate::views::CardModel;
use cobuy_engine::Store;
use cobuy_options::{Opt, Options, Placement};
use leptos::prelude::*;
use std::any::Any;
use web_sys::{HtmlElement, ShadowRoot};

/// A `<cobuy-shelf>` on the page. It is forgotten when the element leaves for good; a list for the same placement
/// and product comes out the same, because everything it depends on lives in the runtime.
pub struct Shelf {
    /// Number that JavaScript knows it by.
    pub id: u32,
    /// The element.
    pub element: HtmlElement,
    /// Its shadow root.
    pub root: ShadowRoot,
    /// What is drawn; empty while the fallback stands.
    pub cards: ArcRwSignal<Vec<CardModel>>,
    /// The heading.
    pub heading: ArcRwSignal<String>,
    /// Keeps the view mounted; dropping it unmounts.
    pub mounted: Option<Box<dyn Any>>,
    /// Whether any part of it is in the viewport.
    pub on_screen: bool,
    /// Keys last told to the page, so that the same list is told once.
    pub told: Vec<String>,
    /// Whether the list was seen since it last changed.
    pub viewed: bool,
    /// Last silence told to the page.
    pub silence: &'static str,
}

impl Shelf {
    /// Where it stands; a placement that this version does not know is a product page's.
    pub fn placement(&self) -> Placement {
        let name = self.element.get_attribute("placement");
        name.and_then(|name| Placement::from_name(&name)).unwrap_or(Placement::Pdp)
    }

    /// Key of the product it is about: its attribute, else the page's.
    pub fn product(&self, page: &str) -> Option<String> {
        let own = self.element.get_attribute("product").filter(|key| !key.is_empty());
        own.or_else(|| (!page.is_empty()).then(|| page.to_owned()))
    }

    /// The values that hold: preset, the shop's `cobuy.toml`, attributes.
    pub fn options(&self, store: &Store<'_>) -> Options {
        let mut options = store.options(self.placement());
        for option in Opt::ALL {
            if let Some(value) = self.element.get_attribute(option.name()) {
                options.set_text(option, &value);
            }
        }
        options
    }

    /// Whether the list may change now: never while it is on screen, under the pointer or holding focus.
    pub fn may_change(&self) -> bool {
        self.mounted.is_none()
            || !(self.on_screen || self.element.matches(":hover,:focus-within").unwrap_or(false))
    }

    /// Whether any part of it is in the viewport, so that a change of its height would move what a person sees.
    pub fn in_viewport(&self) -> bool {
        let bounds = self.element.get_bounding_client_rect();
        let height = web_sys::window().and_then(|window| window.inner_height().ok()?.as_f64()).unwrap_or(0.0);
        bounds.top() < height && bounds.bottom() >= 0.0
    }

    /// Shows or hides the children that stand in the element until there is something better.
    pub fn show_fallback(&self, show: bool) {
        if let Ok(Some(slot)) = self.root.query_selector("slot") {
            let _ = slot.toggle_attribute_with_force("hidden", !show);
        }
    }

    /// Takes the list away and brings the fallback back.
    pub fn close(&mut self) {
        self.mounted = None;
        self.cards.set(Vec::new());
        self.show_fallback(true);
    }
}
