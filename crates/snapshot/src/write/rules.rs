//! Rules and bundles to sections.

use super::WriteError;
use super::table::{Section, Texts};
use crate::records::tag;
use crate::rules::{
    ANY, Action, ActionRecord, BundleRecord, Condition, ConditionRecord, MAX_RULES, RuleRecord,
};
use std::string::String;
use std::vec;
use std::vec::Vec;
use zerocopy::IntoBytes;

/// A rule to be written; the fields of [`RuleRecord`] under their names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct RuleInfo {
    pub id: String,
    pub placements: u16,
    pub group: u8,
    pub from_ms: u64,
    pub until_ms: u64,
    pub conditions: Vec<ConditionInfo>,
    pub actions: Vec<ActionInfo>,
}

/// A condition to be written; the fields of [`ConditionRecord`] under their names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ConditionInfo {
    pub kind: Condition,
    pub set: u8,
    pub not: bool,
    pub low: i64,
    pub high: i64,
    pub text: String,
}

/// An action to be written; the fields of [`ActionRecord`] under their names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ActionInfo {
    pub kind: Action,
    pub set: u8,
    pub versus: u8,
    pub dearer_percent: u16,
    pub value: i32,
    pub low: i64,
    pub high: i64,
    pub text: String,
}

/// A bundle to be written; the fields of [`BundleRecord`] under their names.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct BundleInfo {
    pub id: String,
    pub percent: u8,
    pub code: String,
    pub title: String,
    pub from_ms: u64,
    pub until_ms: u64,
}

impl ConditionInfo {
    /// A condition of any value, about no set in particular.
    pub fn new(kind: Condition) -> Self {
        Self { kind, set: ANY, not: false, low: i64::MIN, high: i64::MAX, text: String::new() }
    }
}

impl ActionInfo {
    /// An action on all products of any price.
    pub fn new(kind: Action) -> Self {
        let (low, high) = (i64::MIN, i64::MAX);
        Self { kind, set: ANY, versus: 0, dearer_percent: 0, value: 0, low, high, text: String::new() }
    }
}

pub(super) fn sections(
    texts: &mut Texts,
    rules: &[RuleInfo],
    bundles: &[BundleInfo],
) -> Result<Vec<Section>, WriteError> {
    if rules.len() > MAX_RULES {
        return Err(WriteError::TooLarge { what: "rules", got: rules.len(), limit: MAX_RULES });
    }
    let (mut heads, mut conditions, mut actions) = (Vec::new(), Vec::new(), Vec::new());
    for rule in rules {
        let count = |what: &'static str, got: usize| {
            u8::try_from(got).map_err(|_| WriteError::TooLarge { what, got, limit: u8::MAX.into() })
        };
        heads.push(RuleRecord {
            id: texts.reference(&rule.id)?,
            placements: rule.placements.into(),
            group: rule.group,
            conditions: count("conditions of a rule", rule.conditions.len())?,
            actions: count("actions of a rule", rule.actions.len())?,
            from_ms: rule.from_ms.into(),
            until_ms: rule.until_ms.into(),
        });
        for condition in &rule.conditions {
            conditions.push(ConditionRecord {
                kind: condition.kind as u8,
                set: condition.set,
                not: condition.not.into(),
                low: condition.low.into(),
                high: condition.high.into(),
                text: texts.reference(&condition.text)?,
            });
        }
        for action in &rule.actions {
            actions.push(ActionRecord {
                kind: action.kind as u8,
                set: action.set,
                versus: action.versus,
                dearer_percent: action.dearer_percent.into(),
                value: action.value.into(),
                low: action.low.into(),
                high: action.high.into(),
                text: texts.reference(&action.text)?,
            });
        }
    }
    let mut bundle_records = Vec::new();
    for bundle in bundles {
        bundle_records.push(BundleRecord {
            id: texts.reference(&bundle.id)?,
            percent: bundle.percent,
            code: texts.reference(&bundle.code)?,
            title: texts.reference(&bundle.title)?,
            from_ms: bundle.from_ms.into(),
            until_ms: bundle.until_ms.into(),
        });
    }
    let mut sections = vec![
        (tag::RULES, heads.as_bytes().to_vec()),
        (tag::CONDITIONS, conditions.as_bytes().to_vec()),
        (tag::ACTIONS, actions.as_bytes().to_vec()),
        (tag::BUNDLES, bundle_records.as_bytes().to_vec()),
    ];
    sections.retain(|(_, bytes)| !bytes.is_empty());
    Ok(sections)
}
