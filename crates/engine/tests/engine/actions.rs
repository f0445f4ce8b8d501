//! What rules do: each kind of action, on its products and on no others. Pins have a file of their own, reach too.

use crate::market::{
    ASKED, Market, NOW, TENT, at, by, camp, check, in_set, live, of_sets, on_set, only, priced, rule, versus,
    words,
};
use crate::shop::{Ask, store, together};
use cobuy_engine::policy::decide::ends_in;
use cobuy_engine::{Engine, NoTrace, Placement, Ranking, Session};
use cobuy_options::Opt;
use cobuy_options::table::relation;
use cobuy_snapshot::Relation;
use cobuy_snapshot::rules::versus as be;
use cobuy_snapshot::rules::{Action, Condition};
use cobuy_snapshot::write::rules::{ActionInfo, RuleInfo};
use cobuy_snapshot::write::table::Item;

/// The camp shop with a rule that does this.
fn does(actions: Vec<ActionInfo>) -> Market<'static> {
    camp().with(rule("r", vec![], actions))
}

/// The tent's list with scores, under one action.
#[track_caller]
fn scored(action: ActionInfo, expected: &str) {
    crate::shop::check(&does(vec![action]).files(), &TENT, expected);
}

#[test]
fn boost_multiplies() {
    let boost = |percent| ActionInfo { value: percent, ..on_set(Action::Boost, 0) };
    scored(boost(0), "pegs 200, mat 150, bag 100, lamp 50");
    scored(boost(50), "mat 225, pegs 200, bag 150, lamp 50");
    scored(boost(1), "pegs 200, mat 151, bag 101, lamp 50");
    scored(boost(150), "mat 375, bag 250, pegs 200, lamp 50");
    scored(boost(-50), "pegs 200, mat 75, bag 50, lamp 50");
    scored(boost(-200), "pegs 200, lamp 50, bag 0, mat 0");
    scored(by(Action::Boost, 100), "pegs 400, mat 300, bag 200, lamp 100");
}

#[test]
fn bury_takes_away_and_at_a_hundred_puts_behind_all_others() {
    let bury = |percent| ActionInfo { value: percent, ..on_set(Action::Bury, 0) };
    scored(bury(50), "pegs 200, mat 75, bag 50, lamp 50");
    scored(bury(70), "pegs 200, lamp 50, mat 45, bag 30");
    scored(bury(100), "pegs 200, lamp 50, bag 0, mat 0");
    scored(bury(250), "pegs 200, lamp 50, bag 0, mat 0");
    // Factors multiply: 1.5 × 0.5.
    let both = does(vec![
        ActionInfo { value: 50, ..on_set(Action::Boost, 0) },
        ActionInfo { value: 50, ..on_set(Action::Bury, 0) },
    ]);
    crate::shop::check(&both.files(), &TENT, "pegs 200, mat 112, bag 75, lamp 50");
}

/// To the unit, rounded down: scores are compared by it.
#[test]
fn boosts_are_exact() {
    let files = |action| {
        let rows = vec![together("tent", &[("a", 7), ("b", 3), ("c", 1)])];
        let market = Market { rows, ..Market::default() };
        market.with(rule("r", vec![], vec![action])).files()
    };
    for percent in [1, 33, 37, 99, 150] {
        for (kind, factor) in [(Action::Boost, 100 + percent), (Action::Bury, (100 - percent).max(0))] {
            let files = files(by(kind, percent));
            let scores =
                TENT.answer(&store(&files)).items.iter().map(|ranked| ranked.score).collect::<Vec<_>>();
            assert_eq!(
                scores,
                [7, 3, 1].map(|weight| weight * 32_768 * factor as u64 / 100),
                "{kind:?} {percent}"
            );
        }
    }
}

/// What is boosted promises no more than the hold-out found, and what is buried no less: rules change the order.
#[test]
fn boosts_open_no_list() {
    let promising = &[(Opt::MinConfidence, 2_000)];
    let shop = |action| Market { knots: true, ..does(vec![action]) };
    // A weight of 150 promises 22.9 %, of 100 15.3 %.
    check(&shop(by(Action::Boost, 0)), &Ask { set: promising, ..TENT }, "pegs mat");
    check(&shop(by(Action::Boost, 900)), &Ask { set: promising, ..TENT }, "pegs mat");
    check(&shop(by(Action::Bury, 90)), &Ask { set: promising, ..TENT }, "pegs mat");
}

