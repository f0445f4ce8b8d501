//! What rules ask: each kind of condition is so, is not so, or nobody knows, and then neither it nor its opposite acts.

use crate::market::{
    ASKED, HOUR, Market, NOW, TENT, camp, gone, good, in_set, keys, live, named, not, of_sets, rule, within,
};
use crate::shop::{Ask, store, together};
use cobuy_engine::session::PageKind;
use cobuy_engine::{Live, Session};
use cobuy_snapshot::base::SHOP_KEY;
use cobuy_snapshot::rules::{ANY, Action, Condition};
use cobuy_snapshot::write::rules::{ActionInfo, ConditionInfo, RuleInfo};
use cobuy_snapshot::write::table::Item;

/// Whether a condition holds: a rule that silences the list does so, or one of the opposite does, or neither.
#[track_caller]
fn check(condition: ConditionInfo, ask: &Ask<'_>, expected: Option<bool>) {
    check_in(&shop(), condition, ask, expected);
}

#[track_caller]
fn check_in(market: &Market<'_>, condition: ConditionInfo, ask: &Ask<'_>, expected: Option<bool>) {
    let acts = |condition: ConditionInfo| {
        let silence = ActionInfo::new(Action::Silence);
        let files = market.clone().with(rule("hush", vec![condition], vec![silence])).files();
        keys(&store(&files), ask) == "by-rule"
    };
    let so = (acts(condition.clone()), acts(not(condition.clone())));
    assert_eq!(so, (expected == Some(true), expected == Some(false)), "{condition:?} {ask:?}");
}

/// The camp shop; set 1 holds the tent, and mat and hut are of its category.
fn shop() -> Market<'static> {
    let mut shop = camp();
    let kind = |key, sets| Item { category: "Sleep", ..of_sets(key, sets) };
    shop.items = vec![kind("tent", 2), kind("mat", 1), kind("hut", 0), of_sets("bag", 1), good("lamp")];
    shop
}

#[test]
fn viewed() {
    check(in_set(Condition::Viewed, 1), &TENT, Some(true));
    check(in_set(Condition::Viewed, 0), &TENT, Some(false));
    check(in_set(Condition::Viewed, 63), &TENT, Some(false));
    check(ConditionInfo::new(Condition::Viewed), &TENT, Some(true));
    check(in_set(Condition::Viewed, 1), &ASKED, None);
    check(in_set(Condition::Viewed, 1), &Ask { product: Some("elsewhere"), ..ASKED }, None);
    check(in_set(Condition::Viewed, ANY), &Ask { product: Some("elsewhere"), ..ASKED }, Some(true));
}

/// A page or a cart that names a list of the snapshot names no product of which anything is known.
#[test]
fn names_of_lists_are_no_products() {
    let list = Ask { product: Some(SHOP_KEY), cart: &[SHOP_KEY], ..ASKED };
    check(in_set(Condition::Viewed, 1), &list, None);
    check(within(Condition::InCart, 1, i64::MAX), &list, Some(true));
    check(ConditionInfo { low: 1, ..in_set(Condition::InCart, 0) }, &list, None);
    let similar = ConditionInfo { low: 2, ..ConditionInfo::new(Condition::SimilarViewed) };
    check(similar, &Ask { seen: &[SHOP_KEY], ..TENT }, None);
}

#[test]
fn in_cart() {
    let of = |low, high| ConditionInfo { low, high, ..in_set(Condition::InCart, 0) };
    let cart = |cart| Ask { cart, ..ASKED };
    check(of(1, i64::MAX), &cart(&["mat"]), Some(true));
    check(of(2, i64::MAX), &cart(&["mat", "bag", "pegs"]), Some(true));
    check(of(2, i64::MAX), &cart(&["mat", "pegs"]), Some(false));
    check(of(i64::MIN, 1), &cart(&["mat", "bag"]), Some(false));
    check(of(0, 0), &cart(&["pegs"]), Some(true));
    check(of(1, 1), &cart(&[]), Some(false));
    // What is not at hand might be of the set; sometimes that decides nothing.
    check(of(1, i64::MAX), &cart(&["elsewhere"]), None);
    check(of(0, 0), &cart(&["elsewhere"]), None);
    check(of(1, i64::MAX), &cart(&["elsewhere", "mat"]), Some(true));
    check(of(1, 1), &cart(&["elsewhere", "mat"]), None);
    check(of(3, i64::MAX), &cart(&["elsewhere", "mat"]), Some(false));
    check(of(0, 2), &cart(&["elsewhere", "mat"]), Some(true));
    check(of(i64::MIN, 0), &cart(&["elsewhere", "mat"]), Some(false));
    check(within(Condition::InCart, 2, 2), &cart(&["elsewhere", "mat"]), Some(true));
}

