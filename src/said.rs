//! What rules say at a list and on its cards: merchants' words, with figures of this moment in them. Words whose figures
//! nobody knows are not said.

use crate::card::Card;
use crate::host::bridge;
use crate::price;
use crate::runtime::{List, Runtime};
use crate::texts::push_number;
use cobuy_engine::policy::decide::{Decision, ends_in};
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
    if let Some((_, act)) = decision.of(store, Action::Angle).nth(angle) {
        said.message = filled(words(act.text), store, request, first, None).unwrap_or_default();
    }
    let angle = !said.message.is_empty();
    if let Some((_, act)) = decision.of(store, Action::Message).next().filter(|_| !angle) {
        said.message = filled(words(act.text), store, request, first, Some(act)).unwrap_or_default();
    }
    for (_, act) in decision.of(store, Action::Deadline).take(1) {
        let text = words(act.text);
        let text = text.split_once('\t').map_or(text, |(text, _)| text);
        if let Some(text) = filled(text, store, request, first, Some(act)) {
            said.counts = true;
            if !said.message.is_empty() {
                said.message.push(' ');
            }
            said.message.push_str(&text);
        }
    }
    said.badges = items.iter().map(|item| badge(decision, store, request, *item)).collect();
    let base = store.base();
    let id = |rule: u8| Some(words(base?.rules.rules.get(usize::from(rule))?.id).to_owned());
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
        for (_, act) in decision.of(store, kind) {
            if is_about(store, request, act, item) == Some(true) {
                let text = store.rule_text(act.text).unwrap_or_default();
                let (text, code) = text.split_once('\t').unwrap_or((text, ""));
                if let Some(mut text) = filled(text, store, request, Some(item), None) {
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
    store: &Store<'_>,
    request: &Request<'_>,
    item: Option<ItemId>,
    act: Option<&ActionRecord>,
) -> Option<String> {
    let mut text = String::new();
    for part in words.split('{') {
        match part.split_once('}') {
            Some((name, rest)) => {
                text.push_str(&figure(name, store, request, item, act)?);
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
    store: &Store<'_>,
    request: &Request<'_>,
    item: Option<ItemId>,
    act: Option<&ActionRecord>,
) -> Option<String> {
    let money = |minor: u64| Some(bridge().money(minor as f64, price::currency(store.base()?)));
    let own = || store.price(item?, &request.host);
    let viewed = || store.price(store.find(request.product?)?, &request.host);
    let cart = request.session.cart_value_minor;
    match name {
        "price" => money(own()?),
        "difference" => money(own()?.abs_diff(viewed()?)),
        "percent" => {
            let other = viewed()?;
            let share = own()?.abs_diff(other).saturating_mul(100).checked_div(other)?;
            let mut text = String::new();
            push_number(&mut text, share.min(9_999) as u16);
            Some(text)
        }
        "cart" => money(cart?),
        "gap" => money(gap(store, request, cart?)?),
        "time" => Some(duration(ends_in(store, request, act?)?)),
        _ => None,
    }
}

/// What is missing to the nearest threshold of a rule of this placement that the cart does not reach yet.
fn gap(store: &Store<'_>, request: &Request<'_>, cart: u64) -> Option<u64> {
    let mut nearest: Option<u64> = None;
    for rule in store.base()?.rules.iter() {
        for act in rule.actions.iter().filter(|act| act.kind == Action::Reach as u8) {
            let here = rule.record.holds(request.placement as u8, request.host.now_ms);
            let gap = u64::try_from(act.high.get())
                .ok()
                .and_then(|high| high.checked_sub(cart))
                .filter(|gap| *gap > 0 && here);
            nearest = [nearest, gap].into_iter().flatten().min();
        }
    }
    nearest
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
