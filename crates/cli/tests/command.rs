//! The command as a script sees it: exit codes, what goes where, what is on disk afterwards.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::check;

fn fixture(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/import").join(name).display().to_string()
}

/// Orders in which tent and pegs, and stove and mug, belong together.
fn orders(folder: &Path) -> String {
    let mut text = String::from("order_id,customer_id,timestamp,product_id,title,quantity,unit_price\n");
    let pairs = [("tent", "pegs"), ("stove", "mug"), ("tent", "lamp"), ("tent", "pegs"), ("lamp", "mug")];
    for number in 0..60 {
        let (a, b) = pairs[number % pairs.len()];
        for product in [a, b] {
            let day = 1 + number / 3;
            text += &format!(
                "o{number},c{},2026-01-{day:02} 10:00:00,{product},The {product},1,9.50\n",
                number % 17
            );
        }
    }
    let path = folder.join("orders.csv");
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

fn built(folder: &Path) -> (String, String) {
    let (orders, out, work) = (orders(folder), folder.join("recs"), folder.join("work"));
    let (out, work) = (out.display().to_string(), work.display().to_string());
    check(
        &["build", "--orders", &orders, "--out", &out, "--work", &work],
        0,
        &["120  used", "Snapshot"],
        &[],
    );
    (out, work)
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    files
}

#[test]
fn build_check_explain_tags() {
    let folder = tempfile::tempdir().unwrap();
    let (out, work) = built(folder.path());
    check(&["check", &out, "--work", &work], 0, &["sound: ", "5 products", "proven"], &[]);
    let expected = ["protocol for", "The tent", "from tent: weight 255 of 255", "together in 24 orders of"];
    check(&["explain", &out, "tent", "--work", &work, "--placement", "protocol"], 0, &expected, &[]);
    check(&["explain", &out, "--placement", "cart", "--cart", "tent,mug"], 0, &["in cart", "cart for"], &[]);
    let tags = check(
        &["tags", &out],
        0,
        &[r#"data-snapshot="/recs/" data-k="0""#, r#"href="/cobuy/themes/cobuy.css""#],
        &["<cobuy-shelf"],
    );
    assert_eq!(tags.lines().count(), 2, "{tags}");
    let preloads =
        ["tags", &out, "--above-fold", "--snapshot", "https://cdn.example/a&b", "--product", "tent"];
    let expected = [r#"href="https://cdn.example/a&amp;b/v1/s/all.bin""#, r#"href="/cobuy/cobuy.wasm""#];
    check(&preloads, 0, &expected, &[]);
}

#[test]
fn k_names_shards_and_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = built(folder.path());
    let orders = folder.path().join("orders.csv").display().to_string();
    let expected =
        ["To do     in the theme's script tag of cobuy.js write data-k=\"2\" in place of data-k=\"0\""];
    check(&["build", "--orders", &orders, "--out", &out, "--rekey", "2"], 0, &expected, &[]);
    let expected = [r#"href="/recs/v1/s/{shard}.bin""#, r#"data-k="2""#];
    check(&["tags", &out, "--above-fold"], 0, &expected, &["product.handle | sha256 | slice: 0, 2"]);
    // printf tent | sha256sum begins with 2a98.
    check(&["tags", &out, "--above-fold", "--product", "tent"], 0, &["/recs/v1/s/2a.bin"], &[]);
    check(&["check", &out], 0, &["k = 2"], &[]);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let relative = |folder: &Path| -> Vec<(PathBuf, Vec<u8>)> {
        built(folder);
        let all = contents(folder).into_iter();
        all.map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes)).collect()
    };
    assert!(relative(a.path()) == relative(b.path()));
}

#[test]
fn a_build_that_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("recs");
    let at = out.display().to_string();
    let bad = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let orders = orders(folder.path());
    let missing_column = bad("columns.csv", b"order_id,product_id\n1,a\n");
    let cases = [
        (bad("empty.csv", b""), "empty.csv: the file is empty"),
        (missing_column, "columns.csv: no column for timestamp. Columns found: order_id, product_id."),
        (
            bad("one.csv", b"order_id,timestamp,sku\n1,2026-01-01,a\n2,2026-01-01,a\n"),
            "all orders are of one product",
        ),
        (bad("few.csv", b"order_id,timestamp,sku\n1,2026-01-01,a\n2,soon,a\n"), "few.csv:3: the timestamp"),
        (bad("long.csv", &[b"a,b\n".as_slice(), &vec![b'x'; 3 << 20]].concat()), "long.csv"),
        (folder.path().join("none.csv").display().to_string(), "none.csv: cannot be read"),
    ];
    for (file, expected) in &cases {
        check(&["build", "--orders", file, "--out", &at], 2, &[], &["cobuy: ", expected]);
        assert!(!out.exists(), "{file}");
    }
    let placements = bad("placements.toml", b"[placements.pdp]\nlimits = 3\n");
    check(
        &["build", "--orders", &orders, "--config", &placements, "--out", &at],
        2,
        &[],
        &["placements.pdp.limits"],
    );
    let typing = bad("typing.toml", b"[orders]\n\npresset = 'shopify'\n");
    check(
        &["build", "--orders", &orders, "--config", &typing, "--out", &at],
        2,
        &[],
        &["typing.toml:3:1: unknown field"],
    );
    let inside = out.join("work").display().to_string();
    check(
        &["build", "--orders", &orders, "--out", &at, "--work", &inside],
        2,
        &[],
        &["would be published with the snapshot"],
    );
    assert!(!out.exists());
}

