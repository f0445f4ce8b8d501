//! What stands in a folder already is not the command's to overwrite, and what is private is not published.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use common::{check, shop};

/// Every file of a folder with its bytes; of links their target.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_symlink() {
                let to = fs::read_link(entry.path()).unwrap();
                files.insert(entry.path(), to.display().to_string().into_bytes());
            } else {
                files.insert(entry.path(), fs::read(entry.path()).unwrap());
            }
        }
    }
    files
}

/// Expects a refusal that says `expected`, and that nothing in `folder` has changed.
#[track_caller]
fn refused(folder: &Path, arguments: &[&str], expected: &[&str]) {
    let before = contents(folder);
    check(arguments, 2, &[], expected);
    assert!(contents(folder) == before, "{arguments:?} wrote something");
}

/// A folder with orders and some files of somebody else's.
struct Place {
    folder: tempfile::TempDir,
    orders: String,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut text = String::from("order_id,customer_id,timestamp,product_id\n");
        for order in 0..12 {
            for product in ["tent", "pegs"] {
                text += &format!("o{order},c{order},2026-01-{:02},{product}\n", order + 1);
            }
        }
        let orders = folder.path().join("orders.csv");
        fs::write(&orders, text).unwrap();
        Self { orders: orders.display().to_string(), folder }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn at(&self, name: &str) -> String {
        self.path().join(name).display().to_string()
    }

