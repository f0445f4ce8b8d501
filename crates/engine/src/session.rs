//! What the shopper did, as the page told it. A session is data: nothing here reads a clock or a page.

use crate::MAX_SESSION_ITEMS;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// How a product came into the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signal {
    /// The product whose page is open.
    Page,
    /// A line of the cart.
    Cart,
    /// A product whose page was open before.
    View,
    /// A product that was bought before; counts for what comes next only.
    Purchase,
}

/// A product page that the shopper looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// Product key.
    pub key: String,
    /// Milliseconds that the page was visible, over all visits of the session.
    pub dwell_ms: u32,
    /// How far down the page was scrolled, in per cent, at most.
    pub scroll_percent: u8,
}

/// What kind of page is open, as the host states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum PageKind {
    Home,
    Category,
    Product,
    Search,
    Cart,
    Checkout,
    ThankYou,
    #[default]
    Other,
}

impl PageKind {
    /// All kinds with their names in the host interface.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Home, "home"),
        (Self::Category, "category"),
        (Self::Product, "product"),
        (Self::Search, "search"),
        (Self::Cart, "cart"),
        (Self::Checkout, "checkout"),
        (Self::ThankYou, "thank-you"),
        (Self::Other, "other"),
    ];

    /// The kind of a name; one that is not known is [`Self::Other`].
    pub fn from_name(name: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == name).map_or(Self::Other, |(kind, _)| *kind)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("other", |(_, name)| name)
    }
}

/// How this visit went. Without a storage permission a visit is one page load.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visit {
    /// The page that is open.
    pub page: PageKind,
    /// Pages opened, this one included.
    pub pages: u16,
    /// Milliseconds since its first page was opened.
    pub elapsed_ms: u32,
    /// Step of the checkout, as the host names it; `payment` is known.
    pub step: String,
    /// Search words, newest first, each once.
    pub searches: Vec<String>,
    /// Category paths of the pages that stated one, newest first, each once.
    pub path: Vec<String>,
    /// Times that the pointer left through the top of the page.
    pub exits: u8,
    /// Times that the page was hidden (another tab, another program).
    pub hidden: u8,
}

impl Visit {
    /// Records that a page was opened.
    pub fn open(&mut self, page: PageKind, category: &str, query: &str) {
        self.page = page;
        self.pages = self.pages.saturating_add(1);
        for (list, text) in [(&mut self.path, category), (&mut self.searches, query)] {
            if !text.is_empty() {
                list.retain(|known| known != text);
                list.insert(0, text.to_owned());
                list.truncate(MAX_SESSION_ITEMS);
            }
        }
    }
}

/// An offer that the shopper sent away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dismissal {
    /// The placement, and after a slash the rule that made it.
    pub offer: String,
    /// Which of its angles was shown, 0 for the first.
    pub angle: u8,
    /// When, unix milliseconds.
    pub at_ms: u64,
}

/// What is known of visits before, with permission to remember them, and of the device.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shopper {
    /// Visits before this one.
    pub visits: u16,
    /// Hours since the one before, rounded down.
    pub hours_away: Option<u32>,
    /// Products in the cart when the visit before ended.
    pub left_cart: u16,
    /// `phone`, `tablet` or `desktop`; empty where nobody said.
    pub device: String,
    /// Whether the visit may be remembered. Without that nothing interrupts.
    pub remembered: bool,
    /// Whether something interrupted in this visit already.
    pub interrupted: bool,
    /// Offers that were sent away, in any order.
    pub dismissals: Vec<Dismissal>,
}

impl Shopper {
    /// Days since the visit before, rounded down.
    pub fn days_away(&self) -> Option<u16> {
        self.hours_away.map(|hours| (hours / 24).min(u32::from(u16::MAX)) as u16)
    }
}

/// What the host states by name, as texts: `true`, `gold`, `80`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts(pub Vec<(String, String)>);

impl Facts {
    /// What is stated under a name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A number; fractions are cut off. Nothing for what is no number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.split('.').next()?.parse().ok()
    }

    /// Whether a name is stated to be so: only `true` is a yes.
    pub fn is(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    /// States something, in place of what was stated under this name.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => value.clone_into(known),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
    }

    /// `plan_usage`: how much of a subscription is used, in per cent, 0 to 100.
    pub fn plan_usage_percent(&self) -> Option<u8> {
        self.number("plan_usage").map(|usage| usage.clamp(0, 100) as u8)
    }
}