/// A failed build into a folder with a snapshot leaves that snapshot as it was.
#[test]
fn a_build_that_fails_leaves_the_snapshot_that_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = built(folder.path());
    let before = contents(Path::new(&out));
    let empty = folder.path().join("empty.csv").display().to_string();
    fs::write(&empty, "").unwrap();
    check(&["build", "--orders", &empty, "--out", &out], 2, &[], &[]);
    assert!(contents(Path::new(&out)) == before);
}

#[test]
fn findings_are_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = built(folder.path());
    let shard = Path::new(&out).join("v1/s/all.bin");
    let mut bytes = fs::read(&shard).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&shard, bytes).unwrap();
    check(&["check", &out], 1, &["v1/s/all.bin: ", "finding"], &[]);
    check(&["explain", &out, "tent"], 2, &[], &["is damaged; build again"]);
}

#[test]
fn the_join_rate_is_a_finding() {
    let folder = tempfile::tempdir().unwrap();
    let orders = orders(folder.path());
    let products = folder.path().join("products.csv");
    fs::write(&products, "id,title,price\ntent,Tent,100\npegs,Pegs,5\nlamp,Lamp,12\nstove,Stove,30\n")
        .unwrap();
    let (products, out) = (products.display().to_string(), folder.path().join("recs").display().to_string());
    let expected = ["Joined    80.0 %", "mug (24)", "cobuy check asks for 95.0 %"];
    check(&["build", "--orders", &orders, "--products", &products, "--out", &out], 0, &expected, &[]);
    check(&["check", &out], 1, &["80.0 % of the order lines found their product, 95.0 % are asked for"], &[]);
    check(&["check", &out, "--min-join", "0.8"], 0, &["sound"], &[]);
    let config = folder.path().join("cobuy.toml");
    fs::write(&config, "limits.min_join_rate = 0.5").unwrap();
    check(&["check", &out, "--config", &config.display().to_string()], 0, &["sound"], &[]);
}

#[test]
fn it_prints_its_licences_and_those_of_others() {
    let words = [
        "MIT or Apache-2.0, at your choice",
        "- clap 4.",
        "- parquet ",
        "- std 1.",
        "C.J. Hutto",
        "Meta Platforms",
    ];
    check(&["licences"], 0, &words, &[]);
}

