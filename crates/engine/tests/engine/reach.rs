//! What brings a cart to a threshold, compared with trying all there is; and what a list makes of it.

use crate::market::{ASKED, Market, TENT, check, in_set, live, on_set, priced, rule};
use crate::shop::{Ask, store, together};
use cobuy_engine::policy::decide::Decision;
use cobuy_engine::policy::reach::{MOST, solve};
use cobuy_engine::{NoTrace, Session};
use cobuy_options::Opt;
use cobuy_snapshot::rules::{Action, Condition};
use cobuy_snapshot::write::rules::ActionInfo;
use proptest::prelude::*;

/// All sets of one to three positions of priced products that reach the gap, with their sums.
fn all(prices: &[u64], gap: u64) -> Vec<(usize, u64, Vec<usize>)> {
    let priced: Vec<usize> = (0..prices.len()).filter(|at| prices[*at] > 0).collect();
    let mut sets: Vec<Vec<usize>> = Vec::new();
    for (i, a) in priced.iter().enumerate() {
        sets.push(vec![*a]);
        for (j, b) in priced.iter().enumerate().skip(i + 1) {
            sets.push(vec![*a, *b]);
            sets.extend(priced.iter().skip(j + 1).map(|c| vec![*a, *b, *c]));
        }
    }
    let sum = |set: &Vec<usize>| set.iter().map(|at| prices[*at]).sum::<u64>();
    sets.into_iter().map(|set| (set.len(), sum(&set), set)).filter(|(_, sum, _)| *sum >= gap).collect()
}

/// The best by the rule in words: the fewest that cost at most twice the gap, of these the cheapest, of these the ones
/// named first; where none is that modest, the cheapest, then the fewest.
fn best(prices: &[u64], gap: u64) -> Option<Vec<usize>> {
    let all = all(prices, gap);
    let modest = all.iter().filter(|(_, sum, _)| *sum <= 2 * gap);
    let modest = modest.min_by(|one, other| (one.0, one.1, &one.2).cmp(&(other.0, other.1, &other.2)));
    let any = || all.iter().min_by(|one, other| (one.1, one.0, &one.2).cmp(&(other.1, other.0, &other.2)));
    modest.or_else(any).map(|(_, _, set)| set.clone())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, ..ProptestConfig::default() })]

    /// The best value within the gap, exactly.
    #[test]
    fn solved_exactly(
        prices in proptest::collection::vec(prop_oneof![Just(0u64), 1..40u64, 1..4_000u64], 0..14),
        gap in prop_oneof![1..60u64, 1..6_000u64],
    ) {
        let solved = solve(&prices, gap).map(|set| set.into_iter().flatten().collect::<Vec<_>>());
        prop_assert_eq!(solved, best(&prices, gap));
    }
}

/// The tent's list: a to d at 4.00, 9.00, 30.00 and 6.00.
fn shop(action: ActionInfo) -> Market<'static> {
    let items = [("a", 400), ("b", 900), ("c", 3_000), ("d", 600)];
    Market {
        items: items.map(|(key, price)| priced(key, price)).into(),
        rows: vec![together("tent", &[("a", 90), ("b", 80), ("c", 70), ("d", 60)])],
        ..Market::default()
    }
    .with(rule("reach", vec![], vec![action]))
}

fn to(threshold: i64) -> ActionInfo {
    ActionInfo { high: threshold, ..ActionInfo::new(Action::Reach) }
}

fn lacking(change: fn(&mut Session)) -> Ask<'static> {
    Ask { change, ..TENT }
}

#[test]
fn what_reaches_it_comes_first_then_what_would_too() {
    let hundred = shop(to(10_000));
    check(&hundred, &lacking(|session| session.cart_value_minor = Some(9_200)), "b c a d");
    check(&hundred, &lacking(|session| session.cart_value_minor = Some(9_500)), "d b c a");
    check(&hundred, &lacking(|session| session.cart_value_minor = Some(9_600)), "a b c d");
    check(&hundred, &lacking(|session| session.cart_value_minor = Some(8_600)), "b d c a");
    check(&hundred, &lacking(|session| session.cart_value_minor = Some(8_100)), "c a b d");
    // Nothing reaches it, nothing is missing, or nobody knows.
    check(&hundred, &lacking(|session| session.cart_value_minor = Some(100)), "a b c d");
    check(&hundred, &lacking(|session| session.cart_value_minor = Some(10_000)), "a b c d");
    check(&hundred, &lacking(|session| session.cart_value_minor = Some(20_000)), "a b c d");
    check(&hundred, &TENT, "a b c d");
    // Not even by chance: where nothing is missing, what is cheap does not come first.
    let mut dear = shop(to(10_000));
    dear.items[0].price_minor = Some(2_000);
    check(&dear, &lacking(|session| session.cart_value_minor = Some(9_999)), "d a b c");
    check(&dear, &lacking(|session| session.cart_value_minor = Some(10_000)), "a b c d");
    check(&shop(to(-5)), &lacking(|session| session.cart_value_minor = Some(0)), "a b c d");
}

