//! Numbers that know their range: a value outside is refused where it is written, with the range in the error.

use serde::de::{Deserialize, Deserializer, Error};

/// A whole number from `LOW` to `HIGH`.
pub(super) fn whole<'de, D, const LOW: i64, const HIGH: i64>(from: D) -> Result<u32, D::Error>
where
    D: Deserializer<'de>,
{
    let value = i64::deserialize(from)?;
    u32::try_from(value).ok().filter(|_| (LOW..=HIGH).contains(&value)).ok_or_else(|| {
        D::Error::custom(format!("{value} is out of range: allowed are whole numbers from {LOW} to {HIGH}"))
    })
}

/// The same, where the value may be left out.
pub(super) fn maybe_whole<'de, D, const LOW: i64, const HIGH: i64>(from: D) -> Result<Option<u32>, D::Error>
where
    D: Deserializer<'de>,
{
    whole::<D, LOW, HIGH>(from).map(Some)
}

/// A whole number from `LOW` to `HIGH`, of either sign, that may be left out.
pub(super) fn maybe_between<'de, D, const LOW: i32, const HIGH: i32>(from: D) -> Result<Option<i32>, D::Error>
where
    D: Deserializer<'de>,
{
    let value = i32::deserialize(from)?;
    (LOW..=HIGH).contains(&value).then_some(Some(value)).ok_or_else(|| {
        D::Error::custom(format!("{value} is out of range: allowed are whole numbers from {LOW} to {HIGH}"))
    })
}

/// A share from 0 to 1.
pub(super) fn share<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    let value = f64::deserialize(from)?;
    if (0.0..=1.0).contains(&value) {
        return Ok(value);
    }
    Err(D::Error::custom(format!(
        "{value} is out of range: allowed are shares from 0 to 1, 0.01 is one in a hundred"
    )))
}

/// Minutes east of Greenwich, from -14 h to +14 h.
pub(super) fn offset_minutes<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
    let value = i32::deserialize(from)?;
    if (-840..=840).contains(&value) {
        return Ok(value);
    }
    Err(D::Error::custom(format!(
        "{value} is out of range: allowed are -840 to 840 minutes east of Greenwich"
    )))
}
