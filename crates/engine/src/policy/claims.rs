//! What may be said of stock, deadlines and savings: what is true, or nothing.

use crate::live::{Host, Live};
use cobuy_options::{Opt, Options};

/// How many are left, where it is worth saying: fewer than `stock-below`, at least one, by a word of the host that is no
/// older than `stock-max-age-s`. Never from the snapshot.
pub fn left(options: &Options, host: &Host<'_>, live: &Live) -> Option<u32> {
    let age_ms = host.now_ms.checked_sub(live.asked_ms)?;
    let fresh = age_ms <= options.get(Opt::StockMaxAgeS) as u64 * 1_000;
    live.left.filter(|left| {
        fresh && live.available && *left > 0 && i64::from(*left) < options.get(Opt::StockBelow).into()
    })
}

/// Milliseconds until `until_ms`; nothing once it is over, or where the time is not known.
pub fn remaining(now_ms: u64, until_ms: u64) -> Option<u64> {
    until_ms.checked_sub(now_ms).filter(|rest| *rest > 0 && now_ms > 0)
}

/// A reduction that may be announced: the lowest price of the last 30 days, where the price is really below it (directive
/// 98/6/EC, article 6a). It is named by whoever names the price: beside a live price only the host's word counts, because
/// the snapshot's (`published_minor`) is of another price and another day.
pub fn prior(price_minor: Option<u64>, live: Option<&Live>, published_minor: Option<u64>) -> Option<u64> {
    let prior_minor = live.map_or(published_minor, |live| live.prior_price_minor);
    prior_minor.filter(|prior| price_minor.is_some_and(|price| price < *prior))
}

/// The share taken off, in per cent rounded down, so that it never says more than is so.
pub fn percent_off(price_minor: u64, prior_minor: u64) -> u64 {
    (prior_minor.saturating_sub(price_minor)).saturating_mul(100).checked_div(prior_minor).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_options::Placement;

    #[test]
    fn only_fresh_true_and_few_pieces_are_told() {
        let mut options = Options::preset(Placement::Pdp);
        options.set(Opt::StockBelow, 5);
        options.set(Opt::StockMaxAgeS, 60);
        let check = |pieces: Option<u32>, available: bool, asked_ms: u64, expected| {
            let live = Live { left: pieces, available, asked_ms, ..Live::default() };
            let host = Host { now_ms: 100_000, ..Host::default() };
            assert_eq!(left(&options, &host, &live), expected, "{pieces:?} {asked_ms}");
        };
        check(Some(2), true, 100_000, Some(2));
        check(Some(4), true, 40_000, Some(4));
        check(Some(4), true, 39_999, None);
        check(Some(5), true, 100_000, None);
        check(Some(0), true, 100_000, None);
        check(Some(1), false, 100_000, None);
        check(None, true, 100_000, None);
        // An answer from the future is no answer.
        check(Some(1), true, 100_001, None);
    }

    #[test]
    fn a_deadline_ends() {
        let check = |now, until, expected| assert_eq!(remaining(now, until), expected);
        check(10, 25, Some(15));
        check(25, 25, None);
        check(26, 25, None);
        check(0, 25, None);
    }

    #[test]
    fn reductions_are_real_and_rounded_down() {
        let check = |price, before, expected| {
            let live = Live { prior_price_minor: before, ..Live::default() };
            assert_eq!(prior(price, None, before), expected, "the snapshot's");
            assert_eq!(prior(price, Some(&live), None), expected, "the host's");
        };
        check(Some(80), Some(100), Some(100));
        check(Some(100), Some(100), None);
        check(Some(120), Some(100), None);
        check(None, Some(100), None);
        check(Some(80), None, None);
        // A live price whose host names none has none, whatever the snapshot says; and the host's is the one that counts.
        let live = |prior_price_minor| Live { prior_price_minor, ..Live::default() };
        assert_eq!(prior(Some(80), Some(&live(None)), Some(100)), None);
        assert_eq!(prior(Some(80), Some(&live(Some(90))), Some(100)), Some(90));
        assert_eq!([percent_off(67, 100), percent_off(2, 3), percent_off(5, 0)], [33, 33, 0]);
    }
}
