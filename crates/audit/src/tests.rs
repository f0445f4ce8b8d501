//! Folders that builds wrote, read back and compared.

use std::fs;
use std::path::Path;

use cobuy_catalogue::progress::Silent;
use cobuy_publish::build::{Summary, Target, build};
use cobuy_publish::live::KeyRequest;
use cobuy_snapshot::Relation;
use cobuy_testshop::Shop;

use super::{AuditError, Diff, Edge, Published, RowOf, Shown, Tallies};

fn k(k: u8) -> KeyRequest {
    KeyRequest { k: Some(k), rekey: None, prune: false }
}

fn built(shop: &Shop, out: &Path, work: Option<&Path>, keys: KeyRequest) -> Summary {
    build(&shop.config, &shop.imported(), Target { out, work, keys }, &Silent).unwrap()
}

fn read(folder: &Path) -> Published {
    Published::read(folder, &Silent).unwrap()
}

/// A folder with these products (key and price) and rows of (source, neighbours), all with figures left out.
fn published(products: &[(&str, u64)], rows: &[(&str, &[&str])]) -> Published {
    let shown = |(key, price): &(&str, u64)| Shown {
        key: (*key).to_owned(),
        title: format!("The {key}"),
        price_minor: (*price > 0).then_some(*price),
        available: true,
        ..Shown::default()
    };
    let mut published = Published { products: products.iter().map(shown).collect(), ..Published::default() };
    for (source, neighbours) in rows {
        let source = published.find(source).unwrap();
        let (first, count) = (published.edges.len() as u32, neighbours.len() as u8);
        for (place, key) in neighbours.iter().enumerate() {
            let weight = (200 - place as u32) * (10 + source);
            let product = published.find(key).unwrap();
            published.edges.push(Edge { product, weight, figures: None, season: None });
        }
        published.rows.push(RowOf { source, relation: Relation::Together, exponent: 0, first, count });
    }
    published
}

#[test]
fn a_folder_says_the_same_whatever_its_k() {
    let shop = Shop::new(120, 2_000);
    let (one, many) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    built(&shop, one.path(), None, k(0));
    built(&shop, many.path(), None, k(2));
    let (one, many) = (read(one.path()), read(many.path()));
    assert_eq!((one.k, many.k), (0, 2));
    assert_eq!((&one.products, &one.rows, &one.edges), (&many.products, &many.rows, &many.edges));
    assert_eq!(one.products.len(), 120);
    let first = &one.products[0];
    assert_eq!((first.key.as_str(), first.url.as_str()), ("product-00000", "/p/product-00000"));
    assert_eq!((first.price_minor, first.category.as_str()), (Some(99), "All > Kind 0"));
    let diff = Diff::new(&one, &many);
    assert!(diff.is_empty());
    assert_eq!((diff.files.changed.len(), diff.files.added, diff.files.removed), (1, 256, 1));
}

#[test]
fn counts_belong_to_their_build() {
    let mut shop = Shop::new(120, 2_000);
    let (out, work) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    built(&shop, out.path(), Some(work.path()), k(1));
    let published = read(out.path());
    let tallies = Tallies::read(work.path(), &published, &|_, _| true).unwrap();
    assert_eq!((tallies.orders, tallies.min_customers), (2_000, 3));
    let row = published.row(0, Relation::Together).unwrap();
    for edge in published.edges(row) {
        let pair = tallies.pair(edge.product, 0).unwrap();
        assert!(pair.customers >= 3 && pair.orders >= pair.customers, "{pair:?}");
        assert!(tallies.items[0].best_pair_customers >= pair.customers);
    }
    assert!(tallies.items[0].partners as usize >= usize::from(row.count));
    let none = Tallies::read(work.path(), &published, &|_, _| false).unwrap();
    assert!(none.pairs.is_empty() && none.items == tallies.items);

    shop.order(100);
    built(&shop, out.path(), None, k(1));
    let error = Tallies::read(work.path(), &read(out.path()), &|_, _| true).unwrap_err();
    assert!(matches!(error, AuditError::OtherBuild { .. }), "{error}");
}

#[test]
fn damage_is_named_with_its_file() {
    let folder = tempfile::tempdir().unwrap();
    built(&Shop::new(120, 2_000), folder.path(), None, k(1));
    let check = |damage: &dyn Fn(), expected: [&str; 2]| {
        damage();
        let error = Published::read(folder.path(), &Silent).unwrap_err().to_string();
        assert!(expected.iter().all(|expected| error.contains(expected)), "{error}");
    };
    let shard = folder.path().join("v1/s/a.bin");
    check(&|| fs::write(&shard, b"no gzip").unwrap(), ["a.bin: is damaged", "cobuy check"]);
    check(&|| fs::remove_file(&shard).unwrap(), ["a.bin: cannot be read", "cobuy build --out"]);
    check(
        &|| fs::remove_file(folder.path().join("manifest.json")).unwrap(),
        ["manifest.json", "cobuy build --out"],
    );
}

