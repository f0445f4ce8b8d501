//! `cobuy eval` as a shop's owner sees it, on generated logs and orders whose answers are known.

mod common;

use std::fs;
use std::path::Path;

use common::check;

#[track_caller]
fn answer(arguments: &[&str]) -> String {
    check(arguments, 0, &[], &[])
}

/// Numbers without a pattern: products and gaps, the same in every run.
fn noise(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Sessions that mostly walk up a ring of sixty products, one in four clicks being anywhere.
fn log(path: &Path, first: u64, sessions: u64) -> String {
    let (mut text, mut state) = (String::from("session,item,time\n"), first);
    for session in first..first + sessions {
        let mut product = noise(&mut state) % 60;
        for click in 0..5 {
            text += &format!("{session},p{product:02},{}\n", 1_700_000_000 + session * 600 + click);
            product =
                if noise(&mut state).is_multiple_of(4) { noise(&mut state) % 60 } else { (product + 1) % 60 };
        }
    }
    fs::write(path, text).unwrap();
    path.display().to_string()
}

/// Orders of two products that belong together, a third one being anything, a day apart.
fn orders(path: &Path) -> String {
    let (mut text, mut state) = (String::from("order_id,customer_id,timestamp,product_id\n"), 7);
    for order in 0..3_000u64 {
        let pair = noise(&mut state) % 40;
        let other = 80 + noise(&mut state) % 80;
        let time = 1_700_000_000 + order * 7_200;
        for product in [2 * pair, 2 * pair + 1, other] {
            text += &format!("o{order},c{},{time},p{product:03}\n", order % 900);
        }
    }
    fs::write(path, text).unwrap();
    path.display().to_string()
}

#[test]
fn sessions_are_predicted_by_the_walk() {
    let folder = tempfile::tempdir().unwrap();
    let train = log(&folder.path().join("train.csv"), 0, 1_500);
    let test = log(&folder.path().join("test.csv"), 5_000, 200);
    let arguments = ["eval", "sessions", "--train", &train, "--test", &test];
    let text = answer(&arguments);
    for wanted in [
        "recipe: walk, ",
        "as shown on pdp",
        "popular items",
        "plain cosine",
        "The model beats popular items",
    ] {
        assert!(text.contains(wanted), "no {wanted:?} in\n{text}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&answer(&[&arguments[..], &["--full", "--json"]].concat())).unwrap();
    let lines = json["lines"].as_array().unwrap();
    let names: Vec<&str> = lines.iter().map(|line| line["name"].as_str().unwrap().trim()).collect();
    assert_eq!(
        names,
        [
            "this model",
            "in a browser (12 shards)",
            "as shown on pdp",
            "full rows",
            "popular items",
            "plain cosine"
        ]
    );
    let hr3 = |line: usize| lines[line]["figures"]["hr3"]["mean"].as_f64().unwrap();
    // Three clicks in four go on to the next product.
    assert!((0.65..0.85).contains(&hr3(0)), "{}", hr3(0));
    assert!(hr3(4) < 0.2, "{}", hr3(4));
    let published = answer(&[&arguments[..], &["--rule", "published", "--json"]].concat());
    let published: serde_json::Value = serde_json::from_str(&published).unwrap();
    assert!(published["lines"][0]["figures"]["cases"].as_u64() >= lines[0]["figures"]["cases"].as_u64());
    let coarse = answer(&[&arguments[..], &["--recipe", "cosine", "--bits", "2", "--k", "3"]].concat());
    assert!(coarse.contains("recipe: cosine"), "{coarse}");
}

#[test]
fn baskets_are_predicted_and_the_verdict_is_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let orders = orders(&folder.path().join("orders.csv"));
    let arguments = ["eval", "baskets", "--orders", &orders, "--split-at", "2024-06-01"];
    for mode in ["loo", "cart"] {
        let text = answer(&[&arguments[..], &["--mode", mode, "--seed", "3"]].concat());
        assert!(
            text.contains("cases from baskets") && text.contains("The model beats popular items"),
            "{text}"
        );
    }
    let cases = folder.path().join("cases.csv");
    fs::write(&cases, "case,given,hidden\n0,p000,p001\n1,p003 p100,p002\n2,p000,unknown\n").unwrap();
    let cases = cases.display().to_string();
    let json = answer(&["eval", "baskets", "--orders", &orders, "--cases", &cases, "--json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let figures = &json["lines"][0]["figures"];
    assert_eq!(figures["cases"], 3);
    assert!((figures["hr3"]["mean"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-9, "{figures}");
}

#[test]
fn what_cannot_be_measured_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let orders = orders(&folder.path().join("orders.csv"));
    let refused = |arguments: &[&str], wanted: &str| check(arguments, 2, &[], &[wanted]);
    refused(
        &["eval", "baskets", "--orders", &orders, "--split-at", "2001-01-01"],
        "no order is before --split-at",
    );
    refused(&["eval", "baskets", "--orders", &orders, "--split-at", "2050-01-01"], "there is no case");
    refused(&["eval", "baskets", "--orders", &orders, "--split-at", "soon"], "a date is written 2026-10-01");
    refused(&["eval", "baskets", "--orders", &orders], "--cases");
    let walk = ["eval", "baskets", "--orders", &orders, "--split-at", "2024-06-01", "--recipe", "walk"];
    refused(&walk, "the recipe walk needs session logs");
}

#[test]
fn a_snapshot_is_built_from_session_logs_alone() {
    let folder = tempfile::tempdir().unwrap();
    let log = log(&folder.path().join("log.csv"), 0, 1_500);
    let out = folder.path().join("recs").display().to_string();
    let text = answer(&["build", "--sessions", &log, "--out", &out]);
    assert!(text.contains("walk, ") && text.contains("1,500 sessions"), "{text}");
    answer(&["check", &out]);
    let explained = answer(&["explain", &out, "p10", "--seen", "p09", "--placement", "protocol"]);
    let first = explained.lines().find(|line| line.starts_with("  1.")).unwrap_or_default();
    assert!(first.contains("p11"), "{explained}");
}
