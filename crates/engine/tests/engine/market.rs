//! Shops with rules. Everything that is sold lies in one shard, and what rules and bundles name in the base as well, as the
//! command packs it. A product is its key; what it costs and is, a test says where that matters.

use crate::shop::{ASK, Ask, Row, SHARD, line, store, told, written};
use cobuy_engine::{Engine, Live, NoTrace, Ranking, Store};
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::base::SHOP_KEY;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::rules::{Action, BUNDLE_PREFIX, Condition, RULE_PREFIX};
use cobuy_snapshot::write::file::{self, BaseInfo};
use cobuy_snapshot::write::rules::{ActionInfo, BundleInfo, ConditionInfo, RuleInfo};
use cobuy_snapshot::write::table::Item;
use std::collections::BTreeSet;

/// When tests ask: some time in 2026, unix milliseconds.
pub const NOW: u64 = 1_790_000_000_000;
/// An hour.
pub const HOUR: u64 = 3_600_000;
/// A question now, to a shop whose prices hold.
pub const ASKED: Ask<'static> = Ask { now_ms: NOW, same_prices: true, ..ASK };

/// A shop with rules.
#[derive(Debug, Clone, Default)]
pub struct Market<'a> {
    /// What is sold; products that rows name and this does not are sold as [`good`] says.
    pub items: Vec<Item<'a>>,
    pub rows: Vec<Row<'a>>,
    /// Products that are popular in the shop.
    pub popular: Vec<(&'a str, u8)>,
    pub rules: Vec<RuleInfo>,
    pub bundles: Vec<BundleInfo>,
    /// What rules pin and bundles hold, by the key of the pseudo-product.
    pub lists: Vec<(String, Vec<&'a str>)>,
    /// Whether products have prices at all.
    pub priced: bool,
    /// Whether there was a hold-out: a weight of 100 promises 10,000 of 65,535.
    pub knots: bool,
}

/// A product that can be bought for 10.00; one whose key begins with `!` cannot be bought.
pub fn good(key: &str) -> Item<'_> {
    let flags = if key.starts_with('!') { 0 } else { flag::AVAILABLE };
    Item { key, title: key, flags, price_minor: Some(1_000), ..Item::default() }
}

/// A product of these sets.
pub fn of_sets(key: &str, sets: u64) -> Item<'_> {
    Item { sets, ..good(key) }
}

/// A product at this price.
pub fn priced(key: &str, price_minor: u64) -> Item<'_> {
    Item { price_minor: Some(price_minor), ..good(key) }
}

/// A rule that holds everywhere and always, and does this.
pub fn rule(id: &str, conditions: Vec<ConditionInfo>, actions: Vec<ActionInfo>) -> RuleInfo {
    let (from_ms, until_ms) = (0, u64::MAX);
    RuleInfo { id: id.into(), placements: u16::MAX, group: 0, from_ms, until_ms, conditions, actions }
}

/// A condition on a set.
pub fn in_set(kind: Condition, set: u8) -> ConditionInfo {
    ConditionInfo { set, ..ConditionInfo::new(kind) }
}

/// A condition on a number.
pub fn within(kind: Condition, low: i64, high: i64) -> ConditionInfo {
    ConditionInfo { low, high, ..ConditionInfo::new(kind) }
}

/// A condition on a name of the host.
pub fn named(kind: Condition, text: &str, low: i64, high: i64) -> ConditionInfo {
    ConditionInfo { text: text.into(), ..within(kind, low, high) }
}

/// The opposite of a condition.
pub fn not(condition: ConditionInfo) -> ConditionInfo {
    ConditionInfo { not: true, ..condition }
}

/// An action on a set.
pub fn on_set(kind: Action, set: u8) -> ActionInfo {
    ActionInfo { set, ..ActionInfo::new(kind) }
}

/// An action of this strength.
pub fn by(kind: Action, value: i32) -> ActionInfo {
    ActionInfo { value, ..ActionInfo::new(kind) }
}

/// An action on what is so to the product looked at.
pub fn versus(kind: Action, versus: u8) -> ActionInfo {
    ActionInfo { versus, ..ActionInfo::new(kind) }
}

/// Words.
pub fn words(kind: Action, text: &str) -> ActionInfo {
    ActionInfo { text: text.into(), ..ActionInfo::new(kind) }
}

/// What the shop's page says of a product that can be bought.
pub fn live(key: &str, price_minor: Option<u64>) -> Live {
    Live { key: key.into(), price_minor, available: true, asked_ms: NOW, ..Live::default() }
}

/// What the shop's page says of a product that cannot.
pub fn gone(key: &str) -> Live {
    Live { available: false, ..live(key, Some(1_000)) }
}

impl<'a> Market<'a> {
    /// With this rule behind the others.
    pub fn with(mut self, rule: RuleInfo) -> Self {
        self.rules.push(rule);
        self
    }

