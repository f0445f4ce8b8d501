//! The fixed-size records and the tags: the vocabulary of the format. All numbers are little-endian, nothing is
//! aligned, so a record can be viewed where it lies.

use zerocopy::little_endian::{U16, U32, U64};
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, Unaligned};

/// First bytes of every payload.
pub const MAGIC: [u8; 4] = *b"cobu";
/// [`Header::kind`] of `base.bin`.
pub const KIND_BASE: u8 = 1;
/// [`Header::kind`] of a shard.
pub const KIND_SHARD: u8 = 2;

/// Tags of the sections. Unknown tags are skipped, so that a newer writer can add some.
pub mod tag {
    /// One [`super::BaseHead`] or [`super::ShardHead`].
    pub const HEAD: [u8; 4] = *b"HEAD";
    /// UTF-8 texts that other records point into.
    pub const TEXT: [u8; 4] = *b"TEXT";
    /// Planes of [`super::TextLengths`], one record for each item, ascending by key. Their number is the number of
    /// items.
    pub const LENGTHS: [u8; 4] = *b"TLEN";
    /// `u32` for each [`super::BLOCK`] items: where the texts of the first of them start in [`TEXT`].
    pub const TEXT_STARTS: [u8; 4] = *b"TOFF";
    /// Planes of [`super::ItemRecord`]s, in the order of [`LENGTHS`].
    pub const ITEMS: [u8; 4] = *b"ITEM";
    /// [`super::TextRef`]s: category paths that items name by position.
    pub const CATEGORIES: [u8; 4] = *b"CATS";
    /// Planes of [`super::RowRecord`]s, ascending by (item, relation).
    pub const ROWS: [u8; 4] = *b"ROWS";
    /// `u32` for each [`super::BLOCK`] rows: position of the first neighbour of the first of them in the neighbour
    /// sections.
    pub const ROW_STARTS: [u8; 4] = *b"ROFF";
    /// Low byte of each neighbour's item number.
    pub const IDS_LOW: [u8; 4] = *b"NIDL";
    /// High bits of each neighbour's item number: nothing up to 256 items, a nibble (even positions low) up to
    /// 4,096, else a byte.
    pub const IDS_HIGH: [u8; 4] = *b"NIDH";
    /// Weight of each neighbour in 255ths of its row's largest.
    pub const WEIGHTS: [u8; 4] = *b"NWGT";
    /// Confidence source → neighbour in half per cents; its like in other relations, see [`crate::table::Figures`].
    /// Absent, like the next two, in rank-only snapshots.
    pub const CONFIDENCE: [u8; 4] = *b"NCNF";
    /// Confidence neighbour → source in half per cents; why it is similar; how many days later.
    pub const REVERSE: [u8; 4] = *b"NRCF";
    /// Lift in sixteenths of an octave above 1/16; a ratio of prices likewise.
    pub const LIFT: [u8; 4] = *b"NLFT";
    /// [`super::SeasonRecord`]s of the neighbours that do not count all year, ascending by neighbour. Absent where there
    /// are none.
    pub const SEASONS: [u8; 4] = *b"SEAS";
    /// `u16` Q15 factors by age in clicks; the last one holds for all older ages. Base only.
    pub const DECAY: [u8; 4] = *b"DECY";
    /// [`super::CalibrationRecord`]s, one for each relation that has one. Base only.
    pub const CALIBRATION: [u8; 4] = *b"CALB";
    /// [`super::OptionRecord`]s: placement presets that the shop changed. Base only.
    pub const OPTIONS: [u8; 4] = *b"OPTS";
    /// Planes of one byte for each eight sets: which sets an item is in. Absent where there are no sets.
    pub const SETS: [u8; 4] = *b"SETS";
    /// Three planes: a number for the item's brand, 0 for none. Absent where no rule compares brands.
    pub const BRANDS: [u8; 4] = *b"BRND";
    /// [`super::ItemValue`]s, ascending by item: the lowest price of the last 30 days before the present one, minor units,
    /// of products whose price was lowered.
    pub const PRIOR_PRICES: [u8; 4] = *b"PRIO";
    /// [`super::ItemValue`]s, ascending by item: when a product's price was raised, unix milliseconds.
    pub const RAISED: [u8; 4] = *b"RISE";
    /// [`super::ItemText`]s, ascending by item: what differs between products that are compared, `name=value` separated
    /// by line feeds.
    pub const ATTRIBUTES: [u8; 4] = *b"ATTR";
    /// One byte where rows of [`super::Relation::Together`] say what was looked at together, because there are session logs
    /// and no orders; absent where they say what was bought. Base only.
    pub const VIEWED: [u8; 4] = *b"VIEW";
    /// [`crate::rules::RuleRecord`]s in the order in which they win. Base only.
    pub const RULES: [u8; 4] = *b"RULE";
    /// [`crate::rules::ConditionRecord`]s of all rules. Base only.
    pub const CONDITIONS: [u8; 4] = *b"COND";
    /// [`crate::rules::ActionRecord`]s of all rules. Base only.
    pub const ACTIONS: [u8; 4] = *b"ACTN";
    /// [`crate::rules::BundleRecord`]s. Base only.
    pub const BUNDLES: [u8; 4] = *b"BNDL";
}

