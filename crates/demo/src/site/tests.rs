use std::collections::BTreeSet;
use std::path::PathBuf;

use super::*;
use crate::catalogue::Shop;
use crate::generate;
use crate::stock::Stock;

/// A small demo shop, rendered with the tags a theme would paste.
fn shop() -> (tempfile::TempDir, usize) {
    let folder = tempfile::tempdir().unwrap();
    let tags = folder.path().join("tags.html");
    fs::write(&tags, "<script async src=\"/recs/cobuy.js\" data-k=\"1\"></script>\n").unwrap();
    let catalogue = generate::catalogue(&Stock::load(7).unwrap(), &[]);
    let pages = render(&catalogue, &folder.path().join("site"), Some(&tags)).unwrap();
    (folder, pages)
}

fn html_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            html_files(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "html") {
            found.push(path);
        }
    }
}

/// Values of `name="…"` in a page, with the escapes the templates write undone.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<String> {
    let start = format!(" {name}=\"");
    let value =
        |rest: &'a str| rest.split('"').next().unwrap_or("").replace("&#x2f;", "/").replace("&amp;", "&");
    page.split(start.as_str()).skip(1).map(value).collect()
}

#[test]
fn every_link_leads_somewhere_and_nothing_is_inline() {
    let (folder, pages) = shop();
    let root = folder.path().join("site");
    let mut files = Vec::new();
    html_files(&root, &mut files);
    assert_eq!(files.len(), pages);
    let mut targets = BTreeSet::new();
    for file in &files {
        let page = fs::read_to_string(file).unwrap();
        assert!(page.contains("src=\"/recs/cobuy.js\""), "{}: no tags", file.display());
        for banned in [" style=\"", " onclick=", "<style", "javascript:", "http://", "https://"] {
            let page = page.replace("http://www.w3.org/2000/svg", "");
            assert!(!page.contains(banned), "{}: {banned}", file.display());
        }
        targets.extend(attributes(&page, "href"));
        targets.extend(attributes(&page, "src"));
    }
    for target in targets.iter().filter(|target| !target.starts_with('#') && !target.starts_with("/recs/")) {
        let path = if target == "/" { "/index.html" } else { target };
        assert!(path.starts_with('/'), "{target}: not an absolute path");
        assert!(root.join(&path[1..]).is_file(), "{target}: leads nowhere");
    }
}

#[test]
fn product_and_cart_pages_have_their_shelf_with_a_fallback() {
    let (folder, _) = shop();
    let check = |file: &str, expected: &str| {
        let page = fs::read_to_string(folder.path().join("site").join(file)).unwrap();
        let (_, shelf) = page.split_once(expected).unwrap_or_else(|| panic!("{file}: no {expected}"));
        let (inside, _) = shelf.split_once("</cobuy-shelf>").unwrap();
        assert_eq!(inside.matches("<li class=\"card\">").count(), FALLBACKS, "{file}");
    };
    check(
        "products/tarnwood-brae-2-dome-tent.html",
        "<cobuy-shelf placement=\"pdp\" product=\"tarnwood-brae-2-dome-tent\">",
    );
    check("cart.html", "<cobuy-shelf placement=\"cart\">");
}

#[test]
fn scripts_agree_with_the_pages_on_delivery() {
    let cart = ASSETS.iter().find(|(name, _)| *name == "cart.js").unwrap().1;
    assert!(cart.contains(&format!("DELIVERY_MINOR = {DELIVERY_MINOR};")));
    assert!(cart.contains(&format!("FREE_FROM_MINOR = {FREE_FROM_MINOR};")));
}

#[test]
fn long_shelves_are_paged() {
    let product = Stock::load(7).unwrap().items[0].product.clone();
    let products =
        (0..130).map(|i| Product { key: format!("p{i:03}"), shelf: "all".to_owned(), ..product.clone() });
    let named = |text: &str| text.to_owned();
    let catalogue = Catalogue {
        shop: Shop { name: named("S"), tagline: named("T."), currency: named("GBP"), country: named("GB") },
        shelves: vec![Shelf { id: named("all"), title: named("All"), blurb: named("B.") }],
        products: products.collect(),
    };
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(render(&catalogue, folder.path(), None).unwrap(), 130 + 3 + 1 + SINGLE.len());
    assert!(folder.path().join("c/all-3.html").is_file());
}
