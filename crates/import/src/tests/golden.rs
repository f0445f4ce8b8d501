//! One fixture per preset, awkward on purpose. `UPDATE_GOLDEN=1` writes what is, to be read before it is committed.

use std::io::Write;

use super::*;

#[track_caller]
fn check(name: &str, orders: &[&str], products: Option<&str>, toml: &str) {
    let orders: Vec<PathBuf> = orders.iter().map(|name| fixture(name)).collect();
    let products = products.map(fixture);
    let config = Config::parse(toml, "cobuy.toml").unwrap();
    compare(name, &described(&run(&config, &orders, products.as_deref(), &Silent).unwrap()));
}

#[track_caller]
fn compare(name: &str, found: &str) {
    let golden = fixture(&format!("{name}.golden"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&golden, found).unwrap();
    }
    let expected = std::fs::read_to_string(&golden).unwrap_or_default();
    assert!(found == expected, "{} differs; found:\n{found}", golden.display());
}

#[test]
fn online_retail() {
    check("online_retail", &["online_retail.csv"], None, "");
}

#[test]
fn shopify_with_old_product_headers() {
    check("shopify", &["shopify_orders.csv"], Some("shopify_products_old.csv"), "");
}

/// The new headers say the same.
#[test]
fn shopify_with_new_product_headers() {
    let config = Config::default();
    let import = |products: &str| {
        run(&config, &[fixture("shopify_orders.csv")], Some(&fixture(products)), &Silent).map(
            |mut imported| {
                imported.report.products_file = None;
                // Only the file with old headers has a description.
                imported
                    .catalogue
                    .products
                    .iter_mut()
                    .for_each(|product| product.details.description.clear());
                described(&imported)
            },
        )
    };
    assert_eq!(import("shopify_products_new.csv").unwrap(), import("shopify_products_old.csv").unwrap());
}

#[test]
fn shopify_without_products() {
    check("shopify_alone", &["shopify_orders.csv"], None, "");
}

#[test]
fn woocommerce() {
    let toml = "catalog.currency = 'EUR'\nproducts.decimal = 'comma'";
    check("woocommerce", &["woocommerce_orders.csv"], Some("woocommerce_products.csv"), toml);
}

#[test]
fn generic() {
    let toml = std::fs::read_to_string(fixture("generic.toml")).unwrap();
    check("generic", &["generic.tsv"], None, &toml);
}

#[test]
fn merchant_center() {
    check("merchant_center", &["merchant_center_orders.csv"], Some("merchant_center.tsv"), "");
}

/// Brand, properties in three forms, cost, ratings out of ten, vectors; what cannot be read costs no product.
#[test]
fn optional_columns() {
    check("optional_columns", &["optional_orders.csv"], Some("optional_columns.csv"), "");
}

/// Compression, line ends and cutting a file in two inside an order change nothing but the report's file names.
#[test]
fn the_same_orders_in_other_files() {
    let plain = std::fs::read_to_string(fixture("woocommerce_orders.csv")).unwrap();
    let import = |files: &[(&str, Vec<u8>)]| {
        let folder = tempfile::tempdir().unwrap();
        let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
        files.iter().zip(&paths).for_each(|((_, bytes), path)| std::fs::write(path, bytes).unwrap());
        let mut imported = run(&Config::default(), &paths, None, &Silent).unwrap();
        (imported.report.files, imported.report.unreadable) = Default::default();
        described(&imported)
    };
    let expected = import(&[("a.csv", plain.clone().into_bytes())]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(plain.as_bytes()).unwrap();
    assert_eq!(import(&[("named-wrongly.csv", gzip.finish().unwrap())]), expected);
    assert_eq!(import(&[("a.csv", plain.replace('\n', "\r\n").into_bytes())]), expected);
    let (header, lines) = plain.split_once('\n').unwrap();
    let (first, second) = lines.split_at(lines.find("9002;21.02.2026 11:30;8;CAP").unwrap());
    let part = |lines: &str| format!("{header}\n{lines}").into_bytes();
    assert_eq!(import(&[("1.csv", part(first)), ("2.csv", part(second))]), expected);
}
