//! What tells a product from its upgrades, for comparisons: material, capacity, number of persons.

use std::collections::{BTreeMap, BTreeSet};

use cobuy_catalogue::data::{Catalogue, Product};

/// Most attributes of a product that are published, and most bytes of their lines: a comparison shows no more.
const MOST: usize = 6;
const MOST_BYTES: usize = 160;

/// Lines of `name=value` for every product that is an upgrade or has one: the attributes in which such groups differ, those
/// first in which most do. Tags are no attributes that are compared. `rows` are the upgrades by product.
pub(super) fn lines(catalogue: &Catalogue, rows: &[Vec<u32>]) -> Vec<String> {
    let mut differing: Vec<BTreeMap<&str, u32>> = vec![BTreeMap::new(); catalogue.products.len()];
    for (product, row) in rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
        let group: Vec<usize> = std::iter::once(product).chain(row.iter().map(|at| *at as usize)).collect();
        let named = group.iter().flat_map(|at| &catalogue.products[*at].details.attributes);
        let names: BTreeSet<&str> =
            named.map(|(name, _)| name.as_str()).filter(|name| is_shown(name)).collect();
        for name in names {
            let first = values(&catalogue.products[product], name);
            if group.iter().all(|at| values(&catalogue.products[*at], name) == first) {
                continue;
            }
            for at in &group {
                *differing[*at].entry(name).or_default() += 1;
            }
        }
    }
    let of = |(product, names): (&Product, BTreeMap<&str, u32>)| line(product, names);
    catalogue.products.iter().zip(differing).map(of).collect()
}

/// Whether an attribute is one that a comparison can show in a line of its own.
fn is_shown(name: &str) -> bool {
    name != "tag" && !name.contains('=')
}

fn values<'p>(product: &'p Product, name: &str) -> Vec<&'p str> {
    let own = product.details.attributes.iter().filter(|(own, _)| own == name);
    own.map(|(_, value)| value.as_str()).collect()
}

/// The lines of a product, ascending by name.
fn line(product: &Product, names: BTreeMap<&str, u32>) -> String {
    let mut ranked: Vec<(&str, u32)> = names.into_iter().collect();
    ranked.sort_by_key(|(_, groups)| std::cmp::Reverse(*groups));
    let (mut lines, mut bytes) = (Vec::new(), 0);
    for (name, _) in ranked {
        let values = values(product, name);
        let line = format!("{name}={}", values.join(", "));
        if !values.is_empty() && lines.len() < MOST && bytes + line.len() < MOST_BYTES {
            bytes += line.len() + 1;
            lines.push(line);
        }
    }
    lines.sort();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(attributes: &[(&str, &str)]) -> Product {
        let mut product = Product::default();
        product.details.attributes =
            attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        product
    }

    #[test]
    fn only_what_differs_is_told() {
        let products = [
            product(&[
                ("colour", "green"),
                ("colour", "red"),
                ("persons", "2"),
                ("season", "all"),
                ("tag", "a"),
            ]),
            product(&[("persons", "3"), ("season", "all"), ("tag", "b")]),
            product(&[("persons", "4"), ("poles", "alloy"), ("season", "all")]),
            product(&[("persons", "9")]),
        ];
        let catalogue = Catalogue { products: products.to_vec() };
        let lines = lines(&catalogue, &[vec![1, 2], vec![2], vec![], vec![]]);
        assert_eq!(lines, ["colour=green, red\npersons=2", "persons=3", "persons=4\npoles=alloy", ""]);
    }

    #[test]
    fn no_more_is_told_than_a_comparison_shows() {
        let of = |value: &str| {
            let names = ["a", "b", "c", "d", "e", "f", "g"];
            product(&names.map(|name| (name, value)))
        };
        let check = |one: &str, other: &str, expected: &str| {
            let catalogue = Catalogue { products: vec![of(one), of(other)] };
            assert_eq!(lines(&catalogue, &[vec![1], vec![]])[0], expected);
        };
        check("1", "2", "a=1\nb=1\nc=1\nd=1\ne=1\nf=1");
        let long = "x".repeat(70);
        check(&long, "2", &format!("a={long}\nb={long}"));
    }
}
