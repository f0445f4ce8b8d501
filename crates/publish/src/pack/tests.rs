//! What a build of a small shop holds, read as the browser reads it.

use cobuy_catalogue::progress::Silent;
use cobuy_engine::{Engine, Ranking, Request, Session, Store};
use cobuy_model::{self as model, Model};
use cobuy_options::{Opt, Options, Placement};
use cobuy_rules as rules;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::write::gzip;
use cobuy_snapshot::{Base, Relation, Shard};
use cobuy_testshop::{Shop, config};

use super::{BASE_BYTES, Contents, PackError, Place, Settings, WHOLE, places};
use crate::shop::Built;

fn with_contents(shop: &Shop, act: impl FnOnce(&Contents<'_>, &Model)) {
    let settings = shop.settings();
    let model =
        model::build(&shop.catalogue, &shop.evidence(), &model::Settings::default(), &Silent).unwrap();
    let newest = *shop.orders.time_ms.last().unwrap();
    act(&Contents::new(&shop.catalogue, &model, &settings, newest).unwrap(), &model);
}

#[test]
fn the_engine_ranks_what_was_packed() {
    let shop = Shop::new(120, 3_000);
    with_contents(&shop, |contents, model| {
        let base = contents.base(1).unwrap();
        let product = (0..120).find(|product| model.rows[*product].len() >= 6).unwrap();
        let key = &shop.catalogue.products[product].key;
        let shard = contents.shard(Place::of(key, 1), contents.as_of_ms).unwrap();
        let mut store = Store::default();
        store.add_base(&base).unwrap();
        store.add_shard(&shard).unwrap();
        let options = Options::preset(Placement::Protocol);
        let request = Request {
            placement: Placement::Protocol,
            options: &options,
            product: Some(key),
            session: &Session::default(),
            claimed: &[],
            host: cobuy_engine::Host { speaks_for_stock: true, ..cobuy_engine::Host::default() },
            month: None,
        };
        let mut ranking = Ranking::default();
        Engine::default().rank(&store, &request, &mut cobuy_engine::NoTrace, &mut ranking);
        let ranked: Vec<&str> =
            ranking.items.iter().filter_map(|ranked| store.card(ranked.item)).map(|card| card.key).collect();
        let expected = model.rows[product].iter().take(options.get(Opt::Limit) as usize);
        assert_eq!(ranked.len(), expected.clone().count());
        // Bytes may make two weights equal, which then go by key; the strongest stands alone here.
        assert_eq!(ranked[0], shop.catalogue.products[expected.clone().next().unwrap().product as usize].key);
        let strongest = ranking.items[0];
        assert_eq!((strongest.relation, strongest.figures.is_some()), (Relation::Together, true));
    });
}

#[test]
fn every_product_lies_in_its_shard_with_its_neighbours_cards() {
    let shop = Shop::new(120, 3_000);
    with_contents(&shop, |contents, model| {
        let mut found = 0;
        for place in places(&[1]) {
            let payload = contents.shard(place, 7).unwrap();
            let shard = Shard::open(&payload).unwrap();
            assert_eq!(
                (shard.head.as_of_ms.get(), shard.head.k, shard.head.prefix.get()),
                (7, 1, place.prefix)
            );
            for (number, product) in shop.catalogue.products.iter().enumerate() {
                if Place::of(&product.key, 1) != place {
                    continue;
                }
                found += 1;
                let item = shard.table.find(&product.key).unwrap();
                let card = shard.table.card(item).unwrap();
                assert_eq!(
                    (card.title, card.url, card.price_minor),
                    (product.title.as_str(), "", product.price_minor)
                );
                assert_eq!(card.has(flag::AVAILABLE), product.available);
                let row = shard.table.find_row(item, Relation::Together);
                assert_eq!(row.map_or(0, |row| row.len()), model.rows[number].len());
            }
        }
        assert_eq!(found, 120);
    });
}

#[test]
fn products_without_pairs_have_their_category() {
    let mut shop = Shop::new(120, 3_000);
    // A product that nobody bought, one without a title, and one in a category of its own.
    for (key, title, category) in
        [("unsold", "Unsold", "All > Kind 1"), ("untitled", "", "All"), ("zalone", "Alone", "Other")]
    {
        shop.catalogue.products.push(cobuy_catalogue::data::Product {
            key: key.into(),
            title: title.into(),
            category: category.into(),
            ..Default::default()
        });
    }
    with_contents(&shop, |contents, _| {
        let payload = contents.shard(WHOLE, 0).unwrap();
        let table = Shard::open(&payload).unwrap().table;
        let row = |key: &str, relation| {
            let row = table.find_row(table.find(key)?, relation)?;
            Some(
                row.neighbours().map(|neighbour| table.card(neighbour.item).unwrap().key).collect::<Vec<_>>(),
            )
        };
        let unsold = row("unsold", Relation::Popular).unwrap();
        assert!((6..=12).contains(&unsold.len()));
        assert_eq!(row("category:All > Kind 1", Relation::Popular).unwrap(), unsold);
        // What rises in a category is in the order in which it rises in the shop.
        let lists = contents.model.categories.iter().find(|lists| !lists.rising.is_empty()).unwrap();
        let risen: Vec<&str> = contents
            .shown(&lists.rising)
            .map(|p| contents.catalogue.products[p as usize].key.as_str())
            .collect();
        assert_eq!(row(&format!("category:{}", lists.path), Relation::Rising).unwrap(), risen);
        assert!(row("unsold", Relation::Together).is_none());
        assert!(row("zalone", Relation::Popular).is_none(), "nothing else in its category");
        let untitled = table.find("untitled").unwrap();
        assert_eq!(table.flags(untitled), flag::PSEUDO);
        assert!(row("untitled", Relation::Popular).is_some(), "its page still has a list");
        let counts = contents.counts();
        assert_eq!(
            (counts.products, counts.products_without_title, counts.products_without_row),
            (123, 1, 1)
        );
    });
}

#[test]
fn the_base_says_what_holds_for_the_shop() {
    let mut shop = Shop::new(300, 4_000);
    shop.config = config("[placements.pdp]\nlimit = 4\n[snapshot]\nrank_only = true");
    shop.config.catalog.country = Some("DE".into());
    with_contents(&shop, |contents, model| {
        let payload = contents.base(2).unwrap();
        let base = Base::open(&payload).unwrap();
        let head = base.head;
        assert_eq!((head.k, &head.currency, head.exponent, head.tax_display), (2, b"EUR", 2, 1));
        assert_eq!((head.products.get(), head.price_max_age_s.get()), (300, 86_400));
        assert_eq!(head.as_of_ms.get() as i64, *shop.orders.time_ms.last().unwrap());
        assert_eq!(base.table.text(head.country).unwrap(), "DE");
        assert_eq!(base.table.text(head.recipe).unwrap(), model.recipe.to_string());
        assert_eq!(base.options.len(), 1);
        assert_eq!(base.calibration(Relation::Together), Some(model.calibration));
        let shop_item = base.table.find("shop:").unwrap();
        let popular = base.table.find_row(shop_item, Relation::Popular).unwrap();
        assert_eq!(popular.len(), 12);
        assert!(popular.figures(0).is_none(), "rank only");
        assert!(gzip::compress(&payload).len() <= BASE_BYTES);
    });
}

#[test]
fn rules_come_on_top_of_the_base() {
    let mut shop = Shop::new(300, 4_000);
    shop.config = config(
        "[[rule]]\nid = 'a'\npin = ['product-00200', 'product-00007']\n\
         [[rule]]\nid = 'b'\nboost = 50\nshow = { category = 'All > Kind 3', same_brand = true }\n\
         [[bundle]]\nid = 'c'\nproducts = ['product-00001', 'product-00002']\npercent = 20\n",
    );
    let rules = |shop: &Shop| {
        let currency = shop.config.catalog.currency;
        let about = rules::Shop { catalogue: Some(&shop.catalogue), currency, locale: "en", now_ms: 0 };
        rules::compile(&shop.config, &about).0
    };
    let settings = Settings { rules: rules(&shop), ..shop.settings() };
    let model =
        model::build(&shop.catalogue, &shop.evidence(), &model::Settings::default(), &Silent).unwrap();
    let contents = Contents::new(&shop.catalogue, &model, &settings, 0).unwrap();
    let payload = contents.base(1).unwrap();
    let base = Base::open(&payload).unwrap();
    assert_eq!((base.rules.rules.len(), base.rules.bundles.len()), (2, 1));
    let row = |key: &str| {
        let row = base.table.find_row(base.table.find(key).unwrap(), Relation::Popular).unwrap();
        row.neighbours().map(|it| base.table.card(it.item).unwrap().key.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(row("rule:a"), ["product-00200", "product-00007"]);
    assert_eq!(row("bundle:c"), ["product-00001", "product-00002"]);
    let shard = contents.shard(WHOLE, 0).unwrap();
    let table = Shard::open(&shard).unwrap().table;
    let of_kind_3 = (0..table.len() as u16).filter(|item| table.sets(*item) & 1 != 0);
    let keys: Vec<&str> = of_kind_3.map(|item| table.card(item).unwrap().key).collect();
    assert_eq!((keys.len(), keys[0]), (20, "product-00060"));

    let noise = |at: u32| format!("{:x}", u64::from(at).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let lines = |at: u32| {
        format!(
            "[[rule]]\nid = 'r{at}'\nmessage = '{}'\n",
            (0..8).map(|i| noise(8 * at + i)).collect::<String>()
        )
    };
    shop.config = config(&(0..200).map(lines).collect::<String>());
    let settings = Settings { rules: rules(&shop), ..shop.settings() };
    let contents = Contents::new(&shop.catalogue, &model, &settings, 0).unwrap();
    let error = contents.base(1).expect_err("is too large").to_string();
    assert!(error.contains("at most 8192 are allowed") && error.contains("shorten messages"), "{error}");
}

#[test]
fn long_cards_leave_room_in_the_base() {
    let mut shop = Shop::new(300, 4_000);
    for (number, product) in shop.catalogue.products.iter_mut().enumerate() {
        let noise: String = (0..40u64)
            .map(|i| format!("{:x}", (number as u64 + i * 977).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
            .collect();
        product.image = format!("https://cdn.example/{noise}.jpg");
    }
    with_contents(&shop, |contents, _| {
        let payload = contents.base(0).unwrap();
        assert!(gzip::compress(&payload).len() <= BASE_BYTES);
        let table = Base::open(&payload).unwrap().table;
        let listed =
            table.find_row(table.find("shop:").unwrap(), Relation::Popular).map_or(0, |row| row.len());
        assert!((1..12).contains(&listed), "{listed} products fit");
    });
}

#[test]
fn keys_that_name_lists_are_refused() {
    let mut shop = Shop::new(40, 500);
    let settings = shop.settings();
    let model =
        model::build(&shop.catalogue, &shop.evidence(), &model::Settings::default(), &Silent).unwrap();
    for key in ["shop:", "category:All", "rule:a", "bundle:a"] {
        shop.catalogue.products[0].key = key.into();
        let error = Contents::new(&shop.catalogue, &model, &settings, 0).expect_err("is reserved");
        assert!(matches!(error, PackError::ReservedKey { .. }), "{error}");
    }
}

#[test]
fn texts_that_do_not_fit_are_errors_with_their_product() {
    let mut shop = Shop::new(40, 500);
    shop.catalogue.products[5].unit_price = "x".repeat(300);
    with_contents(&shop, |contents, _| {
        let error = contents.shard(WHOLE, 0).expect_err("does not fit").to_string();
        assert!(
            error.starts_with("s/all.bin: product product-00005: its unit price has 300 bytes"),
            "{error}"
        );
    });
}
