//! Control characters in keys and texts, and addresses that are not of the web.

use super::super::{SessionFiles, sessions_alone};
use super::*;

const CONTROL: &str = "control character";

/// Orders of `a` and `b`, 300 lines, and one line with another product, in line 302.
fn orders(key: &str) -> String {
    let mut text = "order_id,customer_id,timestamp,product_id,title\n".to_owned();
    for order in 0..150 {
        for product in ["a", "b"] {
            let _ = writeln!(text, "{order},{order},2026-01-01,{product},The \u{1b}[31m{product}\u{7}");
        }
    }
    let _ = writeln!(text, "x,x,2026-01-01,{key},Title");
    text
}

#[test]
fn keys_with_control_characters_are_set_aside() {
    for mark in ["\t", "\u{b}", "\u{c}", "\u{1b}", "\u{1f}", "\u{7f}", "\u{85}", "\u{9b}", "\u{1}"] {
        let imported = import_bytes(orders(&format!("a{mark}b")), "").unwrap();
        let report = &imported.report;
        assert_eq!((report.lines, report.used, report.unreadable.lines), (301, 300, 1), "{mark:?}");
        let first = report.unreadable.first[0].to_string();
        assert!(first.contains("orders.csv:302: the product id has a control character"), "{first}");
        assert_eq!(imported.catalogue.products.len(), 2);
    }
    let quoted = import_bytes(orders("\"a\nb\""), "").unwrap().report;
    assert!(quoted.unreadable.first[0].reason.contains(CONTROL), "{:?}", quoted.unreadable);
}

/// In Shopify's export an id and the name that stands in for it are read together.
#[test]
fn no_id_passes_for_an_id_and_a_name() {
    let mut text =
        "Name,Email,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n".to_owned();
    for order in 0..150 {
        for sku in ["A", "B"] {
            let _ = writeln!(text, "#{order},c{order},2026-01-01 10:00:00,1,{sku}\u{1b}[0m,1.00,{sku}");
        }
    }
    for sku in ["A\u{1f}B", "\u{1f}", "A\u{1f}"] {
        let _ = writeln!(text, "#x{},x,2026-01-01 10:00:00,1,Tent,1.00,{sku}", sku.len());
    }
    let imported = import_bytes(text, "orders.columns.currency = 'Email'").unwrap();
    assert_eq!((imported.report.used, imported.report.unreadable.lines), (300, 3));
    let keys: Vec<&str> = imported.catalogue.products.iter().map(|product| product.key.as_str()).collect();
    assert_eq!(keys, ["A", "B"]);
}

#[test]
fn titles_lose_control_characters() {
    let products = import_bytes(orders("a"), "").unwrap().catalogue.products;
    assert_eq!(products[0].title, "The [31ma");
    assert!(products.iter().all(|product| !product.title.contains(char::is_control)));
}

#[test]
fn session_logs_are_held_to_the_same() {
    let mut text = "session,product,time\n".to_owned();
    for session in 0..150 {
        let _ = writeln!(text, "{session},a,{session}\n{session},b,{session}");
    }
    text += "x,a\u{c}b,1\n";
    let (_folder, path) = written("log.csv", text);
    let files = SessionFiles { files: std::slice::from_ref(&path), columns: None };
    let imported = sessions_alone(&Config::default(), files, None, &Silent).unwrap();
    let unreadable = &imported.report.sessions.as_ref().unwrap().unreadable;
    assert_eq!((imported.catalogue.products.len(), unreadable.lines), (2, 1));
    assert!(unreadable.first[0].reason.contains(CONTROL));
}

/// A products file with one further line, the 103rd.
fn with_products(columns: &str, line: &str) -> Imported {
    let (_orders, orders) = written("orders.csv", orders("a"));
    let mut text = format!("id,{columns}\na,A\nb,B\n");
    for number in 0..99 {
        let _ = writeln!(text, "p{number},P");
    }
    text = text.lines().map(|line| format!("{line}{}\n", ",".repeat(columns.matches(',').count()))).collect();
    let header = format!("id,{columns}\n");
    let text = format!("{header}{}{line}\n", text.split_once('\n').unwrap().1);
    let (_products, products) = written("products.csv", text);
    run(&Config::default(), &[orders], Some(&products), &Silent).unwrap()
}

