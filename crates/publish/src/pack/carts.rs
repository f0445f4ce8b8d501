//! What the page of a cart downloads: base and the shards of its products, several of which may be one.

use std::collections::HashMap;

use cobuy_catalogue::data::Catalogue;
use cobuy_model::mine::evidence::Holdout;

use super::{Manifest, Place};

/// Products of a cart that is looked at.
pub const CART: usize = 5;

/// Most carts that are looked at: the mean of ten thousand is sure to a tenth of a kilobyte.
const CARTS: usize = 10_000;

/// Downloads of the carts that the shop's newest orders were.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carts {
    /// Mean bytes, rounded up, with the base.
    pub mean_bytes: u64,
    /// 95th percentile of bytes.
    pub p95_bytes: u64,
    /// Tenths of a request: the mean, rounded up.
    pub mean_requests_tenths: u64,
    /// 95th percentile of requests.
    pub p95_requests: u64,
}

impl Carts {
    /// Looks at [`CART`] products of each of the newest orders with as many or more, taken at equal distances. None where
    /// no order of the hold-out has as many.
    pub fn of(manifest: &Manifest, catalogue: &Catalogue, holdout: &Holdout<'_>) -> Option<Self> {
        let sizes: HashMap<&str, u64> =
            manifest.files.iter().map(|file| (file.name.as_str(), file.bytes)).collect();
        let shard = |product: u32| Place::of(&catalogue.products[product as usize].key, manifest.k);
        let size = |place: Place| sizes.get(place.name().as_str()).copied().unwrap_or(0);
        let newest = holdout.range.clone().rev().map(|order| holdout.orders.basket(order));
        Self::new(newest, shard, size, manifest.base_bytes)
    }

    fn new<'b>(
        newest: impl Iterator<Item = &'b [u32]>,
        shard: impl Fn(u32) -> Place,
        size: impl Fn(Place) -> u64,
        base_bytes: u64,
    ) -> Option<Self> {
        let (mut bytes, mut requests): (Vec<u64>, Vec<u64>) = newest
            .filter(|basket| basket.len() >= CART)
            .take(CARTS)
            .map(|basket| {
                let spread = (0..CART).map(|at| basket[at * basket.len() / CART]);
                let mut shards: Vec<Place> = spread.map(&shard).collect();
                shards.sort_unstable_by_key(|place| place.prefix);
                shards.dedup();
                (base_bytes + shards.iter().map(|place| size(*place)).sum::<u64>(), 1 + shards.len() as u64)
            })
            .unzip();
        bytes.sort_unstable();
        requests.sort_unstable();
        Some(Self {
            mean_bytes: mean(&bytes, 1)?,
            p95_bytes: p95(&bytes)?,
            mean_requests_tenths: mean(&requests, 10)?,
            p95_requests: p95(&requests)?,
        })
    }
}

/// The mean in this many parts of one, rounded up.
fn mean(values: &[u64], parts: u64) -> Option<u64> {
    let sum: u64 = values.iter().sum();
    (!values.is_empty()).then(|| (sum * parts).div_ceil(values.len() as u64))
}

fn p95(sorted: &[u64]) -> Option<u64> {
    sorted.get((sorted.len() * 95).div_ceil(100).checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carts_by_hand() {
        // Product p lies in shard p / 2, which has 100 p bytes; the base has 1,000.
        let shard = |product: u32| Place { k: 1, prefix: product / 2 };
        let size = |place: Place| 100 * u64::from(place.prefix);
        let check = |baskets: &[&[u32]], expected: Option<(u64, u64, u64, u64)>| {
            let carts = Carts::new(baskets.iter().copied(), shard, size, 1_000);
            let got = carts.map(|c| (c.mean_bytes, c.p95_bytes, c.mean_requests_tenths, c.p95_requests));
            assert_eq!(got, expected, "{baskets:?}");
        };
        check(&[&[1, 2, 3, 4]], None);
        // Shards 0, 1, 2.
        check(&[&[0, 1, 2, 3, 4]], Some((1_300, 1_300, 40, 4)));
        // Shards 0, 1, 2, 3, 4 of the products at the tenths 0, 2, 4, 6 and 8.
        check(&[&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]], Some((2_000, 2_000, 60, 6)));
        check(&[&[0, 1, 2, 3, 4], &[0, 2, 4, 6, 8], &[1]], Some((1_650, 2_000, 50, 6)));
    }
}
