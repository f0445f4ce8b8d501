//! Rules of cross-selling as merchants say them ("if the cart is worth 75 to 95, show what brings it above 100"), under the
//! names of the command's templates and in the records that it makes of them. Amounts are cents.

use crate::market::{
    ASKED, Market, TENT, at, by, check, good, in_set, live, named, of_sets, on_set, priced, rule, versus,
    within, words,
};
use crate::shop::Ask;
use cobuy_engine::{Live, Placement, Session};
use cobuy_options::Opt;
use cobuy_snapshot::Relation;
use cobuy_snapshot::rules::versus as be;
use cobuy_snapshot::rules::{Action, Condition};
use cobuy_snapshot::write::rules::{ActionInfo, ConditionInfo, RuleInfo};
use cobuy_snapshot::write::table::Item;

const MANY: i64 = i64::MAX;

/// What a test changes of a session.
type Change = fn(&mut Session);

/// A template: what it waits for and does, and where.
fn template(
    name: &str,
    placements: &[Placement],
    conditions: Vec<ConditionInfo>,
    actions: Vec<ActionInfo>,
) -> RuleInfo {
    let everywhere = [
        Placement::Pdp,
        Placement::Cart,
        Placement::AddToCart,
        Placement::Checkout,
        Placement::ThankYou,
        Placement::Home,
        Placement::Category,
    ];
    let placements = at(if placements.is_empty() { &everywhere } else { placements });
    RuleInfo { placements, ..rule(name, conditions, actions) }
}

fn first(relation: Relation) -> ActionInfo {
    by(Action::Strategy, relation.number().into())
}

/// Products of one set, so much more.
fn boost(set: u8, percent: i32) -> ActionInfo {
    ActionInfo { value: percent, ..on_set(Action::Boost, set) }
}

