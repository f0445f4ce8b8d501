//! Tables there and back, and tables that are wrong.

use std::fs;
use std::path::Path;

use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Silent;
use cobuy_model as model;
use cobuy_model::mine::evidence::Part;
use cobuy_model::mine::{Counting, Evidence, FromOrders};
use cobuy_targets::tables::{HOLDOUT, ITEMS, PAIRS, PRODUCTS};
use cobuy_testshop::{Shop, config};

use super::write::{Column, TableFile};
use super::*;

fn evidence(shop: &Shop) -> FromOrders<'_> {
    FromOrders::new(&shop.orders, shop.catalogue.products.len())
}

fn written(shop: &Shop, folder: &Path) {
    write(folder, &shop.catalogue, &evidence(shop), &Silent).unwrap();
}

#[test]
fn tables_say_what_the_orders_say() {
    let shop = Shop::new(60, 2_000);
    let folder = tempfile::tempdir().unwrap();
    written(&shop, folder.path());
    let orders = FromOrders::new(&shop.orders, 60);
    let tables = FromTables::open(folder.path(), &shop.catalogue).unwrap();
    assert_eq!(tables.orders(), 2_000);
    assert_eq!(tables.newest_ms(), orders.newest_ms());
    assert_eq!(newest_ms(folder.path()).unwrap(), orders.newest_ms().unwrap());
    assert_eq!(tables.months(), orders.months());
    assert!(tables.months().len() > 1);
    for part in [Part::Learn, Part::Whole] {
        assert_eq!(tables.shop(part), orders.shop(part));
        assert_eq!(tables.items(part), orders.items(part));
        for min in [1, 3] {
            let counts = |evidence: &dyn Evidence| evidence.counts(part, Counting::of(min), &Silent).unwrap();
            assert_eq!(counts(&tables), counts(&orders), "{part:?}, {min}");
        }
    }
    let model = |evidence: &dyn Evidence| {
        model::build(&shop.catalogue, evidence, &model::Settings::default(), &Silent).unwrap()
    };
    let of_orders = model(&orders);
    assert!(of_orders.holdout.is_some());
    assert_eq!(model(&tables), of_orders);
}

#[test]
fn tables_of_tables_are_the_same_bytes() {
    let shop = Shop::new(40, 500);
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    written(&shop, &one);
    let tables = FromTables::open(&one, &shop.catalogue).unwrap();
    write(&two, &shop.catalogue, &tables, &Silent).unwrap();
    for name in [PAIRS, ITEMS, HOLDOUT] {
        let file = format!("{name}.parquet");
        assert!(fs::read(one.join(&file)).unwrap() == fs::read(two.join(&file)).unwrap(), "{file}");
    }
    assert_eq!(fs::read_dir(&two).unwrap().count(), 3, "nothing half-made is left");
}

#[test]
fn part_files_are_one_table() {
    let shop = Shop::new(40, 500);
    let folder = tempfile::tempdir().unwrap();
    written(&shop, folder.path());
    let parts = folder.path().join("pairs");
    fs::create_dir(&parts).unwrap();
    fs::rename(folder.path().join("pairs.parquet"), parts.join("part-00000.parquet")).unwrap();
    fs::write(parts.join("_SUCCESS"), "").unwrap();
    let counts = |folder: &Path| {
        let tables = FromTables::open(folder, &shop.catalogue)?;
        tables.counts(Part::Whole, Counting::of(1), &Silent)
    };
    assert_eq!(
        counts(folder.path()),
        Ok(evidence(&shop).counts(Part::Whole, Counting::of(1), &Silent).unwrap())
    );
    fs::copy(parts.join("part-00000.parquet"), parts.join("part-00001.parquet")).unwrap();
    let error = counts(folder.path()).unwrap_err().to_string();
    assert!(error.contains("part-00001.parquet, row 1: the row does not follow"), "{error}");
}

