//! Addresses of product pages and pictures: made from a template, and told from addresses that run script. Shared,
//! because the command leaves out of a snapshot every address that the widget can make itself, and refuses what the
//! widget would not follow: both have to answer the same.

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

/// Whether `address` leads into the web: it begins with `http:` or `https:`, or has no scheme (`//host/p`, `/p`, `p`,
/// `?p`). False for `javascript:`, `data:` and every other scheme, and wherever a control character stands: browsers
/// take tabs and line ends out before they read a scheme, so that `java\tscript:` is one. An empty address is true; it
/// leads to the page itself.
pub fn is_web(address: &str) -> bool {
    let bytes = address.as_bytes();
    if bytes.iter().any(u8::is_ascii_control) {
        return false;
    }
    let address = bytes.trim_ascii_start();
    // What ends at `/`, `?` or `#` before any `:` is no scheme.
    match address.iter().position(|byte| b":/?#".contains(byte)) {
        Some(end) if address.get(end) == Some(&b':') => address.get(..end).is_some_and(|scheme| {
            scheme.eq_ignore_ascii_case(b"http") || scheme.eq_ignore_ascii_case(b"https")
        }),
        _ => true,
    }
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

    #[test]
    fn only_http_and_relative_addresses_lead_into_the_web() {
        let check = |address: &str, web: bool| assert_eq!(is_web(address), web, "{address:?}");
        for address in [
            "https://shop.example/p/tent",
            "http://shop.example:8080/p?at=12:30",
            "HTTPS://SHOP.EXAMPLE/",
            "hTtP:p",
            " https://shop.example/",
            "//shop.example/p:1",
            "/p/a:b",
            "p/a:b",
            "?next=javascript:alert(1)",
            "#data:",
            "tent.html",
            "p/Käse 1",
            "",
        ] {
            check(address, true);
        }
        for address in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "\u{0}https://shop.example/",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "java\r\nscript:alert(1)",
            "javascript\t:alert(1)",
            "https://shop.example/\tp",
            "https://shop.example/\u{7f}",
            "javascript://shop.example/%0aalert(1)",
            "data:text/html,<script>",
            "DATA:image/svg+xml,",
            "vbscript:x",
            "blob:https://shop.example/1",
            "file:///etc/passwd",
            "mailto:shop@shop.example",
            "httpx://shop.example/",
            "xhttp://shop.example/",
            "http ://shop.example/",
            "view-source:https://shop.example/",
            ":p",
            "Käse:1",
        ] {
            check(address, false);
        }
    }
}
