//! Builds of a small shop, one after the other into the same folder.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use cobuy_catalogue::progress::Silent;
use cobuy_model::{self as model, Model};
use cobuy_snapshot::Shard;
use cobuy_snapshot::write::gzip;
use cobuy_testshop::{Shop, config};

use super::{Folder, KeyRequest, Keys, PublishError, stage};
use crate::build::{BuildError, Summary};
use crate::check::{Demands, check};
use crate::pack::{Contents, Place};
use crate::shop::Built;

const DEMANDS: Demands<'static> = Demands { min_join_rate: 0.95, work: None };

fn forced(k: u8) -> KeyRequest {
    KeyRequest { k: Some(k), ..KeyRequest::default() }
}

fn rekey(k: u8, prune: bool) -> KeyRequest {
    KeyRequest { rekey: Some(k), prune, ..KeyRequest::default() }
}

/// Every file of a folder with its bytes.
fn bytes(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(root).unwrap().display().to_string();
                files.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

#[track_caller]
fn assert_sound(out: &Path) {
    let report = check(out, &DEMANDS, &Silent);
    assert!(report.is_sound(), "{:#?}", report.findings);
}

fn build(shop: &Shop, out: &Path, keys: KeyRequest) -> Summary {
    shop.build(out, None, keys).unwrap()
}

#[test]
fn a_small_shop_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let summary = build(&Shop::new(100, 2_000), folder.path(), KeyRequest::default());
    assert_eq!((summary.manifest.k, summary.rewritten, summary.unchanged), (0, 2, 0));
    assert!(folder.path().join("v1/s/all.bin").exists());
    assert_sound(folder.path());
}

#[test]
fn k_is_the_smallest_that_makes_shards_small_enough() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::new(400, 4_000);
    let mut last = 0;
    for (shard_bytes, k) in [(262_144, 0), (4_096, 1), (1_100, 2)] {
        shop.config = config(&format!("[limits]\nshard_bytes = {shard_bytes}"));
        let out = folder.path().join(k.to_string());
        let manifest = build(&shop, &out, KeyRequest::default()).manifest;
        assert_eq!(manifest.k, k, "{shard_bytes}: {:?}, before {last}", manifest.shards);
        assert!(manifest.shards.mean_bytes <= 2 * shard_bytes);
        assert_eq!(manifest.shards.files, 16u64.pow(k.into()));
        last = manifest.shards.mean_bytes;
        assert_sound(&out);
    }
}

#[test]
fn k_is_sticky() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::new(100, 2_000);
    build(&shop, folder.path(), forced(1));
    shop.order(10);
    let summary = build(&shop, folder.path(), KeyRequest::default());
    assert_eq!((summary.manifest.k, summary.changed_from, summary.theme_edit()), (1, None, None));
    let error = shop.build(folder.path(), None, forced(2)).expect_err("another k");
    assert!(
        matches!(error, BuildError::Publish(PublishError::OtherK { existing: 1, wanted: 2, .. })),
        "{error}"
    );
    let error = shop.build(folder.path(), None, rekey(5, false)).expect_err("too many digits");
    assert!(
        matches!(error, BuildError::Publish(PublishError::TooManyDigits { wanted: 5, limit: 4 })),
        "{error}"
    );
    assert_sound(folder.path());
}

#[test]
fn a_price_that_rose_is_marked_for_a_week() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::new(100, 2_000);
    let raised = |key: &str| {
        let file = fs::read(folder.path().join("v1").join(Place::of(key, 1).name())).unwrap();
        let payload = gzip::inflate(&file).unwrap();
        let table = Shard::open(&payload).unwrap().table;
        table.raised_ms(table.find(key).unwrap())
    };
    assert_eq!(build(&shop, folder.path(), forced(1)).prices_raised, (0, 0));
    for (product, percent) in [(7, 110), (8, 104), (9, 90)] {
        let price = &mut shop.catalogue.products[product].price_minor;
        *price = price.map(|price| price * percent / 100);
    }
    shop.order(10);
    assert_eq!(build(&shop, folder.path(), KeyRequest::default()).prices_raised, (1, 1));
    let now = *shop.orders.time_ms.last().unwrap() as u64;
    let marks = ["product-00007", "product-00008", "product-00009", "product-00010"].map(raised);
    assert_eq!(marks, [Some(now), None, None, None]);
    let again = build(&shop, folder.path(), KeyRequest::default());
    assert_eq!((again.prices_raised, again.rewritten), ((1, 0), 0));
    // 50 orders a day.
    shop.order(300);
    assert_eq!(build(&shop, folder.path(), KeyRequest::default()).prices_raised, (1, 0));
    assert_eq!(raised("product-00007"), Some(now));
    shop.order(60);
    assert_eq!(build(&shop, folder.path(), KeyRequest::default()).prices_raised, (0, 0));
    assert_eq!(raised("product-00007"), None);
    assert_sound(folder.path());
}

