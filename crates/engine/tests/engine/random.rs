//! Random shops with random rules, and random questions to them. Everything is made of a list of numbers, so that proptest
//! can shrink it: zeros are the simplest.

use crate::market::{HOUR, Market, NOW, good, rule};
use cobuy_engine::session::{Dismissal, PageKind, View};
use cobuy_engine::{Host, Live, Placement, Request, Session};
use cobuy_options::{Opt, Options};
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::rules::{ANY, Action, Condition, versus};
use cobuy_snapshot::write::rules::{ActionInfo, BundleInfo, ConditionInfo, RuleInfo};
use cobuy_snapshot::write::table::Item;
use proptest::prelude::*;

/// What is sold.
pub const KEYS: [&str; 16] = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"];
/// What sessions may name beside that.
const STRANGE: [&str; 3] = ["", "elsewhere", "rule:r0"];
/// Shards that a shop's products are spread over.
const SHARDS: usize = 3;

/// Numbers to draw from.
pub fn numbers() -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(any::<u16>(), 1_200)
}

struct Dice<'n>(std::slice::Iter<'n, u16>);

impl Dice<'_> {
    /// 0 to `n` − 1.
    fn below(&mut self, n: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % n
    }

    /// Whether something of so many per cent happens; not by default.
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn keys(&mut self, most: usize) -> Vec<&'static str> {
        let count = self.below(most + 1);
        let mut keys: Vec<&str> = Vec::new();
        for _ in 0..count {
            let key = if self.chance(7) { self.of(&STRANGE) } else { self.of(&KEYS) };
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }
}

/// A shop and a question to it.
#[derive(Debug, Clone)]
pub struct Case {
    pub market: Market<'static>,
    /// The shard of each key.
    pub shards: Vec<usize>,
    /// Which shards are at hand.
    pub at_hand: Vec<bool>,
    pub question: Question,
}

/// What a request is made of.
#[derive(Debug, Clone)]
pub struct Question {
    pub placement: Placement,
    pub options: Options,
    pub product: Option<&'static str>,
    pub session: Session,
    pub claimed: Vec<String>,
    pub live: Vec<Live>,
    pub speaks_for_stock: bool,
    pub same_prices: bool,
    pub foreign: bool,
    pub now_ms: u64,
    pub month: Option<u8>,
}

impl Question {
    pub fn request(&self) -> Request<'_> {
        Request {
            placement: self.placement,
            options: &self.options,
            product: self.product,
            session: &self.session,
            claimed: &self.claimed,
            host: Host {
                live: &self.live,
                speaks_for_stock: self.speaks_for_stock,
                same_prices: self.same_prices,
                foreign: self.foreign,
                now_ms: self.now_ms,
            },
            month: self.month,
        }
    }
}

impl Case {
    pub fn of(numbers: &[u16]) -> Self {
        let mut dice = Dice(numbers.iter());
        let market = market(&mut dice);
        let shards = KEYS.map(|_| dice.below(SHARDS)).to_vec();
        let at_hand = (0..SHARDS).map(|_| !dice.chance(3)).collect();
        let question = question(&mut dice);
        Self { market, shards, at_hand, question }
    }

    /// The files at hand, the base first.
    pub fn files(&self) -> Vec<Vec<u8>> {
        let of = |key: &str| KEYS.iter().position(|known| *known == key).map(|at| self.shards[at]);
        let here = self.at_hand.iter().enumerate().filter(|(_, here)| **here);
        let shards = here.map(|(shard, _)| self.market.shard(shard as u32, |key| of(key) == Some(shard)));
        [self.market.base()].into_iter().chain(shards).collect()
    }
}

