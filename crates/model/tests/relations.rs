//! Relations as a person would expect them, on a small outdoor shop made by hand; and what holds for every shop.

use cobuy_catalogue::data::{ANONYMOUS, Catalogue, Details, Orders, Product};
use cobuy_catalogue::look::{Look, Shade};
use cobuy_catalogue::opinion::Opinion;
use cobuy_catalogue::progress::Silent;
use cobuy_model::relations::{
    Alike, NEXT, Relations, SIMILAR, Settings, Sources, UPGRADE, Viewed, Why, build,
};
use proptest::prelude::*;

const DAY_MS: i64 = 86_400_000;

/// Key, title, category, price in cents, properties.
const SHOP: [(&str, &str, &str, u64, &str); 14] = [
    ("brae", "Brae 2 dome tent", "Camp > Shelter", 9_900, "type=tent persons=2"),
    ("brae-plus", "Brae 2 Plus dome tent", "Camp > Shelter", 15_900, "type=tent persons=2"),
    ("ridge", "Ridge tunnel tent", "Camp > Shelter", 18_900, "type=tent persons=2"),
    ("bell", "Bell cotton tent", "Camp > Shelter", 62_900, "type=tent persons=6"),
    ("new-tent", "Fjord 3 dome tent", "Camp > Shelter", 12_900, "type=tent persons=3"),
    ("pegs", "Steel pegs", "Camp > Shelter", 900, "type=pegs"),
    ("sheet", "Footprint for tents", "Camp > Shelter", 2_900, "type=footprint"),
    ("wren", "Wren gas stove", "Camp > Kitchen", 2_990, "type=stove"),
    ("wren-piezo", "Wren Piezo gas stove", "Camp > Kitchen", 3_990, "type=stove"),
    ("gas", "Gas cartridge 230 g", "Camp > Kitchen", 695, "type=fuel"),
    ("gas-large", "Gas cartridge 450 g", "Camp > Kitchen", 1_095, "type=fuel"),
    ("pot", "Camp pot 1 l", "Camp > Kitchen", 2_290, "type=pot"),
    ("mug", "Enamel mug", "Camp > Kitchen", 1_190, "type=mug"),
    ("lamp", "Beam headlamp", "Camp > Light", 2_990, "type=lamp"),
];

fn catalogue() -> Catalogue {
    let property = |text: &str| {
        let (name, value) = text.split_once('=').expect("a property");
        (name.to_owned(), value.to_owned())
    };
    let mut products: Vec<Product> = SHOP
        .iter()
        .map(|(key, title, category, price, properties)| Product {
            key: (*key).to_owned(),
            title: (*title).to_owned(),
            category: (*category).to_owned(),
            price_minor: Some(*price),
            available: true,
            details: Details {
                attributes: properties.split(' ').map(property).collect(),
                ..Details::default()
            },
            ..Product::default()
        })
        .collect();
    products.sort_by(|a, b| a.key.cmp(&b.key));
    Catalogue { products }
}

fn number(catalogue: &Catalogue, key: &str) -> u32 {
    catalogue.products.binary_search_by(|product| product.key.as_str().cmp(key)).expect("a key of the shop")
        as u32
}

/// Orders of (day, customer, keys).
fn orders(catalogue: &Catalogue, mut list: Vec<(i64, u32, Vec<&str>)>) -> Orders {
    list.sort_by_key(|order| order.0);
    let mut orders = Orders { offsets: vec![0], ..Orders::default() };
    for (day, customer, keys) in list {
        let mut basket: Vec<u32> = keys.into_iter().map(|key| number(catalogue, key)).collect();
        basket.sort_unstable();
        orders.time_ms.push(day * DAY_MS);
        orders.customer.push(customer);
        orders.products.extend(basket);
        orders.offsets.push(orders.products.len() as u32);
    }
    orders
}

