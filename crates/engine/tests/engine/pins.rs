//! Products that a rule names stand where it says, unless a guard-rail is against them.

use crate::market::{ASKED, Market, TENT, by, camp, check, gone, in_set, on_set, rule, versus, within};
use crate::shop::{Ask, store, together};
use cobuy_engine::explain::Verdict;
use cobuy_engine::policy::Exclusion;
use cobuy_engine::{Session, explain};
use cobuy_options::Opt;
use cobuy_options::table::relation;
use cobuy_snapshot::Relation;
use cobuy_snapshot::rules::versus as be;
use cobuy_snapshot::rules::{Action, Condition};
use cobuy_snapshot::write::rules::{ActionInfo, ConditionInfo};
use cobuy_snapshot::write::table::Item;

#[test]
fn they_stand_at_their_position_and_after() {
    check(&camp().pins("r", 1, &["rope", "axe"]), &TENT, "rope axe pegs mat bag lamp");
    check(&camp().pins("r", 2, &["rope", "axe"]), &TENT, "pegs rope axe mat bag lamp");
    check(&camp().pins("r", 5, &["rope"]), &TENT, "pegs mat bag lamp rope");
    check(&camp().pins("r", 24, &["rope"]), &TENT, "pegs mat bag lamp rope");
    check(&camp().pins("r", 0, &["rope"]), &TENT, "rope pegs mat bag lamp");
    check(&camp().pins("r", -7, &["rope"]), &TENT, "rope pegs mat bag lamp");
    let many = camp().pins("r", 24, &["p1", "p2", "p3", "p4", "p5", "p6"]);
    check(&many, &Ask { set: &[(Opt::Limit, 24)], ..TENT }, "pegs mat bag lamp p1 p2 p3 p4 p5 p6");
    // What was ranked anyway moves, up or down.
    check(&camp().pins("r", 1, &["bag"]), &TENT, "bag pegs mat lamp");
    check(&camp().pins("r", 3, &["pegs"]), &TENT, "mat bag pegs lamp");
}

#[test]
fn the_limit_holds_and_a_pin_is_within_it() {
    let three = Ask { set: &[(Opt::Limit, 3)], ..TENT };
    check(&camp().pins("r", 1, &["rope"]), &three, "rope pegs mat");
    check(&camp().pins("r", 9, &["rope"]), &three, "pegs mat rope");
    check(&camp().pins("r", 1, &["rope", "axe", "saw", "oar"]), &three, "rope axe saw");
}

#[test]
fn what_an_earlier_rule_pins_stands_first() {
    let two = |one: (i32, &[&'static str]), other: (i32, &[&'static str])| {
        camp().pins("one", one.0, one.1).pins("two", other.0, other.1)
    };
    check(&two((1, &["rope"]), (1, &["axe"])), &TENT, "rope axe pegs mat bag lamp");
    check(&two((2, &["rope"]), (1, &["axe"])), &TENT, "axe rope pegs mat bag lamp");
    check(&two((1, &["rope"]), (3, &["rope"])), &TENT, "rope pegs mat bag lamp");
    check(&two((2, &["rope"]), (1, &["axe", "saw"])), &TENT, "axe rope saw pegs mat bag");
    let two_places = Ask { set: &[(Opt::Limit, 2)], ..TENT };
    check(&two((1, &["rope", "oar"]), (1, &["axe"])), &two_places, "rope oar");
}

#[test]
fn they_are_shown_where_nothing_was_ranked() {
    let nobody = Ask { set: &[(Opt::Fallback, 0), (Opt::MinItems, 3)], ..ASKED };
    check(&camp(), &nobody, "no-signal");
    check(&camp().pins("r", 1, &["rope"]), &nobody, "rope");
    check(&camp().pins("r", 1, &["rope"]), &Ask { product: Some("elsewhere"), ..nobody.clone() }, "rope");
    check(&camp().pins("r", 1, &["!rope"]), &nobody, "no-signal");
    // Also in the lists that ranking has no hand in.
    let viewed = Ask { set: &[(Opt::Relation, relation::VIEWED)], seen: &["mat"], ..ASKED };
    check(&camp().pins("r", 1, &["rope"]), &viewed, "rope mat");
    let alternatives = Ask { set: &[(Opt::Relation, relation::ALTERNATIVES)], ..TENT };
    check(&camp().pins("r", 2, &["rope"]), &alternatives, "palace rope tarp hut");
}

