//! Rows of a small file, one after the other: the products file.

use std::path::Path;

use cobuy_catalogue::progress::Progress;

use super::cell::Row;
use super::columns::Header;
use super::error::ImportError;
use super::parquet::ParquetTable;
use super::source::{self, Source};
use super::text::{TextTable, for_each_record};

/// What the first line of a text file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstLine {
    /// Names of columns.
    Names,
    /// A row like all others.
    Row,
}

/// What takes the rows of a file.
pub(super) trait Sink: Sized {
    /// Looks at the header; `delimiter` is `None` for Parquet.
    fn begin(&mut self, header: Header, delimiter: Option<u8>) -> Result<FirstLine, ImportError>;
    /// The columns that are read, after `begin`.
    fn columns(&self) -> Vec<usize>;
    /// Takes a row.
    fn row(&mut self, row: &impl Row, line: u64);
    /// Takes note of `lines` lines that cannot be read.
    fn refuse(&mut self, line: u64, lines: u64, reason: String);
}

/// What a file is, in words, for reports.
pub(super) fn kind(delimiter: u8, gzip: bool) -> String {
    let kind = match delimiter {
        b'\t' => "TSV",
        b';' => "CSV with ;",
        _ => "CSV",
    };
    if gzip { format!("{kind}, gzip") } else { kind.to_owned() }
}

/// Gives every row of `path` that is not blank to `sink`; the kind of the file, for reports.
pub(super) fn read(
    path: &Path,
    progress: &dyn Progress,
    sink: &mut impl Sink,
) -> Result<String, ImportError> {
    let file = path.display().to_string();
    match source::open(path, progress)? {
        Source::Text { reader, gzip } => {
            let mut table = TextTable::open(file.clone(), reader)?;
            let first = sink.begin(Header::new(file, table.header.clone()), Some(table.delimiter))?;
            if first == FirstLine::Row {
                table.has_no_header();
            }
            while let Some(block) = table.next()? {
                for_each_record(&block, table.delimiter, |record| match record.fault(table.header.len()) {
                    _ if record.is_blank() => {}
                    Some((lines, reason)) => sink.refuse(record.line, lines, reason),
                    None => sink.row(record.fields, record.line),
                });
            }
            Ok(kind(table.delimiter, gzip))
        }
        Source::Parquet => {
            let table = ParquetTable::open(path)?;
            sink.begin(Header::new(file, table.header.clone()), None)?;
            let columns = sink.columns();
            for group in 0..table.groups.len() {
                table.for_each_row(group, &columns, |row, number| sink.row(row, number))?;
            }
            Ok("Parquet".to_owned())
        }
    }
}
