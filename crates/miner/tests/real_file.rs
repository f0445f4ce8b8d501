//! The whole way on a real shop's orders, where they are there: import, model, snapshot, check.

use std::path::{Path, PathBuf};

use cobuy_miner::build::{Target, build};
use cobuy_miner::check::{Demands, check};
use cobuy_miner::config::Config;
use cobuy_miner::import;
use cobuy_miner::progress::Silent;
use cobuy_miner::publish::KeyRequest;

/// Online Retail's first eleven months, if they are there.
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
