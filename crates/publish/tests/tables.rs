//! A build from tables of counts is the build from the orders.

use std::fs;
use std::path::Path;

use cobuy_catalogue::data::Orders;
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Silent;
use cobuy_model::mine::FromOrders;
use cobuy_publish::build::{Target, build, build_from};
use cobuy_publish::live::KeyRequest;
use cobuy_tables::{FromTables, write};
use cobuy_testshop::Shop;

#[test]
fn the_snapshot_and_the_exact_counts_are_the_same_bytes() {
    let mut shop = Shop::new(60, 2_000);
    // Tables know no sequence.
    shop.config.relations.next = false;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let orders = FromOrders::new(&shop.orders, shop.catalogue.products.len());
    write(&at("tables"), &shop.catalogue, &orders, &Silent).unwrap();
    let (out, work) = (at("of-orders"), at("counts-of-orders"));
    let target = Target { out: &out, work: Some(&work), keys: KeyRequest::default() };
    build(&shop.config, &shop.imported(), target, &Silent).unwrap();
    let tables = FromTables::open(&at("tables"), &shop.catalogue).unwrap();
    let imported = Imported { orders: Orders::default(), ..shop.imported() };
    let (out, work) = (at("of-tables"), at("counts-of-tables"));
    let target = Target { out: &out, work: Some(&work), keys: KeyRequest::default() };
    build_from(&shop.config, &imported, &tables, target, &Silent).unwrap();
    for (one, two) in [("of-orders", "of-tables"), ("counts-of-orders", "counts-of-tables")] {
        let (one, two) = (contents(&at(one)), contents(&at(two)));
        assert!(one.len() > 2 && one == two);
    }
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            files
                .extend(contents(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            files.push((name, fs::read(&path).unwrap()));
        }
    }
    files.sort();
    files
}
