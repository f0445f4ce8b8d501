//! Keys of products as `cobuy.toml` writes them. No product has one with a control character, because pages tell keys from
//! each other by tabs and line ends; so it is refused where it is written, with line and column.

use serde::de::{Deserialize, Deserializer, Error};

use super::rules::Many;

/// A value that holds keys.
pub(super) trait Keys {
    /// The keys.
    fn keys(&self) -> impl Iterator<Item = &str>;
}

impl Keys for String {
    fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.as_str())
    }
}

impl Keys for [String; 2] {
    fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(String::as_str)
    }
}

impl Keys for Vec<String> {
    fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().map(String::as_str)
    }
}

impl Keys for Option<Many<String>> {
    fn keys(&self) -> impl Iterator<Item = &str> {
        self.iter().flat_map(|many| &many.0).map(String::as_str)
    }
}

/// One key or several, without control characters.
pub(super) fn keys<'de, D: Deserializer<'de>, T: Deserialize<'de> + Keys>(from: D) -> Result<T, D::Error> {
    let value = T::deserialize(from)?;
    if let Some(key) = value.keys().find(|key| key.contains(char::is_control)) {
        return Err(D::Error::custom(format!(
            "the key {key:?} has a control character in it, such as a tab or a line end: write the product's key"
        )));
    }
    Ok(value)
}
