//! What was written is read back: arbitrary shops, all widths of item numbers, every field.

use cobuy_snapshot::records::flag;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::file::{self, ShardInfo};
use cobuy_snapshot::write::gzip;
use cobuy_snapshot::write::table::{Item, Neighbour, Row};
use cobuy_snapshot::{Base, MAX_NEIGHBOURS, Relation, Season, Shard, Table, verify};
use cobuy_testkit::{read, sample};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::collections::BTreeMap;

/// A product before it is written; texts are owned here and lent to the writer.
#[derive(Debug, Clone)]
struct Product {
    texts: [String; 5],
    category: String,
    price_minor: Option<u64>,
    flags: u16,
    variants: u16,
    repurchase: u8,
    price_position: Option<u8>,
}

/// A shop of `size` products: texts and facts are taken in turn from small arbitrary pools, so that large shops are
/// as arbitrary as small ones and quickly made. Every seventh item is a list without a card.
#[derive(Debug, Clone)]
struct Shop {
    size: usize,
    products: Vec<Product>,
    neighbours: Vec<(u8, Figures, Option<Season>)>,
    rank_only: bool,
}

impl Shop {
    fn product(&self, i: usize) -> &Product {
        &self.products[i % self.products.len()]
    }

    /// Keys must differ: the number makes them so, in front for half of them, so that the order is not the number's.
    fn keys(&self) -> Vec<String> {
        let key = |i: usize| {
            let text = self.cut(&self.product(i).texts[0]);
            if i.is_multiple_of(2) { format!("{text}{i}") } else { format!("{i}{text}") }
        };
        (0..self.size).map(key).collect()
    }

    /// Large shops have short texts and rows, so that they stay below the limit of bytes and quick to check.
    fn cut<'a>(&self, text: &'a str) -> &'a str {
        let most = if self.size > 1_000 { 4 } else { usize::MAX };
        text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end])
    }

    fn is_list(i: usize) -> bool {
        i % 7 == 6
    }

    fn items<'a>(&'a self, keys: &'a [String]) -> Vec<Item<'a>> {
        let item = |(i, key): (usize, &'a String)| {
            let product = self.product(i);
            let [_, title, url, image, unit_price] = product.texts.each_ref().map(|text| self.cut(text));
            let (title, own) = if Self::is_list(i) { ("", flag::PSEUDO) } else { (title, 0) };
            let title = if own == 0 && title.is_empty() { "untitled" } else { title };
            let Product { category, price_minor, variants, repurchase, price_position, .. } = product;
            Item {
                key,
                title,
                url,
                image,
                unit_price,
                category,
                price_minor: *price_minor,
                flags: product.flags & !flag::PSEUDO | own,
                variants: *variants,
                repurchase: *repurchase,
                price_position: *price_position,
                sets: product.price_minor.map_or(0, |price| price.rotate_left(u32::from(*variants))),
                brand: u32::from(*variants) % 3,
                prior_price_minor: price_minor.filter(|price| price % 3 == 0),
                raised_ms: price_minor.filter(|price| price % 5 == 0),
                attributes: if variants % 4 == 0 { unit_price } else { "" },
            }
        };
        keys.iter().enumerate().map(item).collect()
    }

    /// For each item up to two rows; the neighbours are the products after it, all different.
    fn rows<'a>(&'a self, keys: &'a [String]) -> Vec<Row<'a>> {
        let row = |i: usize| {
            let (_, first, _) = self.neighbours[i % self.neighbours.len()];
            let most = if self.size > 1_000 { 8 } else { MAX_NEIGHBOURS };
            let count = 1 + (usize::from(first.lift) + i) % most;
            let after = (1..self.size).map(|step| (i + step) % self.size).filter(|j| !Self::is_list(*j));
            let neighbours = after
                .take(count)
                .map(|j| {
                    let (weight, figures, season) = self.neighbours[(i + j) % self.neighbours.len()];
                    Neighbour { key: keys[j].as_str(), weight, figures, season }
                })
                .collect();
            let relation = Relation::ALL[(i + usize::from(first.reverse)) % Relation::ALL.len()];
            Row { key: &keys[i], relation, scale: 1 + (i * 31) as u16, neighbours }
        };
        (0..self.size).filter(|i| i % 3 != 1).map(row).collect()
    }
}

fn text(most: usize) -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        proptest::collection::vec(any::<char>(), 0..most).prop_map(|letters| letters.into_iter().collect()),
    ]
}

