//! How many hex digits name a shard, and what that costs a page.

use cobuy_catalogue::progress::Progress;
use cobuy_snapshot::write::{WriteError, gzip};
use cobuy_targets::snapshot::MAX_K;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::place::shard_count;
use super::{Contents, PackError, Place, WHOLE};

/// Most shards that are measured for one k. SHA-256 spreads products evenly, so the mean of 1,024 shards is within a
/// per cent of the mean of 65,536, and compressing all of those takes minutes.
const MEASURED: u32 = 1_024;

/// Sizes of shard files. A mean over files would be the mean of nobody's visits, so sizes are weighted by how often a
/// shard is asked for: the orders with each of its products, plus one for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sizes {
    /// Number of files.
    pub files: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Request-weighted mean, rounded up, bytes.
    pub mean_bytes: u64,
    /// Request-weighted 95th percentile, bytes.
    pub p95_bytes: u64,
    /// Largest file, bytes.
    pub max_bytes: u64,
}

/// A file's size and how often it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weighted {
    /// Size in bytes.
    pub bytes: u64,
    /// Requests, in any unit.
    pub requests: u64,
}

impl Sizes {
    /// Sums up files.
    pub fn of(mut files: Vec<Weighted>) -> Self {
        files.sort_unstable_by_key(|file| (file.bytes, file.requests));
        let requests: u128 = files.iter().map(|file| u128::from(file.requests)).sum();
        let weighted: u128 =
            files.iter().map(|file| u128::from(file.bytes) * u128::from(file.requests)).sum();
        let mut rest = (requests * 95).div_ceil(100);
        let p95 = files.iter().find(|file| {
            rest = rest.saturating_sub(file.requests.into());
            rest == 0
        });
        Self {
            files: files.len() as u64,
            bytes: files.iter().map(|file| file.bytes).sum(),
            mean_bytes: weighted.div_ceil(requests.max(1)) as u64,
            p95_bytes: p95.map_or(0, |file| file.bytes),
            max_bytes: files.last().map_or(0, |file| file.bytes),
        }
    }
}

/// Chooses k.
#[derive(Debug, Clone, Copy)]
pub struct Shaper {
    /// Largest request-weighted mean of a shard, bytes.
    pub shard_bytes: u64,
    /// Largest shop that is one shard, bytes. Twice a shard, because one file saves a shopper every later download.
    pub shop_bytes: u64,
}

impl Shaper {
    /// The limits that follow from the shard's.
    pub fn new(shard_bytes: u32) -> Self {
        Self { shard_bytes: shard_bytes.into(), shop_bytes: 2 * u64::from(shard_bytes) }
    }

    /// The smallest k whose mean shard is small enough; 0 while the whole shop is one small file; [`MAX_K`] where
    /// nothing is small enough.
    ///
    /// # Errors
    /// [`PackError`] for what no k can mend, such as a text that is too long.
    pub fn choose(&self, contents: &Contents<'_>, progress: &dyn Progress) -> Result<u8, PackError> {
        for k in 0..MAX_K {
            let limit = if k == 0 { self.shop_bytes } else { self.shard_bytes };
            if measure(contents, k, progress)?.is_some_and(|mean| mean <= limit) {
                return Ok(k);
            }
        }
        Ok(MAX_K)
    }
}

/// Request-weighted mean size of the shards with `k` digits; none if a shard would be more than the format allows.
fn measure(contents: &Contents<'_>, k: u8, progress: &dyn Progress) -> Result<Option<u64>, PackError> {
    let step = shard_count(k).div_ceil(MEASURED);
    progress.stage("Choosing the size of shards", shard_count(k).div_ceil(step).into());
    let measured: Result<Vec<Weighted>, PackError> = (0..shard_count(k) / step)
        .into_par_iter()
        .map(|number| {
            let place = if k == 0 { WHOLE } else { Place { k, prefix: number * step } };
            let payload = contents.shard(place, contents.as_of_ms)?;
            progress.advance(1);
            Ok(Weighted { bytes: gzip::compress(&payload).len() as u64, requests: contents.requests(place) })
        })
        .collect();
    match measured {
        Ok(files) => Ok(Some(Sizes::of(files).mean_bytes)),
        Err(PackError::Write { reason: WriteError::TooLarge { .. }, .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_weighted_by_requests() {
        let check = |files: &[(u64, u64)], expected: (u64, u64, u64, u64)| {
            let files = files.iter().map(|&(bytes, requests)| Weighted { bytes, requests }).collect();
            let sizes = Sizes::of(files);
            assert_eq!((sizes.bytes, sizes.mean_bytes, sizes.p95_bytes, sizes.max_bytes), expected);
        };
        check(&[], (0, 0, 0, 0));
        check(&[(100, 1), (200, 3)], (300, 175, 200, 200));
        check(&[(300, 1), (100, 95), (200, 4)], (600, 106, 100, 300));
        check(&[(300, 1), (100, 94), (200, 5)], (600, 107, 200, 300));
        // Nobody asks for an empty shard.
        check(&[(50, 0), (100, 2)], (150, 100, 100, 100));
    }
}