/// First 16 bytes of a payload.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct Header {
    /// [`MAGIC`].
    pub magic: [u8; 4],
    /// [`crate::FORMAT_VERSION`].
    pub version: U16,
    /// [`KIND_BASE`] or [`KIND_SHARD`].
    pub kind: u8,
    /// Number of [`Entry`]s that follow.
    pub sections: u8,
    /// Length of the whole payload in bytes, this header included.
    pub length: U32,
    /// Zero; readers ignore it.
    pub reserved: U32,
}

/// One entry of the directory.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct Entry {
    /// What the section holds, see [`tag`].
    pub tag: [u8; 4],
    /// Where it starts, from the start of the payload.
    pub offset: U32,
    /// Its length in bytes.
    pub length: U32,
}

/// A text in [`tag::TEXT`].
#[derive(Debug, Clone, Copy, Default, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct TextRef {
    /// Where it starts in the section.
    pub offset: U32,
    /// Its length in bytes.
    pub length: U16,
}

/// Texts of items and neighbours of rows lie one after the other in the order of their records, so lengths give the
/// places. Every `BLOCK` records a place is written down: a look-up adds at most seven lengths, and the file needs half
/// a byte for each record where a place of its own took four (5 % of a shard after gzip).
pub const BLOCK: usize = 8;

/// Lengths of an item's texts, which lie one after the other in [`tag::TEXT`]: key, title, address, picture, unit price.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct TextLengths {
    /// Bytes of the key, at least 1.
    pub key: u8,
    /// Bytes of the unit price, 0 where there is none.
    pub unit_price: u8,
    /// Bytes of the title; 0 only for pseudo-products.
    pub title: U16,
    /// Bytes of the product page's address; 0 means the file's template.
    pub url: U16,
    /// Bytes of the picture's address; 0 means the file's template.
    pub image: U16,
}

impl TextLengths {
    /// Bytes of all texts of the item, at most 197,115.
    pub fn sum(&self) -> usize {
        let wide = [self.title.get(), self.url.get(), self.image.get()];
        let narrow = [self.key.into(), self.unit_price.into()];
        wide.into_iter().chain(narrow).map(usize::from).fold(0, usize::saturating_add)
    }
}

/// What is known of a product besides its texts, or a pseudo-product (`category:<path>`, `shop:`) that only owns rows.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ItemRecord {
    /// Position in [`tag::CATEGORIES`], or 65,535 for none.
    pub category: U16,
    /// See [`flag`].
    pub flags: U16,
    /// Lowest price in minor units; meaningful with [`flag::PRICE`].
    pub price_minor: U64,
    /// Number of purchasable variants, 255 standing for more.
    pub variants: u8,
}

