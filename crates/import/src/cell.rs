//! One value of a table, as text files and Parquet give it.

use std::borrow::Cow;

use cobuy_catalogue::number;

/// One value of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Cell<'a> {
    /// Nothing there.
    Empty,
    /// Text as it stands in the file, in the file's encoding.
    Text(&'a [u8]),
    /// A whole number.
    Whole(i64),
    /// A binary fraction; never NaN.
    Real(f64),
    /// `unscaled` · 10^-`scale`.
    Decimal {
        /// The digits as a whole number.
        unscaled: i128,
        /// How many of them are decimals.
        scale: u32,
    },
    /// An instant, unix milliseconds.
    Instant(i64),
    /// A date and time without an offset, milliseconds since 1970-01-01T00:00 there.
    Local(i64),
}

/// One line of a table.
pub trait Row {
    /// The value in `column`, [`Cell::Empty`] past the end.
    fn cell(&self, column: usize) -> Cell<'_>;
}

impl Row for csv::ByteRecord {
    #[inline]
    fn cell(&self, column: usize) -> Cell<'_> {
        self.get(column).map_or(Cell::Empty, Cell::Text)
    }
}

impl<'a> Cell<'a> {
    /// The value as text without surrounding blanks; numbers as people write ids, so that 17850.0 is "17850".
    #[inline]
    pub fn text(self) -> Cow<'a, [u8]> {
        match self {
            Cell::Text(text) => Cow::Borrowed(text.trim_ascii()),
            other => Cow::Owned(other.written()),
        }
    }

    fn written(self) -> Vec<u8> {
        match self {
            Cell::Empty => Vec::new(),
            Cell::Text(text) => text.to_vec(),
            Cell::Whole(value) | Cell::Instant(value) | Cell::Local(value) => value.to_string().into_bytes(),
            Cell::Real(value) => value.to_string().into_bytes(),
            Cell::Decimal { unscaled, scale } => number::written(unscaled, scale).into_bytes(),
        }
    }

    /// The value in millionths, `Ok(None)` where there is none.
    ///
    /// # Errors
    /// Where it is not a number.
    #[inline]
    pub(crate) fn millionths(self, comma: bool) -> Result<Option<i64>, ()> {
        match self {
            Cell::Empty => Ok(None),
            Cell::Text(text) => {
                let text = text.trim_ascii();
                if text.is_empty() { Ok(None) } else { number::millionths(text, comma).map(Some).ok_or(()) }
            }
            Cell::Whole(value) => value.checked_mul(number::ONE).map(Some).ok_or(()),
            Cell::Real(value) => number::millionths(value.to_string().as_bytes(), false).map(Some).ok_or(()),
            Cell::Decimal { unscaled, scale } => number::rescaled(unscaled, scale).map(Some).ok_or(()),
            Cell::Instant(_) | Cell::Local(_) => Err(()),
        }
    }
}

/// `bytes` as text: UTF-8, or else Windows-1252, which gives every byte a meaning. True if it was not UTF-8.
pub(super) fn decoded(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0, true),
    }
}

/// `text` on one line: runs of blanks, line ends and other control characters are one blank. Titles are shown in a line, on
/// pages and in terminals, which take some control characters for orders.
pub fn one_line(text: &str) -> String {
    let parts = text.split(|c: char| c.is_whitespace() || c.is_control());
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `text` with a blank for each control character, without blanks around it.
pub(super) fn printable(text: &str) -> String {
    text.replace(char::is_control, " ").trim().to_owned()
}

/// Whether there is a control character in `bytes`: a tab, a line end, an escape and the like. Product keys have none,
/// because pages tell keys from each other by them: one with a tab in it would speak for another product.
pub fn has_control(bytes: &[u8]) -> bool {
    if bytes.is_ascii() {
        bytes.iter().any(u8::is_ascii_control)
    } else {
        decoded(bytes).0.contains(char::is_control)
    }
}
