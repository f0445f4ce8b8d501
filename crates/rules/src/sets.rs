//! Products that meet one demand are a set. Demands that select alike share one, so that a page tests one bit.

use std::collections::BTreeSet;

use cobuy_catalogue::config::rules::{Many, Selector, Span};
use cobuy_catalogue::data::CATEGORY_SEPARATOR;
use cobuy_catalogue::data::{Catalogue, Product};
use cobuy_catalogue::nearest::{hint, nearest};
use cobuy_snapshot::rules::{ANY, MAX_SETS};

/// The sets of all rules, in the order of their first use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sets {
    demands: Vec<Demand>,
}

/// What products have to be: all of it. Texts are folded; a range is of thousandths, or of hundredths of a star.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Demand {
    categories: BTreeSet<String>,
    brands: BTreeSet<String>,
    /// Name and values; of a tag the name is "tag", as in the catalogue.
    attributes: Vec<(String, BTreeSet<String>)>,
    products: BTreeSet<String>,
    margin: Option<(i32, i32)>,
    rating: Option<(i32, i32)>,
    returns: Option<(i32, i32)>,
    /// As a person reads it.
    words: String,
}

/// Why there is no number for a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SetError {
    /// The snapshot has no bit left.
    Full,
    /// A range whose ends are the wrong way round: the key.
    Reversed(&'static str),
}

impl Sets {
    /// The number of the products that a selector selects; [`ANY`] where it selects by nothing.
    pub(super) fn number(&mut self, selector: &Selector) -> Result<u8, SetError> {
        let demand = Demand::new(selector)?;
        if demand.words.is_empty() {
            return Ok(ANY);
        }
        let found = self.demands.iter().position(|known| known.same(&demand));
        let number = found.unwrap_or(self.demands.len());
        if number >= MAX_SETS {
            return Err(SetError::Full);
        }
        if found.is_none() {
            self.demands.push(demand);
        }
        Ok(number as u8)
    }

    /// Bits of the sets by product; empty where there is no set.
    pub(super) fn members(&self, catalogue: &Catalogue) -> Vec<u64> {
        if self.demands.is_empty() {
            return Vec::new();
        }
        let bits = |product: &Product| {
            let bit = |(number, demand): (usize, &Demand)| u64::from(demand.holds(product)) << number;
            self.demands.iter().enumerate().map(bit).sum()
        };
        catalogue.products.iter().map(bits).collect()
    }

    /// Number of sets.
    pub fn len(&self) -> usize {
        self.demands.len()
    }

    /// Whether there is no set.
    pub fn is_empty(&self) -> bool {
        self.demands.is_empty()
    }

    /// What a set holds, as a person reads it: "category Cameras and tag gift"; "any product" for [`ANY`].
    pub fn words(&self, set: u8) -> &str {
        self.demands.get(usize::from(set)).map_or("any product", |demand| demand.words.as_str())
    }
}

impl Demand {
    fn new(selector: &Selector) -> Result<Self, SetError> {
        let mut attributes: Vec<(String, BTreeSet<String>)> = Vec::new();
        if let Some(tags) = &selector.tag {
            attributes.push(("tag".to_owned(), folded(tags)));
        }
        for (name, values) in selector.attribute.iter().flatten() {
            attributes.push((fold(name), folded(values)));
        }
        attributes.sort();
        Ok(Self {
            categories: selector.category.as_ref().map(folded).unwrap_or_default(),
            brands: selector.brand.as_ref().map(folded).unwrap_or_default(),
            attributes,
            products: selector.product.iter().flat_map(|keys| keys.0.iter().cloned()).collect(),
            margin: range("margin", selector.margin, 1_000.0)?,
            rating: range("rating", selector.rating, 100.0)?,
            returns: range("returns", selector.returns, 1_000.0)?,
            words: describe(selector),
        })
    }

    /// Whether both select alike, however they are written.
    fn same(&self, other: &Self) -> bool {
        Self { words: String::new(), ..self.clone() } == Self { words: String::new(), ..other.clone() }
    }

