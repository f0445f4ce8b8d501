//! What a template does to a list: its example compiled, packed and ranked as a build and a page do it, beside the same
//! request without it.

use cobuy_catalogue::config::{Config, Currency};
use cobuy_catalogue::data::{Catalogue, Product};
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Silent;
use cobuy_catalogue::report::ImportReport;
use cobuy_engine::policy::decide::Decision;
use cobuy_engine::policy::shown::is_about;
use cobuy_engine::store::ItemId;
use cobuy_engine::{Engine, Host, Live, NoTrace, Placement, Ranking, Request, Session, Store, explain};
use cobuy_model::relations::{Alike, Relations, Why};
use cobuy_model::{Decay, Formula, Model, Neighbour, Ranked, Recipe, UNMEASURED};
use cobuy_publish::pack::Snapshot;
use cobuy_publish::pack::{Contents, Settings};
use cobuy_rules::templates::Template;
use cobuy_rules::{self as rules, Severity, words};
use cobuy_snapshot::Relation;
use cobuy_snapshot::rules::Action;

use super::scenes::{SCENES, Scene, Shop};

/// Unix milliseconds of every scene, and of its prices: some day in 2026.
const NOW_MS: u64 = 1_790_000_000_000;

/// A list as it is seen.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    /// Titles, first to last.
    list: String,
    /// What is said at the list and on its cards; empty for nothing.
    said: String,
}

/// The moment in words, and the list before and after as a table.
///
/// # Panics
/// If there is no such moment, the example is not sound in its shop, or the list reads the same without it.
pub(super) fn effect(template: &Template) -> String {
    let scene = SCENES.iter().find(|scene| scene.template == template.name);
    let scene = scene.unwrap_or_else(|| panic!("{} has a scene", template.name));
    let before = seen(scene, scene.beside);
    let after = seen(scene, &format!("{}\n{}", template.example, scene.beside));
    assert_ne!(before, after, "{}: the rule changes nothing that is seen", template.name);
    let moment = moment(scene);
    let line = |when: &str, Seen { list, said }: &Seen| format!("| {when} | {list} | {said} |\n");
    let (before, after) = (line("before", &before), line("after", &after));
    format!("{moment}:\n\n| | list | words |\n|---|---|---|\n{before}{after}").replace("|  |", "| |")
}

/// What a page shows with these rules.
fn seen(scene: &Scene, written: &str) -> Seen {
    let config = Config::parse(written, scene.template).unwrap_or_else(|error| panic!("{error}"));
    let snapshot = packed(scene.shop, &config);
    let session = session(scene);
    // The files that a page has at hand.
    let keys = scene.product.iter().chain(scene.cart).chain(scene.seen).copied();
    let store = snapshot.store(keys);
    let live: Vec<Live> = scene.left.and(scene.product).map(|key| live(scene, key)).into_iter().collect();
    let request = Request {
        placement: scene.placement,
        options: &store.options(scene.placement),
        product: scene.product,
        session: &session,
        claimed: &[],
        host: Host {
            live: &live,
            speaks_for_stock: !live.is_empty(),
            same_prices: true,
            foreign: false,
            now_ms: NOW_MS,
        },
        month: scene.month,
    };
    let (mut engine, mut ranking) = (Engine::default(), Ranking::default());
    engine.rank(&store, &request, &mut NoTrace, &mut ranking);
    let items: Vec<ItemId> = ranking.items.iter().map(|ranked| ranked.item).collect();
    let title = |item: &ItemId| store.card(*item).map_or("?", |card| card.title);
    let titles: Vec<&str> = items.iter().map(title).collect();
    let list = if titles.is_empty() { "nothing".to_owned() } else { titles.join(" · ") };
    Seen { list, said: said(&engine.decision, &store, &request, &items) }
}

