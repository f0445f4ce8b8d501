//! Which products: what a build answers for each product once, and what the page answers for each that it shows.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::plain;
use super::{Many, Money, Span};

/// A table of the keys that select products, and further ones of its own. Serde cannot flatten a struct into another one
/// that refuses unknown names, so the shared keys are written here once.
macro_rules! selecting {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $kind:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Category paths, outermost first, joined by " > ": products there and below. Upper and lower case do not
            /// count, here and in the next three.
            pub category: Option<Many<String>>,
            /// Brands.
            pub brand: Option<Many<String>>,
            /// Tags.
            pub tag: Option<Many<String>>,
            /// Attributes by name: `{ material = "wool", colour = ["red", "blue"] }`.
            pub attribute: Option<BTreeMap<String, Many<String>>>,
            /// Keys.
            #[serde(default, deserialize_with = "plain::keys")]
            pub product: Option<Many<String>>,
            /// Margin as a share, 0.3 is 30 %.
            pub margin: Option<Span<f64>>,
            /// Mean rating in stars, 0 to 5.
            pub rating: Option<Span<f64>>,
            /// Share of the pieces that come back, 0 to 1.
            pub returns: Option<Span<f64>>,
            $($(#[$field_doc])* pub $field: $kind,)*
        }

        impl $name {
            /// The keys that select products.
            pub fn selector(&self) -> Selector {
                Selector {
                    category: self.category.clone(),
                    brand: self.brand.clone(),
                    tag: self.tag.clone(),
                    attribute: self.attribute.clone(),
                    product: self.product.clone(),
                    margin: self.margin,
                    rating: self.rating,
                    returns: self.returns,
                }
            }
        }
    };
}

selecting! {
    /// Products: of each key any of its values, and all keys at once.
    Selector {}
}

selecting! {
    /// A number of products: `in_cart = { category = "Cameras", at_least = 2 }`.
    Amount {
        /// Fewest, from 0. Default 1.
        at_least: Option<u32>,
        /// Most. Default: any number.
        at_most: Option<u32>,
    }
}

selecting! {
    /// The shown products that a rule is about. The last keys compare them with the product that is looked at.
    Show {
        /// Price.
        price: Option<Span<Money>>,
        /// Of the same deepest category.
        same_category: Option<bool>,
        /// Of another deepest category.
        other_category: Option<bool>,
        /// Cheaper.
        cheaper: Option<bool>,
        /// Dearer, by at most this many per cent, 1 to 1000.
        dearer_at_most: Option<u16>,
        /// Of the same brand.
        same_brand: Option<bool>,
        /// Of another brand.
        other_brand: Option<bool>,
    }
}

impl Show {
    /// What it says itself, and of the rest what `base` says.
    pub fn over(self, base: Self) -> Self {
        Self {
            category: self.category.or(base.category),
            brand: self.brand.or(base.brand),
            tag: self.tag.or(base.tag),
            attribute: self.attribute.or(base.attribute),
            product: self.product.or(base.product),
            margin: self.margin.or(base.margin),
            rating: self.rating.or(base.rating),
            returns: self.returns.or(base.returns),
            price: self.price.or(base.price),
            same_category: self.same_category.or(base.same_category),
            other_category: self.other_category.or(base.other_category),
            cheaper: self.cheaper.or(base.cheaper),
            dearer_at_most: self.dearer_at_most.or(base.dearer_at_most),
            same_brand: self.same_brand.or(base.same_brand),
            other_brand: self.other_brand.or(base.other_brand),
        }
    }
}
