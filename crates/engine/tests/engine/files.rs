//! Several files, several builds, any order of arrival.

use crate::shop::{Ask, SHARD, base, base_of, check, popular, shard, shard_of, store, together};
use cobuy_engine::Store;
use cobuy_engine::store::MAX_FILES;
use cobuy_options::{Opt, Options, Placement};
use cobuy_snapshot::records::OptionRecord;
use cobuy_snapshot::write::file::{BaseInfo, ShardInfo};
use proptest::prelude::*;

fn at(as_of_ms: u64, prefix: u32) -> ShardInfo<'static> {
    ShardInfo { as_of_ms, prefix, ..SHARD }
}

fn title<'a>(store: &Store<'a>, key: &str) -> &'a str {
    store.find(key).and_then(|item| store.card(item)).map_or("none", |card| card.title)
}

#[test]
fn the_newer_file_has_the_card_and_the_row() {
    let old = shard_of(&at(20, 1), 1, &[together("tent", &[("pegs", 200), ("mat", 100)])]);
    let new = shard_of(&at(30, 2), 1, &[together("tent", &[("mat", 150)])]);
    for files in [[base(&[]), old.clone(), new.clone()], [base(&[]), new, old]] {
        check(&files, &Ask { product: Some("tent"), ..Ask::default() }, "mat 150");
        let store = store(&files);
        assert_eq!(title(&store, "tent"), "at 30");
        assert_eq!(title(&store, "mat"), "at 30");
        assert_eq!(title(&store, "pegs"), "at 20");
        assert_eq!(title(&store, "lamp"), "none");
    }
}

#[test]
fn newer_stock_holds() {
    // The older file could be read before or after the newer one.
    let rows = [together("tent", &[("pegs", 200)])];
    let old = shard_of(&at(20, 1), 1, &rows);
    let new = base_of(&BaseInfo { as_of_ms: 30, ..BaseInfo::default() }, &[("pegs", 9)]);
    for files in [[new.clone(), old.clone()], [old, new]] {
        assert_eq!(title(&store(&files), "pegs"), "base at 30");
    }
}

#[test]
fn a_file_counts_once_and_so_many_at_most() {
    let mut files = vec![base(&[]), shard(7, &[together("tent", &[("pegs", 200)])])];
    files.push(base(&[("lamp", 1)]));
    files.push(shard(7, &[together("tent", &[("mat", 100)])]));
    check(&files, &Ask { product: Some("tent"), ..Ask::default() }, "pegs 200");
    let prefixes = (0..=MAX_FILES).zip(100..);
    let files: Vec<_> =
        prefixes.map(|(n, prefix)| shard(prefix, &[together(&format!("p{n}"), &[("a", 1)])])).collect();
    let store = store(&files);
    let at_hand = |n: usize| store.find(&format!("p{n}")).is_some();
    assert!(at_hand(MAX_FILES - 1) && !at_hand(MAX_FILES));
}

#[test]
fn a_file_that_does_not_open_changes_nothing() {
    let (base, mut other) = (base(&[("lamp", 1)]), base(&[]));
    let last = other.len() - 1;
    other.truncate(last);
    let mut store = Store::default();
    assert!(store.add_base(&other).is_err() && store.add_shard(&base).is_err());
    assert!(store.base().is_none() && store.is_empty());
    assert!(store.add_base(&base).is_ok());
    assert!(store.find("lamp").is_some());
}

#[test]
fn builds_with_other_weight_exponents_share_a_unit() {
    let of = |weight_exponent, prefix, key, neighbour| {
        let info = ShardInfo { weight_exponent, prefix, ..SHARD };
        shard_of(&info, 4, &[together(key, &[(neighbour, 50)])])
    };
    let files = |exponent| {
        let base = base_of(&BaseInfo { weight_exponent: exponent, ..BaseInfo::default() }, &[]);
        vec![of(0, 1, "a", "x"), base, of(1, 2, "b", "y"), of(-1, 3, "c", "z")]
    };
    let ask = Ask { cart: &["a", "b", "c"], ..Ask::default() };
    check(&files(0), &ask, "y 400, x 200, z 100");
    check(&files(1), &ask, "y 200, x 100, z 50");
    check(&files(-1), &ask, "y 800, x 400, z 200");
    // No build is 15 octaves from the next; what a file may claim is bounded all the same.
    check(&files(-128), &ask, "x 6553600, y 6553600, z 6553600");
    check(&files(127), &ask, "x 0, y 0, z 0");
}