/// Words at the list and on its cards, as the widget's `said` has them.
fn said(decision: &Decision, store: &Store<'_>, request: &Request<'_>, items: &[ItemId]) -> String {
    let text = |text| store.rule_text(text).unwrap_or_default();
    let timed = decision.of(store, Action::Deadline).chain(decision.of(store, Action::Angle)).count();
    assert_eq!(timed, 0, "countdowns and angles are not shown by any template yet");
    let mut all: Vec<String> = Vec::new();
    if let Some((_, act)) = decision.of(store, Action::Message).next() {
        let gap = || decision.of(store, Action::Reach).next().map(|(_, act)| act.high.get() as u64);
        let filled = match text(act.text).split_once("{gap}") {
            Some((front, rest)) => {
                let cart = request.session.cart_value_minor.expect("a figure that is known");
                format!("{front}{}{rest}", money(gap().expect("a threshold") - cart))
            }
            None => text(act.text).to_owned(),
        };
        all.push(format!("\"{filled}\""));
    }
    for (_, act) in decision.of(store, Action::Badge).chain(decision.of(store, Action::Incentive)) {
        let on = items.iter().filter(|item| is_about(store, request, act, **item) == Some(true));
        let titles: Vec<&str> = on.filter_map(|item| store.card(*item)).map(|card| card.title).collect();
        all.push(format!("\"{}\" on {}", text(act.text).replace('\t', " · "), titles.join(", ")));
    }
    assert!(all.iter().all(|words| !words.contains('{')), "{all:?}: teach this test the figure");
    all.join(", ")
}

/// A build of a shop with these rules.
fn packed(shop: &Shop, config: &Config) -> Snapshot {
    let catalogue = Catalogue { products: shop.products.iter().map(product).collect() };
    let currency = Currency::parse(b"EUR");
    let about = rules::Shop { catalogue: Some(&catalogue), currency, locale: "en", now_ms: NOW_MS };
    let (rules, findings) = rules::compile(config, &about);
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    assert_eq!(errors.count(), 0, "{findings:#?}");
    // One rule alone has nothing to be warned of.
    assert!(rules.rules.len() > 1 || findings.is_empty(), "{findings:#?}");
    let imported = Imported {
        report: ImportReport { currency, ..ImportReport::default() },
        url_template: "/p/{key}".into(),
        ..Imported::default()
    };
    let settings = Settings { rules, ..Settings::new(config, &imported).expect("presets") };
    let model = model(shop);
    let contents = Contents::new(&catalogue, &model, &settings, NOW_MS as i64).expect("keys of a shop");
    Snapshot::new(&contents, &Silent).expect("a shop that fits")
}

fn product(row: &(&str, &str, &str, &str, u64)) -> Product {
    let (key, title, category, tag, price_minor) = *row;
    let mut product = Product {
        key: key.into(),
        title: title.into(),
        category: category.into(),
        price_minor: Some(price_minor),
        variants: 1,
        available: true,
        ..Product::default()
    };
    if !tag.is_empty() {
        product.details.attributes = vec![("tag".into(), tag.into())];
    }
    product
}

/// A model of the shop's rows. Weights fall by a tenth from one neighbour to the next, so that a boost of 50 is seen.
fn model(shop: &Shop) -> Model {
    let number =
        |key: &&str| shop.products.iter().position(|product| product.0 == *key).expect("sold") as u32;
    let row = |product: &str, relation: Relation| {
        let row = shop.rows.iter().find(|(key, known, _)| *key == product && *known == relation);
        let keys = row.map_or(&[][..], |(_, _, keys)| keys);
        keys.iter().map(number).zip((0..10u8).map(|place| 1.0 - f32::from(place) / 10.0))
    };
    let together = |key: &str| {
        let of = |(product, weight)| Neighbour {
            product,
            weight,
            confidence: weight / 2.0,
            reverse: weight / 2.0,
            lift: 2.0,
            season: None,
        };
        row(key, Relation::Together).map(of).collect()
    };
    let alike = |key: &str, relation| {
        let of = |(product, weight)| Alike {
            product,
            weight,
            viewed: 0.0,
            why: Why::default(),
            price_ratio: None,
        };
        row(key, relation).map(of).collect()
    };
    let keys = || shop.products.iter().map(|product| product.0);
    Model {
        rows: keys().map(together).collect(),
        recipe: Formula { recipe: Recipe::Ridge { lambda: 30 }, blend: None, decay: Decay::None },
        decay_q15: vec![1 << 15],
        calibration: UNMEASURED,
        popular_share: 0,
        weight_exponent: 0,
        holdout: None,
        popular: shop.popular.iter().map(|key| Ranked { product: number(key), weight: 1.0 }).collect(),
        rising: Vec::new(),
        categories: Vec::new(),
        item_orders: vec![0; shop.products.len()],
        pairs_counted: 0,
        pairs_published: 0,
        products_without_pair: 0,
        relations: Relations {
            similar: keys().map(|key| alike(key, Relation::Similar)).collect(),
            upgrade: keys().map(|key| alike(key, Relation::Upgrade)).collect(),
            ..Relations::default()
        },
    }
}

