//! Base and shard payloads, sealed with header and directory.

use super::WriteError;
use super::rules::{self, BundleInfo, RuleInfo};
use super::table::{Item, Row, Section, Texts, sections, text_section};
use crate::quant::{KNOTS, Knot};
use crate::records::{
    BaseHead, CalibrationRecord, Entry, Header, KIND_BASE, KIND_SHARD, KnotRecord, MAGIC, OptionRecord,
    Relation, ShardHead, tag,
};
use crate::{Base, Shard, verify};
use std::vec::Vec;
use zerocopy::IntoBytes;
use zerocopy::little_endian::U16;

/// What stands in a shard besides its table.
#[derive(Debug, Clone, Copy, Default)]
pub struct ShardInfo<'a> {
    /// See [`ShardHead::as_of_ms`].
    pub as_of_ms: u64,
    /// See [`ShardHead::prefix`].
    pub prefix: u32,
    /// See [`ShardHead::k`].
    pub k: u8,
    /// See [`ShardHead::weight_exponent`].
    pub weight_exponent: i8,
    /// Template of product addresses.
    pub url_template: &'a str,
    /// Template of picture addresses.
    pub image_template: &'a str,
    /// Leaves out the figures behind reasons.
    pub rank_only: bool,
}

/// What stands in the base besides its table; the fields of [`BaseHead`] under their names.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs)]
pub struct BaseInfo<'a> {
    pub generation: [u8; 16],
    pub as_of_ms: u64,
    pub prices_as_of_ms: u64,
    pub price_max_age_s: u32,
    pub products: u32,
    pub k: u8,
    pub weight_exponent: i8,
    pub currency: [u8; 3],
    pub exponent: u8,
    pub tax_display: u8,
    pub popular_share: u16,
    pub holdout_hr6: u16,
    pub locale: &'a str,
    pub country: &'a str,
    pub customer_group: &'a str,
    pub recipe: &'a str,
    pub url_template: &'a str,
    pub image_template: &'a str,
    pub rank_only: bool,
    pub viewed: bool,
    /// Q15 factors by age in clicks.
    pub decay: Vec<u16>,
    /// Tables score → hit share.
    pub calibration: Vec<(Relation, [Knot; KNOTS])>,
    /// Placement presets that the shop changed.
    pub options: Vec<OptionRecord>,
    /// What the merchant wants, in the order in which it wins.
    pub rules: &'a [RuleInfo],
    /// Bundles of the merchant.
    pub bundles: &'a [BundleInfo],
}

/// The payload of a shard. Same input, same bytes.
///
/// # Errors
/// A text or a count that does not fit its field, or content that [`crate::verify`] refuses.
pub fn shard(info: &ShardInfo<'_>, items: &[Item<'_>], rows: &[Row<'_>]) -> Result<Vec<u8>, WriteError> {
    let mut texts = Texts::default();
    let head = ShardHead {
        as_of_ms: info.as_of_ms.into(),
        prefix: info.prefix.into(),
        k: info.k,
        weight_exponent: info.weight_exponent,
        url_template: texts.reference(info.url_template)?,
        image_template: texts.reference(info.image_template)?,
    };
    let mut all = std::vec![(tag::HEAD, head.as_bytes().to_vec())];
    all.extend(sections(&mut texts, items, rows, info.rank_only)?);
    all.push(text_section(texts));
    let payload = seal(KIND_SHARD, &all)?;
    Shard::open(&payload).and_then(|shard| verify::shard(&shard)).map_err(WriteError::Refused)?;
    Ok(payload)
}

/// The payload of the base. Same input, same bytes.
///
/// # Errors
/// A text or a count that does not fit its field, or content that [`crate::verify`] refuses.
pub fn base(info: &BaseInfo<'_>, items: &[Item<'_>], rows: &[Row<'_>]) -> Result<Vec<u8>, WriteError> {
    let mut texts = Texts::default();
    let head = BaseHead {
        generation: info.generation,
        as_of_ms: info.as_of_ms.into(),
        prices_as_of_ms: info.prices_as_of_ms.into(),
        price_max_age_s: info.price_max_age_s.into(),
        products: info.products.into(),
        k: info.k,
        weight_exponent: info.weight_exponent,
        currency: info.currency,
        exponent: info.exponent,
        tax_display: info.tax_display,
        popular_share: info.popular_share.into(),
        holdout_hr6: info.holdout_hr6.into(),
        locale: texts.reference(info.locale)?,
        country: texts.reference(info.country)?,
        customer_group: texts.reference(info.customer_group)?,
        recipe: texts.reference(info.recipe)?,
        url_template: texts.reference(info.url_template)?,
        image_template: texts.reference(info.image_template)?,
    };
    let decay: Vec<U16> = info.decay.iter().map(|factor| (*factor).into()).collect();
    let mut calibration: Vec<CalibrationRecord> = info.calibration.iter().map(calibration_record).collect();
    calibration.sort_by_key(|record| record.relation);
    let mut all = std::vec![
        (tag::HEAD, head.as_bytes().to_vec()),
        (tag::DECAY, decay.as_bytes().to_vec()),
        (tag::CALIBRATION, calibration.as_bytes().to_vec()),
        (tag::OPTIONS, info.options.as_bytes().to_vec()),
    ];
    all.extend(info.viewed.then(|| (tag::VIEWED, std::vec![1])));
    all.extend(rules::sections(&mut texts, info.rules, info.bundles)?);
    all.extend(sections(&mut texts, items, rows, info.rank_only)?);
    all.push(text_section(texts));
    let payload = seal(KIND_BASE, &all)?;
    Base::open(&payload).and_then(|base| verify::base(&base)).map_err(WriteError::Refused)?;
    Ok(payload)
}

fn calibration_record((relation, knots): &(Relation, [Knot; KNOTS])) -> CalibrationRecord {
    let knots = knots.map(|knot| KnotRecord { score: knot.score.into(), share: knot.share.into() });
    CalibrationRecord { relation: relation.number(), knots }
}

fn seal(kind: u8, sections: &[Section]) -> Result<Vec<u8>, WriteError> {
    let start = size_of::<Header>() + sections.len() * size_of::<Entry>();
    let length = start + sections.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    if length > crate::MAX_PAYLOAD_BYTES {
        return Err(WriteError::TooLarge { what: "bytes", got: length, limit: crate::MAX_PAYLOAD_BYTES });
    }
    let header = Header {
        magic: MAGIC,
        version: crate::FORMAT_VERSION.into(),
        kind,
        sections: sections.len() as u8,
        length: (length as u32).into(),
        reserved: 0.into(),
    };
    let mut payload = Vec::with_capacity(length);
    payload.extend_from_slice(header.as_bytes());
    let mut offset = start;
    for (tag, bytes) in sections {
        let entry = Entry { tag: *tag, offset: (offset as u32).into(), length: (bytes.len() as u32).into() };
        payload.extend_from_slice(entry.as_bytes());
        offset += bytes.len();
    }
    for (_, bytes) in sections {
        payload.extend_from_slice(bytes);
    }
    Ok(payload)
}
