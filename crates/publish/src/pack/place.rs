//! Which shard files there are and what they are called.

use cobuy_snapshot::write::{prefix, shard_name};

/// Hex digits of a whole prefix; see [`whole_prefix`].
const WHOLE_DIGITS: u8 = 8;

/// The place of a shop that is one shard.
pub const WHOLE: Place = Place { k: 0, prefix: 0 };

/// One shard file: the products whose key's SHA-256 begins with these hex digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// Number of hex digits, 0 to [`cobuy_snapshot::MAX_K`].
    pub k: u8,
    /// The digits as a number, below 16^k.
    pub prefix: u32,
}

impl Place {
    /// Where a key belongs.
    pub fn of(key: &str, k: u8) -> Self {
        Self { k, prefix: prefix(key, k) }
    }

    /// The file's name below `v1/`, such as `s/3f.bin`.
    pub fn name(self) -> String {
        format!("s/{}.bin", shard_name(self.prefix, self.k))
    }

    /// The first and the last whole prefix (see [`whole_prefix`]) that belong here.
    pub(super) fn span(self) -> (u32, u32) {
        let below = 32 - 4 * u32::from(self.k);
        let first = self.prefix.checked_shl(below).unwrap_or(0);
        (first, first | u32::MAX.checked_shr(32 - below).unwrap_or(0))
    }
}

/// First 32 bits of a key's SHA-256. Products ordered by it lie in shards as ranges, whatever k is.
pub(super) fn whole_prefix(key: &str) -> u32 {
    prefix(key, WHOLE_DIGITS)
}

/// Number of shards with `k` digits.
pub(super) fn shard_count(k: u8) -> u32 {
    1 << (4 * u32::from(k))
}

/// All shards with these numbers of digits, ascending by file name: the order in which payloads are hashed.
pub fn places(ks: &[u8]) -> Vec<Place> {
    let all = ks.iter().flat_map(|&k| (0..shard_count(k)).map(move |prefix| Place { k, prefix }));
    let mut places: Vec<Place> = all.collect();
    places.sort_by_cached_key(|place| place.name());
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use cobuy_targets::snapshot::MAX_K;

    use super::*;

    #[test]
    fn spans_cover_everything_once() {
        for k in 0..=MAX_K {
            let mut next = 0u64;
            for prefix in 0..shard_count(k) {
                let (first, last) = Place { k, prefix }.span();
                assert_eq!(u64::from(first), next, "k {k}, prefix {prefix}");
                next = u64::from(last) + 1;
            }
            assert_eq!(next, 1 << 32, "k {k}");
        }
    }

    #[test]
    fn a_key_lies_in_the_span_of_its_place() {
        for key in ["tent", "", "ü", "shop:"] {
            for k in 0..=MAX_K {
                let (first, last) = Place::of(key, k).span();
                assert!((first..=last).contains(&whole_prefix(key)), "{key} at {k}");
            }
        }
    }

    #[test]
    fn names_ascend_whatever_their_lengths() {
        let names: Vec<String> = places(&[0, 1, 2, 1]).into_iter().map(Place::name).collect();
        assert_eq!(names.len(), 1 + 16 + 256);
        assert!(names.is_sorted());
        assert_eq!(names[..3], ["s/0.bin", "s/00.bin", "s/01.bin"]);
        assert!(names.contains(&"s/all.bin".to_owned()));
    }
}
