//! When nothing is shown at all, whatever there is to show.

use crate::market::{ASKED, Market, TENT, at, camp, check, good, rule, within};
use crate::shop::{Ask, store};
use cobuy_engine::policy::Exclusion;
use cobuy_engine::session::PageKind;
use cobuy_engine::{Placement, Session};
use cobuy_options::Opt;
use cobuy_snapshot::rules::{Action, Condition};
use cobuy_snapshot::write::rules::{ActionInfo, RuleInfo};
use cobuy_snapshot::write::table::Item;
use std::collections::BTreeSet;

const LIST: &str = "pegs mat bag lamp";

/// The host silences every list: in a support crisis, after a price increase, for customers at risk, and for whoever opted
/// out.
#[test]
fn the_host_silences() {
    let stated: [fn(&mut Session); 4] = [
        |session| session.facts.set("support_case_open", "true"),
        |session| session.facts.set("price_raised", "true"),
        |session| session.facts.set("at_risk", "true"),
        |session| session.facts.set("opted_out", "true"),
    ];
    for change in stated {
        check(&camp(), &Ask { change, ..TENT }, "suppressed-by-host");
    }
    let not_so: [fn(&mut Session); 3] = [
        |session| session.facts.set("support_case_open", "false"),
        |session| session.facts.set("opted_out", ""),
        |session| session.facts.set("opted_in", "true"),
    ];
    for change in not_so {
        check(&camp(), &Ask { change, ..TENT }, LIST);
    }
}

/// At the checkout lists are silent at payment, and nowhere else.
#[test]
fn nobody_is_disturbed_while_paying() {
    check(&camp(), &Ask { change: |session| session.visit.step = "payment".into(), ..TENT }, "at-payment");
    check(&camp(), &Ask { change: |session| session.visit.step = "address".into(), ..TENT }, LIST);
}

/// The command saw the price of the page's product rise.
#[test]
fn after_a_price_rise() {
    let mut shop = camp();
    shop.items.push(Item { raised_ms: Some(9), ..good("tent") });
    check(&shop, &TENT, "price-raised");
    check(&shop, &Ask { product: Some("mat"), seen: &["tent"], ..ASKED }, "pegs bag lamp");
    let mut other = camp();
    other.items.push(Item { raised_ms: Some(9), ..good("pegs") });
    check(&other, &TENT, LIST);
}

/// A list may wait for strong intent.
#[test]
fn a_list_waits_for_intent() {
    let at_least = |set| Ask { set, cart: &["rope"], ..TENT };
    check(&camp(), &at_least(&[(Opt::MinIntent, 30)]), LIST);
    check(&camp(), &at_least(&[(Opt::MinIntent, 31)]), "waits-for-intent");
    let checkout = |session: &mut Session| session.visit.page = PageKind::Checkout;
    check(&camp(), &Ask { change: checkout, ..at_least(&[(Opt::MinIntent, 55)]) }, LIST);
    check(&camp(), &Ask { set: &[(Opt::MinIntent, 1)], ..TENT }, "waits-for-intent");
    check(&camp(), &Ask { set: &[(Opt::MinIntent, 0)], ..TENT }, LIST);
}

#[test]
#[cfg(feature = "full")]
fn the_first_reason_is_told() {
    let silent = || camp().with(rule("hush", vec![], vec![ActionInfo::new(Action::Silence)]));
    let mut raised = silent();
    raised.items.push(Item { raised_ms: Some(9), ..good("tent") });
    let all = |session: &mut Session| {
        session.facts.set("at_risk", "true");
        session.visit.step = "payment".into();
    };
    let paying = |session: &mut Session| session.visit.step = "payment".into();
    let waits = Ask { set: &[(Opt::MinIntent, 100)], ..TENT };
    check(&raised, &Ask { change: all, ..waits.clone() }, "suppressed-by-host");
    check(&raised, &Ask { change: paying, ..waits.clone() }, "at-payment");
    check(&raised, &waits, "price-raised");
    check(&silent(), &waits, "by-rule");
    check(&camp(), &waits, "waits-for-intent");
    // Silence wins over pins.
    check(&camp().pins("r", 1, &["rope"]), &waits, "waits-for-intent");
}

/// Rules win over scores; the placement in which scores are compared knows none.
#[test]
fn the_protocol_is_never_silent() {
    let mut shop = camp().with(rule("hush", vec![], vec![ActionInfo::new(Action::Silence)]));
    shop.items.push(Item { raised_ms: Some(9), ..good("tent") });
    let all = |session: &mut Session| {
        session.facts.set("at_risk", "true");
        session.visit.step = "payment".into();
    };
    let set = &[(Opt::MinIntent, 100)];
    let protocol = Ask { placement: Placement::Protocol, change: all, set, ..TENT };
    check(&shop, &protocol, LIST);
}

