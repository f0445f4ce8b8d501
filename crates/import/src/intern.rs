//! Distinct byte strings, numbered in the order in which they come.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Distinct byte strings, numbered from 0 in the order in which they came. The strings stand end to end in one
/// buffer: 11 million lines have millions of ids, and a box each would double the memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Interner {
    numbers: HashTable<u32>,
    bytes: Vec<u8>,
    ends: Vec<usize>,
    hasher: DefaultHashBuilder,
}

impl Interner {
    /// The number of `text`, and whether it is new.
    ///
    /// # Panics
    /// Past 2^32 strings; callers check [`Interner::len`] where input is unbounded.
    #[inline]
    pub fn intern(&mut self, text: &[u8]) -> (u32, bool) {
        let Interner { numbers, bytes, ends, hasher } = self;
        let hash = hasher.hash_one(text);
        if let Some(number) = numbers.find(hash, |number| slice(bytes, ends, *number) == text) {
            return (*number, false);
        }
        let number = u32::try_from(ends.len()).expect("callers keep below 2^32 strings");
        bytes.extend_from_slice(text);
        ends.push(bytes.len());
        numbers.insert_unique(hash, number, |number| hasher.hash_one(slice(bytes, ends, *number)));
        (number, true)
    }

    /// The string with this number.
    #[inline]
    pub fn get(&self, number: u32) -> &[u8] {
        slice(&self.bytes, &self.ends, number)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// All strings, by number.
    pub fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len() as u32).map(|number| self.get(number))
    }
}

#[inline]
fn slice<'a>(bytes: &'a [u8], ends: &[usize], number: u32) -> &'a [u8] {
    let at = number as usize;
    let start = if at == 0 { 0 } else { ends[at - 1] };
    &bytes[start..ends[at]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_the_order_of_arrival() {
        let mut interner = Interner::default();
        let numbers: Vec<(u32, bool)> =
            ["b", "", "a", "b", ""].iter().map(|text| interner.intern(text.as_bytes())).collect();
        assert_eq!(numbers, [(0, true), (1, true), (2, true), (0, false), (1, false)]);
        assert_eq!(interner.get(2), b"a");
        assert_eq!(interner.iter().collect::<Vec<_>>(), [b"b" as &[u8], b"", b"a"]);
    }
}