#[test]
fn guard_rails_win_over_them() {
    let shop = camp().pins("r", 1, &["mat", "rope", "!axe", "tent"]);
    check(&shop, &TENT, "mat rope pegs bag lamp");
    check(&shop, &Ask { cart: &["mat"], ..TENT }, "rope pegs bag lamp");
    check(&shop, &Ask { purchases: &["rope"], ..TENT }, "mat pegs bag lamp");
    check(&shop, &Ask { claimed: &["rope"], ..TENT }, "mat pegs bag lamp");
    check(&shop, &Ask { live: &[gone("mat")], ..TENT }, "rope pegs bag lamp");
    check(&shop, &Ask { change: |session| session.order = vec!["mat".into()], ..TENT }, "rope pegs bag lamp");
    check(&shop, &Ask { live_stock: true, ..TENT }, "mat rope !axe pegs bag lamp");
    check(&shop, &Ask { seen: &["mat"], set: &[(Opt::Seen, 0)], ..TENT }, "rope pegs bag lamp");
    let excluded = shop.with(rule("no", vec![], vec![on_set(Action::Exclude, 0)]));
    check(&excluded, &TENT, "rope pegs lamp");
    // A shop with prices shows nothing without one, whoever names it.
    let mut priced = Market { priced: true, ..camp().pins("r", 1, &["rope", "axe"]) };
    priced.items.push(Item { price_minor: None, ..crate::market::good("rope") });
    check(&priced, &TENT, "axe pegs mat bag lamp");
}

/// A rule that names a product needs no other rule's leave, and it may cost what it costs.
#[test]
fn what_is_required_and_what_is_dear_is_not_asked_of_them() {
    let shop = camp().pins("r", 1, &["rope"]).with(rule("only", vec![], vec![on_set(Action::Require, 0)]));
    check(&shop, &TENT, "rope mat bag");
    let poor = |session: &mut Session| session.cart_value_minor = Some(100);
    let small = Ask { set: &[(Opt::MaxPriceShare, 50)], change: poor, ..TENT };
    check(&camp().pins("r", 1, &["rope"]), &small, "rope");
}

#[test]
fn a_pin_has_its_conditions() {
    let one = ConditionInfo { low: 1, ..in_set(Condition::InCart, 0) };
    let conditions = vec![within(Condition::CartValue, 500, i64::MAX), one];
    let mut shop = camp().pins("r", 1, &["rope"]);
    shop.rules[0].conditions = conditions;
    check(&shop, &TENT, "pegs mat bag lamp");
    let rich = |session: &mut Session| session.cart_value_minor = Some(500);
    check(&shop, &Ask { cart: &["mat"], change: rich, ..TENT }, "rope pegs bag lamp");
}

/// What nobody ranked promises nothing and has no figures; what was ranked keeps its reason.
#[test]
fn reasons_of_pins() {
    let files = camp().pins("r", 1, &["rope", "mat", "!axe"]).files();
    let store = store(&files);
    let explanation = TENT.put(|request| explain(&store, request));
    let of = |at: usize| explanation.ranking.items[at];
    assert_eq!((of(0).relation, of(0).score, of(0).share, of(0).source), (Relation::Chosen, 0, 0, None));
    assert_eq!((of(1).relation, of(1).source), (Relation::Together, store.find("tent")));
    let verdict = |key: &str| {
        explanation
            .candidates
            .iter()
            .find(|candidate| candidate.key == key)
            .map(|candidate| candidate.verdict)
    };
    assert_eq!(verdict("rope"), Some(Verdict::Shown(1)));
    assert_eq!(verdict("!axe"), None, "it is no candidate: nobody ranked it");
    assert_eq!(verdict("tent"), None);
    let mut excluded = camp().pins("r", 1, &["mat"]);
    excluded = excluded.with(rule("no", vec![], vec![on_set(Action::Exclude, 0)]));
    let files = excluded.files();
    let store = crate::shop::store(&files);
    let explanation = TENT.put(|request| explain(&store, request));
    let mat = explanation.candidates.iter().find(|candidate| candidate.key == "mat");
    assert_eq!(mat.map(|mat| mat.verdict), Some(Verdict::Excluded(Exclusion::ByRule)));
}

/// One rule may pin and demand at once.
#[test]
fn pins_beside_other_actions() {
    let mut shop = camp().pins("r", 2, &["rope"]);
    shop.rules[0].actions.push(ActionInfo { value: 900, ..on_set(Action::Boost, 0) });
    shop.rules.insert(0, rule("first", vec![], vec![versus(Action::Message, be::CHEAPER)]));
    check(&shop, &TENT, "mat rope bag pegs lamp");
    // A pin without products, as a command of another build might leave it, does nothing.
    let empty = rule("empty", vec![], vec![by(Action::Pin, 1)]);
    check(&camp().with(empty), &TENT, "pegs mat bag lamp");
    let row = Market { rows: vec![together("tent", &[("pegs", 1)])], ..Market::default() };
    check(&row.pins("r", 1, &["pegs"]), &TENT, "pegs");
}
