//! Lowest prices of 30 days, and shares of returns.

use super::*;
use crate::only_products;

/// Lowest price of 30 days and share of returns of the first product of a file.
fn first(products: &str, toml: &str) -> (Option<u64>, Option<u16>) {
    let (_products, products) = written("products.csv", products);
    let config = Config::parse(&format!("catalog.currency = 'EUR'\n{toml}"), "cobuy.toml").unwrap();
    let imported = only_products(&config, &products, 0, &Silent).unwrap();
    let product = &imported.catalogue.products[0];
    (product.prior_price_minor, product.details.returns_permille)
}

#[test]
fn a_column_states_it() {
    let check = |row: &str, expected| {
        let table = format!("id,title,price,prior_price_30d,return_rate\ntent,Tent,{row}\n");
        assert_eq!(first(&table, ""), expected, "{row}");
    };
    check("80.00,100.00,0.08", (Some(10_000), Some(80)));
    check("80.00,100.00,8 %", (Some(10_000), Some(80)));
    check("80.00 EUR,100.00 EUR,12.5", (Some(10_000), Some(125)));
    // A price that did not fall is no reduction, and what is no number says nothing.
    check("80.00,80.00,", (None, None));
    check("80.00,79.00,-1", (None, None));
    check("80.00,soon,often", (None, None));
    check("80.00,,250", (None, Some(1_000)));
    let named = "id,title,price,before,back\ntent,Tent,80,100,0.08\n";
    let columns = "products.columns = { prior_price = 'before', return_rate = 'back' }";
    assert_eq!(first(named, columns), (Some(10_000), Some(80)));
}

#[test]
fn of_several_variants_the_smallest_reduction_counts() {
    let check = |rows: [&str; 2], expected: Option<u64>| {
        let rows = rows.join("\n");
        let table = format!("item_group_id,id,title,price,lowest_price_30d\n{rows}\n");
        assert_eq!(first(&table, "").0, expected, "{rows}");
    };
    check(["tent,t1,Tent,80,120", "tent,t2,Tent,80,100"], Some(10_000));
    check(["tent,t1,Tent,80,120", "tent,t2,Tent,80,"], None);
    check(["tent,t1,Tent,80,120", "tent,t2,Tent,90,"], Some(12_000));
}

#[test]
fn compare_at_prices_count_only_if_the_shop_says_so() {
    let shopify =
        "Handle,Title,Variant SKU,Variant Price,Variant Compare At Price\ntent,Tent,T1,80.00,100.00\n";
    let woocommerce =
        "ID,Type,SKU,Name,Published,In stock?,Sale price,Regular price\ntent,simple,T1,Tent,1,1,80,100\n";
    for table in [shopify, woocommerce] {
        assert_eq!(first(table, "").0, None, "{table}");
        assert_eq!(first(table, "catalog.compare_at_is_30d_low = true").0, Some(10_000), "{table}");
    }
}
