//! Ctrl-C at any stage of a build: the snapshot that was there stands, and nothing half-made is left.
#![cfg(unix)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::{check, shop};

/// Every file below a folder with its bytes; the lock of the folder is nobody's content.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else { return files };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(contents(&path));
        } else if !path.ends_with(".cobuy.lock") {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

/// Orders of 1,500 products: enough that every stage is still running when the signal comes.
fn many_orders(folder: &Path) -> String {
    let mut text = String::from("order_id,customer_id,timestamp,product_id,title\n");
    for order in 0..6_000u32 {
        for line in 0..8u32 {
            let product = (order * 8 + line).wrapping_mul(2_654_435_761) % 1_500;
            let (customer, day) = (order % 900, 1 + order / 250);
            text +=
                &format!("o{order},c{customer},2026-01-{day:02} 10:00:00,p{product:04},Thing {product}\n");
        }
    }
    let path = folder.join("many.csv");
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// Starts a build and sends the signal as soon as it says that it is at `stage`. Whether it ended by that.
fn interrupted(arguments: &[&str], stage: &str) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cobuy"));
    let mut child = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line == stage), "no stage {stage:?}");
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let said: Vec<String> = lines.collect();
    let status = child.wait().unwrap();
    let stopped = status.code() == Some(130);
    assert!(stopped || status.success(), "{status:?}\n{said:?}");
    assert_eq!(stopped, said.iter().any(|line| line.contains("nothing half-made is left")), "{said:?}");
    stopped
}

#[test]
fn ctrl_c_leaves_the_snapshot_that_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let before = shop(folder.path(), "shop", 60, &[]);
    let orders = many_orders(folder.path());
    let built = || (contents(Path::new(&before.out)), contents(Path::new(&before.work)));
    let old = built();
    let build = ["build", "--orders", &orders, "--out", &before.out, "--work", &before.work, "--rekey", "3"];
    for stage in ["Reading orders", "Counting pairs", "Fitting the model", "Writing shards"] {
        assert!(interrupted(&build, stage), "{stage} was over before the signal came: make the shop larger");
        assert!(built() == old, "after {stage}");
        check(&["check", &before.out, "--work", &before.work], 0, &["sound"], &[]);
    }
    // The last stage may be over before the signal comes; then all of the new snapshot is there.
    if interrupted(&build, "Writing exact counts") {
        assert!(built() == old);
    }
    check(&["check", &before.out, "--work", &before.work], 0, &["sound"], &[]);
}

#[test]
fn ctrl_c_leaves_the_tables_that_were_there() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("tables");
    let few = folder.path().join("few.csv");
    fs::write(
        &few,
        "order_id,timestamp,sku\n1,2026-01-01,a\n1,2026-01-01,b\n2,2026-01-02,a\n2,2026-01-02,b\n",
    )
    .unwrap();
    let to = out.display().to_string();
    check(&["pairs", "--orders", &few.display().to_string(), "--out", &to], 0, &["rows of pairs"], &[]);
    let old = contents(&out);
    assert_eq!(old.len(), 4, "pairs, items, holdout, products");
    fs::remove_file(out.join("products.csv")).unwrap();
    let orders = many_orders(folder.path());
    assert!(interrupted(&["pairs", "--orders", &orders, "--out", &to], "Writing pairs"));
    let mut left = contents(&out);
    assert!(left.remove(&out.join("products.csv")).is_some(), "it was whole before the tables began");
    assert!(old.iter().all(|(path, bytes)| path.ends_with("products.csv") || left.get(path) == Some(bytes)));
    assert_eq!(left.len(), 3);
}

#[test]
fn ctrl_c_removes_the_folder_that_was_made_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let orders = many_orders(folder.path());
    let out = folder.path().join("recs");
    let build = ["build", "--orders", &orders, "--out", &out.display().to_string(), "--rekey", "3"];
    assert!(interrupted(&build, "Writing shards"));
    assert!(!out.exists(), "{:?}", contents(&out).keys());
}