#[test]
fn products_with_control_characters() {
    let imported = with_products("title,category", "x\u{1b}y,Title,Kind");
    let report = imported.report.products_file.unwrap();
    assert_eq!((report.products, report.unreadable.lines), (101, 1));
    let first = report.unreadable.first[0].to_string();
    assert!(first.contains("products.csv:103: the product's key has a control character"), "{first}");
    let imported =
        with_products("title,category,sku", "x,\"Tent\nfor \u{9b}31mtwo\",Camp\u{7} > Tents,\"q\tr\"");
    let product = imported.catalogue.products.iter().find(|product| product.key == "x").unwrap();
    assert_eq!((product.title.as_str(), product.category.as_str()), ("Tent for 31mtwo", "Camp  > Tents"));
    assert!(product.aliases.is_empty(), "{:?}", product.aliases);
}

#[test]
fn addresses_that_run_script_are_left_out() {
    let check = |url: &str, image: &str, kept: [&str; 2], refused: u64| {
        let imported = with_products("title,link,image", &format!("x,X,{url},{image}"));
        let product = imported.catalogue.products.iter().find(|product| product.key == "x").unwrap();
        assert_eq!([product.url.as_str(), product.image.as_str()], kept, "{url:?} {image:?}");
        let report = imported.report.products_file.unwrap();
        assert_eq!((report.addresses.lines, report.unreadable.lines), (refused, 0), "{url:?} {image:?}");
        if let Some(first) = report.addresses.first.first() {
            assert_eq!(first.line, 103);
            assert!(first.reason.contains("neither http nor https"), "{first}");
        }
    };
    check("https://shop.example/x", "/x.jpg", ["https://shop.example/x", "/x.jpg"], 0);
    check("//shop.example/x", "x.jpg?at=1:2", ["//shop.example/x", "x.jpg?at=1:2"], 0);
    check("javascript:alert(1)", "/x.jpg", ["", "/x.jpg"], 1);
    check("/x", "data:image/svg+xml;base64 PHN2Zz4=", ["/x", ""], 1);
    check("JaVaScRiPt:alert(1)", "DATA:text/html x", ["", ""], 1);
    check(" \u{1}javascript:alert(1)", "\"java\tscript:alert(1)\"", ["", ""], 1);
    check("\"java\nscript:alert(1)\"", "vbscript:x", ["", ""], 1);
}

#[test]
fn templates_that_run_script_are_errors() {
    for name in ["url_template", "image_template"] {
        for scheme in
            ["javascript:go('{key}')", "data:text/html,{key}", "java\\tscript:{key}", " JAVASCRIPT:{key}"]
        {
            let toml = format!("[catalog]\n{name} = \"{scheme}\"\n");
            let error = Config::parse(&toml, "cobuy.toml").unwrap_err().to_string();
            assert!(error.starts_with("cobuy.toml:2:"), "{error}");
            assert!(error.contains(name) && error.contains("neither http nor https"), "{error}");
        }
        for template in ["https://shop.example/{key}", "/p/{key}:1", "//cdn.example/{key}.jpg", "{key}.html"]
        {
            Config::parse(&format!("[catalog]\n{name} = \"{template}\"\n"), "cobuy.toml").unwrap();
        }
    }
}

#[test]
fn keys_in_the_configuration_are_held_to_the_same() {
    for toml in [
        "[[block]]\npair = [\"a\", \"b\\tc\"]",
        "[[rule]]\nid = 'r'\npin = \"a\\u001bb\"",
        "[[rule]]\nid = 'r'\npin = ['a', \"b\\n\"]",
        "[[rule]]\nid = 'r'\nexclude = true\nshow = { product = \"a\\fb\" }",
        "[[rule]]\nid = 'r'\nexclude = true\nwhen = { in_cart = { product = [\"a\\u0085\"] } }",
        "[[pair]]\nof = \"a\\tb\"\nwith = 'c'\nplacements = ['pdp']",
        "[[pair]]\nof = 'c'\nwith = \"a\\tb\"\nplacements = ['pdp']",
        "[[bundle]]\nid = 'b'\nproducts = ['a', \"b\\u007f\"]",
    ] {
        let error = Config::parse(toml, "cobuy.toml").unwrap_err().to_string();
        assert!(error.starts_with("cobuy.toml:") && error.contains(CONTROL), "{toml}: {error}");
    }
}
