//! Rows of a sparse table, kept in memory up to a limit and in a temporary file beyond it.
//!
//! Counting writes every row once, front to back; recipes then read whole rows in any sequence and from all threads. So
//! the file is written through one buffer and read by position, a row a time; what is read often the system keeps in
//! memory by itself, as far as there is any.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::OnceLock;

/// One product's row: parallel slices, ascending by product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The other products.
    pub products: &'a [u32],
    /// Orders that hold both, at least 1.
    pub orders: &'a [u32],
}

impl Row<'_> {
    /// Pairs (other product, orders with both), ascending by product.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.products.iter().copied().zip(self.orders.iter().copied())
    }
}

/// Where a row that lies in a file is read into; one a thread, used again for every row.
#[derive(Debug, Default)]
pub struct RowBuffer {
    bytes: Vec<u8>,
    numbers: Vec<u32>,
}

/// Bytes of an entry: product and orders.
const ENTRY: usize = 8;

/// Appends rows.
#[derive(Debug)]
pub(super) struct RowWriter {
    /// Entries up to the end of each row.
    ends: Vec<u64>,
    products: Vec<u32>,
    orders: Vec<u32>,
    limit: u64,
    file: Option<BufWriter<File>>,
}

impl RowWriter {
    /// Nothing yet. More than `limit` bytes of rows go into a file.
    pub fn new(rows: usize, limit: u64) -> Self {
        let mut ends = Vec::with_capacity(rows + 1);
        ends.push(0);
        Self { ends, products: Vec::new(), orders: Vec::new(), limit, file: None }
    }

    /// Adds the next row: (product, orders), ascending by product.
    ///
    /// # Errors
    /// Where the temporary file cannot be made or written.
    pub fn push(&mut self, row: &[(u32, u32)]) -> io::Result<()> {
        let before = self.ends.last().copied().unwrap_or(0);
        let end = before + row.len() as u64;
        if self.file.is_none() && end * ENTRY as u64 > self.limit {
            self.spill()?;
        }
        self.ends.push(end);
        match &mut self.file {
            None => {
                self.products.extend(row.iter().map(|(product, _)| product));
                self.orders.extend(row.iter().map(|(_, orders)| orders));
                Ok(())
            }
            Some(file) => {
                write(file, row.iter().map(|(product, _)| *product))?;
                write(file, row.iter().map(|(_, orders)| *orders))
            }
        }
    }

    /// Moves what there is into a file that has no name, so that it is gone with the process whatever happens.
    fn spill(&mut self) -> io::Result<()> {
        let mut file = BufWriter::with_capacity(1 << 20, tempfile::tempfile()?);
        let (products, orders) = (std::mem::take(&mut self.products), std::mem::take(&mut self.orders));
        for ends in self.ends.windows(2) {
            let row = ends[0] as usize..ends[1] as usize;
            write(&mut file, products[row.clone()].iter().copied())?;
            write(&mut file, orders[row].iter().copied())?;
        }
        self.file = Some(file);
        Ok(())
    }

    /// The rows, to be read.
    ///
    /// # Errors
    /// Where the temporary file cannot be written to its end.
    pub fn finish(self) -> io::Result<Rows> {
        let Self { ends, mut products, mut orders, file, .. } = self;
        products.shrink_to_fit();
        orders.shrink_to_fit();
        let place = match file {
            None => Place::Memory { products, orders },
            Some(file) => {
                let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
                Place::File { file, fault: OnceLock::new() }
            }
        };
        Ok(Rows { ends, place })
    }
}

fn write(file: &mut impl Write, numbers: impl Iterator<Item = u32>) -> io::Result<()> {
    for number in numbers {
        file.write_all(&number.to_le_bytes())?;
    }
    Ok(())
}

/// Rows that have been written.
#[derive(Debug)]
pub(super) struct Rows {
    ends: Vec<u64>,
    place: Place,
}

#[derive(Debug)]
enum Place {
    Memory {
        products: Vec<u32>,
        orders: Vec<u32>,
    },
    File {
        file: File,
        /// The first row that could not be read: asked for at the end, so that readers need not stop at each.
        fault: OnceLock<String>,
    },
}

