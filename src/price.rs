//! Which price may be painted, and how it reads. The host's live price always wins; a snapshot's price is painted
//! only while it is young and made for this page's currency, country, tax display and customer group.

use crate::host::bridge;
use crate::texts::{Text, fill};
use cobuy_engine::Live;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::{Base, Card};

/// The price to paint in minor units, and whether it reads "from"; nothing keeps the line's room empty.
pub fn of(card: &Card<'_>, live: Option<&Live>, same_prices: bool) -> Option<(u64, bool)> {
    match live {
        Some(live) => live.price_minor.map(|price| (price, live.price_from)),
        None => card.price_minor.filter(|_| same_prices).map(|price| (price, card.has(flag::PRICE_FROM))),
    }
}

/// Whether the snapshot's prices are young enough to be painted at `now_ms`.
pub fn young(base: &Base<'_>, now_ms: f64) -> bool {
    let age_ms = now_ms - base.head.prices_as_of_ms.get() as f64;
    age_ms < f64::from(base.head.price_max_age_s.get()) * 1_000.0
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
pub fn words(base: &Base<'_>, price: Option<(u64, bool)>) -> String {
    let Some((minor, from)) = price else { return String::new() };
    let amount = bridge().money(minor as f64, currency(base));
    if from { fill(Text::From, 0, &amount) } else { amount }
}

/// ISO 4217 code of the snapshot's prices; empty where none is known.
pub fn currency<'a>(base: &Base<'a>) -> &'a str {
    core::str::from_utf8(&base.head.currency).unwrap_or("")
}
