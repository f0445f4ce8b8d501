//! Parts of numbers of which the product with a part may leave 64 bits.

/// `value` × `parts` / `WHOLE`, rounded down; the greatest number where that is more than fits. `parts` × `WHOLE` has to fit.
pub fn part_of<const WHOLE: u64>(value: u64, parts: u64) -> u64 {
    // Whole ones and the rest by themselves, because only their sum is sure to be near the result.
    (value / WHOLE).saturating_mul(parts).saturating_add(value % WHOLE * parts / WHOLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_exact_and_rounded_down() {
        let check = |value, parts, expected| assert_eq!(part_of::<100>(value, parts), expected);
        check(0, 50, 0);
        check(99, 50, 49);
        check(199, 150, 298);
        check(12_345, 100, 12_345);
        check(12_345, 0, 0);
        check(u64::MAX, 100, u64::MAX);
        check(u64::MAX, 50, u64::MAX / 2);
        check(u64::MAX, 101, u64::MAX);
        assert_eq!(part_of::<10_000>(20_001, 9_000), 18_000);
    }
}
