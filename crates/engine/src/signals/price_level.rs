//! How dear what the shopper looks at is, within its category.

/// Positions that count: the newest.
const NEWEST: usize = 16;

/// 0 (the cheapest of each category) to 100 (the dearest): the median of the price positions of the newest products with
/// a known one, the cart's first and twice, because they were chosen. Nothing where none is known. The lower one of two
/// middle ones counts, so that dearness is never made up.
pub fn price_level(cart: impl Iterator<Item = u8>, views: impl Iterator<Item = u8>) -> Option<u8> {
    let mut sorted = [0u8; NEWEST];
    let mut count = 0;
    for position in cart.flat_map(|position| [position; 2]).chain(views).take(NEWEST) {
        let known = sorted.get(..count)?;
        let at = known.partition_point(|other| *other <= position);
        sorted.get_mut(at..=count)?.rotate_right(1);
        *sorted.get_mut(at)? = position.min(100);
        count += 1;
    }
    sorted.get(..count)?.get(count.checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_with_the_cart_twice() {
        let check = |cart: &[u8], views: &[u8], expected| {
            assert_eq!(
                price_level(cart.iter().copied(), views.iter().copied()),
                expected,
                "{cart:?} {views:?}"
            );
        };
        check(&[], &[], None);
        check(&[], &[70], Some(70));
        check(&[], &[70, 10], Some(10));
        check(&[90], &[10], Some(90));
        check(&[90], &[10, 20, 30], Some(30));
        check(&[], &[200, 150], Some(100));
        check(&[5; 20], &[90; 20], Some(5));
    }
}
