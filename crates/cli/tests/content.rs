//! `cobuy build` with reviews and pictures beside the orders.

mod common;

use std::fs;
use std::path::Path;

use common::{check, shop};

const REVIEWS: &str = "sku,rating,text,date
tent,5,Love it. Very durable and easy to pitch.,2026-01-02
tent,2,Not durable at all. The zip broke and I am disappointed.,2026-01-03
pegs,4,,2026-01-03
boat,5,Great,2026-01-03
,5,Great,2026-01-03
";

/// A folder of pictures: two of the shop, one broken, one of nothing, and a file that is none.
fn pictures(folder: &Path) -> String {
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/pictures");
    let to = folder.join("pictures");
    fs::create_dir(&to).unwrap();
    for (from, name) in
        [("tent.png", "tent.png"), ("pegs.jpg", "pegs.jpg"), ("mug.png", "mug.png"), ("stove.gif", "x.gif")]
    {
        fs::copy(pictures.join(from), to.join(name)).unwrap();
    }
    fs::write(to.join("notes.txt"), "x").unwrap();
    to.display().to_string()
}

#[test]
fn a_build_tells_what_reviews_and_pictures_gave() {
    let folder = tempfile::tempdir().unwrap();
    let reviews = folder.path().join("reviews.csv");
    fs::write(&reviews, REVIEWS).unwrap();
    let config = folder.path().join("cobuy.toml");
    fs::write(&config, "[reviews]\nmax_unreadable = 0.5\n[model]\nharmony_weight = 0.1\n").unwrap();
    let (reviews, config, pictures) =
        (reviews.display().to_string(), config.display().to_string(), pictures(folder.path()));
    let built =
        shop(folder.path(), "with", 60, &["--reviews", &reviews, "--images", &pictures, "--config", &config]);
    let orders = folder.path().join("with.csv").display().to_string();
    let build = ["build", "--orders", &orders, "--out", &built.out, "--config", &config];
    let expected = [
        "reviews.csv: 5 lines (CSV)",
        "3  used, of 2 products",
        "1  unreadable",
        "reviews.csv:6: the product is empty",
        "75.0 % of the reviews found their product; not there: boat",
        "texts: English 2",
        "sentiment: 2 positive, 0 neutral, 1 negative; 2 read from English texts, 1 taken from stars",
        "100.0 % of 2 English texts with stars say what the stars say",
        "products praised as: durable 1, easy to use 1",
        "pictures: 4 files",
        "2  products with colours and style",
        "1  cannot be read",
        "mug.png: ",
        "1  of no product: x.gif",
        "1  files of kinds that are not read: txt 1",
    ];
    check(&[&build[..], &["--reviews", &reviews, "--images", &pictures]].concat(), 0, &expected, &[]);
    check(&["check", &built.out], 0, &["sound: "], &[]);
    // Nothing of a review is published.
    let bytes: Vec<u8> = fs::read(Path::new(&built.out).join("manifest.json")).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("durable"));
}

#[test]
fn what_cannot_be_used_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let built = shop(folder.path(), "shop", 60, &[]);
    let before = fs::read(Path::new(&built.out).join("v1/base.bin")).unwrap();
    let orders = folder.path().join("shop.csv").display().to_string();
    let reviews = folder.path().join("reviews.csv");
    fs::write(&reviews, REVIEWS).unwrap();
    let (reviews, empty) = (reviews.display().to_string(), tempfile::tempdir().unwrap());
    let empty = empty.path().display().to_string();
    let build = ["build", "--orders", &orders, "--out", &built.out];
    let refuse = |arguments: &[&str], expected: &[&str]| {
        check(&[&build[..], arguments].concat(), 2, &[], expected);
    };
    refuse(&["--reviews", &reviews], &["1 of 5 lines cannot be read", "reviews.csv:6: the product is empty"]);
    refuse(&["--reviews", &orders], &["no column for the text", "[reviews] columns"]);
    refuse(
        &["--images", &empty],
        &["none of 0 PNG, JPEG, WebP and GIF files", "Name them by the product's key"],
    );
    refuse(&["--images", &reviews], &["reviews.csv: cannot be read"]);
    assert_eq!(fs::read(Path::new(&built.out).join("v1/base.bin")).unwrap(), before);
}
