//! What holds for any shop, any rules and any session: no guard-rail is ever broken, no cap exceeded.

use crate::oracle::Oracle;
use crate::random::{Case, KEYS, numbers};
use crate::shop::store;
use cobuy_engine::bundle::{Bundle, MEMBERS, MISSING, Wanted};
use cobuy_engine::{Engine, NoTrace, Placement, Ranking, Silence, Store, explain};
use cobuy_options::Opt;
use cobuy_options::table::relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::rules::{Action, Condition, versus};
use cobuy_snapshot::write::rules::{ActionInfo, BundleInfo};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

const QUIET: [Silence; 5] = [
    Silence::SuppressedByHost,
    Silence::AtPayment,
    Silence::PriceRaised,
    Silence::ByRule,
    Silence::WaitsForIntent,
];

fn ranked(store: &Store<'_>, case: &Case) -> Ranking {
    let mut ranking = Ranking::default();
    Engine::default().rank(store, &case.question.request(), &mut NoTrace, &mut ranking);
    ranking
}

fn keys<'a>(store: &Store<'a>, ranking: &Ranking) -> Vec<&'a str> {
    ranking.items.iter().map(|ranked| store.card(ranked.item).map_or("no card", |card| card.key)).collect()
}

/// Why a product may never be shown, but for rules.
fn forbidden(case: &Case, key: &str) -> Option<&'static str> {
    let question = &case.question;
    let session = &question.session;
    let named = |list: &[String]| list.iter().any(|known| known == key);
    let item = case.market.items.iter().find(|item| item.key == key);
    let live = question.live.iter().find(|live| live.key == key);
    let leaves_out =
        question.options.get(Opt::Seen) == 0 && question.options.get(Opt::Relation) != relation::VIEWED;
    let priced = match (live, item) {
        (Some(live), _) => live.price_minor.is_some(),
        (None, Some(item)) => question.speaks_for_stock || item.price_minor.is_some(),
        (None, None) => false,
    };
    let reasons = [
        (item.is_none(), "nobody sells it"),
        (question.product == Some(key), "it is the page's"),
        (named(&session.cart), "it is in the cart"),
        (named(&session.purchases), "it was bought"),
        (named(&session.order), "it was just bought"),
        (named(&question.claimed), "it is shown elsewhere"),
        (live.is_some_and(|live| !live.available), "it is sold out"),
        (
            !question.speaks_for_stock && item.is_some_and(|item| item.flags & flag::AVAILABLE == 0),
            "it cannot be bought",
        ),
        (leaves_out && session.views.iter().any(|view| view.key == key), "it was seen"),
        (case.market.priced && !priced, "it has no price"),
    ];
    reasons.into_iter().find(|(so, _)| *so).map(|(_, why)| why)
}

fn acts<'c>(oracle: &Oracle<'c>, kind: Action) -> Vec<&'c ActionInfo> {
    let actions = oracle.acting().into_iter().flat_map(|rule| &rule.actions);
    actions.filter(|action| action.kind == kind).collect()
}

fn check_list(case: &Case, store: &Store<'_>, ranking: &Ranking) -> Result<(), TestCaseError> {
    let oracle = Oracle::new(case, store);
    let options = &case.question.options;
    let keys = keys(store, ranking);
    let (exclude, require) = (acts(&oracle, Action::Exclude), acts(&oracle, Action::Require));
    let pinned = oracle.pinned();
    prop_assert_eq!(ranking.silence.is_some(), keys.is_empty());
    prop_assert!(keys.len() <= options.get(Opt::Limit) as usize);
    prop_assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "twice in {:?}", keys);
    let few = keys.len() < options.get(Opt::MinItems) as usize;
    prop_assert!(!few || keys.is_empty() || keys.iter().any(|key| pinned.contains(key)));
    for key in &keys {
        prop_assert_eq!(forbidden(case, key), None, "{}", key);
        for action in &exclude {
            prop_assert_eq!(oracle.about(action, key), Some(false), "{} is excluded by {:?}", key, action);
        }
        if pinned.contains(key) {
            continue;
        }
        for action in &require {
            prop_assert_eq!(oracle.about(action, key), Some(true), "{} is not required by {:?}", key, action);
        }
        let share = options.get(Opt::MaxPriceShare) as u64;
        if let Some(cart) = case.question.session.cart_value_minor.filter(|_| share > 0) {
            prop_assert!(
                oracle.price(key).is_some_and(|price| price * 100 <= cart * share),
                "{} is dear",
                key
            );
        }
    }
    let quiet = quiet(case, store, &oracle);
    prop_assert_eq!(ranking.silence.filter(|silence| QUIET.contains(silence)), quiet);
    // Where nobody moves them, products stand by score, then key.
    let moved = !pinned.is_empty() || !acts(&oracle, Action::Reach).is_empty();
    if !moved && ![relation::ALTERNATIVES, relation::VIEWED].contains(&options.get(Opt::Relation)) {
        let by_score = ranking.items.windows(2).all(|pair| {
            pair[0].score > pair[1].score || pair[0].score == pair[1].score && pair[0].item < pair[1].item
        });
        prop_assert!(by_score);
    }
    Ok(())
}