#[test]
fn products_pairs_ranks_and_prices_that_changed() {
    let old = published(
        &[("lamp", 500), ("mug", 300), ("pegs", 100), ("tent", 9_000)],
        &[("lamp", &["mug"]), ("pegs", &["tent"]), ("tent", &["pegs", "lamp"])],
    );
    let new = published(
        &[("lamp", 400), ("pegs", 100), ("stove", 4_000), ("tent", 9_900)],
        &[("pegs", &["tent"]), ("stove", &["tent"]), ("tent", &["lamp", "pegs", "stove"])],
    );
    let diff = Diff::new(&old, &new);
    let keys = |side: &Published, numbers: &[u32]| -> Vec<String> {
        numbers.iter().map(|number| side.product(*number).key.clone()).collect()
    };
    assert_eq!(keys(&new, &diff.products_gained), ["stove"]);
    assert_eq!(keys(&old, &diff.products_lost), ["mug"]);
    assert_eq!(keys(&new, &diff.rows_lost), ["lamp"]);
    assert!(diff.rows_gained.is_empty() && diff.sold_out.is_empty() && diff.back.is_empty());
    let prices: Vec<i64> = diff.prices.iter().map(|change| change.permille()).collect();
    assert_eq!(prices, [-200, 100], "the larger share first");

    let [together] = diff.relations.as_slice() else { panic!("{:?}", diff.relations) };
    // Tent and pegs have two rows and are one pair; tent and lamp have one.
    assert_eq!((together.old_pairs, together.new_pairs), (3, 3));
    let [gained] = together.gained.as_slice() else { panic!("{:?}", together.gained) };
    let (tent, stove) = (new.find("tent").unwrap(), new.find("stove").unwrap());
    // 200 × 12 on the stove's page, 198 × 13 on the tent's.
    assert_eq!((gained.from, gained.to, gained.of_new_product), (tent, stove, true));
    assert_eq!(keys(&old, &[together.lost[0].from, together.lost[0].to]), ["lamp", "mug"]);
    let moves: Vec<_> = together.ranks.iter().map(|change| (change.to, change.old, change.new)).collect();
    let (lamp, pegs) = (new.find("lamp").unwrap(), new.find("pegs").unwrap());
    assert_eq!(moves, [(lamp, Some(2), Some(1)), (pegs, Some(1), Some(2))]);
}

#[test]
fn only_moves_that_shoppers_see_are_told() {
    let names: Vec<String> = (0..20).map(|number| format!("p{number:02}")).collect();
    let products: Vec<(&str, u64)> = names.iter().map(|name| (name.as_str(), 1)).collect();
    let row = |order: &[usize]| -> Published {
        let neighbours: Vec<&str> = order.iter().map(|at| names[*at].as_str()).collect();
        published(&products, &[("p00", &neighbours)])
    };
    let before: Vec<usize> = (1..20).collect();
    let told = |swap: (usize, usize)| {
        let mut after = before.clone();
        after.swap(swap.0, swap.1);
        Diff::new(&row(&before), &row(&after)).relations[0].ranks.len()
    };
    assert_eq!(told((5, 6)), 0, "sixth and seventh place change every day");
    assert_eq!(told((2, 4)), 0, "within the shelf");
    assert_eq!(told((9, 15)), 0, "behind the shelf");
    assert_eq!(told((4, 8)), 2, "over its end");
    assert_eq!(told((0, 1)), 2, "a new first place");
}

#[test]
fn a_blocked_pair_is_in_no_row_of_either() {
    let mut shop = Shop::new(120, 2_000);
    let folder = tempfile::tempdir().unwrap();
    built(&shop, folder.path(), None, k(1));
    let before = read(folder.path());
    // The first product with its whole row, and one that has only a list of its category.
    let row = before.row(0, Relation::Together).unwrap();
    let mut pairs: Vec<(u32, u32)> = before.edges(row).iter().map(|edge| (0, edge.product)).collect();
    let popular = before.rows.iter().find(|row| row.relation == Relation::Popular);
    pairs.extend(popular.map(|row| (row.source, before.edges(row)[0].product)));
    let key = |number: u32| before.product(number).key.clone();
    shop.config.block = pairs
        .iter()
        .map(|(a, b)| cobuy_catalogue::config::BlockConfig { pair: [key(*b), key(*a)] })
        .collect();
    let summary = built(&shop, folder.path(), None, k(1));
    assert_eq!(summary.pairs_blocked, pairs.len() as u64);
    let after = read(folder.path());
    assert!(after.row(0, Relation::Together).is_none());
    for row in &after.rows {
        for edge in after.edges(row) {
            let pair = [(row.source, edge.product), (edge.product, row.source)];
            assert!(!pairs.iter().any(|blocked| pair.contains(blocked)), "{row:?} {edge:?}");
        }
    }
    assert_eq!(summary.manifest.counts.together_rows, after.sources(Relation::Together));
}