/// A shop of tents: what goes with one, what could be bought instead, what is better.
fn tents() -> Market<'static> {
    let kind = |key, price_minor| Item { category: "Tents", price_minor: Some(price_minor), ..good(key) };
    let row = |relation, keys: &[(&'static str, u8)]| ("tent", relation, keys.to_vec());
    Market {
        items: vec![
            kind("tent", 20_000),
            kind("tarp", 9_000),
            kind("hut", 25_000),
            kind("yurt", 15_000),
            kind("palace", 40_000),
            priced("pegs", 600),
            priced("mat", 2_500),
            of_sets("lamp", 1),
        ],
        rows: vec![
            row(Relation::Together, &[("mat", 200), ("pegs", 150), ("lamp", 120)]),
            row(Relation::Similar, &[("hut", 200), ("tarp", 160), ("yurt", 120)]),
            row(Relation::Upgrade, &[("palace", 90)]),
        ],
        popular: vec![("stove", 200), ("mug", 180), ("lamp", 150)],
        ..Market::default()
    }
}

/// A cart of 75 to 95 → what brings it above 100.
#[test]
fn reach_free_shipping() {
    let reach = ActionInfo { high: 10_000, ..ActionInfo::new(Action::Reach) };
    let message = words(Action::Message, "{gap} more and delivery is free");
    let value = vec![within(Condition::CartValue, 7_500, 9_500)];
    let shop = tents().with(template("reach-free-shipping", &[Placement::Cart], value, vec![reach, message]));
    let cart = |change: fn(&mut Session)| Ask {
        placement: Placement::Cart,
        product: None,
        cart: &["tent"],
        change,
        ..ASKED
    };
    // Of 15.00 only the mat is not too little.
    check(&shop, &cart(|session| session.cart_value_minor = Some(8_500)), "mat pegs lamp");
    // 10.00 are the lamp's price, 6.00 the pegs', 5.00 something less than them.
    check(&shop, &cart(|session| session.cart_value_minor = Some(9_000)), "lamp mat pegs");
    check(&shop, &cart(|session| session.cart_value_minor = Some(9_400)), "pegs mat lamp");
    check(&shop, &cart(|session| session.cart_value_minor = Some(9_500)), "pegs mat lamp");
    for change in [
        |session: &mut Session| session.cart_value_minor = Some(9_501),
        |session: &mut Session| session.cart_value_minor = Some(7_499),
        |session: &mut Session| session.cart_value_minor = None,
    ] {
        check(&shop, &cart(change), "mat pegs lamp");
    }
    let page = |session: &mut Session| session.cart_value_minor = Some(9_400);
    check(&shop, &Ask { change: page, ..TENT }, "mat pegs lamp");
}

/// A cart over a threshold → the premium set.
#[test]
fn cart_over_threshold() {
    let mut shop = tents().pins("cart-over-threshold", 1, &["camp-set"]);
    shop.rules[0] = template(
        "cart-over-threshold",
        &[Placement::Cart],
        vec![within(Condition::CartValue, 20_000, MANY)],
        vec![by(Action::Pin, 1), first(Relation::Upgrade)],
    );
    let cart = Ask { placement: Placement::Cart, cart: &["tent"], ..ASKED };
    let rich = |session: &mut Session| session.cart_value_minor = Some(20_000);
    let poor = |session: &mut Session| session.cart_value_minor = Some(19_999);
    check(&shop, &Ask { change: rich, ..cart.clone() }, "camp-set palace");
    check(&shop, &Ask { change: poor, ..cart }, "mat pegs lamp");
}

/// The last purchase was an accessory → what fits it.
#[test]
fn accessory_add_ons() {
    let mut shop = tents().with(template(
        "accessory-add-ons",
        &[Placement::Home, Placement::Category, Placement::Pdp, Placement::Cart],
        vec![in_set(Condition::LastPurchase, 1)],
        vec![boost(0, 100)],
    ));
    shop.items.extend([of_sets("wick", 2), of_sets("rug", 0)]);
    shop.popular.push(("rug", 90));
    let home = Ask { placement: Placement::Home, ..ASKED };
    // The shop's list knows the wick as the last one.
    shop.popular.push(("wick", 1));
    check(&shop, &Ask { purchases: &["wick", "rug"], ..home.clone() }, "lamp stove mug");
    check(&shop, &Ask { purchases: &["rug", "wick"], ..home.clone() }, "stove mug lamp");
    check(&shop, &home, "stove mug lamp rug wick");
}

/// Few are left → cheaper ones that could be bought instead.
#[test]
fn low_stock_alternatives() {
    let shop = tents().with(template(
        "low-stock-alternatives",
        &[Placement::Pdp],
        vec![within(Condition::ViewedStock, i64::MIN, 5)],
        vec![ActionInfo { value: 50, ..versus(Action::Boost, be::CHEAPER) }, first(Relation::Similar)],
    ));
    let left = |pieces| [Live { left: Some(pieces), ..live("tent", Some(20_000)) }];
    check(&shop, &Ask { live: &left(5), ..TENT }, "tarp hut yurt");
    check(&shop, &Ask { live: &left(6), ..TENT }, "mat pegs lamp");
    check(&shop, &TENT, "mat pegs lamp");
}

/// Several similar products were looked at → the better one.
#[test]
fn premium_alternative() {
    let shop = tents().with(template(
        "premium-alternative",
        &[Placement::Pdp],
        vec![within(Condition::SimilarViewed, 3, MANY)],
        vec![first(Relation::Upgrade)],
    ));
    check(&shop, &Ask { seen: &["hut", "tarp"], ..TENT }, "palace");
    check(&shop, &Ask { seen: &["hut", "lamp", "mat"], ..TENT }, "mat pegs lamp");
    check(&shop, &TENT, "mat pegs lamp");
}

/// Camera → memory cards and cases.
#[test]
fn camera_accessories() {
    let mut shop = Market {
        items: vec![of_sets("camera", 1), of_sets("card", 2), of_sets("case", 2)],
        rows: vec![
            ("camera", Relation::Together, vec![("strap", 200), ("card", 150), ("case", 120)]),
            ("phone", Relation::Together, vec![("strap", 200), ("card", 150)]),
        ],
        ..Market::default()
    };
    shop = shop.with(template(
        "camera-accessories",
        &[Placement::Pdp, Placement::Cart, Placement::AddToCart],
        vec![ConditionInfo { low: 1, ..in_set(Condition::InCart, 0) }],
        vec![boost(1, 100), first(Relation::Together)],
    ));
    for placement in [Placement::Cart, Placement::AddToCart] {
        let cart = |cart| Ask { placement, cart, ..ASKED };
        check(&shop, &cart(&["camera"]), "card case strap");
        check(&shop, &cart(&["phone"]), "strap card");
    }
    let checkout = Ask { placement: Placement::Checkout, cart: &["camera"], ..ASKED };
    check(&shop, &checkout, "strap card case");
}

/// Skincare → serums or tools: other steps of the routine.
#[test]
fn skincare_routine() {
    let kind = |key, sets, category| Item { category, ..of_sets(key, sets) };
    let shop = Market {
        items: vec![kind("cream", 1, "Care"), kind("balm", 2, "Care"), kind("serum", 2, "Serums")],
        rows: vec![("cream", Relation::Together, vec![("towel", 200), ("balm", 180), ("serum", 150)])],
        ..Market::default()
    };
    let boost = ActionInfo { value: 100, set: 1, ..versus(Action::Boost, be::OTHER_CATEGORY) };
    let message = words(Action::Message, "Completes the routine");
    let shop = shop.with(template(
        "skincare-routine",
        &[Placement::Pdp, Placement::Cart, Placement::AddToCart],
        vec![in_set(Condition::Viewed, 0)],
        vec![boost, message],
    ));
    check(&shop, &Ask { product: Some("cream"), ..ASKED }, "serum towel balm");
}

/// A shop of plans.
fn plans(
    name: &str,
    pin: &'static str,
    conditions: Vec<ConditionInfo>,
    mut more: Vec<ActionInfo>,
) -> Market<'static> {
    let mut shop = Market {
        rows: vec![("basic", Relation::Upgrade, vec![("team", 90)])],
        popular: vec![("seats", 100)],
        ..Market::default()
    }
    .pins(name, 1, &[pin]);
    more.push(by(Action::Pin, 1));
    shop.rules[0] = template(name, &[Placement::Home, Placement::Pdp], conditions, more);
    shop
}

