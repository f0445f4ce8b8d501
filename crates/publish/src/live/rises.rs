//! Prices that rose since the snapshot in the folder: nothing is recommended beside a product whose price was just raised.

use std::collections::BTreeMap;
use std::fs;

use cobuy_catalogue::data::Catalogue;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::write::gzip;
use cobuy_snapshot::{Base, Shard};
use cobuy_targets::snapshot::BASE;
use rayon::prelude::*;

use super::Folder;
use crate::pack::{Place, Settings, places};

const DAY_MS: u64 = 86_400_000;

/// What a published card says of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Before {
    price_minor: Option<u64>,
    raised_ms: Option<u64>,
}

/// When the price of each product was raised that rose since the snapshot in the folder, or shortly before it. Times are
/// those of prices, so that a build of the same files finds the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rises {
    /// Unix milliseconds by product.
    pub by_product: BTreeMap<u32, u64>,
    /// Products whose price this build raised.
    pub new: u64,
}

impl Rises {
    /// Compares a catalogue, whose prices hold at `now_ms`, with the snapshot in the folder. Files that are damaged say
    /// nothing, and nothing is compared where prices are of another currency, country, tax or customer group.
    pub fn find(folder: &Folder, catalogue: &Catalogue, settings: &Settings, now_ms: u64) -> Self {
        let Some(k) =
            folder.existing().map(|existing| existing.k).filter(|_| settings.price_rise_percent > 0)
        else {
            return Self::default();
        };
        if !comparable(folder, settings, now_ms) {
            return Self::default();
        }
        let read = |place: &Place| of_shard(folder, *place, catalogue).unwrap_or_default();
        let mut rises = Self::default();
        for (product, before) in places(&[k]).par_iter().flat_map_iter(read).collect::<Vec<_>>() {
            let price = catalogue.products[product as usize].price_minor;
            if let Some(raised_ms) = raised(before, price, settings, now_ms) {
                rises.new += u64::from(raised_ms == now_ms && before.price_minor != price);
                rises.by_product.insert(product, raised_ms);
            }
        }
        rises
    }
}

/// Whether the prices of the snapshot in the folder mean what this build's do, and are no newer.
fn comparable(folder: &Folder, settings: &Settings, now_ms: u64) -> bool {
    let payload = fs::read(folder.path(BASE)).ok().and_then(|file| gzip::inflate(&file).ok());
    let Some(payload) = payload else { return false };
    let Ok(base) = Base::open(&payload) else { return false };
    let text = |reference| base.table.text(reference).unwrap_or_default();
    let currency = settings.currency.map_or_else(String::new, |known| known.as_str().to_owned());
    base.head.currency.as_slice() == currency.as_bytes()
        && base.head.tax_display == settings.tax_display.number()
        && text(base.head.country) == settings.country
        && text(base.head.customer_group) == settings.customer_group
        && base.head.prices_as_of_ms.get() <= now_ms
}

/// What a shard says of the products that belong into it.
fn of_shard(folder: &Folder, place: Place, catalogue: &Catalogue) -> Option<Vec<(u32, Before)>> {
    let payload = gzip::inflate(&fs::read(folder.path(&place.name())).ok()?).ok()?;
    let table = Shard::open(&payload).ok()?.table;
    let before = |item: u16| {
        let card = table.card(item).ok()?;
        let own = Place::of(card.key, place.k) == place && !card.has(flag::PSEUDO);
        let found = catalogue.products.binary_search_by(|product| product.key.as_str().cmp(card.key));
        let before = Before { price_minor: card.price_minor, raised_ms: table.raised_ms(item) };
        found.ok().filter(|_| own).map(|at| (at as u32, before))
    };
    Some((0..table.len() as u16).filter_map(before).collect())
}

/// When a price was raised: now if it rose by enough; else, unless it fell, when it was raised before, for some days.
fn raised(before: Before, price: Option<u64>, settings: &Settings, now_ms: u64) -> Option<u64> {
    let (old, new) = (before.price_minor?, price?);
    let rise = new.saturating_sub(old);
    if rise > 0 && rise.saturating_mul(100) >= old.saturating_mul(settings.price_rise_percent.into()) {
        return Some(now_ms);
    }
    let until = |raised_ms: &u64| raised_ms.saturating_add(u64::from(settings.price_rise_days) * DAY_MS);
    before.raised_ms.filter(|raised_ms| new >= old && now_ms < until(raised_ms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::Built;
    use cobuy_testshop::Shop;

    #[test]
    fn prices_rise_and_settle() {
        let settings = Shop::new(2, 1).settings();
        let now = 100 * DAY_MS;
        let days_ago = |days: u64| Some(now - days * DAY_MS);
        let check = |old: u64, raised_ms: Option<u64>, new: Option<u64>, expected: Option<u64>| {
            let before = Before { price_minor: Some(old), raised_ms };
            assert_eq!(raised(before, new, &settings, now), expected, "{old} {new:?}");
        };
        check(1_000, None, Some(1_050), Some(now));
        check(1_000, None, Some(1_049), None);
        check(1_000, None, Some(900), None);
        check(1_000, None, None, None);
        check(1_000, days_ago(6), Some(1_000), days_ago(6));
        check(1_000, days_ago(6), Some(1_010), days_ago(6));
        check(1_000, days_ago(6), Some(999), None);
        check(1_000, days_ago(7), Some(1_000), None);
        check(1_000, days_ago(6), Some(1_100), Some(now));
        check(1_000, Some(now), Some(1_000), Some(now));
    }
}