    /// Writes a file and gives back its path.
    fn file(&self, name: &str, text: &str) -> String {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

#[test]
fn a_work_folder_takes_nothing_that_is_there() {
    let place = Place::new();
    let products = place.file("shop/items.csv", "id,title\ntent,Tent\npegs,Pegs\n");
    let (out, work) = (place.at("recs"), place.at("shop"));
    let build = ["build", "--orders", &place.orders, "--products", &products, "--out", &out, "--work", &work];
    refused(place.path(), &build, &["items.csv: is read by this command", "--work"]);
    let build = ["build", "--orders", &place.orders, "--out", &out, "--work", &work];
    refused(place.path(), &build, &["items.csv: is there already", "Move it away", "--work"]);
    fs::remove_file(products).unwrap();
    check(&build, 0, &["Snapshot"], &[]);
    // Its own tables are replaced by the next build.
    check(&build, 0, &["Snapshot"], &[]);
}

#[test]
fn a_web_apps_manifest_stays() {
    let place = Place::new();
    place.file("public/manifest.json", r#"{"name": "Shop", "start_url": "/"}"#);
    let out = place.at("public");
    let build = ["build", "--orders", &place.orders, "--out", &out];
    refused(place.path(), &build, &["manifest.json: is there already", "--out"]);
    check(&["build", "--orders", &place.orders, "--out", &place.at("public/recs")], 0, &["Snapshot"], &[]);
}

#[cfg(unix)]
#[test]
fn the_lock_does_not_follow_a_link() {
    let place = Place::new();
    let precious = place.file("precious", "not to be emptied");
    fs::create_dir(place.path().join("recs")).unwrap();
    std::os::unix::fs::symlink(&precious, place.path().join("recs/.cobuy.lock")).unwrap();
    let build = ["build", "--orders", &place.orders, "--out", &place.at("recs")];
    refused(place.path(), &build, &[".cobuy.lock: is a link"]);
    assert_eq!(fs::read_to_string(precious).unwrap(), "not to be emptied");
}

#[test]
fn tables_replace_no_input_and_nothing_of_somebody_elses() {
    let place = Place::new();
    let pairs = |orders: &str, out: &str| ["pairs", "--orders", orders, "--out", out].map(str::to_owned);
    let run = |arguments: &[String; 5], expected: &[&str]| {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        refused(place.path(), &arguments, expected);
    };
    let tables = place.at("tables");
    check(&["pairs", "--orders", &place.orders, "--out", &tables], 0, &["rows of pairs"], &[]);
    check(&["pairs", "--orders", &place.orders, "--out", &tables], 0, &["rows of pairs"], &[]);
    // An export that is called like a table.
    let export = place.file("export/products.csv", &fs::read_to_string(&place.orders).unwrap());
    run(&pairs(&export, &place.at("export")), &["products.csv: is read by this command", "--out"]);
    run(&pairs(&place.orders, &place.at("export")), &["products.csv: is there already"]);
    place.file("export/pairs.parquet", "of somebody else");
    fs::remove_file(export).unwrap();
    run(&pairs(&place.orders, &place.at("export")), &["pairs.parquet: is there already"]);
    let lines = place.file("lines.txt", "a list");
    refused(
        place.path(),
        &["pairs", "--orders", &place.orders, "--lines", &lines],
        &["lines.txt: is there already", "--lines"],
    );
    refused(
        place.path(),
        &["pairs", "--orders", &place.orders, "--lines", &place.orders],
        &["is read by this command", "--lines"],
    );
}

#[test]
fn nothing_private_goes_into_a_public_folder() {
    let folder = tempfile::tempdir().unwrap();
    let built = shop(folder.path(), "shop", 60, &[]);
    let orders = folder.path().join("shop.csv").display().to_string();
    let inside = format!("{}/tables", built.out);
    let published = "would be published with the snapshot";
    for out in [&built.out, &inside] {
        refused(folder.path(), &["pairs", "--orders", &orders, "--out", out], &[published, "--out"]);
        let lines = format!("{out}/lines.parquet");
        refused(folder.path(), &["pairs", "--orders", &orders, "--lines", &lines], &[published, "--lines"]);
        let keep = format!("{out}/kept");
        let eval = ["eval", "baskets", "--orders", &orders, "--split-at", "2026-01-10", "--keep", &keep];
        refused(folder.path(), &eval, &[published, "--keep"]);
    }
    // Another snapshot's folder is as public as this build's own.
    let other = folder.path().join("other").display().to_string();
    let build = ["build", "--orders", &orders, "--out", &other, "--work", &inside];
    refused(folder.path(), &build, &[published, "--work"]);
    // What lies around a public folder may be a web root.
    let around = folder.path().display().to_string();
    refused(folder.path(), &["pairs", "--orders", &orders, "--out", &around], &["may be public itself"]);
    let build = ["build", "--orders", &orders, "--out", &other, "--work", &around];
    refused(folder.path(), &build, &["may be public itself", "--work"]);
    // Orders that lie in the folder to be published would be published.
    let within = format!("{}/orders.csv", built.out);
    fs::copy(&orders, &within).unwrap();
    refused(folder.path(), &["build", "--orders", &within, "--out", &built.out], &[published]);
}

#[test]
fn private_tables_in_a_published_folder_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let built = shop(folder.path(), "shop", 60, &[]);
    let orders = folder.path().join("shop.csv").display().to_string();
    check(&["check", &built.out], 0, &["sound"], &[]);
    let put = |from: &str, name: &str, found: &str| {
        let to = Path::new(&built.out).join(name);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, &to).unwrap();
        check(&["check", &built.out], 1, &[name, found], &[]);
        fs::remove_file(to).unwrap();
    };
    put(&format!("{}/items.csv", built.work), "items.csv", "exact counts");
    put(&format!("{}/pairs.csv", built.work), "old/counted.csv", "exact counts");
    put(&format!("{}/catalogue.json", built.work), "catalogue.json", "a file of a work folder");
    let tables = folder.path().join("tables").display().to_string();
    let lines = format!("{tables}/lines.parquet");
    let pairs = ["pairs", "--orders", &orders, "--out", &tables, "--lines", &lines];
    check(&pairs, 0, &["rows of pairs"], &[]);
    put(&format!("{tables}/pairs.parquet"), "pairs.parquet", "exact counts");
    put(&lines, "v1/lines.parquet", "a table of orders");
    let page = folder.path().join("inspect.html").display().to_string();
    check(&["inspect", &built.out, "--work", &built.work, "--out", &page], 0, &[], &[]);
    put(&page, "inspect.html", "a page with exact counts");
    check(&["check", &built.out], 0, &["sound"], &[]);
}

#[test]
fn a_page_replaces_pages_only() {
    let folder = tempfile::tempdir().unwrap();
    let built = shop(folder.path(), "shop", 60, &[]);
    let page = folder.path().join("index.html");
    fs::write(&page, "<!doctype html><title>Shop</title>").unwrap();
    let out = page.display().to_string();
    refused(
        folder.path(),
        &["inspect", &built.out, "--out", &out],
        &["index.html: is there already", "--out"],
    );
    fs::remove_file(&page).unwrap();
    check(&["inspect", &built.out, "--out", &out], 0, &[], &[]);
    check(&["inspect", &built.out, "--out", &out], 0, &[], &[]);
}

#[test]
fn kept_answers_replace_answers_only() {
    let place = Place::new();
    place.file("kept/answers.jsonl", "{\"question\": 1}\n");
    let keep = place.at("kept");
    let eval = ["eval", "baskets", "--orders", &place.orders, "--split-at", "2026-01-10", "--keep", &keep];
    refused(place.path(), &eval, &["answers.jsonl: is there already", "--keep"]);
    fs::remove_file(place.path().join("kept/answers.jsonl")).unwrap();
    check(&eval, 0, &[], &[]);
    check(&eval, 0, &[], &[]);
}
