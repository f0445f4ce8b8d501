//! Parquet files, column by column, the same bytes every time.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cobuy_catalogue::interrupt;
use cobuy_targets::{begin, part};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

/// Rows held in memory before they are written as a row group.
const GROUP_ROWS: usize = 1 << 19;

/// Why a file was not written; what stood in its place still does.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot be written: {reason}. Check the folder and the space that is left", path.display())]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What the system or the format says.
    pub reason: String,
}

/// Values of one column.
#[derive(Debug)]
pub(super) enum Column {
    /// Text, never null.
    Text(Vec<ByteArray>),
    /// Text or null.
    MaybeText(Vec<Option<ByteArray>>),
    /// 32-bit numbers.
    Int(Vec<i32>),
    /// 64-bit numbers; also times in unix milliseconds.
    Long(Vec<i64>),
}

/// A Parquet file in the making: written beside its place, put there when it is whole.
pub(super) struct TableFile {
    target: PathBuf,
    part: PathBuf,
    writer: Option<SerializedFileWriter<File>>,
    pub columns: Vec<Column>,
    /// Rows given so far.
    pub rows: u64,
    waiting: usize,
    placed: bool,
}

impl TableFile {
    /// Begins the file; `schema` in Parquet's own notation, with the columns in the order of `columns`.
    pub fn create(target: &Path, schema: &str, columns: Vec<Column>) -> Result<Self, WriteError> {
        let mut file = Self {
            target: target.to_owned(),
            part: part(target),
            writer: None,
            columns,
            rows: 0,
            waiting: 0,
            placed: false,
        };
        file.writer = Some(file.open(schema).map_err(|reason| failed(target, &reason))?);
        Ok(file)
    }

    fn open(&self, schema: &str) -> Result<SerializedFileWriter<File>, ParquetError> {
        let schema = Arc::new(parse_message_type(schema)?);
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        SerializedFileWriter::new(begin(&self.part)?, schema, Arc::new(properties))
    }

    /// Ends a row: one value was pushed to each of the columns.
    pub fn end_row(&mut self) -> Result<(), WriteError> {
        self.rows += 1;
        self.waiting += 1;
        if self.waiting < GROUP_ROWS { Ok(()) } else { self.flush() }
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        self.waiting = 0;
        let Self { writer: Some(writer), columns, .. } = self else { return Ok(()) };
        let mut group = || -> Result<(), ParquetError> {
            let mut group = writer.next_row_group()?;
            columns.iter_mut().try_for_each(|column| column.write(&mut group))?;
            group.close().map(|_| ())
        };
        group().map_err(|reason| failed(&self.target, &reason))
    }

    /// Writes what is left; [`place`] puts the file into its place.
    pub fn close(&mut self) -> Result<(), WriteError> {
        if self.waiting > 0 {
            self.flush()?;
        }
        if let Some(writer) = self.writer.take() {
            let file = writer.into_inner().map_err(|reason| failed(&self.target, &reason))?;
            file.sync_all().map_err(|reason| failed(&self.target, &reason))?;
        }
        Ok(())
    }

    /// Writes what is left and puts the file into its place; how many rows it has.
    pub fn finish(mut self) -> Result<u64, WriteError> {
        self.close()?;
        let rows = self.rows;
        place(&mut [self])?;
        Ok(rows)
    }
}

/// Puts closed files into their places, so that an interruption leaves all of them or none.
pub(super) fn place(files: &mut [TableFile]) -> Result<(), WriteError> {
    let _writing = interrupt::writing();
    files.iter_mut().try_for_each(|file| {
        fs::rename(&file.part, &file.target).map_err(|reason| failed(&file.target, &reason))?;
        interrupt::settled(&file.part);
        file.placed = true;
        Ok(())
    })
}

impl Drop for TableFile {
    /// A file that was not put into its place leaves nothing behind.
    fn drop(&mut self) {
        if !self.placed {
            drop(self.writer.take());
            interrupt::remove_file(&self.part);
            interrupt::settled(&self.part);
        }
    }
}

impl Column {
    fn write(&mut self, group: &mut SerializedRowGroupWriter<'_, File>) -> Result<(), ParquetError> {
        match self {
            Self::Text(values) => put::<ByteArrayType>(group, &std::mem::take(values), None),
            Self::MaybeText(values) => {
                let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
                let present: Vec<ByteArray> = values.drain(..).flatten().collect();
                put::<ByteArrayType>(group, &present, Some(&levels))
            }
            Self::Int(values) => put::<Int32Type>(group, &std::mem::take(values), None),
            Self::Long(values) => put::<Int64Type>(group, &std::mem::take(values), None),
        }
    }

    /// Adds a text.
    pub fn push_text(&mut self, text: &ByteArray) {
        match self {
            Self::Text(values) => values.push(text.clone()),
            Self::MaybeText(values) => values.push(Some(text.clone())),
            Self::Int(_) | Self::Long(_) => unreachable!("the column holds numbers"),
        }
    }

    /// Adds a number.
    pub fn push(&mut self, number: i64) {
        match self {
            Self::Int(values) => values.push(number as i32),
            Self::Long(values) => values.push(number),
            Self::Text(_) | Self::MaybeText(_) => unreachable!("the column holds texts"),
        }
    }

    /// Adds nothing, in a column that allows it.
    pub fn push_null(&mut self) {
        match self {
            Self::MaybeText(values) => values.push(None),
            _ => unreachable!("the column has no nulls"),
        }
    }
}

fn put<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, File>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else {
        return Err(ParquetError::General("the schema has fewer columns than the rows".to_owned()));
    };
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()
}

pub(super) fn failed(path: &Path, reason: &dyn std::fmt::Display) -> WriteError {
    WriteError { path: path.to_owned(), reason: reason.to_string() }
}
