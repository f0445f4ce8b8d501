//! What a list's products are to the session's: one relation a list, and what stands in where it has nothing.

use crate::shop::{Ask, Row, base, base_of, check, line, popular, shard, store, together};
use cobuy_engine::{Signal, explain};
use cobuy_options::Opt;
use cobuy_snapshot::Relation;
use cobuy_snapshot::base::SHOP_KEY;
use cobuy_snapshot::write::file::BaseInfo;

fn row<'a>(key: &'a str, relation: Relation, neighbours: &[(&'a str, u8)]) -> Row<'a> {
    (key, relation, neighbours.to_vec())
}

/// `tent` has every relation, `cold` was never bought with another, `new` has nothing but its category's list.
fn shop() -> Vec<Vec<u8>> {
    vec![
        base(&[("seller", 255)]),
        shard(
            1,
            &[
                together("tent", &[("pegs", 200)]),
                row("tent", Relation::Similar, &[("tarp", 150), ("dome", 90)]),
                row("tent", Relation::Upgrade, &[("palace", 120)]),
                row("tent", Relation::Next, &[("patch", 80)]),
            ],
        ),
        shard(2, &[row("cold", Relation::Similar, &[("warm", 70)]), popular("cold", &[("stove", 60)])]),
        shard(3, &[popular("new", &[("lamp", 50)])]),
        shard(
            4,
            &[
                popular("category:Camp", &[("mug", 40)]),
                row("category:Camp", Relation::Rising, &[("cup", 30)]),
            ],
        ),
        shard(
            5,
            &[row("mat", Relation::Upgrade, &[("airbed", 110)]), row("mat", Relation::Next, &[("pump", 75)])],
        ),
    ]
}

/// The options' numbers of the words.
const AUTO: i32 = 0;
const fn only(relation: Relation) -> i32 {
    relation as i32 + 1
}
const SIMILAR: i32 = 2;
const POPULAR: i32 = 1;

fn asked<'a>(product: &'a str, set: &'a [(Opt, i32)]) -> Ask<'a> {
    Ask { product: Some(product), set, ..Ask::default() }
}

#[test]
fn a_list_is_of_the_relation_it_asks_for() {
    let check = |product: &str, relation, expected: &str| {
        check(&shop(), &asked(product, &[(Opt::Relation, relation)]), expected);
    };
    check("tent", AUTO, "pegs 200");
    check("tent", only(Relation::Together), "pegs 200");
    check("tent", only(Relation::Similar), "tarp 150, dome 90");
    check("tent", only(Relation::Upgrade), "palace 120");
    check("tent", only(Relation::Next), "patch 80");
    check("new", only(Relation::Popular), "lamp 50");
    check("tent", only(Relation::Popular), "seller 255");
    check("tent", only(Relation::Rising), "no-row");
    // Who asks for one relation gets it or nothing, whatever `fallback` says.
    check("cold", only(Relation::Together), "no-row");
    check("new", only(Relation::Similar), "no-row");
}

#[test]
fn the_words_of_the_option_are_the_relations() {
    for relation in Relation::ALL {
        assert_eq!(Opt::Relation.kind().parse(relation.name()), Some(only(relation)));
    }
    assert_eq!(Opt::Relation.kind().parse("auto"), Some(AUTO));
    assert_eq!(Opt::Fallback.kind().parse("similar"), Some(SIMILAR));
}

#[test]
fn cold_products_get_what_fallback_allows() {
    let check = |product: &str, fallback, expected: &str| {
        check(&shop(), &asked(product, &[(Opt::Fallback, fallback)]), expected);
    };
    check("cold", SIMILAR, "warm 70");
    check("cold", POPULAR, "stove 60");
    check("cold", 0, "no-row");
    check("new", SIMILAR, "lamp 50");
    check("unknown", SIMILAR, "seller 255");
    check("tent", SIMILAR, "pegs 200");
}

#[test]
fn a_page_that_states_its_category_gets_its_lists() {
    let shop = shop();
    let store = store(&shop);
    let check = |product: Option<&str>, relation, expected: &str| {
        let ask = Ask { product, set: &[(Opt::Relation, relation)], ..Ask::default() };
        let ranking = ask.put(|request| {
            let mut session = request.session.clone();
            session.category = "category:Camp".to_owned();
            explain(&store, &cobuy_engine::Request { session: &session, ..*request }).ranking
        });
        assert_eq!(crate::shop::told(&store, &ranking), expected);
        ranking.items.first().and_then(|ranked| ranked.source)
    };
    let list = store.find("category:Camp");
    assert_eq!(check(None, only(Relation::Popular), "mug 40"), list);
    assert_eq!(check(None, only(Relation::Rising), "cup 30"), list);
    assert_eq!(check(None, AUTO, "mug 40"), list);
    assert_eq!(check(Some("new"), AUTO, "lamp 50"), store.find("new"), "its own list comes first");
    assert_ne!(store.find(SHOP_KEY), None);
}

#[test]
fn an_upgrade_is_one_of_the_page_s_product() {
    let upgrade = &[(Opt::Relation, only(Relation::Upgrade))];
    check(&shop(), &Ask { seen: &["mat"], ..asked("tent", upgrade) }, "palace 120");
    check(&shop(), &Ask { seen: &["mat"], ..asked("cold", upgrade) }, "no-row");
    check(&shop(), &Ask { cart: &["mat"], set: upgrade, ..Ask::default() }, "airbed 110");
}

#[test]
fn what_was_bought_counts_for_what_comes_next() {
    let next = &[(Opt::Relation, only(Relation::Next))];
    let bought = Ask { purchases: &["mat"], set: next, ..Ask::default() };
    check(&shop(), &bought, "pump 75");
    check(&shop(), &Ask { set: &[], ..bought.clone() }, "seller 255");
    check(&shop(), &Ask { product: Some("tent"), ..bought.clone() }, "patch 80");
    let store_of = shop();
    let store = store(&store_of);
    let ranking = bought.answer(&store);
    let ranked = ranking.items[0];
    assert_eq!((ranked.signal, ranked.relation), (Signal::Purchase, Relation::Next));
    assert_eq!(ranked.figures.map(|figures| figures.confidence), Some(37));
}

/// A threshold is in the unit of a calibration; a relation without one refuses nothing.
#[test]
fn each_relation_has_its_own_calibration() {
    let info = BaseInfo { calibration: vec![(Relation::Similar, line())], ..BaseInfo::default() };
    let mut shop = shop();
    shop[0] = base_of(&info, &[("seller", 255)]);
    // A weight of 150 promises 15,000 of 65,535: 22.9 %; of 90, 13.7 %.
    let at = |relation, least| [(Opt::Relation, only(relation)), (Opt::MinConfidence, least)];
    check(&shop, &asked("tent", &at(Relation::Similar, 1_500)), "tarp 150");
    check(&shop, &asked("tent", &at(Relation::Upgrade, 9_999)), "palace 120");
}
