use super::*;

#[track_caller]
fn refused(text: &str, expected: &str) {
    let error = Config::parse(text, "cobuy.toml").expect_err("is refused").to_string();
    assert!(error.starts_with(expected), "{error:?} does not start with {expected:?}");
}

#[test]
fn an_empty_file_is_the_default() {
    let config = Config::parse("", "cobuy.toml").unwrap();
    assert_eq!(config.orders.max_unreadable, 0.01);
    assert_eq!(config.model.neighbours, 20);
    assert!(config.placements.is_empty());
}

#[test]
fn every_section_is_read() {
    let text = r#"
        [orders]
        preset = "online-retail"
        columns = { order_id = "Bestellung" }
        drop_if = { Status = ["cancelled"] }
        product_pattern = '^\d{5}'
        fold = "upper"
        [products]
        preset = "woocommerce"
        [catalog]
        url_template = "/p/{key}.html"
        currency = "jpy"
        tax_display = "excluded"
        [model]
        recipe = "ridge"
        [relations]
        upgrade = false
        upgrade_ratio = [1.2, 1.8]
        [snapshot]
        k = 2
        [limits]
        min_join_rate = 0.5
        [placements.pdp]
        limit = 6
        heading = "Goes well with"
    "#;
    let config = Config::parse(text, "cobuy.toml").unwrap();
    assert_eq!(config.orders.preset, OrderPreset::OnlineRetail);
    assert_eq!(config.orders.columns.order_id.as_deref(), Some("Bestellung"));
    assert_eq!(config.products.preset, ProductPreset::Woocommerce);
    assert_eq!(
        config.catalog.currency.map(|c| (c.as_str().to_owned(), c.exponent())),
        Some(("JPY".to_owned(), 0))
    );
    assert_eq!(config.snapshot.k, Some(2));
    assert_eq!((config.relations.upgrade, config.relations.upgrade_ratio), (false, [1.2, 1.8]));
    assert_eq!(config.placements["pdp"]["limit"].as_integer(), Some(6));
}

#[test]
fn errors_name_line_and_column() {
    refused("[orders]\nmax_unreadabel = 0.5\n", "cobuy.toml:2:1: unknown field `max_unreadabel`");
    refused("[orders]\nmax_unreadable = 2\n", "cobuy.toml:2:18: 2 is out of range");
    refused(
        "[model]\n\nneighbours = 21\n",
        "cobuy.toml:3:14: 21 is out of range: allowed are whole numbers from 1 to 20",
    );
    refused("[orders]\nproduct_pattern = '('\n", "cobuy.toml:2:19: regex parse error");
    refused(
        "[catalog]\nurl_template = '/p/'\n",
        "cobuy.toml:2:16: \"/p/\" does not say where the key stands",
    );
    refused("[catalog]\ncurrency = 'Euro'\n", "cobuy.toml:2:12: \"Euro\" is not an ISO 4217 code");
    refused(
        "[relations]\nupgrade_ratio = [2, 1.5]\n",
        "cobuy.toml:2:17: [2, 1.5] is out of range: allowed are two numbers from 1 to 10",
    );
    refused("[orders\n", "cobuy.toml:1:8: ");
}

#[test]
fn blocks_can_be_pasted_behind_anything() {
    let text = "[model]\nmin_customers = 2\n\n[[block]]\npair = [\"tent\", \"lamp\"] # Tent and Lamp\n\n[[block]]\npair = [\"mug\", \"pegs\"]\n";
    let config = Config::parse(text, "cobuy.toml").unwrap();
    let pairs: Vec<_> = config.block.iter().map(|block| block.pair.clone()).collect();
    assert_eq!(pairs, [["tent", "lamp"], ["mug", "pegs"]].map(|pair| pair.map(str::to_owned)));
    refused("[[block]]\npair = [\"tent\"]\n", "cobuy.toml:2:8: ");
    refused("[[block]]\npairs = [\"tent\", \"lamp\"]\n", "cobuy.toml:2:1: unknown field `pairs`");
}
