//! The price range of what the shopper looks at, and what it may do to a ranking.

use crate::shop::{Ask, SHARD, base, store, told};
use cobuy_engine::{Profile, Store};
use cobuy_options::Opt;
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::file::{self, ShardInfo};
use cobuy_snapshot::write::table::{Item, Neighbour, Row};

/// A tent among the dearest, bought with cheap, middling and dear things.
fn shard() -> Vec<u8> {
    let items = [
        ("tent", Some(90)),
        ("cheap", Some(10)),
        ("middling", Some(40)),
        ("dear", Some(90)),
        ("unknown", None),
    ];
    let item = |(key, price_position)| Item {
        key,
        title: "t",
        flags: flag::AVAILABLE,
        price_position,
        ..Item::default()
    };
    let neighbour = |(key, weight)| Neighbour { key, weight, figures: Figures::default(), season: None };
    let row = Row {
        key: "tent",
        relation: Relation::Together,
        scale: 1,
        neighbours: [("cheap", 200), ("unknown", 150), ("middling", 140), ("dear", 120)]
            .map(neighbour)
            .to_vec(),
    };
    let payload = file::shard(&ShardInfo { prefix: 1, ..SHARD }, &items.map(item), &[row]);
    payload.unwrap_or_else(|error| panic!("{error}"))
}

fn check(store: &Store<'_>, weight: i32, cart: &[&str], expected: &str) {
    let set = &[(Opt::PriceFitWeight, weight)];
    let ask = Ask { product: Some("tent"), seen: &["tent"], cart, set, ..Ask::default() };
    assert_eq!(told(store, &ask.answer(store)), expected, "{weight} % {cart:?}");
}

#[test]
fn prices_count_only_where_the_list_asks_for_it() {
    let files = [base(&[]), shard()];
    let store = store(&files);
    check(&store, 0, &[], "cheap 200, unknown 150, middling 140, dear 120");
    // The level is 90: cheap fits by -60, middling by 0, dear by 100.
    check(&store, 50, &[], "dear 180, unknown 150, cheap 140, middling 140");
    check(&store, 100, &[], "dear 240, unknown 150, middling 140, cheap 80");
    // A cheap thing in the cart counts twice: the level is 10.
    check(&store, 100, &["cheap"], "middling 196, unknown 150, dear 48");
}

#[test]
fn a_profile_reads_prices_and_categories_at_hand() {
    let files = [base(&[]), shard()];
    let store = store(&files);
    let profile = |ask: Ask<'_>| ask.put(|request| Profile::of(&store, request.session));
    assert_eq!(profile(Ask::default()).price_level, None);
    assert_eq!(profile(Ask { seen: &["tent", "nowhere"], ..Ask::default() }).price_level, Some(90));
    assert_eq!(profile(Ask { seen: &["tent"], cart: &["cheap"], ..Ask::default() }).price_level, Some(10));
}
