//! Why a payload cannot be read.

use core::fmt;

/// What is wrong with a payload, with the facts needed to find it. The remedy is the same for all: the file is not
/// what `cobuy build` wrote, so publish the snapshot again; `cobuy check` names the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadError {
    /// The payload ends before something that must be there. Typical of an interrupted download or upload.
    Truncated {
        /// Offset of what was to be read.
        offset: usize,
        /// Bytes needed from there.
        needed: usize,
        /// Bytes that the payload has in all.
        got: usize,
    },
    /// The first four bytes are not `cobu`: an error page, another file, or a payload that was not inflated.
    Magic,
    /// The format's version is not the one this reader knows. Use the reader of the folder's version.
    Version {
        /// Version found.
        got: u16,
    },
    /// A shard where the base belongs, or the reverse.
    Kind {
        /// Kind found.
        got: u8,
    },
    /// The header's length is not the payload's.
    Length {
        /// Length the header states.
        expected: usize,
        /// Length of the payload.
        got: usize,
    },
    /// A section that must be there is missing.
    Missing {
        /// Tag of the section.
        tag: [u8; 4],
    },
    /// A section's length does not fit its records or the other sections.
    Section {
        /// Tag of the section.
        tag: [u8; 4],
        /// Its length in bytes.
        got: usize,
    },
    /// A text is not UTF-8 or lies outside the text section.
    Text {
        /// Offset into the text section.
        offset: usize,
    },
    /// A number that refers to an item, row, category or neighbour is out of range.
    Reference {
        /// Tag of the section with the number.
        tag: [u8; 4],
        /// Position of the record in its section.
        index: usize,
    },
    /// Records are not in the order that look-ups rely on, or a value is outside its documented range.
    Order {
        /// Tag of the section.
        tag: [u8; 4],
        /// Position of the first record out of order.
        index: usize,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |tag: [u8; 4]| tag.map(char::from);
        match *self {
            Self::Truncated { offset, needed, got } => {
                write!(f, "truncated: {needed} bytes wanted at {offset}, the payload has {got}")
            }
            Self::Magic => write!(f, "not a cobuy file: the first bytes are not `cobu`"),
            Self::Version { got } => {
                write!(f, "format version {got}, this reader knows {}", crate::FORMAT_VERSION)
            }
            Self::Kind { got } => write!(f, "wrong kind of file: {got}"),
            Self::Length { expected, got } => {
                write!(f, "the header states {expected} bytes, the payload has {got}")
            }
            Self::Missing { tag: [a, b, c, d] } => {
                let [a, b, c, d] = name([a, b, c, d]);
                write!(f, "section {a}{b}{c}{d} is missing")
            }
            Self::Section { tag, got } => {
                let [a, b, c, d] = name(tag);
                write!(f, "section {a}{b}{c}{d} has an impossible length of {got} bytes")
            }
            Self::Text { offset } => write!(f, "text at {offset} is not UTF-8 or out of range"),
            Self::Reference { tag, index } => {
                let [a, b, c, d] = name(tag);
                write!(f, "record {index} of section {a}{b}{c}{d} points nowhere")
            }
            Self::Order { tag, index } => {
                let [a, b, c, d] = name(tag);
                write!(f, "record {index} of section {a}{b}{c}{d} is out of order or out of range")
            }
        }
    }
}

impl core::error::Error for ReadError {}