/// Planes that a writer may append to [`ItemRecord`]; absent ones read as their default.
pub mod plane {
    /// How long until it is bought again: [`crate::quant::days`] of it, 0 for durable or unknown. Default 0.
    pub const REPURCHASE: usize = 13;
    /// How dear it is within its category: percentile 0 to 100 of its price, [`NO_POSITION`] for unknown. Default
    /// [`NO_POSITION`].
    pub const PRICE_POSITION: usize = 14;
    /// No price position is known.
    pub const NO_POSITION: u8 = u8::MAX;
}

/// Bits of [`ItemRecord::flags`].
pub mod flag {
    /// It could be bought when the snapshot was built.
    pub const AVAILABLE: u16 = 1;
    /// The price is known.
    pub const PRICE: u16 = 1 << 1;
    /// Variants differ in price: it reads "from".
    pub const PRICE_FROM: u16 = 1 << 2;
    /// The shopper has to choose a variant.
    pub const CHOOSE: u16 = 1 << 3;
    /// It can only be bought on its own page.
    pub const LINK: u16 = 1 << 4;
    /// No product: a list's name.
    pub const PSEUDO: u16 = 1 << 5;
}

/// Bits of [`crate::table::Figures::reverse`] in rows of [`Relation::Similar`] and [`Relation::Upgrade`]: what the
/// neighbour shares with the item.
pub mod why {
    /// The deepest category of the item.
    pub const CATEGORY: u8 = 1;
    /// The brand.
    pub const BRAND: u8 = 1 << 1;
    /// Attributes (material, size, colour …).
    pub const ATTRIBUTES: u8 = 1 << 2;
    /// Words of the title.
    pub const WORDS: u8 = 1 << 3;
    /// About the same price.
    pub const PRICE: u8 = 1 << 4;
    /// Shoppers looked at both in one session.
    pub const VIEWED: u8 = 1 << 5;
    /// It is better reviewed.
    pub const REVIEWS: u8 = 1 << 6;
    /// Its picture looks alike.
    pub const LOOKS: u8 = 1 << 7;
}

/// No category.
pub const NO_CATEGORY: u16 = u16::MAX;

/// The neighbours of one item in one relation.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct RowRecord {
    /// Position of the item.
    pub item: U16,
    /// A [`Relation`].
    pub relation: u8,
    /// Number of neighbours, 1 to [`crate::MAX_NEIGHBOURS`].
    pub count: u8,
    /// Scale of the weights, at least 1, see [`crate::quant`].
    pub scale: U16,
}

/// The season of a neighbour.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct SeasonRecord {
    /// Position of the neighbour in the neighbour sections.
    pub neighbour: U32,
    /// A [`crate::Season`] as bits.
    pub season: U16,
}

/// A number that few items have.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ItemValue {
    /// Position of the item.
    pub item: U16,
    /// Its number.
    pub value: U64,
}

/// A text that few items have.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ItemText {
    /// Position of the item.
    pub item: U16,
    /// Its text.
    pub text: TextRef,
}

/// Head of a shard.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct ShardHead {
    /// Time of the newest order when the payload last changed, unix milliseconds. Where two shards hold the same
    /// product, the newer one counts.
    pub as_of_ms: U64,
    /// First `4 × k` bits of the keys' SHA-256, as a number.
    pub prefix: U32,
    /// Digits of the shard's name.
    pub k: u8,
    /// Weights are in units of `2^weight_exponent / 65,535`.
    pub weight_exponent: i8,
    /// Template of product addresses with `{key}`.
    pub url_template: TextRef,
    /// Template of picture addresses with `{key}`.
    pub image_template: TextRef,
}

