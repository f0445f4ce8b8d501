//! Whatever comes in: no panic, and a table survives every way of writing it.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
struct Line {
    order: u8,
    customer: Option<u8>,
    minute: u16,
    product: u8,
    title: String,
    price_minor: u32,
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    // Titles bring whatever quoting must survive; blanks at the ends are trimmed by design.
    let title = "[a-zé\"',;\t\n.]{0,12}";
    let line = (0u8..8, proptest::option::of(0u8..5), 0u16..50, 0u8..6, title, 1u32..100_000).prop_map(
        |(order, customer, minute, product, title, price_minor)| {
            let title = title.trim().to_owned();
            Line { order, customer, minute, product, title, price_minor }
        },
    );
    proptest::collection::vec(line, 2..40)
}

fn write(lines: &[Line], delimiter: u8, always_quote: bool, crlf: bool, comma: bool) -> Vec<u8> {
    let style = if always_quote { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
    let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(style)
        .terminator(end)
        .from_writer(Vec::new());
    writer
        .write_record(["order_id", "customer_id", "timestamp", "product_id", "title", "unit_price"])
        .unwrap();
    for line in lines {
        let mark = if comma { ',' } else { '.' };
        let price = format!("{}{mark}{:02}", line.price_minor / 100, line.price_minor % 100);
        let customer = line.customer.map(|customer| customer.to_string()).unwrap_or_default();
        let time = format!("2026-02-21 10:{:02}:00", line.minute);
        let (order, product) = (format!("o{}", line.order), format!("p{}", line.product));
        writer.write_record([&order, &customer, &time, &product, &line.title, &price]).unwrap();
    }
    writer.into_inner().unwrap()
}

fn outcome(bytes: &[u8]) -> String {
    match import_bytes(bytes, "catalog.currency = 'EUR'") {
        Ok(mut imported) => {
            imported.report.files.clear();
            described(&imported)
        }
        Err(error) => error.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_table_survives_every_way_of_writing_it(lines in lines(), quote: bool, crlf: bool, comma: bool) {
        let plain = outcome(&write(&lines, b',', false, false, false));
        for delimiter in [b',', b';', b'\t'] {
            prop_assert_eq!(&outcome(&write(&lines, delimiter, quote, crlf, comma)), &plain);
        }
    }

    /// Baskets are what a reader would make of the lines by hand.
    #[test]
    fn baskets_are_the_distinct_products_of_an_order(lines in lines()) {
        let Ok(imported) = import_bytes(write(&lines, b',', false, false, false), "") else { return Ok(()) };
        let mut expected: std::collections::BTreeMap<u8, (u16, Vec<String>)> = Default::default();
        for line in &lines {
            let order = expected.entry(line.order).or_insert((line.minute, Vec::new()));
            order.0 = order.0.min(line.minute);
            order.1.push(format!("p{}", line.product));
            order.1.sort();
            order.1.dedup();
        }
        let mut expected: Vec<(u16, u8, Vec<String>)> =
            expected.into_iter().map(|(order, (minute, products))| (minute, order, products)).collect();
        expected.sort();
        let found: Vec<Vec<String>> = (0..imported.orders.len())
            .map(|order| {
                let keys = imported.orders.basket(order).iter();
                keys.map(|product| imported.catalogue.products[*product as usize].key.clone()).collect()
            })
            .collect();
        prop_assert_eq!(found, expected.into_iter().map(|(.., products)| products).collect::<Vec<_>>());
        prop_assert_eq!(imported.report.lines, imported.report.used);
    }

    #[test]
    fn any_bytes_below_a_header(
        preset in 0usize..3,
        body in proptest::collection::vec(prop_oneof![4 => any::<u8>(), 3 => Just(b','), 2 => Just(b'\n'), 1 => Just(b'1')], 0..300),
    ) {
        let headers = ["order_id,timestamp,sku,qty,price", "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID",
            "Name,Created at,Lineitem name,Lineitem sku,Lineitem quantity,Lineitem price"];
        let mut bytes = format!("{}\n", headers[preset]).into_bytes();
        bytes.extend(body);
        let _ = import_bytes(bytes, "orders.max_unreadable = 1.0");
    }

    #[test]
    fn any_bytes_as_products(
        preset in 0usize..3,
        body in proptest::collection::vec(prop_oneof![4 => any::<u8>(), 3 => Just(b','), 2 => Just(b'\n'), 1 => Just(b'1')], 0..300),
    ) {
        let headers = ["id,title,price,availability,variants", "Handle,Title,Variant SKU,Variant Price,Option1 Value,Status",
            "ID,Type,SKU,Name,Parent,Regular price,In stock?"];
        let mut bytes = format!("{}\n", headers[preset]).into_bytes();
        bytes.extend(body);
        let (_orders, orders) = written("orders.csv", "order_id,timestamp,sku\n1,2026-01-01,a\n1,2026-01-01,b\n");
        let (_products, products) = written("products.csv", bytes);
        let config = Config::parse("products.max_unreadable = 1.0", "cobuy.toml").unwrap();
        let _ = run(&config, &[orders], Some(&products), &Silent);
    }
}
