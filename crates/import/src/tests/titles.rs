//! Titles out of order lines: what several customers have, and never a buyer's name.

use super::*;

/// Keys and titles of the catalogue.
fn titles(text: &str, toml: &str) -> Vec<(String, String)> {
    let imported = import_bytes(text, toml).unwrap_or_else(|error| panic!("{error}"));
    imported.catalogue.products.into_iter().map(|product| (product.key, product.title)).collect()
}

/// Order lines of product `a`, each a customer and a title; product `b` is beside it, so that there are two.
#[track_caller]
fn check(lines: &[(&str, &str)], expected: &str) {
    let mut text = "order_id,customer_id,timestamp,product_id,title\n".to_owned();
    for (order, (customer, title)) in lines.iter().enumerate() {
        let _ = writeln!(text, "{order},{customer},2026-01-{:02},a,{title}", order + 1);
        let _ = writeln!(text, "{order},{customer},2026-01-{:02},b,", order + 1);
    }
    let found = titles(&text, "");
    assert_eq!(found[0], ("a".to_owned(), expected.to_owned()), "{lines:?}");
    // Of no title at all nothing is made.
    assert_eq!(found[1].1, "", "{lines:?}");
}

#[test]
fn a_title_needs_three_customers_and_most_lines() {
    check(&[("1", "Mug"), ("2", "Mug"), ("3", "Mug")], "Mug");
    check(&[("1", "Mug"), ("2", "Mug"), ("2", "Mug"), ("1", "Mug")], "a");
    // The newest line does not decide, and neither does the customer who orders most.
    check(&[("1", "Mug"), ("2", "Mug"), ("3", "Mug"), ("4", "Mug engraved Ann")], "Mug");
    check(
        &[("1", "Mug"), ("2", "Mug"), ("3", "Mug"), ("4", "For Ann"), ("4", "For Ann"), ("4", "For Ann")],
        "a",
    );
    check(&[("1", "For Ann"), ("2", "For Bob"), ("3", "For Cem"), ("4", "For Dana")], "a");
    // Blanks do not make another title.
    check(&[("1", "Red  mug"), ("2", "Red mug"), ("3", " Red mug")], "Red mug");
    // Orders that name nobody are one customer, unless no order names anybody.
    check(&[("", "Mug"), ("", "Mug"), ("", "Mug"), ("1", "Mug")], "a");
    check(&[("", "Mug"), ("", "Mug"), ("2", "Mug"), ("1", "Mug")], "Mug");
    check(&[("", "Mug"), ("", "Mug"), ("", "Mug")], "Mug");
    check(&[("", "Mug"), ("", "Mug")], "a");
}

/// More lines than one block holds, so that customers of several blocks are put together.
#[test]
fn customers_of_several_blocks_count_together() {
    let of = |customers: &[u32]| {
        let mut text = "order_id,customer_id,timestamp,product_id,title\n".to_owned();
        for (part, customer) in customers.iter().enumerate() {
            for line in 0..60_000 {
                let _ = writeln!(text, "{part}-{line},{customer},2026-01-01,b,");
            }
            let _ = writeln!(text, "{part},{customer},2026-01-01,a,Mug");
        }
        titles(&text, "")[0].1.clone()
    };
    assert_eq!(of(&[1, 2, 3]), "Mug");
    assert_eq!(of(&[1, 2, 1, 2]), "a");
}

#[test]
fn the_report_counts_products_called_by_their_id() {
    let text = "order_id,customer_id,timestamp,product_id,title\n1,1,2026-01-01,a,For Ann\n1,1,2026-01-01,b,Mug\n\
                2,2,2026-01-02,b,Mug\n3,3,2026-01-02,b,Mug\n4,3,2026-01-02,b,Old mug\n";
    let report = import_bytes(text, "").unwrap().report;
    assert_eq!((report.uncommon_titles, report.repaired.titles, report.repaired.titled_products), (1, 1, 1));
}

