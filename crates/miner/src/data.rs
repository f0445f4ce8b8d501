//! What the importers hand over and everything after them reads: a catalogue and the orders as baskets.
//!
//! Products are numbered by the order of their keys (`u32`), so that every later table is an array and every
//! iteration has one order. Nothing here knows where the data came from.

/// The customer of an order that names none. All such orders together count as one customer, so that a rare
/// pair cannot be published on the strength of anonymous orders alone (the publication minimum).
pub const ANONYMOUS: u32 = u32::MAX;

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
    /// The one name every page of the shop knows (DECISIONS 1), 1 to 255 bytes.
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
    /// Mean rating in hundredths of a star, 0 to 500.
    pub rating_hundredths: Option<u16>,
    /// Number of ratings behind it.
    pub ratings: u32,
    /// Reviews one after the other, a line each, at most [`TEXT_BYTES`].
    pub reviews: String,
    /// A vector of text or picture, scaled to length 127; of one length in the whole shop.
    pub embedding: Vec<i8>,
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

/// Baskets keep at most this many products: those whose SHA-256(order id ‖ product key) is smallest (DECISIONS 6).
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

    /// Products of order `o`.
    ///
    /// # Panics
    /// If `o` is not below [`Orders::len`].
    pub fn basket(&self, o: usize) -> &[u32] {
        &self.products[self.offsets[o] as usize..self.offsets[o + 1] as usize]
    }
}