#[test]
fn arguments_that_make_no_sense_are_exit_code_2() {
    check(&["build"], 2, &[], &["--orders"]);
    check(&["check", "/nowhere"], 2, &[], &["there is no such folder"]);
    check(&["tags", "/nowhere"], 2, &[], &["/nowhere holds no snapshot"]);
    check(&["explain", "/nowhere"], 2, &[], &["name a product"]);
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = built(folder.path());
    check(&["explain", &out, "Tent"], 2, &[], &["\"Tent\" is not in the snapshot"]);
    check(&["check", &out, "--min-join", "95"], 2, &[], &["allowed are shares from 0 to 1"]);
}

#[test]
fn every_export_of_the_fixtures_becomes_a_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    for (orders, products) in [
        ("online_retail.csv", None),
        ("shopify_orders.csv", Some("shopify_products_new.csv")),
        ("woocommerce_orders.csv", Some("woocommerce_products.csv")),
        ("merchant_center_orders.csv", Some("merchant_center.tsv")),
    ] {
        let out = folder.path().join(orders).display().to_string();
        let (orders, products) = (fixture(orders), products.map(fixture));
        let mut arguments = vec!["build", "--orders", &orders, "--out", &out];
        arguments.extend(products.iter().flat_map(|file| ["--products", file]));
        check(&arguments, 0, &["Snapshot"], &[]);
        check(&["check", &out, "--min-join", "0"], 0, &["sound"], &[]);
    }
}

#[test]
fn help_has_an_example() {
    for command in ["build", "check", "explain", "diff", "inspect", "tags"] {
        let call = format!(": cobuy {command} ");
        check(&[command, "--help"], 0, &["Example", &call], &[]);
    }
    check(&["--help"], 0, &["Exit codes: 0 done"], &[]);
}

#[test]
fn measuring_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let orders = orders(folder.path());
    check(&["build", "--orders", &orders, "--no-pack", "--recipe", "cosine"], 0, &["Recipe", "Pairs"], &[]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A session over the tent's page, which showed a list that it could not have shown.
fn session(folder: &Path, shown: &str) -> String {
    let text = format!(
        r#"{{ "cobuy_session": 1, "device": "desktop", "visits": {{ "before": 1, "days_since": 1 }}, "steps": [
            {{ "at": 0, "page": {{ "type": "product", "product": "tent" }} }},
            {{ "at": 500, "list": {{ "placement": "pdp", "product": "tent", "options": {{ "min-items": "1", "class": "x" }},
               "files": ["tent"], "keys": [{shown}] }} }},
            {{ "at": 900, "attention": {{ "key": "tent", "dwell_ms": 30000, "scroll": 50 }} }},
            {{ "at": 1000, "cart": ["pegs"] }}
        ] }}"#
    );
    let path = folder.join("session.json");
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn replay_plays_a_session_step_by_step() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = built(folder.path());
    let file = session(folder.path(), r#""pegs", "lamp""#);
    let same = &["0.0 s  opens the product page: The tent", "pdp: The pegs, The lamp (together)"];
    check(&["replay", &file, &out], 0, same, &[]);
    check(
        &["replay", &file, &out],
        0,
        &["The page showed the same: 1 list compared", "has in the cart: The pegs"],
        &[],
    );
    check(&["replay", &file, &out, "--against", &out], 0, &["the same there"], &[]);
    let json = check(&["replay", &file, &out, "--json"], 0, &[], &[]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["steps"][1]["lists"][0]["shown"]["keys"], serde_json::json!(["pegs", "lamp"]));
    // In the cart, pegs are left out of the page's list, whose options are those that it had.
    assert_eq!(json["steps"][3]["lists"][0]["shown"]["keys"], serde_json::json!(["lamp"]));

    let file = session(folder.path(), r#""lamp", "pegs""#);
    check(
        &["replay", &file, &out],
        1,
        &["the page showed: lamp, pegs", "something else in 1 of 1 list"],
        &[],
    );
    fs::write(&file, "{}").unwrap();
    check(&["replay", &file, &out], 2, &[], &["session.json: is no session; docs/SESSION.md describes one"]);
}

#[test]
fn explain_says_what_a_session_tells_of_its_shopper() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = built(folder.path());
    let file = session(folder.path(), "");
    let said =
        &["in cart   pegs", "+30 a cart with something in it", "segment     returning", "tent 30.0 s, 50 %"];
    check(&["explain", &out, "--session", &file, "--placement", "cart"], 0, said, &[]);
    check(
        &["explain", &out, "--session", &file],
        0,
        &["page      tent", "0 products bought before, 1 visit before"],
        &[],
    );
}

