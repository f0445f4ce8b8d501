//! Whatever stands in `cobuy.toml`: the documented examples, changed in ways that nobody would write and in some that somebody
//! might. Reading, checking and telling never panics, and what passes the check is a base over which the engine ranks.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use cobuy_catalogue::config::{Config, Currency};
use cobuy_catalogue::data::{Catalogue, Product};
use cobuy_publish::pack::placement_records;
use cobuy_rules::{Shop, compile, errors, templates, words};
use cobuy_testkit::unverified;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use super::props::packed;

/// A time at which rules without a validity hold.
const NOW_MS: u64 = 1_800_000_000_000;

/// What is wrong where it stands, or at an edge.
const STRANGE: [&str; 30] = [
    "0",
    "-1",
    "255",
    "256",
    "65536",
    "9223372036854775807",
    "-9223372036854775808",
    "99999999999999999999",
    "1e308",
    "nan",
    "-inf",
    "true",
    "[]",
    "{}",
    "\"\"",
    "\" \"",
    "\"\\t\"",
    "\"{\"",
    "\"{gap} {time} {\"",
    "\"0.000001\"",
    "\"1000000000\"",
    "\"99999999999999999999.999999\"",
    "\"1969-12-31T23:59:59Z\"",
    "\"9999-12-31T23:59:59.999999999Z\"",
    "2027-01-01T00:00:00+23:59",
    "2027-01-01",
    "\"protocol\"",
    "\"rule:\"",
    "\"é€𝄞\"",
    "\"\\u0000\"",
];

/// Examples of the documentation and of the templates, and everything that they are made of.
struct Written {
    examples: Vec<String>,
    tokens: Vec<String>,
    lines: Vec<String>,
    catalogue: Catalogue,
}

static WRITTEN: LazyLock<Written> = LazyLock::new(|| {
    let page = |name: &str| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let pages = ["README.md", "docs/RELATIONS.md", "docs/RULES.md"].map(page);
    let shown = pages.iter().flat_map(|page| page.split("```toml\n").skip(1));
    let mut examples: Vec<String> =
        shown.map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect();
    examples.extend(templates::all().iter().map(|template| template.example.clone()));
    let tokens: BTreeSet<String> = examples.iter().flat_map(|example| tokens(example)).collect();
    let lines: BTreeSet<String> =
        examples.iter().flat_map(|example| example.lines()).map(str::to_owned).collect();
    let catalogue = catalogue(&tokens);
    let tokens = tokens.into_iter().filter(|token| !token.trim().is_empty());
    let tokens = tokens.chain(STRANGE.map(str::to_owned)).collect();
    Written { examples, tokens, lines: lines.into_iter().collect(), catalogue }
});

/// Texts in quotes, words with numbers, and single characters.
fn tokens(text: &str) -> Vec<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-.:+".contains(c);
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => rest[1..].find('"').map_or(1, |end| end + 2),
            c if plain(c) => rest.find(|c| !plain(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        tokens.push(rest[..length].to_owned());
        rest = &rest[length..];
    }
    tokens
}

/// A shop in which every text of the examples is a product, a category, a brand and a tag.
fn catalogue(tokens: &BTreeSet<String>) -> Catalogue {
    let names: BTreeSet<&str> =
        tokens.iter().filter_map(|token| token.strip_prefix('"')?.strip_suffix('"')).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    let other = |at: usize, by: usize| names[(at * by + by) % names.len()].to_owned();
    let product = |(at, key): (usize, &&str)| {
        let mut product = Product {
            key: (*key).to_owned(),
            title: (*key).to_owned(),
            category: other(at, 7),
            available: at % 9 != 0,
            ..Product::default()
        };
        product.details.brand = other(at, 11);
        product.details.attributes = vec![("tag".into(), other(at, 13).to_lowercase())];
        product
    };
    Catalogue { products: names.iter().enumerate().map(product).collect() }
}

/// What a token is: a text, a number, a word, or something between them.
fn kind(token: &str) -> u8 {
    match token.chars().next() {
        Some('"') => 0,
        Some(c) if c.is_ascii_digit() || c == '-' => 1,
        Some(c) if c.is_ascii_alphabetic() => 2,
        _ => 3,
    }
}