#[test]
fn cart_value() {
    let of = |minor: fn(&mut Session)| Ask { change: minor, ..ASKED };
    let condition = || within(Condition::CartValue, 7_500, 9_500);
    check(condition(), &of(|session| session.cart_value_minor = Some(7_500)), Some(true));
    check(condition(), &of(|session| session.cart_value_minor = Some(9_500)), Some(true));
    check(condition(), &of(|session| session.cart_value_minor = Some(7_499)), Some(false));
    check(condition(), &of(|session| session.cart_value_minor = Some(9_501)), Some(false));
    check(condition(), &of(|session| session.cart_value_minor = Some(u64::MAX)), Some(false));
    check(condition(), &ASKED, None);
    // 80.00 of another currency are no 80.00.
    let foreign = Ask { foreign: true, ..of(|session| session.cart_value_minor = Some(8_000)) };
    check(condition(), &foreign, None);
}

#[test]
fn last_purchase() {
    let condition = || in_set(Condition::LastPurchase, 0);
    check(condition(), &Ask { purchases: &["mat", "pegs"], ..ASKED }, Some(true));
    check(condition(), &Ask { purchases: &["pegs", "mat"], ..ASKED }, Some(false));
    check(condition(), &Ask { purchases: &["elsewhere"], ..ASKED }, None);
    check(condition(), &ASKED, None);
    // What was just ordered is newer than all that, the whole of it.
    let ordered = |change| Ask { purchases: &["mat"], change, ..ASKED };
    check(condition(), &ordered(|session| session.order = vec!["bag".into()]), Some(true));
    check(condition(), &ordered(|session| session.order = vec!["pegs".into(), "bag".into()]), Some(true));
    check(condition(), &ordered(|session| session.order = vec!["mat".into(), "bag".into()]), Some(true));
    check(condition(), &ordered(|session| session.order = vec!["pegs".into()]), Some(false));
    let partly = |session: &mut Session| session.order = vec!["pegs".into(), "elsewhere".into()];
    check(condition(), &ordered(partly), None);
    let surely = |session: &mut Session| session.order = vec!["elsewhere".into(), "bag".into()];
    check(condition(), &ordered(surely), Some(true));
}

#[test]
fn segment() {
    let of = |bits| within(Condition::Segment, bits, i64::MAX);
    check(of(0b00001), &ASKED, Some(true));
    check(of(0b11110), &ASKED, Some(false));
    check(of(0b00010), &Ask { cart: &["mat"], ..ASKED }, Some(true));
    check(of(0b00100), &Ask { change: |session| session.shopper.visits = 1, ..ASKED }, Some(true));
    check(of(0b01000), &Ask { purchases: &["mat"], ..ASKED }, Some(true));
    let loyal = Ask { change: |session| session.facts.set("loyalty_tier", "gold"), ..ASKED };
    check(of(0b10000), &loyal, Some(true));
    check(of(0b01111), &loyal, Some(false));
}

#[test]
fn intent() {
    let cart = Ask { cart: &["mat"], ..ASKED };
    check(within(Condition::Intent, 30, 100), &cart, Some(true));
    check(within(Condition::Intent, 31, 100), &cart, Some(false));
    check(within(Condition::Intent, 0, 29), &cart, Some(false));
    let checkout = Ask { change: |session| session.visit.page = PageKind::Checkout, ..cart };
    check(within(Condition::Intent, 55, 55), &checkout, Some(true));
}

#[test]
fn device() {
    let of = |bits| within(Condition::Device, bits, i64::MAX);
    let on = |change| Ask { change, ..ASKED };
    check(of(0b001), &on(|session| session.shopper.device = "phone".into()), Some(true));
    check(of(0b010), &on(|session| session.shopper.device = "tablet".into()), Some(true));
    check(of(0b100), &on(|session| session.shopper.device = "desktop".into()), Some(true));
    check(of(0b110), &on(|session| session.shopper.device = "phone".into()), Some(false));
    check(of(0b111), &on(|session| session.shopper.device = "watch".into()), None);
    check(of(0b111), &ASKED, None);
}

