//! What rules say at a list and on its cards: merchants' words, with figures of this moment in them. Words whose figures
//! nobody knows are not said.

use crate::card::Card;
use crate::price;
use crate::runtime::{List, Runtime};
use crate::texts::push_number;
use cobuy_engine::policy::decide::{Act, Decision, ends_in};
use cobuy_engine::policy::shown::is_about;
use cobuy_engine::{NoTrace, Request, Store, store::ItemId};
use cobuy_snapshot::rules::{Action, ActionRecord};

/// What is said of one list.
#[derive(Debug, Default)]
struct Said {
    /// A line at the list; empty for none.
    message: String,
    /// Whether it counts down, so that a second from now it reads otherwise.
    counts: bool,
    /// Words on each card; empty for none.
    badges: Vec<String>,
    /// Ids of the rules that hold, in their order.
    rules: Vec<String>,
}

/// What the rules that hold say of a list of these products. `angle` is the one of an offer's angles that is due.
fn of(decision: &Decision, store: &Store<'_>, request: &Request<'_>, items: &[ItemId], angle: usize) -> Said {
    let mut said = Said::default();
    let words = |text| store.rule_text(text).unwrap_or_default();
    let first = items.first().copied();
    let offer = decision.of(store, Action::Angle).nth(angle);
    for (act, action) in offer.into_iter().chain(decision.of(store, Action::Message).take(1)) {
        if said.message.is_empty() {
            let words = words(action.text);
            said.message = filled(words, decision, store, request, first, (act, action)).unwrap_or_default();
        }
    }
    for (act, action) in decision.of(store, Action::Deadline).take(1) {
        let text = words(action.text);
        let text = text.split_once('\t').map_or(text, |(text, _)| text);
        if let Some(text) = filled(text, decision, store, request, first, (act, action)) {
            said.counts = true;
            if !said.message.is_empty() {
                said.message.push(' ');
            }
            said.message.push_str(&text);
        }
    }
    said.badges = items.iter().map(|item| badge(decision, store, request, *item)).collect();
    let id = |rule: u8| Some(store.rule_id(rule.into())?.to_owned());
    said.rules = decision.rules().filter_map(id).collect();
    said
}

impl Runtime {
    /// Says what rules say of a list of these cards. Before it is drawn all words are put there, because a line that came
    /// afterwards would move what is below; on a drawn list `put` keeps the lines that there are.
    pub fn tell_words(
        &mut self,
        position: usize,
        list: &List,
        cards: &[Card],
        put: fn(&mut String, &String),
    ) {
        let mut said = Said::default();
        if self.store.has_rules() {
            let keys = cards.iter().map(|card| &card.item.key);
            let items: Vec<ItemId> = keys.filter_map(|key| self.store.find(key)).collect();
            let angle = self.shelves[position].angle;
            self.ask(list, &mut |engine, store, request| {
                engine.decision.make(store, request, &mut NoTrace);
                said = of(&engine.decision, store, request, &items, angle);
            });
        }
        let shelf = &mut self.shelves[position];
        shelf.own.change(&mut |own| put(&mut own.badge, &said.message));
        for (at, card) in cards.iter().enumerate() {
            let words = said.badges.get(at).unwrap_or(const { &String::new() });
            card.change(&mut |face| put(&mut face.badge, words));
        }
        (shelf.counts, shelf.rules) = (said.counts, said.rules);
    }
}

/// The first badge or incentive that is about a product.
fn badge(decision: &Decision, store: &Store<'_>, request: &Request<'_>, item: ItemId) -> String {
    for kind in [Action::Badge, Action::Incentive] {
        for (act, action) in decision.of(store, kind) {
            if is_about(store, request, action, item) == Some(true) {
                let text = store.rule_text(action.text).unwrap_or_default();
                let (text, code) = text.split_once('\t').unwrap_or((text, ""));
                if let Some(mut text) = filled(text, decision, store, request, Some(item), (act, action)) {
                    if !code.is_empty() {
                        text.push_str(" · ");
                        text.push_str(code);
                    }
                    return text;
                }
            }
        }
    }
    String::new()
}

/// Words with the figures of this moment in the place of `{gap}` and its like; nothing where one is not known.
fn filled(
    words: &str,
    decision: &Decision,
    store: &Store<'_>,
    request: &Request<'_>,
    item: Option<ItemId>,
    act: (Act, &ActionRecord),
) -> Option<String> {
    let mut text = String::new();
    for part in words.split('{') {
        match part.split_once('}') {
            Some((name, rest)) => {
                text.push_str(&figure(name, decision, store, request, item, act)?);
                text.push_str(rest);
            }
            None => text.push_str(part),
        }
    }
    Some(text)
}

#[inline(never)]
fn figure(
    name: &str,
    decision: &Decision,
    store: &Store<'_>,
    request: &Request<'_>,
    item: Option<ItemId>,
    (act, action): (Act, &ActionRecord),
) -> Option<String> {
    let money = |minor: u64| Some(price::amount(minor)).filter(|amount| !amount.is_empty());
    let own = || store.price(item?, &request.host);
    let viewed = || store.price(store.find(request.product?)?, &request.host);
    // What is not dearer costs nothing more.
    let dearer = || own()?.checked_sub(viewed()?).filter(|more| *more > 0);
    match name {
        "price" => money(own()?),
        "difference" => money(dearer()?),
        "percent" => {
            let share = dearer()?.saturating_mul(100).checked_div(viewed()?)?;
            let mut text = String::new();
            push_number(&mut text, share.min(9_999) as u16);
            Some(text)
        }
        "cart" => money(request.session.cart_value_minor?),
        "gap" => money(decision.gap(store, request, Some(act.rule))?),
        "time" => Some(duration(ends_in(store, request, action)?)),
        _ => None,
    }
}

/// `2 d 03:04:05`, or without the days: readable in every language.
fn duration(ms: u64) -> String {
    let seconds = ms.div_ceil(1_000);
    let mut text = String::new();
    if seconds >= 86_400 {
        push_number(&mut text, (seconds / 86_400).min(9_999) as u16);
        text.push_str(" d ");
    }
    for (at, part) in [seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60].into_iter().enumerate() {
        if at > 0 {
            text.push(':');
        }
        if part < 10 {
            text.push('0');
        }
        push_number(&mut text, part as u16);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_reads_like_a_clock() {
        let check = |ms, expected| assert_eq!(duration(ms), expected);
        check(0, "00:00:00");
        check(1, "00:00:01");
        check(61_000, "00:01:01");
        check(86_399_001, "1 d 00:00:00");
        check(183_845_000, "2 d 03:04:05");
    }
}
