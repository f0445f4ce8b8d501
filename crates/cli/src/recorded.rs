//! A recorded session: what `cobuy.session()` returns in a page, read and played step by step. docs/SESSION.md describes
//! the file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use cobuy_engine::session::{Dismissal, Facts, PageKind, View};
use cobuy_engine::{Live, Session};
use cobuy_snapshot::base::CATEGORY_PREFIX;
use serde::Deserialize;

/// The version of the format that this command reads.
const VERSION: u32 = 1;

/// A recorded session.
#[derive(Debug, Deserialize)]
pub struct Recorded {
    cobuy_session: u32,
    /// The build whose lists the page showed; empty where none was.
    #[serde(default)]
    pub generation: String,
    #[serde(default)]
    device: String,
    visits: Option<Visits>,
    visit: Option<Earlier>,
    #[serde(default)]
    dismissed: Vec<Sent>,
    #[serde(default)]
    views: Vec<Attention>,
    /// What happened, in order.
    pub steps: Vec<Step>,
}

#[derive(Debug, Deserialize)]
struct Visits {
    before: u16,
    days_since: Option<u16>,
    hours_since: Option<u32>,
    #[serde(default)]
    left_cart: u16,
}

/// What of the visit was before the page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Earlier {
    elapsed_ms: u32,
    pages: u16,
    exits: u8,
    hidden: u8,
    searches: Vec<String>,
    events: BTreeMap<String, u32>,
}

/// Something that the host told of.
#[derive(Debug, Deserialize)]
pub struct Told {
    /// Its name.
    pub name: String,
}

/// An offer that was sent away.
#[derive(Debug, Deserialize)]
pub struct Sent {
    offer: String,
    #[serde(default)]
    angle: u8,
    #[serde(default)]
    at_ms: u64,
}

impl std::fmt::Display for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, angle {}", self.offer, self.angle)
    }
}

impl List {
    /// What the host said of products when the list was ranked: what is sold out, and prices.
    pub fn live(&self) -> Vec<Live> {
        let priced = |(key, minor): (&String, &u64)| Live {
            key: key.clone(),
            price_minor: Some(*minor),
            available: !self.sold_out.contains(key),
            ..Live::default()
        };
        let gone = self.sold_out.iter().filter(|key| !self.prices.contains_key(*key));
        let gone = gone.map(|key| Live { key: key.clone(), ..Live::default() });
        self.prices.iter().map(priced).chain(gone).collect()
    }
}

impl Sent {
    fn dismissal(&self) -> Dismissal {
        Dismissal { offer: self.offer.clone(), angle: self.angle, at_ms: self.at_ms }
    }
}

/// Something that happened.
#[derive(Debug, Deserialize)]
pub struct Step {
    /// Milliseconds since the page was opened.
    pub at: u32,
    /// What it was.
    #[serde(flatten)]
    pub act: Act,
}

/// What happened.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// A page was opened.
    Page(Page),
    /// The cart holds these products now, oldest first.
    Cart(Vec<String>),
    /// The host stated that these products were bought before.
    Purchases(Vec<String>),
    /// The host stated when.
    BoughtAt(Vec<Bought>),
    /// The order that was just placed.
    Order(Vec<String>),
    /// The host told of something by name.
    Event(Told),
    /// An offer was sent away.
    Dismiss(Sent),
    /// What the host states for rules.
    Facts(BTreeMap<String, serde_json::Value>),
    /// The shopper's calendar shows this month, 1 to 12.
    Month(u8),
    /// A product's page was looked at for so long in all.
    Attention(Attention),
    /// The pointer left the page through its top, so many times.
    Exit(u8),
    /// The page was hidden, so many times.
    Hidden(u8),
    /// The page showed a list, or stayed silent.
    List(List),
}

/// A product that was bought before.
#[derive(Debug, Deserialize)]
pub struct Bought {
    /// Its key.
    pub product: String,
    /// When, unix milliseconds.
    pub bought_at: u64,
}

/// A page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Page {
    /// Its kind, as hosts name it.
    #[serde(rename = "type", deserialize_with = "or_empty")]
    pub kind: String,
    /// Key of its product; empty for none.
    #[serde(deserialize_with = "or_empty")]
    pub product: String,
    /// Category path.
    #[serde(deserialize_with = "or_empty")]
    pub category: String,
    /// Search words.
    #[serde(deserialize_with = "or_empty")]
    pub query: String,
    /// Step of the checkout.
    #[serde(deserialize_with = "or_empty")]
    pub step: String,
}

/// Hosts write `null` for what a page does not have.
fn or_empty<'de, D: serde::Deserializer<'de>>(text: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(text)?.unwrap_or_default())
}

