//! Addresses of product pages and pictures from a template. Shared, because the command leaves out of a snapshot
//! every address that the widget can make itself: both have to make the same one.

use alloc::string::String;

/// Stands for the product's key in a template.
pub const PLACEHOLDER: &str = "{key}";

/// The template with the key in every placeholder, written as `encodeURIComponent` writes it. An empty template
/// gives an empty address.
pub fn expand(template: &str, key: &str) -> String {
    let mut address = String::with_capacity(template.len() + key.len());
    let mut rest = template;
    // By hand: searching for a text brings a kilobyte of searcher into the widget.
    while let Some(character) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix(PLACEHOLDER) {
            encode_into(key, &mut address);
            rest = after;
        } else {
            address.push(character);
            rest = rest.get(character.len_utf8()..).unwrap_or_default();
        }
    }
    address
}

fn encode_into(key: &str, address: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in key.bytes() {
        // What `encodeURIComponent` leaves as it is.
        if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let digits = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
            address.push('%');
            address.extend(digits.map(char::from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_browsers_write_them() {
        let check = |template: &str, key: &str, address: &str| assert_eq!(expand(template, key), address);
        check("/products/{key}", "tent", "/products/tent");
        check("/p/{key}.html?sku={key}", "a b", "/p/a%20b.html?sku=a%20b");
        check("/p/{key}", "Käse/½&?#", "/p/K%C3%A4se%2F%C2%BD%26%3F%23");
        check("/p/{key}", "-_.!~*'()", "/p/-_.!~*'()");
        check("{key}", "{key}", "%7Bkey%7D");
        check("/p/", "tent", "/p/");
        check("", "tent", "");
    }
}
