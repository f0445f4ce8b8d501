//! From the file to records, and from records to words. [`wrong`]: what is said of files that are wrong.

mod wrong;

use cobuy_catalogue::config::Config;
use cobuy_snapshot::rules::{ANY, Action, Condition, versus};
use cobuy_snapshot::write::rules::{ActionInfo, BundleInfo, ConditionInfo, RuleInfo};
use cobuy_testshop::named;

use super::*;

/// All placements that rules may name.
pub(super) const EVERYWHERE: u16 = 0b1111_1011;
const CART: u16 = 0b10;

/// What a configuration compiles to, and its findings as lines without the file's name.
pub(super) fn compiled(text: &str) -> (Rules, Vec<String>) {
    let config = Config::parse(text, "cobuy.toml").unwrap_or_else(|error| panic!("{error}"));
    let catalogue = named();
    let shop = Shop {
        catalogue: Some(&catalogue),
        currency: Currency::parse(b"EUR"),
        locale: "de-AT",
        now_ms: 1_800_000_000_000,
    };
    let (rules, findings) = compile(&config, &shop);
    let line = |finding: &Finding| {
        let kind = if finding.severity == Severity::Error { "error" } else { "warning" };
        format!("{kind}: {}", finding.to_string().trim_start_matches("cobuy.toml: "))
    };
    (rules, findings.iter().map(line).collect())
}

/// The sound rules of a configuration.
fn sound(text: &str) -> Rules {
    let (rules, findings) = compiled(text);
    assert!(findings.is_empty(), "{findings:#?}");
    rules
}

/// That a configuration has these findings and no others, as beginnings of lines.
#[track_caller]
pub(super) fn finds(text: &str, expected: &[&str]) {
    let (_, findings) = compiled(text);
    let same = findings.len() == expected.len()
        && findings.iter().zip(expected).all(|(found, expected)| found.starts_with(expected));
    assert!(same, "found {findings:#?}\nexpected {expected:#?}");
}

fn rule(id: &str, conditions: Vec<ConditionInfo>, actions: Vec<ActionInfo>) -> RuleInfo {
    RuleInfo {
        id: id.into(),
        placements: EVERYWHERE,
        group: 0,
        from_ms: 0,
        until_ms: u64::MAX,
        conditions,
        actions,
    }
}

fn asks(kind: Condition) -> ConditionInfo {
    ConditionInfo::new(kind)
}

fn acts(kind: Action) -> ActionInfo {
    ActionInfo::new(kind)
}

#[test]
fn a_template_is_completed_by_its_rule() {
    let rules = sound(
        r#"
        [[rule]]
        id = "free-delivery"
        template = "reach-free-shipping"
        group = "promotion"
        from = "2027-11-27T00:00:00+01:00"
        reach = "49.90"
        when = { cart_value = { min = "40", max = "49.89" }, device = ["phone", "desktop"] }"#,
    );
    let expected = RuleInfo {
        placements: CART,
        group: 1,
        from_ms: 1_827_270_000_000,
        ..rule(
            "free-delivery",
            vec![
                ConditionInfo { low: 4_000, high: 4_989, ..asks(Condition::CartValue) },
                ConditionInfo { low: 0b101, ..asks(Condition::Device) },
            ],
            vec![
                ActionInfo { high: 4_990, ..acts(Action::Reach) },
                ActionInfo {
                    text: "Noch {gap} bis zur kostenlosen Lieferung".into(),
                    ..acts(Action::Message)
                },
            ],
        )
    };
    assert_eq!(rules.rules, [expected]);
}

