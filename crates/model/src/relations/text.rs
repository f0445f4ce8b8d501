//! Titles and texts as words, in any language: no list of words is built in.

/// Words of a text in lower case: runs of letters and digits with at least one letter and two characters. Scripts
/// written without blanks give pairs of characters.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for run in text.split(|c: char| !c.is_alphanumeric()) {
        if run.chars().any(is_unspaced) {
            let chars: Vec<char> = run.chars().collect();
            found.extend(chars.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else if run.chars().nth(1).is_some() && run.contains(char::is_alphabetic) {
            found.push(run.to_lowercase());
        }
    }
    found
}

/// Han, kana, Hangul syllables aside, Thai and their like: letters of scripts that put no blanks between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{2e80}'..='\u{abff}' | '\u{f900}'..='\u{faff}')
}

/// Where the word stands that names the kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// "tente dôme": French, Spanish, Italian.
    First,
    /// "dome tent": English, German, Dutch.
    Last,
}

/// The word at a side of a title's first part (up to a comma, colon, bracket or dash), numbers and units left out.
/// `leave_out` has words that name no kind: those of the brand.
pub(super) fn head(title: &str, side: Side, leave_out: &[String]) -> Option<String> {
    let part =
        title.split([',', ':', ';', '(', '[', '/', '|', '–', '—']).find(|part| !words(part).is_empty())?;
    let part = part.split(" - ").next().unwrap_or(part);
    let mut kept = Vec::new();
    let mut after_number = false;
    for run in part.split(|c: char| c.is_whitespace() || c == '-') {
        let number = run.starts_with(|c: char| c.is_ascii_digit());
        let unit = after_number && is_unit(&run.to_lowercase());
        if !number && !unit {
            kept.extend(words(run).into_iter().filter(|word| word.chars().all(char::is_alphabetic)));
        }
        after_number = number;
    }
    kept.retain(|word| !leave_out.contains(word));
    match side {
        Side::First => kept.into_iter().next(),
        Side::Last => kept.pop(),
    }
}

/// Symbols of units and packs that shops of most languages use. Words beside numbers that are none of these are names.
const UNITS: [&str; 41] = [
    "l", "ml", "cl", "dl", "litre", "litres", "liter", "liters", "g", "gr", "kg", "mg", "mm", "cm", "m",
    "km", "inch", "in", "ft", "oz", "lb", "w", "kw", "wh", "kwh", "mah", "ah", "v", "mb", "gb", "tb", "hz",
    "ghz", "mp", "lm", "pc", "pcs", "pack", "packs", "pk", "er",
];

fn is_unit(word: &str) -> bool {
    UNITS.contains(&word)
}

/// The words of a title without units beside numbers: those say how much, not what.
pub(super) fn title_words(title: &str) -> Vec<String> {
    let runs: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()).collect();
    let numbered = |at: usize| at > 0 && runs[at - 1].ends_with(|c: char| c.is_ascii_digit());
    let kept = runs.iter().enumerate().filter(|(at, run)| !(numbered(*at) && is_unit(&run.to_lowercase())));
    kept.flat_map(|(_, run)| words(run)).collect()
}

/// Numbers with their units in a text, in base units: ml and cl become l, g becomes kg, mm and cm become m.
pub(super) fn measures(text: &str) -> Vec<(String, f64)> {
    let chars: Vec<char> = text.chars().collect();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        let begins = chars[at].is_ascii_digit() && (at == 0 || !chars[at - 1].is_alphanumeric());
        if !begins {
            at += 1;
            continue;
        }
        let start = at;
        while at < chars.len() && (chars[at].is_ascii_digit() || inner_mark(&chars, at)) {
            at += 1;
        }
        let value = number(&chars[start..at]);
        let unit_at =
            at + usize::from(chars.get(at).is_some_and(|c| matches!(c, ' ' | '-' | '\u{a0}' | '\u{202f}')));
        let unit: String =
            chars.get(unit_at..).unwrap_or(&[]).iter().take_while(|c| c.is_alphabetic()).collect();
        let unit = unit.to_lowercase();
        if is_unit(&unit)
            && let Some(value) = value
        {
            found.push(in_base_units(unit, value));
        }
    }
    found
}

/// Whether a mark stands between digits of one number.
fn inner_mark(chars: &[char], at: usize) -> bool {
    matches!(chars[at], '.' | ',') && chars.get(at + 1).is_some_and(char::is_ascii_digit)
}

/// A mark before exactly three digits groups thousands; any other is the decimal mark.
fn number(chars: &[char]) -> Option<f64> {
    let text: String = chars.iter().collect();
    let plain = match text.rfind(['.', ',']) {
        Some(mark) if text.len() - mark == 4 && !text.starts_with('0') => text.replace(['.', ','], ""),
        Some(mark) => format!("{}.{}", text[..mark].replace(['.', ','], ""), &text[mark + 1..]),
        None => text,
    };
    plain.parse().ok()
}

fn in_base_units(unit: String, value: f64) -> (String, f64) {
    let (unit, factor) = match unit.as_str() {
        "ml" => ("l", 1_000.0),
        "cl" => ("l", 100.0),
        "litre" | "litres" | "liter" | "liters" => ("l", 1.0),
        "g" | "gr" | "gram" | "grams" => ("kg", 1_000.0),
        "mm" => ("m", 1_000.0),
        "cm" => ("m", 100.0),
        other => (other, 1.0),
    };
    (unit.to_owned(), value / factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_any_script() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text}");
        check("Chef's knife, 20 cm!", &["chef", "knife", "cm"]);
        check("USB-C Kabel 2m GRÜN", &["usb", "kabel", "2m", "grün"]);
        check("帐篷双人", &["帐篷", "篷双", "双人"]);
        check("палатка 3", &["палатка"]);
        check("", &[]);
    }

    #[test]
    fn heads_name_the_kind() {
        let check = |title: &str, side: Side, expected: Option<&str>| {
            assert_eq!(head(title, side, &["tarnwood".to_owned()]).as_deref(), expected, "{title}");
        };
        check("Tarnwood Brae 2 dome tent", Side::Last, Some("tent"));
        check("Gas cartridge 230 g, threaded", Side::Last, Some("cartridge"));
        check("Trail meal: lentil dal with rice", Side::Last, Some("meal"));
        check("Tente dôme 2 places", Side::First, Some("tente"));
        check("3 x 4", Side::Last, None);
        check("Tarnwood", Side::Last, None);
    }

    #[test]
    fn measures_are_in_base_units() {
        let check = |text: &str, expected: &[(&str, f64)]| {
            let found = measures(text);
            let found: Vec<(&str, f64)> = found.iter().map(|(unit, value)| (unit.as_str(), *value)).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Skerry cool box 35 l", &[("l", 35.0)]);
        check("Oil 500ml, 0,75 L", &[("l", 0.5), ("l", 0.75)]);
        check("Power bank 10,000 mAh", &[("mah", 10_000.0)]);
        check("AA batteries, 8-pack", &[("pack", 8.0)]);
        check("B450 board, 65 × 90 cm", &[("m", 0.9)]);
        check("Whetstone 1000/3000", &[]);
    }
}
