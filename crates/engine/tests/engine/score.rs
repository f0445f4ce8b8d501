//! What a session adds up to, and in which order.

use crate::shop::{Ask, base, base_of, check, shard, store, together};
use cobuy_engine::{Signal, explain};
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::write::file::BaseInfo;

fn camping() -> Vec<Vec<u8>> {
    vec![
        base(&[]),
        shard(1, &[together("tent", &[("pegs", 200), ("mat", 100), ("lamp", 50)])]),
        shard(2, &[together("bag", &[("mat", 180), ("pillow", 90)])]),
        shard(3, &[together("stove", &[("gas", 240), ("lamp", 60)])]),
    ]
}

/// A base whose views count half with each click.
fn halving() -> Vec<u8> {
    let decay = vec![1 << 15, 1 << 14, 1 << 13, 1 << 12];
    base_of(&BaseInfo { decay, ..BaseInfo::default() }, &[])
}

#[test]
fn the_products_of_a_session_add_up() {
    let shop = camping();
    let tent = Ask { product: Some("tent"), ..Ask::default() };
    check(&shop, &tent, "pegs 200, mat 100, lamp 50");
    check(&shop, &Ask { cart: &["bag"], ..tent.clone() }, "mat 280, pegs 200, pillow 90, lamp 50");
    let all = Ask { cart: &["bag", "stove"], ..tent };
    check(&shop, &all, "mat 280, gas 240, pegs 200, lamp 110, pillow 90");
}

#[test]
fn views_decay_by_clicks_and_cart_lines_do_not() {
    let mut shop = camping();
    shop[0] = halving();
    let seen = |seen| Ask { set: &[(Opt::ViewWeight, 100)], product: Some("tent"), seen, ..Ask::default() };
    check(&shop, &seen(&["bag"]), "pegs 200, mat 190, lamp 50, pillow 45");
    check(&shop, &seen(&["stove", "bag"]), "pegs 200, mat 145, gas 120, lamp 80, pillow 22");
    // The page's own view is no click ago, so it takes no step of the decay away from the others.
    check(&shop, &seen(&["tent", "bag"]), "pegs 200, mat 190, lamp 50, pillow 45");
    // Beyond the table its last factor holds.
    check(&shop, &seen(&["a", "b", "c", "d", "e", "bag"]), "pegs 200, mat 122, lamp 50, pillow 11");
    let cart = Ask { product: Some("tent"), cart: &["bag", "x", "y"], ..Ask::default() };
    check(&shop, &cart, "mat 280, pegs 200, pillow 90, lamp 50");
}

#[test]
fn signals_count_by_their_weights() {
    let shop = camping();
    let session = Ask { product: Some("tent"), cart: &["bag"], seen: &["stove"], ..Ask::default() };
    check(&shop, &session, "mat 280, pegs 200, gas 120, pillow 90, lamp 80");
    let weighted = |set| Ask { set, ..session.clone() };
    check(&shop, &weighted(&[(Opt::PageWeight, 0)]), "mat 180, gas 120, pillow 90, lamp 30");
    check(&shop, &weighted(&[(Opt::PageWeight, 50)]), "mat 230, gas 120, pegs 100, pillow 90, lamp 55");
    check(&shop, &weighted(&[(Opt::CartWeight, 0)]), "pegs 200, gas 120, mat 100, lamp 80");
    check(&shop, &weighted(&[(Opt::ViewWeight, 0)]), "mat 280, pegs 200, pillow 90, lamp 50");
    let cart = Ask { placement: Placement::Cart, ..session };
    check(&shop, &cart, "mat 180, pillow 90");
}

#[test]
fn a_product_counts_once_by_its_strongest_signal() {
    let shop = camping();
    let page = Ask { product: Some("tent"), ..Ask::default() };
    let everywhere = Ask { cart: &["tent", "tent"], seen: &["tent"], ..page.clone() };
    check(&shop, &everywhere, "pegs 200, mat 100, lamp 50");
    let cart = Ask { cart: &["tent"], seen: &["tent"], ..Ask::default() };
    check(&shop, &cart, "pegs 200, mat 100, lamp 50");
    // A signal without weight does not stand for the product; the next one does. A page that is to be ignored is not
    // brought back by having been viewed.
    let set = &[(Opt::PageWeight, 0)];
    check(&shop, &Ask { set, cart: &["tent"], ..page.clone() }, "pegs 200, mat 100, lamp 50");
    check(&shop, &Ask { set, seen: &["tent"], ..page }, "no-signal");
    check(&shop, &Ask { set: &[(Opt::CartWeight, 0)], ..cart }, "pegs 100, mat 50, lamp 25");
}

#[test]
fn short_views_do_not_count() {
    let shop = camping();
    let store = store(&shop);
    let ask = Ask { set: &[(Opt::MinDwellMs, 1_000)], seen: &["bag", "tent"], ..Ask::default() };
    ask.put(|request| {
        let mut session = request.session.clone();
        session.attend("tent", 1_000, 0);
        session.attend("bag", 999, 100);
        let request = cobuy_engine::Request { session: &session, ..*request };
        let counted = explain(&store, &request).signals;
        assert_eq!(counted.iter().map(|note| note.key.as_str()).collect::<Vec<_>>(), ["tent"]);
    });
}

#[test]
fn the_newest_256_products_count() {
    let shop = camping();
    let keys: Vec<String> = (0..255).map(|n| format!("unknown-{n}")).collect();
    let mut cart = vec!["stove", "bag"];
    cart.extend(keys.iter().map(String::as_str));
    // 257 lines: the oldest falls out. With a page product, the two oldest.
    check(&shop, &Ask { cart: &cart, ..Ask::default() }, "mat 180, pillow 90");
    check(&shop, &Ask { cart: &cart, product: Some("tent"), ..Ask::default() }, "pegs 200, mat 100, lamp 50");
}

#[test]
fn equal_scores_are_ordered_by_key() {
    let row = together("x", &[("d", 70), ("b", 70), ("a", 70), ("c", 70), ("e", 71)]);
    let shop = [base(&[]), shard(1, &[row])];
    let limited = |limit| Ask { set: limit, product: Some("x"), ..Ask::default() };
    check(&shop, &limited(&[]), "e 71, a 70, b 70, c 70, d 70");
    check(&shop, &limited(&[(Opt::Limit, 3)]), "e 71, a 70, b 70");
    check(&shop, &limited(&[(Opt::Limit, 1)]), "e 71");
}

#[test]
fn the_strongest_source_gives_the_reason() {
    let shop = camping();
    let store = store(&shop);
    let ask = Ask { product: Some("tent"), cart: &["bag"], seen: &["stove"], ..Ask::default() };
    let check = |key: &str, source: &str, signal, confidence| {
        let ranking = ask.answer(&store);
        let item = store.find(key);
        let found = ranking.items.iter().find(|ranked| Some(ranked.item) == item);
        let ranked = found.unwrap_or_else(|| panic!("{key} is not shown"));
        assert_eq!((ranked.source, ranked.signal), (store.find(source), signal), "{key}");
        assert_eq!(ranked.relation, Relation::Together);
        assert_eq!(ranked.figures.map(|figures| figures.confidence), Some(confidence), "{key}");
    };
    check("mat", "bag", Signal::Cart, 90);
    check("pegs", "tent", Signal::Page, 100);
    check("lamp", "tent", Signal::Page, 25);
    check("gas", "stove", Signal::View, 120);
}