/// Two hundred customers. Every second buys tent and pegs; every fourth of those a stove three weeks later and another
/// tent later still, every stove is followed by gas, and gas by gas each six weeks.
fn history(catalogue: &Catalogue) -> Orders {
    let mut list = Vec::new();
    for customer in 0..200u32 {
        let day = i64::from(customer % 90);
        if customer % 2 == 0 {
            list.push((day, customer, vec!["brae", "pegs"]));
            if customer % 8 == 0 {
                list.push((day + 21, customer, vec!["wren"]));
                list.push((day + 60, customer, vec!["ridge"]));
            }
        } else {
            list.push((day, customer, vec![if customer % 4 == 1 { "wren" } else { "lamp" }, "mug"]));
            if customer % 4 == 1 {
                list.push((day + 10, customer, vec!["gas"]));
                list.push((day + 52, customer, vec!["gas", "pot"]));
            }
        }
    }
    // As many others, so that a follower of everything is not the follower of one thing.
    for customer in 200..600u32 {
        let day = i64::from(customer % 90);
        list.push((day, customer, vec!["lamp"]));
        list.push((day + 15, customer, vec!["sheet"]));
    }
    orders(catalogue, list)
}

fn related(catalogue: &Catalogue, orders: Option<&Orders>, settings: &Settings) -> Relations {
    build(&Sources { catalogue, orders, together: &[], viewed: None, sessions: None }, settings, &Silent)
        .expect("counts in memory")
}

fn keys<'c>(catalogue: &'c Catalogue, row: &[Alike]) -> Vec<&'c str> {
    row.iter().map(|alike| catalogue.products[alike.product as usize].key.as_str()).collect()
}

#[test]
fn tents_are_like_tents_and_a_new_one_too() {
    let shop = catalogue();
    let relations = related(&shop, None, &Settings::default());
    let check = |key: &str, expected: &[&str]| {
        let mut found = keys(&shop, &relations.similar[number(&shop, key) as usize]);
        found.sort_unstable();
        assert_eq!(found, expected, "{key}");
    };
    check("brae", &["bell", "brae-plus", "new-tent", "ridge"]);
    check("new-tent", &["bell", "brae", "brae-plus", "ridge"]);
    check("wren", &["wren-piezo"]);
    check("gas", &["gas-large"]);
    check("pegs", &[]);
    check("lamp", &[]);
    let nearest = relations.similar[number(&shop, "brae") as usize][0];
    assert_eq!(nearest.product, number(&shop, "brae-plus"));
    assert_eq!(nearest.why.0 & (Why::CATEGORY | Why::WORDS), Why::CATEGORY | Why::WORDS);
    assert!((nearest.price_ratio.unwrap() - 159.0 / 99.0).abs() < 1e-6);
}

#[test]
fn an_upgrade_is_better_and_not_merely_dearer() {
    let shop = catalogue();
    let check = |shop: &Catalogue, settings: &Settings, key: &str, expected: &[&str]| {
        let relations = related(shop, None, settings);
        assert_eq!(keys(shop, &relations.upgrade[number(shop, key) as usize]), expected, "{key}");
    };
    let default = Settings::default();
    // The ridge costs 1.9 times as much and shows nothing that is better.
    check(&shop, &default, "brae", &["brae-plus"]);
    check(&shop, &default, "wren", &["wren-piezo"]);
    check(&shop, &default, "gas", &["gas-large"]);
    check(&shop, &default, "brae-plus", &[]);
    check(&shop, &Settings { upgrade_ratio: (1.15, 1.5), ..default.clone() }, "brae", &[]);
    check(&shop, &Settings { upgrade_ratio: (1.0, 10.0), ..default.clone() }, "pegs", &[]);
    // With forty good reviews it is.
    let mut reviewed = shop.clone();
    for (key, rating) in [("brae", 380), ("ridge", 470)] {
        let details = &mut reviewed.products[number(&shop, key) as usize].details;
        (details.rating_hundredths, details.ratings) = (Some(rating), 40);
    }
    check(&reviewed, &default, "brae", &["brae-plus", "ridge"]);
    // What earns more comes first, if the shop wants it so; a nudge does not bring in what is no upgrade.
    reviewed.products[number(&shop, "ridge") as usize].details.margin_permille = Some(900);
    check(&reviewed, &default, "brae", &["brae-plus", "ridge"]);
    check(&reviewed, &Settings { margin_weight: 1.0, ..default }, "brae", &["ridge", "brae-plus"]);
}