/// The basic plan, and a feature used more than ten times → the next plan.
#[test]
fn usage_next_tier() {
    let conditions = vec![
        named(Condition::Fact, "plan\tbasic", i64::MIN, MANY),
        named(Condition::Event, "used-export", 11, MANY),
    ];
    let shop = plans("usage-next-tier", "pro", conditions, vec![first(Relation::Upgrade)]);
    let home = |change| Ask { placement: Placement::Home, change, ..ASKED };
    check(&shop, &home(|session| used(session, "basic", 11)), "pro seats");
    check(&shop, &home(|session| used(session, "basic", 10)), "seats");
    check(&shop, &home(|session| used(session, "pro", 11)), "seats");
}

fn used(session: &mut Session, plan: &str, times: u32) {
    session.facts.set("plan", plan);
    session.events = vec![("used-export".into(), times)];
}

/// Renews within 30 days, and usage up by 20 % → the annual plan.
#[test]
fn renewal_annual() {
    let conditions = vec![
        named(Condition::Fact, "renews_in_days", 0, 30),
        named(Condition::Fact, "usage_growth", 20, MANY),
    ];
    let shop = plans("renewal-annual", "annual", conditions, vec![]);
    let home = |change| Ask { placement: Placement::Home, change, ..ASKED };
    let cases: [(Change, &str); 5] = [
        (|session| facts(session, "30", "20"), "annual seats"),
        (|session| facts(session, "0", "95.5"), "annual seats"),
        (|session| facts(session, "31", "20"), "seats"),
        (|session| facts(session, "30", "19.9"), "seats"),
        (|session| session.facts.set("renews_in_days", "5"), "seats"),
    ];
    for (change, expected) in cases {
        check(&shop, &home(change), expected);
    }
}

fn facts(session: &mut Session, renews: &str, growth: &str) {
    session.facts.set("renews_in_days", renews);
    session.facts.set("usage_growth", growth);
}

/// Back 4 to 24 hours after leaving a full cart → a set or the better variant.
#[test]
fn came_back() {
    let mut shop = tents().pins("came-back", 1, &["camp-set"]);
    let conditions = vec![within(Condition::HoursAway, 4, 24), within(Condition::LeftCart, 2, MANY)];
    let actions = vec![by(Action::Pin, 1), first(Relation::Upgrade)];
    let placements = [Placement::Home, Placement::Pdp, Placement::Cart];
    shop.rules[0] = template("came-back", &placements, conditions, actions);
    let cases: [(Change, &str); 5] = [
        (|session| back(session, 4, 2), "camp-set palace"),
        (|session| back(session, 23, 9), "camp-set palace"),
        (|session| back(session, 3, 2), "mat pegs lamp"),
        (|session| back(session, 24, 2), "mat pegs lamp"),
        (|session| back(session, 4, 1), "mat pegs lamp"),
    ];
    for (change, expected) in cases {
        check(&shop, &Ask { change, ..TENT }, expected);
        check(&shop, &Ask { change, placement: Placement::Cart, cart: &["tent"], ..ASKED }, expected);
    }
}

