//! Lists that are made in the page: what was looked at, alternatives, substitutes, what follows an order.

use crate::market::{ASKED, Market, TENT, camp, check, gone, live, only};
use crate::shop::{Ask, store, together};
use cobuy_engine::{Placement, Session, explain};
use cobuy_options::Opt;
use cobuy_options::table::{COMPARE, relation};
use cobuy_snapshot::Relation;

const VIEWED: &[(Opt, i32)] = &[(Opt::Relation, relation::VIEWED)];
const ALTERNATIVES: &[(Opt, i32)] = &[(Opt::Relation, relation::ALTERNATIVES)];
const SUBSTITUTES: &[(Opt, i32)] = &[(Opt::Relation, relation::SUBSTITUTES)];

/// What was looked at is shown newest first, on every page.
#[test]
fn viewed_products() {
    let seen = Ask { seen: &["mat", "pegs", "rope", "bag"], set: VIEWED, ..ASKED };
    check(&camp(), &seen, "mat pegs bag");
    check(&camp(), &Ask { product: Some("mat"), ..seen.clone() }, "pegs bag");
    check(&camp(), &Ask { cart: &["pegs"], ..seen.clone() }, "mat bag");
    check(&camp(), &Ask { purchases: &["bag"], ..seen.clone() }, "mat pegs");
    check(&camp(), &Ask { claimed: &["mat"], ..seen.clone() }, "pegs bag");
    check(&camp(), &Ask { live: &[gone("mat")], ..seen.clone() }, "pegs bag");
    check(
        &camp(),
        &Ask { set: &[(Opt::Relation, relation::VIEWED), (Opt::Limit, 2)], ..seen.clone() },
        "mat pegs",
    );
    check(
        &camp(),
        &Ask { set: &[(Opt::Relation, relation::VIEWED), (Opt::Seen, 0)], ..seen.clone() },
        "mat pegs bag",
    );
    check(&camp(), &Ask { set: VIEWED, ..ASKED }, "no-signal");
    check(&camp(), &Ask { seen: &["elsewhere"], set: VIEWED, ..ASKED }, "all-excluded");
    let three = &[(Opt::Relation, relation::VIEWED), (Opt::MinItems, 3)];
    check(&camp(), &Ask { seen: &["mat", "pegs"], set: three, ..ASKED }, "below-confidence");
    check(&camp(), &Ask { seen: &["mat", "pegs", "bag"], set: three, ..ASKED }, "mat pegs bag");
}

/// The better one stands in front of what could be bought instead.
#[test]
fn alternatives() {
    let page = Ask { set: ALTERNATIVES, ..TENT };
    check(&camp(), &page, "palace tarp hut");
    check(&camp(), &Ask { cart: &["palace"], ..page.clone() }, "tarp hut");
    check(&camp(), &Ask { cart: &["tarp", "hut"], ..page.clone() }, "palace");
    check(&camp(), &Ask { cart: &["tarp", "hut", "palace"], ..page.clone() }, "all-excluded");
    let limit = |limit| [(Opt::Relation, relation::ALTERNATIVES), (Opt::Limit, limit)];
    check(&camp(), &Ask { set: &limit(2), ..page.clone() }, "palace tarp");
    check(&camp(), &Ask { set: &limit(1), ..page.clone() }, "palace");
    // One that is both is shown once, as the better one; one without any similar products alone.
    let mut both = camp();
    both.rows[1].2.push(("palace", 150));
    check(&both, &page, "palace tarp hut");
    let mut upgrades = camp();
    upgrades.rows.remove(1);
    check(&upgrades, &page, "palace");
    let mut similar = camp();
    similar.rows.remove(2);
    check(&similar, &page, "tarp hut");
    check(&camp(), &Ask { product: Some("mat"), ..page.clone() }, "no-row");
    check(&camp(), &Ask { product: None, ..page }, "no-signal");
}

/// Three tiers that ascend in price, or none.
#[test]
fn comparisons() {
    let set = &[(Opt::Relation, relation::UPGRADE), (Opt::Layout, COMPARE)];
    let page = Ask { set, ..TENT };
    check(&camp(), &page, "below-confidence");
    let mut two = camp();
    two.rows[2].2.push(("hut", 1));
    check(&two, &page, "palace hut");
    let prices = [live("palace", Some(9_000)), live("hut", Some(5_000))];
    check(&two, &Ask { live: &prices, ..page.clone() }, "hut palace");
    check(&two, &Ask { live: &[gone("hut")], ..page.clone() }, "below-confidence");
    two.rows[2].2.push(("mat", 1));
    check(&two, &page, "palace hut");
    check(&camp(), &Ask { product: Some("mat"), ..page }, "no-row");
}