#[test]
fn reviews_without_stars_make_upgrades_and_forbid_them() {
    let shop = catalogue();
    let upgrades = |received: &[(&str, u32, i32)], stars: Option<(&str, u16)>| -> Vec<String> {
        let mut reviewed = shop.clone();
        for (key, judged, balance) in received {
            let opinion =
                Opinion { texts: *judged, judged: *judged, balance: *balance, ..Opinion::default() };
            reviewed.products[number(&shop, key) as usize].details.opinion = Some(Box::new(opinion));
        }
        if let Some((key, rating)) = stars {
            let details = &mut reviewed.products[number(&shop, key) as usize].details;
            (details.rating_hundredths, details.ratings) = (Some(rating), 40);
        }
        let row = related(&reviewed, None, &Settings::default())
            .upgrade
            .swap_remove(number(&shop, "brae") as usize);
        keys(&reviewed, &row).into_iter().map(str::to_owned).collect()
    };
    assert_eq!(upgrades(&[("brae", 40, 10), ("ridge", 40, 35)], None), ["brae-plus", "ridge"]);
    // Too few to say so; and equally well received.
    assert_eq!(upgrades(&[("brae", 40, 10), ("ridge", 4, 4)], None), ["brae-plus"]);
    assert_eq!(upgrades(&[("brae", 40, 34), ("ridge", 40, 35)], None), ["brae-plus"]);
    // The Plus has all words of the title and more, and still is no upgrade where people are worse off with it.
    assert!(upgrades(&[("brae", 40, 35), ("brae-plus", 40, 10)], None).is_empty());
    assert!(upgrades(&[("brae-plus", 40, -30)], None).is_empty());
    assert!(upgrades(&[], Some(("brae-plus", 210))).is_empty());
    // Stars are compared with stars: those of one product say nothing beside the words of the other.
    assert_eq!(upgrades(&[("brae", 40, 40)], Some(("brae-plus", 400))), ["brae-plus"]);
}

#[test]
fn pictures_and_praise_order_what_is_similar() {
    let mut shop = catalogue();
    let place = |shop: &Catalogue| {
        let row =
            related(shop, None, &Settings::default()).similar.swap_remove(number(shop, "new-tent") as usize);
        let bell = row.iter().position(|alike| alike.product == number(shop, "bell")).expect("it is similar");
        (bell, row[bell].why.0 & Why::LOOKS)
    };
    fn at<'s>(shop: &'s mut Catalogue, key: &str) -> &'s mut Details {
        let product = number(shop, key) as usize;
        &mut shop.products[product].details
    }
    assert_eq!(place(&shop), (3, 0));
    let look = |lightness: i8, a: i8| {
        let shades = vec![Shade { lightness, a, b: 5, share: 90 }];
        Some(Box::new(Look { shades, ..Look::default() }))
    };
    for (key, colours) in
        [("new-tent", (50, 20)), ("bell", (52, 20)), ("brae", (85, -20)), ("ridge", (20, -2))]
    {
        at(&mut shop, key).look = look(colours.0, colours.1);
    }
    let (seen, looks) = place(&shop);
    assert!(seen < 3 && looks == Why::LOOKS, "{seen}");
    let mut themes = Opinion { texts: 20, ..Opinion::default() };
    themes.themes[0].affirmed = 15;
    for key in ["new-tent", "bell"] {
        at(&mut shop, key).opinion = Some(Box::new(themes));
    }
    themes.themes.swap(0, 9);
    for key in ["brae", "brae-plus", "ridge"] {
        at(&mut shop, key).opinion = Some(Box::new(themes));
    }
    assert!(place(&shop).0 <= seen);
}

