//! A small shop with one of everything, and arbitrary shops.

use cobuy_snapshot::quant::{KNOTS, Knot};
use cobuy_snapshot::records::{OptionRecord, flag};
use cobuy_snapshot::rules::{ANY, Action, Condition};
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::file::{self, BaseInfo, ShardInfo};
use cobuy_snapshot::write::rules::{ActionInfo, BundleInfo, ConditionInfo, RuleInfo};
use cobuy_snapshot::write::table::{Item, Neighbour, Row};
use cobuy_snapshot::{Relation, Season};

/// Keys of the sample's products; unsorted, one with letters outside ASCII.
pub const KEYS: [&str; 12] =
    ["tent", "pegs", "mallet", "lantern", "mat", "stove", "gas", "cup", "thé-vert", "rope", "axe", "map"];

/// Titles beside [`KEYS`].
const TITLES: [&str; 12] = [
    "Tent for two",
    "Steel pegs, 12",
    "Rubber mallet",
    "Lantern",
    "Sleeping mat",
    "Gas stove",
    "Gas cartridge 230 g",
    "Enamel cup",
    "Thé vert, 100 g",
    "Rope 20 m",
    "Hatchet",
    "Map of the hills",
];

/// Items of the sample: products with and without price, category, address, picture and unit price, and a list.
pub fn items() -> Vec<Item<'static>> {
    let mut items: Vec<Item<'static>> = KEYS.iter().zip(TITLES).enumerate().map(product).collect();
    items.push(Item { key: "category:Camp > Sleep", flags: flag::PSEUDO, ..Item::default() });
    items
}

fn product((i, (key, title)): (usize, (&&'static str, &'static str))) -> Item<'static> {
    let choose = if i % 4 == 0 { flag::CHOOSE | flag::PRICE_FROM } else { 0 };
    Item {
        key,
        title,
        url: if i == 3 { "/lights/lantern" } else { "" },
        image: if i == 3 { "https://img.example/l.webp" } else { "" },
        unit_price: if i == 8 { "4,50 €/100 g" } else { "" },
        category: ["Camp > Sleep", "Camp > Cook", ""][i % 3],
        price_minor: (i != 11).then_some(450 + 1_250 * i as u64),
        flags: if i == 5 { 0 } else { flag::AVAILABLE } | choose,
        variants: if i == 4 { 300 } else { 1 + (i % 4) as u16 },
        ..Item::default()
    }
}

/// Rows of the sample: bought together for every product, similar for some, popular for the list.
pub fn rows() -> Vec<Row<'static>> {
    let mut rows: Vec<Row<'static>> =
        (0..KEYS.len()).map(|i| row(KEYS[i], Relation::Together, i, 5)).collect();
    rows.extend((0..4).map(|i| row(KEYS[i], Relation::Similar, i + 5, 2)));
    rows.push(row("category:Camp > Sleep", Relation::Popular, 3, 6));
    rows
}

/// A row with `count` neighbours after number `from`.
fn row(key: &'static str, relation: Relation, from: usize, count: usize) -> Row<'static> {
    let neighbour = |i: usize| Neighbour {
        key: KEYS[(from + i) % KEYS.len()],
        weight: (255 - 40 * i) as u8,
        figures: Figures {
            confidence: (120 - 20 * i) as u8,
            reverse: (60 + i) as u8,
            lift: (90 + 7 * i) as u8,
        },
        season: None,
    };
    Row { key, relation, scale: 1_000 + 311 * from as u16, neighbours: (1..=count).map(neighbour).collect() }
}

/// The same rows with seasons: each fourth neighbour counts in some months.
pub fn seasonal_rows() -> Vec<Row<'static>> {
    let mut rows = rows();
    for (i, neighbour) in rows.iter_mut().flat_map(|row| &mut row.neighbours).enumerate() {
        neighbour.season =
            i.is_multiple_of(4).then(|| Season::new(0b1100_0000_0001 << (i % 3) | 1, i as u8 % 16));
    }
    rows
}

/// Payload of the sample shard with seasons.
pub fn seasonal() -> Vec<u8> {
    file::shard(&shard_info(), &items(), &seasonal_rows()).expect("the sample can be written")
}

