//! Every word a shopper reads, in one table. `%` stands for a number, `#` for a product's title or a category. A shop
//! words a text its own way with `cobuy.push(['texts', { add: '…' }])`, by the names of [`NAMES`].

use crate::host::bridge;

/// A text. The order is that of the tables below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Text {
    HeadingPdp,
    HeadingCart,
    HeadingPopular,
    HeadingPopularIn,
    Add,
    Adding,
    Added,
    OpenCart,
    Undo,
    Choose,
    ChooseFirst,
    Link,
    SoldOut,
    Failed,
    From,
    ReasonShareThis,
    ReasonThis,
    ReasonShare,
    ReasonWith,
    ReasonPopular,
    ReasonPopularIn,
    Price,
}

const COUNT: usize = Text::Price as usize + 1;

/// Names under which shops override texts.
pub const NAMES: [&str; COUNT] = [
    "heading-pdp",
    "heading-cart",
    "heading-popular",
    "heading-popular-in",
    "add",
    "adding",
    "added",
    "open-cart",
    "undo",
    "choose",
    "choose-first",
    "link",
    "sold-out",
    "failed",
    "from",
    "reason-share-this",
    "reason-this",
    "reason-share",
    "reason-with",
    "reason-popular",
    "reason-popular-in",
    "price",
];

const EN: [&str; COUNT] = [
    "Often bought together",
    "Goes with your cart",
    "Popular right now",
    "Popular in #",
    "Add to cart",
    "Adding…",
    "Added",
    "View cart",
    "Undo",
    "Choose",
    "Choose an option",
    "View",
    "Sold out",
    "Could not be added",
    "from #",
    "In % % of orders with this",
    "Bought together with this",
    "In % % of orders with #",
    "Bought with #",
    "Popular in this shop",
    "Popular in #",
    "Price",
];

const DE: [&str; COUNT] = [
    "Oft zusammen gekauft",
    "Passt zu Ihrem Warenkorb",
    "Gerade beliebt",
    "Beliebt in #",
    "In den Warenkorb",
    "Wird hinzugefügt …",
    "Hinzugefügt",
    "Zum Warenkorb",
    "Rückgängig",
    "Auswählen",
    "Bitte auswählen",
    "Ansehen",
    "Ausverkauft",
    "Konnte nicht hinzugefügt werden",
    "ab #",
    "In % % der Bestellungen mit diesem Artikel",
    "Zusammen mit diesem Artikel gekauft",
    "In % % der Bestellungen mit #",
    "Gekauft mit #",
    "Beliebt in diesem Shop",
    "Beliebt in #",
    "Preis",
];

const FR: [&str; COUNT] = [
    "Souvent achetés ensemble",
    "Va avec votre panier",
    "Populaire en ce moment",
    "Populaire dans #",
    "Ajouter au panier",
    "Ajout…",
    "Ajouté",
    "Voir le panier",
    "Annuler",
    "Choisir",
    "Choisissez une option",
    "Voir",
    "Épuisé",
    "Ajout impossible",
    "à partir de #",
    "Dans % % des commandes avec cet article",
    "Acheté avec cet article",
    "Dans % % des commandes avec #",
    "Acheté avec #",
    "Populaire dans cette boutique",
    "Populaire dans #",
    "Prix",
];

/// The text in the page's language, as the shop words it. `language` is a BCP 47 tag; unknown ones read English.
pub fn text(language: &str, text: Text) -> String {
    let table = match language.as_bytes() {
        [b'd', b'e', ..] => &DE,
        [b'f', b'r', ..] => &FR,
        _ => &EN,
    };
    let position = text as usize;
    bridge(|bridge| bridge.word(NAMES[position], table[position]))
}

/// Puts a number in the first `%` and a name in the first `#`.
pub fn fill(text: &str, number: u16, name: &str) -> String {
    let (mut number, mut name) = (Some(number), Some(name));
    let mut filled = String::new();
    for character in text.chars() {
        match character {
            '%' if number.is_some() => push_number(&mut filled, number.take().unwrap_or(0)),
            '#' if name.is_some() => filled.push_str(name.take().unwrap_or("")),
            other => filled.push(other),
        }
    }
    filled
}

/// Appends a number. Written out, because `format!` costs a kilobyte here.
fn push_number(text: &mut String, number: u16) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once() {
        let check = |text: &str, filled: &str| assert_eq!(fill(text, 34, "Tent"), filled);
        check("In % % of orders with #", "In 34 % of orders with Tent");
        check("Add", "Add");
        check("#, # and %", "Tent, # and 34");
    }

    #[test]
    fn every_language_has_the_same_placeholders() {
        for position in 0..COUNT {
            for table in [DE, FR] {
                for mark in ['%', '#'] {
                    let count = |text: &str| text.matches(mark).count();
                    assert_eq!(count(table[position]), count(EN[position]), "{}", NAMES[position]);
                }
            }
        }
    }
}
