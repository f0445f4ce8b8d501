//! What may not be shown, and how much it takes to be shown.

use crate::shop::{ASK, Ask, base, base_of, check, line, shard, store, together};
use cobuy_engine::explain::Verdict;
use cobuy_engine::{explain, policy::Exclusion};
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::write::file::BaseInfo;

fn shop() -> Vec<Vec<u8>> {
    vec![
        base(&[("seller", 255), ("second", 100)]),
        shard(1, &[together("tent", &[("pegs", 200), ("bag", 150), ("mat", 100), ("!lamp", 50)])]),
        shard(2, &[together("bag", &[("tent", 90), ("mat", 80)])]),
    ]
}

const TENT: Ask<'static> = Ask { product: Some("tent"), ..ASK };

#[test]
fn what_is_excluded_is_not_shown() {
    let shop = shop();
    check(&shop, &TENT, "pegs 200, bag 150, mat 100");
    check(&shop, &Ask { cart: &["bag"], ..TENT }, "pegs 200, mat 180");
    check(&shop, &Ask { purchases: &["pegs"], ..TENT }, "bag 150, mat 100");
    check(&shop, &Ask { claimed: &["pegs", "unknown"], ..TENT }, "bag 150, mat 100");
    check(&shop, &Ask { sold_out: &["mat"], ..TENT }, "pegs 200, bag 150");
    // What was only viewed may come back: the shopper has not decided yet.
    check(&shop, &Ask { seen: &["mat"], ..TENT }, "pegs 200, bag 150, mat 100");
    check(&shop, &Ask { set: &[(Opt::Seen, 0)], seen: &["mat"], ..TENT }, "pegs 200, bag 150");
    check(&shop, &Ask { set: &[(Opt::CartWeight, 0)], cart: &["bag"], ..TENT }, "pegs 200, mat 100");
}

#[test]
fn the_host_knows_stock_better_than_the_snapshot() {
    let shop = shop();
    check(&shop, &Ask { live_stock: true, ..TENT }, "pegs 200, bag 150, mat 100, !lamp 50");
    let sold_out = Ask { live_stock: true, sold_out: &["!lamp", "pegs"], ..TENT };
    check(&shop, &sold_out, "bag 150, mat 100");
}

#[test]
fn the_first_reason_is_told() {
    let shop = shop();
    let store = store(&shop);
    let check = |ask: Ask<'_>, key: &str, exclusion| {
        let explanation = ask.put(|request| explain(&store, request));
        let candidate = explanation.candidates.iter().find(|candidate| candidate.key == key);
        assert_eq!(candidate.map(|found| found.verdict), Some(Verdict::Excluded(exclusion)), "{ask:?}");
    };
    let bag = Ask { cart: &["bag"], ..TENT };
    check(bag.clone(), "tent", Exclusion::PageProduct);
    check(Ask { cart: &["bag", "tent"], claimed: &["tent"], ..TENT }, "tent", Exclusion::PageProduct);
    check(Ask { purchases: &["bag"], sold_out: &["bag"], ..bag }, "bag", Exclusion::InCart);
    check(Ask { purchases: &["mat"], claimed: &["mat"], ..TENT }, "mat", Exclusion::Purchased);
    check(Ask { sold_out: &["mat"], claimed: &["mat"], ..TENT }, "mat", Exclusion::Unavailable);
    check(Ask { claimed: &["!lamp"], ..TENT }, "!lamp", Exclusion::Unavailable);
    check(Ask { claimed: &["!lamp"], live_stock: true, ..TENT }, "!lamp", Exclusion::Claimed);
    let protocol = Ask { placement: Placement::Protocol, seen: &["bag"], ..TENT };
    check(protocol.clone(), "tent", Exclusion::Seen);
    check(protocol, "bag", Exclusion::Seen);
}

#[test]
fn the_protocol_excludes_the_session_and_nothing_else() {
    let protocol = Ask { placement: Placement::Protocol, ..TENT };
    check(&shop(), &protocol, "pegs 200, bag 150, mat 100, !lamp 50");
    let host = Ask { purchases: &["pegs"], claimed: &["bag"], sold_out: &["mat"], ..protocol.clone() };
    check(&shop(), &host, "pegs 200, bag 150, mat 100, !lamp 50");
    check(&shop(), &Ask { seen: &["bag"], ..protocol.clone() }, "pegs 200, mat 180, !lamp 50");
    check(&shop(), &Ask { product: None, cart: &["bag"], ..protocol.clone() }, "tent 90, mat 80");
    check(&shop(), &Ask { product: Some("unknown"), ..protocol }, "no-row");
}

/// The shop with a hold-out: a weight of 100 promises 10,000 of 65,535, the popular list 12,000.
fn calibrated() -> Vec<Vec<u8>> {
    let info = BaseInfo {
        popular_share: 12_000,
        calibration: vec![(Relation::Together, line())],
        ..BaseInfo::default()
    };
    let mut shop = shop();
    shop[0] = base_of(&info, &[("seller", 255), ("second", 100)]);
    shop
}

#[test]
fn what_promises_too_little_is_not_shown() {
    let at = |set| Ask { set, ..TENT };
    let shop = calibrated();
    check(&shop, &at(&[(Opt::MinConfidence, -1)]), "pegs 200, bag 150");
    check(&shop, &at(&[(Opt::MinConfidence, 0)]), "pegs 200, bag 150, mat 100");
    // 20,000 of 65,535 are 30.5 %.
    check(&shop, &at(&[(Opt::MinConfidence, 3_051)]), "pegs 200");
    check(&shop, &at(&[(Opt::MinConfidence, 3_052)]), "below-confidence");
    check(&shop, &at(&[(Opt::MinConfidence, 10_000)]), "below-confidence");
    let without_hold_out = self::shop();
    check(&without_hold_out, &at(&[(Opt::MinConfidence, -1)]), "pegs 200, bag 150, mat 100");
    check(&without_hold_out, &at(&[(Opt::MinConfidence, 9_999)]), "pegs 200, bag 150, mat 100");
    check(&without_hold_out, &at(&[(Opt::MinConfidence, 10_000)]), "below-confidence");
}

#[test]
fn popular_products_promise_what_the_popular_list_promised() {
    let at = |set| Ask { set, product: Some("unknown"), ..Ask::default() };
    let shop = calibrated();
    check(&shop, &at(&[(Opt::MinConfidence, -1)]), "seller 255, second 100");
    // 12,000 of 65,535 are 18.3 %.
    check(&shop, &at(&[(Opt::MinConfidence, 1_831)]), "seller 255, second 100");
    check(&shop, &at(&[(Opt::MinConfidence, 1_832)]), "below-confidence");
}

#[test]
fn a_list_of_too_few_stays_closed() {
    let at = |set| Ask { set, ..TENT };
    check(&shop(), &at(&[(Opt::MinItems, 3)]), "pegs 200, bag 150, mat 100");
    check(&shop(), &at(&[(Opt::MinItems, 4)]), "below-confidence");
    check(&shop(), &at(&[(Opt::MinItems, 3), (Opt::Limit, 2)]), "below-confidence");
    check(&calibrated(), &at(&[(Opt::MinItems, 2), (Opt::MinConfidence, 3_000)]), "below-confidence");
}
