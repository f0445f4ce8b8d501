use cobuy_engine::policy::condition::DEVICES;
use cobuy_engine::signals::segment;

use super::*;
use crate::config::Config;

fn parsed(text: &str) -> Config {
    Config::parse(text, "cobuy.toml").unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn refused(text: &str, expected: &str) {
    let error = Config::parse(text, "cobuy.toml").expect_err("is refused").to_string();
    assert!(error.contains(expected), "{error:?} does not contain {expected:?}");
}

const EVERYTHING: &str = r#"
[[rule]]
id = "everything"
template = "reach-free-shipping"
placements = ["cart", "pdp"]
group = "promotion"
priority = -3
from = 2026-11-27T00:00:00+01:00
until = "2026-12-01T00:00:00+01:00"
show = { category = "Cameras", brand = ["X", "Y"], tag = "gift", product = ["k1"], attribute = { material = "wool" }, margin = { min = 0.3 }, rating = { min = 4 }, returns = { max = 0.1 }, price = { min = "10", max = 40 }, same_category = true, dearer_at_most = 30, other_brand = true }
pin = ["k1", "k2"]
pin_at = 2
boost = 50
message = { en = "Text", de = "Wort" }
angles = ["One", { en = "Two" }]
deadline = { until = "2026-12-01T00:00:00Z", text = "{time} left" }
incentive = { text = "Ten off", code = "GOLD10" }
strategy = "upgrade"
reach = "100.00"
[rule.when]
viewed = { category = "Cameras" }
in_cart = { tag = "gift", at_least = 1, at_most = 5 }
views_of = [{ brand = "X", at_least = 2 }, { brand = "Y" }]
cart_value = { min = "75.00", max = "95.00" }
segment = ["new", "loyal"]
device = "phone"
month = [11, 12]
fact = [{ name = "loyalty_tier", is = "gold" }, { name = "plan_usage", min = 80 }]
event = { name = "used-export", min = 11 }
[rule.unless]
cart_items = { min = 9 }

[[pair]]
of = "laptop"
with = "bag"
placements = ["cart"]

[[bundle]]
id = "set"
products = ["k1", "k2"]
percent = 20

[[bundle]]
percent = 15
code = "SET15"
"#;

#[test]
fn everything_is_read() {
    let config = parsed(EVERYTHING);
    let rule = &config.rule[0];
    assert_eq!(rule.placements.as_deref(), Some(&[On(Placement::Cart), On(Placement::Pdp)][..]));
    assert_eq!((rule.priority, rule.pin_at, rule.boost), (Some(-3), Some(2), Some(50)));
    assert_eq!(rule.from.map(|from| from.ms), Some(1_795_734_000_000));
    assert_eq!(rule.until.unwrap().to_string(), "2026-11-30T23:00:00Z");
    let show = rule.show.as_ref().unwrap();
    assert_eq!(show.brand, Some(Many(vec!["X".into(), "Y".into()])));
    assert_eq!(show.price.unwrap().max.unwrap().minor(2), Some(4_000));
    let when = rule.when.as_ref().unwrap();
    assert_eq!(
        when.given(),
        ["viewed", "in_cart", "views_of", "cart_value", "segment", "device", "month", "fact", "event"]
    );
    assert_eq!(when.views_of.as_ref().unwrap().0.len(), 2);
    assert_eq!(rule.unless.as_ref().unwrap().given(), ["cart_items"]);
    assert_eq!((config.pair.len(), config.bundle.len()), (1, 2));
}

#[test]
fn json_says_the_same() {
    let json = r#"{ "rule": [{ "id": "a", "from": "2026-11-27T00:00:00+01:00", "message": { "en": "Text" },
        "show": { "brand": "X", "margin": { "min": 0.3 } }, "when": { "month": [11], "cart_value": { "min": "75" } } }] }"#;
    let toml = r#"
        [[rule]]
        id = "a"
        from = 2026-11-27T00:00:00+01:00
        message = { en = "Text" }
        show = { brand = "X", margin = { min = 0.3 } }
        when = { month = 11, cart_value = { min = 75 } }"#;
    assert_eq!(Config::parse(json, "cobuy.json").unwrap().rule, parsed(toml).rule);
    let error = Config::parse("{\n \"rule\": [{ \"id\": 1 }] }", "cobuy.json").expect_err("is no text");
    assert_eq!(error.to_string(), "cobuy.json:2:19: invalid type: integer `1`, expected a string");
}

