//! Which price may be painted, and how it reads. The host's live price always wins; a snapshot's price is painted
//! only while it is young and made for this page's currency, country, tax display and customer group.

use crate::host::{bridge, can};
use crate::texts::{Text, fill};
use cobuy_snapshot::records::flag;
use cobuy_snapshot::{Base, Card};

/// Price and stock now, as the host says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Live {
    /// Product key.
    pub key: String,
    /// Lowest price in minor units.
    pub price_minor: Option<f64>,
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
}

/// The price to paint in minor units, and whether it reads "from"; nothing keeps the line's room empty.
pub fn of(
    base: &Base<'_>,
    card: &Card<'_>,
    live: Option<&Live>,
    can: u32,
    now_ms: f64,
) -> Option<(f64, bool)> {
    if let Some(live) = live {
        return live.price_minor.map(|price| (price, live.price_from));
    }
    let head = base.head;
    let age_ms = now_ms - head.prices_as_of_ms.get() as f64;
    let young = age_ms < f64::from(head.price_max_age_s.get()) * 1_000.0;
    if !young || can & can::SAME_PRICES == 0 {
        return None;
    }
    card.price_minor.map(|price| (price as f64, card.has(flag::PRICE_FROM)))
}

/// Whether the page's prices are those of the snapshot: currency, country, tax display and customer group, a line
/// each; what the page or the snapshot does not state is taken to agree.
pub fn same_terms(base: &Base<'_>, stated: &str) -> bool {
    let head = base.head;
    let text = |reference| base.table.text(reference).unwrap_or("");
    let tax = ["", "included", "excluded"].get(usize::from(head.tax_display)).copied().unwrap_or("");
    let ours = [currency(base), text(head.country), tax, text(head.customer_group)];
    stated.split('\n').zip(ours).all(|(stated, ours)| stated.is_empty() || ours.is_empty() || stated == ours)
}

/// How a price reads; empty for none.
pub fn words(base: &Base<'_>, price: Option<(f64, bool)>) -> String {
    let Some((minor, from)) = price else { return String::new() };
    let amount = bridge().money(minor, currency(base));
    if from { fill(Text::From, 0, &amount) } else { amount }
}

/// ISO 4217 code of the snapshot's prices; empty where none is known.
pub fn currency<'a>(base: &Base<'a>) -> &'a str {
    core::str::from_utf8(&base.head.currency).unwrap_or("")
}
