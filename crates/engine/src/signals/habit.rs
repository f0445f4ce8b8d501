//! Whether the shopper comes back: the recency and frequency of visits, as direct mail scores customers.

/// 0 (a first visit, or nothing known) to 100 (back within two days for at least the sixth time). Recency makes 50, halved
/// for each week since the visit before; frequency 10 for each visit before, up to 50.
pub fn habit(visits_before: u16, days_since: Option<u16>) -> u8 {
    let Some(days) = days_since.filter(|_| visits_before > 0) else { return 0 };
    let weeks = days.saturating_sub(2).div_ceil(7).min(6);
    (50 >> weeks) + visits_before.min(5) as u8 * 10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recency_halves_and_frequency_adds() {
        let check = |visits, days, expected| assert_eq!(habit(visits, days), expected, "{visits} {days:?}");
        check(0, None, 0);
        check(0, Some(1), 0);
        check(3, None, 0);
        check(1, Some(0), 60);
        check(1, Some(9), 35);
        check(2, Some(10), 32);
        check(9, Some(2), 100);
        check(u16::MAX, Some(u16::MAX), 50);
    }
}