#[test]
fn exclude() {
    check(&does(vec![on_set(Action::Exclude, 0)]), &TENT, "pegs lamp");
    check(&does(vec![on_set(Action::Exclude, 1)]), &TENT, "pegs mat bag lamp");
    check(&does(vec![ActionInfo::new(Action::Exclude)]), &TENT, "all-excluded");
    // Also from lists that nothing is ranked for.
    let viewed = Ask {
        seen: &["mat", "pegs"],
        set: &[(Opt::Relation, relation::VIEWED), (Opt::MinItems, 1)],
        ..ASKED
    };
    check(&does(vec![on_set(Action::Exclude, 0)]), &viewed, "pegs");
}

#[test]
fn require() {
    check(&does(vec![on_set(Action::Require, 0)]), &TENT, "mat bag");
    check(&does(vec![on_set(Action::Require, 1)]), &TENT, "all-excluded");
    let mut two = camp().with(rule("one", vec![], vec![on_set(Action::Require, 0)]));
    two.items.push(of_sets("pegs", 2));
    two.items[0].sets = 3;
    check(&two.with(rule("two", vec![], vec![on_set(Action::Require, 1)])), &TENT, "mat");
}

#[test]
fn strategy_puts_a_relation_in_front() {
    let first = |relation: Relation| does(vec![by(Action::Strategy, relation.number().into())]);
    check(&first(Relation::Similar), &TENT, "tarp hut");
    check(&first(Relation::Upgrade), &TENT, "palace");
    check(&first(Relation::Next), &TENT, "patch");
    check(&first(Relation::Popular), &TENT, "stove mug");
    // Where it has nothing, the list goes on as always; a list that asks by name is not asked.
    check(&first(Relation::Rising), &TENT, "pegs mat bag lamp");
    check(&does(vec![by(Action::Strategy, 99)]), &TENT, "pegs mat bag lamp");
    check(&does(vec![by(Action::Strategy, -1)]), &TENT, "pegs mat bag lamp");
    check(&first(Relation::Upgrade), &Ask { set: &only(Relation::Similar), ..TENT }, "tarp hut");
    // Nor does a preference close a list: with too few of what it wants there is what there always is.
    let three = Ask { set: &[(Opt::MinItems, 3)], ..TENT };
    check(&first(Relation::Upgrade), &three, "pegs mat bag lamp");
    check(&first(Relation::Similar), &Ask { set: &[(Opt::MinItems, 2)], ..TENT }, "tarp hut");
    // The first rule wins.
    let two = first(Relation::Similar).with(rule("s", vec![], vec![by(Action::Strategy, 2)]));
    check(&two, &TENT, "tarp hut");
}

#[test]
fn silence() {
    check(&does(vec![ActionInfo::new(Action::Silence)]), &TENT, "by-rule");
}

/// What is said changes no list. The texts of one kind, as a view reads them after a ranking.
#[track_caller]
fn said(market: &Market<'_>, ask: &Ask<'_>, kind: Action, expected: &[&str]) {
    let files = market.files();
    let store = store(&files);
    let (mut engine, mut ranking) = (Engine::default(), Ranking::default());
    ask.put(|request| engine.rank(&store, request, &mut NoTrace, &mut ranking));
    let texts = engine.decision.of(&store, kind).map(|(_, act)| store.rule_text(act.text).unwrap_or("?"));
    assert_eq!(texts.collect::<Vec<_>>(), expected);
    check(market, ask, "pegs mat bag lamp");
}

#[test]
fn words_are_handed_on_in_the_order_of_the_rules() {
    let speaks = |id: &str, text: &str| {
        let kinds = [Action::Message, Action::Badge, Action::Incentive, Action::Angle];
        rule(id, vec![], kinds.map(|kind| words(kind, text)).to_vec())
    };
    let shop = camp().with(speaks("one", "First")).with(speaks("two", "Second"));
    for kind in [Action::Message, Action::Badge, Action::Incentive, Action::Angle] {
        said(&shop, &TENT, kind, &["First", "Second"]);
    }
    said(&shop, &TENT, Action::Deadline, &[]);
    let elsewhere = RuleInfo { placements: at(&[Placement::Cart]), ..speaks("one", "First") };
    said(&camp().with(elsewhere), &TENT, Action::Message, &[]);
}