    /// With a rule that pins products at a position, from 1.
    pub fn pins(mut self, id: &str, position: i32, keys: &[&'a str]) -> Self {
        self.lists.push((format!("{RULE_PREFIX}{id}"), keys.to_vec()));
        self.with(rule(id, vec![], vec![by(Action::Pin, position)]))
    }

    /// With a bundle of the merchant.
    pub fn bundle(mut self, info: BundleInfo, keys: &[&'a str]) -> Self {
        self.lists.push((format!("{BUNDLE_PREFIX}{}", info.id), keys.to_vec()));
        self.bundles.push(info);
        self
    }

    /// Its files: base and shard.
    pub fn files(&self) -> Vec<Vec<u8>> {
        vec![self.base(), self.shard(1, |_| true)]
    }

    fn sold(&self) -> Vec<Item<'a>> {
        let named: BTreeSet<&'a str> = self
            .rows
            .iter()
            .flat_map(|(key, _, row)| row.iter().map(|(key, _)| *key).chain([*key]))
            .chain(self.lists.iter().flat_map(|(_, keys)| keys.iter().copied()))
            .chain(self.popular.iter().map(|(key, _)| *key))
            .filter(|key| self.items.iter().all(|item| item.key != *key))
            .collect();
        self.items.iter().copied().chain(named.into_iter().map(good)).collect()
    }

    /// The base.
    pub fn base(&self) -> Vec<u8> {
        let info = BaseInfo {
            as_of_ms: 10,
            k: 4,
            currency: if self.priced { *b"EUR" } else { [0; 3] },
            exponent: 2,
            calibration: if self.knots { vec![(Relation::Together, line())] } else { vec![] },
            rules: &self.rules,
            bundles: &self.bundles,
            ..BaseInfo::default()
        };
        let mut rows: Vec<Row<'_>> = vec![(SHOP_KEY, Relation::Popular, self.popular.clone())];
        for (key, keys) in &self.lists {
            let weights = keys.iter().copied().zip((1..=255).rev());
            rows.push((key, Relation::Popular, weights.collect()));
        }
        let pseudo = rows.iter().map(|(key, ..)| Item { key, flags: flag::PSEUDO, ..Item::default() });
        let named = |key: &str| rows.iter().any(|(_, _, row)| row.iter().any(|(known, _)| *known == key));
        let items: Vec<Item<'_>> =
            pseudo.chain(self.sold().into_iter().filter(|item| named(item.key))).collect();
        file::base(&info, &items, &written(&rows, 1)).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A shard of some of the products.
    pub fn shard(&self, prefix: u32, holds: impl Fn(&str) -> bool) -> Vec<u8> {
        let info = file::ShardInfo { prefix, ..SHARD };
        let rows: Vec<Row<'_>> = self.rows.iter().filter(|(key, ..)| holds(key)).cloned().collect();
        let named = |key: &str| rows.iter().any(|(_, _, row)| row.iter().any(|(known, _)| *known == key));
        let items: Vec<Item<'_>> =
            self.sold().into_iter().filter(|item| holds(item.key) || named(item.key)).collect();
        file::shard(&info, &items, &written(&rows, 1)).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Keys, best first, or the code of the silence.
pub fn keys(store: &Store<'_>, ask: &Ask<'_>) -> String {
    let mut ranking = Ranking::default();
    ask.put(|request| Engine::default().rank(store, request, &mut NoTrace, &mut ranking));
    let told = told(store, &ranking);
    if ranking.silence.is_some() {
        return told;
    }
    told.split(", ").map(|one| one.split(' ').next().unwrap_or_default()).collect::<Vec<_>>().join(" ")
}

/// The shop must answer with these keys, or this silence.
#[track_caller]
pub fn check(market: &Market<'_>, ask: &Ask<'_>, expected: &str) {
    let files = market.files();
    assert_eq!(keys(&store(&files), ask), expected, "{ask:?}");
}

/// The shop that most tests ask: a tent, what is bought with it, what could be bought instead, what is better and what
/// comes next. Set 0 holds mat and bag.
pub fn camp() -> Market<'static> {
    let row = |relation, keys: &[(&'static str, u8)]| ("tent", relation, keys.to_vec());
    Market {
        items: vec![of_sets("mat", 1), of_sets("bag", 1)],
        rows: vec![
            row(Relation::Together, &[("pegs", 200), ("mat", 150), ("bag", 100), ("lamp", 50)]),
            row(Relation::Similar, &[("tarp", 200), ("hut", 100)]),
            row(Relation::Upgrade, &[("palace", 90)]),
            row(Relation::Next, &[("patch", 80)]),
        ],
        popular: vec![("stove", 200), ("mug", 100)],
        ..Market::default()
    }
}

/// Somebody on the tent's page.
pub const TENT: Ask<'static> = Ask { product: Some("tent"), ..ASKED };

/// The option that asks for a relation by name.
pub fn only(relation: Relation) -> [(Opt, i32); 1] {
    [(Opt::Relation, 1 + i32::from(relation.number()))]
}

/// The bits of placements in a rule.
pub fn at(placements: &[Placement]) -> u16 {
    placements.iter().fold(0, |bits, placement| bits | 1 << *placement as u8)
}
