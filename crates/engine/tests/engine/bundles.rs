//! What is bought at once: declared or of what is bought together, with what the merchant promises for it.

use crate::market::{ASKED, HOUR, Market, NOW, TENT, camp, gone, live, of_sets, on_set, priced, rule};
use crate::shop::{Ask, store, together};
use cobuy_engine::bundle::{MISSING, TOLERANCE_PERCENT, Wanted, saving_minor};
use cobuy_engine::{Engine, NoTrace, Placement, Session, Store};
use cobuy_options::Opt;
use cobuy_snapshot::rules::Action;
use cobuy_snapshot::write::rules::{ActionInfo, BundleInfo};
use cobuy_snapshot::write::table::Item;
use cobuy_snapshot::{Base, Relation};
use proptest::prelude::*;

/// A bundle that the merchant declares, from now on for ever.
fn declared(id: &str, percent: u8) -> BundleInfo {
    let (from_ms, until_ms) = (0, u64::MAX);
    BundleInfo { id: id.into(), percent, code: String::new(), title: String::new(), from_ms, until_ms }
}

/// What a bundle is: its name, its members (`old>new` for one that stands in), what they cost, what is taken off.
fn told(store: &Store<'_>, ask: &Ask<'_>) -> String {
    let mut wanted = Wanted::default();
    let key = |item| store.card(item).map_or("?", |card| card.key);
    let told = ask.put(|request| {
        Engine::default().bundle(store, request, &mut NoTrace, &mut wanted).map(|bundle| {
            let members = bundle.members.iter().map(|member| {
                let old = member.stands_for.map_or(String::new(), |old| format!("{}>", key(old)));
                format!("{old}{}", key(member.item))
            });
            let members = members.collect::<Vec<_>>().join(" ");
            let terms = [bundle.title, bundle.code].into_iter().filter(|text| !text.is_empty());
            let terms: String = terms.map(|text| format!(" {text}")).collect();
            format!("{}({members}) {} -{}%{terms}", bundle.id, bundle.alone_minor(), bundle.percent)
        })
    });
    let told = told.unwrap_or_else(|silence| silence.code().to_owned());
    if wanted.0.is_empty() { told } else { format!("{told}; wants {}", wanted.0.join(" ")) }
}

#[track_caller]
fn check(market: &Market<'_>, ask: &Ask<'_>, expected: &str) {
    let files = market.files();
    assert_eq!(told(&store(&files), ask), expected, "{ask:?}");
}

/// Two to four products that are bought together, each with its price.
#[test]
fn of_what_is_bought_together() {
    check(&camp(), &TENT, "(tent pegs mat bag) 4000 -0%");
    check(&camp(), &Ask { cart: &["pegs", "mat", "bag"], ..TENT }, "(tent lamp) 2000 -0%");
    check(&camp(), &Ask { cart: &["pegs", "mat", "bag", "lamp"], ..TENT }, "all-excluded");
    check(&camp(), &Ask { set: &[(Opt::Limit, 1)], ..TENT }, "(tent pegs) 2000 -0%");
    check(&camp(), &Ask { set: &[(Opt::Limit, 24)], ..TENT }, "(tent pegs mat bag) 4000 -0%");
    check(&camp(), &Ask { set: &[(Opt::MinItems, 9)], ..TENT }, "(tent pegs mat bag) 4000 -0%");
    check(&camp(), &Ask { live: &[live("pegs", Some(1_500))], ..TENT }, "(tent pegs mat bag) 4500 -0%");
    check(&camp(), &Ask { product: Some("mat"), ..TENT }, "no-row");
    check(&camp(), &Ask { product: Some("elsewhere"), ..TENT }, "no-signal");
    check(&camp(), &ASKED, "no-signal");
    // Without prices of now there is none.
    check(&camp(), &Ask { same_prices: false, ..TENT }, "withdrawn");
    check(&camp(), &Ask { live: &[gone("tent")], ..TENT }, "withdrawn");
    let only_tent = [live("tent", Some(5))];
    check(&camp(), &Ask { same_prices: false, live: &only_tent, ..TENT }, "withdrawn");
}

/// A snapshot that nobody checked may hold any price, and a host may say any: then a bundle is what it is, and no sum leaves 64
/// bits.
#[test]
fn prices_past_any_sum() {
    let mut shop = camp().bundle(declared("dear", 20), &["tent", "pegs", "mat"]);
    let most = format!("dear(tent pegs mat) {} -20%", u64::MAX);
    let dear = ["pegs", "mat"].map(|key| live(key, Some(u64::MAX)));
    check(&shop, &Ask { live: &dear, ..TENT }, &most);
    shop.items.extend(["pegs", "mat"].map(|key| priced(key, u64::MAX)));
    check(&shop, &TENT, &most);
}

