//! Rules that are wrong beside others.

use crate::tests::finds;

/// Two rules, each with these lines.
fn two(first: &str, second: &str) -> String {
    [("first", first), ("second", second)]
        .map(|(id, lines)| format!("[[rule]]\nid = \"{id}\"\n{lines}\n"))
        .concat()
}

#[test]
fn contradictions_are_told() {
    let check = |first: &str, second: &str, expected: &[&str]| finds(&two(first, second), expected);
    let gifts = "exclude = true\nshow = { tag = 'gift' }";
    check(
        "pin = 'camera'",
        gifts,
        &["error: [[rule]] first: it pins 1 of its 1 products in vain: [[rule]] second excludes them"],
    );
    check(
        "pin = ['camera', 'bag']",
        gifts,
        &[
            "warning: [[rule]] first: it pins 1 of its 2 products in vain: [[rule]] second excludes them where both hold",
        ],
    );
    check("pin = 'camera'\nplacements = ['cart']", &format!("{gifts}\nplacements = ['pdp']"), &[]);
    check(
        "pin = 'camera'\nwhen = { device = 'phone' }",
        &format!("{gifts}\nwhen = {{ device = 'desktop' }}"),
        &[],
    );
    check(
        "pin = 'camera'",
        &format!("{gifts}\nwhen = {{ device = 'desktop' }}"),
        &["warning: [[rule]] first: it pins 1 of its 1"],
    );
    check(
        "require = true\nshow = { tag = 'gift', brand = 'Zoom' }",
        gifts,
        &["error: [[rule]] first: [[rule]] second excludes all that it shows"],
    );
    let require = |brand: &str| format!("require = true\nshow = {{ brand = '{brand}' }}");
    check(
        &require("Acme"),
        &require("Zoom"),
        &["error: [[rule]] second: it and [[rule]] first each show nothing but their own"],
    );
    check(
        "strategy = 'similar'",
        "strategy = 'upgrade'",
        &["warning: [[rule]] second: it and [[rule]] first can hold at once and have two strategies"],
    );
    check("strategy = 'similar'", "strategy = 'similar'", &[]);
}

#[test]
fn one_offer_a_list() {
    let check = |first: &str, second: &str, expected: &[&str]| finds(&two(first, second), expected);
    let both =
        ["warning: [[rule]] second: it and [[rule]] first can both say something at one list; that one wins"];
    check("message = 'A'", "message = 'B'", &both);
    check("message = 'A'\ngroup = 'g'\nwhen = { visit = { min = 2 } }", "message = 'B'\ngroup = 'g'", &[]);
    check(
        "message = 'A'\nwhen = { visit = { min = 2 } }",
        "message = 'B'\nwhen = { visit = { max = 1 } }",
        &[],
    );
    check(
        "message = 'A'\nwhen = { visit = { min = 2 } }",
        "message = 'B'\nunless = { visit = { min = 2 } }",
        &[],
    );
    check(
        "message = 'A'\nwhen = { fact = { name = 'tier', is = 'a' } }",
        "message = 'B'\nwhen = { fact = { name = 'tier', is = 'b' } }",
        &[],
    );
    check(
        "message = 'A'\nwhen = { viewed = { brand = 'Acme' } }",
        "message = 'B'\nwhen = { viewed = { brand = 'Zoom' } }",
        &[],
    );
    check(
        "message = 'A'\nuntil = '2027-12-01T00:00:00Z'",
        "message = 'B'\nfrom = '2027-12-01T00:00:00Z'",
        &[],
    );
    let offer = "incentive = { text = 'Ten off' }";
    check(
        offer,
        "deadline = { fact = 'ends', text = '{time}' }",
        &["warning: [[rule]] second: it and [[rule]] first can both make an offer"],
    );
}

#[test]
fn rules_that_never_act_are_told() {
    let check = |first: &str, second: &str, expected: &[&str]| finds(&two(first, second), expected);
    let never =
        ["warning: [[rule]] second: [[rule]] first of its group holds wherever it does, so it never acts"];
    check("boost = 5\ngroup = 'g'", "bury = 5\ngroup = 'g'", &never);
    check(
        "boost = 5\ngroup = 'g'\nwhen = { visit = { min = 2 } }",
        "bury = 5\ngroup = 'g'\nwhen = { visit = { min = 3 } }",
        &never,
    );
    check(
        "boost = 5\ngroup = 'g'\nwhen = { visit = { min = 3 } }",
        "bury = 5\ngroup = 'g'\nwhen = { visit = { min = 2 } }",
        &[],
    );
    check("boost = 5\ngroup = 'g'\nplacements = ['cart']", "bury = 5\ngroup = 'g'", &[]);
    check("boost = 5\ngroup = 'g'", "bury = 5\ngroup = 'h'", &[]);
    finds(
        "[[rule]]\nid = 'a'\nboost = 5\nwhen = { cart_items = { min = 3 }, in_cart = { at_most = 1 } }\n",
        &["error: [[rule]] a: two of its conditions cannot hold at once"],
    );
}

#[test]
fn a_bundle_without_a_member_is_told() {
    finds(
        "[[rule]]\nid = 'a'\nexclude = true\nshow = { product = 'card' }\n[[bundle]]\nid = 'b'\nproducts = ['card', 'bag']\n",
        &["warning: [[bundle]] b: [[rule]] a excludes one of its products always"],
    );
}
