//! Values of optional columns: lists of properties, texts without markup, vectors.

use cobuy_catalogue::data::{Details, TEXT_BYTES};

use super::super::cell::one_line;

/// Most properties of a product that are kept.
const PROPERTIES: usize = 64;
/// Longer values are prose, which no other product shares.
const VALUE_BYTES: usize = 80;

/// The parts of a list: separated by `|`, else by `;`, else by `,`; in lower case, without empty and long ones.
pub(super) struct Parts<'t> {
    parts: std::str::Split<'t, char>,
}

impl<'t> Parts<'t> {
    /// The parts of `text`.
    pub fn new(text: &'t str) -> Parts<'t> {
        let mark = ['|', ';'].into_iter().find(|mark| text.contains(*mark)).unwrap_or(',');
        Parts { parts: text.split(mark) }
    }
}

impl Iterator for Parts<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        self.parts.find_map(value)
    }
}

/// A value as it is compared; nothing where it is empty or too long.
fn value(text: &str) -> Option<String> {
    let text = one_line(text).to_lowercase();
    (!text.is_empty() && text.len() <= VALUE_BYTES).then_some(text)
}

/// Properties of `name=value|name=value` (`:` will do, and `;` or a line end between), or of a JSON object. A part
/// without a name is a tag.
pub(super) fn attributes(text: &str) -> Vec<(String, String)> {
    if text.starts_with('{') {
        return json(text);
    }
    let mark = ['|', ';', '\n'].into_iter().find(|mark| text.contains(*mark)).unwrap_or(',');
    text.split(mark).filter_map(property).collect()
}

fn property(text: &str) -> Option<(String, String)> {
    match text.split_once('=').or_else(|| text.split_once(':')) {
        Some((name, of)) => Some((value(name)?, value(of)?)),
        None => Some(("tag".to_owned(), value(text)?)),
    }
}

fn json(text: &str) -> Vec<(String, String)> {
    let Ok(object) = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text) else {
        return Vec::new();
    };
    let written = |of: &serde_json::Value| match of {
        serde_json::Value::String(text) => value(text),
        serde_json::Value::Number(number) => value(&number.to_string()),
        serde_json::Value::Bool(true) => Some("yes".to_owned()),
        _ => None,
    };
    let several = |(name, of): (String, serde_json::Value)| {
        let values = match &of {
            serde_json::Value::Array(list) => list.iter().filter_map(written).collect(),
            one => written(one).into_iter().collect::<Vec<_>>(),
        };
        values.into_iter().filter_map(move |of| Some((value(&name)?, of)))
    };
    object.into_iter().flat_map(several).collect()
}

/// Merchant Center's `section:name:value`, several separated by commas.
pub(super) fn product_details(text: &str) -> Vec<(String, String)> {
    let detail = |part: &str| {
        let (rest, of) = part.rsplit_once(':')?;
        let name = rest.rsplit_once(':').map_or(rest, |(_, name)| name);
        Some((value(name)?, value(of)?))
    };
    text.split(',').filter_map(detail).collect()
}

/// `text` without tags and the commonest entities, on one line, cut at [`TEXT_BYTES`].
pub(crate) fn plain_text(text: &str) -> String {
    let mut plain = String::new();
    for (i, part) in text.split('<').enumerate() {
        let shown = match part.split_once('>') {
            Some((_, after)) if i > 0 => after,
            _ => part,
        };
        plain.push_str(shown);
        plain.push(' ');
    }
    for (entity, sign) in [("&nbsp;", " "), ("&amp;", "&"), ("&quot;", "\""), ("&#39;", "'")] {
        if plain.contains(entity) {
            plain = plain.replace(entity, sign);
        }
    }
    let mut plain = one_line(&plain);
    plain.truncate(plain.floor_char_boundary(TEXT_BYTES));
    plain
}

/// The numbers of `[0.1, -0.2 …]`, scaled to length 127 and rounded, so that everything after is integers; nothing
/// where one is no number, where there is one only, or where all are 0.
pub(super) fn vector(text: &str) -> Option<Vec<i8>> {
    let numbers =
        text.split(|c: char| matches!(c, '[' | ']' | '(' | ')' | ',' | ';' | '|') || c.is_whitespace());
    let numbers: Result<Vec<f64>, _> = numbers.filter(|part| !part.is_empty()).map(str::parse).collect();
    let numbers = numbers.ok()?;
    let length = numbers.iter().map(|number| number * number).sum::<f64>().sqrt();
    let usable = numbers.len() > 1 && length.is_finite() && length > 0.0;
    usable.then(|| numbers.iter().map(|number| (number / length * 127.0).round() as i8).collect())
}

/// Sorts properties and drops repeated and surplus ones.
pub(super) fn tidy(details: &mut Details) {
    details.attributes.sort();
    details.attributes.dedup();
    details.attributes.truncate(PROPERTIES);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Vec<(String, String)>, expected: &[(&str, &str)]) {
        let found: Vec<(&str, &str)> =
            found.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn properties_in_every_form() {
        check(attributes("Colour=Red|Material=Wool"), &[("colour", "red"), ("material", "wool")]);
        check(attributes("colour: red; new"), &[("colour", "red"), ("tag", "new")]);
        check(attributes("colour=red, size=M"), &[("colour", "red"), ("size", "m")]);
        let json = r#"{"Colour": ["Red", "Blue"], "Litres": 20, "Vegan": true, "Nested": {}}"#;
        check(attributes(json), &[("colour", "red"), ("colour", "blue"), ("litres", "20"), ("vegan", "yes")]);
        check(attributes("{broken"), &[]);
        check(attributes(""), &[]);
        let details = "General:Product Type:Digital player,:Weight:20 g,nonsense";
        check(product_details(details), &[("product type", "digital player"), ("weight", "20 g")]);
    }

    #[test]
    fn texts_lose_their_markup() {
        let check = |text: &str, expected: &str| assert_eq!(plain_text(text), expected);
        check("<p>Keeps \"rain\" out,\nmostly.</p>", "Keeps \"rain\" out, mostly.");
        check("Salt&nbsp;&amp; pepper", "Salt & pepper");
        check("3 < 4", "3 4");
        check("", "");
        assert_eq!(plain_text(&"ä".repeat(TEXT_BYTES)).len(), TEXT_BYTES);
    }

    #[test]
    fn vectors_have_length_127() {
        assert_eq!(vector("[3, -4]"), Some(vec![76, -102]));
        assert_eq!(vector("0 0 5"), Some(vec![0, 0, 127]));
        for nothing in ["", "1", "0 0", "1 x", "inf 1", "NaN 1"] {
            assert_eq!(vector(nothing), None, "{nothing}");
        }
    }
}
