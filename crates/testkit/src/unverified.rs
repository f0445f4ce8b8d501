//! Puts a payload that nobody verified to the engine, beside sound files, as a page does. Nothing here may panic for any bytes,
//! except the assertions: whatever a file holds, a list has no more cards than it may have, each of a product that can be
//! read, each once.

use cobuy_engine::bundle::{MEMBERS, Wanted};
use cobuy_engine::policy::decide::ends_in;
use cobuy_engine::policy::shown::is_about;
use cobuy_engine::session::PageKind;
use cobuy_engine::{Engine, Host, Live, NoTrace, Profile, Ranking, Request, Session, Store, explain};
use cobuy_options::table::RELATIONS;
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::rules::Action;
use std::collections::BTreeSet;
use std::hint::black_box;

/// Ranks over a payload, if it opens, and the files beside it.
pub fn everything(payload: &[u8], beside: &[Vec<u8>], now_ms: u64) {
    let mut store = Store::default();
    if store.add_base(payload).is_err() && store.add_shard(payload).is_err() {
        return;
    }
    for sound in beside {
        let _ = store.add_base(sound).or_else(|_| store.add_shard(sound));
    }
    // Which questions are asked, the bytes decide: all of them would take ten times as long.
    let pick = payload.iter().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add((*byte).into()));
    let keys: Vec<&str> = (0..8).map(|at| key(&store, pick.wrapping_add(at))).collect();
    let live = [(5, None, true), (1, Some(u64::MAX), false), (6, Some(950), true)];
    let live = live.map(|(at, price_minor, available)| Live {
        key: keys[at].into(),
        price_minor,
        available,
        left: Some(2),
        ..Live::default()
    });
    for (number, placement) in [Placement::Pdp, Placement::ALL[pick % 8]].into_iter().enumerate() {
        let mut options = store.options(placement);
        if number == 1 {
            options.set(Opt::Relation, (pick % RELATIONS.len()) as i32);
            options.set(Opt::Layout, (pick % 3) as i32);
        }
        options.set(Opt::MinItems, 1);
        let request = Request {
            placement,
            options: &options,
            product: Some(keys[0]).filter(|_| number == 0 || pick.is_multiple_of(2)),
            session: &session(&keys),
            claimed: &[keys[7].into()],
            host: Host {
                live: &live,
                speaks_for_stock: pick.is_multiple_of(3),
                same_prices: !pick.is_multiple_of(4),
                foreign: pick.is_multiple_of(5),
                now_ms,
            },
            month: Some((pick % 13) as u8),
        };
        ask(&store, &request);
    }
}

/// Key of some product at hand, a list's name among them.
fn key<'a>(store: &Store<'a>, number: usize) -> &'a str {
    let item = number.checked_rem(store.len()).and_then(|item| u32::try_from(item).ok());
    item.and_then(|item| store.card(item)).map_or("tent", |card| card.key)
}

/// Somebody who did something of everything that rules ask for.
fn session(keys: &[&str]) -> Session {
    let mut session = Session::default();
    session.set_cart([keys[1], keys[2]].into_iter());
    [keys[3], keys[0], "tent"].into_iter().for_each(|key| session.view(key));
    session.purchases = vec![keys[4].into(), "mat".into()];
    session.cart_value_minor = Some(4_200);
    session.visit.page = PageKind::Product;
    session.visit.pages = 3;
    session.shopper.device = "phone".into();
    (session.shopper.visits, session.shopper.left_cart) = (2, 1);
    session.shopper.hours_away = Some(5);
    session.events = vec![("fact 11".into(), 3)];
    session.facts.set("fact 10", "9");
    session
}

/// Puts one question in all ways in which a page does.
fn ask(store: &Store<'_>, request: &Request<'_>) {
    let (mut engine, mut ranking) = (Engine::default(), Ranking::default());
    engine.rank(store, request, &mut NoTrace, &mut ranking);
    assert_eq!(explain(store, request).ranking, ranking, "explained as it is");
    let limit = request.options.get(Opt::Limit) as usize;
    let items: BTreeSet<_> = ranking.items.iter().map(|ranked| ranked.item).collect();
    assert!(items.len() == ranking.items.len() && items.len() <= limit, "{} of {limit}", ranking.items.len());
    assert_eq!(ranking.silence.is_some(), items.is_empty(), "a list, or a reason");
    assert!(items.iter().all(|item| store.card(*item).is_some_and(|card| !card.title.is_empty())));
    let decision = &engine.decision;
    for rule in decision.rules() {
        black_box((store.rule_id(rule.into()), decision.gap(store, request, Some(rule))));
    }
    for (_, action) in Action::ALL.iter().flat_map(|kind| decision.of(store, *kind)) {
        black_box((store.rule_text(action.text), ends_in(store, request, action)));
        for item in &items {
            black_box(is_about(store, request, action, *item));
        }
    }
    black_box(Profile::of(store, request.session));
    let mut wanted = Wanted::default();
    if let Ok(bundle) = engine.bundle(store, request, &mut NoTrace, &mut wanted) {
        let members: BTreeSet<_> = bundle.members.iter().map(|member| member.item).collect();
        assert!(MEMBERS.contains(&members.len()) && members.len() == bundle.members.len(), "{bundle:?}");
        black_box(bundle.alone_minor());
    }
}
