//! Bad input: an error with place and remedy, never a panic.

use std::io::Write;

use super::*;

const HEADER: &str = "order_id,customer_id,timestamp,product_id,quantity,price\n";

#[track_caller]
fn refused(bytes: impl AsRef<[u8]>, toml: &str, expected: &str) {
    let error = import_bytes(bytes, toml).expect_err("is refused").to_string();
    let from = error.find("orders.csv").map_or(0, |_| error.find("orders.csv").unwrap_or(0));
    let shown = if error.starts_with('/') { &error[from..] } else { &error };
    assert!(shown.starts_with(expected), "{shown:?} does not start with {expected:?}");
}

#[test]
fn files_that_are_nothing_or_something_else() {
    refused("", "", "orders.csv: the file is empty");
    refused("\u{feff}\n \n", "", "orders.csv: the file is empty");
    refused(HEADER, "", "orders.csv: there is a header line and no line below it");
    refused("PK\x03\x04…", "", "orders.csv: this looks like a spreadsheet (xlsx) or zip archive");
    refused([0xff, 0xfe, b'a', 0], "", "orders.csv: this looks like text in UTF-16");
    refused("<!doctype html>", "", "orders.csv: this looks like HTML or XML");
    refused("[{\"a\":1}]", "", "orders.csv: this looks like JSON");
    refused("a,b\n\0", "", "orders.csv: this looks like a binary file");
    refused("PAR1 and no more", "", "orders.csv: this is no whole Parquet file");
    refused([0x1f, 0x8b, 8, 0], "", "orders.csv: cannot be read: ");
    let missing = run(&Config::default(), &[PathBuf::from("no-such-file.csv")], None, &Silent);
    assert!(missing.unwrap_err().to_string().starts_with("no-such-file.csv: cannot be read: "));
    assert!(matches!(run(&Config::default(), &[], None, &Silent), Err(ImportError::NoFiles)));
    let folder = tempfile::tempdir().unwrap();
    let error = run(&Config::default(), &[folder.path().to_owned()], None, &Silent).unwrap_err().to_string();
    assert!(error.contains("it is a folder"), "{error}");
}

#[test]
fn columns_that_are_not_there() {
    refused(
        "order_id,product_id\n1,a\n",
        "",
        "orders.csv: no column for timestamp. Columns found: order_id, product_id. Say which it is in cobuy.toml: \
         [orders] columns = { timestamp = \"…\" }",
    );
    refused("a,b\n1,2\n", "", "orders.csv: no column for product_id. Columns found: a, b.");
    refused(
        format!("{HEADER}1,,2026-01-01,a,1,1\n"),
        "orders.columns = { order_id = 'Bestellung' }",
        "orders.csv: cobuy.toml names the column \"Bestellung\", which the file does not have",
    );
    refused(
        format!("{HEADER}1,,2026-01-01,a,1,1\n"),
        "orders.drop_if = { Zustand = ['x'] }",
        "orders.csv: cobuy.toml names the column \"Zustand\"",
    );
}

#[test]
fn lines_that_cannot_be_read() {
    let text =
        format!("{HEADER}1,,2026-01-01,a,1,1\n1,,2026-01-01,b,one,1\n1,,soon,b,1,1\n,,2026-01-01,b,1,1\n");
    let error = import_bytes(&text, "").unwrap_err().to_string();
    assert!(error.starts_with("3 of 4 lines cannot be read, more than the allowed share of 0.01"), "{error}");
    for expected in [
        "orders.csv:3: the quantity is not a number",
        "orders.csv:4: the timestamp is not a time that is known",
        "orders.csv:5: the order id is empty",
    ] {
        assert!(error.contains(expected), "{error}");
    }
    // A quote that swallows lines loses all of them, and they all count.
    let good: String = (0..40).map(|line| format!("{line},,2026-01-01,p{},1,1\n", line % 3)).collect();
    let swallowed = format!("{HEADER}{good}x,,2026-01-01,\"p1,1,1\n{good}y,,2026-01-01,\"p1,1,1\n");
    let error = import_bytes(&swallowed, "").unwrap_err().to_string();
    assert!(error.starts_with("42 of 82 lines cannot be read"), "{error}");
}

#[test]
fn a_line_of_100_megabytes() {
    let mut bytes = format!("{HEADER}1,,2026-01-01,a,1,1\n2,,2026-01-01,").into_bytes();
    bytes.resize(100 << 20, b'x');
    refused(&bytes, "", "orders.csv:3: the record that begins here is longer than 1048576 bytes");
    // Compressed it is small; unpacked it is not kept either.
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&bytes).unwrap();
    refused(
        gzip.finish().unwrap(),
        "",
        "orders.csv:3: the record that begins here is longer than 1048576 bytes",
    );
}

#[test]
fn nothing_left_to_mine() {
    let text = format!("{HEADER}1,,2026-01-01,a,-1,1\n2,,2026-01-01,b,0,1\nC3,,2026-01-01,b,1,1\n");
    refused(
        text,
        "orders.drop_order_id_prefix = 'C'",
        "no orders are left of 3 lines: 1 filtered (order id begins with C), 2 filtered (quantity is 0 or less). \
         Check the filters",
    );
    refused(
        format!("{HEADER}1,,2026-01-01,a,1,1\n2,,2026-01-01,a,1,1\n"),
        "",
        "all orders are of one product, \"a\"",
    );
    let two = "order_id,timestamp,sku,price,currency\n1,2026-01-01,a,1,EUR\n1,2026-01-01,b,1,USD\n2,2026-01-01,b,1,USD\n";
    refused(two, "", "prices are in several currencies (USD in 2 lines, EUR in 1 lines)");
}

#[test]
fn products_files() {
    let (_orders, orders) =
        written("orders.csv", format!("{HEADER}1,,2026-01-01,a,1,1\n1,,2026-01-01,b,1,1\n"));
    let import = |products: &str, toml: &str| {
        let (_products, path) = written("products.csv", products);
        let config = Config::parse(toml, "cobuy.toml").unwrap();
        run(&config, std::slice::from_ref(&orders), Some(&path), &Silent).map_err(|error| error.to_string())
    };
    let error = import("title,price\nA,1\n", "").unwrap_err();
    assert!(error.contains("no column for the key. Columns found: title, price."), "{error}");
    let error = import("id,title\n", "").unwrap_err();
    assert!(error.ends_with("no product could be read from 0 lines"), "{error}");
    let error = import("id,title\nx,X\n", "").unwrap_err();
    assert!(
        error.starts_with("no orders are left of 2 lines: 2 of products that the products file"),
        "{error}"
    );
    let error = import("id,title,availability\na,A,maybe\nb,B,yes\n", "").unwrap_err();
    assert!(error.contains("products.csv:2: the availability is neither"), "{error}");
    let imported = import("id,sku\nx,a|b\ny,b\n", "").unwrap_err();
    assert!(imported.starts_with("all orders are of one product"), "{imported}");
    let imported = import("id,sku\nx,a|c\ny,b|c\n", "").unwrap();
    assert_eq!(imported.report.products_file.unwrap().ambiguous_first, ["c"]);
    assert_eq!(imported.report.join_rate, Some(1.0));
}

/// Baskets keep 100 products; the rule is the one that SQL can follow.
#[test]
fn a_wholesale_order() {
    let lines: String = (0..250).map(|product| format!("1,,2026-01-01,p{product},1,1\n")).collect();
    let imported = import_bytes(format!("{HEADER}{lines}"), "").unwrap();
    assert_eq!(imported.orders.basket(0).len(), 100);
    assert_eq!((imported.report.capped_baskets, imported.report.used), (1, 250));
}