/// What stands beside the table in the sample shard.
pub fn shard_info() -> ShardInfo<'static> {
    ShardInfo {
        as_of_ms: 1_320_000_000_000,
        prefix: 0x9e,
        k: 2,
        weight_exponent: -2,
        url_template: "/p/{key}",
        image_template: "/img/{key}.webp",
        rank_only: false,
    }
}

/// What stands beside the table in the sample base.
pub fn base_info() -> BaseInfo<'static> {
    let knot = |i: usize| Knot { score: 100 * i as u32, share: (900 * i) as u16 };
    BaseInfo {
        generation: *b"0123456789abcdef",
        as_of_ms: 1_320_000_000_000,
        prices_as_of_ms: 1_320_000_100_000,
        price_max_age_s: 86_400,
        products: 12,
        k: 2,
        weight_exponent: -2,
        currency: *b"EUR",
        exponent: 2,
        tax_display: 1,
        popular_share: 2_000,
        holdout_hr6: 12_345,
        locale: "fr-FR",
        country: "FR",
        customer_group: "",
        recipe: "B λ=30",
        url_template: "/p/{key}",
        image_template: "/img/{key}.webp",
        rank_only: false,
        decay: vec![32_768, 29_491, 26_542, 23_888],
        calibration: vec![
            (Relation::Together, std::array::from_fn::<Knot, KNOTS, _>(knot)),
            (Relation::Similar, std::array::from_fn::<Knot, KNOTS, _>(|i| knot(i / 2))),
        ],
        options: vec![OptionRecord { placement: 0, option: 2, value: (-7).into() }],
        ..BaseInfo::default()
    }
}

/// Rules with every kind of condition and action, and two bundles.
pub fn rules() -> (Vec<RuleInfo>, Vec<BundleInfo>) {
    let condition = |(i, kind): (usize, &Condition)| ConditionInfo {
        set: i as u8,
        not: i % 2 == 1,
        low: -(i as i64),
        high: i as i64 * 1_000,
        text: format!("fact {i}"),
        ..ConditionInfo::new(*kind)
    };
    let action = |(i, kind): (usize, &Action)| ActionInfo {
        set: if i % 3 == 0 { ANY } else { i as u8 },
        versus: i as u8,
        dearer_percent: 30,
        value: i as i32 - 3,
        text: format!("words {i}"),
        ..ActionInfo::new(*kind)
    };
    let rule = |id: &str, conditions: Vec<ConditionInfo>, actions| RuleInfo {
        id: id.into(),
        placements: 0b101,
        group: conditions.len() as u8,
        from_ms: 1_000,
        until_ms: 2_000,
        conditions,
        actions,
    };
    let conditions = Condition::ALL.iter().enumerate().map(condition).collect();
    let actions = Action::ALL.iter().enumerate().map(action).collect();
    let bundle = |id: &str, percent| BundleInfo {
        id: id.into(),
        percent,
        code: "SET20".into(),
        title: "The set".into(),
        from_ms: 0,
        until_ms: u64::MAX,
    };
    let rules = vec![rule("always", Vec::new(), Vec::new()), rule("everything", conditions, actions)];
    (rules, vec![bundle("camp", 20), bundle("", 15)])
}

/// The sample's products with everything that few have.
pub fn rich_items() -> Vec<Item<'static>> {
    let mut items = items();
    for (i, item) in items.iter_mut().enumerate() {
        item.sets = 1 << (i % 12) | 1;
        item.brand = i as u32 * 70_000 % 250_000;
        item.prior_price_minor = (i % 4 == 1).then_some(99_900 + i as u64);
        item.raised_ms = (i % 5 == 2).then_some(1_310_000_000_000 + i as u64);
        item.attributes = if i % 6 == 3 { "weight=1.2 kg\nseason=3" } else { "" };
    }
    items
}

/// Payload of the sample base with rules.
pub fn ruled() -> Vec<u8> {
    let (rules, bundles) = rules();
    let info = BaseInfo { rules: &rules, bundles: &bundles, ..base_info() };
    file::base(&info, &rich_items(), &rows()).expect("the sample can be written")
}

/// Payload of the sample shard.
pub fn shard() -> Vec<u8> {
    file::shard(&shard_info(), &items(), &rows()).expect("the sample can be written")
}

/// Payload of the sample base.
pub fn base() -> Vec<u8> {
    file::base(&base_info(), &items(), &rows()).expect("the sample can be written")
}
