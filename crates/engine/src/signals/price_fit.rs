//! How well a candidate's price fits what the shopper looks at.

use crate::part::part_of;

/// −100 (the cheapest for who looks at the dearest, or the other way round) over 0 (half the range apart, or unknown) to
/// 100 (the same place in its category). `level` is [`super::price_level::price_level`], `position` the candidate's.
pub fn price_fit(level: Option<u8>, position: Option<u8>) -> i8 {
    let Some((level, position)) = level.zip(position) else { return 0 };
    (100 - 2 * i32::from(level.min(100).abs_diff(position.min(100)))) as i8
}

/// A score weighed by a price fit: times 1 + `weight_percent` × fit, of which both are parts of a hundred. A weight of 0
/// leaves the score as it is, to the bit; one of 100 takes a score of fit −100 to 0 and doubles one of fit 100.
pub fn weigh(score: u64, weight_percent: u8, fit: i8) -> u64 {
    let factor = (10_000 + i64::from(weight_percent.min(100)) * i64::from(fit.max(-100))).unsigned_abs();
    part_of::<10_000>(score, factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_the_better() {
        let check = |level, position, expected| assert_eq!(price_fit(level, position), expected);
        check(None, Some(5), 0);
        check(Some(5), None, 0);
        check(Some(40), Some(40), 100);
        check(Some(40), Some(90), 0);
        check(Some(100), Some(0), -100);
        check(Some(0), Some(255), -100);
    }

    #[test]
    fn a_fit_weighs_a_score() {
        let check = |score, weight, fit, expected| assert_eq!(weigh(score, weight, fit), expected);
        check(123_456_789, 0, 100, 123_456_789);
        check(u64::MAX, 0, -100, u64::MAX);
        check(20_000, 100, 100, 40_000);
        check(20_000, 100, -100, 0);
        check(20_001, 50, -20, 18_000);
        check(u64::MAX, 100, 100, u64::MAX);
    }
}