/// A view and an event name the rules that hold, each once, in their order.
#[test]
fn rules_that_hold_are_named() {
    let twice = || vec![words(Action::Message, "One"), words(Action::Badge, "Two")];
    let never = rule("b", vec![in_set(Condition::Viewed, 9)], twice());
    let shop =
        camp().with(rule("a", vec![], twice())).with(never).with(rule("c", vec![], twice().split_off(1)));
    let files = shop.files();
    let store = store(&files);
    let (mut engine, mut ranking) = (Engine::default(), Ranking::default());
    TENT.put(|request| engine.rank(&store, request, &mut NoTrace, &mut ranking));
    assert_eq!(engine.decision.rules().collect::<Vec<_>>(), [0, 2]);
    let acts =
        |kind| engine.decision.of(&store, kind).map(|(act, _)| (act.rule, act.action)).collect::<Vec<_>>();
    assert_eq!((acts(Action::Message), acts(Action::Badge)), (vec![(0, 0)], vec![(0, 1), (2, 4)]));
    assert!(!engine.decision.is_empty());
    let protocol = Ask { placement: Placement::Protocol, ..TENT };
    protocol.put(|request| engine.rank(&store, request, &mut NoTrace, &mut ranking));
    assert!(engine.decision.is_empty() && engine.decision.rules().next().is_none());
}

/// A countdown goes to an instant of its own, and the offer goes with it.
#[test]
fn deadline() {
    let ends = |low, text: &str| {
        let until = ActionInfo { low, ..words(Action::Deadline, text) };
        does(vec![until, on_set(Action::Exclude, 0)])
    };
    let left = |market: &Market<'_>, ask: &Ask<'_>| {
        let files = market.files();
        let store = store(&files);
        let action = store.base().map(|base| base.rules.actions[0]);
        ask.put(|request| action.and_then(|action| ends_in(&store, request, &action)))
    };
    let soon = ends(NOW as i64 + 5_000, "Ends in {time}");
    let at = |now_ms| Ask { now_ms, ..TENT };
    for (now_ms, rest) in [(NOW, Some(5_000)), (NOW + 4_999, Some(1)), (NOW + 5_000, None), (0, None)] {
        assert_eq!(left(&soon, &at(now_ms)), rest);
        check(&soon, &at(now_ms), if rest.is_some() { "pegs lamp" } else { "pegs mat bag lamp" });
    }
    // One that the host states; without its word there is none.
    let stated = ends(i64::MIN, "Ends in {time}\tsale_ends");
    let fact = |session: &mut Session| session.facts.set("sale_ends", "1790000000700");
    assert_eq!(left(&stated, &Ask { change: fact, ..TENT }), Some(700));
    check(&stated, &Ask { change: fact, ..TENT }, "pegs lamp");
    assert_eq!(left(&stated, &TENT), None);
    check(&stated, &TENT, "pegs mat bag lamp");
    let before = |session: &mut Session| session.facts.set("sale_ends", "-1");
    assert_eq!(left(&stated, &Ask { change: before, ..TENT }), None);
    assert_eq!(left(&ends(i64::MIN, "Ends"), &TENT), None);
    // The words are handed on as they are, with the name of the fact.
    let words = ActionInfo { low: NOW as i64 + 1, ..words(Action::Deadline, "Ends") };
    said(&does(vec![words]), &TENT, Action::Deadline, &["Ends"]);
}

/// Its number is an instant, and no price.
#[test]
fn a_deadline_is_about_all_products() {
    use cobuy_engine::policy::shown::is_about;
    let check = |kind, expected| {
        let files = does(vec![ActionInfo { low: NOW as i64, ..ActionInfo::new(kind) }]).files();
        let store = store(&files);
        let action = store.base().map(|base| &base.rules.actions[0]).unwrap();
        let about = TENT.put(|request| is_about(&store, request, action, store.find("pegs").unwrap()));
        assert_eq!(about, expected);
    };
    check(Action::Deadline, Some(true));
    check(Action::Badge, Some(false));
}

#[test]
fn of_one_group_the_first_that_holds_acts() {
    let of = |id: &str, group, conditions, set| RuleInfo {
        group,
        ..rule(id, conditions, vec![on_set(Action::Exclude, set)])
    };
    let mut shop = camp();
    shop.items.push(of_sets("pegs", 2));
    let never = || vec![in_set(Condition::Viewed, 9)];
    let two = |one, other| shop.clone().with(one).with(other);
    check(&two(of("a", 3, vec![], 0), of("b", 3, vec![], 1)), &TENT, "pegs lamp");
    check(&two(of("a", 3, never(), 0), of("b", 3, vec![], 1)), &TENT, "mat bag lamp");
    check(&two(of("a", 3, vec![], 0), of("b", 4, vec![], 1)), &TENT, "lamp");
    check(&two(of("a", 0, vec![], 0), of("b", 0, vec![], 1)), &TENT, "lamp");
    // Numbers 64 apart share a bit of different words.
    for (one, other) in [(1, 65), (64, 128), (63, 255), (127, 191)] {
        check(&two(of("a", one, vec![], 0), of("b", other, vec![], 1)), &TENT, "lamp");
        check(&two(of("a", other, vec![], 0), of("b", other, vec![], 1)), &TENT, "pegs lamp");
    }
    // One that is not here takes no place.
    let cart = RuleInfo { placements: at(&[Placement::Cart]), ..of("a", 3, vec![], 0) };
    check(&two(cart, of("b", 3, vec![], 1)), &TENT, "mat bag lamp");
}

