//! `[rule.when]` and `[rule.unless]`: what a rule waits for.

use serde::Deserialize;

use super::{Amount, Many, Money, Selector, Span};

macro_rules! conditions {
    ($($(#[$doc:meta])* $field:ident: $kind:ty,)*) => {
        /// What has to hold, all of it; what nobody knows holds neither here nor in `unless`. Ranges include both ends
        /// unless they say otherwise.
        #[derive(Debug, Clone, Default, PartialEq, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct Conditions { $($(#[$doc])* pub $field: Option<$kind>,)* }

        impl Conditions {
            /// What it says itself, and of the rest what `base` says.
            pub fn over(self, base: Self) -> Self {
                Self { $($field: self.$field.or(base.$field),)* }
            }

            /// Names of the conditions that are given.
            pub fn given(&self) -> Vec<&'static str> {
                let mut given = Vec::new();
                $(if self.$field.is_some() { given.push(stringify!($field)); })*
                given
            }
        }
    };
}

conditions! {
    /// The product that is looked at.
    viewed: Selector,
    /// Products in the cart.
    in_cart: Many<Amount>,
    /// Products looked at in this session, the page's included.
    views_of: Many<Amount>,
    /// Value of the cart.
    cart_value: Span<Money>,
    /// Number of products in the cart.
    cart_items: Span<i64>,
    /// The product bought last.
    last_purchase: Selector,
    /// Segments of shoppers, any of them.
    segment: Many<Segment>,
    /// Intent to buy, 0 to 100.
    intent: Span<i64>,
    /// Devices, any of them.
    device: Many<Device>,
    /// Number of the visit, 1 being the first.
    visit: Span<i64>,
    /// Hours since the visit before; `max` is excluded.
    hours_away: Span<i64>,
    /// Products that the cart held when the visit before ended.
    left_cart: Span<i64>,
    /// Months of the shopper's calendar, 1 to 12, any of them.
    month: Many<u8>,
    /// What the host states.
    fact: Many<FactIs>,
    /// What the host told of in this visit.
    event: Many<EventCount>,
    /// Pieces left of the product looked at, by the host's word.
    viewed_stock: Span<i64>,
    /// Price of the product looked at.
    viewed_price: Span<Money>,
    /// Products of the category of the product looked at that were looked at, itself included.
    similar_viewed: Span<i64>,
    /// Products in the cart that cannot be bought any more.
    cart_sold_out: Span<i64>,
}

/// A segment of shoppers. The numbers are bits of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Segment {
    /// A first page, and nothing known.
    New = 0,
    /// Looks around: more than one page, or something in the cart.
    Browsing = 1,
    /// Was here before.
    Returning = 2,
    /// Bought before.
    Customer = 3,
    /// The host names a loyalty tier, or bought at least five products.
    Loyal = 4,
}

/// A kind of device. The numbers are bits of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Device {
    /// A telephone.
    Phone = 0,
    /// A tablet.
    Tablet = 1,
    /// Everything larger.
    Desktop = 2,
}

/// A fact of the host: its very value, or a range of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactIs {
    /// Name, as the host states it.
    pub name: String,
    /// Its value.
    pub is: Option<FactValue>,
    /// Least number.
    pub min: Option<i64>,
    /// Greatest number.
    pub max: Option<i64>,
}

/// A value of a fact, as the text that the host states.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum FactValue {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

impl FactValue {
    /// As the host states it.
    pub fn text(&self) -> String {
        match self {
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

/// How often the host told of an event in this visit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EventCount {
    /// Name, as the host tells it.
    pub name: String,
    /// Fewest times. Default 1.
    pub min: Option<i64>,
    /// Most times. Default: any number.
    pub max: Option<i64>,
}