#[test]
fn conditions_of_every_kind() {
    let rules = sound(
        r#"
        [[rule]]
        id = "a"
        silence = true
        [rule.when]
        viewed = { category = "Photo > Cameras" }
        in_cart = [{ tag = "gift", at_least = 2 }, { brand = "Acme", at_most = 0 }]
        views_of = { category = "photo > cameras" }
        cart_items = { min = 1, max = 5 }
        last_purchase = { tag = "accessory" }
        segment = ["new", "loyal"]
        intent = { min = 50 }
        visit = { max = 2 }
        hours_away = { min = 4, max = 24 }
        left_cart = { min = 1 }
        month = [1, 12]
        fact = [{ name = "tier", is = "gold" }, { name = "usage", min = 80 }, { name = "b2b", is = true }]
        event = [{ name = "export", min = 11 }, { name = "login" }]
        viewed_stock = { max = 5 }
        viewed_price = { min = "9.99" }
        similar_viewed = { min = 3 }
        [rule.unless]
        cart_sold_out = { min = 1 }"#,
    );
    let of = |kind, set, low, high| ConditionInfo { set, low, high, ..asks(kind) };
    let ranged = |kind, low, high| ConditionInfo { low, high, ..asks(kind) };
    let named = |kind, text: &str, low| ConditionInfo { text: text.into(), low, ..asks(kind) };
    let (least, most) = (i64::MIN, i64::MAX);
    assert_eq!(
        rules.rules[0].conditions,
        [
            of(Condition::Viewed, 0, least, most),
            of(Condition::InCart, 1, 2, most),
            of(Condition::InCart, 2, 0, 0),
            of(Condition::InViews, 0, 1, most),
            of(Condition::InCart, ANY, 1, 5),
            of(Condition::LastPurchase, 3, least, most),
            ranged(Condition::Segment, 0b10001, most),
            ranged(Condition::Intent, 50, most),
            ranged(Condition::Visit, least, 2),
            ranged(Condition::HoursAway, 4, 24),
            ranged(Condition::LeftCart, 1, most),
            ranged(Condition::Month, 0b1000_0000_0001, most),
            named(Condition::Fact, "tier\tgold", least),
            named(Condition::Fact, "usage", 80),
            named(Condition::Fact, "b2b\ttrue", least),
            named(Condition::Event, "export", 11),
            named(Condition::Event, "login", 1),
            ranged(Condition::ViewedStock, least, 5),
            ranged(Condition::ViewedPrice, 999, most),
            ranged(Condition::SimilarViewed, 3, most),
            ConditionInfo { not: true, ..ranged(Condition::CartSoldOut, 1, most) },
        ]
    );
    // Cameras are set 0, gifts 1, Acme 2, accessories 3; keys ascend.
    assert_eq!(rules.members, [0b100, 0b11, 0b11, 0b1100, 0b1100, 0b100, 0b10, 0]);
    assert!(rules.brands.is_empty(), "no rule compares them");
}

#[test]
fn actions_of_every_kind() {
    let rules = sound(
        r#"
        [[rule]]
        id = "products"
        show = { tag = "gift", price = { min = "10", max = 40 }, same_category = true, dearer_at_most = 30, other_brand = true }
        boost = 50
        require = true
        badge = "New"
        group = "offers"
        incentive = { text = { en = "Ten off", de = "Zehn weniger" }, code = "TEN" }
        [[rule]]
        id = "list"
        priority = 1
        group = "offers"
        when = { visit = { min = 2 } }
        pin = ["card", "bag"]
        pin_at = 2
        strategy = "upgrade"
        message = "Text"
        angles = ["One", "Two"]
        deadline = { fact = "sale_ends", text = "Ends in {time}" }
        [[rule]]
        id = "away"
        show = { product = "mug" }
        exclude = true"#,
    );
    let about = |kind| ActionInfo {
        set: 0,
        versus: versus::SAME_CATEGORY | versus::DEARER | versus::OTHER_BRAND,
        dearer_percent: 30,
        low: 1_000,
        high: 4_000,
        ..acts(kind)
    };
    let text = |kind, text: &str| ActionInfo { text: text.into(), ..acts(kind) };
    let grouped = |rule: RuleInfo| RuleInfo { group: 1, ..rule };
    let expected = [
        grouped(rule(
            "list",
            vec![ConditionInfo { low: 2, ..asks(Condition::Visit) }],
            vec![
                ActionInfo { value: 2, ..acts(Action::Pin) },
                ActionInfo { value: 2, ..acts(Action::Strategy) },
                text(Action::Message, "Text"),
                text(Action::Angle, "One"),
                text(Action::Angle, "Two"),
                text(Action::Deadline, "Ends in {time}\tsale_ends"),
            ],
        )),
        grouped(rule(
            "products",
            vec![],
            vec![
                ActionInfo { value: 50, ..about(Action::Boost) },
                about(Action::Require),
                ActionInfo { text: "New".into(), ..about(Action::Badge) },
                ActionInfo { text: "Zehn weniger\tTEN".into(), ..about(Action::Incentive) },
            ],
        )),
        rule("away", vec![], vec![ActionInfo { set: 1, ..acts(Action::Exclude) }]),
    ];
    assert_eq!(rules.rules, expected);
    assert_eq!(rules.lists, [("rule:list".to_owned(), vec![3, 0])]);
    let brands = &rules.brands;
    assert!(brands[0] == brands[3] && brands[0] != brands[1] && brands[6] == 0, "{brands:?}");
}