#[test]
fn what_the_shop_changed_holds_for_every_placement_then_for_one() {
    let record = |placement, option: Opt, value: i32| OptionRecord {
        placement,
        option: option as u8,
        value: value.into(),
    };
    let options = vec![
        record(Placement::Cart as u8, Opt::Limit, 9),
        record(Placement::EVERY, Opt::Limit, 8),
        record(Placement::EVERY, Opt::MinItems, 99),
        OptionRecord { placement: Placement::EVERY, option: 250, value: 1.into() },
    ];
    let files = [base_of(&BaseInfo { options, ..BaseInfo::default() }, &[])];
    let store = store(&files);
    let check = |placement, limit| {
        let mut expected = Options::preset(placement);
        expected.set(Opt::Limit, limit);
        expected.set(Opt::MinItems, 24);
        assert_eq!(store.options(placement), expected);
    };
    check(Placement::Pdp, 8);
    check(Placement::Cart, 9);
    assert_eq!(Store::default().options(Placement::Pdp), Options::preset(Placement::Pdp));
}

/// Files of random shops: ten products spread over shards of several builds, some of them in several.
pub fn random_files() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let row = (0..KEYS.len(), any::<bool>(), proptest::collection::btree_map(0..KEYS.len(), 1..=255u8, 1..6));
    let rows = proptest::collection::vec(row, 1..4);
    let head = (0..3u64, -1..=1i8, 1..2_000u16);
    let shards = proptest::collection::vec((head, rows), 1..5);
    let base = (0..3u64, -1..=1i8, 0..20_000u16, any::<bool>());
    (base, shards).prop_map(|((as_of_ms, weight_exponent, popular_share, calibrated), shards)| {
        let calibration = vec![(cobuy_snapshot::Relation::Together, crate::shop::line())];
        let info = BaseInfo {
            as_of_ms,
            weight_exponent,
            popular_share,
            decay: vec![1 << 15, 20_000, 12_000, 7_000],
            calibration: if calibrated { calibration } else { Vec::new() },
            ..BaseInfo::default()
        };
        let mut files = vec![base_of(&info, &[("a", 200), ("c", 100), ("!e", 90)])];
        for (prefix, ((as_of_ms, weight_exponent, scale), rows)) in (0..).zip(shards) {
            let row =
                |(owner, stand_in, neighbours): (usize, bool, std::collections::BTreeMap<usize, u8>)| {
                    let others = neighbours.into_iter().filter(|(item, _)| *item != owner);
                    let neighbours: Vec<_> = others.map(|(item, weight)| (KEYS[item], weight)).collect();
                    (if stand_in { popular } else { together })(KEYS[owner], &neighbours)
                };
            let rows: Vec<_> = rows.into_iter().map(row).collect();
            files.push(shard_of(&ShardInfo { as_of_ms, prefix, weight_exponent, ..SHARD }, scale, &rows));
        }
        files
    })
}

/// Keys of random shops.
pub const KEYS: [&str; 10] = ["a", "b", "c", "d", "!e", "f", "*g", "*h", "!i", "jé"];

/// Keys of random sessions: two of them are unknown to every shop.
const ASKED: [&str; 12] = ["a", "b", "c", "d", "!e", "f", "*g", "*h", "!i", "jé", "", "unknown"];

/// Positions in [`ASKED`] for page, cart, views and claims, a placement, options, live stock, and a month.
type Drawn = (Option<usize>, [Vec<usize>; 3], usize, Vec<(usize, i32)>, bool, Option<u8>);

/// Random questions, to be put with [`with_ask`].
pub fn random_ask() -> impl Strategy<Value = Drawn> {
    let keys = || proptest::collection::vec(0..ASKED.len(), 0..4);
    let options = proptest::collection::vec((0..Opt::ALL.len(), -1..120i32), 0..3);
    let page = proptest::option::of(0..ASKED.len());
    (
        page,
        [keys(), keys(), keys()],
        0..Placement::ALL.len(),
        options,
        any::<bool>(),
        proptest::option::of(0..14u8),
    )
}

/// Hands a drawn question to `act`.
pub fn with_ask<T>(drawn: &Drawn, act: impl FnOnce(&Ask<'_>) -> T) -> T {
    let (page, lists, placement, options, live_stock, month) = drawn;
    let [cart, seen, claimed] =
        lists.each_ref().map(|list| list.iter().map(|key| ASKED[*key]).collect::<Vec<_>>());
    let set: Vec<_> = options.iter().map(|(option, value)| (Opt::ALL[*option], *value)).collect();
    act(&Ask {
        placement: Placement::ALL[*placement],
        set: &set,
        product: page.map(|key| ASKED[key]),
        cart: &cart,
        seen: &seen,
        claimed: &claimed,
        live_stock: *live_stock,
        month: *month,
        ..Ask::default()
    })
}

proptest! {
    #[test]
    fn the_order_of_arrival_decides_nothing(
        (files, shuffled) in random_files().prop_flat_map(|files| (Just(files.clone()), Just(files).prop_shuffle())),
        drawn in random_ask(),
    ) {
        let (one, other) = (store(&files), store(&shuffled));
        for key in KEYS {
            prop_assert_eq!(one.find(key), other.find(key));
            prop_assert_eq!(title(&one, key), title(&other, key));
        }
        with_ask(&drawn, |ask| {
            prop_assert_eq!(ask.answer(&one), ask.answer(&other));
            Ok(())
        })?;
    }
}
