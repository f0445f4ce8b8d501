//! Which price may be painted, and how it reads. The host's live price always wins, in the currency that the host states; a
//! snapshot's price is painted only while it is young and made for this page's currency, country, tax display and customer
//! group.

use crate::host::bridge;
use crate::texts::{Text, fill};
use cobuy_engine::Live;
use cobuy_snapshot::currency::exponent;
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

/// Decides in which currency amounts are written, once the host has stated one or none: its own, else the snapshot's. Its code;
/// empty where nobody knows one, and then no amount is written.
pub fn settle(base: Option<&Base<'_>>, stated: &str) -> String {
    let own = base.map_or("", currency);
    let code = if stated.is_empty() { own } else { stated };
    // Of its own currency the snapshot says how many decimals its amounts were made with.
    let decimals = base.filter(|_| code == own).map_or_else(|| exponent(code), |base| base.head.exponent);
    bridge().currency(code, decimals.into());
    code.to_owned()
}

/// How a price reads, with "from" where it is the lowest of several; empty for none, and where it cannot be written.
pub fn words(price: Option<(u64, bool)>) -> String {
    let Some((minor, from)) = price else { return String::new() };
    let amount = amount(minor);
    if from && !amount.is_empty() { fill(Text::From, 0, &amount) } else { amount }
}

/// An amount, in minor units, as the page's locale writes it; empty where no currency is known.
#[inline(never)]
pub fn amount(minor: u64) -> String {
    bridge().money(minor as f64)
}

/// ISO 4217 code of the snapshot's prices; empty where none is known.
fn currency<'a>(base: &Base<'a>) -> &'a str {
    let code = &base.head.currency;
    if *code == [0; 3] { "" } else { core::str::from_utf8(code).unwrap_or("") }
}