/// The five pairs that introductions to cross-selling give as examples, with the places that they name for them.
#[test]
fn pairs_keep_to_their_placements() {
    let pairs = [
        ("laptop", "bag", "cart", CART),
        ("camera", "card", "pdp", 0b1),
        ("camera", "case", "thank-you", 0b10_0000),
        ("camera-2", "card", "home", 0b100_0000),
        ("bag", "case", "add-to-cart", 0b1000),
    ];
    let text = pairs.map(|(of, with, placement, _)| {
        format!("[[pair]]\nof = \"{of}\"\nwith = \"{with}\"\nplacements = [\"{placement}\"]\n")
    });
    let rules = sound(&text.concat());
    assert_eq!(rules.rules.len(), 15);
    let kinds = [Condition::Viewed, Condition::InCart, Condition::LastPurchase];
    for ((of, with, _, bit), rules_of) in pairs.iter().zip(rules.rules.chunks(3)) {
        for (number, (rule, kind)) in (1..).zip(rules_of.iter().zip(kinds)) {
            assert_eq!(rule.id, format!("pair:{of}:{with}:{number}"));
            assert_eq!((rule.placements, rule.conditions[0].kind), (EVERYWHERE & !bit, kind));
            assert_eq!(rules.sets.words(rule.conditions[0].set), format!("product {of}"));
            assert_eq!(rule.actions[0].kind, Action::Exclude);
            assert_eq!(rules.sets.words(rule.actions[0].set), format!("product {with}"));
        }
    }
    let both = "[[pair]]\nof = \"laptop\"\nwith = \"bag\"\nplacements = [\"cart\"]\nboth_ways = true\n";
    assert_eq!(sound(both).rules.len(), 6);
}

#[test]
fn bundles_and_their_terms() {
    let rules = sound(
        r#"
        [[bundle]]
        id = "photo"
        products = ["camera", "card", "case"]
        percent = 20
        title = { de = "Fotoset" }
        until = "2027-12-01T00:00:00Z"
        [[bundle]]
        percent = 15
        code = "SET15""#,
    );
    let bundle = |id: &str, percent, code: &str, title: &str, until_ms| BundleInfo {
        id: id.into(),
        percent,
        code: code.into(),
        title: title.into(),
        from_ms: 0,
        until_ms,
    };
    let expected =
        [bundle("photo", 20, "", "Fotoset", 1_827_619_200_000), bundle("", 15, "SET15", "", u64::MAX)];
    assert_eq!(rules.bundles, expected);
    assert_eq!(rules.lists, [("bundle:photo".to_owned(), vec![1, 3, 4])]);
}

#[test]
fn rules_are_told_as_sentences() {
    let check = |lines: &str, expected: &str| {
        let text = format!("[[rule]]\nid = \"a\"\n{lines}\n");
        let (rules, findings) = compiled(&text);
        assert!(findings.is_empty(), "{findings:#?}");
        let catalogue = named();
        let shop = Shop { catalogue: Some(&catalogue), currency: None, locale: "en", now_ms: 0 };
        assert_eq!(words::rule(&rules.rules[0], &rules, &shop), expected, "{lines}");
    };
    check(
        "placements = ['cart']\nreach = 100\nwhen = { cart_value = { min = '75', max = '95' } }",
        "on cart, when the cart is worth 75.00 to 95.00, shows first what brings the cart to 100.00",
    );
    check(
        "pin = ['card', 'bag']\nuntil = '2027-12-01T00:00:00Z'\nunless = { segment = ['new', 'browsing'] }",
        "everywhere, until 2027-12-01T00:00:00Z, when not: the shopper is new or browsing, shows card and bag from position 1 on",
    );
    check(
        "bury = 100\nshow = { tag = 'gift', other_brand = true, price = { max = 40 } }",
        "everywhere, puts products of tag gift that are of another brand and priced at most 40.00 behind all others",
    );
    check(
        "silence = true\nwhen = { fact = { name = 'tier', is = 'gold' }, event = { name = 'export', min = 11 }, hours_away = { min = 4, max = 24 } }",
        "everywhere, when the visit before was 4 hours ago or more, and less than 24 and tier is gold and export was told of at least 11 times, shows nothing",
    );
}

#[test]
fn every_example_of_a_template_is_sound() {
    for template in templates::all() {
        let config =
            Config::parse(&template.example, &template.name).unwrap_or_else(|error| panic!("{error}"));
        let shop = Shop { catalogue: None, currency: None, locale: "en", now_ms: 0 };
        let (rules, findings) = compile(&config, &shop);
        assert!(findings.is_empty(), "{}: {findings:#?}", template.name);
        assert_eq!(rules.rules.len(), 1, "{}", template.name);
    }
}