    fn holds(&self, product: &Product) -> bool {
        let details = &product.details;
        let within = |range: Option<(i32, i32)>, value: Option<i32>| {
            range.is_none_or(|(low, high)| value.is_some_and(|value| (low..=high).contains(&value)))
        };
        let has = |(name, values): &(String, BTreeSet<String>)| {
            details.attributes.iter().any(|(own, value)| own == name && values.contains(value))
        };
        (self.products.is_empty() || self.products.contains(&product.key))
            && (self.categories.is_empty() || self.below(&product.category))
            && (self.brands.is_empty() || self.brands.contains(&fold(&details.brand)))
            && self.attributes.iter().all(has)
            && within(self.margin, details.margin_permille.map(Into::into))
            && within(self.rating, details.rating_hundredths.map(Into::into))
            && within(self.returns, details.returns_permille.map(Into::into))
    }

    /// Whether a category is one of the demanded ones or lies below it.
    fn below(&self, category: &str) -> bool {
        let mut path = fold(category);
        while !path.is_empty() {
            if self.categories.contains(&path) {
                return true;
            }
            path.truncate(path.rfind(CATEGORY_SEPARATOR).unwrap_or(0));
        }
        false
    }
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

fn folded(values: &Many<String>) -> BTreeSet<String> {
    values.0.iter().map(|value| fold(value)).collect()
}

fn range(key: &'static str, span: Option<Span<f64>>, unit: f64) -> Result<Option<(i32, i32)>, SetError> {
    let Some(span) = span else { return Ok(None) };
    let scaled = |value: f64| (value * unit).round() as i32;
    let (low, high) = (span.min.map_or(i32::MIN, scaled), span.max.map_or(i32::MAX, scaled));
    if low > high { Err(SetError::Reversed(key)) } else { Ok(Some((low, high))) }
}

/// A selector in words; empty where it selects by nothing.
fn describe(selector: &Selector) -> String {
    let listed = |name: &str, values: &Many<String>| format!("{name} {}", values.0.join(" or "));
    let ranged = |name: &str, span: Span<f64>| match (span.min, span.max) {
        (Some(min), Some(max)) => format!("{name} {min} to {max}"),
        (Some(min), None) => format!("{name} from {min}"),
        (None, Some(max)) => format!("{name} up to {max}"),
        (None, None) => format!("known {name}"),
    };
    let mut parts = Vec::new();
    parts.extend(selector.category.as_ref().map(|values| listed("category", values)));
    parts.extend(selector.brand.as_ref().map(|values| listed("brand", values)));
    parts.extend(selector.tag.as_ref().map(|values| listed("tag", values)));
    for (name, values) in selector.attribute.iter().flatten() {
        parts.push(listed(name, values));
    }
    parts.extend(selector.product.as_ref().map(|values| listed("product", values)));
    parts.extend(selector.margin.map(|span| ranged("margin", span)));
    parts.extend(selector.rating.map(|span| ranged("rating", span)));
    parts.extend(selector.returns.map(|span| ranged("returns", span)));
    parts.join(" and ")
}

/// Names that no product has: the key, the name, and what is to be said of the nearest one.
pub(super) fn unknown(selector: &Selector, catalogue: &Catalogue) -> Vec<(&'static str, String, String)> {
    let mut unknown = Vec::new();
    let mut ask = |key: &'static str, wanted: &Option<Many<String>>, known: &dyn Fn() -> BTreeSet<String>| {
        let Some(wanted) = wanted else { return };
        let known = known();
        for name in wanted.0.iter() {
            let same =
                |known: &String| if key == "product" { known == name } else { fold(known) == fold(name) };
            if !known.iter().any(same) {
                let near = hint(&nearest(name, known.iter().map(String::as_str)));
                unknown.push((key, name.clone(), near));
            }
        }
    };
    let products = || catalogue.products.iter();
    ask("product", &selector.product, &|| products().map(|product| product.key.clone()).collect());
    ask("brand", &selector.brand, &|| products().map(|product| product.details.brand.clone()).collect());
    ask("category", &selector.category, &|| {
        let mut paths = BTreeSet::new();
        for product in products() {
            let mut path = product.category.as_str();
            while !path.is_empty() && paths.insert(path.to_owned()) {
                path = path.rfind(CATEGORY_SEPARATOR).map_or("", |end| &path[..end]);
            }
        }
        paths
    });
    let values = |name: &str| {
        let all = products().flat_map(|product| &product.details.attributes);
        all.filter(|(own, _)| *own == fold(name)).map(|(_, value)| value.clone()).collect::<BTreeSet<_>>()
    };
    ask("tag", &selector.tag, &|| values("tag"));
    for (name, wanted) in selector.attribute.iter().flatten() {
        ask("attribute", &Some(wanted.clone()), &|| values(name));
    }
    unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selector(text: &str) -> Selector {
        toml::from_str(text).unwrap()
    }