/// Also what is dearer than the threshold itself: it is no price.
#[test]
fn a_threshold_is_no_price() {
    check(&shop(to(2_900)), &lacking(|session| session.cart_value_minor = Some(100)), "c a b d");
}

/// The best are looked for beyond the cards that are shown, and no more are shown for it.
#[test]
fn the_limit_holds() {
    let two = |change| Ask { set: &[(Opt::Limit, 2)], ..lacking(change) };
    let hundred = shop(to(10_000));
    check(&hundred, &two(|session| session.cart_value_minor = Some(7_500)), "c a");
    check(&hundred, &two(|session| session.cart_value_minor = Some(8_600)), "b d");
    check(&hundred, &two(|session| session.cart_value_minor = Some(100)), "a b");
    assert_eq!(MOST, 64);
}

/// Only products of the rule, and only with a price of now.
#[test]
fn products_of_the_rule() {
    let mut some = shop(ActionInfo { high: 10_000, ..on_set(Action::Reach, 0) });
    some.items[2].sets = 1;
    check(&some, &lacking(|session| session.cart_value_minor = Some(9_600)), "c a b d");
    let hundred = shop(to(10_000));
    let gap = lacking(|session| session.cart_value_minor = Some(9_600));
    check(&hundred, &Ask { same_prices: false, ..gap.clone() }, "a b c d");
    check(&hundred, &Ask { same_prices: false, live: &[live("d", Some(450))], ..gap.clone() }, "d a b c");
    check(&hundred, &Ask { foreign: true, ..gap.clone() }, "a b c d");
    check(&hundred, &Ask { live: &[live("a", None)], ..gap }, "d b c a");
    // Of several rules the first.
    let two = shop(to(10_000)).with(rule("more", vec![], vec![to(12_000)]));
    check(&two, &lacking(|session| session.cart_value_minor = Some(9_200)), "b c a d");
    // Also where its threshold is reached and that of another one is not.
    check(&two, &lacking(|session| session.cart_value_minor = Some(11_400)), "a b c d");
    check(&Market { rules: vec![], ..two }, &ASKED, "no-signal");
}

/// What words may say of it: each rule of its own threshold, whatever another one lacks, and nothing once it is reached.
#[test]
fn what_is_missing_to_a_rules_threshold() {
    let reach = |id: &str, threshold| rule(id, vec![], vec![to(threshold)]);
    let never = rule("never", vec![in_set(Condition::Viewed, 9)], vec![to(9_300)]);
    let plain = rule("plain", vec![], vec![ActionInfo::new(Action::Message)]);
    let rules = vec![never, plain, reach("gift", 10_000), reach("free", 9_000)];
    let shop = Market { rules, ..shop(to(0)) };
    let files = shop.files();
    let store = store(&files);
    let check = |change: fn(&mut Session), rule: Option<u8>, expected: Option<u64>| {
        let mut decision = Decision::default();
        let gap = lacking(change).put(|request| {
            decision.make(&store, request, &mut NoTrace);
            decision.gap(&store, request, rule)
        });
        assert_eq!(gap, expected, "{rule:?}");
    };
    let gift_only: fn(&mut Session) = |session| session.cart_value_minor = Some(9_200);
    check(gift_only, None, Some(800));
    check(gift_only, Some(2), Some(800));
    check(gift_only, Some(3), None);
    check(|session| session.cart_value_minor = Some(8_999), Some(3), Some(1));
    check(|session| session.cart_value_minor = Some(9_000), Some(3), None);
    // A rule that does not hold, one without a threshold, one that is not there; a cart of which nobody knows.
    for rule in [0, 1, 9] {
        check(gift_only, Some(rule), None);
    }
    check(|_| {}, None, None);
}
