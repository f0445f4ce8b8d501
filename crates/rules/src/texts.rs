//! Words of rules: which figures they may name.

use cobuy_catalogue::config::rules::Words;

/// What words may name in braces; the page fills it in with real figures, or leaves the words out.
pub const PLACEHOLDERS: [(&str, &str); 6] = [
    ("gap", "what the cart lacks to the rule's reach"),
    ("difference", "how much dearer the shown product is than the one looked at"),
    ("percent", "the same in per cent"),
    ("price", "price of the shown product"),
    ("cart", "value of the cart"),
    ("time", "time left of a deadline"),
];

/// What is wrong with words: problem and remedy, for the first of their languages that is wrong.
pub(super) fn fault(words: &Words) -> Option<(String, String)> {
    words.all().find_map(fault_of)
}

fn fault_of(text: &str) -> Option<(String, String)> {
    if text.trim().is_empty() {
        return Some(("a text is empty".into(), "Write words, or leave it out".into()));
    }
    if text.contains(|c: char| c.is_control()) {
        let problem = format!("{text:?} has a tab or a line break");
        return Some((problem, "Write it in one line".into()));
    }
    let unknown = |name: &str| {
        let known: Vec<String> = PLACEHOLDERS.iter().map(|(name, _)| format!("{{{name}}}")).collect();
        let problem = format!("{text:?} names {{{name}}}, which nobody knows");
        Some((problem, format!("Known are {}", known.join(", "))))
    };
    named(text)
        .into_iter()
        .find(|name| !PLACEHOLDERS.iter().any(|(known, _)| known == name))
        .and_then(unknown)
}

/// Whether words, in any language, name a figure.
pub(super) fn names(words: &Words, placeholder: &str) -> bool {
    words.all().any(|text| named(text).contains(&placeholder))
}

/// What stands in braces; nothing for a brace that is not closed.
fn named(text: &str) -> Vec<&str> {
    text.split('{').skip(1).map(|rest| rest.split_once('}').map_or("", |(name, _)| name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_figures_are_named() {
        let check = |text: &str, expected: Option<&str>| {
            let problem = fault(&text.into()).map(|(problem, _)| problem);
            assert_eq!(problem.as_deref(), expected, "{text}");
        };
        check("{gap} more of {cart}", None);
        check("{gab} more", Some("\"{gab} more\" names {gab}, which nobody knows"));
        check("{gap", Some("\"{gap\" names {}, which nobody knows"));
        check("{", Some("\"{\" names {}, which nobody knows"));
        check(" ", Some("a text is empty"));
        check("a\tb", Some("\"a\\tb\" has a tab or a line break"));
        assert!(names(&"{gap} more".into(), "gap") && !names(&"gap".into(), "gap"));
    }
}
