//! Lists of a category: what is bought most in it, and what rises.

mod common;

use std::fs;

use common::check;

/// A year of orders in two categories; from October on everybody who buys a spade buys a rake, in place of a hoe.
fn shop(folder: &std::path::Path) -> String {
    let mut orders = String::from("order_id,customer_id,timestamp,product_id\n");
    for order in 0..1_200 {
        let month = 1 + order / 100;
        let tool = if month >= 10 { "rake" } else { "hoe" };
        let basket = if order % 2 == 0 { ["spade", tool] } else { ["ball", "kite"] };
        for product in basket {
            orders += &format!("{order},c{},2026-{month:02}-{:02},{product}\n", order % 300, 1 + order % 28);
        }
    }
    let products = "id,title,category\nspade,Spade,Garden > Tools\nhoe,Hoe,Garden > Tools\nrake,Rake,Garden > Tools\n\
        ball,Ball,Toys\nkite,Kite,Toys\n";
    let at = |name: &str| folder.join(name).display().to_string();
    fs::write(at("orders.csv"), orders).unwrap();
    fs::write(at("products.csv"), products).unwrap();
    let (orders, products, out) = (at("orders.csv"), at("products.csv"), at("recs"));
    check(&["build", "--orders", &orders, "--products", &products, "--out", &out], 0, &["Snapshot"], &[]);
    out
}

/// Titles in the order in which `text` names them.
fn named<'t>(text: &str, titles: &[&'t str]) -> Vec<&'t str> {
    let mut found: Vec<(usize, &str)> =
        titles.iter().filter_map(|title| Some((text.find(title)?, *title))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, title)| title).collect()
}

#[test]
fn a_category_has_popular_and_rising_products_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let out = shop(folder.path());
    let list = |category: &str, relation: &str| {
        let command =
            ["explain", &out, "--category", category, "--relation", relation, "--placement", "protocol"];
        let text = check(&command, 0, &[relation], &[]);
        named(&text, &["Spade", "Hoe", "Rake", "Ball", "Kite"]).join(" ")
    };
    assert_eq!(list("Garden > Tools", "popular"), "Spade Rake Hoe");
    assert_eq!(list("Garden > Tools", "rising"), "Rake");
    assert_eq!(list("Garden", "rising"), "Rake");
    assert_eq!(list("Toys", "popular"), "Ball Kite");
    check(&["explain", &out, "--category", "Gardens"], 2, &[], &["the category \"Gardens\""]);
}
