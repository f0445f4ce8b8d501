//! Order lines to products of the products file, by key, alias or name.

use std::collections::{BTreeSet, HashMap};

use cobuy_catalogue::data::Product;

use super::baskets::UNKNOWN;

/// Names of products. A name of two products joins nothing: guessing would put sales on the wrong one.
pub(super) struct Index {
    keys: HashMap<String, u32>,
    aliases: HashMap<String, u32>,
    names: HashMap<String, u32>,
}

impl Index {
    /// The index of `products` and the `names` orders give them. `upper` says that order ids were folded to upper case.
    pub fn new(products: &[Product], names: &[Vec<String>], upper: bool) -> Index {
        let mut index = Index { keys: HashMap::new(), aliases: HashMap::new(), names: HashMap::new() };
        for (number, product) in (0u32..).zip(products) {
            insert(&mut index.keys, folded(&product.key, upper), number);
            for alias in &product.aliases {
                insert(&mut index.aliases, folded(alias, upper), number);
            }
        }
        for (number, names) in (0u32..).zip(names) {
            for name in names {
                insert(&mut index.names, folded(name, upper), number);
            }
        }
        index
    }

    /// The product that an order calls `id`, or else `name`; [`UNKNOWN`] if there is none or more than one.
    pub fn find(&self, id: &str, name: &str) -> u32 {
        // A file whose only column is the name has it as its id.
        let as_name = if name.is_empty() { id } else { name };
        let tables = [(&self.keys, id), (&self.aliases, id), (&self.names, as_name)];
        let found =
            tables.into_iter().find_map(|(table, text)| table.get(text).filter(|number| **number != UNKNOWN));
        found.copied().unwrap_or(UNKNOWN)
    }

    /// Aliases of more than one product that are no key, in order.
    pub fn ambiguous(&self) -> BTreeSet<&str> {
        let unknown = self
            .aliases
            .iter()
            .filter(|(alias, number)| **number == UNKNOWN && !self.keys.contains_key(*alias));
        unknown.map(|(alias, _)| alias.as_str()).collect()
    }
}

fn insert(table: &mut HashMap<String, u32>, text: String, number: u32) {
    table
        .entry(text)
        .and_modify(|known| *known = if *known == number { number } else { UNKNOWN })
        .or_insert(number);
}

fn folded(text: &str, upper: bool) -> String {
    if upper { text.to_uppercase() } else { text.to_owned() }
}
