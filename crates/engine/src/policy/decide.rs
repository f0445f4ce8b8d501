//! The rules that hold here, and what they do.

use super::claims::remaining;
use super::condition::holds;
use super::shown::is_about;
use crate::explain::RuleNote;
use crate::rank::Request;
use crate::store::{ItemId, Store};
use crate::{Placement, Trace};
use alloc::vec::Vec;
use cobuy_snapshot::rules::{Action, ActionRecord};

/// An action of a rule that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// Number of the rule in the base.
    pub rule: u8,
    /// Number of the action among those of all rules.
    pub action: u16,
}

/// Whether an action is a countdown that has ended, or whose end nobody states: the offer goes with it.
fn is_over(store: &Store<'_>, request: &Request<'_>, action: &ActionRecord) -> bool {
    action.kind == Action::Deadline as u8 && ends_in(store, request, action).is_none()
}

/// Milliseconds until the end of a countdown: an instant of the rule, or one that the host's fact states.
pub fn ends_in(store: &Store<'_>, request: &Request<'_>, action: &ActionRecord) -> Option<u64> {
    let fact = store.rule_text(action.text)?.split_once('\t').map(|(_, name)| name);
    let until_ms = match fact {
        Some(name) => request.session.facts.number(name)?,
        None => action.low.get(),
    };
    remaining(request.host.now_ms, u64::try_from(until_ms).ok()?)
}

/// What the rules want here. Keeps its room between calls.
#[derive(Debug, Default)]
pub struct Decision {
    acts: Vec<Act>,
}

/// The actions of one kind. A type of its own, not a chain of adapters, so that its code is there once.
#[derive(Debug, Clone)]
pub struct Acts<'s> {
    acts: core::slice::Iter<'s, Act>,
    actions: &'s [ActionRecord],
    kind: u8,
}

impl<'s> Iterator for Acts<'s> {
    type Item = (Act, &'s ActionRecord);

    #[inline(never)]
    fn next(&mut self) -> Option<Self::Item> {
        if !crate::FULL {
            return None;
        }
        for act in self.acts.by_ref() {
            match self.actions.get(usize::from(act.action)) {
                Some(record) if record.kind == self.kind => return Some((*act, record)),
                _ => {}
            }
        }
        None
    }
}

impl Decision {
    /// Asks every rule. In placement `protocol` none holds: a score is comparable only if nobody meddles.
    pub fn make<T: Trace>(&mut self, store: &Store<'_>, request: &Request<'_>, trace: &mut T) {
        self.acts.clear();
        if !crate::FULL {
            return;
        }
        let Some(base) = store.base().filter(|base| !base.rules.is_empty()) else { return };
        if request.placement == Placement::Protocol {
            return;
        }
        let mut taken = [0u64; 4];
        let mut action = 0;
        for (number, rule) in base.rules.iter().enumerate() {
            let first = action;
            action += rule.actions.len();
            let record = rule.record;
            let group = (usize::from(record.group >> 6), 1u64 << (record.group & 63));
            let is_taken = record.group > 0 && taken.get(group.0).is_some_and(|bits| bits & group.1 != 0);
            let now_ms = request.host.now_ms;
            let in_time = in_time(record.from_ms.get(), record.until_ms.get(), now_ms);
            let over = rule.actions.iter().any(|action| is_over(store, request, action));
            let note = if over || !in_time || !record.holds(request.placement as u8, now_ms) {
                RuleNote::NotHere
            } else if is_taken {
                RuleNote::GroupTaken
            } else {
                let failed = rule.conditions.iter().position(|one| holds(store, request, one) != Some(true));
                failed.map_or(RuleNote::Acts, RuleNote::Condition)
            };
            trace.rule(number, note);
            if note != RuleNote::Acts {
                continue;
            }
            if let Some(bits) = taken.get_mut(group.0) {
                *bits |= group.1;
            }
            let own = first..action;
            self.acts.extend(own.map(|action| Act { rule: number as u8, action: action as u16 }));
        }
    }

    /// Whether a rule excludes a product. What cannot be known might be what the rule means.
    pub fn excludes(&self, store: &Store<'_>, request: &Request<'_>, item: ItemId) -> bool {
        self.of(store, Action::Exclude)
            .any(|(_, action)| is_about(store, request, action, item) != Some(false))
    }

    /// Whether no rule holds.
    pub fn is_empty(&self) -> bool {
        self.acts.is_empty()
    }

    /// What is done of one kind, in the order of the rules.
    pub fn of<'s>(&'s self, store: &'s Store<'_>, kind: Action) -> Acts<'s> {
        let actions = store.base().map_or(&[][..], |base| base.rules.actions);
        Acts { acts: self.acts.iter(), actions, kind: kind as u8 }
    }

    /// What the cart lacks to the threshold that a rule wants to be reached, minor units: that rule, or without a number the
    /// first that wants any. Nothing where it does not hold, the threshold is reached, or nobody knows the cart's value.
    pub fn gap(&self, store: &Store<'_>, request: &Request<'_>, rule: Option<u8>) -> Option<u64> {
        if !crate::FULL {
            return None;
        }
        let mut thresholds = self.of(store, Action::Reach);
        let (_, reach) = thresholds.find(|(act, _)| rule.is_none_or(|rule| act.rule == rule))?;
        let threshold = u64::try_from(reach.high.get()).ok()?;
        let cart = request.host.comparable(request.session.cart_value_minor)?;
        threshold.checked_sub(cart).filter(|gap| *gap > 0)
    }

    /// Numbers of the rules that hold, each once.
    pub fn rules(&self) -> impl Iterator<Item = u8> {
        let mut last = None;
        self.acts.iter().map(|act| act.rule).filter(move |rule| last.replace(*rule) != Some(*rule))
    }
}

/// Whether an instant lies within a validity. Where nobody knows the time, only what always holds does.
pub(crate) fn in_time(from_ms: u64, until_ms: u64, now_ms: u64) -> bool {
    if now_ms == 0 { from_ms == 0 && until_ms == u64::MAX } else { from_ms <= now_ms && now_ms < until_ms }
}
