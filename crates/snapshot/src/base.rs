//! The base: what is true of the whole shop. One small file, fetched in parallel with the page's shard.

use crate::container::Container;
use crate::quant::Knot;
use crate::records::{BaseHead, CalibrationRecord, KIND_BASE, OptionRecord, Relation, tag};
use crate::rules::Rules;
use crate::{ReadError, Table};
use zerocopy::little_endian::U16;

/// Key of the pseudo-product whose rows are the shop-wide popular and rising products.
pub const SHOP_KEY: &str = "shop:";
/// Keys of category lists start with this; the category path follows.
pub const CATEGORY_PREFIX: &str = "category:";

/// An opened base.
#[derive(Debug, Clone, Copy)]
pub struct Base<'a> {
    /// Its head.
    pub head: &'a BaseHead,
    /// Popular and rising products with their cards, as rows of [`SHOP_KEY`].
    pub table: Table<'a>,
    /// Placement presets that the shop changed.
    pub options: &'a [OptionRecord],
    /// What the merchant wants.
    pub rules: Rules<'a>,
    /// Whether rows of [`Relation::Together`] say what was looked at together, and lists what was looked at most: nothing is
    /// known of what was bought.
    pub viewed: bool,
    decay: &'a [U16],
    calibration: &'a [CalibrationRecord],
}

impl<'a> Base<'a> {
    /// Opens an inflated payload. Cheap: lengths are checked, contents are not; see [`crate::verify`].
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let container = Container::open(bytes, KIND_BASE)?;
        Ok(Self {
            head: container.head(tag::HEAD)?,
            table: Table::open(&container)?,
            options: container.records(tag::OPTIONS)?,
            rules: Rules {
                rules: container.records(tag::RULES)?,
                conditions: container.records(tag::CONDITIONS)?,
                actions: container.records(tag::ACTIONS)?,
                bundles: container.records(tag::BUNDLES)?,
            },
            viewed: !container.records::<u8>(tag::VIEWED)?.is_empty(),
            decay: container.records(tag::DECAY)?,
            calibration: container.records(tag::CALIBRATION)?,
        })
    }

    /// Q15 factor of a signal that is `age` clicks old: 32,768 for 1.0, which is also the answer without a table.
    pub fn decay(&self, age: usize) -> u16 {
        self.decay.get(age).or(self.decay.last()).map_or(1 << 15, |factor| factor.get())
    }

    /// The calibration of a relation, ready for [`crate::quant::share_at`]; nothing where the build had no hold-out.
    pub fn calibration(&self, relation: Relation) -> Option<[Knot; crate::quant::KNOTS]> {
        let record = self.calibration.iter().find(|record| record.relation == relation.number())?;
        Some(record.knots.map(|knot| Knot { score: knot.score.get(), share: knot.share.get() }))
    }

    pub(crate) fn calibration_records(&self) -> &'a [CalibrationRecord] {
        self.calibration
    }

    pub(crate) fn decay_records(&self) -> &'a [U16] {
        self.decay
    }
}
