//! A shop of three years, with pairs for Christmas, launched ones, discontinued ones and such as sell all year: only the first
//! are marked, through packed bytes and the engine, and from tables as from orders.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cobuy_audit::{Published, Tallies};
use cobuy_catalogue::config::Config;
use cobuy_catalogue::data::{Catalogue, Orders, Product};
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Silent;
use cobuy_engine::explain::Verdict;
use cobuy_engine::policy::Exclusion;
use cobuy_engine::{Explanation, Request, Session, Store, explain};
use cobuy_model::mine::FromOrders;
use cobuy_options::Placement;
use cobuy_publish::build::{Target, build, build_from};
use cobuy_publish::live::KeyRequest;
use cobuy_snapshot::Relation;
use cobuy_snapshot::write::{gzip, prefix, shard_name};
use cobuy_tables::{FromTables, write};

const DAY_MS: i64 = 86_400_000;

/// 1 January 2023.
const START_DAY: i64 = 19_358;

/// Days of the months of three years.
const MONTHS: [i64; 36] = {
    let year = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut months = [0; 36];
    let mut at = 0;
    while at < 36 {
        // 2024 was a leap year.
        months[at] = year[at % 12] + (at == 13) as i64;
        at += 1;
    }
    months
};

/// Spices that are bought with a tin all year: more than a row holds, each oftener than a cutter over the year.
const SPICES: usize = 25;

/// What is bought in month `at` of the three years: keys, and by how many.
fn bought(at: usize) -> Vec<(Vec<String>, usize)> {
    let month = at % 12;
    let mut bought: Vec<(Vec<String>, usize)> = Vec::new();
    let mut pair = |a: &str, b: &str, orders: usize| bought.push((vec![a.into(), b.into()], orders));
    pair("flour", "tin", 30);
    (0..SPICES).for_each(|spice| pair(&format!("spice-{spice:02}"), "tin", 4));
    (0..10).for_each(|filler| pair(&format!("cup-{filler}"), &format!("plate-{filler}"), 5));
    if month >= 10 {
        pair("pudding", "tin", 60);
    }
    if month == 11 {
        pair("cutter", "tin", 18);
    }
    if at >= 33 {
        pair("bulb", "new-lamp", 25);
    }
    if at < 3 {
        pair("battery", "old-radio", 25);
    }
    bought
}

/// The shop over some of the months.
fn shop(months: std::ops::Range<usize>) -> Imported {
    let mut list: Vec<(i64, Vec<String>)> = Vec::new();
    for at in months {
        let first = START_DAY + MONTHS[..at].iter().sum::<i64>();
        for (keys, orders) in bought(at) {
            // Spread over the month, the same for every pair.
            let day = |order: usize| first + order as i64 * MONTHS[at] / orders as i64;
            list.extend((0..orders).map(|order| (day(order), keys.clone())));
        }
    }
    list.sort();
    let keys: BTreeSet<&str> = list.iter().flat_map(|(_, keys)| keys).map(String::as_str).collect();
    let product = |key: &&str| Product {
        key: (*key).to_owned(),
        title: format!("The {key}"),
        available: true,
        ..Product::default()
    };
    let catalogue = Catalogue { products: keys.iter().map(product).collect() };
    let mut orders = Orders { offsets: vec![0], ..Orders::default() };
    for (customer, (day, basket)) in (0u32..).zip(&list) {
        let number = |key: &String| catalogue.products.partition_point(|product| product.key < *key) as u32;
        orders.time_ms.push(day * DAY_MS);
        orders.customer.push(customer);
        orders.products.extend(basket.iter().map(number));
        orders.offsets.push(orders.products.len() as u32);
    }
    Imported { catalogue, orders, ..Imported::default() }
}

fn config(lines: &str) -> Config {
    // Tables know no sequence.
    Config::parse(&format!("[relations]\nnext = false\n{lines}"), "cobuy.toml").unwrap()
}

/// Builds a shop; the folder holds `out` and `work`.
fn built(shop: &Imported, lines: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (out, work) = (folder.path().join("out"), folder.path().join("work"));
    let target = Target { out: &out, work: Some(&work), keys: KeyRequest::default() };
    build(&config(lines), shop, target, &Silent).unwrap();
    folder
}

/// Products with a neighbour that has a season: both keys, months, quarter octaves.
fn marked(out: &Path) -> Vec<(String, String, u16, u8)> {
    let published = Published::read(out, &Silent).unwrap();
    let mut marked = Vec::new();
    for row in &published.rows {
        for edge in published.edges(row) {
            let Some(season) = edge.season else { continue };
            let key = |product| published.product(product).key.clone();
            marked.push((key(row.source), key(edge.product), season.months(), season.quarter_octaves()));
        }
    }
    marked
}

/// What the engine makes of a product's page in a month, from the files.
fn explained(out: &Path, product: &str, month: Option<u8>) -> Explanation {
    let payload = |name: &str| gzip::inflate(&fs::read(out.join("v1").join(name)).unwrap()).unwrap();
    let base = payload("base.bin");
    let mut store = Store::default();
    store.add_base(&base).unwrap();
    let k = store.base().unwrap().head.k;
    let shard = payload(&format!("s/{}.bin", shard_name(prefix(product, k), k)));
    store.add_shard(&shard).unwrap();
    let options = store.options(Placement::Protocol);
    explain(
        &store,
        &Request {
            placement: Placement::Protocol,
            options: &options,
            product: Some(product),
            session: &Session::default(),
            claimed: &[],
            host: cobuy_engine::Host::default(),
            month,
        },
    )
}

