//! What the importers hand over and everything after them reads: a catalogue, the orders as baskets, and session logs.
//!
//! Products are numbered by the order of their keys (`u32`), so that every later table is an array and every
//! iteration has one order. Nothing here knows where the data came from.

use crate::look::Look;
use crate::opinion::Opinion;

/// The customer of an order that names none, in a shop where others do. All such orders together count as one customer,
/// so that a rare pair cannot be published on the strength of anonymous orders alone (the publication minimum).
pub const ANONYMOUS: u32 = u32::MAX;

/// Separates the levels of a category path.
pub const CATEGORY_SEPARATOR: &str = " > ";

/// How a product gets into the cart from a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purchase {
    /// One purchasable variant: the card has an Add button.
    #[default]
    Add,
    /// Several variants: the card asks which, nothing preselected.
    Choose,
    /// Too many options, required inputs or subscription only: the card links to the product page.
    Link,
}

/// One product as a card shows it. Texts are trimmed; an empty text means "not given".
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Product {
    /// The one name that every page of the shop knows the product by, whatever its variant; 1 to 255 bytes.
    pub key: String,
    /// Other names of the product or its variants in orders: SKUs, variant ids, GIDs.
    pub aliases: Vec<String>,
    /// Title as shown.
    pub title: String,
    /// Product page address; empty means the snapshot's `url_template`.
    pub url: String,
    /// Picture address; empty means the snapshot's `image_template`.
    pub image: String,
    /// Lowest current price in minor units of the snapshot's currency.
    pub price_minor: Option<u64>,
    /// Lowest price of the 30 days before the present one, minor units, where the file states it.
    pub prior_price_minor: Option<u64>,
    /// Whether variants differ in price, so that the price reads "from".
    pub price_from: bool,
    /// Price per unit of measure as the shop words it, e.g. "€4.20 / 100 g".
    pub unit_price: String,
    /// Category path, outermost first, joined by " > ".
    pub category: String,
    /// Number of purchasable variants, at least 1.
    pub variants: u16,
    /// How it is bought from a card.
    pub purchase: Purchase,
    /// Whether the products file says it can be bought now. True where it says nothing.
    pub available: bool,
    /// What optional columns say of it.
    pub details: Details,
}

/// What the optional columns of a products file say. Feeds the relations between products and is never published;
/// what is not given is empty and has no effect.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Details {
    /// Brand or vendor.
    pub brand: String,
    /// Name and value in lower case, ascending and distinct; a tag has the name "tag". At most 64.
    pub attributes: Vec<(String, String)>,
    /// Description without markup, at most [`TEXT_BYTES`].
    pub description: String,
    /// What members of one line or family of products share.
    pub family: String,
    /// Share of the price that is left after cost, thousandths, -1,000 to 1,000.
    pub margin_permille: Option<i16>,
    /// Share of its pieces that come back, thousandths, 0 to 1,000.
    pub returns_permille: Option<u16>,
    /// Mean rating in hundredths of a star, 0 to 500.
    pub rating_hundredths: Option<u16>,
    /// Number of ratings behind it.
    pub ratings: u32,
    /// Reviews one after the other, a line each, at most [`TEXT_BYTES`].
    pub reviews: String,
    /// What its reviews say, in counts.
    pub opinion: Option<Box<Opinion>>,
    /// A vector of text or picture, scaled to length 127; of one length in the whole shop.
    pub embedding: Vec<i8>,
    /// What its picture looks like.
    pub look: Option<Box<Look>>,
}

/// Descriptions and reviews are cut at this many bytes: what a product is for is said at the beginning.
pub const TEXT_BYTES: usize = 4_000;

/// The shop's products, ascending by key; the position is the product's number.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    /// Products, ascending by key (bytewise), keys distinct.
    pub products: Vec<Product>,
}

/// Orders as baskets, ascending by (time, order id), in compressed rows.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    /// Time of order `o`, unix milliseconds.
    pub time_ms: Vec<i64>,
    /// Customer number of order `o`, or [`ANONYMOUS`].
    pub customer: Vec<u32>,
    /// Basket of order `o` is `products[offsets[o]..offsets[o + 1]]`; one entry more than orders.
    pub offsets: Vec<u32>,
    /// Product numbers, ascending and distinct within a basket, at most [`BASKET_CAP`] each.
    pub products: Vec<u32>,
}

/// Baskets keep at most this many products: those whose SHA-256(order id ‖ product key) is smallest. To drop
/// larger orders would lose 85 % of the pairs of Online Retail; and digests, unlike the order of lines, are the same in SQL.
pub const BASKET_CAP: usize = 100;

impl Orders {
    /// Number of orders.
    pub fn len(&self) -> usize {
        self.time_ms.len()
    }

    /// Whether there is no order.
    pub fn is_empty(&self) -> bool {
        self.time_ms.is_empty()
    }

    /// How many orders are earlier than `time_ms`.
    #[inline]
    pub fn before(&self, time_ms: i64) -> usize {
        self.time_ms.partition_point(|time| *time < time_ms)
    }