/// A rule acts in its placements, and in no other.
#[test]
fn rules_act_in_their_placements() {
    for own in Placement::ALL {
        let exclude = vec![on_set(Action::Exclude, 0)];
        let shop = camp().with(RuleInfo { placements: at(&[own]), ..rule("r", vec![], exclude) });
        for placement in Placement::ALL {
            let set = &[
                (Opt::PageWeight, 100),
                (Opt::MinItems, 1),
                (Opt::Relation, relation::TOGETHER),
                (Opt::MaxPriceShare, 0),
            ];
            let expected = match (placement == own, placement) {
                (true, Placement::Protocol) | (false, _) => "pegs mat bag lamp",
                (true, _) => "pegs lamp",
            };
            let short: Vec<_> = expected.split(' ').take(limit(placement)).collect();
            check(&shop, &Ask { placement, set, ..TENT }, &short.join(" "));
        }
    }
}

fn limit(placement: Placement) -> usize {
    Opt::Limit.preset(placement) as usize
}

/// The range of an action is inclusive, and an unknown price excludes and is not asked for.
#[test]
fn prices_of_actions() {
    let mut shop = camp();
    shop.items.extend([priced("pegs", 100), priced("lamp", 300)]);
    shop.items[0].price_minor = Some(200);
    shop.items[1].price_minor = None;
    let of = |kind, low, high| {
        let action = ActionInfo { low, high, ..ActionInfo::new(kind) };
        shop.clone().with(rule("r", vec![], vec![action]))
    };
    check(&of(Action::Require, 100, 200), &TENT, "pegs mat");
    check(&of(Action::Require, 101, 300), &TENT, "mat lamp");
    check(&of(Action::Require, i64::MIN, 199), &TENT, "pegs");
    check(&of(Action::Require, 201, i64::MAX), &TENT, "lamp");
    check(&of(Action::Exclude, 100, 200), &TENT, "lamp");
    check(&of(Action::Exclude, i64::MIN, i64::MAX - 1), &TENT, "all-excluded");
    check(&of(Action::Exclude, 1, i64::MAX), &TENT, "all-excluded");
    check(&of(Action::Exclude, 0, 0), &TENT, "pegs mat lamp");
    check(&of(Action::Require, 0, i64::MAX), &TENT, "pegs mat bag lamp");
    // The host's word wins; before it, prices that do not hold are no prices.
    let told = Ask { live: &[live("pegs", Some(250)), live("bag", Some(100))], ..TENT };
    check(&of(Action::Require, 100, 200), &told, "mat bag");
    check(&of(Action::Exclude, 100, 200), &told, "pegs lamp");
    check(&of(Action::Require, 100, 200), &Ask { same_prices: false, ..told.clone() }, "bag");
    check(&of(Action::Exclude, 100, 200), &Ask { same_prices: false, ..told }, "pegs");
    // Amounts of another currency are not compared.
    let foreign = [("pegs", 150), ("bag", 150)].map(|(key, price)| live(key, Some(price)));
    let foreign = Ask { live: &foreign, same_prices: false, foreign: true, ..TENT };
    check(&of(Action::Require, 100, 200), &foreign, "all-excluded");
    check(&of(Action::Exclude, 100, 200), &foreign, "all-excluded");
    // Boosts wait as well.
    let boost = ActionInfo { low: 1, value: 900, ..ActionInfo::new(Action::Boost) };
    check(&shop.clone().with(rule("r", vec![], vec![boost])), &TENT, "pegs mat lamp bag");
}

/// What the shop's scores are made of stays so where nothing is asked of them.
#[test]
fn an_action_needs_all_that_it_says() {
    let mut shop = Market { rows: vec![together("tent", &[("a", 9), ("b", 8), ("c", 7)])], ..camp() };
    shop.items =
        vec![Item { sets: 1, ..priced("a", 2_000) }, Item { sets: 1, ..priced("b", 500) }, priced("c", 500)];
    let action = |kind| ActionInfo { set: 0, low: 400, high: 600, ..versus(kind, be::CHEAPER) };
    check(&shop.clone().with(rule("r", vec![], vec![action(Action::Require)])), &TENT, "b");
    check(&shop.with(rule("r", vec![], vec![action(Action::Exclude)])), &TENT, "a c");
}
