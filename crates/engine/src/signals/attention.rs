//! How closely the shopper looks.

use crate::session::View;

/// Views that count: the newest.
const NEWEST: usize = 5;
/// Visible time beyond which longer says no more: pages are left open.
const ENOUGH_MS: u32 = 60_000;

/// 0 (pages are opened and left) to 100 (read for a minute, down to their end): the mean of the five newest views, of
/// which time makes 60 and depth 40. 0 without views.
pub fn attention(views: &[View]) -> u8 {
    let newest = views.iter().take(NEWEST);
    let count = newest.len() as u32;
    let one = |view: &View| {
        view.dwell_ms.min(ENOUGH_MS) * 60 / ENOUGH_MS + u32::from(view.scroll_percent.min(100)) * 40 / 100
    };
    newest.map(one).sum::<u32>().checked_div(count).unwrap_or(0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn time_and_depth_add_up() {
        let check = |views: &[(u32, u8)], expected| {
            let view = |(dwell_ms, scroll_percent): &(u32, u8)| View {
                key: "a".into(),
                dwell_ms: *dwell_ms,
                scroll_percent: *scroll_percent,
            };
            assert_eq!(attention(&views.iter().map(view).collect::<Vec<_>>()), expected, "{views:?}");
        };
        check(&[], 0);
        check(&[(0, 0)], 0);
        check(&[(30_000, 50)], 50);
        check(&[(u32::MAX, 255)], 100);
        check(&[(60_000, 100), (0, 0)], 50);
        check(&[(0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (60_000, 100)], 0);
    }
}