/// One change, by numbers: which kind of change, where, and what.
fn change(text: &mut Vec<String>, (what, at, other): &(u8, Index, Index)) {
    let written = &*WRITTEN;
    let values: Vec<usize> = (0..text.len()).filter(|at| kind(&text[*at]) < 2).collect();
    if values.is_empty() {
        return;
    }
    let (anywhere, other_place) = (at.index(text.len()), other.index(text.len()));
    match what {
        // Mostly a value by one of its kind: then the text can be read, and the rules are what is strange.
        0..=8 => {
            let at = if *what < 8 { *at.get(&values) } else { anywhere };
            let alike = written.tokens.iter().filter(|token| kind(token) == kind(&text[at]));
            text[at] = other.get(&alike.collect::<Vec<_>>()).to_string();
        }
        9 => text[anywhere].clone_from(other.get(&written.tokens)),
        10 => drop(text.remove(anywhere)),
        11 => text.insert(anywhere, text[other_place].clone()),
        12 => text.swap(anywhere, other_place),
        // A whole line, where one begins.
        _ => {
            let start = text[..anywhere].iter().rposition(|token| token == "\n").map_or(0, |end| end + 1);
            text.splice(start..start, tokens(&format!("{}\n", other.get(&written.lines))));
        }
    }
}

/// A `cobuy.toml` of some examples with some changes.
fn text() -> impl Strategy<Value = String> {
    let examples = proptest::collection::vec(any::<Index>(), 1..4);
    let changes = proptest::collection::vec((0u8..14, any::<Index>(), any::<Index>()), 0..6);
    (examples, changes).prop_map(|(examples, changes)| {
        let examples = examples.iter().map(|example| example.get(&WRITTEN.examples).as_str());
        let mut text = tokens(&examples.collect::<Vec<_>>().concat());
        changes.iter().for_each(|one| change(&mut text, one));
        text.concat()
    })
}

/// How far a text came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Refused,
    Read,
    /// The check found no error, and a base with rules was ranked over.
    Ranked,
}

/// Reads, checks, tells, packs and ranks.
fn put(text: &str, file: &str) -> Result<Reached, TestCaseError> {
    let Ok(config) = Config::parse(text, file) else { return Ok(Reached::Refused) };
    let options = placement_records(&config.placements);
    let mut reached = Reached::Read;
    for catalogue in [None, Some(&WRITTEN.catalogue)] {
        let shop = Shop { catalogue, currency: Currency::parse(b"EUR"), locale: "de-AT", now_ms: NOW_MS };
        let (rules, findings) = compile(&config, &shop);
        for finding in &findings {
            prop_assert!(!finding.to_string().contains('\n'), "{finding}");
        }
        let told: usize = rules.rules.iter().map(|rule| words::rule(rule, &rules, &shop).len()).sum();
        let bundles: usize =
            rules.bundles.iter().map(|bundle| words::bundle(bundle, &rules, &shop).len()).sum();
        prop_assert_eq!(told + bundles == 0, rules.is_empty());
        let Some(catalogue) = catalogue else { continue };
        if errors(&findings).is_none() && options.is_ok() && !rules.is_empty() {
            let payload = packed(catalogue, &rules);
            prop_assert!(payload.is_ok(), "{:?}", payload.err());
            unverified::everything(&payload.unwrap_or_default(), &[], NOW_MS);
            reached = Reached::Ranked;
        }
    }
    Ok(reached)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn changed_examples_do_no_harm(text in text(), json: bool) {
        put(&text, if json { "cobuy.json" } else { "cobuy.toml" })?;
    }

    #[test]
    fn arbitrary_text_does_no_harm(text in "\\PC{0,200}") {
        put(&text, "cobuy.toml")?;
        put(&text, "cobuy.json")?;
    }
}

/// The properties above are worth what their texts are: a third can be read, and a fifth comes to the engine.
#[test]
fn changed_examples_come_far() {
    const CASES: usize = 400;
    let mut runner = TestRunner::deterministic();
    let mut reached = Vec::new();
    for _ in 0..CASES {
        let text = text().new_tree(&mut runner).expect("nothing is filtered").current();
        reached.push(put(&text, "cobuy.toml").expect("the property holds"));
    }
    let count = |least: Reached| reached.iter().filter(|one| **one >= least).count();
    let (read, ranked) = (count(Reached::Read), count(Reached::Ranked));
    assert!(read * 3 >= CASES && ranked * 5 >= CASES, "{read} read, {ranked} ranked of {CASES}");
}
