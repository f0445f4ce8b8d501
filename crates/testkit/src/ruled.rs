//! A shop whose rules act: sound files to start from when files are damaged, and to put beside those.

use crate::sample;
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::rules::{ANY, Action, BUNDLE_PREFIX, Condition, RULE_PREFIX, versus};
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::file::{self, BaseInfo, ShardInfo};
use cobuy_snapshot::write::rules::{ActionInfo, ConditionInfo, RuleInfo};
use cobuy_snapshot::write::table::{Item, Neighbour, Row};

/// When a page asks: within the validity of the sample's rules.
pub const NOW_MS: u64 = 1_500;

/// Its files.
pub fn beside() -> [Vec<u8>; 2] {
    [base(), shard()]
}

/// A base with a rule for every action, each of which holds somewhere, a bundle with its products, and the terms of others.
fn base() -> Vec<u8> {
    let list = |key| Item { key, flags: flag::PSEUDO, ..Item::default() };
    let (pinned, bundled) = ([RULE_PREFIX, "pin"].concat(), [BUNDLE_PREFIX, "camp"].concat());
    let mut items = sample::rich_items();
    items.extend([list(&pinned), list(&bundled)]);
    let mut rows = sample::rows();
    rows.extend([row(&pinned, &["map", "gas"]), row(&bundled, &["tent", "mat", "lantern"])]);
    let rules: Vec<RuleInfo> = Action::ALL.iter().map(|kind| rule(*kind)).collect();
    let (_, bundles) = sample::rules();
    // Older than what it is put beside, so that this counts.
    let info = BaseInfo { as_of_ms: 1, rules: &rules, bundles: &bundles, ..sample::base_info() };
    file::base(&info, &items, &rows).expect("the shop can be written")
}

/// A shard with what the base lacks.
fn shard() -> Vec<u8> {
    let info = ShardInfo { as_of_ms: 1, prefix: 0x9f, ..sample::shard_info() };
    file::shard(&info, &sample::rich_items(), &sample::seasonal_rows()).expect("the shop can be written")
}

fn row<'a>(key: &'a str, keys: &[&'static str]) -> Row<'a> {
    let neighbour = |key| Neighbour { key, weight: 1, figures: Figures::default(), season: None };
    let neighbours = keys.iter().copied().map(neighbour).collect();
    Row { key, relation: Relation::Popular, scale: 1, neighbours }
}

/// A rule that does this: what would leave nothing to see waits for something.
fn rule(kind: Action) -> RuleInfo {
    let (id, value, high, text) = match kind {
        Action::Pin => ("pin", 2, i64::MAX, ""),
        Action::Strategy => ("strategy", 1, i64::MAX, ""),
        Action::Reach => ("reach", 0, 9_000, ""),
        Action::Deadline => ("deadline", 0, i64::MAX, "{time} left\tfact 10"),
        Action::Incentive => ("incentive", 0, i64::MAX, "Ten off\tTEN"),
        _ => ("other", 40, i64::MAX, "{gap} more"),
    };
    let rests = matches!(kind, Action::Silence | Action::Require | Action::Deadline);
    let asked = if rests { Condition::Event } else { Condition::CartValue };
    let condition = ConditionInfo { low: 1, text: "never".into(), ..ConditionInfo::new(asked) };
    let chosen = matches!(kind, Action::Boost | Action::Bury | Action::Exclude | Action::Badge);
    let action = ActionInfo {
        set: if chosen { kind as u8 } else { ANY },
        versus: if chosen { versus::CHEAPER } else { 0 },
        value,
        high,
        text: text.into(),
        ..ActionInfo::new(kind)
    };
    RuleInfo {
        id: id.into(),
        placements: u16::MAX,
        group: 0,
        from_ms: 0,
        until_ms: u64::MAX,
        conditions: vec![condition],
        actions: vec![action],
    }
}
