//! Whether the shopper stays with one kind of product. Visits that return to one category end in purchases more often than
//! those that wander (W. Moe, "Buying, searching, or browsing", Journal of Consumer Psychology 13, 2003).

/// Views that count: the newest.
const NEWEST: usize = 8;

/// 0 (every view in another category, or fewer than two views) to 100 (all in that of the newest): the share of the up to
/// seven views before the newest one that are in its category or below it, in per cent. `categories` are the paths of the
/// viewed products, newest first.
pub fn focus(categories: &[&str]) -> u8 {
    let Some((newest, before)) = categories.split_first() else { return 0 };
    let before = before.iter().take(NEWEST - 1);
    let all = before.len();
    let within = |path: &&&str| {
        path.strip_prefix(newest).is_some_and(|rest| rest.is_empty() || rest.starts_with(" > "))
    };
    (before.filter(within).count() * 100).checked_div(all).unwrap_or(0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_of_the_newest_category() {
        let check = |categories: &[&str], expected| assert_eq!(focus(categories), expected, "{categories:?}");
        check(&[], 0);
        check(&["Tents"], 0);
        check(&["Tents", "Tents"], 100);
        check(&["Tents", "Tents > Two", "Tentacles", "Mats"], 33);
        check(&["Mats", "Tents", "Tents"], 0);
        check(&["A", "A", "A", "A", "A", "A", "A", "A", "B"], 100);
    }
}
