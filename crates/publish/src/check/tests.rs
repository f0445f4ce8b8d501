//! Every kind of damage is found, and named with its file.

use std::fs;
use std::path::Path;

use cobuy_catalogue::progress::Silent;
use cobuy_testshop::{Shop, config};

use super::{Demands, Report, check};
use crate::live::KeyRequest;
use crate::shop::Built;

const K1: KeyRequest = KeyRequest { k: Some(1), rekey: None, prune: false };

fn report(out: &Path) -> Report {
    check(out, &Demands { min_join_rate: 0.95, work: None }, &Silent)
}

/// Builds a shop, damages the folder, and expects a finding for `file` that has `problem` in it.
#[track_caller]
fn damaged(damage: impl Fn(&Path), file: &str, problem: &str) {
    let folder = tempfile::tempdir().unwrap();
    Shop::new(120, 2_000).build(folder.path(), None, K1).unwrap();
    assert!(report(folder.path()).is_sound());
    damage(folder.path());
    let findings = report(folder.path()).findings;
    let found = findings.iter().any(|finding| finding.file == file && finding.problem.contains(problem));
    assert!(found, "no {problem:?} in {file}: {findings:#?}");
}

#[test]
fn every_damage_is_found() {
    let change = |name: &'static str, act: fn(&mut Vec<u8>)| {
        move |out: &Path| {
            let path = out.join(name);
            let mut file = fs::read(&path).unwrap();
            act(&mut file);
            fs::write(path, file).unwrap();
        }
    };
    let flip = |file: &mut Vec<u8>| {
        let middle = file.len() / 2;
        file[middle] ^= 4;
    };
    damaged(change("v1/s/7.bin", flip), "v1/s/7.bin", "checksum");
    damaged(change("v1/base.bin", flip), "v1/base.bin", "checksum");
    damaged(change("v1/s/a.bin", |file| file.truncate(100)), "v1/s/a.bin", "");
    damaged(change("v1/s/a.bin", Vec::clear), "v1/s/a.bin", "not a whole gzip file");
    damaged(change("v1/s/a.bin", |file| *file = b"<!doctype html>".to_vec()), "v1/s/a.bin", "");
    damaged(|out| fs::remove_file(out.join("v1/s/0.bin")).unwrap(), "v1/s/0.bin", "is missing");
    damaged(|out| fs::remove_file(out.join("v1/base.bin")).unwrap(), "v1/base.bin", "is missing");
    damaged(|out| fs::remove_file(out.join("manifest.json")).unwrap(), "manifest.json", "cannot be read");
    damaged(change("manifest.json", |file| file.truncate(50)), "manifest.json", "cannot be read");
    let swap = |out: &Path| {
        let (a, b) = (out.join("v1/s/1.bin"), out.join("v1/s/2.bin"));
        let (first, second) = (fs::read(&a).unwrap(), fs::read(&b).unwrap());
        fs::write(a, second).unwrap();
        fs::write(b, first).unwrap();
    };
    damaged(swap, "v1/s/1.bin", "it is the shard s/2.bin");
    damaged(swap, "v1/s/2.bin", "SHA-256 differs");
    damaged(
        |out| fs::copy(out.join("v1/s/1.bin"), out.join("v1/s/11.bin")).map(drop).unwrap(),
        "v1/s/11.bin",
        "no longer used",
    );
}

#[test]
fn files_of_two_builds_are_told_apart() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut shop = Shop::new(120, 2_000);
    shop.build(folder.path(), None, K1).unwrap();
    shop.order(300);
    shop.build(other.path(), None, K1).unwrap();
    fs::copy(other.path().join("v1/s/3.bin"), folder.path().join("v1/s/3.bin")).unwrap();
    let files: Vec<String> = report(folder.path()).findings.into_iter().map(|finding| finding.file).collect();
    assert_eq!(files, ["v1/base.bin", "v1/s/3.bin"], "the generation and the hash");
    fs::copy(other.path().join("manifest.json"), folder.path().join("manifest.json")).unwrap();
    assert!(report(folder.path()).findings.iter().any(|finding| finding.file == "manifest.json"));
}

