//! Session logs: sessions, visits, words for events, what is joined and what is refused.

use std::path::{Path, PathBuf};

use cobuy_catalogue::config::Config;
use cobuy_catalogue::data::{ANONYMOUS, Act};
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Silent;

use super::super::*;

fn file(folder: &Path, name: &str, text: &str) -> Vec<PathBuf> {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    vec![path]
}

fn alone(text: &str, columns: Option<&[String; 3]>) -> Result<Imported, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let files = file(folder.path(), "log.csv", text);
    sessions_alone(&Config::default(), SessionFiles { files: &files, columns }, None, &Silent)
}

/// Products of every session by key, in order.
fn keys(imported: &Imported) -> Vec<Vec<&str>> {
    let key = |product: u32| imported.catalogue.products[product as usize].key.as_str();
    (0..imported.sessions.len())
        .map(|s| imported.sessions.session(s).iter().map(|event| key(event.product)).collect())
        .collect()
}

#[test]
fn sessions_are_in_the_order_of_their_end_and_clicks_in_that_of_time() {
    let log = "SessionId\tItemId\tTime\n2\tb\t1396860700\n1\ta\t1396860669.277\n2\tc\t1396860600\n1\tb\t1396860700.5\n";
    let imported = alone(log, None).unwrap();
    assert_eq!(keys(&imported), [vec!["c", "b"], vec!["a", "b"]]);
    assert_eq!(imported.orders.len(), 2);
    assert!(imported.sessions_only);
    let report = imported.report.sessions.unwrap();
    assert_eq!((report.lines, report.sessions, report.events), (4, 2, 4));
}

#[test]
fn visitors_come_in_visits() {
    let log = "timestamp,visitorid,event,itemid,transactionid\n\
        1433221332117,v1,view,a,\n1433221392117,v1,addtocart,b,\n1433224332117,v1,view,c,\n1433221332117,v2,transaction,a,7\n\
        1433221332118,v2,search,a,\n";
    let imported = alone(log, None).unwrap();
    assert_eq!(keys(&imported), [vec!["a"], vec!["a", "b"], vec!["c"]]);
    let acts: Vec<Act> = imported.sessions.events.iter().map(|event| event.act).collect();
    assert_eq!(acts, [Act::Buy, Act::View, Act::Add, Act::View]);
    assert_eq!(imported.report.sessions.unwrap().other_events, 1);
}

#[test]
fn a_column_that_is_no_event_is_passed_over() {
    let log = "session,item,time,type\n1,a,2026-01-01 10:00:00,phone\n1,b,2026-01-01 10:01:00,tablet\n";
    assert_eq!(keys(&alone(log, None).unwrap()), [["a", "b"]]);
}

#[test]
fn columns_can_be_named_and_times_need_no_calendar() {
    let log = "s;thing;when\nx;a;12\nx;b;7.5\n";
    let columns = ["s", "thing", "when"].map(str::to_owned);
    assert_eq!(keys(&alone(log, Some(&columns)).unwrap()), [["b", "a"]]);
    let error = alone(log, None).unwrap_err().to_string();
    assert!(error.contains("no column for session") && error.contains("--columns"), "{error}");
}

#[test]
fn lines_that_cannot_be_read_are_counted_and_too_many_are_refused() {
    let mut log = String::from("session,item,time\n");
    (0..300).for_each(|n| log += &format!("{},p{},{}\n", n / 3, n % 7, 1_700_000_000 + n));
    let imported = alone(&(log.clone() + "1,,1700000000\n1,p1,soon\n"), None).unwrap();
    assert_eq!(imported.report.sessions.unwrap().unreadable.lines, 2);
    let error = alone("session,item,time\n1,,5\n1,a,5\n", None).unwrap_err().to_string();
    assert!(error.contains("1 of 2 lines cannot be read"), "{error}");
}

#[test]
fn orders_of_a_shop_without_customers_are_one_customer_each() {
    let folder = tempfile::tempdir().unwrap();
    let check = |orders: &str, expected: &[u32]| {
        let files = file(folder.path(), "orders.csv", orders);
        assert_eq!(run(&Config::default(), &files, None, &Silent).unwrap().orders.customer, expected);
    };
    check("order_id,timestamp,product_id\n1,2026-01-01,a\n2,2026-01-02,b\n3,2026-01-03,a\n", &[0, 1, 2]);
    let named =
        "order_id,timestamp,product_id,customer\n1,2026-01-01,a,\n2,2026-01-02,b,x\n3,2026-01-03,a,\n";
    check(named, &[ANONYMOUS, 0, ANONYMOUS]);
}

#[test]
fn logs_beside_orders_join_their_products() {
    let folder = tempfile::tempdir().unwrap();
    let orders = "order_id,timestamp,product_id\n1,2026-01-01,a\n1,2026-01-01,b\n2,2026-01-02,c\n";
    let orders = file(folder.path(), "orders.csv", orders);
    let log =
        "session,item,time\n1,a,1700000000\n1,nowhere,1700000001\n1,c,1700000002\n2,nowhere,1700000003\n";
    let files = file(folder.path(), "log.csv", log);
    let mut imported = run(&Config::default(), &orders, None, &Silent).unwrap();
    let files = SessionFiles { files: &files, columns: None };
    add_sessions(&mut imported, files, &Config::default(), &Silent).unwrap();
    assert_eq!(keys(&imported), [["a", "c"]]);
    assert!(!imported.sessions_only);
    let report = imported.report.sessions.as_ref().unwrap();
    assert_eq!((report.unjoined_events, report.unjoined_products, report.sessions), (2, 1, 1));

    let predicted = sessions_to_predict(&imported.catalogue, files, &Config::default(), &Silent).unwrap();
    let numbers: Vec<u32> = predicted.session(0).iter().map(|event| event.product).collect();
    assert_eq!(numbers[0], 0);
    assert!(numbers[1] >= 3, "a product beyond the catalogue: {numbers:?}");
}
