//! Seeded chance in whole numbers: no float enters a draw, so the same seed gives the same shop on every machine.

use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};

/// One stream of draws.
pub struct Rng(ChaCha8Rng);

impl Rng {
    /// Stream `stream` of `seed`. Different streams of one seed are independent, so that adding a product or a shopper
    /// leaves the others' draws as they were.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// A number from 0 to `n` - 1; 0 where `n` is 0. Bias below 2⁻³² · n, which nothing here can see.
    pub fn below(&mut self, n: u32) -> u32 {
        ((u64::from(self.0.next_u32()) * u64::from(n)) >> 32) as u32
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }

    /// True in `percent` of 100 cases.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// An index drawn by weight; `None` where all weights are 0.
    pub fn weighted(&mut self, weights: &[u32]) -> Option<usize> {
        let total: u32 = weights.iter().sum();
        if total == 0 {
            return None;
        }
        let mut left = self.below(total);
        weights.iter().position(|&weight| {
            let hit = left < weight;
            left = left.saturating_sub(weight);
            hit
        })
    }

    /// Puts `items` into a random order (Fisher-Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.below(i as u32 + 1) as usize;
            items.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_names_its_stream_for_ever() {
        let draws = |seed, stream| {
            let mut rng = Rng::new(seed, stream);
            [rng.below(1000), rng.below(1000), rng.below(1000)]
        };
        assert_eq!(draws(7, 0), draws(7, 0));
        assert_ne!(draws(7, 0), draws(7, 1));
        assert_ne!(draws(7, 0), draws(8, 0));
    }

    #[test]
    fn weights_are_respected() {
        let check = |weights: &[u32], expected: Option<usize>| {
            assert_eq!(Rng::new(1, 1).weighted(weights), expected, "{weights:?}");
        };
        check(&[], None);
        check(&[0, 0], None);
        check(&[0, 5, 0], Some(1));
        let mut rng = Rng::new(1, 1);
        let heavy = (0..4000).filter(|_| rng.weighted(&[1, 3]) == Some(1)).count();
        assert!((2800..3200).contains(&heavy), "{heavy} of 4000, 3000 expected");
    }
}