#[test]
fn visit() {
    let third = Ask { change: |session| session.shopper.visits = 2, ..ASKED };
    check(within(Condition::Visit, 3, i64::MAX), &third, Some(true));
    check(within(Condition::Visit, 4, i64::MAX), &third, Some(false));
    check(within(Condition::Visit, 1, 1), &ASKED, Some(true));
}

#[test]
fn hours_away() {
    let condition = || within(Condition::HoursAway, 4, 24);
    let after = |change| Ask { change, ..ASKED };
    check(condition(), &after(|session| session.shopper.hours_away = Some(3)), Some(false));
    check(condition(), &after(|session| session.shopper.hours_away = Some(4)), Some(true));
    check(condition(), &after(|session| session.shopper.hours_away = Some(23)), Some(true));
    check(condition(), &after(|session| session.shopper.hours_away = Some(24)), Some(false));
    check(condition(), &ASKED, None);
}

#[test]
fn left_cart() {
    let condition = || within(Condition::LeftCart, 2, i64::MAX);
    check(condition(), &Ask { change: |session| session.shopper.left_cart = 9, ..ASKED }, None);
    let two = |session: &mut Session| {
        session.shopper.hours_away = Some(5);
        session.shopper.left_cart = 2;
    };
    let one = |session: &mut Session| {
        session.shopper.hours_away = Some(5);
        session.shopper.left_cart = 1;
    };
    check(condition(), &Ask { change: two, ..ASKED }, Some(true));
    check(condition(), &Ask { change: one, ..ASKED }, Some(false));
}

#[test]
fn fact() {
    let usage = |change| Ask { change, ..ASKED };
    let over = || named(Condition::Fact, "usage", 11, i64::MAX);
    check(over(), &usage(|session| session.facts.set("usage", "11")), Some(true));
    check(over(), &usage(|session| session.facts.set("usage", "10.9")), Some(false));
    check(over(), &usage(|session| session.facts.set("usage", "many")), None);
    check(over(), &usage(|session| session.facts.set("other", "11")), None);
    check(
        named(Condition::Fact, "usage", 0, 10),
        &usage(|session| session.facts.set("usage", "11")),
        Some(false),
    );
    let gold = || named(Condition::Fact, "tier\tgold", i64::MIN, i64::MAX);
    check(gold(), &usage(|session| session.facts.set("tier", "gold")), Some(true));
    check(gold(), &usage(|session| session.facts.set("tier", "golden")), Some(false));
    check(gold(), &ASKED, None);
}

#[test]
fn event() {
    let times = |change| Ask { change, ..ASKED };
    let over = || named(Condition::Event, "export", 11, i64::MAX);
    check(over(), &times(|session| session.events = vec![("export".into(), 11)]), Some(true));
    check(over(), &times(|session| session.events = vec![("export".into(), 10)]), Some(false));
    check(over(), &times(|session| session.events = vec![("import".into(), 11)]), Some(false));
    check(named(Condition::Event, "export", 0, 0), &ASKED, Some(true));
}

#[test]
fn viewed_stock() {
    let condition = || within(Condition::ViewedStock, i64::MIN, 5);
    let say = |pieces| [Live { left: pieces, ..live("tent", Some(1)) }];
    check(condition(), &Ask { live: &say(Some(5)), ..TENT }, Some(true));
    check(condition(), &Ask { live: &say(Some(6)), ..TENT }, Some(false));
    check(condition(), &Ask { live: &say(None), ..TENT }, None);
    check(condition(), &Ask { live: &say(Some(5)), ..ASKED }, None);
    check(condition(), &TENT, None);
}

#[test]
fn viewed_price() {
    let condition = || within(Condition::ViewedPrice, 900, 1_000);
    check(condition(), &TENT, Some(true));
    check(condition(), &Ask { live: &[live("tent", Some(899))], ..TENT }, Some(false));
    check(condition(), &Ask { live: &[live("tent", Some(1_001))], ..TENT }, Some(false));
    check(condition(), &Ask { live: &[live("tent", None)], ..TENT }, None);
    check(condition(), &Ask { same_prices: false, ..TENT }, None);
    check(condition(), &Ask { product: Some("elsewhere"), ..TENT }, None);
    check(condition(), &ASKED, None);
}

