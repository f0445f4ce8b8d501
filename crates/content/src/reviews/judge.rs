//! Whether a review is positive, neutral or negative.

use vader_parity::SentimentIntensityAnalyzer;

use super::language::{Language, Languages};
use super::themes::themes;

/// Compound scores from which VADER's authors call a text positive, and its negative below which they call it negative.
const CLEAR: f64 = 0.05;

/// What one review says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Number of the product.
    pub product: u32,
    /// Whether there is a text.
    pub text: bool,
    /// Its language; none where it is too short to tell.
    pub language: Option<Language>,
    /// 1 positive, 0 neutral, −1 negative, read as English: counts only where it is.
    pub sentiment: i8,
    /// Stars in millionths, as the file has them.
    pub stars: Option<i64>,
    /// Themes that it affirms and denies, as bits.
    pub themes: (u16, u16),
}

/// A lexicon, and what tells languages apart.
pub(super) struct Judge {
    lexicon: SentimentIntensityAnalyzer,
    languages: Languages,
    /// The language of all reviews, if the shop says it.
    declared: Option<Language>,
}

impl Judge {
    /// `declared`: tag of the language that all reviews are in; without one it is found text by text.
    pub fn new(declared: Option<&str>) -> Self {
        let lexicon = SentimentIntensityAnalyzer::new();
        Self { lexicon, languages: Languages::new(), declared: declared.map(Language::of_tag) }
    }

    /// Reads one review; the text may be empty where there are stars.
    pub fn verdict(&self, product: u32, text: &str, stars: Option<i64>) -> Verdict {
        let empty = text.is_empty();
        let language = self.declared.or_else(|| self.languages.of(text)).filter(|_| !empty);
        let read = !empty && language.is_none_or(|language| language == Language::ENGLISH);
        let sentiment = if read { self.sentiment(text) } else { 0 };
        Verdict { product, text: !empty, language, sentiment, stars, themes: themes(text) }
    }

    fn sentiment(&self, text: &str) -> i8 {
        match self.lexicon.polarity_scores(text).compound {
            score if score >= CLEAR => 1,
            score if score <= -CLEAR => -1,
            _ => 0,
        }
    }
}

/// 1 positive, 0 neutral, −1 negative by stars in millionths of at most `most` stars: four of five are positive, two of five
/// negative, as shops word them.
pub(super) fn of_stars(stars: i64, most: i64) -> i8 {
    match stars.saturating_mul(10) / most {
        8_000_000.. => 1,
        ..=4_000_000 => -1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_has_a_sentiment() {
        let judge = Judge::new(None);
        let check = |text: &str, expected: i8| {
            assert_eq!(judge.verdict(3, text, None).sentiment, expected, "{text}");
        };
        check("Great tent, love it", 1);
        check("Stopped working after two weeks. Not durable at all, very disappointed.", -1);
        check("Not bad at all", 1);
        check("It is 40 cm wide", 0);
        // German: not read, though "Super" is in the lexicon.
        check("Super Zelt, hält was es verspricht, sehr zu empfehlen", 0);
        let empty = judge.verdict(3, "", Some(5_000_000));
        assert_eq!((empty.text, empty.language, empty.sentiment, empty.themes), (false, None, 0, (0, 0)));
    }

    #[test]
    fn a_declared_language_is_believed() {
        assert_eq!(Judge::new(Some("de")).verdict(0, "Great tent, love it", None).sentiment, 0);
        assert_eq!(Judge::new(Some("en-GB")).verdict(0, "Super", None).language, Some(Language::ENGLISH));
    }

    #[test]
    fn stars_in_words() {
        let check =
            |stars: i64, most: i64, expected: i8| assert_eq!(of_stars(stars, most), expected, "{stars}");
        check(5_000_000, 5, 1);
        check(4_000_000, 5, 1);
        check(3_000_000, 5, 0);
        check(2_000_000, 5, -1);
        check(100_000_000, 100, 1);
        check(30_000_000, 100, -1);
    }
}
