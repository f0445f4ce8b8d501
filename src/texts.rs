//! Every word a shopper reads, in one table. `%` stands for a number, `#` for a product's title, a category or a price.
//! Other languages and a shop's own words come by name: `cobuy.push(['texts', { add: '…' }])`; `www/texts` has some.

use crate::host::bridge;

/// A text; the order is that of [`TABLE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Text {
    HeadingPdp,
    HeadingCart,
    HeadingPopular,
    HeadingPopularIn,
    HeadingSimilar,
    HeadingUpgrade,
    HeadingNext,
    HeadingRising,
    Add,
    Adding,
    Added,
    OpenCart,
    Undo,
    Choose,
    ChooseFirst,
    SoldOut,
    Failed,
    From,
    ReasonShareThis,
    ReasonThis,
    ReasonShare,
    ReasonWith,
    ReasonPopular,
    ReasonPopularIn,
    ReasonSimilar,
    ReasonViewed,
    ReasonBrand,
    ReasonUpgrade,
    ReasonReviews,
    ReasonNext,
    ReasonNextDays,
    ReasonRising,
    ReasonSeen,
    #[cfg(feature = "full")]
    ReasonChosen,
    HeadingAlternatives,
    HeadingSubstitutes,
    HeadingViewed,
    HeadingTogether,
    #[cfg(feature = "full")]
    HeadingChosen,
    HeadingAdded,
    HeadingCheckout,
    HeadingSet,
    HeadingContinue,
    HeadingCompare,
    #[cfg(feature = "full")]
    HeadingReplenish,
    #[cfg(feature = "full")]
    ReasonReplenish,
    #[cfg(feature = "full")]
    HeadingBundle,
    Left,
    Prior,
    Off,
    ThisOne,
    #[cfg(feature = "full")]
    BundleTotal,
    #[cfg(feature = "full")]
    BundleAlone,
    #[cfg(feature = "full")]
    BundleSave,
    #[cfg(feature = "full")]
    BundleCode,
    #[cfg(feature = "full")]
    BundleAdd,
    #[cfg(feature = "full")]
    BundleMissing,
    #[cfg(feature = "full")]
    BundleInclude,
}

/// Names and words.
pub const TABLE: &[(&str, &str)] = &[
    ("heading-pdp", "Often bought together"),
    ("heading-cart", "Goes with your cart"),
    ("heading-popular", "Popular right now"),
    ("heading-popular-in", "Popular in #"),
    ("heading-similar", "Similar products"),
    ("heading-upgrade", "A step up"),
    ("heading-next", "For next time"),
    ("heading-rising", "Rising right now"),
    ("add", "Add to cart"),
    ("adding", "Adding…"),
    ("added", "Added"),
    ("open-cart", "View cart"),
    ("undo", "Undo"),
    ("choose", "Choose"),
    ("choose-first", "Choose an option"),
    ("sold-out", "Sold out"),
    ("failed", "Could not be added"),
    ("from", "from #"),
    ("reason-share-this", "In % % of orders with this"),
    ("reason-this", "Bought together with this"),
    ("reason-share", "In % % of orders with #"),
    ("reason-with", "Bought with #"),
    ("reason-popular", "Popular in this shop"),
    ("reason-popular-in", "Popular in #"),
    ("reason-similar", "Similar to #"),
    ("reason-viewed", "Looked at together with #"),
    ("reason-brand", "Same brand as #"),
    ("reason-upgrade", "A step up from #"),
    ("reason-reviews", "Better rated than #"),
    ("reason-next", "Often bought after #"),
    ("reason-next-days", "Often bought % days after #"),
    ("reason-rising", "Bought more than before"),
    ("reason-seen", "You looked at this"),
    #[cfg(feature = "full")]
    ("reason-chosen", "Chosen by this shop"),
    ("heading-alternatives", "Alternatives"),
    ("heading-substitutes", "Instead of what is sold out"),
    ("heading-viewed", "Looked at before"),
    ("heading-together", "Often looked at together"),
    #[cfg(feature = "full")]
    ("heading-chosen", "Our choice"),
    ("heading-added", "Goes well with it"),
    ("heading-checkout", "Small things that fit"),
    ("heading-set", "Completes the set"),
    ("heading-continue", "Goes with what you looked at"),
    ("heading-compare", "Good, better, best"),
    #[cfg(feature = "full")]
    ("heading-replenish", "Time for more"),
    #[cfg(feature = "full")]
    ("reason-replenish", "You bought this"),
    #[cfg(feature = "full")]
    ("heading-bundle", "Buy it as a set"),
    ("left", "Only % left"),
    ("prior", "Lowest price of the last 30 days: "),
    ("off", "−% %"),
    ("this-one", "The one you are looking at"),
    #[cfg(feature = "full")]
    ("bundle-total", "Together #"),
    #[cfg(feature = "full")]
    ("bundle-alone", "One by one #"),
    #[cfg(feature = "full")]
    ("bundle-save", "Save # together"),
    #[cfg(feature = "full")]
    ("bundle-code", "with code #"),
    #[cfg(feature = "full")]
    ("bundle-add", "Add % to cart"),
    #[cfg(feature = "full")]
    ("bundle-missing", "Added, but the discount was not taken off"),
    #[cfg(feature = "full")]
    ("bundle-include", "Include: #"),
];

/// The text as the page words it.
pub fn text(text: Text) -> String {
    let (name, words) = TABLE[text as usize];
    bridge().word(name, words)
}

/// The text with a number in its first `%` and a name in its first `#`.
pub fn fill(words: Text, number: u16, name: &str) -> String {
    place(&text(words), number, name)
}

fn place(words: &str, number: u16, name: &str) -> String {
    let (mut number, mut name) = (Some(number), Some(name));
    let mut placed = String::new();
    for character in words.chars() {
        match character {
            '%' if number.is_some() => push_number(&mut placed, number.take().unwrap_or(0)),
            '#' if name.is_some() => placed.push_str(name.take().unwrap_or("")),
            other => placed.push(other),
        }
    }
    placed
}

/// Appends a number. Written out, because `format!` costs a kilobyte here.
pub fn push_number(text: &mut String, number: u16) {
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
        let check = |text: &str, placed: &str| assert_eq!(place(text, 34, "Tent"), placed);
        check("In % % of orders with #", "In 34 % of orders with Tent");
        check("Add", "Add");
        check("#, # and %", "Tent, # and 34");
    }
}
