//! What brings a cart to a threshold (free delivery): exactly solved, because there are few candidates.

/// Most candidates that are looked at: all triples of them are 41,664.
pub const MOST: usize = 64;

/// Positions of the products whose prices together reach `gap`: as few as possible, at most three; among equally many
/// those that cost least; among those the ones named first (callers name the best first). Sets that cost more than twice
/// the gap are no answer while another number of products has one: whoever lacks 15 does not want to spend 300. `prices`
/// beyond [`MOST`] are not looked at; those of 0 reach nothing.
pub fn solve(prices: &[u64], gap: u64) -> Option<[Option<usize>; 3]> {
    let prices = prices.get(..MOST.min(prices.len()))?;
    let modest = gap.saturating_mul(2);
    let all = [one(prices, gap), two(prices, gap), three(prices, gap)];
    let within = all.iter().flatten().find(|(sum, _)| *sum <= modest);
    within.or(all.iter().flatten().min_by_key(|(sum, _)| *sum)).map(|(_, set)| *set)
}

/// A sum of prices and the positions that make it.
type Found = Option<(u64, [Option<usize>; 3])>;

fn keep(best: &mut Found, sum: u64, gap: u64, set: [Option<usize>; 3]) {
    if sum >= gap && best.is_none_or(|(known, _)| sum < known) {
        *best = Some((sum, set));
    }
}

fn priced(prices: &[u64]) -> impl Iterator<Item = (usize, u64)> + Clone {
    prices.iter().copied().enumerate().filter(|(_, price)| *price > 0)
}

fn one(prices: &[u64], gap: u64) -> Found {
    let mut best = None;
    for (a, price) in priced(prices) {
        keep(&mut best, price, gap, [Some(a), None, None]);
    }
    best
}

fn two(prices: &[u64], gap: u64) -> Found {
    let mut best = None;
    for (a, price) in priced(prices) {
        for (b, other) in priced(prices).filter(|(b, _)| *b > a) {
            keep(&mut best, price.saturating_add(other), gap, [Some(a), Some(b), None]);
        }
    }
    best
}

fn three(prices: &[u64], gap: u64) -> Found {
    let mut best = None;
    for (a, price) in priced(prices) {
        for (b, other) in priced(prices).filter(|(b, _)| *b > a) {
            for (c, third) in priced(prices).filter(|(c, _)| *c > b) {
                let sum = price.saturating_add(other).saturating_add(third);
                keep(&mut best, sum, gap, [Some(a), Some(b), Some(c)]);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn fewest_then_cheapest_then_first() {
        let check = |prices: &[u64], gap: u64, expected: &[usize]| {
            let set = solve(prices, gap).map(|set| set.into_iter().flatten().collect::<Vec<_>>());
            assert_eq!(set.unwrap_or_default(), expected, "{prices:?} to {gap}");
        };
        check(&[], 10, &[]);
        check(&[9, 30, 12, 15], 10, &[2]);
        check(&[12, 12], 10, &[0]);
        check(&[5, 6, 7, 400], 10, &[0, 1]);
        check(&[4, 4, 4], 12, &[0, 1, 2]);
        check(&[4, 4, 4], 13, &[]);
        check(&[400, 3], 10, &[0]);
        check(&[0, 0, 20], 20, &[2]);
        check(&[8, 30], 10, &[1]);
        check(&[0, 5], 0, &[1]);
        check(&[u64::MAX, u64::MAX], 10, &[0]);
    }

    #[test]
    fn what_lies_beyond_the_most_is_not_looked_at() {
        let mut prices = [1u64; MOST + 1];
        prices[MOST] = 10;
        assert_eq!(solve(&prices, 10), None);
        prices[MOST - 1] = 10;
        assert_eq!(solve(&prices, 10), Some([Some(MOST - 1), None, None]));
    }
}
