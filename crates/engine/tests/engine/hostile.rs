//! Files that are not what the writer wrote. The browser checks the CRC-32 of a file, not its contents: whatever opens
//! must neither panic nor take anything from the other files.

use crate::files::{KEYS, random_ask, random_files, with_ask};
use crate::random::{Case, numbers};
use crate::shop::{Ask, SHARD, shard_of, together, told};
use cobuy_engine::bundle::{MEMBERS, Wanted};
use cobuy_engine::{Engine, NoTrace, Store, explain};
use cobuy_options::Opt;
use cobuy_snapshot::records::{KIND_BASE, KIND_SHARD};
use cobuy_snapshot::write::file::ShardInfo;
use cobuy_testkit::{repair, ruled, unverified};
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// Reads everything of every product that a widget or the command reads.
fn read_all(store: &Store<'_>) {
    for id in (0..store.len() as u32 + 2).chain([u32::MAX]) {
        let _ = (store.card(id), store.category(id), store.templates(id), store.flags(id));
        for relation in cobuy_snapshot::Relation::ALL {
            if let Some(row) = store.row_of(id, relation) {
                std::hint::black_box(
                    row.row.neighbours().filter_map(|neighbour| row.id(neighbour.item)).max(),
                );
            }
        }
    }
}

fn ascending(store: &Store<'_>) -> bool {
    let keys: Vec<_> = (0..store.len() as u32).filter_map(|id| store.card(id)).map(|card| card.key).collect();
    keys.windows(2).all(|pair| pair[0] < pair[1])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn changed_files_do_no_harm(
        mut files in random_files(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..8u32), 1..40),
        drawn in random_ask(),
    ) {
        for (file, byte, bit) in flips {
            let file = file.get_mut(&mut files);
            let byte = byte.index(file.len());
            file[byte] ^= 1 << bit;
        }
        let mut store = Store::default();
        for file in &files {
            let _ = store.add_base(file).or_else(|_| store.add_shard(file));
        }
        prop_assert!(ascending(&store));
        read_all(&store);
        with_ask(&drawn, |ask| {
            let explanation = ask.put(|request| explain(&store, request));
            prop_assert_eq!(&explanation.ranking, &ask.answer(&store));
            prop_assert!(explanation.ranking.items.iter().all(|ranked| store.card(ranked.item).is_some()));
            Ok(())
        })?;
    }

    /// Rules and bundles that nobody verified: any list is as good as another, a panic is not.
    #[test]
    fn changed_rules_do_no_harm(
        numbers in numbers(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..8u32), 1..40),
    ) {
        let case = Case::of(&numbers);
        let mut files = case.files();
        for (file, byte, bit) in flips {
            // Mostly the base, where the rules are.
            let file = if bit < 6 { &mut files[0] } else { file.get_mut(&mut files) };
            let byte = byte.index(file.len());
            file[byte] ^= 1 << bit;
        }
        let mut store = Store::default();
        for file in &files {
            let _ = store.add_base(file).or_else(|_| store.add_shard(file));
        }
        let request = case.question.request();
        let ranking = explain(&store, &request).ranking;
        let limit = case.question.options.get(Opt::Limit) as usize;
        prop_assert!(ranking.items.len() <= limit);
        let mut wanted = Wanted::default();
        let bundle = Engine::default().bundle(&store, &request, &mut NoTrace, &mut wanted);
        prop_assert!(bundle.is_err() || bundle.is_ok_and(|bundle| MEMBERS.contains(&bundle.members.len())));
    }

    #[test]
    fn a_changed_file_takes_no_product_from_the_others(
        files in random_files(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), 0..8u32), 1..20),
        first in any::<bool>(),
    ) {
        let info = ShardInfo { prefix: 200, as_of_ms: 9, ..SHARD };
        let mut changed = shard_of(&info, 1, &[together("b", &[("c", 9), ("*g", 8), ("x", 7), ("y", 6), ("z", 5)])]);
        for (byte, bit) in flips {
            let byte = byte.index(changed.len());
            changed[byte] ^= 1 << bit;
        }
        let mut store = Store::default();
        if first {
            let _ = store.add_shard(&changed);
        }
        let alone = crate::shop::store(&files);
        for file in &files {
            prop_assert!(store.add_base(file).or_else(|_| store.add_shard(file)).is_ok());
        }
        let _ = store.add_shard(&changed);
        for key in KEYS.into_iter().filter(|key| alone.find(key).is_some()) {
            prop_assert!(store.find(key).is_some(), "{}", key);
        }
    }
}

/// What once broke the reader or the engine, as the fuzz target wrote it.
#[test]
fn found_inputs_stay_harmless() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/snapshot/regressions");
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let beside = ruled::beside();
    let mut count = 0;
    for file in files {
        let file = file.expect("the folder can be listed").path();
        let input = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        unverified::everything(&input, &beside, ruled::NOW_MS);
        for kind in [KIND_SHARD, KIND_BASE] {
            unverified::everything(&repair::container(&input, kind), &beside, ruled::NOW_MS);
        }
        count += 1;
    }
    assert!(count > 0, "{} is empty", folder.display());
}

#[test]
fn a_neighbour_without_a_readable_card_is_passed_over() {
    let rows = [together("tent", &[("pegs", 200), ("mat", 100)])];
    let mut shard = shard_of(&ShardInfo { prefix: 1, ..SHARD }, 1, &rows);
    let title = shard.windows(9).position(|bytes| bytes == b"pegsat 10");
    // 0xff is no UTF-8.
    shard[title.map_or(0, |title| title + 4)] = 0xff;
    let mut store = Store::default();
    assert_eq!(store.add_shard(&shard), Ok(()));
    let ask = Ask { product: Some("tent"), ..Ask::default() };
    assert_eq!(told(&store, &ask.answer(&store)), "mat 100");
}