/// Writes `items` and `pairs` of a shop of twenty orders, two of them held out: tea and cup together in each.
struct Rows {
    items: Vec<(&'static str, u32, i64, i64)>,
    pairs: Vec<(&'static str, &'static str, u32, i64, i64)>,
    holdout: Vec<(i64, i64, &'static str)>,
}

/// 2026-01-01.
const JANUARY_MS: i64 = 1_767_225_600_000;

impl Rows {
    fn sound() -> Self {
        let item = |product| [(product, LEARNT, 18, 9), (product, WHOLE, 20, 10), (product, 202_601, 20, 10)];
        let pair = |(_, month, orders, customers)| ("cup", "tea", month, orders, customers);
        let basket = |number| [(number, JANUARY_MS, "cup"), (number, JANUARY_MS, "tea")];
        Self {
            items: ["", "cup", "tea"].into_iter().flat_map(item).collect(),
            pairs: item("").into_iter().map(pair).collect(),
            holdout: [1, 2].into_iter().flat_map(basket).collect(),
        }
    }

    fn write(&self, folder: &Path) {
        let texts = || Column::Text(Vec::new());
        let longs = || Column::Long(Vec::new());
        let table = |name: &str, schema: &str, columns| {
            TableFile::create(&folder.join(format!("{name}.parquet")), schema, columns).unwrap()
        };
        let schema = "message t { required binary product (UTF8); required int64 month; required int64 orders; \
                      required int64 customers; }";
        let mut file = table(ITEMS, schema, vec![texts(), longs(), longs(), longs()]);
        for &(product, month, orders, customers) in &self.items {
            file.columns[0].push_text(&product.into());
            [i64::from(month), orders, customers]
                .into_iter()
                .zip(&mut file.columns[1..])
                .for_each(|(v, c)| c.push(v));
            file.end_row().unwrap();
        }
        file.finish().unwrap();
        let schema = "message t { required binary product_a (UTF8); required binary product_b (UTF8); \
                      required int64 month; required int64 orders; required int64 customers; }";
        let mut file = table(PAIRS, schema, vec![texts(), texts(), longs(), longs(), longs()]);
        for &(a, b, month, orders, customers) in &self.pairs {
            file.columns[0].push_text(&a.into());
            file.columns[1].push_text(&b.into());
            [i64::from(month), orders, customers]
                .into_iter()
                .zip(&mut file.columns[2..])
                .for_each(|(v, c)| c.push(v));
            file.end_row().unwrap();
        }
        file.finish().unwrap();
        let schema = "message t { required int64 basket; required int64 time (TIMESTAMP(MILLIS, true)); \
                      required binary product (UTF8); }";
        let mut file = table(HOLDOUT, schema, vec![longs(), longs(), texts()]);
        for &(basket, time, product) in &self.holdout {
            file.columns[0].push(basket);
            file.columns[1].push(time);
            file.columns[2].push_text(&product.into());
            file.end_row().unwrap();
        }
        file.finish().unwrap();
    }
}

/// What reading says of tables, or "sound".
fn verdict(folder: &Path) -> String {
    let catalogue = cobuy_catalogue::data::Catalogue {
        products: ["cup", "tea"]
            .map(|key| cobuy_catalogue::data::Product { key: key.into(), ..Default::default() })
            .into(),
    };
    let read = FromTables::open(folder, &catalogue)
        .and_then(|tables| tables.counts(Part::Learn, Counting::of(1), &Silent).map(drop));
    read.map_or_else(|error| error.to_string(), |()| "sound".to_owned())
}

#[track_caller]
fn check(change: impl FnOnce(&mut Rows), expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let mut rows = Rows::sound();
    change(&mut rows);
    rows.write(folder.path());
    let verdict = verdict(folder.path());
    for expected in expected {
        assert!(verdict.contains(expected), "no {expected:?} in {verdict:?}");
    }
}

#[test]
fn sound_tables_are_read() {
    check(|_| {}, &["sound"]);
}

#[test]
fn pairs_that_contradict_themselves() {
    check(
        |rows| rows.pairs[1].3 = 21,
        &["cup", "tea", "its months have 20 orders together, its row 1 has 21"],
    );
    check(|rows| rows.pairs[0].3 = 21, &["its row 0 counts more than its row 1"]);
    check(|rows| rows.pairs.retain(|row| row.2 != WHOLE), &["its months have 20 orders"]);
    check(|rows| rows.pairs.swap(0, 1), &["pairs.parquet, row 2: the row does not follow", "cobuy pairs"]);
    check(|rows| rows.pairs.push(rows.pairs[2]), &["row 4: the row does not follow"]);
    check(|rows| rows.pairs.iter_mut().for_each(|row| row.1 = "apple"), &["does not come before product_b"]);
    check(|rows| rows.pairs[2].2 = 202_613, &["row 3: month is 202613, which is none"]);
    check(|rows| rows.pairs[2].4 = 21, &["20 orders of 21 customers"]);
    check(|rows| rows.pairs[2].4 = 0, &["20 orders of 0 customers"]);
    check(|rows| rows.pairs[1].3 = -1, &["row 2: orders is -1, which is out of range"]);
    let more = |rows: &mut Rows| rows.pairs.iter_mut().for_each(|row| row.3 += 1);
    check(more, &["the table items has fewer orders"]);
}

#[test]
fn items_that_contradict_themselves() {
    check(|rows| rows.items.truncate(2), &["product \"\": its months have 0 orders together"]);
    check(|rows| drop(rows.items.drain(..3)), &["no row of the whole shop"]);
    check(|rows| rows.items.swap(3, 6), &["items.parquet, row 5: the row does not follow"]);
    check(|rows| rows.items[3].2 = 17, &["holdout.parquet: product number 1 of the catalogue is in 2"]);
    check(|rows| rows.items[0].2 = 17, &["the table items counts 17 orders without these 2 of 20"]);
}

#[test]
fn a_hold_out_of_other_orders() {
    check(|rows| rows.holdout.truncate(2), &["the newest 2 are held out, here are 1"]);
    check(|rows| rows.holdout.swap(0, 1), &["row 2: the row does not follow the one before"]);
    check(|rows| rows.holdout[2].0 = 3, &["row 3: basket 3 does not follow basket 1"]);
    check(|rows| rows.holdout[2].1 -= 1, &["row 3: basket 2 does not follow basket 1"]);
    check(|rows| rows.holdout[3].1 += 1, &["row 4: the row does not follow"]);
    let late = |rows: &mut Rows| rows.holdout.iter_mut().for_each(|row| row.1 += 40 * 86_400_000);
    check(
        late,
        &["of month 202602, the newest month in the table items 202601: times and months are in UTC"],
    );
    let few = |rows: &mut Rows| {
        rows.items.iter_mut().for_each(|row| (row.2, row.3) = (5, 5));
        rows.holdout.clear();
    };
    check(few, &["fewer than ten orders: build from the orders themselves"]);
}

#[test]
fn files_that_are_not_there_or_not_whole() {
    let check = |change: fn(&Path), expected: &str| {
        let folder = tempfile::tempdir().unwrap();
        Rows::sound().write(folder.path());
        change(folder.path());
        let verdict = verdict(folder.path());
        assert!(verdict.contains(expected), "no {expected:?} in {verdict:?}");
    };
    check(
        |folder| fs::remove_file(folder.join("pairs.parquet")).unwrap(),
        "pairs.parquet: there is no such file",
    );
    check(
        |folder| {
            fs::remove_file(folder.join("items.parquet")).unwrap();
            fs::create_dir(folder.join("items.parquet")).unwrap();
        },
        "items.parquet: the folder has no file that ends with .parquet",
    );
    check(
        |folder| {
            fs::copy(folder.join("items.parquet"), folder.join("holdout.parquet")).unwrap();
        },
        "holdout.parquet: there is no column basket; columns found: product, month, orders, customers",
    );
    let cut = |folder: &Path| {
        let path = folder.join("pairs.parquet");
        let bytes = fs::read(&path).unwrap();
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    };
    check(cut, "pairs.parquet: this is no whole Parquet file");
}

#[test]
fn any_damage_is_an_error_or_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    Rows::sound().write(folder.path());
    let path = folder.path().join("pairs.parquet");
    let bytes = fs::read(&path).unwrap();
    let mut faults = 0;
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        fs::write(&path, damaged).unwrap();
        faults += usize::from(verdict(folder.path()) != "sound");
    }
    assert!(faults > bytes.len() / 4, "{faults} of {} were seen", bytes.len());
}

