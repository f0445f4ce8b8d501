//! Whatever a merchant writes: what passes the check is a sound base.

use cobuy_catalogue::config::{Config, Currency};
use cobuy_catalogue::data::Catalogue;
use cobuy_publish::pack::listed;
use cobuy_rules::{Rules, Shop, compile, errors, words};
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::write::WriteError;
use cobuy_snapshot::write::file::{BaseInfo, base};
use cobuy_snapshot::write::table::Item;
use cobuy_testshop::named;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

const SELECTORS: [&str; 7] = [
    "category = 'Photo'",
    "category = ['Bags', 'Computers']",
    "brand = 'Acme'",
    "tag = ['gift', 'travel']",
    "product = ['mug', 'card']",
    "margin = { min = 0.1 }",
    "rating = { min = 4, max = 3 }",
];
const CONDITIONS: [&str; 16] = [
    "viewed = { brand = 'Zoom' }",
    "in_cart = { tag = 'gift', at_least = 2, at_most = 5 }",
    "views_of = { category = 'Photo' }",
    "cart_value = { min = '10', max = '9.99' }",
    "cart_value = { max = 100 }",
    "cart_items = { min = 1 }",
    "last_purchase = { tag = 'accessory' }",
    "segment = ['new', 'loyal']",
    "intent = { min = 50 }",
    "intent = { max = 20 }",
    "device = 'phone'",
    "hours_away = { min = 4, max = 24 }",
    "month = [1, 12]",
    "fact = { name = 'tier', is = 'gold' }",
    "event = { name = 'export', min = 11 }",
    "viewed_stock = { max = 5 }",
];
const ACTIONS: [&str; 14] = [
    "pin = ['camera', 'bag']",
    "pin = 'case'\npin_at = 3",
    "boost = 50",
    "bury = 100",
    "exclude = true",
    "require = true",
    "silence = true",
    "message = { en = 'One {cart}', de = 'Eins {cart}' }",
    "badge = 'New'",
    "angles = ['One', 'Two']",
    "deadline = { until = '2027-12-01T00:00:00Z', text = '{time} left' }",
    "incentive = { text = 'Ten off', code = 'TEN' }",
    "strategy = 'upgrade'",
    "reach = '100.00'",
];
const VERSUS: [&str; 5] = [
    "same_category = true",
    "cheaper = true",
    "dearer_at_most = 30",
    "other_brand = true",
    "price = { min = 5, max = 50 }",
];
const HEADS: [&str; 5] = [
    "placements = ['cart', 'pdp']",
    "group = 'g'",
    "priority = 5",
    "from = '2027-02-01T00:00:00Z'",
    "until = '2027-03-01T00:00:00Z'",
];

fn some(of: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    subsequence(of.to_vec(), 0..=most)
}

/// Lines of a rule. Keys that stand twice are no rule, so of those the first stays.
fn rule() -> impl Strategy<Value = String> {
    let table = |lines: Vec<&str>| {
        let mut keys = std::collections::BTreeSet::new();
        let own = lines.into_iter().filter(|line| keys.insert(line.split(' ').next().map(str::to_owned)));
        own.collect::<Vec<_>>().join(", ")
    };
    (
        some(&HEADS, 3),
        some(&SELECTORS, 2),
        some(&VERSUS, 2),
        some(&CONDITIONS, 3),
        some(&CONDITIONS, 1),
        some(&ACTIONS, 3),
    )
        .prop_map(move |(heads, selectors, versus, when, unless, actions)| {
            let show = table([selectors, versus].concat());
            let lines: Vec<&str> = [heads, actions].concat();
            let mut keys = std::collections::BTreeSet::new();
            let lines: Vec<&str> = lines
                .into_iter()
                .filter(|line| keys.insert(line.split(' ').next().unwrap_or_default()))
                .collect();
            let (when, unless) = (table(when), table(unless));
            format!(
                "{}\nshow = {{ {show} }}\nwhen = {{ {when} }}\nunless = {{ {unless} }}\n",
                lines.join("\n")
            )
        })
}

fn file() -> impl Strategy<Value = String> {
    let pair = (select(vec!["bag", "mug"]), select(vec!["card", "case"]), any::<bool>()).prop_map(
        |(of, with, both)| {
            format!("[[pair]]\nof = '{of}'\nwith = '{with}'\nplacements = ['cart']\nboth_ways = {both}\n")
        },
    );
    let bundle = (0u32..30, any::<bool>()).prop_map(|(percent, code)| {
        let code = if code { "code = 'SET'\n" } else { "" };
        format!("[[bundle]]\nid = 'set'\nproducts = ['camera', 'card']\npercent = {percent}\n{code}")
    });
    let rules = proptest::collection::vec(rule(), 0..6);
    (rules, proptest::option::of(pair), proptest::option::of(bundle)).prop_map(|(rules, pair, bundle)| {
        let mut text = String::new();
        for (at, rule) in rules.iter().enumerate() {
            text += &format!("[[rule]]\nid = 'r{at}'\n{rule}");
        }
        text + &pair.unwrap_or_default() + &bundle.unwrap_or_default()
    })
}

/// A base with these rules and all products, each beside the next.
pub(super) fn packed(catalogue: &Catalogue, rules: &Rules) -> Result<Vec<u8>, WriteError> {
    let (products, relation) = (&catalogue.products, Relation::Popular);
    let mut items: Vec<Item<'_>> = Vec::new();
    for (at, product) in products.iter().enumerate() {
        let stock = if product.available { flag::AVAILABLE } else { 0 };
        items.push(Item {
            key: &product.key,
            title: &product.title,
            category: &product.category,
            price_minor: Some(900 + 250 * at as u64),
            flags: if product.title.is_empty() { flag::PSEUDO } else { stock },
            sets: rules.members.get(at).copied().unwrap_or(0),
            brand: rules.brands.get(at).copied().unwrap_or(0),
            ..Item::default()
        });
    }
    for (key, _) in &rules.lists {
        items.push(Item { key, flags: flag::PSEUDO, ..Item::default() });
    }
    let lists = rules.lists.iter();
    let mut rows: Vec<_> =
        lists.map(|(key, of)| listed(catalogue, key, relation, of.iter().copied())).collect();
    let shown: Vec<u32> =
        (0..products.len() as u32).filter(|at| !products[*at as usize].title.is_empty()).collect();
    for pair in shown.windows(4) {
        let key = &products[pair[0] as usize].key;
        rows.push(listed(catalogue, key, Relation::Together, pair[1..].iter().copied()));
    }
    let info = BaseInfo { rules: &rules.rules, bundles: &rules.bundles, ..BaseInfo::default() };
    // The writer runs the verification.
    base(&info, &items, &rows)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_passes_the_check_is_a_sound_base(text in file()) {
        let config = Config::parse(&text, "cobuy.toml").map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        let catalogue = named();
        let shop = Shop {
            catalogue: Some(&catalogue),
            currency: Currency::parse(b"EUR"),
            locale: "en",
            now_ms: 1_800_000_000_000,
        };
        let (rules, findings) = compile(&config, &shop);
        prop_assert_eq!(compile(&config, &shop), (rules.clone(), findings.clone()));
        if errors(&findings).is_some() {
            return Ok(());
        }
        let payload = packed(&catalogue, &rules);
        prop_assert!(payload.is_ok(), "{:?}\n{}", payload.err(), text);
        for rule in &rules.rules {
            prop_assert!(!words::rule(rule, &rules, &shop).is_empty());
        }
    }
}
