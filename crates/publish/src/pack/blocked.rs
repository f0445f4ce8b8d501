//! Pairs that are never published, because the shop said so.

use cobuy_catalogue::config::BlockConfig;
use cobuy_catalogue::data::Catalogue;
use cobuy_catalogue::nearest::{hint, nearest};

/// Pairs of products that are in no row of each other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocked {
    /// Pairs with the smaller number first, ascending, distinct.
    pairs: Vec<(u32, u32)>,
}

/// A `[[block]]` that cannot be meant so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    /// No product has this key. Remedy: the nearest key, or take the block out where the product is gone.
    #[error(
        "[[block]] pair = [{:?}, {:?}]: no product has the key {key:?}{}; correct it, or take the block out if the \
         product is gone",
        pair[0], pair[1], hint(nearest_key)
    )]
    Unknown {
        /// The two keys as written.
        pair: [String; 2],
        /// The one that is not known.
        key: String,
        /// The most similar key, if one is similar at all.
        nearest_key: Option<String>,
    },
    /// A product is in no row of its own anyway.
    #[error("[[block]] pair = [{key:?}, {key:?}] names one product twice; name two")]
    Same {
        /// The key.
        key: String,
    },
}

impl Blocked {
    /// The products of `[[block]]` by number.
    ///
    /// # Errors
    /// [`BlockError`] for the first block that is wrong.
    pub fn new(blocks: &[BlockConfig], catalogue: &Catalogue) -> Result<Self, BlockError> {
        let number = |pair: &[String; 2], key: &String| {
            let unknown = || BlockError::Unknown {
                pair: pair.clone(),
                key: key.clone(),
                nearest_key: nearest(key, catalogue.products.iter().map(|product| product.key.as_str())),
            };
            let found = catalogue.products.binary_search_by(|product| product.key.as_str().cmp(key));
            found.map(|at| at as u32).map_err(|_| unknown())
        };
        let mut pairs = Vec::with_capacity(blocks.len());
        for BlockConfig { pair } in blocks {
            let (a, b) = (number(pair, &pair[0])?, number(pair, &pair[1])?);
            if a == b {
                return Err(BlockError::Same { key: pair[0].clone() });
            }
            pairs.push((a.min(b), a.max(b)));
        }
        pairs.sort_unstable();
        pairs.dedup();
        Ok(Self { pairs })
    }

    /// Whether two products are kept apart, in either order.
    pub fn contains(&self, a: u32, b: u32) -> bool {
        !self.pairs.is_empty() && self.pairs.binary_search(&(a.min(b), a.max(b))).is_ok()
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether nothing is blocked.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::Product;

    fn blocked(pairs: &[[&str; 2]]) -> Result<Blocked, String> {
        let product = |key: &str| Product { key: key.to_owned(), ..Product::default() };
        let catalogue = Catalogue { products: ["Lamp", "mug", "pegs", "tent"].map(product).to_vec() };
        let blocks: Vec<BlockConfig> =
            pairs.iter().map(|pair| BlockConfig { pair: pair.map(str::to_owned) }).collect();
        Blocked::new(&blocks, &catalogue).map_err(|error| error.to_string())
    }

    #[test]
    fn pairs_are_blocked_in_both_directions() {
        let blocked = blocked(&[["tent", "mug"], ["mug", "tent"], ["Lamp", "pegs"]]).unwrap();
        assert_eq!(blocked.len(), 2);
        assert!(blocked.contains(1, 3) && blocked.contains(3, 1) && blocked.contains(2, 0));
        assert!(!blocked.contains(0, 1) && !blocked.contains(1, 1));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_the_nearest_key() {
        let check = |pair: [&str; 2], expected: &str| {
            let error = blocked(&[pair]).unwrap_err();
            assert!(error.contains(expected), "{error}");
        };
        check(["tnet", "mug"], "[[block]] pair = [\"tnet\", \"mug\"]: no product has the key \"tnet\"");
        check(["tent", "lamp"], "the nearest is \"Lamp\"");
        check(["tents", "mug"], "the nearest is \"tent\"");
        check(["mug", "wheelbarrow"], "\"wheelbarrow\"; correct it");
        check(["mug", "mug"], "names one product twice");
    }
}
