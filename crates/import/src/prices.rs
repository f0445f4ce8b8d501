//! Prices that order lines give their products: the median of the last 30 days.

use super::chunk::NO_TIME;

/// Span before the newest order that prices are taken from.
const WINDOW_MS: i64 = 30 * 86_400_000;

/// Prices of the last 30 days. Orders mostly come by time, so what is too old is forgotten while reading: memory is
/// that of two months, not of years.
#[derive(Debug, Default)]
pub(super) struct PriceWindow {
    samples: Vec<Sample>,
    newest_ms: i64,
    /// Number of samples at which old ones are looked for.
    full: usize,
}

#[derive(Debug, Clone, Copy)]
struct Sample {
    product: u32,
    time_ms: i64,
    millionths: i64,
}

/// Fewer samples than this are not worth tidying (24 bytes each).
const SMALL: usize = 1 << 16;

impl PriceWindow {
    /// Adds the price of a line.
    #[inline]
    pub fn push(&mut self, product: u32, time_ms: i64, millionths: i64) {
        if time_ms == NO_TIME || time_ms < self.newest_ms.saturating_sub(WINDOW_MS) {
            return;
        }
        self.newest_ms = self.newest_ms.max(time_ms);
        self.samples.push(Sample { product, time_ms, millionths });
        if self.samples.len() >= self.full.max(SMALL) {
            self.forget_before(self.newest_ms.saturating_sub(WINDOW_MS));
            self.full = self.samples.len() * 2;
        }
    }

    fn forget_before(&mut self, oldest_ms: i64) {
        self.samples.retain(|sample| sample.time_ms >= oldest_ms);
    }

    /// Median in millionths by product: of the prices in the 30 days up to `newest_ms`, the lower one of two in the
    /// middle. Raw product `p` is product `products[p]` of `count`, or none if that is past the end.
    pub fn medians(mut self, newest_ms: i64, products: &[u32], count: usize) -> Vec<Option<i64>> {
        self.forget_before(newest_ms.saturating_sub(WINDOW_MS));
        let mut prices: Vec<(u32, i64)> = self
            .samples
            .iter()
            .filter_map(|sample| Some((*products.get(sample.product as usize)?, sample.millionths)))
            .filter(|(product, _)| (*product as usize) < count)
            .collect();
        prices.sort_unstable();
        let mut medians = vec![None; count];
        for group in prices.chunk_by(|a, b| a.0 == b.0) {
            let (product, median) = group[(group.len() - 1) / 2];
            medians[product as usize] = Some(median);
        }
        medians
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_median_of_the_last_30_days() {
        let day = 86_400_000;
        let mut window = PriceWindow::default();
        for (product, at, price) in
            [(0, 0, 9), (0, 31, 3), (0, 40, 1), (1, 9, 7), (1, 10, 8), (0, 40, 2), (0, 39, 5), (2, 40, 4)]
        {
            window.push(product, at * day, price);
        }
        // Raw products 0 and 2 are one; the price of day 0 is too old, that of day 10 just not.
        assert_eq!(window.medians(40 * day, &[1, 0, 1], 2), [Some(8), Some(3)]);
    }

    #[test]
    fn many_samples_are_tidied() {
        let mut window = PriceWindow::default();
        for at in 0..1_000_000i64 {
            window.push(0, at * 60_000, at);
        }
        assert!(window.samples.len() < 2 * SMALL);
        assert_eq!(window.medians(999_999 * 60_000, &[0], 1), [Some(999_999 - 43_200 / 2)]);
    }
}