fn product() -> impl Strategy<Value = Product> {
    let texts =
        (text(30), text(60), text(60), text(60), text(20)).prop_map(|(a, b, c, d, e)| [a, b, c, d, e]);
    let category = prop_oneof![Just(String::new()), text(30), Just("Camp > Sleep".into())];
    // Often none of a shop's products has them, and their planes are left out.
    let planes = prop_oneof![
        3 => Just((0, None)),
        1 => (any::<u8>(), proptest::option::of(0..=100u8)),
    ];
    (texts, category, any::<Option<u64>>(), any::<u16>(), any::<u16>(), planes).prop_map(
        |(texts, category, price_minor, flags, variants, (repurchase, price_position))| Product {
            texts,
            category,
            price_minor,
            flags,
            variants,
            repurchase,
            price_position,
        },
    )
}

fn shop() -> impl Strategy<Value = Shop> {
    // Item numbers take 8 bits up to 256 items, 12 up to 4,096, 16 above: around and across both steps.
    let size = prop_oneof![20 => 0..80usize, 4 => 250..262usize, 1 => 4_094..4_099usize];
    let figures =
        any::<[u8; 3]>().prop_map(|[confidence, reverse, lift]| Figures { confidence, reverse, lift });
    // Most pairs are bought all year, and in most shops all are.
    let season = (1..0xfffu16, 0..16u8).prop_map(|(months, boost)| Season::new(months, boost));
    let season = prop_oneof![3 => Just(None), 1 => season.prop_map(Some)];
    let neighbours = proptest::collection::vec((1..=u8::MAX, figures, season), 1..40);
    (size, proptest::collection::vec(product(), 1..30), neighbours, any::<bool>())
        .prop_map(|(size, products, neighbours, rank_only)| Shop { size, products, neighbours, rank_only })
}

/// Every item and row is found and says what was written.
fn check(table: &Table<'_>, items: &[Item<'_>], rows: &[Row<'_>], rank_only: bool) {
    assert_eq!(table.len(), items.len());
    let sorted: BTreeMap<&str, &Item<'_>> = items.iter().map(|item| (item.key, item)).collect();
    for (number, (key, item)) in sorted.iter().enumerate() {
        let number = number as u16;
        assert_eq!(table.find(key), Some(number));
        assert_eq!(table.key_bytes(number), key.as_bytes());
        let card = table.card(number).expect("a written card reads");
        let written = (item.key, item.title, item.url, item.image, item.unit_price, item.price_minor);
        assert_eq!((card.key, card.title, card.url, card.image, card.unit_price, card.price_minor), written);
        assert_eq!(card.has(flag::PRICE), item.price_minor.is_some());
        assert_eq!(card.flags & !flag::PRICE, item.flags & !flag::PRICE);
        assert_eq!(u16::from(card.variants), item.variants.min(255));
        assert_eq!(table.repurchase(number), item.repurchase);
        assert_eq!(table.price_position(number), item.price_position);
        let category = table.category(number).expect("a written category reads");
        assert_eq!(category.unwrap_or_default(), item.category);
    }
    let full: Vec<_> = rows.iter().filter(|row| !row.neighbours.is_empty()).collect();
    assert_eq!(table.row_count(), full.len());
    full.iter().for_each(|row| check_row(table, row, rank_only));
}

fn check_row(table: &Table<'_>, row: &Row<'_>, rank_only: bool) {
    let item = table.find(row.key).expect("the row's item is there");
    let found = table.find_row(item, row.relation).expect("a written row is found");
    let read: Vec<_> = found
        .neighbours()
        .enumerate()
        .map(|(i, neighbour)| {
            (table.key_bytes(neighbour.item), neighbour.weight, found.figures(i), found.season(i))
        })
        .collect();
    let mut written: Vec<_> = row
        .neighbours
        .iter()
        .map(|n| (n.key.as_bytes(), n.weight, (!rank_only).then_some(n.figures), n.season))
        .collect();
    written.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    assert_eq!((found.item, found.relation, found.scale), (item, row.relation, row.scale));
    assert_eq!(read, written);
}

proptest! {
    // A fixed seed: the same run every time. Exploring is the fuzz target's part.
    #![proptest_config(ProptestConfig { cases: 32, max_shrink_iters: 64, rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_reads_back(shop in shop()) {
        let keys = shop.keys();
        let (items, rows) = (shop.items(&keys), shop.rows(&keys));
        let info = ShardInfo { rank_only: shop.rank_only, ..sample::shard_info() };
        let payload = file::shard(&info, &items, &rows).expect("an allowed shop can be written");
        let shard = Shard::open(&payload).expect("what was written opens");
        check(&shard.table, &items, &rows, shop.rank_only);
        prop_assert!(read::everything(&payload).shard);
        prop_assert!(gzip::inflate(&gzip::compress(&payload)).is_ok_and(|inflated| inflated == payload));
        // The order in which items and rows are given does not show.
        let (mut items, mut rows) = (items, rows);
        items.reverse();
        rows.reverse();
        prop_assert!(file::shard(&info, &items, &rows).is_ok_and(|again| again == payload));
    }
}

