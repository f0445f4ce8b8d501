//! The JSON is a contract: a golden file holds its shape. The two snapshots are written down here and not built, so that
//! a better model does not change it.

use cobuy_audit::{
    Diff, Edge, Facts, HoldoutFacts, PairTally, Published, RowOf, SettingsFacts, Shown, Tallies,
};
use cobuy_snapshot::Relation;
use cobuy_snapshot::table::Figures;

use super::report::{Report, Side};
use super::{LISTED, json, words};

fn product(key: &str, title: &str, price_minor: u64, available: bool) -> Shown {
    Shown {
        key: key.to_owned(),
        title: title.to_owned(),
        price_minor: Some(price_minor),
        available,
        ..Shown::default()
    }
}

fn snapshot(generation: &str, k: u8, products: Vec<Shown>, rows: &[(u32, Relation, &[u32])]) -> Published {
    let facts = Facts {
        generation: generation.to_owned(),
        newest_order: "2026-10-31T12:00:00Z".to_owned(),
        recipe: "ridge, λ 10".to_owned(),
        holdout: Some(HoldoutFacts { hr6: 0.25, hr20: 0.5, popular_hr6: 0.125 }),
        settings: SettingsFacts { currency: Some("EUR".to_owned()), ..SettingsFacts::default() },
        base_bytes: 1_000,
        ..Facts::default()
    };
    let mut published = Published { facts, k, currency_exponent: 2, products, ..Published::default() };
    for (source, relation, neighbours) in rows {
        let (first, count) = (published.edges.len() as u32, neighbours.len() as u8);
        for (place, product) in neighbours.iter().enumerate() {
            let figures = Some(Figures { confidence: 80, reverse: 40, lift: 112 });
            published.edges.push(Edge {
                product: *product,
                weight: 200 - 10 * place as u32,
                figures,
                season: None,
            });
        }
        published.rows.push(RowOf { source: *source, relation: *relation, exponent: 0, first, count });
    }
    published
}

/// Lamp, mug, pegs, tent; then the mug goes, a stove with </script> in its title comes, prices and stock change.
fn both() -> (Published, Published) {
    let mut old = snapshot(
        "aa",
        1,
        vec![
            product("lamp", "Lamp", 500, true),
            product("mug", "Mug", 300, true),
            product("pegs", "Pegs", 100, false),
            product("tent", "Tent", 9_000, true),
        ],
        &[(0, Relation::Together, &[1]), (3, Relation::Together, &[2, 0]), (3, Relation::Upgrade, &[0])],
    );
    let mut new = snapshot(
        "bb",
        2,
        vec![
            product("lamp", "Lamp", 400, false),
            product("pegs", "Pegs", 100, true),
            product("stove", "Stove </script>", 4_000, true),
            product("tent", "Tent", 9_900, true),
        ],
        &[(2, Relation::Together, &[3]), (3, Relation::Together, &[0, 1, 2]), (3, Relation::Next, &[1])],
    );
    let rules =
        |named: &[(&str, u8)]| named.iter().map(|(name, said)| ((*name).to_owned(), [*said; 32])).collect();
    old.rules = rules(&[("bundle:old", 0), ("rule:other", 1), ("rule:same", 3)]);
    new.rules = rules(&[("rule:new", 0), ("rule:other", 2), ("rule:same", 3)]);
    (old, new)
}

fn told(listed: usize, tell: impl Fn(&Report<'_>) -> String) -> String {
    let (old, new) = both();
    let diff = Diff::new(&old, &new);
    let mut tallies = Tallies::default();
    tallies.pairs.insert((2, 3), PairTally { orders: 12, customers: 9 });
    let (old, new) = (Side::new(&old, None), Side::new(&new, Some(&tallies)));
    tell(&Report::new(&diff, &old, &new, listed))
}

#[test]
fn the_json_is_the_golden_file() {
    let text = told(LISTED, |report| json(report).unwrap());
    assert_eq!(text, include_str!("golden.json"), "{text}");
}

#[test]
fn words_say_what_the_json_says() {
    let path = |name| std::path::Path::new(name);
    let text = told(LISTED, |report| words::text(report, path("old"), path("new")));
    for expected in [
        "Products  4 → 4: 1 gained, 1 lost",
        "gained    stove Stove </script>",
        "lost      mug Mug",
        "Together  3 → 3: 1 gained, 1 lost",
        "stove Stove </script> + tent Tent  (12 orders of 9 customers, 40.0 % and 20.0 % of each other's orders, 8.0 × chance)",
        "moved     lamp Lamp for tent Tent: place 2 → 1",
        "Upgrade   1 → 0: 0 gained, 1 lost",
        "(strength 100.0 %)",
        "Next      0 → 1: 1 gained, 0 lost",
        "Prices    1 raised, 1 lowered",
        "tent Tent  €90.00 → €99.00 (+10.0 %)",
        "lamp Lamp  €5.00 → €4.00 (−20.0 %)",
        "Stock     1 back, 1 sold out",
        "Rules     1 gained, 1 lost, 1 changed",
        "changed   rule:other",
        "k = 1 → 2: shards have other names",
    ] {
        assert!(text.contains(expected), "no {expected:?} in\n{text}");
    }
}

#[test]
fn long_lists_are_cut_and_counted() {
    let text =
        told(1, |report| words::text(report, std::path::Path::new("old"), std::path::Path::new("new")));
    assert!(text.contains("and 1 more (--all lists them)"), "{text}");
    let text = told(1, |report| json(report).unwrap());
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let moves = &report["relations"][0]["moves"];
    assert_eq!((moves["count"].as_u64(), moves["listed"].as_array().map(Vec::len)), (Some(2), Some(1)));
}
