//! Whether two rules can act at once.

use cobuy_snapshot::rules::{ANY, Condition};
use cobuy_snapshot::write::rules::{ConditionInfo, RuleInfo};

use super::asks_for_one;
use crate::Rules;

/// Whether two rules can act in one list at one instant, as far as their conditions tell.
pub(super) fn meet(one: &RuleInfo, other: &RuleInfo, rules: &Rules) -> bool {
    let here = one.placements & other.placements != 0;
    let now = one.from_ms < other.until_ms && other.from_ms < one.until_ms;
    let excluded = one.conditions.iter().any(|a| other.conditions.iter().any(|b| exclude(a, b, rules)));
    here && now && !excluded
}

/// Whether `first` holds wherever `rule` does: its placements and validity hold those of `rule`, and each of its conditions
/// is one of `rule` or asks for less.
pub(super) fn all_hold_with(first: &RuleInfo, rule: &RuleInfo) -> bool {
    let wider = first.placements & rule.placements == rule.placements
        && first.from_ms <= rule.from_ms
        && rule.until_ms <= first.until_ms;
    wider && first.conditions.iter().all(|asked| rule.conditions.iter().any(|given| follows(given, asked)))
}

/// Whether a condition holds wherever another one does.
fn follows(given: &ConditionInfo, asked: &ConditionInfo) -> bool {
    if given == asked {
        return true;
    }
    let alike = same_question(given, asked) && !given.not && !asked.not;
    alike
        && if is_mask(given.kind) {
            given.low & !asked.low == 0
        } else {
            asked.low <= given.low && given.high <= asked.high
        }
}

/// Whether two conditions cannot hold at once.
pub(super) fn exclude(a: &ConditionInfo, b: &ConditionInfo, rules: &Rules) -> bool {
    if same_question(a, b) {
        return match (a.not, b.not) {
            (false, false) if is_mask(a.kind) => a.low & b.low == 0,
            (false, false) => a.low.max(b.low) > a.high.min(b.high),
            (true, true) => false,
            (true, false) => follows(b, &ConditionInfo { not: false, ..a.clone() }),
            (false, true) => follows(a, &ConditionInfo { not: false, ..b.clone() }),
        };
    }
    let positive = a.kind == b.kind && !a.not && !b.not;
    if positive && a.kind == Condition::Fact {
        return two_values(&a.text, &b.text);
    }
    // One product cannot be of two sets that share none.
    let bits = |set: u8| if set == ANY { u64::MAX } else { 1 << set };
    let shared = |own: &u64| own & bits(a.set) != 0 && own & bits(b.set) != 0;
    positive && asks_for_one(a.kind) && !rules.members.is_empty() && !rules.members.iter().any(shared)
}

fn same_question(a: &ConditionInfo, b: &ConditionInfo) -> bool {
    (a.kind, a.set, &a.text) == (b.kind, b.set, &b.text)
}

/// Whether two texts are one fact with two values.
fn two_values(a: &str, b: &str) -> bool {
    match (a.split_once('\t'), b.split_once('\t')) {
        (Some((name, value)), Some((other, its))) => name == other && value != its,
        _ => false,
    }
}

fn is_mask(kind: Condition) -> bool {
    matches!(kind, Condition::Segment | Condition::Device | Condition::Month)
}
