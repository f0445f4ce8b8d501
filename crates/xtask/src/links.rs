//! What a page or a style sheet points at.

use html5gum::{StartTag, Token, Tokenizer};

/// Where a reference leads, seen from the site that holds it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A path on the same site, without query and fragment.
    Inside(String),
    /// An address elsewhere that a shopper may follow.
    Followed(String),
    /// An address elsewhere that the page itself loads.
    Loaded(String),
}

/// Attributes that name one file or page each, by element. `true`: the browser loads it by itself.
const REFERENCES: [(&str, &str, bool); 12] = [
    ("a", "href", false),
    ("area", "href", false),
    ("form", "action", false),
    ("audio", "src", true),
    ("iframe", "src", true),
    ("img", "src", true),
    ("input", "src", true),
    ("link", "href", true),
    ("script", "src", true),
    ("source", "src", true),
    ("video", "poster", true),
    ("video", "src", true),
];

/// Everything that a page at `page` (a path) points at, in document order.
pub fn of_html(page: &str, html: &str) -> Vec<Target> {
    let mut targets = Vec::new();
    for Ok(token) in Tokenizer::new(html) {
        if let Token::StartTag(tag) = token {
            targets.extend(of_tag(page, &tag));
        }
    }
    targets
}

fn of_tag(page: &str, tag: &StartTag<()>) -> Vec<Target> {
    let element = String::from_utf8_lossy(&tag.name);
    let attribute = |name: &str| {
        tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).trim().to_string())
    };
    // `canonical` and `alternate` say something about an address, the browser does not load it.
    let told = attribute("rel").is_some_and(|rel| rel == "canonical" || rel == "alternate");
    let single = REFERENCES
        .iter()
        .filter(|(of, ..)| *of == element)
        .filter_map(|(_, name, loaded)| resolve(page, &attribute(name)?, *loaded && !told));
    let srcset = attribute("srcset").or_else(|| attribute("imagesrcset")).unwrap_or_default();
    let candidates = srcset.split(',').filter_map(|candidate| candidate.split_whitespace().next());
    single.chain(candidates.filter_map(|address| resolve(page, address, true))).collect()
}

/// Everything that a style sheet at `sheet` (a path) loads with `url(…)`.
pub fn of_css(sheet: &str, css: &str) -> Vec<Target> {
    let addresses = css.split("url(").skip(1).filter_map(|rest| rest.split_once(')'));
    addresses
        .filter_map(|(address, _)| resolve(sheet, address.trim().trim_matches(['"', '\'']), true))
        .collect()
}

/// Where an address leads that stands in the file at `from`, an absolute path. `None`: nowhere on the network.
fn resolve(from: &str, address: &str, loaded: bool) -> Option<Target> {
    let address = address.split(['#', '?']).next().unwrap_or_default();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains('/'));
    match scheme {
        Some("http" | "https") => {}
        Some(_) => return None,
        None if address.is_empty() => return None,
        None if address.starts_with("//") => {}
        None => return Some(Target::Inside(join(from, address))),
    }
    Some(if loaded { Target::Loaded(address.into()) } else { Target::Followed(address.into()) })
}

/// A relative or absolute path, seen from a file, as an absolute path without `.` and `..`.
fn join(from: &str, path: &str) -> String {
    let folder = from.rfind('/').map_or("/", |end| &from[..=end]);
    let whole = if path.starts_with('/') { path.to_string() } else { format!("{folder}{path}") };
    let mut parts: Vec<&str> = Vec::new();
    for part in whole.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let ends_in_folder = whole.ends_with("/.") || whole.ends_with("/..");
    format!("/{}{}", parts.join("/"), if ends_in_folder && !parts.is_empty() { "/" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(path: &str) -> Target {
        Target::Inside(path.into())
    }

    #[test]
    fn references_of_a_page() {
        let check =
            |html: &str, expected: &[Target]| assert_eq!(of_html("/p/tent.html", html), expected, "{html}");
        check("<a href='../'>home</a>", &[inside("/")]);
        check("<a href=/cart/?x=1#top>cart</a>", &[inside("/cart/")]);
        check("<a href='#reviews'><a href='mailto:a@b.c'><img src='data:image/png;base64,AA=='>", &[]);
        check(
            "<img src=tent.svg srcset='a.svg 1x, /b.svg 2x'>",
            &[inside("/p/tent.svg"), inside("/p/a.svg"), inside("/b.svg")],
        );
        check("<script async src=/cobuy/cobuy.js data-recs=/recs></script>", &[inside("/cobuy/cobuy.js")]);
        check("<link rel=preload as=fetch href=/recs/v1/base.bin>", &[inside("/recs/v1/base.bin")]);
        check("<script src=//cdn.example/x.js></script>", &[Target::Loaded("//cdn.example/x.js".into())]);
        check("<a href=https://example.org/a?b>", &[Target::Followed("https://example.org/a".into())]);
        check(
            "<link rel=canonical href=https://shop.example/>",
            &[Target::Followed("https://shop.example/".into())],
        );
        check("<!-- <a href=/no> --><p title='<a href=/no>'>", &[]);
        check("<a href='/a&amp;b.html'>", &[inside("/a&b.html")]);
    }

    #[test]
    fn references_of_a_style_sheet() {
        let css = "@import url(\"base.css\"); a { background: url(../i/x.svg) } b { mask: url('data:,') }";
        assert_eq!(of_css("/css/shop.css", css), [inside("/css/base.css"), inside("/i/x.svg")]);
    }

    #[test]
    fn joined_paths() {
        let check = |from, path, expected: &str| assert_eq!(join(from, path), expected, "{path} in {from}");
        check("/index.html", "a/b.html", "/a/b.html");
        check("/a/b/", "../c.html", "/a/c.html");
        check("/a/b/", "..", "/a/");
        check("/", "../../x", "/x");
        check("/a", "./b", "/b");
        check("/a/b.html", "/", "/");
    }
}