    fn product() -> Product {
        let mut product =
            Product { key: "k1".into(), category: "Photo > Cameras > Compact".into(), ..Product::default() };
        product.details.brand = "Acme".into();
        product.details.attributes = vec![("material".into(), "wool".into()), ("tag".into(), "gift".into())];
        (product.details.margin_permille, product.details.rating_hundredths) = (Some(350), Some(420));
        product
    }

    #[test]
    fn products_are_selected() {
        let check = |text: &str, expected: bool| {
            assert_eq!(Demand::new(&selector(text)).unwrap().holds(&product()), expected, "{text}");
        };
        check("category = 'Photo > Cameras'", true);
        check("category = 'photo'", true);
        check("category = 'Photo > Cam'", false);
        check("category = ['Tents', 'Photo']", true);
        check("brand = 'ACME'", true);
        check("brand = 'ACME'\ncategory = 'Tents'", false);
        check("tag = ['sale', 'Gift']", true);
        check("attribute = { Material = 'wool' }", true);
        check("attribute = { tag = 'wool' }", false);
        check("product = ['k1', 'k2']", true);
        check("product = 'K1'", false);
        check("margin = { min = 0.35 }", true);
        check("margin = { max = 0.34 }", false);
        check("rating = { min = 4, max = 4.2 }", true);
        check("returns = { max = 1 }", false);
    }

    #[test]
    fn sets_are_shared() {
        let mut sets = Sets::default();
        let mut number = |text: &str| sets.number(&selector(text));
        assert_eq!(number(""), Ok(ANY));
        assert_eq!(number("brand = ['a', 'B']"), Ok(0));
        assert_eq!(number("category = 'Tents'"), Ok(1));
        assert_eq!(number("brand = ['b ', 'A']"), Ok(0));
        assert_eq!(number("margin = { min = 0.5, max = 0.2 }"), Err(SetError::Reversed("margin")));
        for set in 2..MAX_SETS {
            assert_eq!(number(&format!("product = 'k{set}'")), Ok(set as u8));
        }
        assert_eq!(number("product = 'one more'"), Err(SetError::Full));
        assert_eq!(number("category = 'Tents'"), Ok(1));
        assert_eq!((sets.words(1), sets.words(ANY)), ("category Tents", "any product"));
    }

    #[test]
    fn names_that_no_product_has_are_told() {
        let catalogue = Catalogue { products: vec![product()] };
        let check = |text: &str, expected: &[(&str, &str, &str)]| {
            let found = unknown(&selector(text), &catalogue);
            let found: Vec<_> =
                found.iter().map(|(key, name, near)| (*key, name.as_str(), near.as_str())).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("category = ['photo', 'Photo > Cameras']\nbrand = 'acme'\ntag = 'Gift'", &[]);
        check("brand = 'Acne'", &[("brand", "Acne", "; the nearest is \"Acme\"")]);
        check("category = 'Foto'", &[("category", "Foto", "; the nearest is \"Photo\"")]);
        check("product = 'K1'", &[("product", "K1", "; the nearest is \"k1\"")]);
        check("attribute = { material = 'steel' }", &[("attribute", "steel", "")]);
    }
}