/// Views and cart of one visit. Products are named by key, because their shards may not be at hand yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Session {
    /// Views, newest first, each product once, at most [`MAX_SESSION_ITEMS`].
    pub views: Vec<View>,
    /// Products in the cart, oldest first, each once.
    pub cart: Vec<String>,
    /// Worth of the cart in minor units; none where a line has no price.
    pub cart_value_minor: Option<u64>,
    /// Products bought before, as far as the host says, newest first.
    pub purchases: Vec<String>,
    /// When products were bought, unix milliseconds, where the host says so; a product may stand here several times.
    pub bought_at: Vec<(String, u64)>,
    /// Products of the order that was just placed, on a page that says thank you.
    pub order: Vec<String>,
    /// Key of the list of the page's category, `category:` and the path as in the products file; empty where the page
    /// states none.
    pub category: String,
    /// How this visit went.
    pub visit: Visit,
    /// What is known of the shopper from before.
    pub shopper: Shopper,
    /// What the host states.
    pub facts: Facts,
    /// What the host told of in this visit, and how many times.
    pub events: Vec<(String, u32)>,
}

impl Session {
    /// Records that a product's page was opened. A product seen before moves to the front and keeps its times.
    pub fn view(&mut self, key: &str) {
        let view = match self.views.iter().position(|view| view.key == key) {
            Some(position) => self.views.remove(position),
            None => View { key: key.to_owned(), dwell_ms: 0, scroll_percent: 0 },
        };
        self.views.insert(0, view);
        self.views.truncate(MAX_SESSION_ITEMS);
    }

    /// Adds visible time and scroll depth to a view; nothing happens for a product that was not viewed.
    pub fn attend(&mut self, key: &str, dwell_ms: u32, scroll_percent: u8) {
        if let Some(view) = self.views.iter_mut().find(|view| view.key == key) {
            view.dwell_ms = view.dwell_ms.saturating_add(dwell_ms);
            view.scroll_percent = view.scroll_percent.max(scroll_percent.min(100));
        }
    }

    /// Replaces the cart. Returns whether it changed.
    pub fn set_cart<'a>(&mut self, keys: impl Iterator<Item = &'a str>) -> bool {
        let mut cart: Vec<String> = Vec::new();
        for key in keys {
            if !cart.iter().any(|known| known == key) {
                cart.push(key.to_owned());
            }
        }
        let changed = cart != self.cart;
        self.cart = cart;
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(session: &Session) -> Vec<&str> {
        session.views.iter().map(|view| view.key.as_str()).collect()
    }

    #[test]
    fn views_are_newest_first_and_once() {
        let mut session = Session::default();
        for key in ["a", "b", "a", "c"] {
            session.view(key);
        }
        assert_eq!(keys(&session), ["c", "a", "b"]);
        session.attend("a", 700, 40);
        session.attend("a", 300, 20);
        session.attend("unknown", 300, 20);
        session.view("a");
        assert_eq!(session.views[0], View { key: "a".into(), dwell_ms: 1_000, scroll_percent: 40 });
    }

    #[test]
    fn pages_leave_their_kind_category_and_search() {
        let mut visit = Visit::default();
        for (page, category, query) in [
            ("home", "", ""),
            ("category", "Tents", ""),
            ("search", "", "peg"),
            ("category", "Mats", ""),
            ("x", "Tents", ""),
        ] {
            visit.open(PageKind::from_name(page), category, query);
        }
        assert_eq!((visit.page, visit.pages), (PageKind::Other, 5));
        assert_eq!(
            (visit.path.as_slice(), visit.searches.as_slice()),
            (&["Tents", "Mats"].map(String::from)[..], &["peg".to_owned()][..])
        );
        assert!(
            PageKind::ALL
                .iter()
                .all(|(kind, name)| PageKind::from_name(name) == *kind && kind.name() == *name)
        );
    }

    #[test]
    fn views_are_capped() {
        let mut session = Session::default();
        for number in 0..2 * MAX_SESSION_ITEMS {
            session.view(&alloc::format!("{number}"));
        }
        assert_eq!(session.views.len(), MAX_SESSION_ITEMS);
        assert_eq!(session.views[0].key, "511");
    }

    #[test]
    fn the_cart_holds_each_product_once() {
        let mut session = Session::default();
        assert!(session.set_cart(["a", "b", "a"].into_iter()));
        assert!(!session.set_cart(["a", "b"].into_iter()));
        assert_eq!(session.cart, ["a", "b"]);
    }
}
