//! A shop of session logs alone, where nobody is known to have bought anything.

mod common;

use std::fs;
use std::path::Path;

use cobuy_snapshot::Base;
use cobuy_snapshot::write::gzip;

use common::{Built, check, shop};

/// A log in which six visitors look at tent and pegs, and at stove and mug, and one of them eight times at tent and secret.
fn log(folder: &Path) -> String {
    let mut text = String::from("visitor_id,product,time\n");
    let mut visit = |visitor: &str, day: u32, hour: u32, products: [&str; 2]| {
        for (minute, product) in products.into_iter().enumerate() {
            text += &format!("{visitor},{product},2026-01-{day:02}T{hour:02}:0{minute}:00Z\n");
        }
    };
    for visitor in 0..6 {
        visit(&format!("v{visitor}"), visitor + 1, 9, ["tent", "pegs"]);
        visit(&format!("v{visitor}"), visitor + 1, 12, ["stove", "mug"]);
    }
    for day in 10..18 {
        visit("v0", day, 9, ["tent", "secret"]);
    }
    let file = folder.join("log.csv");
    fs::write(&file, text).unwrap();
    file.display().to_string()
}

fn build(folder: &Path, name: &str, toml: &str) -> Built {
    let at = |what: &str| folder.join(format!("{name}-{what}")).display().to_string();
    let (log, config) = (log(folder), at("cobuy.toml"));
    fs::write(&config, toml).unwrap();
    let built = Built { out: at("recs"), work: at("work") };
    let build =
        ["build", "--sessions", &log, "--config", &config, "--out", &built.out, "--work", &built.work];
    let said = check(&build, 0, &["Snapshot", "visitor"], &[]);
    assert!(!said.contains("customer"), "{said}");
    check(&["check", &built.out, "--work", &built.work], 0, &["sound"], &[]);
    built
}

fn explained(built: &Built, product: &str) -> String {
    let explain = ["explain", &built.out, product, "--work", &built.work, "--placement", "protocol", "--all"];
    check(&explain, 0, &[], &[])
}

#[test]
fn the_minimum_counts_visitors_where_it_is_set() {
    let folder = tempfile::tempdir().unwrap();
    for recipe in ["auto", "walk", "cosine"] {
        let built = |minimum: &str| {
            build(
                folder.path(),
                &format!("{recipe}{}", minimum.len()),
                &format!("[model]\nrecipe = '{recipe}'\n{minimum}"),
            )
        };
        let text = explained(&built(""), "tent");
        assert!(text.contains("secret") && text.contains("pegs"), "{recipe}: {text}");
        // One visitor came eight times.
        let text = explained(&built("min_customers = 3"), "tent");
        assert!(!text.contains("secret") && text.contains("pegs"), "{recipe}: {text}");
    }
}

/// A log may name both: several sessions of one visitor are one visitor.
#[test]
fn sessions_of_one_visitor_are_one_visitor() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("session_id,user_id,product,time\n");
    for session in 0..8 {
        for (visitor, products) in
            [(format!("u{session}"), ["tent", "pegs"]), ("one".to_owned(), ["tent", "secret"])]
        {
            for product in products {
                text +=
                    &format!("{session}{visitor},{visitor},{product},2026-01-0{}T09:00:00Z\n", session + 1);
            }
        }
    }
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("log.csv"), text).unwrap();
    fs::write(at("cobuy.toml"), "[model]\nmin_customers = 3").unwrap();
    let (out, work) = (at("recs"), at("work"));
    let build = [
        "build",
        "--sessions",
        &at("log.csv"),
        "--config",
        &at("cobuy.toml"),
        "--out",
        &out,
        "--work",
        &work,
    ];
    check(&build, 0, &["Snapshot"], &[]);
    let text = explained(&Built { out, work }, "tent");
    assert!(!text.contains("secret") && text.contains("pegs"), "{text}");
}

#[test]
fn nothing_is_said_of_buying() {
    let folder = tempfile::tempdir().unwrap();
    let built = build(folder.path(), "shop", "");
    let untrue = |text: &str, what: &str| {
        let text = text.to_lowercase();
        for word in ["bought", "order", "customer", "(confidence)", "buyers"] {
            assert!(!text.contains(word), "{what} says {word:?}:\n{text}");
        }
    };
    untrue(&explained(&built, "tent"), "explain");
    let other = build(folder.path(), "other", "[model]\nmin_customers = 2");
    let diff = ["diff", &built.out, &other.out, "--work-old", &built.work, "--work-new", &other.work];
    untrue(&check(&diff, 0, &["sessions to", "visitor"], &[]), "diff");
    let page = folder.path().join("inspect.html").display().to_string();
    check(&["inspect", &built.out, "--work", &built.work, "--out", &page], 0, &[], &[]);
    let text = fs::read_to_string(&page).unwrap();
    assert!(
        text.contains("What is looked at together") && text.contains("visitors at least behind each"),
        "{text}"
    );
    assert!(!text.contains("of each other's orders") && !text.contains("is bought with them"), "{text}");
    // It is a page of the command's own all the same.
    check(&["inspect", &built.out, "--work", &built.work, "--out", &page], 0, &[], &[]);
}

#[test]
fn the_base_says_what_the_snapshot_is_made_of() {
    let folder = tempfile::tempdir().unwrap();
    let viewed = |built: &Built| {
        let file = fs::read(Path::new(&built.out).join("v1/base.bin")).unwrap();
        Base::open(&gzip::inflate(&file).unwrap()).unwrap().viewed
    };
    assert!(viewed(&build(folder.path(), "log", "")));
    assert!(!viewed(&shop(folder.path(), "orders", 60, &[])));
}
