//! CSV and TSV in blocks of whole records, so that blocks can be parsed in parallel.

use std::io::Read;

use memchr::{memchr, memchr_iter, memchr2};

use super::cell::decoded;
use super::error::ImportError;
use super::time::DateOrder;

/// A record longer than this is an error: no order line is, and one without an end would take all memory.
pub const MAX_RECORD_BYTES: usize = 1 << 20;

/// Size of a block, about 60,000 lines: large enough that merging a block's distinct ids costs little next to parsing.
const BLOCK_BYTES: usize = 4 << 20;

const _: () = assert!(BLOCK_BYTES > MAX_RECORD_BYTES, "a full block holds at least one record's end");

/// Whole records of a text file.
pub(super) struct Block {
    /// The records.
    pub bytes: Vec<u8>,
    /// Line of the file at which they begin, from 1.
    pub first_line: u64,
}

/// A text file: its header, then its blocks.
pub(super) struct TextTable<'p> {
    /// The file as it was named.
    pub file: String,
    /// What separates fields.
    pub delimiter: u8,
    /// The header's fields, trimmed.
    pub header: Vec<String>,
    /// The header's line as it stands in the file.
    header_line: Vec<u8>,
    reader: Box<dyn Read + Send + 'p>,
    /// Read and not yet given out: at most one block.
    pending: Vec<u8>,
    line: u64,
    ended: bool,
}

impl<'p> TextTable<'p> {
    /// Reads the header.
    pub fn open(file: String, reader: Box<dyn Read + Send + 'p>) -> Result<TextTable<'p>, ImportError> {
        let pending = Vec::new();
        let mut table = TextTable {
            file,
            delimiter: b',',
            header: Vec::new(),
            header_line: Vec::new(),
            reader,
            pending,
            line: 1,
            ended: false,
        };
        table.fill()?;
        let blank =
            table.pending.iter().take_while(|byte| byte.is_ascii_whitespace() && **byte != b'\t').count();
        table.skip(blank);
        table.delimiter = delimiter(&table.pending);
        let scan = scan(&table.pending, table.delimiter);
        let end = if scan.first_end == 0 && table.ended { table.pending.len() } else { scan.first_end };
        if end == 0 || end > MAX_RECORD_BYTES {
            return Err(table.too_long(0, scan.open_quote));
        }
        table.header_line = table.pending[..end].to_vec();
        table.header = fields(&table.header_line, table.delimiter);
        table.skip(end);
        Ok(table)
    }

    /// Says, before the first block, that the header is a line like all others.
    pub fn has_no_header(&mut self) {
        self.line -= newlines(&self.header_line);
        self.pending.splice(..0, std::mem::take(&mut self.header_line));
    }

    /// The next block, `None` at the end.
    pub fn next(&mut self) -> Result<Option<Block>, ImportError> {
        self.fill()?;
        let scan = scan(&self.pending, self.delimiter);
        if let Some(start) = scan.too_long {
            return Err(self.too_long(start, scan.open_quote));
        }
        if self.ended && scan.open_quote {
            let line = self.line + newlines(&self.pending[..scan.end]);
            return Err(ImportError::UnclosedQuote { file: self.file.clone(), line });
        }
        let end = if self.ended { self.pending.len() } else { scan.end };
        if end == 0 {
            return Ok(None);
        }
        let rest = self.pending.split_off(end);
        let block = Block { bytes: std::mem::replace(&mut self.pending, rest), first_line: self.line };
        self.line += newlines(&block.bytes);
        Ok(Some(block))
    }

    /// Whether dates with slashes in this column name the day first, by the records read so far; see [`DateOrder`].
    pub fn is_day_first(&self, column: usize) -> bool {
        let whole = scan(&self.pending, self.delimiter).end;
        let block = Block { bytes: self.pending[..whole].to_vec(), first_line: self.line };
        let mut order = DateOrder::default();
        for_each_record(&block, self.delimiter, |record| order.see(record.fields.get(column).unwrap_or(b"")));
        order.is_day_first()
    }

    fn fill(&mut self) -> Result<(), ImportError> {
        let missing = BLOCK_BYTES.saturating_sub(self.pending.len());
        if self.ended || missing == 0 {
            return Ok(());
        }
        self.pending.reserve_exact(missing);
        let read = self.reader.by_ref().take(missing as u64).read_to_end(&mut self.pending);
        let read = read.map_err(|reason| ImportError::Io { file: self.file.clone(), reason })?;
        self.ended = read < missing;
        Ok(())
    }

    fn skip(&mut self, bytes: usize) {
        self.line += newlines(&self.pending[..bytes]);
        self.pending.drain(..bytes);
    }

    fn too_long(&self, start: usize, open_quote: bool) -> ImportError {
        let line = self.line + newlines(&self.pending[..start]);
        let quote = if open_quote { ", because a quote in it is never closed" } else { "" };
        ImportError::RecordTooLong { file: self.file.clone(), line, limit: MAX_RECORD_BYTES, quote }
    }
}

/// A record of a text file.
pub(super) struct Record<'a> {
    /// Its fields, unquoted.
    pub fields: &'a csv::ByteRecord,
    /// Line of the file at which it begins, from 1.
    pub line: u64,
    /// Whether a quote closes in the middle of a field, lines after it was opened.
    ill_quoted: bool,
}