/// How a product's page was looked at.
#[derive(Debug, Deserialize)]
pub struct Attention {
    /// Its product.
    pub key: String,
    /// Visible milliseconds, in all.
    #[serde(default)]
    pub dwell_ms: u32,
    /// Deepest scroll, per cent.
    #[serde(default)]
    pub scroll: u8,
}

/// A list on the page, with everything that it depends on besides the session.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct List {
    /// Where it stands.
    pub placement: String,
    /// The product that it is about; empty for none.
    pub product: String,
    /// Attributes of its element; those that are options count.
    pub options: BTreeMap<String, String>,
    /// Keys whose shards were at hand.
    pub files: Vec<String>,
    /// Keys that other lists of the page showed.
    pub claimed: Vec<String>,
    /// Keys that the host said cannot be bought.
    pub sold_out: Vec<String>,
    /// Whether the host speaks for stock.
    pub live_stock: bool,
    /// Prices as they were known, minor units.
    pub prices: BTreeMap<String, u64>,
    /// When it was ranked, unix milliseconds; 0 where that is not known.
    pub now_ms: u64,
    /// Whether a `<cobuy-bundle>` showed it.
    pub bundle: bool,
    /// Worth of the cart in minor units, where every line has a price.
    pub cart_value_minor: Option<u64>,
    /// ISO 4217 code of the host's amounts; empty where it states none, and then they are in the snapshot's currency.
    pub currency: String,
    /// Whether the visit could be kept.
    pub can_remember: bool,
    /// Whether an offer had come unasked in the visit.
    pub interrupted: bool,
    /// Keys that it showed, best first.
    pub keys: Vec<String>,
    /// Code of its silence; empty where it showed something.
    pub silence: String,
}

impl Recorded {
    /// Reads a file.
    ///
    /// # Errors
    /// Where it cannot be read, or is no session of this version.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("{}: cannot be read", path.display()))?;
        let recorded: Self = serde_json::from_str(&text)
            .with_context(|| format!("{}: is no session; docs/SESSION.md describes one", path.display()))?;
        ensure!(
            recorded.cobuy_session == VERSION,
            "{}: is a session of version {}, this command reads {VERSION}",
            path.display(),
            recorded.cobuy_session
        );
        Ok(recorded)
    }

    /// The session before its first step.
    pub fn begin(&self) -> Played {
        let mut session =
            Session { views: self.views.iter().map(Attention::view).collect(), ..Session::default() };
        session.shopper.device.clone_from(&self.device);
        if let Some(visits) = &self.visits {
            let hours = visits.hours_since.or(visits.days_since.map(|days| u32::from(days) * 24));
            (session.shopper.visits, session.shopper.hours_away) = (visits.before, hours);
            session.shopper.left_cart = visits.left_cart;
            session.shopper.remembered = true;
        }
        session.shopper.dismissals = self.dismissed.iter().map(Sent::dismissal).collect();
        if let Some(before) = &self.visit {
            let visit = &mut session.visit;
            (visit.pages, visit.exits, visit.hidden) = (before.pages, before.exits, before.hidden);
            visit.searches.clone_from(&before.searches);
            session.events = before.events.iter().map(|(name, times)| (name.clone(), *times)).collect();
        }
        let earlier_ms = self.visit.as_ref().map_or(0, |visit| visit.elapsed_ms);
        Played { session, product: String::new(), month: None, earlier_ms }
    }

    /// Every product and category list that the session names.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let of_step = |step: &Step| match &step.act {
            Act::Page(page) => vec![page.product.clone(), page.category_key()],
            Act::Cart(keys) | Act::Purchases(keys) | Act::Order(keys) => keys.clone(),
            Act::List(list) => [list.files.clone(), vec![list.product.clone()]].concat(),
            _ => Vec::new(),
        };
        let views = self.views.iter().map(|view| view.key.clone());
        views.chain(self.steps.iter().flat_map(of_step)).filter(|key| !key.is_empty())
    }
}

impl Page {
    fn category_key(&self) -> String {
        if self.category.is_empty() { String::new() } else { format!("{CATEGORY_PREFIX}{}", self.category) }
    }
}

impl Attention {
    fn view(&self) -> View {
        let Attention { key, dwell_ms, scroll } = self;
        View { key: key.clone(), dwell_ms: *dwell_ms, scroll_percent: (*scroll).min(100) }
    }
}

/// A session as it is after some steps.
#[derive(Debug, Clone)]
pub struct Played {
    /// What the engine ranks by.
    pub session: Session,
    /// The page's product; empty for none.
    pub product: String,
    /// The shopper's month, 0 for January to 11; none before the session says.
    pub month: Option<u8>,
    /// Milliseconds of the visit before the page was opened.
    earlier_ms: u32,
}