#[test]
fn products_that_orders_name_come_back() {
    let shop = Shop::new(30, 50);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(PRODUCTS);
    let mut imported = Imported { catalogue: shop.catalogue.clone(), ..Imported::default() };
    imported.report.currency = shop.config.catalog.currency;
    imported.catalogue.products[3].price_minor = None;
    imported.catalogue.products[4].title = "Tea, \"loose\"".into();
    write_products(&path, &imported).unwrap();
    let read = read_products(&path, &config("")).unwrap();
    let shown = |imported: &Imported| -> Vec<(String, String, Option<u64>)> {
        let products = imported.catalogue.products.iter();
        products.map(|p| (p.key.clone(), p.title.clone(), p.price_minor)).collect()
    };
    assert_eq!(shown(&read), shown(&imported));
    assert_eq!(read.report.currency, imported.report.currency);
    let wrong = |text: &str, expected: &str| {
        fs::write(&path, text).unwrap();
        let error = read_products(&path, &config("")).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    wrong("key,title,price_minor,currency\nb,,,\na,,,\n", "products.csv:3: keys do not ascend");
    wrong("key,title,price_minor,currency\nb,,1,XX\n", "products.csv:2: the currency is no ISO 4217 code");
    wrong("key,title,price_minor,currency\nb,,cheap,EUR\n", "products.csv:2");
}