/// A damaged file may name a product twice; nobody buys that as a set.
#[test]
fn no_product_stands_in_a_bundle_twice() {
    let shop = camp().bundle(declared("night", 20), &["tent", "lamp", "mat"]);
    let mut files = shop.files();
    let table = Base::open(&files[0]).expect("the base opens").table;
    let items = ["tent", "lamp", "mat"].map(|key| table.find(key).unwrap_or(0) as u8);
    let places: Vec<usize> = (0..files[0].len()).filter(|at| files[0][*at..].starts_with(&items)).collect();
    assert_eq!(places.len(), 1, "the members stand in one place");
    check(&shop, &TENT, "night(tent lamp mat) 3000 -20%");
    files[0][places[0] + 2] = items[1];
    assert_eq!(told(&store(&files), &TENT), "(tent pegs mat bag) 4000 -0%");
}

/// A key with a line end in it would be two keys on the way to the page, and put a product into the cart that nobody chose.
#[test]
fn no_key_forges_another() {
    let shop = camp().bundle(declared("night", 20), &["tent", "ma_pegs"]);
    check(&shop, &TENT, "night(tent ma_pegs) 2000 -20%");
    for forged in *b"\n\t\x0c\x1b\0" {
        let mut files = shop.files();
        for file in &mut files {
            let places: Vec<usize> =
                (0..file.len()).filter(|at| file[*at..].starts_with(b"ma_pegs")).collect();
            places.iter().for_each(|at| file[at + 2] = forged);
        }
        assert_eq!(told(&store(&files), &TENT), "(tent pegs mat bag) 4000 -0%", "{forged}");
    }
}

/// What goes with the cart, or was looked at, or pinned, was not bought with the page's product.
#[test]
fn only_of_what_was_bought_with_this_product() {
    let mut shop = camp();
    shop.rows.push(together("rope", &[("axe", 255), ("saw", 254)]));
    check(&shop, &Ask { cart: &["rope"], ..TENT }, "(tent pegs mat bag) 4000 -0%");
    check(&shop, &Ask { seen: &["rope"], ..TENT }, "(tent pegs mat bag) 4000 -0%");
    check(&shop, &Ask { product: Some("mat"), seen: &["rope"], ..TENT }, "no-row");
    let cart = Ask { placement: Placement::Cart, ..TENT };
    check(&shop, &cart, "(tent pegs mat bag) 4000 -0%");
    check(&camp().pins("r", 1, &["rope"]), &TENT, "(tent pegs mat) 3000 -0%");
    check(&camp().pins("r", 1, &["rope", "axe", "saw"]), &TENT, "withdrawn");
    check(&camp().pins("r", 1, &["bag"]), &TENT, "(tent bag pegs mat) 4000 -0%");
}

/// The discount is what the merchant declares.
#[test]
fn terms_of_all_others() {
    let terms = BundleInfo { code: "SET20".into(), title: "Set".into(), ..declared("", 20) };
    let shop = camp().bundle(terms.clone(), &[]);
    check(&shop, &TENT, "(tent pegs mat bag) 4000 -20% Set SET20");
    // They name no products of their own.
    let named = camp().bundle(terms.clone(), &["tent", "lamp"]);
    check(&named, &TENT, "(tent pegs mat bag) 4000 -20% Set SET20");
    let over = BundleInfo { until_ms: NOW, ..terms.clone() };
    check(&camp().bundle(over.clone(), &[]), &TENT, "(tent pegs mat bag) 4000 -0%");
    check(
        &camp().bundle(over, &[]),
        &Ask { now_ms: NOW - 1, ..TENT },
        "(tent pegs mat bag) 4000 -20% Set SET20",
    );
    let coming = BundleInfo { from_ms: NOW + HOUR, ..terms };
    check(&camp().bundle(coming.clone(), &[]), &TENT, "(tent pegs mat bag) 4000 -0%");
    check(
        &camp().bundle(coming, &[]),
        &Ask { now_ms: NOW + HOUR, ..TENT },
        "(tent pegs mat bag) 4000 -20% Set SET20",
    );
}

#[test]
fn declared_ones_come_first() {
    let shop = camp().bundle(declared("", 15), &[]).bundle(declared("night", 25), &["lamp", "tent"]);
    check(&shop, &TENT, "night(tent lamp) 2000 -25%");
    check(&shop, &Ask { product: Some("lamp"), ..TENT }, "night(lamp tent) 2000 -25%");
    check(&shop, &Ask { product: Some("pegs"), ..TENT }, "no-row");
    let later = BundleInfo { from_ms: NOW + 1, ..declared("soon", 25) };
    check(&camp().bundle(later, &["tent", "lamp"]), &TENT, "(tent pegs mat bag) 4000 -0%");
    // The first that can be bought; where none can, what is bought together.
    let two =
        camp().bundle(declared("one", 25), &["tent", "!rope"]).bundle(declared("two", 20), &["tent", "bag"]);
    check(&two, &TENT, "two(tent bag) 2000 -20%; wants !rope");
    let gone = camp().bundle(declared("one", 25), &["tent", "!rope"]);
    check(&gone, &TENT, "(tent pegs mat bag) 4000 -0%; wants !rope");
    check(&gone, &Ask { cart: &["pegs", "mat", "bag", "lamp"], ..TENT }, "withdrawn; wants !rope");
}

