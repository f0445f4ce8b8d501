//! Values of rules: money, instants, words, lists, ranges.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use crate::number;

/// An amount of money in major units of the shop's currency, written as `"75.50"`, or as `75` where it is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money {
    millionths: i64,
}

/// Most major units: below it nothing overflows, and no cart is worth more.
const MOST_MONEY: i64 = 1_000_000_000;

impl Money {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && decimals <= 6;
        let millionths = number::millionths(text.as_bytes(), false).filter(|_| plain)?;
        (millionths <= MOST_MONEY * number::ONE).then_some(Self { millionths })
    }

    /// Minor units of a currency with so many decimals; nothing if it has no coin so small.
    pub fn minor(self, exponent: u8) -> Option<i64> {
        let per_minor = number::ONE.checked_div(10i64.checked_pow(exponent.into())?)?;
        (per_minor > 0 && self.millionths % per_minor == 0).then(|| self.millionths / per_minor)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&number::written(self.millionths.into(), 6))
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reads;
        impl Visitor<'_> for Reads {
            type Value = Money;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount of money such as \"75.50\"")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Money, E> {
                Money::parse(text).ok_or_else(|| {
                    E::custom(format!(
                        "{text:?} is no amount of money: write digits with a point, such as \"75.50\""
                    ))
                })
            }

            fn visit_i64<E: Error>(self, whole: i64) -> Result<Money, E> {
                self.visit_str(&whole.to_string())
            }

            fn visit_u64<E: Error>(self, whole: u64) -> Result<Money, E> {
                self.visit_str(&whole.to_string())
            }

            fn visit_f64<E: Error>(self, amount: f64) -> Result<Money, E> {
                Err(E::custom(format!("write the amount in quotes, \"{amount}\": then it is read exactly")))
            }
        }
        from.deserialize_any(Reads)
    }
}

/// An instant with its offset: `2026-11-27T00:00:00+01:00`, in quotes or bare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// Unix milliseconds.
    pub ms: u64,
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = i64::try_from(self.ms).unwrap_or(i64::MAX);
        write!(f, "{}", Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = match toml::Value::deserialize(from)? {
            toml::Value::String(text) => text,
            toml::Value::Datetime(time) => time.to_string(),
            other => other.to_string(),
        };
        let time: Option<Timestamp> = text.trim().parse().ok();
        time.and_then(|time| u64::try_from(time.as_millisecond()).ok()).map(|ms| Self { ms }).ok_or_else(|| {
            D::Error::custom(format!(
                "{text:?} is no instant: write day, time and offset, such as \"2026-11-27T00:00:00+01:00\""
            ))
        })
    }
}

/// Words, in one language or several: `"Text"` or `{ en = "..", de = ".." }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// By BCP 47 tag; by the empty one where no language is named. Never empty.
    by_language: BTreeMap<String, String>,
}

impl Words {
    /// The words for a locale: of its exact tag, else of its language, else English ones, else the first by tag.
    pub fn of(&self, locale: &str) -> &str {
        let language = locale.split(['-', '_']).next().unwrap_or(locale);
        let named = |tag: &str| self.by_language.iter().find(|(name, _)| name.eq_ignore_ascii_case(tag));
        let found = named(locale).or_else(|| named(language)).or_else(|| named("en"));
        found.or_else(|| self.by_language.iter().next()).map_or("", |(_, words)| words)
    }

    /// All words, by tag.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.by_language.values().map(String::as_str)
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self { by_language: BTreeMap::from([(String::new(), text.to_owned())]) }
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reads;
        impl<'de> Visitor<'de> for Reads {
            type Value = Words;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or one for each language such as { en = \"..\", de = \"..\" }")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Words, E> {
                Ok(text.into())
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Words, A::Error> {
                let by_language = BTreeMap::deserialize(MapAccessDeserializer::new(map))?;
                if by_language.is_empty() {
                    return Err(A::Error::custom("no language is given: write { en = \"..\" }"));
                }
                Ok(Words { by_language })
            }
        }
        from.deserialize_any(Reads)
    }
}

/// One value, or several in brackets.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Many<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Reads<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reads<T> {
            type Value = Many<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("one value, or several in brackets")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Many<T>, E> {
                T::deserialize(text.into_deserializer()).map(|one| Many(vec![one]))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Many<T>, E> {
                T::deserialize(number.into_deserializer()).map(|one| Many(vec![one]))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Many<T>, E> {
                T::deserialize(number.into_deserializer()).map(|one| Many(vec![one]))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Many<T>, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(|one| Many(vec![one]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Many<T>, A::Error> {
                let values = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
                if values.is_empty() {
                    return Err(A::Error::custom("the list is empty: name at least one, or leave it out"));
                }
                Ok(Many(values))
            }
        }
        from.deserialize_any(Reads(PhantomData))
    }
}

/// A range: `{ min = 1, max = 5 }`, either end may be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Span<T> {
    /// Least value.
    pub min: Option<T>,
    /// Greatest value.
    pub max: Option<T>,
}