#[test]
fn rekey_keeps_the_old_names_until_pruned() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::new(100, 2_000);
    let shards = |k: usize| {
        let names = bytes(&folder.path().join("v1/s"));
        names.keys().filter(|name| name.len() == k + ".bin".len()).count()
    };
    build(&shop, folder.path(), forced(1));
    let before = bytes(&folder.path().join("v1/s"));

    let summary = build(&shop, folder.path(), rekey(2, false));
    assert_eq!((summary.manifest.k, summary.manifest.kept_k.as_slice()), (2, &[1][..]));
    assert!(summary.theme_edit().is_some_and(|line| line.contains("data-k=\"2\" in place of data-k=\"1\"")));
    assert_eq!((shards(1), shards(2), summary.unchanged), (16, 256, 16));
    assert!(before.iter().all(|(name, file)| bytes(&folder.path().join("v1/s"))[name] == *file));
    assert_sound(folder.path());

    // The next build keeps them without being told, with or without its manifest.
    assert_eq!(build(&shop, folder.path(), KeyRequest::default()).manifest.kept_k, [1]);
    fs::remove_file(folder.path().join("manifest.json")).unwrap();
    assert_eq!(build(&shop, folder.path(), KeyRequest::default()).manifest.kept_k, [1]);

    let pruned = build(&shop, folder.path(), KeyRequest { prune: true, ..KeyRequest::default() });
    assert_eq!((pruned.removed, pruned.manifest.kept_k.as_slice()), (16, &[][..]));
    assert_eq!((shards(1), shards(2)), (0, 256));
    assert_sound(folder.path());
}

#[test]
fn unchanged_shards_are_not_rewritten() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::new(200, 3_000);
    let first = build(&shop, folder.path(), forced(2));
    assert_eq!((first.rewritten, first.unchanged), (257, 0));
    let before = bytes(folder.path());
    let again = build(&shop, folder.path(), KeyRequest::default());
    assert_eq!((again.rewritten, again.unchanged), (0, 257));
    assert_eq!(bytes(folder.path()), before);

    // A price and a later order: the shards with that card, and base, which states the time.
    shop.catalogue.products[55].price_minor = Some(1);
    *shop.orders.time_ms.last_mut().unwrap() += 1;
    let changed = build(&shop, folder.path(), KeyRequest::default());
    assert!((2..200).contains(&changed.rewritten), "{} of 257", changed.rewritten);
    assert_ne!(changed.manifest.generation, first.manifest.generation);
    let after = bytes(folder.path());
    let rewritten = after.iter().filter(|(name, file)| before[*name] != **file).count() as u64;
    assert_eq!(rewritten, changed.rewritten + 1, "and the manifest");
    assert_sound(folder.path());
}

#[test]
fn same_input_same_bytes_on_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::new(200, 3_000);
    let build_with = |threads: usize, name: &str| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (out, work) = (folder.path().join(name), folder.path().join(format!("{name}-work")));
        pool.install(|| shop.build(&out, Some(&work), forced(1))).unwrap();
        (bytes(&out), bytes(&work))
    };
    let one = build_with(1, "one");
    assert_eq!(one, build_with(2, "two"));
    assert_eq!(one, build_with(2, "again"));
    assert!(one.1.contains_key("pairs.csv"));
}

