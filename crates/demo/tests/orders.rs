//! What the generated files must be: the same each time, of a believable shape, and full of needs.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cobuy_demo::generate::{self, Summary};
use cobuy_demo::goals;
use cobuy_demo::orders::{self, Order, Status};
use cobuy_demo::stock::Stock;
use sha2::{Digest as _, Sha256};

const SEED: u64 = 7;

fn world(count: usize) -> (Stock, Vec<Order>) {
    let stock = Stock::load(SEED).unwrap();
    let goals = goals::load(&stock).unwrap();
    let orders = orders::simulate(&stock, &goals, SEED, count);
    (stock, orders)
}

fn hash(folder: &Path, name: &str) -> String {
    let bytes = fs::read(folder.join(name)).unwrap();
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn generated(seed: u64) -> (tempfile::TempDir, Summary) {
    let folder = tempfile::tempdir().unwrap();
    let made = generate::generate(folder.path(), seed, 500).unwrap();
    (folder, made)
}

#[test]
fn a_seed_gives_the_same_bytes() {
    let (one, made) = generated(SEED);
    let (two, _) = generated(SEED);
    let (other, _) = generated(SEED + 1);
    assert_eq!(made.orders, 500);
    for name in ["orders.csv", "products.csv", "catalogue.json", "cobuy.toml"] {
        assert_eq!(hash(one.path(), name), hash(two.path(), name), "{name}");
    }
    assert_ne!(hash(one.path(), "orders.csv"), hash(other.path(), "orders.csv"));
    assert_eq!(fs::read_dir(one.path().join("pictures")).unwrap().count(), made.products);
}

/// The same on every machine: changes only with the shelves, the goals or the shoppers. On purpose? Put the new one in.
#[test]
fn the_bytes_are_these() {
    let (folder, _) = generated(SEED);
    assert_eq!(
        hash(folder.path(), "orders.csv"),
        "9eda68b5731594647d9c8159dac19eeaffcf1645ae0b8615f8f6053847e764d5"
    );
}

#[test]
fn orders_have_the_shape_of_a_shop() {
    let (stock, orders) = world(20_000);
    let products = |order: &Order| order.lines.iter().filter(|line| line.item.is_some()).count();
    assert!(orders.iter().all(|order| products(order) > 0));
    assert!(orders.windows(2).all(|pair| pair[0].second <= pair[1].second));
    let mean_hundredths = orders.iter().map(products).sum::<usize>() * 100 / orders.len();
    assert!((240..=320).contains(&mean_hundredths), "mean basket {mean_hundredths} / 100");
    let single = orders.iter().filter(|order| products(order) == 1).count();
    assert!((4_000..8_000).contains(&single), "{single} orders of one product");
    let customers: BTreeSet<u32> = orders.iter().filter_map(|order| order.customer).collect();
    assert!((7_000..11_000).contains(&customers.len()), "{} customers", customers.len());
    let guests = orders.iter().filter(|order| order.customer.is_none()).count();
    assert!((500..3_000).contains(&guests), "{guests} orders of guests");
    let lines: Vec<_> = orders.iter().flat_map(|order| &order.lines).collect();
    for status in [Status::Cancelled, Status::Returned] {
        let count = lines.iter().filter(|line| line.status == status).count();
        assert!(count > 200, "{count} lines {}", status.name());
    }
    assert!(lines.iter().any(|line| line.sku.starts_with("GIFT-")));
    assert!(lines.iter().any(|line| line.sku == "FEE-DELIVERY"));
    let sold: BTreeSet<usize> = lines.iter().filter_map(|line| line.item).collect();
    assert_eq!(sold.len(), stock.items.len(), "a product nobody wants");
}

/// Lift of two functions over orders: how much more often they meet than if they were bought independently.
fn lift(stock: &Stock, orders: &[Order], a: &str, b: &str) -> f64 {
    let has = |order: &Order, function: &str| {
        let number = stock.function(function).unwrap();
        order.lines.iter().filter_map(|line| line.item).any(|item| stock.items[item].gives.contains(&number))
    };
    let count = |wanted: &dyn Fn(&Order) -> bool| orders.iter().filter(|order| wanted(order)).count() as f64;
    let both = count(&|order| has(order, a) && has(order, b));
    both * orders.len() as f64 / (count(&|order| has(order, a)) * count(&|order| has(order, b)))
}

#[test]
fn needs_are_in_the_orders() {
    let (stock, orders) = world(20_000);
    let wants = |a: &str, b: &str| {
        let lift = lift(&stock, &orders, a, b);
        assert!(lift > 3.0, "{a} with {b}: lift {lift:.2}");
    };
    wants("shelter:two", "pegs");
    wants("shelter:two", "footprint:two");
    wants("stove", "fuel:screw");
    wants("espresso-machine", "tamper");
    wants("pour-over", "paper:cone");
    wants("boots:leather", "care:leather");
    wants("bottle-cage", "bike-bottle");
    wants("teapot", "tea");
    let strangers = |a: &str, b: &str| {
        let lift = lift(&stock, &orders, a, b);
        assert!(lift < 1.0, "{a} with {b}: lift {lift:.2}");
    };
    strangers("shelter:two", "footprint:family");
    strangers("espresso-machine", "pegs");
    strangers("pour-over", "paper:round");
}

/// Fuel follows the stove's fitting: nobody is sold a clip-on cartridge for a threaded burner.
#[test]
fn what_is_bought_together_fits_together() {
    let (stock, orders) = world(20_000);
    let index = |key: &str| stock.items.iter().position(|item| item.product.key == key).unwrap();
    let mut with: BTreeMap<usize, usize> = BTreeMap::new();
    let stove = index("brannock-wren-gas-stove");
    for order in orders.iter().filter(|order| order.lines.iter().any(|line| line.item == Some(stove))) {
        for item in order.lines.iter().filter_map(|line| line.item) {
            *with.entry(item).or_default() += 1;
        }
    }
    let threaded = with.get(&index("gas-cartridge-230-g-threaded")).copied().unwrap_or(0);
    let clip = with.get(&index("gas-cartridge-220-g-clip-on")).copied().unwrap_or(0);
    assert!(threaded > 20 && clip * 10 < threaded, "{threaded} threaded, {clip} clip-on");
}

/// The order file joins the products file by SKU but for fees and gift cards, which the pattern of cobuy.toml drops.
#[test]
fn every_product_line_is_an_alias() {
    let (folder, _) = generated(SEED);
    let mut products = csv::Reader::from_path(folder.path().join("products.csv")).unwrap();
    let column = products.headers().unwrap().iter().position(|name| name == "aliases").unwrap();
    let aliases: BTreeSet<String> = products
        .records()
        .flat_map(|row| row.unwrap()[column].split('|').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let mut orders = csv::Reader::from_path(folder.path().join("orders.csv")).unwrap();
    for row in orders.records() {
        let sku = row.unwrap()[3].to_owned();
        let extra = sku.starts_with("FEE-") || sku.starts_with("GIFT-");
        assert!(aliases.contains(&sku) != extra, "{sku}");
    }
}