#[test]
fn the_sample_reads_back() {
    let (shard, base) = (sample::shard(), sample::base());
    let shard = Shard::open(&shard).expect("the sample opens");
    check(&shard.table, &sample::items(), &sample::rows(), false);
    let info = sample::shard_info();
    let head = shard.head;
    assert_eq!(
        (head.as_of_ms.get(), head.prefix.get(), head.k, head.weight_exponent),
        (info.as_of_ms, info.prefix, info.k, info.weight_exponent)
    );
    assert_eq!(shard.table.text(head.url_template), Ok(info.url_template));
    assert_eq!(shard.table.text(head.image_template), Ok(info.image_template));
    let base = Base::open(&base).expect("the sample opens");
    assert_eq!(verify::base(&base), Ok(()));
    check(&base.table, &sample::items(), &sample::rows(), false);
    check_base(&base);
}

fn check_base(base: &Base<'_>) {
    let (info, head) = (sample::base_info(), base.head);
    assert_eq!((head.generation, head.currency), (info.generation, info.currency));
    assert_eq!((head.as_of_ms.get(), head.prices_as_of_ms.get()), (info.as_of_ms, info.prices_as_of_ms));
    assert_eq!((head.price_max_age_s.get(), head.products.get()), (info.price_max_age_s, info.products));
    assert_eq!((head.k, head.weight_exponent), (info.k, info.weight_exponent));
    assert_eq!((head.exponent, head.tax_display), (info.exponent, info.tax_display));
    assert_eq!((head.popular_share.get(), head.holdout_hr6.get()), (info.popular_share, info.holdout_hr6));
    let texts =
        [head.locale, head.country, head.customer_group, head.recipe, head.url_template, head.image_template];
    let written =
        [info.locale, info.country, info.customer_group, info.recipe, info.url_template, info.image_template];
    for (reference, text) in texts.iter().zip(written) {
        assert_eq!(base.table.text(*reference), Ok(text));
    }
    assert_eq!(base.options, info.options);
    let decay = |age| info.decay.get(age).copied().unwrap_or(23_888);
    (0..6)
        .for_each(|age| assert_eq!(base.decay(age), decay(age), "the last factor holds for all older ages"));
    for (relation, knots) in info.calibration {
        assert_eq!(base.calibration(relation), Some(knots));
    }
    assert_eq!(base.calibration(Relation::Upgrade), None);
}

#[test]
fn appended_planes_are_left_out_where_they_say_nothing() {
    let item = |repurchase, price_position| Item {
        key: "tent",
        title: "Tent",
        repurchase,
        price_position,
        ..Item::default()
    };
    let bytes = |item| file::shard(&sample::shard_info(), &[item], &[]).expect("it can be written").len();
    let none = bytes(item(0, None));
    assert_eq!(bytes(item(78, None)), none + 1);
    assert_eq!(bytes(item(0, Some(0))), none + 2, "planes are known by their position");
    assert_eq!(bytes(item(78, Some(250))), none + 2);
    let payload = file::shard(&sample::shard_info(), &[item(78, Some(250))], &[]).expect("it can be written");
    let table = Shard::open(&payload).expect("it opens").table;
    assert_eq!((table.repurchase(0), table.price_position(0)), (78, Some(100)));
    assert_eq!((table.repurchase(1), table.price_position(1)), (0, None));
}

#[test]
fn a_season_costs_its_record_and_a_shop_without_any_nothing() {
    let rows = sample::rows();
    let plain = file::shard(&sample::shard_info(), &sample::items(), &rows).expect("it can be written");
    assert_eq!(plain, sample::shard());
    let seasons =
        sample::seasonal_rows().iter().flat_map(|row| &row.neighbours).filter(|n| n.season.is_some()).count();
    assert!(seasons > 10);
    let seasonal = sample::seasonal();
    assert_eq!(seasonal.len(), plain.len() + 12 + 6 * seasons);
    let shard = Shard::open(&seasonal).expect("the sample opens");
    check(&shard.table, &sample::items(), &sample::seasonal_rows(), false);
    assert!(read::everything(&seasonal).shard);
}

#[test]
fn a_shop_without_anything_is_a_file() {
    let payload = file::shard(&ShardInfo::default(), &[], &[]).expect("an empty shard can be written");
    let shard = Shard::open(&payload).expect("an empty shard opens");
    assert!(shard.table.is_empty() && shard.table.row_count() == 0 && shard.table.find("tent").is_none());
    assert!(read::everything(&payload).shard);
}
