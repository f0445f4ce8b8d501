//! What is wrong between rules: contradictions, rules that never act, more than one offer at once.
//!
//! Read in this order:
//! - [`limits`]: lists that are longer or shorter than serves.
//! - [`lint`]: rules and pairs of them. `overlap`: whether two rules can act at once.

mod overlap;

use cobuy_catalogue::config::Placements;
use cobuy_options::Opt;
use cobuy_snapshot::rules::{ANY, Action, Condition, versus};
use cobuy_snapshot::write::rules::{ActionInfo, RuleInfo};

use self::overlap::{all_hold_with, meet};
use super::compiler::pinned_key;
use super::{Finding, Rules, Shop};

/// Cards that a list usually serves best with.
const USUAL_CARDS: std::ops::RangeInclusive<i64> = 3..=6;

/// `[placements]` whose limit is outside of what usually serves.
pub(super) fn limits(placements: &Placements) -> Vec<Finding> {
    let limit = |(name, options): (&String, &std::collections::BTreeMap<String, toml::Value>)| {
        let cards = options.get(Opt::Limit.name())?.as_integer()?;
        let problem = format!("limit = {cards}: 3 to 6 cards usually serve best");
        let remedy = "Change it if that is not meant; more are hardly looked at";
        let finding = Finding::warning(&format!("[placements.{name}]"), problem, remedy);
        (!USUAL_CARDS.contains(&cards)).then_some(finding)
    };
    placements.iter().filter_map(limit).collect()
}

/// What is wrong with and between compiled rules.
pub(super) fn lint(rules: &Rules, shop: &Shop<'_>) -> Vec<Finding> {
    let mut lint = Lint { rules, known: shop.catalogue.is_some(), findings: Vec::new() };
    // Those of pairs are made alike, and only take away.
    let written: Vec<&RuleInfo> = rules.rules.iter().filter(|rule| !rule.id.contains(':')).collect();
    for (number, rule) in written.iter().enumerate() {
        lint.alone(rule);
        for earlier in &written[..number] {
            lint.beside(earlier, rule);
        }
    }
    for bundle in rules.bundles.iter().filter(|bundle| !bundle.id.is_empty()) {
        lint.bundle(&bundle.id);
    }
    lint.findings
}

struct Lint<'r> {
    rules: &'r Rules,
    /// Whether products are known, so that a set can be seen to be empty.
    known: bool,
    findings: Vec<Finding>,
}

fn place(rule: &RuleInfo) -> String {
    format!("[[rule]] {}", rule.id)
}

fn of_kind(rule: &RuleInfo, kind: Action) -> impl Iterator<Item = &ActionInfo> {
    rule.actions.iter().filter(move |action| action.kind == kind)
}

fn does(rule: &RuleInfo, kind: Action) -> bool {
    of_kind(rule, kind).next().is_some()
}

/// Whether an action is about all products of its set, whatever they are to others and cost.
fn of_whole_set(action: &ActionInfo) -> bool {
    action.versus == 0 && action.low == i64::MIN && action.high == i64::MAX
}