#[test]
fn figures_and_demands() {
    let folder = tempfile::tempdir().unwrap();
    Shop::new(120, 2_000).build(folder.path(), None, K1).unwrap();
    let report = report(folder.path());
    assert_eq!((report.products, report.files, report.k), (120, 17, 1));
    assert!(report.coverage() > 0.5 && report.pairs > report.together_rows);
    let strict = check(folder.path(), &Demands { min_join_rate: 0.995, work: None }, &Silent);
    assert_eq!(strict.findings.len(), 1);
    assert!(strict.findings[0].problem.starts_with("99.0 % of the order lines"), "{}", strict.findings[0]);
}

#[test]
fn personal_data_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut shop = Shop::new(120, 2_000);
    shop.catalogue.products[3].title = "Mug for jane@example.com".into();
    shop.build(folder.path(), None, K1).unwrap();
    let findings = report(folder.path()).findings;
    assert!(!findings.is_empty() && findings.iter().all(|finding| finding.problem.contains("e-mail")));
    assert!(findings.iter().all(|finding| !finding.to_string().contains("jane")));
}

#[test]
fn the_minimum_is_proven_from_exact_counts() {
    let folder = tempfile::tempdir().unwrap();
    let (out, work) = (folder.path().join("out"), folder.path().join("work"));
    let mut shop = Shop::new(120, 2_000);
    shop.build(&out, Some(&work), K1).unwrap();
    let prove = || check(&out, &Demands { min_join_rate: 0.0, work: Some(&work) }, &Silent);
    let report = prove();
    assert!(report.is_sound(), "{:#?}", report.findings);
    assert!(report.proven_pairs.is_some_and(|pairs| pairs > 50));

    // A pair that lost its customers.
    let pairs = fs::read_to_string(work.join("pairs.csv")).unwrap();
    let common = pairs
        .lines()
        .skip(1)
        .max_by_key(|line| line.rsplit(',').next().and_then(|customers| customers.parse::<u32>().ok()));
    let common = common.unwrap();
    let (names, _) = common.rsplit_once(',').unwrap();
    fs::write(work.join("pairs.csv"), pairs.replace(common, &format!("{names},2"))).unwrap();
    let findings = prove().findings;
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert!(findings[0].problem.contains("fewer than 3 customers"));

    // Counts of another build prove nothing.
    shop.order(300);
    shop.build(&out, None, KeyRequest::default()).unwrap();
    assert!(prove().findings[0].problem.starts_with("it belongs to build"));
    fs::remove_file(work.join("work.json")).unwrap();
    assert_eq!(prove().findings.len(), 1);

    // Below the minimum nothing is published that the counts could not show.
    shop.config = config("[model]\nmin_customers = 1");
    shop.build(&out, Some(&work), KeyRequest::default()).unwrap();
    assert!(prove().is_sound());
}

/// What the importer refuses may be in a snapshot that somebody else wrote, or an earlier command.
#[test]
fn forged_keys_and_addresses_are_found() {
    let found = |change: fn(&mut Shop), expected: &str| {
        let folder = tempfile::tempdir().unwrap();
        let mut shop = Shop::new(120, 2_000);
        change(&mut shop);
        shop.build(folder.path(), None, K1).unwrap();
        let findings = report(folder.path()).findings;
        assert!(!findings.is_empty(), "{expected}");
        assert!(findings.iter().all(|finding| finding.problem.contains(expected)), "{findings:#?}");
        assert!(
            findings.iter().all(|finding| !finding.to_string().contains(char::is_control)),
            "{findings:#?}"
        );
    };
    found(|shop| shop.catalogue.products[3].key.push_str("\tx"), "control character");
    found(|shop| shop.catalogue.products[3].title.push('\u{1b}'), "control character");
    found(|shop| shop.catalogue.products[3].url = "javascript:alert(1)".into(), "neither http nor https");
    found(|shop| shop.catalogue.products[3].image = "data:image/svg+xml,x".into(), "neither http nor https");
}