#[test]
#[cfg(feature = "full")]
fn a_rule_is_silent_where_it_says() {
    let cart = RuleInfo {
        placements: at(&[Placement::Cart]),
        ..rule("hush", vec![within(Condition::Visit, 1, 1)], vec![ActionInfo::new(Action::Silence)])
    };
    let shop = camp().with(cart);
    let in_cart = Ask { placement: Placement::Cart, product: None, cart: &["tent"], ..ASKED };
    check(&shop, &in_cart, "by-rule");
    check(&shop, &Ask { change: |session| session.shopper.visits = 1, ..in_cart }, LIST);
    check(&shop, &TENT, LIST);
}

/// Without a price nothing is shown, in a shop that has prices; before the host has
/// spoken its word is waited for.
#[test]
fn price_less_products() {
    let mut shop = Market { priced: true, ..camp() };
    shop.items[0].price_minor = None;
    check(&shop, &TENT, "pegs bag lamp");
    check(&Market { priced: false, ..shop.clone() }, &TENT, LIST);
    check(&shop, &Ask { live_stock: true, ..TENT }, LIST);
    let says = |key, price| [crate::market::live(key, price)];
    check(&shop, &Ask { live: &says("mat", Some(5)), ..TENT }, LIST);
    check(&shop, &Ask { live: &says("mat", None), live_stock: true, ..TENT }, "pegs bag lamp");
    check(&shop, &Ask { live: &says("pegs", None), ..TENT }, "bag lamp");
    let protocol = Ask { placement: Placement::Protocol, ..TENT };
    check(&shop, &protocol, LIST);
}

/// Add-ons at the checkout are small beside what is bought.
#[test]
fn what_is_too_dear_for_the_cart() {
    let mut shop = camp();
    shop.items[0].price_minor = Some(300);
    shop.items[1].price_minor = Some(301);
    let tenner = |session: &mut Session| session.cart_value_minor = Some(1_000);
    let small = Ask { set: &[(Opt::MaxPriceShare, 30)], change: tenner, ..TENT };
    check(&shop, &small, "mat");
    check(&shop, &Ask { set: &[(Opt::MaxPriceShare, 100)], ..small.clone() }, LIST);
    check(&shop, &Ask { set: &[(Opt::MaxPriceShare, 0)], ..small.clone() }, LIST);
    // Without a value of the cart nothing is too dear; without a price everything is.
    check(&shop, &Ask { change: |_| {}, ..small.clone() }, LIST);
    check(&shop, &Ask { same_prices: false, ..small.clone() }, "all-excluded");
    let checkout = Ask { placement: Placement::Checkout, product: None, cart: &["tent"], ..ASKED };
    check(&shop, &Ask { change: tenner, ..checkout.clone() }, "mat");
    check(&shop, &checkout, "pegs mat bag");
    let rich = |session: &mut Session| session.cart_value_minor = Some(u64::MAX);
    check(&shop, &Ask { change: rich, ..small }, LIST);
}

/// What became of each rule is told.
#[test]
#[cfg(feature = "full")]
fn explanations_say_why_a_rule_does_nothing() {
    use cobuy_engine::explain::{RuleNote, explain};
    let group = |id: &str| RuleInfo { group: 1, ..rule(id, vec![], vec![]) };
    let cart = RuleInfo { placements: at(&[Placement::Cart]), ..rule("cart", vec![], vec![]) };
    let second = vec![within(Condition::Visit, 1, 1), within(Condition::Visit, 2, 2)];
    let files =
        camp().with(group("one")).with(group("two")).with(cart).with(rule("visit", second, vec![])).files();
    let store = store(&files);
    let explanation = TENT.put(|request| explain(&store, request));
    let told: Vec<_> = explanation.rules.iter().map(|(id, note)| (id.as_str(), *note)).collect();
    assert_eq!(
        told,
        [
            ("one", RuleNote::Acts),
            ("two", RuleNote::GroupTaken),
            ("cart", RuleNote::NotHere),
            ("visit", RuleNote::Condition(1))
        ]
    );
}

/// Nobody can act on a reason that has no name.
#[test]
fn every_exclusion_has_its_own_name() {
    use Exclusion::*;
    let all = [
        PageProduct,
        InCart,
        Purchased,
        Unavailable,
        Claimed,
        NoCard,
        Seen,
        OutOfSeason,
        ByRule,
        NotRequired,
        NoPrice,
        TooDear,
    ];
    let names: BTreeSet<&str> = all.into_iter().map(Exclusion::name).collect();
    assert_eq!(names.len(), all.len());
    assert_eq!(ByRule.name(), "a rule excludes it");
    assert!(all.is_sorted());
}
