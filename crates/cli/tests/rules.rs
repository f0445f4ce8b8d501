//! Rules of a `cobuy.toml`: checked, told, built, refused.

mod common;

use std::fs;
use std::path::Path;

use common::check;

const PRODUCTS: &str = "id,title,category,brand,price\ntent,Tent,Camping > Tents,Tarn,199.00 EUR\n\
    pegs,Pegs,Camping > Parts,Tarn,9.00 EUR\nlamp,Lamp,Camping > Light,Lux,29.00 EUR\nmug,Mug,Kitchen,,7.00 EUR\n";

const RULES: &str = r#"
[[rule]]
id = "free-delivery"
template = "reach-free-shipping"
[[rule]]
id = "light"
pin = ["lamp"]
when = { in_cart = { category = "Camping > Tents" } }
[[pair]]
of = "tent"
with = "pegs"
placements = ["cart"]
[[bundle]]
id = "night"
products = ["tent", "lamp"]
percent = 20
"#;

/// Writes the files of a shop; their paths: orders, products, configuration.
fn shop(folder: &Path, rules: &str) -> [String; 3] {
    let mut orders = String::from("order_id,customer_id,timestamp,product_id\n");
    for order in 0..60 {
        let pair = [["tent", "pegs"], ["tent", "lamp"], ["lamp", "mug"]][order % 3];
        for product in pair {
            orders += &format!("o{order},c{},2026-01-{:02},{product}\n", order % 17, 1 + order % 28);
        }
    }
    [("orders.csv", orders.as_str()), ("products.csv", PRODUCTS), ("cobuy.toml", rules)].map(
        |(name, text)| {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            path.display().to_string()
        },
    )
}

#[test]
fn rules_are_checked_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let [_, products, config] = shop(folder.path(), RULES);
    let told = [
        "rule free-delivery: on cart, when the cart is worth 75.00 to 95.00, shows first what brings the cart to 100.00",
        "rule light: everywhere, when the cart holds at least 1 of category Camping > Tents, shows lamp from position 1 on",
        "rule pair:tent:pegs:1: on pdp, add-to-cart, checkout, thank-you, home, category, when the product looked at is \
         product tent, never shows products of product pegs",
        "bundle night: tent and lamp as a bundle, 20 % off, which the shop takes off by itself",
        "cobuy.toml is sound: 5 rules, 1 bundle, 0 errors, 0 warnings",
    ];
    check(&["check", "--config", &config, "--products", &products, "--rules"], 0, &told, &[]);
    let json = check(&["check", "--config", &config, "--json"], 0, &[], &[]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json["rules"].as_array().unwrap().len(), &json["bundles"][0]["id"]), (5, &"night".into()));
}

#[test]
fn what_is_wrong_is_told_and_refused() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = "[[rule]]\nid = \"light\"\npin = [\"lmap\"]\n[[bundle]]\npercent = 40\n";
    let [orders, products, config] = shop(folder.path(), wrong);
    let error = "cobuy.toml: [[rule]] light: pin: no product has the key \"lmap\"; the nearest is \"lamp\"";
    let warning = "warning: cobuy.toml: [[bundle]] without id: it takes off 40 %, usual are 15 to 25 %";
    let arguments = ["check", "--config", &config, "--products", &products];
    check(
        &arguments,
        1,
        &[error, warning, "cobuy.toml is not sound: 1 rule, 1 bundle, 1 error, 1 warning"],
        &[],
    );
    let out = folder.path().join("recs").display().to_string();
    let build = ["build", "--orders", &orders, "--products", &products, "--config", &config, "--out", &out];
    check(&build, 2, &[], &[error]);
    fs::write(&config, "[[bundle]]\npercent = 40\n").unwrap();
    check(&build, 0, &["Rules     0 rules and 1 bundle over all scores", "usual are 15 to 25 %"], &[]);
    check(&["check", &out, "--config", &config], 0, &["cobuy.toml is sound", "sound: "], &[]);
    check(&["check", "--products", &products], 2, &[], &["--config"]);
}

