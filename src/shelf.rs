//! One element: its options, its list, when it may change.

use crate::bundle::Terms;
use crate::card::Card;
use crate::host::bridge;
use crate::views::{CSS, shelf::shelf};
use cobuy_engine::Store;
use cobuy_options::{Opt, Options, Placement};
use std::any::Any;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

/// A `<cobuy-shelf>` on the page. It is forgotten when the element leaves for good; a list for the same placement
/// and product comes out the same, because everything it depends on lives in the runtime.
pub struct Shelf {
    /// Number that JavaScript knows it by.
    pub id: u32,
    /// The element.
    pub element: HtmlElement,
    /// Whether it is a `<cobuy-bundle>`.
    pub bundle: bool,
    /// Its shadow root.
    pub root: ShadowRoot,
    /// What is drawn; empty while the fallback stands.
    pub cards: Vec<Card>,
    /// The heading that is drawn.
    pub heading: String,
    /// Keeps the view mounted; dropping it unmounts.
    pub mounted: Option<Box<dyn Any>>,
    /// Whether what its first list needs is at hand.
    pub ready: bool,
    /// Whether the list is shown; a drawn list may wait for room.
    pub open: bool,
    /// Whether at least half of it is in the viewport.
    pub half_seen: bool,
    /// Whether the list was seen since it last changed.
    pub viewed: bool,
    /// Last silence told to the page.
    pub silence: &'static str,
    /// What is said of the whole: the merchant's words, and of a bundle what it costs. A face, as cards have one.
    pub own: Card,
    /// Whether the merchant's words count down.
    pub counts: bool,
    /// Ids of the rules that hold for what is drawn.
    pub rules: Vec<String>,
    /// Which angle of an offer is due, 0 for the first.
    pub angle: usize,
    /// What is promised for a bundle.
    pub terms: Terms,
}

impl Shelf {
    /// An attribute that is there and not empty.
    #[inline(never)]
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.element.get_attribute(name).filter(|value| !value.is_empty())
    }

    /// Whether it stands in a layer above the page.
    pub fn is_overlay(&self) -> bool {
        self.element.has_attribute("overlay")
    }

    /// Where it stands; a placement that this version does not know is a product page's.
    pub fn placement(&self) -> Placement {
        self.attribute("placement").and_then(|name| Placement::from_name(&name)).unwrap_or(Placement::Pdp)
    }

    /// Key of the product it is about: its attribute, else the page's.
    #[inline(never)]
    pub fn product(&self, page: &str) -> Option<String> {
        self.attribute("product").or_else(|| (!page.is_empty()).then(|| page.to_owned()))
    }

    /// The values that hold: preset, the shop's `cobuy.toml`, attributes.
    #[inline(never)]
    pub fn options(&self, store: &Store<'_>) -> Options {
        let mut options = store.options(self.placement());
        for option in Opt::ALL {
            if let Some(value) = self.attribute(option.name()) {
                options.set_text(option, &value);
            }
        }
        options
    }

    /// Whether the list may change now: never while a person sees it (or has scrolled past it, because what is below
    /// would move) or while it holds focus.
    pub fn may_change(&self) -> bool {
        let focused = || self.element.matches(":focus-within").unwrap_or(false);
        !self.open || !(bridge().room(&self.element) >= 0.0 || focused())
    }

    /// Draws cards in place of what is drawn, behind the fallback; [`Self::open`] shows them.
    pub fn draw(&mut self, heading: String, layout: &'static str, cards: Vec<Card>) {
        self.close();
        bridge().adopt(&self.root, CSS);
        let level = self.attribute("heading-level").unwrap_or_else(|| "2".to_owned());
        let (words, drawn) = (heading.clone(), cards.clone());
        let parent: HtmlElement = self.root.clone().unchecked_into();
        let own = self.own.face.clone();
        self.mounted =
            Some(Box::new(leptos::mount::mount_to(parent, move || shelf(words, level, layout, drawn, own))));
        bridge().fallback(&self.root, true);
        self.heading = heading;
        self.cards = cards;
    }

    /// Shows the list in place of the fallback. False, and the fallback stands, where that would move what a person
    /// sees: the slot is on screen or above it and has less room than the list needs.
    pub fn open(&mut self) -> bool {
        let before = bridge().room(&self.element);
        bridge().fallback(&self.root, false);
        self.open = before < 0.0 || bridge().fits(&self.element, before);
        if !self.open {
            bridge().fallback(&self.root, true);
        }
        self.open
    }

    /// Takes the list away and brings the fallback back.
    #[inline(never)]
    pub fn close(&mut self) {
        self.open = false;
        self.mounted = None;
        self.cards.clear();
        bridge().fallback(&self.root, true);
    }
}