    /// The orders of a range.
    ///
    /// # Panics
    /// If the range ends after [`Orders::len`].
    pub fn part(&self, range: std::ops::Range<usize>) -> Orders {
        let (first, last) = (self.offsets[range.start], self.offsets[range.end]);
        Orders {
            time_ms: self.time_ms[range.clone()].to_vec(),
            customer: self.customer[range.clone()].to_vec(),
            offsets: self.offsets[range.start..=range.end].iter().map(|offset| offset - first).collect(),
            products: self.products[first as usize..last as usize].to_vec(),
        }
    }

    /// Products of order `o`.
    ///
    /// # Panics
    /// If `o` is not below [`Orders::len`].
    #[inline]
    pub fn basket(&self, o: usize) -> &[u32] {
        &self.products[self.offsets[o] as usize..self.offsets[o + 1] as usize]
    }
}

/// What a shopper did to a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Looked at its page.
    View,
    /// Put it into the cart.
    Add,
    /// Bought it.
    Buy,
}

/// One event of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Event {
    /// When, unix milliseconds.
    pub time_ms: i64,
    /// Number of the product.
    pub product: u32,
    /// What was done.
    pub act: Act,
}

/// Session logs in compressed rows, ascending by (time of the last event, session id).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sessions {
    /// Events of session `s` are `events[offsets[s]..offsets[s + 1]]`; one entry more than sessions, or none at all.
    pub offsets: Vec<usize>,
    /// All events; those of a session in the order of their time, equal times in the order of the log.
    pub events: Vec<Event>,
    /// Number of the visitor of session `s`. A log that names visitors has several sessions of one.
    pub visitors: Vec<u32>,
}

impl Sessions {
    /// Number of sessions.
    pub fn len(&self) -> usize {
        self.offsets.len().saturating_sub(1)
    }

    /// Whether there is no session.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Events of session `s`, oldest first.
    ///
    /// # Panics
    /// If `s` is not below [`Sessions::len`].
    #[inline]
    pub fn session(&self, s: usize) -> &[Event] {
        &self.events[self.offsets[s]..self.offsets[s + 1]]
    }

    /// Time of the last event of session `s`.
    ///
    /// # Panics
    /// If `s` is not below [`Sessions::len`].
    #[inline]
    pub fn ended_ms(&self, s: usize) -> i64 {
        self.session(s).last().map_or(0, |event| event.time_ms)
    }

    /// Adds a session of a visitor who has no other; events oldest first.
    pub fn push(&mut self, events: impl IntoIterator<Item = Event>) {
        self.push_of(self.visitors.len() as u32, events);
    }

    /// Adds a session of this visitor; events oldest first.
    pub fn push_of(&mut self, visitor: u32, events: impl IntoIterator<Item = Event>) {
        if self.offsets.is_empty() {
            self.offsets.push(0);
        }
        self.events.extend(events);
        self.offsets.push(self.events.len());
        self.visitors.push(visitor);
    }

    /// The sessions as baskets of distinct products, whose customers are the visitors, for recipes that know no sequence.
    /// Long sessions keep their newest [`BASKET_CAP`] products.
    pub fn baskets(&self) -> Orders {
        let mut orders = Orders { offsets: vec![0], ..Orders::default() };
        let mut basket: Vec<u32> = Vec::new();
        for s in 0..self.len() {
            basket.clear();
            for event in self.session(s).iter().rev() {
                if !basket.contains(&event.product) && basket.len() < BASKET_CAP {
                    basket.push(event.product);
                }
            }
            basket.sort_unstable();
            orders.time_ms.push(self.ended_ms(s));
            orders.customer.push(self.visitors[s]);
            orders.products.extend_from_slice(&basket);
            orders.offsets.push(orders.products.len() as u32);
        }
        orders
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_cut_in_time() {
        let orders = Orders {
            time_ms: vec![1, 5, 9],
            customer: vec![7, 8, 9],
            offsets: vec![0, 2, 3, 5],
            products: vec![0, 1, 2, 1, 3],
        };
        assert_eq!([0, 5, 6, 100].map(|time| orders.before(time)), [0, 1, 2, 3]);
        let newer = orders.part(1..3);
        assert_eq!(
            (newer.time_ms.as_slice(), newer.basket(0), newer.basket(1)),
            (&[5i64, 9][..], &[2u32][..], &[1u32, 3][..])
        );
        assert!(orders.part(2..2).is_empty());
    }

    #[test]
    fn sessions_are_baskets_of_distinct_products() {
        let event = |product: u32, time_ms: i64| Event { time_ms, product, act: Act::View };
        let mut sessions = Sessions::default();
        assert!(sessions.is_empty() && sessions.baskets().is_empty());
        sessions.push([event(5, 1), event(2, 2), event(5, 3)]);
        sessions.push((0..150).map(|product| event(product, 10 + i64::from(product))));
        let orders = sessions.baskets();
        assert_eq!((orders.len(), orders.basket(0), orders.time_ms[0]), (2, &[2u32, 5][..], 3));
        assert_eq!(orders.basket(1), (50..150).collect::<Vec<u32>>());
        assert_ne!(orders.customer[0], orders.customer[1]);
    }
}