/// Where a title is all there is of an id, it would be published as one.
#[test]
fn a_title_is_no_id_either_unless_several_customers_have_it() {
    let header = "order_id,date,item\n";
    let lines: String =
        (1..4).map(|order| format!("{order},2026-01-0{order},Mug\n{order},2026-01-0{order},Cup\n")).collect();
    let text = format!("{header}{lines}4,2026-01-04,For Ann\n");
    assert_eq!(titles(&text, "").len(), 2);
    let report = import_bytes(&text, "").unwrap().report;
    let last = report.filtered.last().unwrap();
    assert_eq!(
        (last.rule.as_str(), last.lines),
        ("no product id, and fewer than 3 customers have the title", 1)
    );
    assert_eq!(report.lines, report.used + report.filtered.iter().map(|by| by.lines).sum::<u64>());
    // Whoever says that the column holds ids is believed.
    assert_eq!(titles(&text, "orders.columns.product_id = 'item'").len(), 3);
}

/// Three orders of two products with these columns before `sku`; `#` in a cell is the order's number.
fn beside_sku(columns: &str, cells: &str, toml: &str) -> Vec<(String, String)> {
    let mut text = format!("order_id,date,{columns},sku\n");
    for order in 1..4 {
        for sku in ["a", "b"] {
            let cells = cells.replace('#', &order.to_string());
            let _ = writeln!(text, "{order},2026-01-0{order},{cells},{sku}");
        }
    }
    titles(&text, toml)
}

#[test]
fn a_bare_name_beside_customers_is_the_buyers() {
    let check = |columns: &str, cells: &str, toml: &str, title: &str| {
        assert_eq!(beside_sku(columns, cells, toml)[0].1, title, "{columns}");
    };
    check("name", "Mug", "", "Mug");
    for customer in
        ["email", "Phone", "customer_id", "Shipping Address", "city", "Buyer", "Kundennummer", "Last name"]
    {
        check(&format!("name,{customer}"), "Ann Smith,#", "", "");
        check(&format!("{customer},name"), "#,Mug", "orders.columns.title = 'name'", "Mug");
        check(&format!("name,{customer},item"), "Ann Smith,#,Mug", "", "Mug");
    }
    // How the buyer is addressed gives way to what can be of a product only.
    check("title,email,product_name", "Ms,#,Mug", "", "Mug");
    let text = "order_id,date,name,email\n1,2026-01-01,Ann,a\n";
    let error = import_bytes(text, "").unwrap_err().to_string();
    assert!(error.contains("no column for product_id"), "{error}");
    let kind = |columns: &str| {
        let text = format!("order_id,date,sku,{columns}\n1,2026-01-01,a,x,y\n1,2026-01-01,b,x,y\n");
        import_bytes(&text, "").unwrap().report.files.remove(0).kind
    };
    assert!(kind("name,email").contains("taken for the buyer's"), "{}", kind("name,email"));
    assert_eq!(kind("name,colour"), "CSV, preset generic");
}

/// Whole tables of orders whose column `Name`, or `Title`, is the buyer's. They are no part of the repository: they are looked
/// for in `shared/cases` beside the checkout, and where they are absent nothing is checked.
#[test]
fn no_title_of_the_cases_is_a_buyers_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/20-name-is-customer");
    if !folder.is_dir() {
        println!("the cases are absent: nothing checked ({} would have them)", folder.display());
        return;
    }
    let read = |name: &str, toml: &str| {
        let config = Config::parse(toml, "cobuy.toml").unwrap();
        let imported = run(&config, &[folder.join(name)], None, &Silent).unwrap();
        assert_eq!((imported.report.lines, imported.catalogue.products.len()), (2_195, 40), "{name}");
        imported.catalogue.products
    };
    let toml = std::fs::read_to_string(folder.join("real.toml")).unwrap();
    for product in read("real-header.csv", "").into_iter().chain(read("real-header.csv", &toml)) {
        assert_eq!(product.title, product.key);
        assert!(!product.title.contains("Surname"), "{}", product.title);
    }
    for product in read("title-salutation.csv", "") {
        assert!(!product.title.contains("Surname") && product.title != product.key, "{}", product.title);
    }
    for product in read("item-name-last.csv", "") {
        assert_eq!(product.title, "", "{}", product.key);
    }
}