#[test]
fn gas_is_bought_again_and_tents_bring_no_tents() {
    let shop = catalogue();
    let history = history(&shop);
    let relations = related(&shop, Some(&history), &Settings::default());
    let at = |key: &str| number(&shop, key) as usize;
    let again = relations.repurchase_days[at("gas")].expect("gas is used up");
    assert!((41.0..43.0).contains(&again), "{again}");
    assert_eq!(relations.repurchase_days[at("brae")], None);
    let next = |key: &str| -> Vec<&str> {
        let row = &relations.next[at(key)];
        row.iter().map(|follow| shop.products[follow.product as usize].key.as_str()).collect()
    };
    // Gas follows the stove; a tent is followed by the stove, and not by the tent that as many bought.
    assert_eq!(next("wren").first(), Some(&"gas"));
    assert_eq!(next("brae"), ["wren"]);
    let gas = relations.next[at("wren")][0];
    assert_eq!((gas.days, gas.share > 0.5, gas.lift > 1.0), (10.0, true, true));
}

#[test]
fn what_few_customers_do_is_not_published() {
    let shop = catalogue();
    let mut list: Vec<(i64, u32, Vec<&str>)> = (0..40).map(|customer| (0, customer, vec!["lamp"])).collect();
    list.extend((0..2).map(|customer| (30, customer, vec!["mug"])));
    list.extend((0..9).map(|_| (40, ANONYMOUS, vec!["lamp"])));
    let relations = related(&shop, Some(&orders(&shop, list)), &Settings::default());
    assert!(relations.next.iter().all(Vec::is_empty));
    assert!(relations.repurchase_days.iter().all(Option::is_none));
    assert_eq!(relations.next_calibration, None);
}

#[test]
fn what_is_off_or_not_given_has_no_rows() {
    let shop = catalogue();
    let off = Settings { similar: false, upgrade: false, next: false, ..Settings::default() };
    let relations = related(&shop, Some(&history(&shop)), &off);
    assert!(relations.similar.iter().chain(&relations.upgrade).all(Vec::is_empty));
    assert!(relations.next.is_empty() && relations.heaviest() == 0.0);
    assert!(related(&shop, None, &Settings::default()).next.is_empty());
}

#[test]
fn views_add_and_margin_tilts() {
    let mut shop = catalogue();
    let [lamp, mug] = ["lamp", "mug"].map(|key| number(&shop, key));
    let mut viewed = vec![Vec::new(); shop.products.len()];
    viewed[lamp as usize].push(Viewed { product: mug, share: 0.3 });
    let sources =
        Sources { catalogue: &shop, orders: None, together: &[], viewed: Some(&viewed), sessions: None };
    let row = build(&sources, &Settings::default(), &Silent)
        .expect("counts in memory")
        .similar
        .swap_remove(lamp as usize);
    assert_eq!(
        (keys(&shop, &row), row[0].viewed, row[0].why.0 & Why::VIEWED),
        (vec!["mug"], 0.3, Why::VIEWED)
    );

    let tilted = |shop: &Catalogue, margin_weight: f32| {
        let settings = Settings { margin_weight, ..Settings::default() };
        let row = related(shop, None, &settings).similar.swap_remove(number(shop, "new-tent") as usize);
        keys(shop, &row).iter().position(|key| *key == "bell").expect("it is similar")
    };
    let bell = number(&shop, "bell") as usize;
    shop.products[bell].details.margin_permille = Some(900);
    assert_eq!((tilted(&shop, 0.0), tilted(&shop, 1.0)), (3, 0));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let shop = catalogue();
    let history = history(&shop);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| related(&shop, Some(&history), &Settings::default()))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn positions_are_percentiles_of_the_category() {
    let shop = catalogue();
    let relations = related(&shop, None, &Settings::default());
    let at = |key: &str| relations.price_position[number(&shop, key) as usize];
    // Seven in the category: pegs the cheapest, the bell tent the dearest.
    assert_eq!((at("pegs"), at("bell")), (Some(7), Some(92)));
    // One lamp is no category; it counts among all fourteen products of the camp.
    assert_eq!(at("lamp"), Some(50));
}

