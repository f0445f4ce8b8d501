//! Order files of many shapes: names of columns, order of dates, no order id, no product id, no header.

use super::super::{SessionFiles, sessions_alone};
use super::*;

/// Orders of a file as "products by key, joined by +", in time.
fn baskets(text: &str, toml: &str) -> Vec<String> {
    let imported = import_bytes(text, toml).unwrap_or_else(|error| panic!("{error}"));
    let key = |product: &u32| imported.catalogue.products[*product as usize].key.as_str();
    (0..imported.orders.len())
        .map(|order| imported.orders.basket(order).iter().map(key).collect::<Vec<_>>().join("+"))
        .collect()
}

#[track_caller]
fn check(header: &str, lines: &[&str]) {
    check_with("", header, lines);
}

#[track_caller]
fn check_with(toml: &str, header: &str, lines: &[&str]) {
    let text = format!("{header}\n{}\n", lines.join("\n"));
    assert_eq!(baskets(&text, toml), ["a+b", "b+c"], "{header}");
}

#[test]
fn names_of_columns_in_other_exports() {
    check_with(
        "orders.columns.product_id = 'item'",
        "Transaction,Item,date_time,period_day",
        &[
            "1,a,30-10-2016 09:58,am",
            "1,b,30-10-2016 09:58,am",
            "2,b,31-10-2016 10:05,am",
            "2,c,31-10-2016 10:05,am",
        ],
    );
    check(
        "transaction_id,event_timestamp,user_pseudo_id,item_id",
        &[
            "1,1396860669277000,u,a",
            "1,1396860669277000,u,b",
            "2,1396860886998000,v,b",
            "2,1396860886998000,v,c",
        ],
    );
    check_with(
        "orders.columns.product_id = 'item'",
        "basket\titem\ttime",
        &["1\ta\t1396860669", "1\tb\t1396860669", "2\tb\t1396860886", "2\tc\t1396860886"],
    );
    check(
        "order_id:token,item_id:token,timestamp:float",
        &["1,a,1396860669.0", "1,b,1396860669.0", "2,b,1396860886.0", "2,c,1396860886.0"],
    );
    check(
        "Bestellnummer;Bestelldatum;Artikelnummer;Menge;Preis",
        &["1;30.10.2016;a;1;2,50", "1;30.10.2016;b;1;2,50", "2;31.10.2016;b;1;2,50", "2;31.10.2016;c;1;2,50"],
    );
}

#[test]
fn without_an_order_id_a_customers_day_is_an_order() {
    check_with(
        "orders.columns.product_id = 'itemDescription'",
        "Member_number,Date,itemDescription",
        &["1808,20-07-2015,b", "1808,20-07-2015,c", "1808,19-07-2015,a", "1808,19-07-2015,b"],
    );
    check(
        "TRANSACTION_DT,CUSTOMER_ID,AGE_GROUP,PRODUCT_ID,AMOUNT,SALES_PRICE",
        &["11/1/2000,1,A,a,1,2", "11/1/2000,1,A,b,1,2", "11/13/2000,2,A,b,1,2", "11/13/2000,2,A,c,1,2"],
    );
    // 23:30 and 00:30 are one day where the shop is an hour west.
    let text = "customer_id,time,sku\n1,2026-01-01T23:30:00Z,a\n1,2026-01-02T00:30:00Z,b\n";
    assert_eq!(baskets(text, ""), ["a", "b"]);
    assert_eq!(baskets(text, "orders.utc_offset_minutes = -60"), ["a+b"]);
    let nobody = "customer_id,time,sku\n1,2026-01-01,a\n1,2026-01-01,b\n,2026-01-01,b\n";
    let error = import_bytes(nobody, "").unwrap_err().to_string();
    assert!(error.contains("orders.csv:4: there is no order id, and the customer is empty"), "{error}");
    let kind = &import_bytes(text, "").unwrap().report.files[0].kind;
    assert_eq!(kind, "CSV, preset generic, no order id: what a customer buys in a day is an order");
}

#[test]
fn without_a_product_id_the_title_is_one_but_not_a_mere_name() {
    let three = |header: &str| {
        let order = |day: u32| format!("{day},2026-01-0{day},Red mug\n{day},2026-01-0{day},Blue mug\n");
        format!("{header}\n{}", (1..4).map(order).collect::<String>())
    };
    assert_eq!(baskets(&three("order_id,date,description"), ""), ["Blue mug+Red mug"; 3]);
    let error = import_bytes("order_id,date,name\n1,2026-01-01,Ann\n", "").unwrap_err().to_string();
    assert!(error.contains("no column for product_id"), "{error}");
    let named = three("order_id,date,name");
    assert_eq!(baskets(&named, "orders.columns.title = 'name'"), ["Blue mug+Red mug"; 3]);
}

#[test]
fn dates_tell_whether_days_come_first() {
    let of = |first: &str, second: &str, toml: &str| {
        let text = format!("order_id,date,sku\n1,{first},a\n1,{first},b\n2,{second},b\n2,{second},c\n");
        import_bytes(text, toml).map(|imported| imported.orders.time_ms).map_err(|error| error.to_string())
    };
    let check = |first: &str, second: &str, toml: &str, expected: [&str; 2]| {
        let at =
            |date: &str| format!("{date}T00:00:00Z").parse::<jiff::Timestamp>().unwrap().as_millisecond();
        assert_eq!(of(first, second, toml).unwrap(), expected.map(at), "{first}, {second}");
    };
    check("1/2/2026", "3/4/2026", "", ["2026-01-02", "2026-03-04"]);
    check("1/2/2026", "26/2/2026", "", ["2026-02-01", "2026-02-26"]);
    check("1/2/2026", "2/26/2026", "", ["2026-01-02", "2026-02-26"]);
    check("1/2/2026", "3/2/2026", "orders.date_order = 'day-first'", ["2026-02-01", "2026-02-03"]);
    assert!(
        of("26/2/2026", "2/26/2026", "").unwrap_err().contains("orders.csv:2: the timestamp is not a time")
    );
    assert!(of("1/2/2026", "26/2/2026", "orders.date_order = 'month-first'").is_err());
}

#[test]
fn the_second_part_of_online_retail_is_known_too() {
    let text = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n\
        489434,85048a,Lights,12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom\n\
        489434,79323P,Cherry,12,2009-12-01 07:45:00,6.75,13085.0,United Kingdom\n\
        489434,POST,Postage,1,2009-12-01 07:45:00,6.75,13085.0,United Kingdom\n\
        C489449,22087,Bunting,-12,2009-12-01 10:33:00,2.95,16321.0,Australia\n";
    assert_eq!(baskets(text, ""), ["79323P+85048A"]);
}

#[test]
fn sessions_without_a_header_are_read_by_number() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clicks.dat");
    std::fs::write(
        &path,
        "3,2014-04-02T11:17:46.940Z,a,0\n3,2014-04-02T11:18:46.940Z,b,0\n4,2014-04-02T11:19:46Z,b,0\n",
    )
    .unwrap();
    let read = |columns: [&str; 3]| {
        let (files, columns) = ([path.clone()], columns.map(str::to_owned));
        let files = SessionFiles { files: &files, columns: Some(&columns) };
        sessions_alone(&Config::default(), files, None, &Silent).map_err(|error| error.to_string())
    };
    let report = read(["1", "3", "2"]).unwrap().report.sessions.unwrap();
    assert_eq!((report.lines, report.sessions, report.events), (3, 2, 3));
    assert!(read(["1", "3", "9"]).unwrap_err().contains("9"), "there are four columns");
}