/// Why there must be silence, whatever there is to show.
fn quiet(case: &Case, store: &Store<'_>, oracle: &Oracle<'_>) -> Option<Silence> {
    let question = &case.question;
    let facts = &question.session.facts;
    let stated = |name: &str| facts.get(name) == Some("true");
    let raised = |key: &str| {
        let item = case.market.items.iter().find(|item| item.key == key);
        store.find(key).is_some() && item.is_some_and(|item| item.raised_ms.is_some())
    };
    let intent = cobuy_engine::Profile::of(store, &question.session).intent.score;
    if ["support_case_open", "price_raised", "at_risk", "opted_out"].into_iter().any(stated) {
        Some(Silence::SuppressedByHost)
    } else if question.session.visit.step == "payment" {
        Some(Silence::AtPayment)
    } else if question.product.is_some_and(raised) {
        Some(Silence::PriceRaised)
    } else if !acts(oracle, Action::Silence).is_empty() {
        Some(Silence::ByRule)
    } else {
        (i32::from(intent) < question.options.get(Opt::MinIntent)).then_some(Silence::WaitsForIntent)
    }
}

fn check_bundle(case: &Case, store: &Store<'_>, bundle: &Bundle<'_>) -> Result<(), TestCaseError> {
    let oracle = Oracle::new(case, store);
    let question = &case.question;
    let key = |item| store.card(item).map_or("no card", |card| card.key);
    let members: Vec<&str> = bundle.members.iter().map(|member| key(member.item)).collect();
    prop_assert!(MEMBERS.contains(&members.len()));
    prop_assert_eq!(members.iter().collect::<BTreeSet<_>>().len(), members.len(), "twice in {:?}", members);
    prop_assert_eq!(Some(members[0]), question.product);
    prop_assert_eq!(quiet(case, store, &oracle), None);
    for member in &bundle.members {
        let own = key(member.item);
        prop_assert_eq!(Some(member.price_minor), oracle.price(own), "{}", own);
        let item = case.market.items.iter().find(|item| item.key == own);
        let bought = match question.live.iter().find(|live| live.key == own) {
            Some(live) => live.available,
            None => question.speaks_for_stock || item.is_some_and(|item| item.flags & flag::AVAILABLE != 0),
        };
        prop_assert!(bought, "{} cannot be bought", own);
        if Some(own) == question.product {
            continue;
        }
        let session = &question.session;
        for list in [&session.cart, &session.purchases, &session.order, &question.claimed] {
            prop_assert!(!list.iter().any(|known| known == own), "{} is elsewhere", own);
        }
        for action in acts(&oracle, Action::Exclude) {
            prop_assert_eq!(oracle.about(action, own), Some(false), "{} is excluded", own);
        }
    }
    let terms = |info: &BundleInfo| {
        let holds = info.until_ms == u64::MAX || question.now_ms > 0 && question.now_ms < info.until_ms;
        info.id == bundle.id && info.percent == bundle.percent && holds
    };
    prop_assert!(bundle.percent == 0 || case.market.bundles.iter().any(terms));
    let broken = format!("{MISSING}{}", bundle.id);
    let broken = question.session.events.iter().any(|(name, _)| *name == broken);
    prop_assert!(!broken || bundle.percent == 0 && bundle.code.is_empty());
    Ok(())
}