#[test]
fn an_explanation_tells_what_became_of_each_rule() {
    let folder = tempfile::tempdir().unwrap();
    let rules = r#"
[[rule]]
id = "light-first"
pin = ["lamp"]
when = { viewed = { category = "Camping > Tents" } }
[[rule]]
id = "no-parts-for-gold"
show = { category = "Camping > Parts" }
exclude = true
when = { fact = { name = "tier", is = "gold" } }
[[rule]]
id = "much-in-the-cart"
silence = true
when = { cart_value = { min = "200" } }
[placements.pdp]
min-items = 1
min-confidence = 0
[placements.cart]
min-items = 1
min-confidence = 0
"#;
    let [orders, products, config] = shop(folder.path(), rules);
    let out = folder.path().join("recs").display().to_string();
    let build = ["build", "--orders", &orders, "--products", &products, "--config", &config, "--out", &out];
    check(&build, 0, &["Rules     3 rules and 0 bundles over all scores"], &[]);
    let told = [
        "rule light-first acts",
        "rule no-parts-for-gold does not act: the host states",
        "  1. lamp",
        "  2. pegs",
    ];
    check(&["explain", &out, "tent"], 0, &told, &[]);
    let told = ["rule no-parts-for-gold acts", "not shown: a rule excludes it"];
    check(&["explain", &out, "tent", "--fact", "tier=gold"], 0, &told, &[]);
    let cart = ["explain", &out, "--placement", "cart", "--cart"];
    check(&[&cart[..], &["tent"]].concat(), 0, &["rule much-in-the-cart does not act", "  1. "], &[]);
    check(
        &[&cart[..], &["tent,pegs"]].concat(),
        0,
        &["rule much-in-the-cart acts", "shows nothing: by-rule"],
        &[],
    );
    check(&["tags", &out], 0, &[" data-full>"], &[]);
    check(&["explain", &out, "tent", "--fact", "gold"], 2, &[], &["a fact is NAME=VALUE"]);
}

#[test]
fn changed_rules_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let [orders, products, config] = shop(folder.path(), RULES);
    let [old, new] = ["old", "new"].map(|name| folder.path().join(name).display().to_string());
    let build = |out: &str| {
        let files =
            ["build", "--orders", &orders, "--products", &products, "--config", &config, "--out", out];
        check(&files, 0, &["Rules     5 rules and 1 bundle over all scores"], &[]);
    };
    build(&old);
    // Another order of the rules gives sets other numbers and says nothing else.
    let (head, tail) = RULES.split_once("[[pair]]").unwrap();
    fs::write(&config, format!("[[pair]]{tail}{}", head.replace("lamp", "pegs").replace("light", "parts")))
        .unwrap();
    build(&new);
    let told = ["Rules     1 gained, 1 lost, 0 changed", "gained    rule:parts", "lost      rule:light"];
    check(&["diff", &old, &new], 0, &told, &[]);
    fs::write(&config, RULES.replace("75", "70").replace("[\"lamp\"]", "[\"mug\"]")).unwrap();
    build(&new);
    check(&["diff", &old, &new], 0, &["Rules     0 gained, 0 lost, 1 changed", "changed   rule:light"], &[]);
}

#[test]
fn editors_get_a_schema() {
    let text = check(&["schema"], 0, &[], &[]);
    let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
    for section in ["orders", "placements", "rule", "pair", "bundle", "limits"] {
        assert!(schema["properties"][section].is_object(), "{section}");
    }
}

#[test]
fn a_configuration_may_be_json() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("cobuy.json");
    fs::write(&config, r#"{ "rule": [{ "id": "first", "template": "new-visitors-cross-sell" }] }"#).unwrap();
    let told = "rule first: everywhere, when the shopper is new, begins with what is together";
    check(&["check", "--config", &config.display().to_string(), "--rules"], 0, &[told], &[]);
}