#[test]
fn tables_build_the_same_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (orders, out) = (orders(folder.path()), at("recs"));
    let (tables, other, unordered) = (at("tables"), at("other"), at("unordered.toml"));
    // Tables know no sequence, so what is bought next has to be left out of orders too.
    fs::write(&unordered, "[relations]\nnext = false\n").unwrap();
    check(&["build", "--orders", &orders, "--config", &unordered, "--out", &out], 0, &["120  used"], &[]);
    let lines = at("lines.parquet");
    let expected = ["120  used", "rows of pairs", "12 rows of holdout", "120 cleaned lines"];
    check(&["pairs", "--orders", &orders, "--out", &tables, "--lines", &lines], 0, &expected, &[]);
    let expected = ["60 orders of 17 customers, 2026-01 to 2026-01", "left out: what needs the sequence"];
    check(&["build", "--pairs", &tables, "--out", &other], 0, &expected, &[]);
    let relative = |folder: &str| -> Vec<(PathBuf, Vec<u8>)> {
        let all = contents(Path::new(folder)).into_iter();
        all.map(|(path, bytes)| (path.strip_prefix(folder).unwrap().to_owned(), bytes)).collect()
    };
    assert!(relative(&out) == relative(&other));

    // The lines are orders like any other, cleaned already.
    let (again, config) = (at("again"), at("cobuy.toml"));
    fs::write(&config, "[orders]\ncolumns = { product_id = \"product\" }\n").unwrap();
    let arguments = ["pairs", "--orders", &lines, "--config", &config, "--out", &again];
    check(&arguments, 0, &["120  used"], &[]);
    let table = |folder: &str| fs::read(Path::new(folder).join("pairs.parquet")).unwrap();
    assert!(table(&again) == table(&tables));
}

#[test]
fn tables_without_what_they_need() {
    let folder = tempfile::tempdir().unwrap();
    let (out, _) = built(folder.path());
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (orders, tables) = (at("orders.csv"), at("tables"));
    check(&["pairs", "--orders", &orders, "--out", &tables], 0, &[], &[]);
    let products = at("products.csv");
    fs::write(&products, "key,title\ntent,Tent\npegs,Pegs\nmug,Mug\nstove,Stove\n").unwrap();
    let expected = ["not there: lamp", "cobuy check asks for 95"];
    let build = ["build", "--pairs", &tables, "--products", &products, "--no-pack"];
    check(&build, 0, &expected, &[]);

    fs::remove_file(Path::new(&tables).join("products.csv")).unwrap();
    let expected = ["holds keys and counts, no titles: name the products file with --products"];
    check(&["build", "--pairs", &tables, "--out", &out], 2, &[], &expected);
    let expected = ["pairs.parquet: there is no such file", "cobuy pairs"];
    fs::remove_file(Path::new(&tables).join("pairs.parquet")).unwrap();
    check(&build, 2, &[], &expected);
    check(&["build", "--pairs", &tables, "--orders", &orders], 2, &[], &["cannot be used with"]);
}

#[test]
fn the_sql_is_printed_and_a_cluster_needs_its_tools() {
    let sql = check(&["pairs", "--sql"], 0, &["create table pairs as", "create table holdout as"], &[]);
    assert!(sql.starts_with("-- "));
    let folder = tempfile::tempdir().unwrap();
    let orders = orders(folder.path());
    let out = folder.path().join("tables").display().to_string();
    let asked = |name: &str, value: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cobuy"));
        command.args(["pairs", "--orders", &orders, "--out", &out, "--spark", "local"]).env(name, value);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let said = asked("JAVA_HOME", folder.path());
    assert!(said.contains("--spark needs Java 17") && said.contains("apt-get install"), "{said}");
    assert!(!Path::new(&out).exists());
}
