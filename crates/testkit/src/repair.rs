//! Makes a container hold again around broken sections, so that arbitrary changes reach the code behind the header:
//! without it, nearly every change is refused at the first length that does not agree.

use cobuy_snapshot::records::{
    BLOCK, BaseHead, CalibrationRecord, Entry, Header, ItemRecord, ItemText, ItemValue, KIND_BASE, MAGIC,
    OptionRecord, RowRecord, SeasonRecord, ShardHead, TextLengths, TextRef, tag,
};
use cobuy_snapshot::rules::{ActionRecord, BundleRecord, ConditionRecord, MAX_SETS, RuleRecord};
use zerocopy::{FromBytes, IntoBytes};

/// Sections in the order in which they are repaired: a section's length follows from those before it.
const SECTIONS: [[u8; 4]; 27] = [
    tag::HEAD,
    tag::TEXT,
    tag::LENGTHS,
    tag::TEXT_STARTS,
    tag::ITEMS,
    tag::CATEGORIES,
    tag::ROWS,
    tag::ROW_STARTS,
    tag::IDS_LOW,
    tag::IDS_HIGH,
    tag::WEIGHTS,
    tag::CONFIDENCE,
    tag::REVERSE,
    tag::LIFT,
    tag::SEASONS,
    tag::DECAY,
    tag::CALIBRATION,
    tag::OPTIONS,
    tag::SETS,
    tag::BRANDS,
    tag::PRIOR_PRICES,
    tag::RAISED,
    tag::ATTRIBUTES,
    tag::RULES,
    tag::CONDITIONS,
    tag::ACTIONS,
    tag::BUNDLES,
];

/// A payload of this kind whose header, directory and section lengths agree, with the contents that the input has for
/// each section.
pub fn container(input: &[u8], kind: u8) -> Vec<u8> {
    let mut lengths = Lengths::default();
    let sections: Vec<([u8; 4], Vec<u8>)> = SECTIONS
        .iter()
        .filter_map(|tag| {
            let mut bytes = section(input, *tag)?.to_vec();
            let length = lengths.of(*tag, bytes.len(), kind);
            bytes.resize(length, 0);
            Some((*tag, bytes))
        })
        .collect();
    sealed(kind, &sections)
}

/// What the lengths of the sections so far say about the next ones.
#[derive(Default)]
struct Lengths {
    items: usize,
    rows: usize,
    neighbours: usize,
}

impl Lengths {
    /// Length that a section of `got` bytes has to have.
    fn of(&mut self, tag: [u8; 4], got: usize, kind: u8) -> usize {
        let whole = |record: usize| got / record * record;
        match tag {
            tag::HEAD if kind == KIND_BASE => size_of::<BaseHead>(),
            tag::HEAD => size_of::<ShardHead>(),
            tag::LENGTHS => {
                self.items = got / size_of::<TextLengths>();
                whole(size_of::<TextLengths>())
            }
            tag::TEXT_STARTS => self.items.div_ceil(BLOCK) * 4,
            tag::ITEMS => self.items * size_of::<ItemRecord>(),
            tag::CATEGORIES => whole(size_of::<TextRef>()),
            tag::ROWS => {
                self.rows = got / size_of::<RowRecord>();
                whole(size_of::<RowRecord>())
            }
            tag::ROW_STARTS => self.rows.div_ceil(BLOCK) * 4,
            tag::IDS_LOW => {
                self.neighbours = got;
                got
            }
            tag::IDS_HIGH if self.items <= 256 => 0,
            tag::IDS_HIGH if self.items <= 4_096 => self.neighbours.div_ceil(2),
            tag::IDS_HIGH | tag::WEIGHTS | tag::CONFIDENCE | tag::REVERSE | tag::LIFT => self.neighbours,
            tag::SEASONS => whole(size_of::<SeasonRecord>()),
            tag::DECAY => whole(2),
            tag::CALIBRATION => whole(size_of::<CalibrationRecord>()),
            tag::OPTIONS => whole(size_of::<OptionRecord>()),
            tag::SETS => (got / self.items.max(1)).min(MAX_SETS / 8) * self.items,
            tag::BRANDS => got.min(1) * 3 * self.items,
            tag::PRIOR_PRICES | tag::RAISED => whole(size_of::<ItemValue>()),
            tag::ATTRIBUTES => whole(size_of::<ItemText>()),
            tag::RULES => whole(size_of::<RuleRecord>()),
            tag::CONDITIONS => whole(size_of::<ConditionRecord>()),
            tag::ACTIONS => whole(size_of::<ActionRecord>()),
            tag::BUNDLES => whole(size_of::<BundleRecord>()),
            _ => got,
        }
    }
}

/// The section that the input's directory names, cut to what is there. Sections whose length others need are empty
/// rather than missing.
fn section(input: &[u8], tag: [u8; 4]) -> Option<&[u8]> {
    let (header, rest) = Header::ref_from_prefix(input).ok()?;
    let count = usize::from(header.sections).min(rest.len() / size_of::<Entry>());
    let (entries, _) = <[Entry]>::ref_from_prefix_with_elems(rest, count).ok()?;
    let entry = entries.iter().find(|entry| entry.tag == tag)?;
    let start = (entry.offset.get() as usize).min(input.len());
    let end = start.saturating_add(entry.length.get() as usize).min(input.len());
    input.get(start..end)
}

/// Header, directory and sections, in this order.
pub fn sealed(kind: u8, sections: &[([u8; 4], Vec<u8>)]) -> Vec<u8> {
    let start = size_of::<Header>() + sections.len() * size_of::<Entry>();
    let length = start + sections.iter().map(|(_, bytes)| bytes.len()).sum::<usize>();
    let header = Header {
        magic: MAGIC,
        version: cobuy_snapshot::FORMAT_VERSION.into(),
        kind,
        sections: sections.len() as u8,
        length: (length as u32).into(),
        reserved: 0.into(),
    };
    let mut payload = header.as_bytes().to_vec();
    let mut offset = start;
    for (tag, bytes) in sections {
        let entry = Entry { tag: *tag, offset: (offset as u32).into(), length: (bytes.len() as u32).into() };
        payload.extend_from_slice(entry.as_bytes());
        offset += bytes.len();
    }
    sections.iter().for_each(|(_, bytes)| payload.extend_from_slice(bytes));
    payload
}

/// The sections of a payload, for tests that change one and seal it again.
#[allow(dead_code, reason = "the fuzz target changes whole payloads")]
pub fn sections(payload: &[u8]) -> Vec<([u8; 4], Vec<u8>)> {
    SECTIONS.iter().filter_map(|tag| Some((*tag, section(payload, *tag)?.to_vec()))).collect()
}