/// Its pairs need no row; what is too many is no bundle, and what is too few.
#[test]
fn two_to_four_products() {
    let of = |keys: &[&'static str]| Market::default().bundle(declared("set", 20), keys);
    check(&of(&["tent"]), &TENT, "no-row");
    check(&of(&["tent", "a"]), &TENT, "set(tent a) 2000 -20%");
    check(&of(&["tent", "a", "b", "c"]), &TENT, "set(tent a b c) 4000 -20%");
    check(&of(&["tent", "a", "b", "c", "d"]), &TENT, "no-row");
}

/// What cannot be bought is replaced by something comparable that leaves the value about
/// as it was, or the bundle is withdrawn.
#[test]
fn substitutes_keep_the_value() {
    let shop = |price: u64| {
        let mut shop = camp().bundle(declared("set", 20), &["tent", "pegs", "mat"]);
        shop.rows.push(("pegs", Relation::Similar, vec![("hook", 90), ("nail", 80)]));
        // The whole set costs 30.00, and 15 % of it are 4.50.
        shop.items.extend([priced("hook", price), priced("nail", 99_999)]);
        shop
    };
    let out = [gone("pegs")];
    let out = Ask { live: &out, ..TENT };
    check(&shop(1_000), &TENT, "set(tent pegs mat) 3000 -20%");
    // What the shop takes off, it takes off the products that were declared.
    check(&shop(1_000), &out, "set(tent pegs>hook mat) 3000 -0%");
    check(&shop(1_450), &out, "set(tent pegs>hook mat) 3450 -0%");
    check(&shop(550), &out, "set(tent pegs>hook mat) 2550 -0%");
    assert_eq!(TOLERANCE_PERCENT, 15);
    for price in [1_451, 549] {
        check(&shop(price), &out, "(tent mat bag lamp) 4000 -0%");
    }
    // The next one is asked, where the first may not stand in.
    let mut second = shop(1_000);
    second.items.retain(|item| item.key != "nail");
    check(&second, &Ask { cart: &["hook"], ..out.clone() }, "set(tent pegs>nail mat) 3000 -0%");
    check(&second, &Ask { live: &[gone("pegs"), gone("hook")], ..TENT }, "set(tent pegs>nail mat) 3000 -0%");
    check(&second, &Ask { claimed: &["hook"], ..out.clone() }, "set(tent pegs>nail mat) 3000 -0%");
    // Where nothing can: a price of now is needed, too.
    let none = [gone("pegs"), live("hook", None), live("nail", None)];
    check(&second, &Ask { live: &none, ..TENT }, "(tent mat bag lamp) 4000 -0%");
    // Without any known price of what is gone nobody knows what is comparable.
    let mut unpriced = second;
    unpriced.items.push(Item { price_minor: None, ..crate::market::good("!pin") });
    unpriced.lists[0].1[1] = "!pin";
    unpriced.rows.push(("!pin", Relation::Similar, vec![("hook", 90)]));
    check(&unpriced, &TENT, "(tent pegs mat bag) 4000 -0%");
}

/// Two that stand in may not leave the tolerance together, nor be the same.
#[test]
fn several_substitutes() {
    let shop = |price: u64| {
        let keys = ["tent", "!pegs", "!mat"];
        let mut shop = camp().bundle(declared("set", 20), &keys);
        shop.rows.push(("!pegs", Relation::Similar, vec![("hook", 90), ("nail", 80)]));
        shop.rows.push(("!mat", Relation::Similar, vec![("hook", 90), ("quilt", 80)]));
        shop.items.extend([priced("hook", price), priced("quilt", price)]);
        shop
    };
    check(&shop(1_000), &TENT, "set(tent !pegs>hook !mat>quilt) 3000 -0%");
    check(&shop(1_225), &TENT, "set(tent !pegs>hook !mat>quilt) 3450 -0%");
    check(&shop(1_226), &TENT, "(tent pegs mat bag) 4000 -0%");
}

/// What can be bought is not replaced: that it is in the cart already, or a rule is against it, is no want of stock.
#[test]
fn only_what_cannot_be_bought_is_replaced() {
    let mut shop = camp().bundle(declared("set", 20), &["tent", "pegs", "mat"]);
    shop.rows.push(("pegs", Relation::Similar, vec![("hook", 90)]));
    let page = "(tent mat bag lamp) 4000 -0%";
    check(&shop, &Ask { cart: &["pegs"], ..TENT }, page);
    check(&shop, &Ask { purchases: &["pegs"], ..TENT }, page);
    check(&shop, &Ask { claimed: &["pegs"], ..TENT }, page);
    check(&shop, &Ask { change: |session| session.order = vec!["pegs".into()], ..TENT }, page);
    let mut excluded = shop.clone().with(rule("no", vec![], vec![on_set(Action::Exclude, 5)]));
    excluded.items.push(of_sets("pegs", 1 << 5));
    check(&excluded, &TENT, page);
    let no_price = [live("pegs", None)];
    check(&shop, &Ask { live: &no_price, ..TENT }, "(tent mat bag) 3000 -0%");
    // The page's own product is never replaced, and may be in the cart.
    shop.rows.push(("tent", Relation::Similar, vec![("hut", 90)]));
    check(&shop, &Ask { live: &[gone("tent")], ..TENT }, "withdrawn");
    check(&shop, &Ask { cart: &["tent"], ..TENT }, "set(tent pegs mat) 3000 -20%");
}

/// Where a substitute may be in a file that is not at hand, its product is named.
#[test]
fn files_that_would_help() {
    let mut shop = camp().bundle(declared("set", 20), &["tent", "!pegs"]);
    shop.rows.push(("!pegs", Relation::Similar, vec![("hook", 90)]));
    let near = [shop.base(), shop.shard(1, |key| key == "tent")];
    assert_eq!(told(&store(&near), &TENT), "(tent pegs mat bag) 4000 -0%; wants !pegs");
    let all = [shop.base(), shop.shard(1, |key| key == "tent"), shop.shard(2, |key| key == "!pegs")];
    assert_eq!(told(&store(&all), &TENT), "set(tent !pegs>hook) 2000 -0%");
    // The page's own would not.
    let mut own = camp().bundle(declared("set", 20), &["tent", "pegs"]);
    own.rows.retain(|row| row.1 == Relation::Together);
    check(&own, &Ask { live: &[gone("tent")], ..TENT }, "withdrawn");
}

/// A promise that the shop broke is not made again in this session.
#[test]
fn a_broken_promise_is_not_repeated() {
    let code = BundleInfo { code: "X".into(), title: "Set".into(), ..declared("set", 20) };
    let shop = camp().bundle(code, &["tent", "pegs"]).bundle(declared("two", 15), &["mat", "bag"]);
    let missing = |session: &mut Session| session.events = vec![(format!("{MISSING}set"), 1)];
    check(&shop, &TENT, "set(tent pegs) 2000 -20% Set X");
    check(&shop, &Ask { change: missing, ..TENT }, "set(tent pegs) 2000 -0% Set");
    check(&shop, &Ask { product: Some("mat"), change: missing, ..TENT }, "two(mat bag) 2000 -15%");
    let terms = camp().bundle(declared("", 20), &[]);
    check(&terms, &Ask { change: missing, ..TENT }, "(tent pegs mat bag) 4000 -20%");
    let others = |session: &mut Session| session.events = vec![(MISSING.into(), 1)];
    check(&terms, &Ask { change: others, ..TENT }, "(tent pegs mat bag) 4000 -0%");
    let unrelated = |session: &mut Session| session.events = vec![("set".into(), 1)];
    check(&shop, &Ask { change: unrelated, ..TENT }, "set(tent pegs) 2000 -20% Set X");
}

/// What silences a list silences a bundle.
#[test]
fn quiet() {
    let shop = camp().bundle(declared("set", 20), &["tent", "pegs"]);
    let hush = shop.clone().with(rule("hush", vec![], vec![ActionInfo::new(Action::Silence)]));
    check(&hush, &TENT, "by-rule");
    check(
        &shop,
        &Ask { change: |session| session.facts.set("at_risk", "true"), ..TENT },
        "suppressed-by-host",
    );
    check(&shop, &Ask { change: |session| session.visit.step = "payment".into(), ..TENT }, "at-payment");
    check(&shop, &Ask { set: &[(Opt::MinIntent, 90)], ..TENT }, "waits-for-intent");
    // A declared one needs no candidates.
    check(&shop, &Ask { set: &[(Opt::MinConfidence, 10_000)], ..TENT }, "set(tent pegs) 2000 -20%");
    check(&camp(), &Ask { set: &[(Opt::MinConfidence, 10_000)], ..TENT }, "below-confidence");
}

proptest! {
    /// Never more in words than in truth, and never a whole minor unit less.
    #[test]
    fn a_saving_is_never_rounded_up(sum in any::<u64>(), percent in any::<u8>()) {
        let saving = u128::from(saving_minor(sum, percent));
        let exact = u128::from(sum) * u128::from(percent.min(100));
        prop_assert!(saving * 100 <= exact && exact < saving * 100 + 100);
    }
}
