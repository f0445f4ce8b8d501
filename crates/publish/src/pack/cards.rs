//! A product as its card.

use cobuy_catalogue::data::{Product, Purchase};
use cobuy_engine::address::expand;
use cobuy_snapshot::quant::encode;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::write::table::Item;

use super::{Contents, Settings};

impl Contents<'_> {
    /// The card of a product with what relations know of it.
    pub(super) fn card(&self, product: u32) -> Item<'_> {
        let at = product as usize;
        let relations = &self.model.relations;
        let again = relations.repurchase_days.get(at).copied().flatten();
        let position = relations.price_position.get(at).copied().flatten();
        let item = card(&self.catalogue.products[at], self.settings);
        if item.flags & flag::PSEUDO != 0 {
            return item;
        }
        Item {
            repurchase: again.map_or(0, |days| encode::days(days.into()).max(1)),
            price_position: position.map(|position| position.div_ceil(POSITION_STEP) * POSITION_STEP),
            sets: self.settings.rules.members.get(at).copied().unwrap_or(0),
            raised_ms: self.raised_ms(product),
            attributes: self.attributes(product),
            brand: self.settings.rules.brands.get(at).copied().unwrap_or(0),
            ..item
        }
    }
}

/// Price positions in steps, so that a price here and there does not rewrite a shard.
const POSITION_STEP: u8 = 5;

/// The card of a product. One without a title has no card: it keeps its row, so that its page still has a list, but
/// is marked as no product, so that nothing shows it.
fn card<'a>(product: &'a Product, settings: &Settings) -> Item<'a> {
    if product.title.is_empty() {
        return list(&product.key);
    }
    Item {
        key: &product.key,
        title: &product.title,
        url: unless_expanded(&settings.url_template, &product.key, &product.url),
        image: unless_expanded(&settings.image_template, &product.key, &product.image),
        unit_price: &product.unit_price,
        category: &product.category,
        price_minor: product.price_minor,
        prior_price_minor: product.prior_price_minor.filter(|prior| Some(*prior) > product.price_minor),
        flags: flags(product),
        variants: product.variants,
        ..Item::default()
    }
}

/// An item that is no product and only owns rows.
pub(super) fn list(key: &str) -> Item<'_> {
    Item { key, flags: flag::PSEUDO, ..Item::default() }
}

/// Nothing where the template gives the same address: addresses are half of a card's bytes.
fn unless_expanded<'a>(template: &str, key: &str, address: &'a str) -> &'a str {
    if address == expand(template, key) { "" } else { address }
}

fn flags(product: &Product) -> u16 {
    let purchase = match product.purchase {
        Purchase::Add => 0,
        Purchase::Choose => flag::CHOOSE,
        Purchase::Link => flag::LINK,
    };
    let available = if product.available { flag::AVAILABLE } else { 0 };
    let from = if product.price_from { flag::PRICE_FROM } else { 0 };
    purchase | available | from
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shop::Built;
    use cobuy_testshop::Shop;

    #[test]
    fn addresses_that_the_template_gives_are_left_out() {
        let settings = Shop::new(2, 1).settings();
        let check = |url: &str, expected: &str| {
            let product =
                Product { key: "a b".into(), title: "A".into(), url: url.into(), ..Product::default() };
            assert_eq!(card(&product, &settings).url, expected, "{url}");
        };
        check("/p/a%20b", "");
        check("/p/a b", "/p/a b");
        check("", "");
    }

    #[test]
    fn flags_say_how_it_is_bought() {
        let check = |purchase: Purchase, available: bool, price_from: bool, expected: u16| {
            assert_eq!(flags(&Product { purchase, available, price_from, ..Product::default() }), expected);
        };
        check(Purchase::Add, true, false, flag::AVAILABLE);
        check(Purchase::Choose, true, true, flag::AVAILABLE | flag::CHOOSE | flag::PRICE_FROM);
        check(Purchase::Link, false, false, flag::LINK);
    }

    #[test]
    fn no_title_no_card() {
        let settings = Shop::new(2, 1).settings();
        let product = Product { key: "a".into(), available: true, ..Product::default() };
        let item = card(&product, &settings);
        assert_eq!((item.key, item.flags), ("a", flag::PSEUDO));
    }
}