impl Played {
    /// Plays a step.
    pub fn play(&mut self, step: &Step) {
        let session = &mut self.session;
        session.visit.elapsed_ms = step.at.saturating_add(self.earlier_ms);
        match &step.act {
            Act::Page(page) => {
                session.visit.open(PageKind::from_name(&page.kind), &page.category, &page.query);
                session.visit.step.clone_from(&page.step);
                session.category = page.category_key();
                // As in the page: a page that is asked about again is no new view.
                if page.product != self.product {
                    self.product.clone_from(&page.product);
                    if !page.product.is_empty() {
                        session.view(&page.product);
                    }
                }
            }
            Act::Cart(keys) => drop(session.set_cart(keys.iter().map(String::as_str))),
            Act::Purchases(keys) => session.purchases.clone_from(keys),
            Act::BoughtAt(all) => {
                session.bought_at = all.iter().map(|one| (one.product.clone(), one.bought_at)).collect();
            }
            Act::Order(keys) => session.order.clone_from(keys),
            Act::Event(Told { name }) => match session.events.iter_mut().find(|(known, _)| known == name) {
                Some((_, times)) => *times += 1,
                None => session.events.push((name.clone(), 1)),
            },
            Act::Dismiss(sent) => session.shopper.dismissals.push(sent.dismissal()),
            Act::Facts(stated) => session.facts = facts(stated),
            Act::Month(month) => self.month = month.checked_sub(1),
            Act::Attention(seen) => {
                if let Some(view) = session.views.iter_mut().find(|view| view.key == seen.key) {
                    *view = seen.view();
                }
            }
            Act::Exit(times) => session.visit.exits = session.visit.exits.saturating_add(*times),
            Act::Hidden(times) => session.visit.hidden = session.visit.hidden.saturating_add(*times),
            Act::List(list) => {
                session.cart_value_minor = list.cart_value_minor;
                session.shopper.remembered = list.can_remember;
                session.shopper.interrupted = list.interrupted;
            }
        }
    }
}

/// Facts as the engine takes them: texts. Lists and tables say nothing.
fn facts(stated: &BTreeMap<String, serde_json::Value>) -> Facts {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Some(value.to_string()),
        _ => None,
    };
    Facts(stated.iter().filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
        "cobuy_session": 1, "device": "phone", "visits": { "before": 2, "days_since": 9 },
        "views": [{ "key": "mat", "dwell_ms": 900, "scroll": 40 }],
        "steps": [
            { "at": 0, "page": { "type": "product", "product": "tent", "category": "Camp" } },
            { "at": 5, "page": { "type": "product", "product": "tent", "category": null } },
            { "at": 5, "month": 12 },
            { "at": 9, "cart": ["pegs", "pegs"] },
            { "at": 10, "facts": { "loyalty_tier": "gold", "plan_usage": 120, "support_case_open": "yes" } },
            { "at": 20, "attention": { "key": "tent", "dwell_ms": 700, "scroll": 80 } },
            { "at": 30, "exit": 1 }
        ]
    }"#;

    #[test]
    fn a_session_plays_step_by_step() {
        let recorded: Recorded = serde_json::from_str(TEXT).expect("the text is a session");
        let mut played = recorded.begin();
        recorded.steps.iter().for_each(|step| played.play(step));
        let Played { session, product, month, .. } = played;
        assert_eq!(month, Some(11));
        let views: Vec<_> = session
            .views
            .iter()
            .map(|view| (view.key.as_str(), view.dwell_ms, view.scroll_percent))
            .collect();
        assert_eq!((product.as_str(), views), ("tent", vec![("tent", 700, 80), ("mat", 900, 40)]));
        assert_eq!((session.cart.as_slice(), session.category.as_str()), (&["pegs".to_owned()][..], ""));
        assert_eq!((session.visit.pages, session.visit.exits, session.visit.elapsed_ms), (2, 1, 30));
        assert_eq!(session.visit.path, ["Camp"]);
        assert_eq!((session.shopper.visits, session.shopper.days_away()), (2, Some(9)));
        let facts = &session.facts;
        assert_eq!((facts.get("loyalty_tier"), facts.plan_usage_percent()), (Some("gold"), Some(100)));
        assert!(!facts.is("support_case_open"), "a text is no yes");
        let keys: Vec<String> = recorded.keys().collect();
        assert_eq!(keys, ["mat", "tent", "category:Camp", "tent", "pegs", "pegs"]);
    }

    #[test]
    fn what_is_no_session_is_refused() {
        let check = |text: &str| assert!(serde_json::from_str::<Recorded>(text).is_err(), "{text}");
        check("{}");
        check(r#"{ "cobuy_session": 1 }"#);
        check(r#"{ "cobuy_session": 1, "steps": [{ "at": 0, "jump": true }] }"#);
        check(r#"{ "cobuy_session": 1, "steps": [{ "page": {} }] }"#);
    }
}