/// Head of the base.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct BaseHead {
    /// First 16 bytes of the SHA-256 over all payloads; names this build.
    pub generation: [u8; 16],
    /// Time of the newest order, unix milliseconds.
    pub as_of_ms: U64,
    /// Time for which the prices hold, unix milliseconds.
    pub prices_as_of_ms: U64,
    /// How long snapshot prices may be painted, in seconds.
    pub price_max_age_s: U32,
    /// Products in the snapshot.
    pub products: U32,
    /// Digits of shard names, 0 to [`crate::MAX_K`].
    pub k: u8,
    /// See [`ShardHead::weight_exponent`].
    pub weight_exponent: i8,
    /// ISO 4217 code, or zeros where no price is known.
    pub currency: [u8; 3],
    /// Minor units are 10^−exponent of the currency.
    pub exponent: u8,
    /// 0 unknown, 1 prices include tax, 2 they do not.
    pub tax_display: u8,
    /// Hit share of the popular list, 65,535ths: the least share a recommendation must promise by default.
    pub popular_share: U16,
    /// HR@6 of the chosen recipe on the hold-out, 65,535ths.
    pub holdout_hr6: U16,
    /// BCP 47 tag of the texts.
    pub locale: TextRef,
    /// ISO 3166 code the prices are for; empty where not given.
    pub country: TextRef,
    /// Customer group the prices are for; empty where not given.
    pub customer_group: TextRef,
    /// The chosen recipe with its parameters, for people.
    pub recipe: TextRef,
    /// Template of product addresses with `{key}`.
    pub url_template: TextRef,
    /// Template of picture addresses with `{key}`.
    pub image_template: TextRef,
}

/// A knot of a calibration table, see [`crate::quant::Knot`].
#[derive(Debug, Clone, Copy, Default, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct KnotRecord {
    /// Score in calibration units.
    pub score: U32,
    /// Hit share in 65,535ths.
    pub share: U16,
}

/// The table score → hit share of one relation.
#[derive(Debug, Clone, Copy, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct CalibrationRecord {
    /// A [`Relation`].
    pub relation: u8,
    /// Scores ascending, shares never descending.
    pub knots: [KnotRecord; crate::quant::KNOTS],
}

/// A value of the options table that the shop changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromBytes, IntoBytes, KnownLayout, Immutable, Unaligned)]
#[repr(C)]
pub struct OptionRecord {
    /// Number of the placement in the options table, 255 for all.
    pub placement: u8,
    /// Number of the option in the options table.
    pub option: u8,
    /// The value; for choices the position of the choice.
    pub value: zerocopy::little_endian::I32,
}

/// What a row's neighbours are to its item. The numbers are part of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Relation {
    /// Bought in the same orders.
    Together = 0,
    /// Could be bought instead.
    Similar = 1,
    /// Same need, better and dearer.
    Upgrade = 2,
    /// Bought in a later order.
    Next = 3,
    /// Bought most, lately, in the category or shop that the row's pseudo-product names.
    Popular = 4,
    /// Bought more than before.
    Rising = 5,
    /// Looked at before. Never in a file: the page makes such lists itself.
    Viewed = 6,
    /// Chosen by the merchant. Never in a file: rules name such products.
    Chosen = 7,
    /// Bought before, and used up. Never in a file: the page makes such lists itself.
    Replenish = 8,
}

impl Relation {
    /// All relations of files, by number.
    pub const ALL: [Self; 6] =
        [Self::Together, Self::Similar, Self::Upgrade, Self::Next, Self::Popular, Self::Rising];

    /// The relation of a number, if files have it.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Its number in the format.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Its name in reasons, events and reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Together => "together",
            Self::Similar => "similar",
            Self::Upgrade => "upgrade",
            Self::Next => "next",
            Self::Popular => "popular",
            Self::Rising => "rising",
            Self::Viewed => "viewed",
            Self::Chosen => "chosen",
            Self::Replenish => "replenish",
        }
    }
}