impl Lint<'_> {
    fn warn(&mut self, rule: &RuleInfo, problem: String, remedy: &str) {
        self.findings.push(Finding::warning(&place(rule), problem, remedy));
    }

    fn error(&mut self, rule: &RuleInfo, problem: String, remedy: &str) {
        self.findings.push(Finding::error(&place(rule), problem, remedy));
    }

    /// Products of a set; all of them for [`ANY`].
    fn members(&self, set: u8) -> impl Iterator<Item = usize> {
        let holds = move |bits: &u64| set == ANY || bits >> set & 1 != 0;
        self.rules.members.iter().enumerate().filter(move |(_, bits)| holds(bits)).map(|(at, _)| at)
    }

    fn is_empty(&self, set: u8) -> bool {
        self.known && set != ANY && self.members(set).next().is_none()
    }

    /// What can be seen of one rule.
    fn alone(&mut self, rule: &RuleInfo) {
        for condition in &rule.conditions {
            if !self.is_empty(condition.set) {
                continue;
            }
            let problem = format!("no product is {}", self.rules.sets.words(condition.set));
            let never = if condition.not { "the condition always holds" } else { "the rule never acts" };
            self.warn(rule, format!("{problem}, so {never}"), "Correct the selector, or take it out");
        }
        let mut empty: Vec<u8> = rule.actions.iter().map(|action| action.set).collect();
        empty.dedup();
        empty.retain(|set| self.is_empty(*set));
        for set in empty {
            let problem = format!("no product is {}", self.rules.sets.words(set));
            if does(rule, Action::Require) {
                self.error(
                    rule,
                    format!("{problem}, and nothing else is shown"),
                    "Correct show, or use silence",
                );
            } else {
                self.warn(
                    rule,
                    format!("{problem}, so nothing comes of it"),
                    "Correct show, or take the rule out",
                );
            }
        }
        let brands = versus::SAME_BRAND | versus::OTHER_BRAND;
        let compares = rule.actions.iter().any(|action| action.versus & brands != 0);
        if self.known && compares && self.rules.brands.iter().all(|brand| *brand == 0) {
            let problem = "it compares brands, and no product has one".to_owned();
            self.warn(rule, problem, "Add a column of brands to the products file, or take it out");
        }
        let contradiction = rule.conditions.iter().enumerate().find_map(|(at, condition)| {
            rule.conditions[..at].iter().find(|other| overlap::exclude(condition, other, self.rules))
        });
        if contradiction.is_some() {
            let problem = "two of its conditions cannot hold at once: it never acts".to_owned();
            self.error(rule, problem, "Take one of them out");
        }
    }

    /// What can be seen of a rule and one that wins over it.
    fn beside(&mut self, first: &RuleInfo, rule: &RuleInfo) {
        if first.group != 0 && first.group == rule.group {
            if all_hold_with(first, rule) {
                let problem =
                    format!("{} of its group holds wherever it does, so it never acts", place(first));
                self.warn(rule, problem, "Give it a higher priority, or another condition");
            }
            return;
        }
        if !meet(first, rule, self.rules) {
            return;
        }
        self.strategies(first, rule);
        self.offers(first, rule);
        self.requirements(first, rule);
        self.exclusions(first, rule);
        self.exclusions(rule, first);
    }

    fn strategies(&mut self, first: &RuleInfo, rule: &RuleInfo) {
        let of = |rule: &RuleInfo| of_kind(rule, Action::Strategy).map(|action| action.value).next();
        if of(first).zip(of(rule)).is_some_and(|(a, b)| a != b) {
            let problem =
                format!("it and {} can hold at once and have two strategies; that one wins", place(first));
            self.warn(rule, problem, "Put both into one group, or let their conditions exclude each other");
        }
    }

    /// One offer a list: messages, and what is given or ends.
    fn offers(&mut self, first: &RuleInfo, rule: &RuleInfo) {
        let kinds: [(&str, &[Action]); 2] = [
            ("say something at one list", &[Action::Message]),
            ("make an offer", &[Action::Incentive, Action::Deadline]),
        ];
        for (what, kinds) in kinds {
            let has = |rule: &RuleInfo| kinds.iter().any(|kind| does(rule, *kind));
            if has(first) && has(rule) {
                let problem = format!("it and {} can both {what}; that one wins", place(first));
                self.warn(rule, problem, "One offer a list is enough: put both into one group");
            }
        }
    }

    /// Two rules that each show nothing but their own products.
    fn requirements(&mut self, first: &RuleInfo, rule: &RuleInfo) {
        let required = |rule: &RuleInfo| of_kind(rule, Action::Require).map(|action| action.set).next();
        let Some((one, other)) = required(first).zip(required(rule)) else { return };
        let bits = |set: u8| if set == ANY { u64::MAX } else { 1 << set };
        let both = |own: &u64| own & bits(one) != 0 && own & bits(other) != 0;
        if self.known && one != other && !self.rules.members.iter().any(both) {
            let problem =
                format!("it and {} each show nothing but their own products: nothing is left", place(first));
            self.error(rule, problem, "Put both into one group, or let their conditions exclude each other");
        }
    }

    /// What one rule shows and another one excludes.
    fn exclusions(&mut self, shows: &RuleInfo, excludes: &RuleInfo) {
        let sets: Vec<u8> = of_kind(excludes, Action::Exclude)
            .filter(|action| of_whole_set(action))
            .map(|it| it.set)
            .collect();
        if sets.is_empty() {
            return;
        }
        let gone = |product: usize| {
            sets.iter().any(|set| *set == ANY || self.rules.members[product] >> set & 1 != 0)
        };
        let key = pinned_key(&shows.id);
        let list = self.rules.lists.iter().find(|(list, _)| *list == key);
        let pinned: Vec<usize> =
            list.map(|(_, products)| products.iter().map(|at| *at as usize).collect()).unwrap_or_default();
        let lost = pinned.iter().filter(|product| gone(**product)).count();
        let always = all_hold_with(excludes, shows);
        let remedy = "Take the products out of one of the two, or let their conditions exclude each other";
        if lost > 0 {
            let problem = format!(
                "it pins {lost} of its {} products in vain: {} excludes them",
                pinned.len(),
                place(excludes)
            );
            if always && lost == pinned.len() {
                self.error(shows, problem, remedy);
            } else {
                self.warn(shows, format!("{problem} where both hold"), remedy);
            }
        }
        for required in of_kind(shows, Action::Require).map(|action| action.set) {
            if self.known && required != ANY && self.members(required).all(gone) && !self.is_empty(required) {
                let problem = format!("{} excludes all that it shows: nothing is left", place(excludes));
                if always {
                    self.error(shows, problem, remedy);
                } else {
                    self.warn(shows, format!("{problem} where both hold"), remedy);
                }
            }
        }
    }

    /// A bundle of which a rule without conditions takes a member away.
    fn bundle(&mut self, id: &str) {
        let key = format!("{}{id}", cobuy_snapshot::rules::BUNDLE_PREFIX);
        let Some((_, members)) = self.rules.lists.iter().find(|(list, _)| *list == key) else { return };
        let rules = self.rules.rules.iter().filter(|rule| rule.conditions.is_empty());
        let excluding =
            rules.flat_map(|rule| of_kind(rule, Action::Exclude).map(move |action| (rule, action)));
        let takes = |action: &ActionInfo| {
            let set = action.set;
            let bits = |product: &u32| self.rules.members.get(*product as usize).copied().unwrap_or(0);
            of_whole_set(action) && set != ANY && members.iter().any(|product| bits(product) >> set & 1 != 0)
        };
        if let Some((rule, _)) = excluding.into_iter().find(|(_, action)| takes(action)) {
            let problem = format!("{} excludes one of its products always", place(rule));
            let at = format!("[[bundle]] {id}");
            self.findings.push(Finding::warning(&at, problem, "Take the product out of one of the two"));
        }
    }
}

/// Conditions that ask for a set by membership, of which two may share no product.
pub(super) fn asks_for_one(kind: Condition) -> bool {
    matches!(kind, Condition::Viewed | Condition::LastPurchase)
}

#[cfg(test)]
mod tests;