/// What is said of a product looked at.
fn live(scene: &Scene, key: &str) -> Live {
    Live {
        key: key.into(),
        price_minor: Some(price(scene.shop, key)),
        available: true,
        left: scene.left,
        asked_ms: NOW_MS,
        ..Live::default()
    }
}

fn session(scene: &Scene) -> Session {
    let mut session = explain::session(scene.cart.iter().copied(), scene.seen.iter().copied());
    session.cart_value_minor = Some(worth(scene));
    session.purchases = scene.bought.iter().map(|key| (*key).into()).collect();
    scene.facts.iter().for_each(|(name, value)| session.facts.set(name, value));
    session.events = scene.events.iter().map(|(name, times)| ((*name).into(), *times)).collect();
    session.visit.pages = if scene.first_page { 1 } else { 2 };
    if let Some((hours, left_cart)) = scene.away {
        session.shopper.visits = 1;
        session.shopper.hours_away = Some(hours);
        session.shopper.left_cart = left_cart;
    }
    session
}

/// The moment as a reader needs it: "Product page of Tent, 2 of it left".
fn moment(scene: &Scene) -> String {
    let title = |key: &&str| {
        let found = scene.shop.products.iter().find(|product| product.0 == *key);
        found.map(|product| product.1).expect("sold")
    };
    let titles = |keys: &[&str]| keys.iter().map(title).collect::<Vec<_>>().join(" and ");
    let mut parts = vec![match (scene.placement, &scene.product) {
        (Placement::Pdp, Some(key)) => format!("Product page of {}", title(key)),
        (Placement::Cart, None) => "Cart".to_owned(),
        (Placement::Home, None) => "Home page".to_owned(),
        other => panic!("{other:?} has no words here yet"),
    }];
    if !scene.cart.is_empty() {
        parts.push(format!("with {} in it, worth {}", titles(scene.cart), money(worth(scene))));
    }
    if !scene.seen.is_empty() {
        parts.push(format!("after {}", titles(scene.seen)));
    }
    parts.extend(scene.left.map(|left| format!("{left} of it left")));
    parts.extend(scene.bought.map(|key| format!("{} bought last", title(&key))));
    parts.extend(scene.facts.iter().map(|(name, value)| format!("`{name}` is {value}")));
    parts.extend(scene.events.iter().map(|(name, times)| format!("`{name}` told of {times} times")));
    parts.extend(scene.away.map(|(hours, left)| format!("{hours} hours after a cart of {left} was left")));
    if scene.first_page {
        parts.push("the first page of a first visit".to_owned());
    }
    parts.extend(scene.month.map(|month| format!("in {}", words::MONTHS[usize::from(month)])));
    if !scene.beside.is_empty() {
        let config = Config::parse(scene.beside, "beside").unwrap_or_else(|error| panic!("{error}"));
        let about = super::shop();
        let (rules, _) = rules::compile(&config, &about);
        parts.push(format!("with another rule: {}", words::rule(&rules.rules[0], &rules, &about)));
    }
    parts.join(", ")
}

fn price(shop: &Shop, key: &str) -> u64 {
    shop.products.iter().find(|product| product.0 == key).expect("sold").4
}

fn worth(scene: &Scene) -> u64 {
    scene.cart.iter().map(|key| price(scene.shop, key)).sum()
}

fn money(minor: u64) -> String {
    format!("€{}.{:02}", minor / 100, minor % 100)
}
