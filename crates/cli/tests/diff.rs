//! `cobuy diff` on built shops, as a script sees it.

mod common;

use std::fs;

use common::{check, shop};

#[test]
fn two_builds_are_compared_whatever_their_k() {
    let folder = tempfile::tempdir().unwrap();
    let old = shop(folder.path(), "old", 60, &[]);
    let new = shop(folder.path(), "new", 90, &["--rekey", "2"]);
    check(
        &["diff", &old.out, &new.out, "--work-old", &old.work, "--work-new", &new.work],
        0,
        &["Products  5 → 6: 1 gained, 0 lost", "kettle The kettle", "orders of", "k = 0 → 2"],
        &[],
    );
    let json = check(&["diff", &old.out, &new.out, "--json", "--all"], 0, &["\"format\": 1"], &[]);
    assert_eq!(json, check(&["diff", &old.out, &new.out, "--json", "--all"], 0, &[], &[]));
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["products"]["gained"]["listed"][0]["key"], "kettle");
    assert_eq!(report["relations"][0]["relation"], "together");
    check(&["diff", &new.out, &new.out], 0, &["the same build: nothing changed"], &[]);
}

#[test]
fn what_cannot_be_compared_is_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let old = shop(folder.path(), "old", 60, &[]);
    let new = shop(folder.path(), "new", 90, &[]);
    check(
        &["diff", "/nowhere", &new.out],
        2,
        &[],
        &["/nowhere", "name the folder given to cobuy build --out"],
    );
    check(
        &["diff", &old.out, &new.out, "--work-new", &old.work],
        2,
        &[],
        &["its counts belong to build", "build again with --work"],
    );
    let shard = format!("{}/v1/s/all.bin", new.out);
    fs::write(&shard, b"no gzip").unwrap();
    check(&["diff", &old.out, &new.out], 2, &[], &["all.bin: is damaged", "cobuy check says more"]);
}