fn any_product() -> impl Strategy<Value = Product> {
    let words = prop::collection::vec(
        prop::sample::select(vec!["red", "blue", "tent", "bag", "plus", "5", "l"]),
        0..5,
    );
    let category = prop::sample::select(vec!["", "A", "A > B", "C"]);
    (words, category, prop::option::of(1u64..500), prop::option::of(0u16..500)).prop_map(
        |(words, category, price, rating)| {
            let details = Details {
                rating_hundredths: rating,
                ratings: 9,
                brand: words.concat(),
                ..Details::default()
            };
            Product {
                title: words.join(" "),
                category: category.into(),
                price_minor: price,
                details,
                ..Product::default()
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Rows are in order, short, distinct, without the product itself, with weights above 0 and at most 1.
    #[test]
    fn every_shop_has_sound_rows(
        products in prop::collection::vec(any_product(), 1..30),
        list in prop::collection::vec((0i64..400, 0u32..6, prop::collection::vec(0u32..30, 1..5)), 0..60),
    ) {
        let shop = Catalogue { products };
        let mut orders = Orders { offsets: vec![0], ..Orders::default() };
        let mut list = list;
        list.sort();
        for (day, customer, mut basket) in list {
            basket.retain(|product| (*product as usize) < shop.products.len());
            basket.sort_unstable();
            basket.dedup();
            orders.time_ms.push(day * DAY_MS);
            orders.customer.push(customer);
            orders.products.extend(basket);
            orders.offsets.push(orders.products.len() as u32);
        }
        let settings = Settings { min_customers: 1, ..Settings::default() };
        let relations = related(&shop, Some(&orders), &settings);
        for (rows, limit) in [(&relations.similar, SIMILAR), (&relations.upgrade, UPGRADE)] {
            for (product, row) in (0u32..).zip(rows) {
                let all: Vec<(u32, f32)> = row.iter().map(|alike| (alike.product, alike.weight)).collect();
                prop_assert!(is_sound(product, &all, limit), "{product}: {row:?}");
            }
        }
        for (product, row) in (0u32..).zip(&relations.next) {
            let all: Vec<(u32, f32)> = row.iter().map(|follow| (follow.product, follow.weight)).collect();
            prop_assert!(is_sound(product, &all, NEXT), "{product}: {row:?}");
            prop_assert!(row.iter().all(|follow| follow.share <= 1.0 && follow.days >= 1.0 && follow.lift > 0.0));
        }
        let (least, most) = settings.upgrade_ratio;
        let dearer = |alike: &Alike| alike.price_ratio.is_some_and(|ratio| (least..=most).contains(&ratio));
        prop_assert!(relations.upgrade.iter().flatten().all(dearer));
    }
}

fn is_sound(product: u32, row: &[(u32, f32)], limit: usize) -> bool {
    let ordered =
        row.windows(2).all(|pair| pair[0].1 > pair[1].1 || (pair[0].1 == pair[1].1 && pair[0].0 < pair[1].0));
    let mut numbers: Vec<u32> = row.iter().map(|(other, _)| *other).collect();
    numbers.sort_unstable();
    numbers.dedup();
    row.len() <= limit
        && ordered
        && numbers.len() == row.len()
        && row.iter().all(|(other, weight)| *other != product && *weight > 0.0 && *weight <= 1.0)
}
