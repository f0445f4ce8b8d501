//! Header and directory: the only code that turns offsets into slices.

use crate::ReadError;
use crate::records::{Entry, Header, MAGIC};
use zerocopy::{FromBytes, Immutable, KnownLayout, Unaligned};

/// A payload whose header and directory were checked. Sections are found by tag; their contents are unchecked.
#[derive(Debug, Clone, Copy)]
pub struct Container<'a> {
    bytes: &'a [u8],
    entries: &'a [Entry],
}

impl<'a> Container<'a> {
    /// Checks magic, version, kind and length, and that the directory lies inside.
    ///
    /// # Errors
    /// The first of these that is wrong.
    pub fn open(bytes: &'a [u8], kind: u8) -> Result<Self, ReadError> {
        let truncated = |offset, needed| ReadError::Truncated { offset, needed, got: bytes.len() };
        let (header, rest) = Header::ref_from_prefix(bytes).map_err(|_| truncated(0, size_of::<Header>()))?;
        if header.magic != MAGIC {
            return Err(ReadError::Magic);
        }
        if header.version.get() != crate::FORMAT_VERSION {
            return Err(ReadError::Version { got: header.version.get() });
        }
        if header.kind != kind {
            return Err(ReadError::Kind { got: header.kind });
        }
        let expected = header.length.get() as usize;
        if expected != bytes.len() || expected > crate::MAX_PAYLOAD_BYTES {
            return Err(ReadError::Length { expected, got: bytes.len() });
        }
        let count = usize::from(header.sections);
        let (entries, _) = <[Entry]>::ref_from_prefix_with_elems(rest, count)
            .map_err(|_| truncated(size_of::<Header>(), count.saturating_mul(size_of::<Entry>())))?;
        Ok(Self { bytes, entries })
    }

    /// The section with this tag, or nothing.
    ///
    /// # Errors
    /// [`ReadError::Truncated`] if it does not lie inside the payload.
    #[inline(never)]
    pub fn find(&self, tag: [u8; 4]) -> Result<Option<&'a [u8]>, ReadError> {
        let Some(entry) = self.entries.iter().find(|entry| entry.tag == tag) else { return Ok(None) };
        let (offset, needed) = (entry.offset.get() as usize, entry.length.get() as usize);
        offset
            .checked_add(needed)
            .and_then(|end| self.bytes.get(offset..end))
            .map(Some)
            .ok_or(ReadError::Truncated { offset, needed, got: self.bytes.len() })
    }

    /// The section with this tag as records; an absent section is an empty one.
    ///
    /// # Errors
    /// [`ReadError::Truncated`], or [`ReadError::Section`] if its length is no multiple of the record's.
    pub fn records<T>(&self, tag: [u8; 4]) -> Result<&'a [T], ReadError>
    where
        T: FromBytes + KnownLayout + Immutable + Unaligned,
    {
        let bytes = self.find(tag)?.unwrap_or_default();
        <[T]>::ref_from_bytes(bytes).map_err(|_| ReadError::Section { tag, got: bytes.len() })
    }

    /// The one record of a section that must be there. A longer section is allowed: a newer writer may have appended
    /// fields.
    ///
    /// # Errors
    /// [`ReadError::Missing`], [`ReadError::Truncated`] or [`ReadError::Section`].
    pub fn head<T>(&self, tag: [u8; 4]) -> Result<&'a T, ReadError>
    where
        T: FromBytes + KnownLayout + Immutable + Unaligned,
    {
        let bytes = self.find(tag)?.ok_or(ReadError::Missing { tag })?;
        T::ref_from_prefix(bytes)
            .map(|(head, _)| head)
            .map_err(|_| ReadError::Section { tag, got: bytes.len() })
    }
}
