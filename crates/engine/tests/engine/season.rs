//! Pairs that count in some months only: in the shop of these tests the products whose keys begin with `*` are bought with
//! others in December and January, and then count four times as much.

use crate::shop::{Ask, base, base_of, check, shard, store, together, told};
use cobuy_engine::explain::Verdict;
use cobuy_engine::policy::Exclusion;
use cobuy_engine::{Engine, NoTrace, Ranking, explain};
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::write::file::BaseInfo;

const DECEMBER: Option<u8> = Some(11);
const JULY: Option<u8> = Some(6);

fn shop() -> Vec<Vec<u8>> {
    vec![
        base(&[("seller", 255)]),
        shard(1, &[together("tin", &[("flour", 200), ("*star", 100), ("*tree", 30)])]),
        shard(2, &[together("candle", &[("*star", 60)]), ("candle", Relation::Similar, vec![("lamp", 9)])]),
    ]
}

#[test]
fn a_pair_counts_in_its_months_and_more() {
    let tin = |month| Ask { product: Some("tin"), month, ..Ask::default() };
    check(&shop(), &tin(None), "flour 200, *star 100, *tree 30");
    check(&shop(), &tin(DECEMBER), "*star 400, flour 200, *tree 120");
    check(&shop(), &tin(Some(0)), "*star 400, flour 200, *tree 120");
    check(&shop(), &tin(JULY), "flour 200");
    check(&shop(), &tin(Some(12)), "flour 200, *star 100, *tree 30");
    let both = |month| Ask { cart: &["candle"], ..tin(month) };
    check(&shop(), &both(DECEMBER), "*star 640, flour 200, *tree 120");
    check(&shop(), &Ask { placement: Placement::Protocol, ..both(JULY) }, "flour 200");
}

#[test]
fn where_all_is_out_of_season_the_list_falls_back() {
    let candle = Ask { product: Some("candle"), month: JULY, ..Ask::default() };
    check(&shop(), &candle, "lamp 9");
    check(&shop(), &Ask { set: &[(Opt::Fallback, 0)], ..candle.clone() }, "no-row");
    check(&shop(), &Ask { month: DECEMBER, ..candle }, "*star 240");
}

#[test]
fn what_it_promises_follows_the_season() {
    let calibration = vec![(Relation::Together, crate::shop::line())];
    let mut files = shop();
    files[0] = base_of(&BaseInfo { calibration, ..BaseInfo::default() }, &[]);
    // At least a fifth: 13,107 of 65,535, a score of 131.
    let ask =
        |month| Ask { product: Some("tin"), set: &[(Opt::MinConfidence, 2_000)], month, ..Ask::default() };
    check(&files, &ask(None), "flour 200");
    check(&files, &ask(DECEMBER), "*star 400, flour 200");
}

#[test]
fn one_engine_follows_the_calendar() {
    let files = shop();
    let store = store(&files);
    let (mut engine, mut ranking) = (Engine::default(), Ranking::default());
    for (month, expected) in
        [(JULY, "flour 200"), (DECEMBER, "*star 400, flour 200, *tree 120"), (JULY, "flour 200")]
    {
        let ask = Ask { product: Some("tin"), month, ..Ask::default() };
        ask.put(|request| engine.rank(&store, request, &mut NoTrace, &mut ranking));
        assert_eq!(told(&store, &ranking), expected);
    }
}

#[test]
fn an_explanation_says_which_months() {
    let files = shop();
    let store = store(&files);
    let explained = |ask: Ask<'_>| {
        let explanation = ask.put(|request| explain(&store, request));
        let found: Vec<bool> = explanation.signals.iter().map(|note| note.found).collect();
        let candidates: Vec<_> = explanation
            .candidates
            .iter()
            .map(|note| {
                let months = note.parts.first().and_then(|part| part.season).map(|season| season.months());
                (note.key.clone(), note.score >> 15, note.verdict, months)
            })
            .collect();
        (found, candidates)
    };
    let winter = Some(0b1000_0000_0001);
    let out = Verdict::Excluded(Exclusion::OutOfSeason);
    let flour = |rank| ("flour".to_owned(), 200, Verdict::Shown(rank), None);
    let tin = Ask { product: Some("tin"), ..Ask::default() };
    let (found, candidates) = explained(Ask { month: JULY, ..tin.clone() });
    assert_eq!(found, [true]);
    assert_eq!(
        candidates,
        [flour(1), ("*star".to_owned(), 0, out, winter), ("*tree".to_owned(), 0, out, winter)]
    );
    let (_, candidates) =
        explained(Ask { month: DECEMBER, set: &[(Opt::Limit, 2), (Opt::MinItems, 1)], ..tin });
    let star = ("*star".to_owned(), 400, Verdict::Shown(1), winter);
    assert_eq!(candidates, [star, flour(2), ("*tree".to_owned(), 120, Verdict::NotShown, winter)]);
    // The row is there, though nothing in it counts.
    let (found, candidates) = explained(Ask { product: Some("candle"), month: JULY, ..Ask::default() });
    assert_eq!(found, [true]);
    assert!(candidates.contains(&("*star".to_owned(), 0, out, winter)), "{candidates:?}");
}
