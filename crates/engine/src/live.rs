//! What the shop's page says of products now: price and stock. It always wins over the snapshot.

use alloc::string::String;
use cobuy_snapshot::Base;
use cobuy_snapshot::records::flag;

/// Price and stock of a product now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Live {
    /// Product key.
    pub key: String,
    /// Lowest price in minor units; none where the host names none.
    pub price_minor: Option<u64>,
    /// Whether variants differ in price.
    pub price_from: bool,
    /// Price per unit of measure as the shop words it.
    pub unit_price: String,
    /// Whether it can be bought.
    pub available: bool,
    /// Number of purchasable variants; 0 where the host does not say.
    pub variants: u32,
    /// Id of the only variant; empty where the host does not say.
    pub variant: String,
    /// Quantity that one click adds: the smallest that the host allows.
    pub quantity: i32,
    /// Pieces left, where the host says.
    pub left: Option<u32>,
    /// Lowest price of the last 30 days before this one, minor units, where the host announces a reduction.
    pub prior_price_minor: Option<u64>,
    /// When the host said all this, unix milliseconds.
    pub asked_ms: u64,
}

/// What is known of the shop at this moment.
#[derive(Debug, Clone, Copy, Default)]
pub struct Host<'h> {
    /// Price and stock, of the products that were asked about.
    pub live: &'h [Live],
    /// Whether the host speaks for stock at all; then the snapshot's word does not count.
    pub speaks_for_stock: bool,
    /// Whether the snapshot's prices are young enough, and made for this page's currency, country, tax and customers.
    pub same_prices: bool,
    /// Whether the host's amounts are in another currency than the snapshot's: then no amount of the one is compared with one of
    /// the other.
    pub foreign: bool,
    /// Unix milliseconds; 0 where nobody said, and then nothing that depends on the time happens.
    pub now_ms: u64,
}

/// Whether amounts in the currency that a host states are in another one than the snapshot's. What one of them does not state
/// is taken to agree.
pub fn is_foreign(base: &Base<'_>, stated: &str) -> bool {
    let own = base.head.currency;
    !stated.is_empty() && own != [0; 3] && own != *stated.as_bytes()
}

impl<'h> Host<'h> {
    /// What the host says of a product.
    pub fn of(&self, key: &str) -> Option<&'h Live> {
        self.of_bytes(key.as_bytes())
    }

    pub(crate) fn of_bytes(&self, key: &[u8]) -> Option<&'h Live> {
        self.live.iter().find(|live| live.key.as_bytes() == key)
    }

    /// An amount of the host's, where it may be compared with the amounts of rules: they are in the snapshot's currency.
    pub fn comparable(&self, amount_minor: Option<u64>) -> Option<u64> {
        amount_minor.filter(|_| !self.foreign)
    }

    /// Whether a product can be bought: by the host's word on it; where it speaks for stock and says nothing of this one, it
    /// can; else by the flags of the snapshot.
    pub fn sells(&self, key: &str, flags: u16) -> bool {
        match self.of(key) {
            Some(live) => live.available,
            None => self.speaks_for_stock || flags & flag::AVAILABLE != 0,
        }
    }

    /// Keys that cannot be bought now.
    pub fn sold_out(&self) -> impl Iterator<Item = &'h str> + use<'h> {
        self.live.iter().filter(|live| !live.available).map(|live| live.key.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_decides_what_is_sold() {
        let live = [("in", true), ("out", false)];
        let live = live.map(|(key, available)| Live { key: key.into(), available, ..Live::default() });
        let check = |key: &str, speaks_for_stock: bool, flags: u16, expected: bool| {
            let host = Host { live: &live, speaks_for_stock, ..Host::default() };
            assert_eq!(host.sells(key, flags), expected, "{key} {speaks_for_stock} {flags}");
        };
        for speaks in [false, true] {
            check("in", speaks, 0, true);
            check("out", speaks, u16::MAX, false);
        }
        check("other", true, 0, true);
        check("other", false, flag::AVAILABLE, true);
        check("other", false, !flag::AVAILABLE, false);
    }
}
