//! What shown products have to be to the product looked at.

use crate::market::{ASKED, Market, TENT, check, live, rule, versus};
use crate::shop::{Ask, together};
use cobuy_snapshot::records::flag;
use cobuy_snapshot::rules::Action;
use cobuy_snapshot::rules::versus as be;
use cobuy_snapshot::write::rules::ActionInfo;
use cobuy_snapshot::write::table::Item;

/// A tent of 100.00 and three others: `same` in kind and brand but cheaper, `other` in both and dearer, and one of which
/// nothing is `known`.
fn shop() -> Market<'static> {
    let item = |key, category, brand, price_minor| Item {
        key,
        title: key,
        category,
        brand,
        price_minor,
        flags: flag::AVAILABLE,
        ..Item::default()
    };
    Market {
        items: vec![
            item("tent", "Tents", 1, Some(10_000)),
            item("same", "Tents", 1, Some(9_999)),
            item("other", "Mats", 2, Some(12_000)),
            item("unknown", "", 0, None),
        ],
        rows: vec![together("tent", &[("same", 90), ("other", 80), ("unknown", 70)])],
        popular: vec![("same", 90), ("other", 80), ("unknown", 70)],
        ..Market::default()
    }
}

/// What a requirement leaves, and what an exclusion leaves: what is not known is excluded and not asked for.
#[track_caller]
fn checked(action: ActionInfo, ask: &Ask<'_>, required: &str, left: &str) {
    for (kind, expected) in [(Action::Require, required), (Action::Exclude, left)] {
        let action = ActionInfo { kind, ..action.clone() };
        check(&shop().with(rule("r", vec![], vec![action])), ask, expected);
    }
}

fn bits(bits: u8) -> ActionInfo {
    versus(Action::Require, bits)
}

#[test]
fn categories() {
    checked(bits(be::SAME_CATEGORY), &TENT, "same", "other");
    checked(bits(be::OTHER_CATEGORY), &TENT, "other", "same");
    checked(bits(be::SAME_CATEGORY | be::OTHER_CATEGORY), &TENT, "all-excluded", "same other");
}

#[test]
fn brands() {
    checked(bits(be::SAME_BRAND), &TENT, "same", "other");
    checked(bits(be::OTHER_BRAND), &TENT, "other", "same");
    checked(bits(be::SAME_BRAND | be::OTHER_BRAND), &TENT, "all-excluded", "same other");
}

#[test]
fn prices() {
    let dearer = |percent| ActionInfo { dearer_percent: percent, ..bits(be::DEARER) };
    checked(bits(be::CHEAPER), &TENT, "same", "other");
    checked(bits(be::DEARER), &TENT, "other", "same");
    checked(dearer(20), &TENT, "other", "same");
    checked(dearer(19), &TENT, "all-excluded", "same other");
    // As dear as the product itself is neither.
    let equal = [live("same", Some(10_000))];
    let equal = Ask { live: &equal, ..TENT };
    checked(bits(be::CHEAPER), &equal, "all-excluded", "same other");
    checked(bits(be::DEARER), &equal, "other", "same");
    checked(dearer(65_535), &equal, "other", "same");
    // The price of the product looked at is asked of the host, too.
    let raised = [live("tent", Some(12_001))];
    checked(bits(be::CHEAPER), &Ask { live: &raised, ..TENT }, "same other", "all-excluded");
    checked(bits(be::CHEAPER), &Ask { same_prices: false, ..TENT }, "all-excluded", "all-excluded");
}

/// One thing that is not so decides, whatever is not known of the others.
#[test]
fn together_they_all_have_to_be_so() {
    checked(bits(be::SAME_CATEGORY | be::CHEAPER), &TENT, "same", "other");
    checked(bits(be::SAME_CATEGORY | be::DEARER), &TENT, "all-excluded", "same other");
    checked(bits(be::OTHER_BRAND | be::DEARER), &TENT, "other", "same");
    checked(bits(be::SAME_BRAND | be::OTHER_CATEGORY), &TENT, "all-excluded", "same other");
    let no_prices = Ask { same_prices: false, ..TENT };
    checked(bits(be::SAME_CATEGORY | be::CHEAPER), &no_prices, "all-excluded", "other");
    checked(bits(be::OTHER_BRAND | be::CHEAPER), &no_prices, "all-excluded", "same");
    checked(bits(be::ALL), &TENT, "all-excluded", "same other");
}

/// Without a product that is looked at nothing is anything to it; one that is not at hand might be anything.
#[test]
fn without_a_product_looked_at() {
    let page = |product| Ask { product, ..ASKED };
    checked(bits(be::SAME_CATEGORY), &page(None), "all-excluded", "same other unknown");
    checked(bits(be::SAME_CATEGORY), &page(Some("elsewhere")), "all-excluded", "all-excluded");
    checked(bits(be::CHEAPER), &page(Some("elsewhere")), "all-excluded", "all-excluded");
    checked(bits(be::OTHER_CATEGORY), &page(Some("unknown")), "all-excluded", "all-excluded");
}
