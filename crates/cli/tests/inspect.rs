//! `cobuy inspect` on built shops: a page that is whole, asks for nothing, and makes a list that the build obeys.

mod common;

use std::fs;

use common::{check, shop};

/// Elements that have no end.
const VOID: [&str; 4] = ["!doctype", "meta", "input", "br"];

/// Everything that a browser would fetch or follow out of the page.
const OUTWARD: [&str; 8] = ["src=", "http:", "https:", "url(/", "@import", "<link", "<iframe", "<form"];

/// Checks that tags nest, and gives back what stands between them outside of style and script.
#[track_caller]
fn parsed(page: &str) -> String {
    let (mut open, mut texts, mut rest) = (Vec::new(), String::new(), page);
    while let Some(start) = rest.find('<') {
        texts += &rest[..start];
        let end = start
            + rest[start..].find('>').unwrap_or_else(|| panic!("a tag without an end: {}", &rest[start..]));
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap().to_owned();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else if !VOID.contains(&name.as_str()) && !tag.ends_with('/') {
            if ["style", "script"].contains(&name.as_str()) {
                let close = format!("</{name}>");
                rest = &rest[rest.find(&close).unwrap() + close.len()..];
            } else {
                open.push(name);
            }
        } else {
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        }
    }
    assert!(open.is_empty(), "left open: {open:?}");
    texts
}

#[test]
fn the_page_is_whole_and_asks_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let old = shop(folder.path(), "old", 60, &[]);
    let new = shop(folder.path(), "new", 120, &[]);
    let out = folder.path().join("inspect.html").display().to_string();
    let arguments = ["inspect", &new.out, "--work", &new.work, "--against", &old.out, "--out", &out];
    check(&arguments, 0, &["inspect.html: ", "keep it private"], &[]);
    let page = fs::read_to_string(&out).unwrap();
    for outward in OUTWARD {
        assert!(!page.contains(outward), "{outward}");
    }
    let texts = parsed(&page);
    for expected in [
        "What sells together",
        "Learnt from 120 orders",
        "The strongest pairs",
        "How many customers stand behind the pairs",
        "What changed",
        "Where the bytes go",
        "Block list",
        "The &lt;/script&gt;&lt;b&gt;mug&lt;/b&gt;",
    ] {
        assert!(texts.contains(expected), "no {expected:?}");
    }
    assert!(!page.contains("<b>mug"), "a title became a tag");
    assert_eq!(page.matches("</script>").count(), page.matches("<script").count(), "a title ended a script");
    check(&arguments, 0, &[], &[]);
    assert!(page == fs::read_to_string(&out).unwrap(), "the same input gives the same page");
}

#[test]
fn without_counts_it_says_what_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let built = shop(folder.path(), "shop", 60, &[]);
    let out = folder.path().join("page.html").display().to_string();
    let said = check(&["inspect", &built.out, "--out", &out], 0, &["open it in a browser"], &[]);
    assert!(!said.contains("private"), "{said}");
    let texts = parsed(&fs::read_to_string(&out).unwrap());
    assert!(texts.contains("exact counts come with --work") && !texts.contains("What changed"), "{texts}");
}

#[test]
fn other_lists_are_there_to_be_judged_too() {
    let folder = tempfile::tempdir().unwrap();
    let products = folder.path().join("products.csv");
    fs::write(
        &products,
        "id,title,category,price,attributes,rating,ratings\n\
        tent,Dome tent 2,Camp > Tents,99,persons=2|colour=red,4.0,90\n\
        lamp,Dome tent 3,Camp > Tents,129,persons=3|colour=red,4.7,90\n\
        pegs,Steel pegs,Camp > Pegs,9,,,\nstove,Gas stove,Cook,40,,,\nmug,Tin mug,Cook,8,,,\n",
    )
    .unwrap();
    let config = folder.path().join("cobuy.toml");
    fs::write(&config, "[catalog]\ncurrency = \"EUR\"\n").unwrap();
    let [products, config] = [products, config].map(|path| path.display().to_string());
    let built = shop(folder.path(), "shop", 60, &["--products", &products, "--config", &config]);
    let out = folder.path().join("page.html").display().to_string();
    check(&["inspect", &built.out, "--out", &out], 0, &[], &[]);
    let page = fs::read_to_string(&out).unwrap();
    let texts = parsed(&page);
    for expected in ["Instead, better, next", "Could each of these be bought", "same category", "× its price"]
    {
        assert!(texts.contains(expected), "no {expected:?}");
    }
    let related = &page[page.find("id=\"related\"").unwrap()..page.find("id=\"doubts\"").unwrap()];
    assert!(related.contains("data-a=\"tent\" data-b=\"lamp\""), "a tent instead of a tent can be blocked");
    let plain = shop(folder.path(), "plain", 60, &[]);
    check(&["inspect", &plain.out, "--out", &out], 0, &[], &[]);
    let page = fs::read_to_string(&out).unwrap();
    assert!(!page.contains("id=\"related\"") && !page.contains("#related\">"), "without such lists no part");
}

#[test]
fn the_block_list_is_obeyed_and_a_wrong_key_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("cobuy.toml");
    // As the page writes it, comment and all.
    fs::write(
        &config,
        "[model]\nmin_customers = 2\n\n[[block]]\npair = [\"pegs\", \"tent\"] # The tent and The pegs\n",
    )
    .unwrap();
    let config = config.display().to_string();
    let built = shop(folder.path(), "shop", 60, &["--config", &config]);
    let before = shop(folder.path(), "before", 60, &[]);
    let explain = |out: &str| check(&["explain", out, "tent", "--placement", "protocol"], 0, &[], &[]);
    assert!(explain(&before.out).contains("from tent: weight") && explain(&before.out).contains("pegs"));
    assert!(!explain(&built.out).contains("The pegs"), "{}", explain(&built.out));
    check(&["check", &built.out, "--work", &built.work], 0, &["sound"], &[]);

    fs::write(&config, "[[block]]\npair = [\"pegs\", \"tnet\"]\n").unwrap();
    let orders = folder.path().join("shop.csv").display().to_string();
    check(
        &["build", "--orders", &orders, "--config", &config, "--out", &built.out],
        2,
        &[],
        &["no product has the key \"tnet\"; the nearest is \"tent\""],
    );
    check(&["check", &built.out, "--work", &built.work], 0, &["sound"], &[]);
}

#[test]
fn the_page_is_never_published_with_the_snapshot() {
    let folder = tempfile::tempdir().unwrap();
    let built = shop(folder.path(), "shop", 60, &[]);
    let inside = format!("{}/inspect.html", built.out);
    check(&["inspect", &built.out, "--out", &inside], 2, &[], &["would be published with the snapshot"]);
    assert!(!fs::exists(inside).unwrap());
    check(&["inspect", &built.out, "--out", &built.work], 2, &[], &["is a folder: name a file"]);
    check(&["inspect", "/nowhere"], 2, &[], &["/nowhere", "name the folder given to cobuy build --out"]);
}
