//! What is said of files that are wrong.

use super::{compiled, finds};

#[test]
fn what_is_wrong_with_one_rule_is_told_with_its_remedy() {
    let check = |lines: &str, expected: &[&str]| finds(&format!("[[rule]]\nid = \"a\"\n{lines}\n"), expected);
    let message = |text: &str| format!("message = {text:?}");
    check("", &["error: [[rule]] a: it does nothing. Give it an action: pin, boost"]);
    check(
        "template = 'reach-free-shiping'",
        &[
            "error: [[rule]] a: there is no template \"reach-free-shiping\"; the nearest is \"reach-free-shipping\". Known are",
        ],
    );
    check(
        "template = 'seasonal'",
        &[
            "error: [[rule]] a: the template \"seasonal\" does not know when.month. Add when.month to the rule",
        ],
    );
    check(
        "template = 'camera-accessories'\nshow = { tag = 'accessory' }",
        &["error: [[rule]] a: the template \"camera-accessories\" does not know when.viewed or when.in_cart"],
    );
    check(
        "boost = 5\nfrom = '2027-01-02T00:00:00Z'\nuntil = '2027-01-02T00:00:00Z'",
        &["error: [[rule]] a: it is over before it begins"],
    );
    check(
        "boost = 5\nuntil = '2027-01-01T00:00:00Z'",
        &["warning: [[rule]] a: it was over before the newest order: until 2027-01-01T00:00:00Z"],
    );
    check(
        "pin = ['cammera', 'bag', 'bag', 'untitled', 'mug']",
        &[
            "error: [[rule]] a: pin: no product has the key \"cammera\"; the nearest is \"camera\". Correct it",
            "error: [[rule]] a: pin: \"bag\" stands there twice",
            "error: [[rule]] a: pin: \"untitled\" has no title",
            "warning: [[rule]] a: pin: \"mug\" cannot be bought",
        ],
    );
    check(
        "boost = 5\nshow = { brand = 'Acne', product = 'mugg' }",
        &[
            "error: [[rule]] a: no product has the product \"mugg\"; the nearest is \"mug\"",
            "warning: [[rule]] a: no product has the brand \"Acne\"; the nearest is \"Acme\"",
            "warning: [[rule]] a: no product is brand Acne and product mugg, so nothing comes of it",
        ],
    );
    check(
        "silence = true\nwhen = { viewed = { category = 'Tents' } }",
        &[
            "warning: [[rule]] a: no product has the category \"Tents\"",
            "warning: [[rule]] a: no product is category Tents, so the rule never acts",
        ],
    );
    check(
        "require = true\nshow = { brand = 'Acme', category = 'Kitchen' }",
        &["error: [[rule]] a: no product is category Kitchen and brand Acme, and nothing else is shown"],
    );
    check(
        "silence = true\nwhen = { intent = { min = 101 } }",
        &["error: [[rule]] a: intent is asked to be 101 or more, and it is 100 at most"],
    );
    check(
        "silence = true\nwhen = { visit = { max = -1 } }",
        &["error: [[rule]] a: visit is asked to be -1 or less"],
    );
    check(
        "silence = true\nwhen = { cart_value = { min = 9, max = 8 } }",
        &["error: [[rule]] a: cart_value has a min above its max: it never holds"],
    );
    check(
        "silence = true\nwhen = { cart_items = {} }",
        &["error: [[rule]] a: cart_items has neither min nor max"],
    );
    check(
        "silence = true\nwhen = { hours_away = { min = 4, max = 4 } }",
        &["error: [[rule]] a: hours_away has a min that is its max"],
    );
    check("silence = true\nwhen = { month = 13 }", &["error: [[rule]] a: there is no month 13"]);
    check(
        "silence = true\nwhen = { fact = { name = 'a', is = 'b', min = 1 } }",
        &["error: [[rule]] a: fact \"a\" has is and a range"],
    );
    check(
        "silence = true\nwhen = { fact = { name = 'a' } }",
        &["error: [[rule]] a: fact has neither min nor max"],
    );
    check("silence = true\nboost = 5", &["error: [[rule]] a: it is silent and does something else"]);
    check(
        "exclude = true",
        &["error: [[rule]] a: it excludes all products. Name them in show, or use silence"],
    );
    check(
        "exclude = true\nboost = 5\nshow = { tag = 'gift' }",
        &["error: [[rule]] a: it excludes the products that it says more about"],
    );
    check("boost = 5\nbury = 5", &["error: [[rule]] a: it boosts and buries the same products"]);
    check(
        "strategy = 'similar'\nshow = { tag = 'gift' }",
        &["warning: [[rule]] a: nothing that it does is about the products of show"],
    );
    check(
        "boost = 5\nshow = { cheaper = true, dearer_at_most = 9 }",
        &["error: [[rule]] a: show has cheaper and dearer_at_most: no product is both"],
    );
    check(
        "boost = 5\nshow = { price = { min = 9, max = 8 } }",
        &["error: [[rule]] a: show.price has a min above its max"],
    );
    check(
        "reach = 100\nshow = { price = { max = 8 } }",
        &["error: [[rule]] a: show.price and reach are in one rule"],
    );
    check(
        "reach = '99.999'",
        &["error: [[rule]] a: 99.999 has more decimals than the currency, which has 2"],
    );
    check(&message("{gap} more"), &["error: [[rule]] a: {gap} is what the cart lacks to reach"]);
    check(
        &message("{gab} more"),
        &["error: [[rule]] a: \"{gab} more\" names {gab}, which nobody knows. Known are {gap}"],
    );
    check(&message("{time} left"), &["error: [[rule]] a: {time} stands outside of a deadline"]);
    check(
        "deadline = { text = '{time} left' }",
        &["error: [[rule]] a: the deadline has no instant of its own. Give either until"],
    );
    check(
        "deadline = { fact = 'ends', text = 'Soon' }",
        &["error: [[rule]] a: the text of the deadline does not say how long"],
    );
    check("incentive = { text = 'Ten', code = ' ' }", &["error: [[rule]] a: the code is empty"]);
    finds("[[rule]]\nid = \"A b\"\nsilence = true\n", &["error: [[rule]] A b: \"A b\" is no id"]);
    finds(
        "[[rule]]\nid = \"a\"\nsilence = true\n[[rule]]\nid = \"a\"\nboost = 5\n",
        &["error: [[rule]] a: there are two of this id"],
    );
}

