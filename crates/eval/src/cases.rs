//! What is asked: products given, one hidden.

use std::collections::BTreeSet;

use cobuy_catalogue::data::{Orders, Sessions};
use cobuy_model::mine::months::Month;
use sha2::{Digest, Sha256};

/// One question. Products are numbers of the catalogue; larger numbers stand for products that it does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Products of the basket, ascending, or of the session, the newest first; distinct.
    pub given: Vec<u32>,
    /// The product to be found.
    pub hidden: u32,
    /// Month in which it happened, 0 for January to 11; none where that is not known.
    pub month: Option<u8>,
}

/// Questions of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    /// The questions.
    pub cases: Vec<Case>,
    /// Whether what is given is clicks of a session, newest first, and not a cart.
    pub sessions: bool,
    /// Whether given products may be answers, too: the published rule for sessions.
    pub repeats: bool,
}

/// Which clicks of a session are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    /// Those on products that the session has not seen: what a shop wants to show. Seen ones are no answers.
    #[default]
    New,
    /// Every click after the first, also back to what was seen; seen products may be answers. Most papers do this.
    Published,
}

/// What is given of a basket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// All but the hidden product (leave one out).
    #[default]
    Loo,
    /// One to three products, as of a cart that is being filled.
    Cart,
}

fn month_of(time_ms: i64) -> Option<u8> {
    Some(Month::of(time_ms).of_year())
}

impl Cases {
    /// One case per click after the first of each session, as the rule says.
    pub fn of_sessions(sessions: &Sessions, rule: Rule) -> Self {
        let mut cases = Vec::new();
        for s in 0..sessions.len() {
            let mut before: Vec<u32> = Vec::new();
            for event in sessions.session(s) {
                let hidden = event.product;
                let seen = before.iter().position(|product| *product == hidden);
                if !before.is_empty() && (seen.is_none() || rule == Rule::Published) {
                    let given = before.iter().rev().copied().collect();
                    cases.push(Case { given, hidden, month: month_of(event.time_ms) });
                }
                if let Some(at) = seen {
                    before.remove(at);
                }
                before.push(hidden);
            }
        }
        Self { cases, sessions: true, repeats: rule == Rule::Published }
    }

    /// One case per basket of at least two products: the hidden product, and in a cart the given ones, are those whose
    /// SHA-256 of seed, order and product is smallest, so that the same seed always asks the same.
    pub fn of_baskets(orders: &Orders, mode: Mode, seed: u64) -> Self {
        let mut cases = Vec::new();
        for o in 0..orders.len() {
            let mut basket = orders.basket(o).to_vec();
            if basket.len() < 2 {
                continue;
            }
            let noise = |product: u32| {
                let text = format!("{seed} {o} {product}");
                u64::from_le_bytes(Sha256::digest(text)[..8].try_into().unwrap_or_default())
            };
            basket.sort_unstable_by_key(|product| (noise(*product), *product));
            let hidden = basket.remove(0);
            if mode == Mode::Cart {
                basket.truncate(1 + (noise(u32::MAX) % 3) as usize);
            }
            basket.sort_unstable();
            cases.push(Case { given: basket, hidden, month: month_of(orders.time_ms[o]) });
        }
        Self { cases, sessions: false, repeats: false }
    }

    /// Cases as a file lists them, baskets.
    pub fn listed(cases: impl IntoIterator<Item = (Vec<u32>, u32)>) -> Self {
        let case = |(given, hidden): (Vec<u32>, u32)| Case {
            given: given.into_iter().collect::<BTreeSet<u32>>().into_iter().collect(),
            hidden,
            month: None,
        };
        Self { cases: cases.into_iter().map(case).collect(), sessions: false, repeats: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::{Act, Event};

    #[test]
    fn rules_differ_in_clicks_back() {
        let mut sessions = Sessions::default();
        sessions.push([1, 2, 1, 3].map(|product| Event { time_ms: 0, product, act: Act::View }));
        sessions.push([9].map(|product| Event { time_ms: 0, product, act: Act::View }));
        let case = |given: &[u32], hidden: u32| Case { given: given.to_vec(), hidden, month: Some(0) };
        let of = |rule| Cases::of_sessions(&sessions, rule);
        assert_eq!(of(Rule::New).cases, [case(&[1], 2), case(&[1, 2], 3)]);
        assert_eq!(of(Rule::Published).cases, [case(&[1], 2), case(&[2, 1], 1), case(&[1, 2], 3)]);
        assert!(of(Rule::Published).repeats && !of(Rule::New).repeats);
    }

    #[test]
    fn baskets_are_asked_once_and_always_the_same() {
        let orders = Orders {
            // 1 January 1970, and 2 February.
            time_ms: vec![0, 0, 32 * 86_400_000],
            customer: vec![0; 3],
            offsets: vec![0, 6, 7, 9],
            products: vec![1, 2, 3, 4, 5, 6, 1, 2, 7],
        };
        for (mode, most) in [(Mode::Loo, 5), (Mode::Cart, 3)] {
            let cases = Cases::of_baskets(&orders, mode, 7);
            assert_eq!(cases.cases.len(), 2, "a basket of one product asks nothing");
            assert_eq!([0, 1].map(|case| cases.cases[case].month), [Some(0), Some(1)]);
            for case in &cases.cases {
                assert!(!case.given.contains(&case.hidden) && (1..=most).contains(&case.given.len()));
                assert!(case.given.is_sorted());
            }
            assert_eq!(cases, Cases::of_baskets(&orders, mode, 7));
        }
        assert_eq!(Cases::of_baskets(&orders, Mode::Loo, 7).cases[0].given.len(), 5);
        let hidden = |seed| Cases::of_baskets(&orders, Mode::Loo, seed).cases[0].hidden;
        assert!((0..20).any(|seed| hidden(seed) != hidden(0)), "another seed asks something else");
    }
}
