//! A shop of two years with a pair for Christmas, through the command: what builds, explanations, replays and the page to look
//! over say of it.

mod common;

use std::fs;
use std::path::Path;

use common::{Built, check};

/// Builds a shop over months from January 2024 on: a tin with flour every month, with pudding in November and December.
fn shop(folder: &Path, months: usize) -> Built {
    let mut text = String::from("order_id,customer_id,timestamp,product_id,title,quantity,unit_price\n");
    let mut number = 0;
    for at in 0..months {
        let (year, month) = (2024 + at / 12, at % 12 + 1);
        for (other, orders) in [("flour", 12), ("whisk", 9), ("pudding", if month > 10 { 25 } else { 0 })] {
            for order in 0..orders {
                number += 1;
                let time = format!("{year}-{month:02}-{:02} 10:00:00", 1 + order);
                for product in [other, "tin"] {
                    text += &format!("o{number},c{number},{time},{product},The {product},1,9.50\n");
                }
            }
        }
    }
    let at = |name: &str| folder.join(name).display().to_string();
    fs::write(at("orders.csv"), text).unwrap();
    let built = Built { out: at("recs"), work: at("work") };
    let build = ["build", "--orders", &at("orders.csv"), "--out", &built.out, "--work", &built.work];
    let seasons = if months >= 24 { "Seasons   2 suggestions in some months" } else { "Snapshot" };
    check(&build, 0, &[seasons], &[]);
    check(&["check", &built.out, "--work", &built.work], 0, &["sound"], &[]);
    built
}

#[test]
fn explanations_follow_the_month() {
    let folder = tempfile::tempdir().unwrap();
    let Built { out, .. } = shop(folder.path(), 24);
    let explain = |month: &str, expected: &[&str]| {
        let asked = ["explain", &out, "tin", "--placement", "protocol", "--month", month];
        check(&asked, 0, expected, &[])
    };
    let months = "sells together in November and December only, then 3.4 × as strong as over the year";
    let december = explain("12", &["protocol in December for", "  1. pudding", "  2. flour", months]);
    assert!(!december.contains("out of season"), "{december}");
    let july = explain(
        "7",
        &["protocol in July for", "  1. flour", "not shown: it is out of season", "0 from tin", months],
    );
    assert!(!july.contains(". pudding"), "{july}");
    explain("none", &["protocol for", "  1. flour", "  3. pudding", months]);
    // Today, whatever that is; the list says which month it is of.
    check(&["explain", &out, "tin"], 0, &["pdp in "], &[]);
    for wrong in ["0", "13", "may"] {
        check(&["explain", &out, "tin", "--month", wrong], 2, &[], &["a month is 1 to 12, or none"]);
    }
}

#[test]
fn replays_follow_the_month_of_the_session() {
    let folder = tempfile::tempdir().unwrap();
    let Built { out, .. } = shop(folder.path(), 24);
    let file = folder.path().join("session.json").display().to_string();
    let page = r#"{ "at": 1, "page": { "type": "product", "product": "tin" } }"#;
    let list = |keys: &str| {
        let list =
            r#"{ "at": 2, "list": { "placement": "protocol", "product": "tin", "files": ["tin"], "keys": ["#;
        format!("{list}{keys}] }} }}")
    };
    let replay = |steps: &[&str], code: i32, expected: &[&str]| {
        let session = format!(r#"{{ "cobuy_session": 1, "steps": [{}] }}"#, steps.join(", "));
        fs::write(&file, session).unwrap();
        check(&["replay", &file, &out], code, expected, &[])
    };
    let (july, december) = (r#"{ "at": 0, "month": 7 }"#, r#"{ "at": 0, "month": 12 }"#);
    let summer = list(r#""flour", "whisk""#);
    let yule = list(r#""pudding", "flour", "whisk""#);
    replay(&[july, page, &summer], 0, &["is in July", "protocol: The flour, The whisk", "showed the same"]);
    replay(
        &[december, page, &yule],
        0,
        &["is in December", "protocol: The pudding, The flour", "showed the same"],
    );
    replay(&[december, page, &yule, july, &summer], 0, &["showed the same: 2 lists"]);
    replay(&[july, page, &yule], 1, &["showed something else"]);
    check(
        &["explain", &out, "--session", &file, "--placement", "protocol"],
        0,
        &["protocol in July for"],
        &[],
    );
}

#[test]
fn the_page_to_look_over_shows_the_months() {
    let folder = tempfile::tempdir().unwrap();
    let page = |built: &Built, work: bool| {
        let out = folder.path().join("inspect.html").display().to_string();
        let arguments = ["inspect", &built.out, "--out", &out, "--work", &built.work];
        check(&arguments[..if work { 6 } else { 4 }], 0, &[], &[]);
        fs::read_to_string(&out).unwrap()
    };
    let two_years = shop(folder.path(), 24);
    for work in [true, false] {
        let page = page(&two_years, work);
        for expected in
            ["href=\"#seasons\"", "In their season", "Sells together in November and December only"]
        {
            assert!(page.contains(expected), "no {expected:?}");
        }
        assert_eq!(page.contains("December: 50 orders"), work);
    }
    let other = tempfile::tempdir().unwrap();
    let one_year = page(&shop(other.path(), 12), true);
    assert!(!one_year.contains("#seasons"), "nothing is a season after one year");
    assert!(
        one_year.contains("Season or accident")
            && one_year.contains("Sold together in November and December")
    );
}
