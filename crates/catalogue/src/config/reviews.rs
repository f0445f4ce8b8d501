//! `[reviews]`: how a file of reviews is read.

use serde::Deserialize;

use super::range;

/// `[reviews]`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ReviewsConfig {
    /// Header names of the columns; a column not given is found by well-known names.
    pub columns: ReviewColumns,
    /// Tag of the language that all reviews are in, for example `en`. Only English has a sentiment of its own. Default:
    /// found text by text.
    pub language: Option<LanguageTag>,
    /// Reviews older than this many days before the newest order are left out, 1 to 36500; needs a column of dates.
    /// Small numbers forget what was put right since, and leave few reviews. Default: all count.
    #[serde(deserialize_with = "range::maybe_whole::<_, 1, 36500>")]
    #[cfg_attr(test, schemars(range(min = 1, max = 36500)))]
    pub max_age_days: Option<u32>,
    /// The run fails when more than this share of lines cannot be read, 0 to 1. Default 0.01.
    #[serde(deserialize_with = "range::share")]
    #[cfg_attr(test, schemars(range(min = 0, max = 1)))]
    pub max_unreadable: f64,
}

impl Default for ReviewsConfig {
    fn default() -> ReviewsConfig {
        ReviewsConfig {
            columns: ReviewColumns::default(),
            language: None,
            max_age_days: None,
            max_unreadable: 0.01,
        }
    }
}

/// Header names of review columns as the file writes them; case, blanks, `_` and `-` do not count.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ReviewColumns {
    /// Key, SKU or another alias of the product.
    pub product: Option<String>,
    /// Text of the review.
    pub text: Option<String>,
    /// Stars, 0 to 5, 0 to 10 or 0 to 100.
    pub rating: Option<String>,
    /// Title of the review: read as its first sentence.
    pub title: Option<String>,
    /// When it was written.
    pub date: Option<String>,
}

/// A BCP 47 tag that begins with two or three letters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String")]
pub struct LanguageTag(String);

impl LanguageTag {
    /// The tag as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LanguageTag {
    type Error = String;

    fn try_from(text: String) -> Result<LanguageTag, String> {
        let primary = text.split(['-', '_']).next().unwrap_or("");
        if (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            return Ok(LanguageTag(text));
        }
        Err(format!("{text:?} is no language tag: write en, de or fr-CA, or leave it out"))
    }
}
