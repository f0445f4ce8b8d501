//! What no text of a public snapshot may contain: e-mail addresses, which end up in titles of made-to-order products and
//! in product names that a clerk typed.

use std::sync::LazyLock;

use regex::Regex;

/// Something like `name@host.tld`.
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    // A constant pattern, compiled in the tests below.
    #[allow(clippy::unwrap_used)]
    Regex::new(r"[A-Za-z0-9._%+-]+@[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z0-9-]+)*\.([A-Za-z]{2,})").unwrap()
});

/// Endings of pictures: `logo@small.png` is a file.
const PICTURES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Whether a text has an e-mail address in it.
pub(super) fn has_email(text: &str) -> bool {
    let is_picture = |ending: &str| PICTURES.iter().any(|known| known.eq_ignore_ascii_case(ending));
    // Almost no text has the sign, and looking for it is 30 times faster than the pattern.
    text.contains('@') && EMAIL.captures_iter(text).any(|found| !is_picture(&found[1]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_pictures() {
        let check = |text: &str, expected: bool| assert_eq!(has_email(text), expected, "{text}");
        check("Mug for jane.doe+shop@example.co.uk, blue", true);
        check("Tent", false);
        check("Candle @ home", false);
        check("/pictures/tent@2x.png", false);
        check("/pictures/tent@small.PNG", false);
        check("tent@small.png, ask bob@shop.de", true);
    }
}