fn market(dice: &mut Dice<'_>) -> Market<'static> {
    let mut market = Market { priced: dice.chance(50), ..Market::default() };
    for key in KEYS {
        market.items.push(Item {
            sets: dice.below(16) as u64,
            brand: dice.below(4) as u32,
            category: dice.of(&["X", "Y", ""]),
            price_minor: if dice.chance(5) { None } else { Some(100 + dice.below(5_000) as u64) },
            price_position: Some(dice.below(101) as u8),
            raised_ms: dice.chance(1).then_some(9),
            flags: if dice.chance(8) { 0 } else { flag::AVAILABLE },
            ..good(key)
        });
    }
    for key in KEYS {
        let rows = [
            (Relation::Together, 92, 12),
            (Relation::Similar, 50, 5),
            (Relation::Upgrade, 40, 3),
            (Relation::Next, 40, 5),
        ];
        for (relation, percent, most) in rows {
            let row = if dice.chance(percent) { row(dice, most, key) } else { vec![] };
            if !row.is_empty() {
                market.rows.push((key, relation, row));
            }
        }
    }
    market.popular = row(dice, 12, "");
    let rising = row(dice, 5, "a");
    if !rising.is_empty() {
        market.rows.push(("a", Relation::Rising, rising));
    }
    for number in 0..dice.below(6) {
        let id = format!("r{number}");
        let made = RuleInfo {
            placements: if dice.chance(20) { dice.below(256) as u16 } else { 255 },
            group: dice.of(&[0, 0, 1, 70]),
            from_ms: if dice.chance(5) { NOW - HOUR + dice.below(2) as u64 * 2 * HOUR } else { 0 },
            until_ms: if dice.chance(5) {
                NOW - HOUR / 2 + dice.below(2) as u64 * 3 * HOUR
            } else {
                u64::MAX
            },
            ..rule(&id, vec![], vec![])
        };
        let conditions = (0..dice.below(3)).map(|_| condition(dice)).collect();
        let actions: Vec<ActionInfo> = (0..=dice.below(3)).map(|_| action(dice)).collect();
        if actions.iter().any(|action| action.kind == Action::Pin) && !dice.chance(3) {
            let pins = row(dice, 3, "").into_iter().map(|(key, _)| key);
            market.lists.push((format!("rule:{id}"), pins.collect()));
        }
        let until_ms = made.until_ms.max(made.from_ms + 1);
        market.rules.push(RuleInfo { conditions, actions, until_ms, ..made });
    }
    for number in 0..dice.below(3) {
        let id = if dice.chance(30) { String::new() } else { format!("b{number}") };
        let info = BundleInfo {
            id,
            percent: dice.of(&[15, 20, 25]),
            code: dice.of(&["", "SET"]).into(),
            title: String::new(),
            from_ms: 0,
            until_ms: if dice.chance(10) { NOW } else { u64::MAX },
        };
        let keys: Vec<_> = row(dice, 5, "").into_iter().map(|(key, _)| key).collect();
        let keys = if info.id.is_empty() { vec![] } else { keys };
        market = market.bundle(info, &keys);
    }
    market.lists.retain(|(_, keys)| !keys.is_empty());
    market
}

/// Up to `most` products other than the row's own.
fn row(dice: &mut Dice<'_>, most: usize, own: &str) -> Vec<(&'static str, u8)> {
    let mut row: Vec<(&str, u8)> = Vec::new();
    for _ in 0..=dice.below(most) {
        let key = dice.of(&KEYS);
        if key != own && row.iter().all(|(known, _)| *known != key) {
            row.push((key, 1 + dice.below(255) as u8));
        }
    }
    row
}

fn condition(dice: &mut Dice<'_>) -> ConditionInfo {
    let kind = dice.of(Condition::ALL);
    let low = dice.below(3) as i64;
    let most = if dice.chance(70) { i64::MAX } else { low + dice.below(3) as i64 };
    let amount = dice.below(6_000) as i64;
    let (low, high) = match kind {
        Condition::CartValue | Condition::ViewedPrice => (amount, amount + 6_000),
        Condition::Segment => (1 + dice.below(31) as i64, i64::MAX),
        Condition::Device => (1 + dice.below(7) as i64, i64::MAX),
        Condition::Month => (dice.below(4_096) as i64, i64::MAX),
        Condition::Intent => (dice.below(60) as i64, 100),
        Condition::HoursAway => (dice.below(12) as i64, 12 + dice.below(24) as i64),
        Condition::ViewedStock => (0, dice.below(10) as i64),
        _ => (low, most),
    };
    let text = match kind {
        Condition::Fact => dice.of(&["usage", "tier\tgold", "unknown"]),
        Condition::Event => dice.of(&["export", "import"]),
        _ => "",
    };
    let set = if dice.chance(20) { ANY } else { dice.below(4) as u8 };
    ConditionInfo { kind, set, not: dice.chance(15), low, high, text: text.into() }
}

fn action(dice: &mut Dice<'_>) -> ActionInfo {
    let rare = dice.chance(4);
    let kind = if rare {
        dice.of(&[Action::Silence, Action::Require, Action::Deadline])
    } else {
        dice.of(&[
            Action::Boost,
            Action::Exclude,
            Action::Bury,
            Action::Pin,
            Action::Strategy,
            Action::Reach,
            Action::Message,
            Action::Badge,
            Action::Incentive,
            Action::Angle,
        ])
    };
    let mut made = ActionInfo { set: dice.below(4) as u8, text: "Words".into(), ..ActionInfo::new(kind) };
    if dice.chance(30) && kind != Action::Exclude {
        made.set = ANY;
    }
    if dice.chance(40) {
        made.versus = 1 << dice.below(6) | if dice.chance(30) { 1 << dice.below(6) } else { 0 };
        made.dearer_percent = dice.of(&[0, 20, 400]);
    }
    let priced = dice.chance(20);
    let low = dice.below(3_000) as i64;
    match kind {
        Action::Deadline => made.low = (NOW - HOUR + dice.below(3) as u64 * HOUR) as i64,
        Action::Reach => made.high = 1_000 + dice.below(20_000) as i64,
        _ if priced => (made.low, made.high) = (low, low + 3_000),
        _ => {}
    }
    made.value = match kind {
        Action::Boost | Action::Bury => dice.below(160) as i32,
        Action::Pin => 1 + dice.below(8) as i32,
        Action::Strategy => dice.below(7) as i32,
        _ => 0,
    };
    debug_assert!(made.versus <= versus::ALL);
    made
}

fn question(dice: &mut Dice<'_>) -> Question {
    let placement = dice.of(&Placement::ALL);
    let mut options = Options::preset(placement);
    options.set(Opt::MinConfidence, 0);
    options.set(Opt::MinItems, 1 + i32::from(dice.chance(10)));
    // Most pages have something to go by.
    options.set(Opt::Fallback, if dice.chance(90) { 2 } else { dice.below(3) as i32 });
    if dice.chance(15) {
        options.set(Opt::Relation, dice.below(10) as i32);
    }
    let others = [
        (Opt::Limit, 1 + dice.below(8) as i32),
        (Opt::Seen, dice.below(2) as i32),
        (Opt::MaxPriceShare, dice.below(200) as i32),
        (Opt::PriceFitWeight, dice.below(101) as i32),
        (Opt::MinIntent, dice.below(30) as i32),
    ];
    for (option, value) in others {
        if dice.chance(10) {
            options.set(option, value);
        }
    }
    let product = match dice.below(14) {
        0 => None,
        1 => Some(dice.of(&STRANGE)),
        _ => Some(dice.of(&KEYS)),
    };
    let mut session = Session::default();
    session.set_cart(dice.keys(2).into_iter());
    if session.cart.is_empty() && dice.chance(80) {
        session.set_cart([dice.of(&KEYS)].into_iter());
    }
    let viewed = |key: &str| View { key: key.into(), dwell_ms: 1_000, scroll_percent: 50 };
    session.views = dice.keys(3).into_iter().map(viewed).collect();
    session.purchases = owned(dice.keys(1));
    if placement == Placement::ThankYou || dice.chance(5) {
        session.order = owned(dice.keys(2));
        session.order.push(dice.of(&KEYS).into());
    }
    session.cart_value_minor = dice.chance(80).then(|| dice.below(20_000) as u64);
    session.shopper.device = dice.of(&["", "phone", "tablet", "desktop"]).into();
    session.shopper.visits = dice.below(4) as u16;
    if session.shopper.visits > 0 {
        session.shopper.hours_away = Some(dice.below(40) as u32);
        session.shopper.left_cart = dice.below(4) as u16;
    }
    session.shopper.dismissals = vec![Dismissal::default()];
    session.visit.page = dice.of(&PageKind::ALL).0;
    session.visit.pages = dice.below(5) as u16;
    if dice.chance(60) {
        session.facts.set("usage", &dice.below(6).to_string());
        session.facts.set("tier", dice.of(&["gold", "silver"]));
        session.events = vec![("export".into(), dice.below(5) as u32)];
    }
    if dice.chance(1) {
        session.facts.set(dice.of(&["support_case_open", "price_raised", "at_risk", "opted_out"]), "true");
    }
    if dice.chance(1) {
        session.visit.step = "payment".into();
    }
    let live = KEYS.map(|key| {
        dice.chance(35).then(|| Live {
            key: key.into(),
            price_minor: if dice.chance(8) { None } else { Some(100 + dice.below(5_000) as u64) },
            available: !dice.chance(8),
            left: dice.chance(80).then(|| dice.below(8) as u32),
            asked_ms: NOW,
            ..Live::default()
        })
    });
    Question {
        placement,
        options,
        product,
        session,
        claimed: owned(dice.keys(1)),
        live: live.into_iter().flatten().collect(),
        speaks_for_stock: dice.chance(40),
        same_prices: dice.chance(80),
        foreign: dice.chance(15),
        now_ms: if dice.chance(95) { NOW } else { 0 },
        month: dice.chance(80).then(|| dice.below(13) as u8),
    }
}

fn owned(keys: Vec<&str>) -> Vec<String> {
    keys.into_iter().map(str::to_owned).collect()
}