fn bundled(store: &Store<'_>, case: &Case) -> Result<(), TestCaseError> {
    let mut wanted = Wanted::default();
    let bundle = Engine::default().bundle(store, &case.question.request(), &mut NoTrace, &mut wanted);
    prop_assert!(wanted.0.iter().all(|key| KEYS.contains(&key.as_str())));
    bundle.map_or(Ok(()), |bundle| check_bundle(case, store, &bundle))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// Rules and guard-rails win over scores, for any shop, session and rules.
    #[test]
    fn no_guard_rail_is_broken(numbers in numbers(), events in any::<bool>()) {
        let mut case = Case::of(&numbers);
        if events {
            case.question.session.events.extend(["", "b0"].map(|id| (format!("{MISSING}{id}"), 1)));
        }
        let files = case.files();
        let store = store(&files);
        if case.question.placement == Placement::Protocol {
            return Ok(());
        }
        check_list(&case, &store, &ranked(&store, &case))?;
        bundled(&store, &case)?;
    }

    /// The same input has the same answer: with a fresh engine, with one that ranked before, verbosely, and in whatever
    /// order files arrive.
    #[test]
    fn the_same_again(numbers in numbers(), others in numbers(), order in any::<[u8; 5]>()) {
        let case = Case::of(&numbers);
        let files = case.files();
        let one = store(&files);
        let answer = ranked(&one, &case);
        let mut engine = Engine::default();
        let mut again = Ranking::default();
        engine.rank(&one, &Case::of(&others).question.request(), &mut NoTrace, &mut again);
        engine.rank(&one, &case.question.request(), &mut NoTrace, &mut again);
        prop_assert_eq!(&answer, &again);
        prop_assert_eq!(&answer, &explain(&one, &case.question.request()).ranking);
        let mut shuffled: Vec<_> = files.iter().cloned().zip(order).collect();
        shuffled.sort_by_key(|(_, number)| *number);
        let shuffled: Vec<_> = shuffled.into_iter().map(|(file, _)| file).collect();
        prop_assert_eq!(&answer, &ranked(&store(&shuffled), &case));
    }

    /// In the placement in which scores are compared, rules are as if there were none.
    #[test]
    fn the_protocol_knows_no_rules(numbers in numbers()) {
        let mut case = Case::of(&numbers);
        case.question.placement = Placement::Protocol;
        let files = case.files();
        let answer = ranked(&store(&files), &case);
        let (mut free, question) = (case.clone(), &case.question);
        free.market.rules.clear();
        let files = free.files();
        let store = store(&files);
        prop_assert_eq!(&answer, &ranked(&store, &free));
        let own: Vec<_> = question.product.into_iter().chain(question.session.cart.iter().map(String::as_str)).collect();
        for key in keys(&store, &answer) {
            let shows = question.options.get(Opt::Seen) == 1 || question.options.get(Opt::Relation) == relation::VIEWED;
            prop_assert!(shows || !own.contains(&key));
        }
    }
}

/// The properties above are worth what their cases are: most get a list, and every kind of condition, action and relation
/// has a hand in some of them.
#[test]
#[cfg(feature = "full")]
fn most_cases_get_a_list_and_every_kind_is_met() {
    const CASES: usize = 1_500;
    let mut runner = TestRunner::deterministic();
    let (mut lists, mut bundles) = (0, 0);
    let (mut so, mut not_so, mut unknown) = ([0; 18], [0; 18], [0; 18]);
    let (mut done, mut related) = ([0; 13], [0; 6]);
    for _ in 0..CASES {
        let numbers = numbers().new_tree(&mut runner).map(|tree| tree.current()).unwrap_or_default();
        let case = Case::of(&numbers);
        let files = case.files();
        let store = store(&files);
        let oracle = Oracle::new(&case, &store);
        let ranking = ranked(&store, &case);
        lists += usize::from(!ranking.items.is_empty());
        let request = case.question.request();
        let bundle = Engine::default().bundle(&store, &request, &mut NoTrace, &mut Wanted::default());
        bundles += usize::from(bundle.is_ok());
        if case.question.placement == Placement::Protocol {
            continue;
        }
        for condition in case.market.rules.iter().flat_map(|rule| &rule.conditions) {
            let count = match oracle.holds(condition) {
                Some(true) => &mut so,
                Some(false) => &mut not_so,
                None => &mut unknown,
            };
            count[condition.kind as usize] += 1;
        }
        for action in oracle.acting().into_iter().flat_map(|rule| &rule.actions) {
            done[action.kind as usize] += 1;
            let about = KEYS.into_iter().any(|key| oracle.about(action, key) == Some(true));
            for (bit, count) in related.iter_mut().enumerate() {
                *count += usize::from(about && action.versus & (1 << bit) != 0);
            }
        }
    }
    println!("{lists} lists and {bundles} bundles of {CASES}; actions {done:?}, relations {related:?}");
    println!("conditions: so {so:?}, not {not_so:?}, unknown {unknown:?}");
    assert!(lists * 100 >= CASES * 80, "{lists} of {CASES} cases get a list");
    assert!(bundles * 100 >= CASES * 25, "{bundles} of {CASES} cases get a bundle");
    assert_eq!((so.len(), done.len()), (Condition::ALL.len(), Action::ALL.len()));
    assert_eq!(versus::ALL, (1 << related.len()) - 1);
    for counts in [&so[..], &not_so, &done, &related] {
        assert!(counts.iter().all(|count| *count >= 5), "{counts:?}");
    }
    // These always have an answer.
    let always = [Condition::Segment, Condition::Intent, Condition::Visit, Condition::Event];
    for kind in Condition::ALL {
        assert_eq!(unknown[*kind as usize] == 0, always.contains(kind), "{kind:?}");
    }
}