impl Rows {
    /// Rows that already lie side by side: row `r` ends before entry `ends[r + 1]`, and `ends[0]` is 0.
    pub fn in_memory(ends: Vec<u64>, products: Vec<u32>, orders: Vec<u32>) -> Self {
        Self { ends, place: Place::Memory { products, orders } }
    }

    /// Number of entries of all rows.
    pub fn entries(&self) -> u64 {
        self.ends.last().copied().unwrap_or(0)
    }

    /// The row with this number; empty where the file can no longer be read, see [`Rows::fault`].
    pub fn get<'a>(&'a self, row: usize, buffer: &'a mut RowBuffer) -> Row<'a> {
        let (start, end) = (self.ends[row], self.ends[row + 1]);
        match &self.place {
            Place::Memory { products, orders } => {
                let range = start as usize..end as usize;
                Row { products: &products[range.clone()], orders: &orders[range] }
            }
            Place::File { file, fault } => {
                let entries = (end - start) as usize;
                buffer.bytes.resize(entries * ENTRY, 0);
                if let Err(reason) = read_at(file, &mut buffer.bytes, start * ENTRY as u64) {
                    fault.get_or_init(|| reason.to_string());
                    return Row { products: &[], orders: &[] };
                }
                buffer.numbers.clear();
                let numbers = buffer.bytes.chunks_exact(4).map(|four| {
                    let mut bytes = [0; 4];
                    bytes.copy_from_slice(four);
                    u32::from_le_bytes(bytes)
                });
                buffer.numbers.extend(numbers);
                let (products, orders) = buffer.numbers.split_at(entries);
                Row { products, orders }
            }
        }
    }

    /// Why a row could not be read, if one could not.
    pub fn fault(&self) -> Option<&str> {
        match &self.place {
            Place::Memory { .. } => None,
            Place::File { fault, .. } => fault.get().map(String::as_str),
        }
    }
}

impl PartialEq for Rows {
    /// Whether they hold the same, wherever they lie.
    fn eq(&self, other: &Self) -> bool {
        let (mut left, mut right) = (RowBuffer::default(), RowBuffer::default());
        let rows = self.ends.len().saturating_sub(1);
        self.ends == other.ends && (0..rows).all(|row| self.get(row, &mut left) == other.get(row, &mut right))
    }
}

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, offset)
}

#[cfg(windows)]
fn read_at(file: &File, mut into: &mut [u8], mut offset: u64) -> io::Result<()> {
    while !into.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, into, offset)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            read => {
                into = &mut into[read..];
                offset += read as u64;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [&[(u32, u32)]; 4] = [&[(1, 3), (7, 1)], &[], &[(0, 3), (2, 9), (u32::MAX, 4)], &[(2, 1)]];

    #[test]
    fn rows_are_the_same_wherever_they_lie() {
        // In memory; from the third row on in a file; in a file from the start.
        for limit in [u64::MAX, 3 * ENTRY as u64, 0] {
            let mut writer = RowWriter::new(ROWS.len(), limit);
            ROWS.iter().for_each(|row| writer.push(row).unwrap());
            assert_eq!(writer.file.is_some(), limit < u64::MAX);
            let rows = writer.finish().unwrap();
            let mut buffer = RowBuffer::default();
            for at in [2, 0, 3, 1, 2] {
                let row: Vec<_> = rows.get(at, &mut buffer).iter().collect();
                assert_eq!(row, ROWS[at], "row {at}, limit {limit}");
            }
            assert_eq!((rows.entries(), rows.fault()), (6, None));
            let mut others = RowWriter::new(ROWS.len(), u64::MAX);
            ROWS.iter().rev().for_each(|row| others.push(row).unwrap());
            assert!(rows == rows && rows != others.finish().unwrap());
        }
    }

    #[test]
    fn a_file_that_was_cut_is_told() {
        let mut writer = RowWriter::new(1, 0);
        writer.push(ROWS[0]).unwrap();
        let rows = writer.finish().unwrap();
        let Place::File { file, .. } = &rows.place else { panic!("it lies in memory") };
        file.set_len(5).unwrap();
        assert_eq!(rows.get(0, &mut RowBuffer::default()).iter().count(), 0);
        assert!(rows.fault().is_some());
    }
}
