//! What a rule does, as records of the format.

use cobuy_catalogue::config::rules::{DeadlineConfig, RuleConfig, Show, Words};
use cobuy_snapshot::rules::{ANY, Action, versus};
use cobuy_snapshot::write::rules::ActionInfo;

use super::compiler::{Compiler, pinned_key};
use super::texts;

/// The actions of a rule, in a fixed order.
pub(super) fn compile(compiler: &mut Compiler<'_>, rule: &RuleConfig) -> Vec<ActionInfo> {
    let shown = rule.show.as_ref().map_or_else(|| ActionInfo::new(Action::Boost), |show| of(compiler, show));
    let mut actions = Vec::new();
    let mut about = |kind: Action, value: u32, text: String| {
        actions.push(ActionInfo { kind, value: value as i32, text, ..shown.clone() });
    };
    let set = |flag: Option<bool>| flag == Some(true);
    let said = |compiler: &mut Compiler<'_>, words: &Option<Words>| {
        words.as_ref().map(|words| compiler.words(words))
    };
    for (kind, value) in [(Action::Boost, rule.boost), (Action::Bury, rule.bury)] {
        value.into_iter().for_each(|value| about(kind, value, String::new()));
    }
    for (kind, flag) in [(Action::Exclude, rule.exclude), (Action::Require, rule.require)] {
        if set(flag) {
            about(kind, 0, String::new());
        }
    }
    if let Some(text) = said(compiler, &rule.badge) {
        about(Action::Badge, 0, text);
    }
    if let Some(incentive) = &rule.incentive {
        let text = compiler.words(&incentive.text);
        let code = incentive.code.as_deref().unwrap_or_default();
        self::code(compiler, incentive.code.as_deref());
        about(Action::Incentive, 0, if code.is_empty() { text } else { format!("{text}\t{code}") });
    }
    let of_products = actions.len() + usize::from(rule.reach.is_some());
    if let Some(reach) = rule.reach {
        if shown.low != i64::MIN || shown.high != i64::MAX {
            compiler.error("show.price and reach are in one rule", "Make two rules of it");
        }
        let high = compiler.minor(reach);
        actions.push(ActionInfo { kind: Action::Reach, low: i64::MIN, high, ..shown });
    }
    if let Some(keys) = &rule.pin {
        let products = compiler.products(&keys.0, "pin:");
        compiler.list(pinned_key(&rule.id), products);
        let value = rule.pin_at.unwrap_or(1) as i32;
        actions.push(ActionInfo { value, ..ActionInfo::new(Action::Pin) });
    }
    if let Some(strategy) = rule.strategy {
        let value = strategy.relation().number().into();
        actions.push(ActionInfo { value, ..ActionInfo::new(Action::Strategy) });
    }
    if let Some(text) = said(compiler, &rule.message) {
        actions.push(ActionInfo { text, ..ActionInfo::new(Action::Message) });
    }
    for words in rule.angles.iter().flatten() {
        let text = compiler.words(words);
        actions.push(ActionInfo { text, ..ActionInfo::new(Action::Angle) });
    }
    actions.extend(rule.deadline.as_ref().and_then(|deadline| countdown(compiler, deadline)));
    if set(rule.silence) {
        actions.push(ActionInfo::new(Action::Silence));
    }
    check(compiler, rule, &actions, of_products);
    actions
}

/// What actions on products are about.
fn of(compiler: &mut Compiler<'_>, show: &Show) -> ActionInfo {
    let flag = |given: Option<bool>, bit: u8| if given == Some(true) { bit } else { 0 };
    let bits = flag(show.same_category, versus::SAME_CATEGORY)
        | flag(show.other_category, versus::OTHER_CATEGORY)
        | flag(show.cheaper, versus::CHEAPER)
        | flag(show.same_brand, versus::SAME_BRAND)
        | flag(show.other_brand, versus::OTHER_BRAND)
        | flag(show.dearer_at_most.map(|_| true), versus::DEARER);
    let both = |a: u8, b: u8| bits & (a | b) == (a | b);
    for (one, other, a, b) in [
        ("same_category", "other_category", versus::SAME_CATEGORY, versus::OTHER_CATEGORY),
        ("same_brand", "other_brand", versus::SAME_BRAND, versus::OTHER_BRAND),
        ("cheaper", "dearer_at_most", versus::CHEAPER, versus::DEARER),
    ] {
        if both(a, b) {
            compiler.error(format!("show has {one} and {other}: no product is both"), "Take one out");
        }
    }
    if show.dearer_at_most.is_some_and(|percent| !(1..=1000).contains(&percent)) {
        compiler.error("dearer_at_most is out of range", "Allowed are 1 to 1000 per cent");
    }
    let price = show.price.unwrap_or(cobuy_catalogue::config::rules::Span { min: None, max: None });
    let low = price.min.map_or(i64::MIN, |amount| compiler.minor(amount));
    let high = price.max.map_or(i64::MAX, |amount| compiler.minor(amount));
    if low > high {
        compiler.error("show.price has a min above its max: no product is shown", "Swap them");
    }
    ActionInfo {
        set: compiler.set(&show.selector()),
        versus: bits,
        dearer_percent: show.dearer_at_most.unwrap_or(0),
        low,
        high,
        ..ActionInfo::new(Action::Boost)
    }
}

