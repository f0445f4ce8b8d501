//! Rules and bundles of a published base, to be compared with those of another one.

use std::collections::{BTreeMap, BTreeSet};

use cobuy_snapshot::rules::{ANY, ActionRecord, BUNDLE_PREFIX, ConditionRecord, RULE_PREFIX};
use cobuy_snapshot::{Base, Relation};
use sha2::{Digest, Sha256};

use super::published::{Said, Shown};

/// Rules (`rule:<id>`) and bundles (`bundle:<id>`) with what they say. Numbers of sets and groups are another's in another
/// build, so the products of a set and the first rule of a group stand for them.
pub(super) fn rules_of(base: &Base<'_>, products: &[Shown]) -> BTreeMap<String, Said> {
    let text = |reference| base.table.text(reference).unwrap_or_default();
    let sets = sets_of(base, products);
    let set = |number: u8| sets.get(&number).copied().unwrap_or_default();
    let pinned = |key: &str| -> Vec<&str> {
        let row = base.table.find(key).and_then(|item| base.table.find_row(item, Relation::Popular));
        let keys = row.into_iter().flat_map(|row| row.neighbours().collect::<Vec<_>>());
        keys.filter_map(|neighbour| base.table.card(neighbour.item).ok()).map(|card| card.key).collect()
    };
    let mut rules = BTreeMap::new();
    for rule in base.rules.iter() {
        let head = rule.record;
        let led = (head.group != 0).then(|| base.rules.rules.iter().find(|other| other.group == head.group));
        let led = led.flatten().map(|first| text(first.id));
        let asked = rule
            .conditions
            .iter()
            .map(|it| (it.kind, set(it.set), it.not, it.low.get(), it.high.get(), text(it.text)));
        let done = rule.actions.iter().map(|it| {
            let shown = (set(it.set), it.versus, it.dearer_percent.get(), it.low.get(), it.high.get());
            (it.kind, shown, it.value.get(), text(it.text))
        });
        let key = format!("{RULE_PREFIX}{}", text(head.id));
        let said = (
            (head.placements.get(), led, head.from_ms.get(), head.until_ms.get()),
            asked.collect::<Vec<_>>(),
            done.collect::<Vec<_>>(),
            pinned(&key),
        );
        rules.insert(key, digest(&format!("{said:?}")));
    }
    for bundle in base.rules.bundles {
        let key = format!("{BUNDLE_PREFIX}{}", text(bundle.id));
        let (from_ms, until_ms) = (bundle.from_ms.get(), bundle.until_ms.get());
        let said = (bundle.percent, text(bundle.code), text(bundle.title), from_ms, until_ms, pinned(&key));
        rules.insert(key, digest(&format!("{said:?}")));
    }
    rules
}

/// The products of each set that is asked about, as a digest of their keys.
fn sets_of(base: &Base<'_>, products: &[Shown]) -> BTreeMap<u8, Said> {
    let asked = base.rules.conditions.iter().map(|condition: &ConditionRecord| condition.set);
    let shown = base.rules.actions.iter().map(|action: &ActionRecord| action.set);
    let numbers: BTreeSet<u8> = asked.chain(shown).filter(|set| *set != ANY).collect();
    let members = |set: u8| {
        let held = products
            .iter()
            .filter(|product| product.sets.checked_shr(set.into()).is_some_and(|bits| bits & 1 != 0));
        held.map(|product| product.key.as_str()).collect::<Vec<_>>().join("\n")
    };
    numbers.into_iter().map(|set| (set, digest(&members(set)))).collect()
}

fn digest(text: &str) -> Said {
    Sha256::digest(text).into()
}