impl Record<'_> {
    /// Whether no field has anything but blanks.
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(|field| field.trim_ascii().is_empty())
    }

    /// Why the record cannot be read, if so, and how many lines are lost with it: a record over several lines has
    /// swallowed them all. Empty fields past the header's `width` are what some spreadsheets leave.
    pub fn fault(&self, width: usize) -> Option<(u64, String)> {
        let lines = 1 + newlines(self.fields.as_slice());
        if self.ill_quoted {
            let reason = format!("a quote that opens in these {lines} lines closes in the middle of a field");
            return Some((lines, reason));
        }
        let surplus = self.fields.iter().skip(width).any(|field| !field.trim_ascii().is_empty());
        let wrong = self.fields.len() < width || surplus;
        wrong.then(|| (lines, format!("{} fields, the header has {width}", self.fields.len())))
    }
}

/// Calls `each` with every record of a block.
pub(super) fn for_each_record(block: &Block, delimiter: u8, mut each: impl FnMut(&Record<'_>)) {
    let mut reader = reader(&block.bytes, delimiter);
    let mut fields = csv::ByteRecord::new();
    // Reading bytes from memory with flexible lengths has no way to fail; `unwrap_or` keeps the loop finite if it had.
    while reader.read_byte_record(&mut fields).unwrap_or(false) {
        let (start, line) = fields.position().map_or((0, 1), |at| (at.byte() as usize, at.line()));
        let several_lines = memchr(b'\n', fields.as_slice()).is_some();
        let raw = &block.bytes[start..reader.position().byte() as usize];
        let ill_quoted = several_lines && closes_inside(raw, delimiter);
        // The position is that before empty lines and the second half of a CRLF.
        let skipped = raw
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .filter(|byte| **byte == b'\n')
            .count();
        each(&Record { fields: &fields, line: block.first_line + line - 1 + skipped as u64, ill_quoted });
    }
}

fn reader(bytes: &[u8], delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes)
}

fn fields(record: &[u8], delimiter: u8) -> Vec<String> {
    let mut header = csv::ByteRecord::new();
    let _ = reader(record, delimiter).read_byte_record(&mut header);
    header.iter().map(|field| decoded(field).0.trim().to_owned()).collect()
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}

/// The candidate that is most frequent outside quotes in the first line.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut counts = [(b',', 0usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in bytes {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => counts.iter_mut().filter(|(c, _)| c == byte).for_each(|(_, count)| *count += 1),
            _ => {}
        }
    }
    // The first of equals: `max_by_key` would take the last.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(candidate, _)| *candidate)
}

/// Where records end in a buffer that begins with one.
#[derive(Debug, PartialEq, Eq)]
struct Scan {
    /// After the first record, 0 if it does not end.
    first_end: usize,
    /// After the last record that ends, 0 if none does.
    end: usize,
    /// Start of a record that is too long.
    too_long: Option<usize>,
    /// Whether the buffer ends inside a quoted field.
    open_quote: bool,
}

/// Finds record ends as the csv crate will: a quote opens a field only at its start, `""` is a quote inside one, and
/// whatever follows a closing quote is plain. Lines without a quote cost one pass of `memchr2`.
fn scan(bytes: &[u8], delimiter: u8) -> Scan {
    let mut found = Scan { first_end: 0, end: 0, too_long: None, open_quote: false };
    let mut at = 0;
    while let Some(step) = memchr2(b'\n', b'"', &bytes[at..]) {
        let hit = at + step;
        at = hit + 1;
        if bytes[hit] == b'\n' {
            if at - found.end > MAX_RECORD_BYTES && found.too_long.is_none() {
                found.too_long = Some(found.end);
            }
            found.end = at;
            if found.first_end == 0 {
                found.first_end = at;
            }
            continue;
        }
        let opens = hit == found.end || [delimiter, b'\r', b'\n'].contains(&bytes[hit - 1]);
        if opens {
            match closing_quote(&bytes[at..]) {
                Some(after) => at += after,
                None => {
                    found.open_quote = true;
                    break;
                }
            }
        }
    }
    if bytes.len() - found.end > MAX_RECORD_BYTES && found.too_long.is_none() {
        found.too_long = Some(found.end);
    }
    found
}

/// Offset after the quote that closes a field whose opening quote is just before `bytes`.
fn closing_quote(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let quote = at + memchr(b'"', &bytes[at..])?;
        if bytes.get(quote + 1) != Some(&b'"') {
            return Some(quote + 1);
        }
        at = quote + 2;
    }
}

/// Whether a quoted field of this record goes on after its closing quote. Over several lines this is the mark of a stray
/// quote that paired with one far below.
fn closes_inside(record: &[u8], delimiter: u8) -> bool {
    let ends = [delimiter, b'\r', b'\n'];
    let mut at = 0;
    while let Some(step) = memchr(b'"', &record[at..]) {
        let quote = at + step;
        at = quote + 1;
        if quote == 0 || ends.contains(&record[quote - 1]) {
            match closing_quote(&record[at..]) {
                Some(after) if record.get(at + after).is_none_or(|next| ends.contains(next)) => at += after,
                _ => return true,
            }
        }
    }
    false
}

#[cfg(test)]
mod tests;