/// A countdown needs one instant, which is to come.
fn countdown(compiler: &mut Compiler<'_>, deadline: &DeadlineConfig) -> Option<ActionInfo> {
    let text = compiler.words(&deadline.text);
    if !texts::names(&deadline.text, "time") {
        let remedy = "Write {time} where the time left stands, in each language";
        compiler.error("the text of the deadline does not say how long it lasts", remedy);
    }
    let action = ActionInfo::new(Action::Deadline);
    match (deadline.until, &deadline.fact) {
        (Some(until), None) => {
            if until.ms <= compiler.shop.now_ms {
                let problem = format!("the deadline was over before the newest order: {until}");
                compiler.warn(problem, "Take it out, or give a new instant");
            }
            Some(ActionInfo { low: i64::try_from(until.ms).unwrap_or(i64::MAX), text, ..action })
        }
        (None, Some(fact)) if !fact.trim().is_empty() && !fact.contains(char::is_control) => {
            Some(ActionInfo { text: format!("{text}\t{fact}"), ..action })
        }
        _ => {
            let remedy = "Give either until, an instant, or fact, the name of the host's fact that states it";
            compiler.error("the deadline has no instant of its own", remedy);
            None
        }
    }
}

/// Codes are typed by shoppers and stand behind a tab.
pub(super) fn code(compiler: &mut Compiler<'_>, code: Option<&str>) {
    if code.is_some_and(|code| code.trim().is_empty() || code.contains(char::is_control)) {
        compiler.error("the code is empty or has a control character", "Write it, or leave it out");
    }
}

/// What actions of one rule say of each other.
fn check(compiler: &mut Compiler<'_>, rule: &RuleConfig, actions: &[ActionInfo], of_products: usize) {
    let does = |kind: Action| actions.iter().any(|action| action.kind == kind);
    if actions.is_empty() && rule.deadline.is_none() {
        let remedy = "Give it an action: pin, boost, bury, exclude, require, message, badge, angles, deadline, incentive, \
                      strategy, reach or silence";
        compiler.error("it does nothing", remedy);
    }
    if does(Action::Silence) && actions.len() > 1 {
        compiler.error("it is silent and does something else", "Keep silence, or take it out");
    }
    let moot =
        [Action::Boost, Action::Bury, Action::Require, Action::Badge, Action::Incentive, Action::Reach];
    if does(Action::Exclude) && moot.into_iter().any(does) {
        compiler.error("it excludes the products that it says more about", "Make two rules of it");
    }
    if does(Action::Boost) && does(Action::Bury) {
        compiler.error("it boosts and buries the same products", "Keep one");
    }
    if does(Action::Exclude)
        && actions.iter().all(|action| action.set == ANY && action.versus == 0)
        && rule.show.as_ref().is_none_or(|show| show.price.is_none())
    {
        compiler.error("it excludes all products", "Name them in show, or use silence");
    }
    if rule.show.is_some() && of_products == 0 && !actions.is_empty() {
        let remedy = "Take show out, or add boost, bury, exclude, require, badge, incentive or reach";
        compiler.warn("nothing that it does is about the products of show", remedy);
    }
    let says = |placeholder: &str| {
        let words = [rule.message.as_ref(), rule.badge.as_ref()].into_iter().flatten();
        let words = words.chain(rule.angles.iter().flatten()).chain(rule.incentive.iter().map(|it| &it.text));
        words.into_iter().any(|words| texts::names(words, placeholder))
    };
    if says("gap") && rule.reach.is_none() {
        compiler.error("{gap} is what the cart lacks to reach, which it does not have", "Add reach");
    }
    if says("time") {
        compiler.error("{time} stands outside of a deadline", "Move the words into deadline");
    }
}