#[test]
fn what_is_wrong_is_refused_where_it_stands() {
    let rule = |line: &str| format!("[[rule]]\nid = \"a\"\n{line}\n");
    refused("[[rule]]\nboost = 1\n", "missing field `id`");
    refused(&rule("boots = 1"), "cobuy.toml:3:1: unknown field `boots`");
    refused(
        &rule("placements = [\"protocol\"]"),
        "cobuy.toml:3:14: \"protocol\" is no placement. Known: pdp, cart",
    );
    refused(&rule("boost = 0"), "0 is out of range: allowed are whole numbers from 1 to 1000");
    refused(&rule("priority = 101"), "101 is out of range: allowed are whole numbers from -100 to 100");
    refused(&rule("reach = 99.5"), "write the amount in quotes, \"99.5\"");
    refused(&rule("reach = \"9,5\""), "\"9,5\" is no amount of money: write digits with a point");
    refused(&rule("from = 2026-11-27"), "is no instant: write day, time and offset");
    refused(&rule("message = {}"), "no language is given");
    refused(&rule("pin = []"), "the list is empty");
    refused(&rule("show = { colour = \"red\" }"), "unknown field `colour`");
    refused(&rule("when = { in_cart = [{ at_last = 1 }] }"), "unknown field `at_last`");
    refused(&rule("strategy = \"best\""), "unknown variant `best`");
}

#[test]
fn money_is_exact() {
    let check = |text: &str, exponent: u8, minor: Option<i64>| {
        let rule = parsed(&format!("[[rule]]\nid = \"a\"\nreach = {text}\n")).rule.remove(0);
        assert_eq!(rule.reach.unwrap().minor(exponent), minor, "{text}");
    };
    check("\"75.50\"", 2, Some(7_550));
    check("75", 2, Some(7_500));
    check("\"75.5\"", 0, None);
    check("\"75.005\"", 2, None);
    check("\"75.005\"", 3, Some(75_005));
    check("75", 0, Some(75));
}

#[test]
fn words_follow_the_locale() {
    let words = |text: &str| {
        parsed(&format!("[[rule]]\nid = \"a\"\nmessage = {text}\n")).rule.remove(0).message.unwrap()
    };
    let check =
        |text: &str, locale: &str, expected: &str| assert_eq!(words(text).of(locale), expected, "{locale}");
    let both = "{ en = \"E\", de = \"D\", de-AT = \"A\" }";
    check(both, "de-AT", "A");
    check(both, "de-CH", "D");
    check(both, "DE", "D");
    check(both, "fr", "E");
    check("{ fr = \"F\", de = \"D\" }", "it", "D");
    check("\"T\"", "it", "T");
}

#[test]
fn segments_and_devices_are_the_engines() {
    let when = |key: &str, names: &[&str]| {
        let mut config = parsed(&format!("[[rule]]\nid = \"a\"\nwhen = {{ {key} = {names:?} }}\n"));
        config.rule.remove(0).when.unwrap()
    };
    let segments = segment::Segment::ALL;
    let read = when("segment", &segments.map(segment::Segment::name)).segment.unwrap().0;
    assert_eq!(read.iter().map(|one| *one as u8).collect::<Vec<_>>(), segments.map(|one| one as u8));
    let read = when("device", &DEVICES).device.unwrap().0;
    assert_eq!(read.iter().map(|one| *one as usize).collect::<Vec<_>>(), [0, 1, 2]);
}
