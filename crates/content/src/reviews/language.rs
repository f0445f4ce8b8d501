//! Which language a review is in.
//!
//! By trigrams and alphabet (crate whatlang), among the languages of European shops: fewer to choose from, fewer mistakes
//! in short texts. "Great tent, love it" is still too short to be sure of; such a review is taken for the language of the
//! most others.

use whatlang::{Detector, Lang, Script, detect_script};

/// Tag, name and the detector's name of the languages that are told apart.
const LANGUAGES: [(&str, &str, Lang); 14] = [
    ("en", "English", Lang::Eng),
    ("de", "German", Lang::Deu),
    ("fr", "French", Lang::Fra),
    ("es", "Spanish", Lang::Spa),
    ("it", "Italian", Lang::Ita),
    ("nl", "Dutch", Lang::Nld),
    ("pt", "Portuguese", Lang::Por),
    ("pl", "Polish", Lang::Pol),
    ("cs", "Czech", Lang::Ces),
    ("sv", "Swedish", Lang::Swe),
    ("da", "Danish", Lang::Dan),
    ("nb", "Norwegian", Lang::Nob),
    ("fi", "Finnish", Lang::Fin),
    ("hu", "Hungarian", Lang::Hun),
];

/// Bytes of a text that are looked at: two sentences tell as well as ten.
const TOLD_BYTES: usize = 300;

/// A language: a position in [`LANGUAGES`], or [`Language::OTHER`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Language(u8);

impl Language {
    /// The only one whose sentiment is known.
    pub const ENGLISH: Language = Language(0);
    /// None of those that are told apart.
    pub const OTHER: Language = Language(u8::MAX);

    /// The language of a tag such as `en-GB`.
    pub fn of_tag(tag: &str) -> Language {
        let primary = tag.split(['-', '_']).next().unwrap_or("").to_lowercase();
        let at = LANGUAGES.iter().position(|(known, ..)| *known == primary);
        at.map_or(Language::OTHER, |at| Language(at as u8))
    }

    /// Its name in English.
    pub fn name(self) -> &'static str {
        LANGUAGES.get(usize::from(self.0)).map_or("other languages", |(_, name, _)| name)
    }
}

/// Tells languages apart.
pub(super) struct Languages {
    detector: Detector,
}

impl Languages {
    /// For the languages of [`LANGUAGES`].
    pub fn new() -> Self {
        Self { detector: Detector::with_allowlist(LANGUAGES.map(|(.., lang)| lang).to_vec()) }
    }

    /// The language of a text; none where it is too short to be sure.
    pub fn of(&self, text: &str) -> Option<Language> {
        let text = &text[..text.floor_char_boundary(TOLD_BYTES)];
        if detect_script(text)? != Script::Latin {
            return Some(Language::OTHER);
        }
        let found = self.detector.detect(text).filter(whatlang::Info::is_reliable)?;
        let at = LANGUAGES.iter().position(|(.., lang)| *lang == found.lang())?;
        Some(Language(at as u8))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_reviews() {
        let languages = Languages::new();
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(languages.of(text).map(Language::name), expected, "{text}");
        };
        check(
            "The stove is small, light and boils water in three minutes. I would buy it again.",
            Some("English"),
        );
        check("Sehr gutes Zelt, hält was es verspricht", Some("German"));
        check("Très bonne tente, solide et légère", Some("French"));
        check("Отличная палатка", Some("other languages"));
        check("nice", None);
        check("!!!", None);
    }

    #[test]
    fn tags() {
        assert_eq!(Language::of_tag("en-GB"), Language::ENGLISH);
        assert_eq!(Language::of_tag("DE_at").name(), "German");
        assert_eq!(Language::of_tag("ja"), Language::OTHER);
    }
}
