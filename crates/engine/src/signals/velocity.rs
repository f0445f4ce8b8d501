//! How fast the shopper goes from page to page.

/// 0 (one page) to 100 (ten pages a minute or more): tenths of pages a minute after the first one. A visit shorter than
/// ten seconds counts as ten, so that a first quick click is no rush.
pub fn velocity(pages: u16, elapsed_ms: u32) -> u8 {
    let after_first = u64::from(pages.saturating_sub(1));
    let elapsed_ms = u64::from(elapsed_ms.max(10_000));
    (after_first * 60_000 * 10 / elapsed_ms).min(100) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_a_minute() {
        let check = |pages, elapsed_ms, expected| assert_eq!(velocity(pages, elapsed_ms), expected);
        check(0, 0, 0);
        check(1, 60_000, 0);
        check(2, 60_000, 10);
        check(2, 0, 60);
        check(11, 60_000, 100);
        check(u16::MAX, u32::MAX, 9);
        check(u16::MAX, 60_000, 100);
    }
}