fn back(session: &mut Session, hours: u32, products: u16) {
    session.shopper.hours_away = Some(hours);
    session.shopper.left_cart = products;
    session.shopper.visits = 1;
}

/// A loyalty tier → an incentive on add-ons.
#[test]
fn loyalty_incentive() {
    let shop = tents().with(template(
        "loyalty-incentive",
        &[Placement::Cart, Placement::AddToCart],
        vec![named(Condition::Fact, "loyalty_tier\tgold", i64::MIN, MANY)],
        vec![
            boost(0, 100),
            ActionInfo { text: "10 % off with GOLD10\tGOLD10".into(), ..on_set(Action::Incentive, 0) },
        ],
    ));
    let cart = |change| Ask { placement: Placement::Cart, cart: &["tent"], change, ..ASKED };
    check(&shop, &cart(|session| session.facts.set("loyalty_tier", "gold")), "lamp mat pegs");
    check(&shop, &cart(|session| session.facts.set("loyalty_tier", "silver")), "mat pegs lamp");
    check(&shop, &cart(|_| {}), "mat pegs lamp");
}

/// For first visits what goes with it, before anything that is better; later the other way round.
#[test]
fn new_visitors_cross_sell() {
    let shop = tents()
        .with(template(
            "new-visitors-cross-sell",
            &[],
            vec![within(Condition::Segment, 1, MANY)],
            vec![first(Relation::Together)],
        ))
        .with(template("upsell-after-adoption", &[], vec![], vec![first(Relation::Upgrade)]));
    check(&shop, &TENT, "mat pegs lamp");
    check(&shop, &Ask { purchases: &["stove"], ..TENT }, "palace");
    check(&shop, &Ask { change: |session| session.shopper.visits = 1, ..TENT }, "palace");
}

/// A cart worth much → add-ons that make more of it.
#[test]
fn high_cart_add_ons() {
    let small = ActionInfo { high: 4_000, ..boost(0, 100) };
    let shop = tents().with(template(
        "high-cart-add-ons",
        &[Placement::Cart, Placement::Checkout],
        vec![within(Condition::CartValue, 15_000, MANY)],
        vec![small, first(Relation::Together)],
    ));
    let cart = |placement, change| Ask {
        placement,
        cart: &["tent"],
        change,
        set: &[(Opt::MaxPriceShare, 0)],
        ..ASKED
    };
    let rich = |session: &mut Session| session.cart_value_minor = Some(15_000);
    let poor = |session: &mut Session| session.cart_value_minor = Some(14_999);
    for placement in [Placement::Cart, Placement::Checkout] {
        check(&shop, &cart(placement, rich), "lamp mat pegs");
        check(&shop, &cart(placement, poor), "mat pegs lamp");
    }
}

/// What is wanted in a season comes first in its months.
#[test]
fn seasonal() {
    let winter = 1 << 10 | 1 << 11 | 1;
    let mut shop = tents().with(template(
        "seasonal",
        &[],
        vec![within(Condition::Month, winter, MANY)],
        vec![boost(0, 50)],
    ));
    shop.popular = vec![("stove", 200), ("lamp", 150)];
    let home = |month| Ask { placement: Placement::Home, month, ..ASKED };
    for month in [10, 11, 0] {
        check(&shop, &home(Some(month)), "lamp stove");
    }
    for month in [None, Some(1), Some(9), Some(12)] {
        check(&shop, &home(month), "stove lamp");
    }
}

/// Who bought A is shown B.
#[test]
fn bought_a_then_b() {
    let cart = Ask { placement: Placement::Cart, cart: &["tent"], ..ASKED };
    check(&tents(), &cart, "mat pegs lamp");
}

/// Whatever the host tells of opens a rule: a milestone, an anniversary, a good review.
#[test]
fn any_event_of_the_host() {
    for name in ["plan-limit", "milestone", "anniversary", "positive-review", "health-peak"] {
        let condition = vec![named(Condition::Event, name, 1, MANY)];
        let shop = plans(name, "pro", condition, vec![]);
        let home = Ask { placement: Placement::Home, ..ASKED };
        check(&shop, &home, "seats");
        let told = |session: &mut Session| {
            session.events = ["plan-limit", "milestone", "anniversary", "positive-review", "health-peak"]
                .map(|name| (name.to_owned(), 1))
                .into();
        };
        check(&shop, &Ask { change: told, ..home }, "pro seats");
    }
}
