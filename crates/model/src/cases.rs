//! Cases of the hold-out: what is learnt on the first nine tenths of the orders has to predict the newest tenth.

use std::ops::Range;

use cobuy_catalogue::data::{BASKET_CAP, Sessions};
use cobuy_catalogue::progress::Progress;
use cobuy_engine::MAX_SESSION_ITEMS;

use super::evaluate::{Case, DEPTH};
use super::popular;
use super::settings::{MIN_CASES, Settings};
use super::top::Ranked;
use crate::mine::evidence::{Holdout, Part};
use crate::mine::{Evidence, EvidenceError, PairCounts};

/// Cases of each kind that one order may give, so that a few large baskets do not decide.
const CASES_PER_ORDER: usize = 3;

/// What recipes are compared on.
pub(super) struct Cases {
    /// Pairs of what came before the hold-out.
    pub counts: PairCounts,
    /// The questions of the hold-out, [`MIN_CASES`] or more.
    pub cases: Vec<Case>,
    /// What was popular before the hold-out: the list that a recipe is measured beside.
    pub popular: Vec<Ranked>,
}

/// Counts what came before the hold-out and takes cases from it; none where there are fewer than [`MIN_CASES`].
///
/// # Errors
/// Where the evidence cannot be read.
pub(super) fn take(
    evidence: &dyn Evidence,
    settings: &Settings,
    progress: &dyn Progress,
) -> Result<Option<Cases>, EvidenceError> {
    let products = evidence.products();
    progress.stage("Counting pairs before the hold-out", products as u64);
    let counts = evidence.counts(Part::Learn, settings.counting(), progress)?;
    let newest = evidence.holdout();
    let known = |product: u32| counts.orders_with(product) > 0;
    let cases = match evidence.sessions() {
        Some(log) => session_cases(log, newest.range.clone(), known, settings.holdout_cases),
        None => cases(&newest, known, settings.holdout_cases),
    };
    if cases.len() < MIN_CASES {
        return Ok(None);
    }
    let popularity = popular::popularity(evidence.months(), Some(&newest), products);
    // As deep as the ranks that are counted, plus what a case may pass over.
    let popular = popular::best(&popularity, DEPTH + BASKET_CAP);
    Ok(Some(Cases { counts, cases, popular }))
}

/// Cases from the hold-out, at most `limit`: half of them leave one product of a basket out and give the
/// rest, half give one to three products and hide another one.
///
/// Products that `known` denies are left out of the baskets: no recipe could name them. Where there are more cases
/// than wanted, orders are taken by a hash of their number, so the sample is spread over time and always the same.
fn cases(holdout: &Holdout<'_>, known: impl Fn(u32) -> bool, limit: usize) -> Vec<Case> {
    let number = |order: usize| (holdout.older + order - holdout.range.start) as u64;
    let mut sequence: Vec<usize> = holdout.range.clone().collect();
    sequence.sort_unstable_by_key(|&order| (mix(number(order)), order));
    let mut cases = Vec::new();
    for order in sequence {
        let basket: Vec<u32> =
            holdout.orders.basket(order).iter().copied().filter(|&product| known(product)).collect();
        if basket.len() >= 2 {
            push_cases(number(order), basket, &mut cases);
        }
        if cases.len() >= limit {
            cases.truncate(limit);
            break;
        }
    }
    cases
}

/// Cases from the sessions of `range`, at most `limit`: one for each click after the first, hiding its product and
/// giving what was clicked before, distinct, the newest first. Clicks on what was clicked before are no cases.
///
/// Products that `known` denies are left out, and sessions are sampled as orders are in [`cases`].
fn session_cases(
    sessions: &Sessions,
    range: Range<usize>,
    known: impl Fn(u32) -> bool,
    limit: usize,
) -> Vec<Case> {
    let mut sequence: Vec<u64> = (0..range.len() as u64).collect();
    sequence.sort_unstable_by_key(|&place| (mix(place), place));
    let mut cases = Vec::new();
    for place in sequence {
        let mut before: Vec<u32> = Vec::new();
        for event in sessions.session(range.start + place as usize) {
            let hidden = event.product;
            if !known(hidden) {
                continue;
            }
            match before.iter().position(|&product| product == hidden) {
                Some(at) => {
                    before.remove(at);
                }
                None if before.is_empty() => {}
                None => cases.push(Case {
                    given: before.iter().rev().take(MAX_SESSION_ITEMS).copied().collect(),
                    hidden,
                }),
            }
            before.push(hidden);
        }
        if cases.len() >= limit {
            cases.truncate(limit);
            break;
        }
    }
    cases
}

/// Shuffles the basket by hash; the `s`-th case hides its `s`-th product and gives all others, or the next few.
fn push_cases(order: u64, mut basket: Vec<u32>, cases: &mut Vec<Case>) {
    basket.sort_unstable_by_key(|&product| (mix(mix(order) ^ u64::from(product)), product));
    let len = basket.len();
    for hidden in 0..len.min(CASES_PER_ORDER) {
        let given = |many: usize| (1..=many).map(|step| basket[(hidden + step) % len]).collect();
        let few = 1 + (mix(order ^ ((hidden as u64) << 32)) % 3) as usize;
        cases.push(Case { given: given(len - 1), hidden: basket[hidden] });
        cases.push(Case { given: given(few.min(len - 1)), hidden: basket[hidden] });
    }
}

/// SplitMix64's finaliser (Steele, Lea, Flood 2014): a fixed, well-mixed sequence without a generator's state.
fn mix(x: u64) -> u64 {
    let mut z = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::{Act, Event, Orders};

    fn orders(baskets: &[&[u32]]) -> Orders {
        let mut orders = Orders { offsets: vec![0], ..Orders::default() };
        for (o, basket) in baskets.iter().enumerate() {
            orders.time_ms.push(o as i64);
            orders.customer.push(o as u32);
            orders.products.extend_from_slice(basket);
            orders.offsets.push(orders.products.len() as u32);
        }
        orders
    }

    #[test]
    fn each_new_click_is_a_case() {
        let event = |product: u32| Event { time_ms: 0, product, act: Act::View };
        let mut sessions = Sessions::default();
        sessions.push([7].map(event));
        sessions.push([1, 2, 2, 9, 1, 3].map(event));
        let found = session_cases(&sessions, 0..2, |product| product != 9, 100);
        let case = |given: &[u32], hidden: u32| Case { given: given.to_vec(), hidden };
        assert_eq!(found, [case(&[1], 2), case(&[1, 2], 3)]);
        assert_eq!(session_cases(&sessions, 1..2, |_| true, 1), [case(&[1], 2)]);
    }

    #[test]
    fn cases_hide_one_and_never_give_it() {
        let orders = orders(&[&[0, 1, 2, 3, 4, 5], &[1], &[2, 3], &[4, 9]]);
        let holdout = Holdout { orders: &orders, range: 0..4, older: 0 };
        let found = cases(&holdout, |product| product != 9, 100);
        // Three of each kind from the first, two of each from the third; one product is no case.
        assert_eq!(found.len(), 10);
        for case in &found {
            assert!(!case.given.contains(&case.hidden) && !case.given.is_empty());
            assert!(!case.given.contains(&9) && case.hidden != 9);
        }
        assert_eq!(found.iter().filter(|case| case.given.len() == 5).count(), 3);
        assert_eq!(cases(&holdout, |product| product != 9, 4), found[..4]);
    }
}