/// Keys of a list, best first.
fn shown(explanation: &Explanation) -> Vec<&str> {
    let mut shown: Vec<(usize, &str)> = Vec::new();
    for note in &explanation.candidates {
        if let Verdict::Shown(rank) = note.verdict {
            shown.push((rank, &note.key));
        }
    }
    shown.sort_unstable();
    shown.into_iter().map(|(_, key)| key).collect()
}

const YULE: u16 = 0b1100 << 8;
const DECEMBER: u16 = 1 << 11;

#[test]
fn only_what_comes_back_each_christmas_is_a_season() {
    let folder = built(&shop(0..36), "");
    let pair = |a: &str, b: &str, months, boost| (a.to_owned(), b.to_owned(), months, boost);
    let expected = [
        pair("cutter", "tin", DECEMBER, 0),
        pair("pudding", "tin", YULE, 0),
        // A tin's orders hold a pudding 4.3 times as often in these months as over the year, a cutter 8.2 times.
        pair("tin", "pudding", YULE, 8),
        pair("tin", "cutter", DECEMBER, 12),
    ];
    assert_eq!(marked(&folder.path().join("out")), expected);
    let seasons = fs::read_to_string(folder.path().join("work/seasons.csv")).unwrap();
    let expected = "product_a,product_b,found,months,orders\n\
        cutter,tin,season,12,0 0 0 0 0 0 0 0 0 0 0 54\n\
        pudding,tin,season,11 12,0 0 0 0 0 0 0 0 0 0 180 180\n";
    assert_eq!(seasons, expected);
}

#[test]
fn it_is_shown_in_its_months_and_first() {
    let folder = built(&shop(0..36), "");
    let out = folder.path().join("out");
    let list = |month| explained(&out, "tin", month);
    let (july, december, year) = (list(Some(6)), list(Some(11)), list(None));
    assert_eq!(shown(&december)[..2], ["pudding", "flour"]);
    assert!(shown(&december).contains(&"cutter"), "{:?}", shown(&december));
    assert_eq!(shown(&july)[0], "flour");
    assert!(!shown(&july).contains(&"pudding") && !shown(&july).contains(&"cutter"));
    let of = |key: &str| july.candidates.iter().find(|note| note.key == key).unwrap();
    for key in ["pudding", "cutter"] {
        assert_eq!(of(key).verdict, Verdict::Excluded(Exclusion::OutOfSeason));
    }
    // Of the twenty strongest over the year the pudding is left out; the cutter is not among them, and kept for its season.
    assert_eq!(shown(&july).len(), 19);
    assert_eq!(shown(&year)[..2], ["flour", "pudding"]);
    assert_eq!(
        (shown(&year).len(), shown(&year).contains(&"cutter"), year.candidates.len()),
        (20, false, 21)
    );
    // Who looks at puddings in July is shown what is popular.
    let pudding = explained(&out, "pudding", Some(6));
    let relations: BTreeSet<Relation> = pudding.ranking.items.iter().map(|ranked| ranked.relation).collect();
    assert!(!relations.contains(&Relation::Together), "{relations:?}");
}

#[test]
fn where_seasons_are_not_wanted_nothing_changes_with_the_month() {
    let folder = built(&shop(0..36), "season = false\n");
    let out = folder.path().join("out");
    assert_eq!(marked(&out), []);
    let lists: BTreeSet<Vec<String>> = [None, Some(6), Some(11)]
        .into_iter()
        .map(|month| shown(&explained(&out, "tin", month)).into_iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(lists.len(), 1);
    let seasons = fs::read_to_string(folder.path().join("work/seasons.csv")).unwrap();
    assert_eq!(seasons.lines().count(), 1);
}

#[test]
fn one_year_marks_nothing_and_says_what_to_look_at() {
    let folder = built(&shop(24..36), "");
    let (out, work) = (folder.path().join("out"), folder.path().join("work"));
    assert_eq!(marked(&out), []);
    let published = Published::read(&out, &Silent).unwrap();
    let tallies = Tallies::read(&work, &published, &|_, _| true).unwrap();
    let doubtful: Vec<(&str, &str, u16)> = tallies
        .seasons
        .iter()
        .filter(|(_, judged)| judged.doubtful)
        .map(|((a, b), judged)| {
            (published.product(*a).key.as_str(), published.product(*b).key.as_str(), judged.months)
        })
        .collect();
    // The launch cannot be told from the others yet.
    let expected = [("bulb", "new-lamp", 0b1110 << 8), ("cutter", "tin", DECEMBER), ("pudding", "tin", YULE)];
    assert_eq!(doubtful, expected);
}

#[test]
fn tables_give_the_same_bytes() {
    let shop = shop(0..36);
    let of_orders = built(&shop, "");
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let orders = FromOrders::new(&shop.orders, shop.catalogue.products.len());
    write(&at("tables"), &shop.catalogue, &orders, &Silent).unwrap();
    let tables = FromTables::open(&at("tables"), &shop.catalogue).unwrap();
    let imported = Imported { catalogue: shop.catalogue.clone(), ..Imported::default() };
    let (out, work) = (at("out"), at("work"));
    let target = Target { out: &out, work: Some(&work), keys: KeyRequest::default() };
    build_from(&config(""), &imported, &tables, target, &Silent).unwrap();
    for name in ["out", "work"] {
        let (one, other) = (files(&of_orders.path().join(name)), files(&at(name)));
        assert!(one.len() > 2 && one == other, "{name}");
    }
}

/// Names and contents of all files below a folder.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = PathBuf::from(path.file_name().unwrap());
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(below, bytes)| (name.join(below), bytes)));
        } else {
            found.push((name, fs::read(&path).unwrap()));
        }
    }
    found.sort();
    found
}
