//! The whole way on a real shop's orders, where they are there: import, model, snapshot, check.

use std::path::{Path, PathBuf};

use cobuy_catalogue::config::Config;
use cobuy_catalogue::progress::Silent;
use cobuy_import as import;
use cobuy_model::mine::FromOrders;
use cobuy_model::relations::{self, Sources};
use cobuy_model::{self as model, Recipe, RecipeChoice};
use cobuy_publish::build::{Target, build};
use cobuy_publish::check::{Demands, check};
use cobuy_publish::live::KeyRequest;

/// Online Retail's first eleven months, if they are there: in the folder of public data sets that `COBUY_DATA` names, else in
/// `shared/data` beside the checkout.
fn online_retail() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("COBUY_DATA").map_or(shared, PathBuf::from);
    let file = data.join("online_retail/orders_2010-12_2011-10.csv");
    file.exists().then_some(file)
}

#[test]
fn online_retail_becomes_a_sound_snapshot() {
    let Some(orders) = online_retail() else {
        println!("Online Retail is absent (COBUY_DATA says where): nothing was built from it");
        return;
    };
    let config = "[catalog]\nurl_template = \"/products/{key}\"\nimage_template = \"/pictures/{key}.svg\"\n";
    let config = Config::parse(config, "cobuy.toml").unwrap();
    let imported = import::run(&config, &[orders], None, &Silent).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (out, work) = (folder.path().join("out"), folder.path().join("work"));
    let target = Target { out: &out, work: Some(&work), keys: KeyRequest::default() };
    let summary = build(&config, &imported, target, &Silent).unwrap();
    let manifest = &summary.manifest;
    println!("{} orders, {:?}", summary.orders, manifest.counts);
    println!("{}: {:?}", summary.recipe, manifest.holdout.as_ref().map(|holdout| holdout.hr6));
    println!("k {}, base {} bytes, {:?}", manifest.k, manifest.base_bytes, manifest.shards);

    assert_eq!(manifest.k, 2, "the smallest whose mean shard is at most 12 KB");
    assert!(manifest.base_bytes <= 2_048 && manifest.shards.mean_bytes <= 12_288);
    assert!(summary.page_bytes <= 10_752, "10.5 KB of data on a cold product page");
    let report = check(&out, &Demands { min_join_rate: 0.95, work: Some(&work) }, &Silent);
    assert!(report.is_sound(), "{:#?}", report.findings);
    assert_eq!(report.products, summary.products);
    assert!(report.coverage() > 0.8, "{}", report.coverage());
    assert!(report.proven_pairs.is_some_and(|pairs| pairs > 10_000));
}

/// The shop gives titles and prices and nothing else: words have to say what a thing is.
#[test]
fn relations_of_online_retail_make_sense() {
    let Some(orders) = online_retail() else {
        println!("Online Retail is absent (COBUY_DATA says where): its relations are not looked at");
        return;
    };
    let imported = import::run(&Config::default(), &[orders], None, &Silent).unwrap();
    let catalogue = &imported.catalogue;
    let evidence = FromOrders::new(&imported.orders, catalogue.products.len());
    let recipe = RecipeChoice::Fixed(Recipe::Ridge { lambda: 30 });
    let settings = model::Settings { recipe, ..model::Settings::default() };
    let model = model::build(catalogue, &evidence, &settings, &Silent).unwrap();
    let sources = Sources {
        catalogue,
        orders: Some(&imported.orders),
        together: &model.rows,
        viewed: None,
        sessions: None,
    };
    let related = relations::build(&sources, &relations::Settings::default(), &Silent).unwrap();

    let title = |product: u32| catalogue.products[product as usize].title.as_str();
    let number = |wanted: &str| {
        let found = catalogue.products.iter().position(|product| product.title == wanted);
        found.unwrap_or_else(|| panic!("{wanted} is not in the file"))
    };
    let print =
        |relation: &str, from: &str, row: &[&str]| println!("{relation:8} {from}: {}", row.join(", "));
    let similar = |from: &str, word: &str| {
        let row: Vec<&str> = related.similar[number(from)].iter().map(|alike| title(alike.product)).collect();
        print("similar", from, &row);
        assert!(row.len() >= 4 && row.iter().all(|title| title.contains(word)), "{from}");
    };
    similar("DOORMAT UNION JACK GUNS AND ROSES", "DOORMAT");
    similar("JUMBO BAG ALPHABET", "BAG");
    similar("GREY HEART HOT WATER BOTTLE", "HOT WATER BOTTLE");
    similar("SKULL LUNCH BOX WITH CUTLERY", "LUNCH");
    similar("VINTAGE UNION JACK BUNTING", "BUNTING");
    similar("ALARM CLOCK BAKELIKE IVORY", "ALARM CLOCK");
    // The customers are shops: they reorder what sold, and go through a series.
    let next = |from: &str, word: &str| {
        let row: Vec<&str> = related.next[number(from)].iter().map(|follow| title(follow.product)).collect();
        print("next", from, &row);
        assert!(!row.is_empty() && row.iter().all(|title| title.contains(word)), "{from}");
    };
    next("WHITE SPOT RED CERAMIC DRAWER KNOB", "DRAWER KNOB");
    next("DOORMAT UNION JACK GUNS AND ROSES", "DOORMAT");
    let days = related.repurchase_days[number("WHITE HANGING HEART T-LIGHT HOLDER")];
    assert!(days.is_some_and(|days| (20.0..120.0).contains(&days)), "{days:?}");

    let rows = |lengths: Vec<usize>| lengths.into_iter().filter(|length| *length > 0).count();
    let counts = [
        rows(related.similar.iter().map(Vec::len).collect()),
        rows(related.upgrade.iter().map(Vec::len).collect()),
        rows(related.next.iter().map(Vec::len).collect()),
    ];
    println!("of {} products with similar, upgrade, next: {counts:?}", catalogue.products.len());
    // 420 products are called by their id, whose digits are like nothing.
    assert!(counts[0] > 2_900 && counts[2] > 400, "{counts:?}");
    for (from, row) in related.upgrade.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        let row: Vec<&str> = row.iter().map(|alike| title(alike.product)).collect();
        print("upgrade", title(from as u32), &row);
    }
}