#[test]
fn similar_viewed() {
    let least = |low| within(Condition::SimilarViewed, low, i64::MAX);
    let seen = |seen| Ask { seen, ..TENT };
    check(least(3), &seen(&["mat", "hut"]), Some(true));
    check(least(3), &seen(&["mat", "hut", "tent"]), Some(true));
    check(least(4), &seen(&["mat", "hut", "tent"]), Some(false));
    check(least(2), &seen(&["lamp", "bag"]), Some(false));
    check(least(1), &seen(&[]), Some(true));
    check(within(Condition::SimilarViewed, 0, 1), &seen(&["mat"]), Some(false));
    // What is not at hand might be of the category.
    check(least(2), &seen(&["elsewhere"]), None);
    check(least(2), &seen(&["elsewhere", "mat"]), Some(true));
    check(within(Condition::SimilarViewed, 0, 1), &seen(&["elsewhere"]), None);
    check(least(2), &Ask { product: Some("pegs"), seen: &["mat"], ..ASKED }, None);
    check(least(1), &ASKED, None);
}

#[test]
fn in_views() {
    let of = |low, high| ConditionInfo { low, high, ..in_set(Condition::InViews, 0) };
    check(of(2, i64::MAX), &Ask { product: Some("mat"), seen: &["bag", "mat"], ..ASKED }, Some(true));
    check(of(2, 2), &Ask { product: Some("mat"), seen: &["bag", "mat"], ..ASKED }, Some(true));
    check(of(1, i64::MAX), &Ask { seen: &["pegs"], ..TENT }, Some(false));
    check(of(1, i64::MAX), &Ask { seen: &["elsewhere"], ..TENT }, None);
    check(of(1, i64::MAX), &Ask { seen: &["elsewhere", "bag"], ..ASKED }, Some(true));
    check(of(0, 0), &ASKED, Some(true));
}

#[test]
fn month() {
    let winter = || within(Condition::Month, 0b1100_0000_0001, i64::MAX);
    let month = |month| Ask { month, ..ASKED };
    check(winter(), &month(Some(0)), Some(true));
    check(winter(), &month(Some(11)), Some(true));
    check(winter(), &month(Some(1)), Some(false));
    check(winter(), &month(None), None);
    check(winter(), &month(Some(12)), None);
}

#[test]
fn cart_sold_out() {
    let condition = || within(Condition::CartSoldOut, 1, i64::MAX);
    let cart = Ask { cart: &["mat", "bag"], ..ASKED };
    let here = |key| live(key, Some(1));
    check(condition(), &Ask { live: &[gone("mat")], ..cart.clone() }, Some(true));
    check(condition(), &Ask { live: &[here("mat"), here("bag"), gone("pegs")], ..cart.clone() }, Some(false));
    check(condition(), &Ask { live: &[here("mat")], ..cart.clone() }, None);
    check(condition(), &cart, None);
    check(condition(), &ASKED, Some(false));
}

#[test]
fn all_conditions_of_a_rule_have_to_hold() {
    let silence = || vec![ActionInfo::new(Action::Silence)];
    let both = vec![in_set(Condition::Viewed, 1), within(Condition::CartValue, 100, i64::MAX)];
    let shop = shop().with(rule("hush", both, silence()));
    let rich = Ask { change: |session| session.cart_value_minor = Some(100), ..TENT };
    crate::market::check(&shop, &rich, "by-rule");
    crate::market::check(&shop, &TENT, "pegs mat bag lamp");
    crate::market::check(&shop, &Ask { product: Some("mat"), ..rich }, "stove mug");
}

/// A page without time is one on which nothing that depends on the time happens.
#[test]
fn validity_ends_by_the_clock_that_is_passed() {
    let between = |from_ms, until_ms| {
        let silence = vec![ActionInfo::new(Action::Silence)];
        let hush = RuleInfo { from_ms, until_ms, ..rule("hush", vec![], silence) };
        Market { rows: vec![together("tent", &[("pegs", 9)])], ..Market::default() }.with(hush)
    };
    let check = |market: &Market<'_>, now_ms, silent| {
        let expected = if silent { "by-rule" } else { "pegs" };
        crate::market::check(market, &Ask { now_ms, ..TENT }, expected);
    };
    let today = between(NOW, NOW + HOUR);
    check(&today, NOW - 1, false);
    check(&today, NOW, true);
    check(&today, NOW + HOUR - 1, true);
    check(&today, NOW + HOUR, false);
    check(&today, 0, false);
    check(&between(0, NOW), 0, false);
    check(&between(0, NOW), 1, true);
    check(&between(1, u64::MAX), 0, false);
    check(&between(0, u64::MAX), 0, true);
}