#[test]
fn what_is_wrong_with_pairs_and_bundles_is_told() {
    let pair = |of: &str, with: &str, placements: &str| {
        format!("[[pair]]\nof = \"{of}\"\nwith = \"{with}\"\nplacements = [{placements}]\n")
    };
    finds(&pair("bag", "bag", "'cart'"), &["error: [[pair]] bag with bag: it names one product twice"]);
    finds(
        &pair("bag", "tent", "'cart'"),
        &["error: [[pair]] bag with tent: no product has the product \"tent\""],
    );
    finds(
        &pair("bag", "mug", ""),
        &["error: [[pair]] bag with mug: it names no placement. Name one, or write a [[block]]"],
    );
    let bundle = |lines: &str| format!("[[bundle]]\n{lines}\n");
    let check = |lines: &str, expected: &[&str]| finds(&bundle(&format!("id = 'a'\n{lines}")), expected);
    check("products = ['bag']", &["error: [[bundle]] a: it has 1 products. Name 2 to 4"]);
    check(
        "products = ['bag', 'mugs']",
        &["error: [[bundle]] a: products: no product has the key \"mugs\"; the nearest is \"mug\""],
    );
    check(
        "products = ['bag', 'card']\npercent = 30",
        &["warning: [[bundle]] a: it takes off 30 %, usual are 15 to 25 %"],
    );
    finds(&bundle("products = ['bag', 'card']"), &["error: [[bundle]] without id: it names products"]);
    finds(
        &[bundle("percent = 15"), bundle("percent = 20")].concat(),
        &["error: [[bundle]] without id: there are two of them"],
    );
    let twice = ["a", "b"].map(|id| bundle(&format!("id = '{id}'\nproducts = ['card', 'bag']")));
    finds(&twice.concat(), &["warning: [[bundle]] b: another bundle has the same products"]);
}

#[test]
fn limits_of_lists_are_usual_ones() {
    finds(
        "[placements.pdp]\nlimit = 9\n",
        &["warning: [placements.pdp]: limit = 9: 3 to 6 cards usually serve best"],
    );
    finds("[placements.pdp]\nlimit = 6\n[placements.cart]\nlimit = 3\n", &[]);
}

#[test]
fn what_does_not_fit_is_told() {
    let many = |count: usize, rule: &dyn Fn(usize) -> String| (0..count).map(rule).collect::<String>();
    let boosts = many(256, &|at| format!("[[rule]]\nid = \"r{at}\"\nboost = 5\n"));
    finds(&boosts, &["error: [[rule]]: there are 256 rules, at most 255 fit. Merge some"]);
    let sets = many(65, &|at| {
        format!("[[rule]]\nid = \"r{at}\"\nboost = 5\nshow = {{ margin = {{ max = 0.{at:02} }} }}\n")
    });
    let (_, findings) = compiled(&sets);
    let full = "error: [[rule]] r64: it needs one more set of products, and 64 are in use";
    assert!(findings.iter().any(|finding| finding.starts_with(full)), "{findings:#?}");
}