/// Two that promise enough are a comparison, whatever the others promise; and it is explained as it is.
#[test]
fn comparisons_need_two_that_promise_enough() {
    let shop = Market { knots: true, ..camp() };
    let check = |least: i32, limit: i32, expected: &str| {
        let set = &[
            (Opt::Relation, relation::TOGETHER),
            (Opt::Layout, COMPARE),
            (Opt::MinConfidence, least),
            (Opt::Limit, limit),
        ];
        let (page, files) = (Ask { set, ..TENT }, shop.files());
        check(&shop, &page, expected);
        let explained = page.put(|request| explain(&store(&files), request).ranking);
        assert_eq!(explained, page.answer(&store(&files)), "{least}");
    };
    for limit in [2, 4] {
        check(1_000, limit, "pegs mat");
        check(2_000, limit, "pegs mat");
        check(3_000, limit, "below-confidence");
        check(10_000, limit, "below-confidence");
    }
}

/// There is something comparable in place of what cannot be bought.
#[test]
fn substitutes() {
    let page = Ask { set: SUBSTITUTES, ..TENT };
    check(&camp(), &page, "no-signal");
    check(&camp(), &Ask { live: &[gone("tent")], ..page.clone() }, "tarp hut");
    check(&camp(), &Ask { live: &[gone("tent"), gone("tarp")], ..page.clone() }, "hut");
    check(&camp(), &Ask { live: &[live("tent", None)], ..page.clone() }, "no-signal");
    let cart = Ask { cart: &["mat", "tent"], product: None, set: SUBSTITUTES, ..ASKED };
    check(&camp(), &Ask { live: &[gone("tent")], ..cart.clone() }, "tarp hut");
    check(&camp(), &Ask { live: &[gone("mat")], ..cart.clone() }, "no-row");
    check(&camp(), &cart, "no-signal");
    // The snapshot's own word counts until the host speaks for stock.
    let row = |relation, keys: &[(&'static str, u8)]| ("!tent", relation, keys.to_vec());
    let shop = Market { rows: vec![row(Relation::Similar, &[("tarp", 9)])], ..Market::default() };
    let page = Ask { product: Some("!tent"), ..page };
    check(&shop, &page, "tarp");
    check(&shop, &Ask { live_stock: true, ..page.clone() }, "no-signal");
    check(&shop, &Ask { live: &[live("!tent", Some(1))], ..page }, "no-signal");
}

/// The page that says thank you shows what follows the order.
#[test]
fn after_the_order() {
    let ordered = |session: &mut Session| session.order = vec!["tent".into()];
    let thanks = Ask { placement: Placement::ThankYou, change: ordered, ..ASKED };
    check(&camp(), &thanks, "patch");
    // What completes the set, where nothing follows.
    let mut set = camp();
    set.rows.remove(3);
    check(&set, &thanks, "pegs mat bag lamp");
    let two = |session: &mut Session| session.order = vec!["tent".into(), "pegs".into()];
    check(&set, &Ask { change: two, ..thanks.clone() }, "mat bag lamp");
    // What was just bought is not looked for again.
    let page = |session: &mut Session| session.order = vec!["patch".into(), "tent".into()];
    check(&camp(), &Ask { change: page, ..thanks }, "all-excluded");
}

/// A product counts once, by the first of page, cart, order and views, however often the order names it.
#[test]
fn an_order_counts_once() {
    let shop = Market {
        rows: vec![together("tent", &[("pegs", 100)]), together("mat", &[("pegs", 50)])],
        ..Market::default()
    };
    let files = shop.files();
    let weights = &[(Opt::Relation, relation::TOGETHER), (Opt::PageWeight, 100), (Opt::ViewWeight, 100)];
    let check = |change, ask: Ask<'_>, expected: &str| {
        let thanks = Ask { placement: Placement::ThankYou, set: weights, change, ..ask };
        crate::shop::check(&files, &thanks, expected);
    };
    let once: fn(&mut Session) = |session| session.order = vec!["tent".into()];
    check(once, ASKED, "pegs 100");
    check(once, TENT, "pegs 100");
    check(once, Ask { cart: &["tent"], ..ASKED }, "pegs 100");
    check(once, Ask { seen: &["tent"], ..ASKED }, "pegs 100");
    check(once, Ask { seen: &["mat"], ..ASKED }, "pegs 150");
    check(|session| session.order = vec!["tent".into(), "mat".into(), "tent".into()], ASKED, "pegs 150");
}

/// Whoever comes back is shown what follows the last order.
#[test]
fn what_follows_earlier_orders() {
    let home = Ask { placement: Placement::Home, purchases: &["tent"], ..ASKED };
    check(&camp(), &Ask { set: &only(Relation::Next), ..home.clone() }, "patch");
    check(&camp(), &home, "stove mug");
}
