//! Numbers in place of brands: a page only asks whether two are the same.

use std::collections::{BTreeMap, BTreeSet};

use cobuy_catalogue::data::Catalogue;
use sha2::{Digest, Sha256};

const BITS: u32 = 24;

/// The number of each product's brand, 0 for none: the first 24 bits of the SHA-256 of the brand in lower case, so that it
/// stays the same when others come and go. Of two brands with one number, or one whose number would be 0, the later by name
/// takes the next free one.
pub(super) fn numbers(catalogue: &Catalogue) -> Vec<u32> {
    let brand = |brand: &str| brand.trim().to_lowercase();
    let brands: BTreeSet<String> =
        catalogue.products.iter().map(|product| brand(&product.details.brand)).collect();
    let (mut numbers, mut taken) = (BTreeMap::new(), BTreeSet::from([0]));
    for name in brands.into_iter().filter(|name| !name.is_empty()) {
        let hash = Sha256::digest(&name);
        let mut number = u32::from_be_bytes([0, hash[0], hash[1], hash[2]]);
        while !taken.insert(number) {
            number = (number + 1) % (1 << BITS);
        }
        numbers.insert(name, number);
    }
    let products = catalogue.products.iter();
    products.map(|product| numbers.get(&brand(&product.details.brand)).copied().unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::Product;

    #[test]
    fn brands_are_numbers() {
        let product = |brand: &str| {
            let mut product = Product::default();
            product.details.brand = brand.to_owned();
            product
        };
        let catalogue = Catalogue { products: ["Acme", "", " ACME", "Other"].map(product).to_vec() };
        let numbers = numbers(&catalogue);
        // What `printf acme | sha256sum` begins with.
        let acme = 0x82_2b33;
        assert_eq!((numbers[0], numbers[1], numbers[2]), (acme, 0, acme));
        assert!(numbers[3] != acme && numbers[3] != 0);
    }
}