/// Stages the shop's next build and breaks off at rename number `at`.
fn break_off(shop: &Shop, out: &Path, at: usize) -> Result<super::Published, PublishError> {
    let settings = shop.settings();
    let model: Model =
        model::build(&shop.catalogue, &shop.evidence(), &model::Settings::default(), &Silent).unwrap();
    let newest = *shop.orders.time_ms.last().unwrap();
    let contents = Contents::new(&shop.catalogue, &model, &settings, newest).unwrap();
    let folder = Folder::open(out).unwrap();
    let keys = Keys::decide(&folder, &contents, KeyRequest::default(), &Silent).unwrap();
    let staged = stage(folder, &contents, keys, Some(0.99), &Silent).unwrap();
    let renames = Cell::new(0);
    staged.commit_with(&|from, to| {
        renames.set(renames.get() + 1);
        if renames.get() > at { Err(io::Error::other("the disk is gone")) } else { fs::rename(from, to) }
    })
}

#[test]
fn a_build_that_breaks_off_leaves_a_snapshot_that_reads() {
    let mut shop = Shop::new(200, 3_000);
    let folder = tempfile::tempdir().unwrap();
    for at in [0, 1, 7, 15, 16] {
        let out = folder.path().join(at.to_string());
        build(&shop, &out, forced(1));
        let base = fs::read(out.join("v1/base.bin")).unwrap();
        let mut later = shop.clone();
        later.order(500);
        break_off(&later, &out, at).expect_err("breaks off");
        assert_eq!(fs::read(out.join("v1/base.bin")).unwrap(), base, "base goes last");
        assert!(bytes(&out).keys().all(|name| !name.ends_with(".part")), "no remains after {at} renames");
        // Each file is whole; only the lists of hashes speak of another build.
        let findings = check(&out, &DEMANDS, &Silent).findings;
        assert!(
            findings.iter().all(|finding| finding.remedy == "Publish all files of one build"),
            "{findings:#?}"
        );
        assert_eq!(findings.is_empty(), at == 0);
        build(&later, &out, KeyRequest::default());
        assert_sound(&out);
    }
    // Without an earlier snapshot nothing is left at all.
    let out = folder.path().join("new");
    shop.config = config("[snapshot]\nk = 1");
    break_off(&shop, &out, 0).expect_err("breaks off");
    assert!(!out.exists());
}

#[test]
fn remains_of_a_killed_build_go_with_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::new(100, 2_000);
    build(&shop, folder.path(), forced(1));
    for name in ["v1/s/.0.bin.part", "v1/.base.bin.part", ".manifest.json.part", "v1/s/0a.bin"] {
        fs::write(folder.path().join(name), b"half").unwrap();
    }
    fs::write(folder.path().join("v1/s/notes.txt"), b"not ours").unwrap();
    assert_eq!(check(folder.path(), &DEMANDS, &Silent).findings.len(), 2);
    build(&shop, folder.path(), KeyRequest::default());
    assert_sound(folder.path());
    assert_eq!(bytes(folder.path()).len(), 16 + 4, "shards, base, manifest, lock, notes");
}

#[test]
fn one_build_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::new(100, 2_000);
    let first = Folder::open(folder.path()).unwrap();
    let error = shop.build(folder.path(), None, KeyRequest::default()).expect_err("is locked");
    assert!(matches!(error, BuildError::Publish(PublishError::Locked { .. })), "{error}");
    drop(first);
    build(&shop, folder.path(), KeyRequest::default());
}

#[test]
fn a_base_that_cannot_be_read_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::new(100, 2_000);
    build(&shop, folder.path(), forced(1));
    fs::write(folder.path().join("v1/base.bin"), b"<html>").unwrap();
    let error = shop.build(folder.path(), None, KeyRequest::default()).expect_err("is unreadable");
    assert!(matches!(error, BuildError::Publish(PublishError::Unreadable { .. })), "{error}");
    assert_eq!(fs::read(folder.path().join("v1/base.bin")).unwrap(), b"<html>");
}

#[test]
fn exact_counts_stay_out_of_the_public_folder() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Shop::new(100, 2_000);
    let error =
        shop.build(folder.path(), Some(&folder.path().join("work")), forced(0)).expect_err("is public");
    assert!(matches!(error, BuildError::Target(_)), "{error}");
    assert!(bytes(folder.path()).is_empty());
}
