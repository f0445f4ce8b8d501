//! The model against the floors of the Online Retail protocol: train on everything before October 2011, answer
//! October's cases through rows of 20 neighbours at 8 bits.
//!
//! The data is not part of the repository: it is looked for in `$COBUY_DATA`, then in `../shared/data` beside the
//! workspace. Where it is absent the test says so and passes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cobuy_miner::data::{ANONYMOUS, BASKET_CAP, Catalogue, Orders, Product};
use cobuy_miner::mine::FromOrders;
use cobuy_miner::model::evaluate::{Case, Ranks};
use cobuy_miner::model::{Model, Settings, build};
use cobuy_miner::progress::Silent;
use sha2::{Digest, Sha256};

const OCTOBER: &str = "2011-10-01";

fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = std::env::var_os("COBUY_DATA").map_or_else(|| root.join("../shared/data"), PathBuf::from);
    let folder = data.join("online_retail");
    folder.join("orders_2010-12_2011-10.csv").is_file().then_some(folder)
}

/// One invoice of the training period.
#[derive(Default)]
struct Invoice {
    time: String,
    customer: String,
    codes: BTreeSet<String>,
}

/// The protocol's filters: no cancellation, no return, no free line, and a code that starts with five digits.
fn keep(invoice: &str, code: &str, quantity: f64, price: f64) -> bool {
    let digits = code.bytes().take_while(u8::is_ascii_digit).count();
    !invoice.starts_with('C') && quantity > 0.0 && price > 0.0 && digits >= 5
}

fn invoices(path: &Path) -> BTreeMap<String, Invoice> {
    let mut invoices: BTreeMap<String, Invoice> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(path).expect("the orders open");
    for line in reader.records() {
        let line = line.expect("the orders are CSV");
        let number = |field: usize| line[field].parse::<f64>().expect("a number");
        let (invoice, code, time) = (&line[0], line[1].trim().to_uppercase(), &line[4]);
        if keep(invoice, &code, number(3), number(5)) && time < OCTOBER {
            let entry = invoices.entry(invoice.to_owned()).or_default();
            if entry.codes.is_empty() {
                entry.time = time.to_owned();
                entry.customer = line[6].to_owned();
            }
            entry.codes.insert(code);
        }
    }
    invoices
}

/// The basket cap's rule: those with the smallest SHA-256(order ‖ product).
fn capped(invoice: &str, codes: &BTreeSet<String>) -> BTreeSet<String> {
    let mut by_hash: Vec<_> =
        codes.iter().map(|code| (Sha256::digest(format!("{invoice}{code}")), code.clone())).collect();
    by_hash.sort();
    by_hash.into_iter().take(BASKET_CAP).map(|(_, code)| code).collect()
}

fn load(path: &Path) -> (Catalogue, Orders) {
    let invoices = invoices(path);
    let codes: BTreeSet<&String> = invoices.values().flat_map(|invoice| &invoice.codes).collect();
    let number: BTreeMap<&String, u32> = codes.iter().copied().zip(0..).collect();
    let customers: BTreeSet<&String> = invoices.values().map(|invoice| &invoice.customer).collect();
    let customer: BTreeMap<&String, u32> = customers.into_iter().zip(0..).collect();
    let mut sequence: Vec<(&String, &Invoice)> = invoices.iter().collect();
    sequence.sort_by_key(|&(invoice, entry)| (&entry.time, invoice));

    let mut orders = Orders { offsets: vec![0], ..Orders::default() };
    for (invoice, entry) in sequence {
        let time: jiff::civil::DateTime = entry.time.replace(' ', "T").parse().expect("a time");
        let instant = time.to_zoned(jiff::tz::TimeZone::UTC).expect("in range").timestamp();
        orders.time_ms.push(instant.as_millisecond());
        orders.customer.push(if entry.customer.is_empty() { ANONYMOUS } else { customer[&entry.customer] });
        orders.products.extend(capped(invoice, &entry.codes).iter().map(|code| number[code]));
        orders.offsets.push(orders.products.len() as u32);
    }
    let product = |code: &&String| Product { key: (*code).clone(), available: true, ..Product::default() };
    (Catalogue { products: codes.iter().map(product).collect() }, orders)
}

/// Cases of a file with columns case, given (codes parted by spaces), hidden. Codes that the training period never
/// saw cannot be given; as hidden ones they are misses, so they keep a number that no row has.
fn cases(path: &Path, catalogue: &Catalogue) -> Vec<Case> {
    let number = |code: &str| {
        let at = catalogue.products.binary_search_by(|product| product.key.as_str().cmp(code));
        at.map_or(u32::MAX, |at| at as u32)
    };
    let mut reader = csv::Reader::from_path(path).expect("the cases open");
    let case = |line: csv::StringRecord| Case {
        given: line[1].split(' ').map(number).filter(|&product| product != u32::MAX).collect(),
        hidden: number(&line[2]),
    };
    reader.records().map(|line| case(line.expect("the cases are CSV"))).collect()
}

fn report(name: &str, ranks: &Ranks) {
    let [hr3, hr6, hr20] = [3, 6, 20].map(|depth| ranks.hr(depth));
    println!(
        "{name}: {} cases, HR@3 {hr3:.4}, HR@6 {hr6:.4}, NDCG@6 {:.4}, HR@20 {hr20:.4}",
        ranks.cases,
        ranks.ndcg6()
    );
}

fn trained(folder: &Path) -> (Catalogue, Model) {
    let (catalogue, orders) = load(&folder.join("orders_2010-12_2011-10.csv"));
    let evidence = FromOrders::new(&orders, catalogue.products.len());
    let model = build(&catalogue, &evidence, &Settings::default(), &Silent).expect("a model");
    println!("{}: {:?}", model.recipe, model.holdout);
    (catalogue, model)
}

#[test]
fn october_is_predicted_at_least_as_well_as_the_floors_say() {
    let Some(folder) = folder() else {
        println!("Online Retail is absent (set COBUY_DATA): the floors are not checked");
        return;
    };
    let (catalogue, model) = trained(&folder);
    let rows = model.quantised();
    let ranks = |file: &str| Ranks::of(&rows, &cases(&folder.join(file), &catalogue), &model.decay_q15);

    let loo = ranks("cases_loo_2011-10.csv");
    let cart = ranks("cases_cart_2011-10.csv");
    report("leave one out", &loo);
    report("one to three given", &cart);
    assert_eq!((loo.cases, cart.cases), (5_392, 5_270));
    let floors = [(loo.hr(3), 0.185), (loo.hr(6), 0.263), (loo.ndcg6(), 0.178), (cart.hr(6), 0.112)];
    for (reached, floor) in floors {
        assert!(reached >= floor, "{reached:.4} is below the floor {floor}");
    }
}
