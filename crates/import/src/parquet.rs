//! Parquet: the needed columns only, a row group at a time.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use parquet::basic::{ConvertedType, LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{AsBytes, ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::ColumnDescriptor;

use super::cell::{Cell, Row};
use super::error::ImportError;

/// Rows decoded at once: small enough to stay in the cache with a dozen columns.
const BATCH_ROWS: usize = 8192;

const DAY_MS: i64 = 86_400_000;

/// A Parquet file whose schema is known.
pub struct ParquetTable {
    /// The file as it was named.
    pub file: String,
    /// Column names; columns inside others with dots.
    pub header: Vec<String>,
    /// Rows of each row group.
    pub groups: Vec<u64>,
    path: PathBuf,
    meanings: Vec<Result<Meaning, String>>,
}

/// What the stored numbers of a column stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Themselves.
    Plain,
    Unsigned,
    Decimal {
        scale: u32,
    },
    /// Days since 1970-01-01.
    Date,
    /// Counts since 1970-01-01T00:00, so many per millisecond.
    Time {
        per_ms: i64,
        utc: bool,
    },
}

impl ParquetTable {
    /// Reads the schema.
    pub fn open(path: &Path) -> Result<ParquetTable, ImportError> {
        let file = path.display().to_string();
        let reader = reader(path, &file)?;
        let metadata = reader.metadata();
        let columns = metadata.file_metadata().schema_descr().columns();
        let header = columns.iter().map(|column| column.path().string()).collect();
        let meanings = columns.iter().map(|column| meaning(column)).collect();
        let groups =
            metadata.row_groups().iter().map(|group| u64::try_from(group.num_rows()).unwrap_or(0)).collect();
        Ok(ParquetTable { file, header, groups, path: path.to_owned(), meanings })
    }

    /// Calls `each` with every row of a row group and its number in the file, from 1. Each call opens the file anew,
    /// because handles of one file share their place in it and row groups are read in parallel.
    pub fn for_each_row(
        &self,
        group: usize,
        columns: &[usize],
        mut each: impl FnMut(&BatchRow<'_>, u64),
    ) -> Result<(), ImportError> {
        let reader = reader(&self.path, &self.file)?;
        let damaged = |error: ParquetError| self.damaged(&error);
        let rows = guarded(|| reader.get_row_group(group)).map_err(damaged)?;
        let mut open = Vec::with_capacity(columns.len());
        for &column in columns {
            let meaning =
                self.meanings[column].clone().map_err(|reason| self.unsupported(column, &reason))?;
            let max_level = rows.metadata().column(column).column_descr().max_def_level();
            let typed = guarded(|| rows.get_column_reader(column)).map_err(damaged)?;
            open.push((column, meaning, max_level, typed));
        }
        let mut number = self.groups[..group].iter().fold(0u64, |rows, more| rows.saturating_add(*more));
        let mut left = usize::try_from(self.groups[group]).unwrap_or(0);
        while left > 0 {
            let count = left.min(BATCH_ROWS);
            let mut batch =
                Batch { slots: vec![None; self.header.len()], columns: Vec::with_capacity(open.len()) };
            for (column, meaning, max_level, reader) in &mut open {
                batch.slots[*column] = Some(batch.columns.len());
                let values =
                    guarded(|| Values::read(reader, *meaning, *max_level, count)).map_err(damaged)?;
                batch.columns.push(values);
            }
            for at in 0..count {
                number += 1;
                each(&BatchRow { batch: &batch, at }, number);
            }
            left -= count;
        }
        Ok(())
    }

    fn damaged(&self, error: &ParquetError) -> ImportError {
        let reason =
            format!("the Parquet file cannot be read: {error}. Write it again, with snappy, zstd or gzip");
        ImportError::Parquet { file: self.file.clone(), reason }
    }

    fn unsupported(&self, column: usize, kind: &str) -> ImportError {
        let name = &self.header[column];
        let reason = format!(
            "the column {name} is {kind}, which is not read. Write it as text, number, date or timestamp"
        );
        ImportError::Parquet { file: self.file.clone(), reason }
    }
}

fn reader(path: &Path, name: &str) -> Result<SerializedFileReader<File>, ImportError> {
    let file = File::open(path).map_err(|reason| ImportError::Io { file: name.to_owned(), reason })?;
    guarded(|| SerializedFileReader::new(file)).map_err(|error| ImportError::Parquet {
        file: name.to_owned(),
        reason: format!("this is no whole Parquet file: {error}. Copy or write it again"),
    })
}

/// Calls the library. It panics on some files whose metadata contradict themselves (a column of negative length, for
/// one); to the caller that is a damaged file like any other.
fn guarded<T>(call: impl FnOnce() -> Result<T, ParquetError>) -> Result<T, ParquetError> {
    let contradiction = || ParquetError::General("its metadata contradict themselves".to_owned());
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| Err(contradiction()))
}

fn meaning(column: &ColumnDescriptor) -> Result<Meaning, String> {
    if column.max_rep_level() > 0 {
        return Err("a list".to_owned());
    }
    let scale = u32::try_from(column.type_scale().max(0)).unwrap_or(0);
    match column.logical_type_ref() {
        Some(LogicalType::Decimal(decimal)) => {
            return Ok(Meaning::Decimal { scale: u32::try_from(decimal.scale.max(0)).unwrap_or(0) });
        }
        Some(LogicalType::Date) => return Ok(Meaning::Date),
        Some(LogicalType::Timestamp(time)) => {
            let per_ms = match time.unit {
                TimeUnit::MILLIS => 1,
                TimeUnit::MICROS => 1_000,
                TimeUnit::NANOS => 1_000_000,
            };
            return Ok(Meaning::Time { per_ms, utc: time.is_adjusted_to_u_t_c });
        }
        Some(LogicalType::Integer(integer)) if !integer.is_signed => return Ok(Meaning::Unsigned),
        Some(LogicalType::Time(_)) => return Err("a time of day".to_owned()),
        Some(LogicalType::Float16) => return Err("a half-precision number".to_owned()),
        _ => {}
    }
    match column.converted_type() {
        ConvertedType::DECIMAL => Ok(Meaning::Decimal { scale }),
        ConvertedType::DATE => Ok(Meaning::Date),
        ConvertedType::TIMESTAMP_MILLIS => Ok(Meaning::Time { per_ms: 1, utc: true }),
        ConvertedType::TIMESTAMP_MICROS => Ok(Meaning::Time { per_ms: 1_000, utc: true }),
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
            Ok(Meaning::Unsigned)
        }
        // Spark writes its timestamps without a zone, as UTC, in this type that is nothing else.
        _ if column.physical_type() == Type::INT96 => Ok(Meaning::Time { per_ms: 1, utc: true }),
        _ => Ok(Meaning::Plain),
    }
}

/// Some rows of some columns.
struct Batch {
    /// By column of the file: its place in `columns`.
    slots: Vec<Option<usize>>,
    columns: Vec<Values>,
}

/// One row of a batch.
pub struct BatchRow<'a> {
    batch: &'a Batch,
    at: usize,
}

impl Row for BatchRow<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        match self.batch.slots.get(column).copied().flatten() {
            Some(slot) => self.batch.columns[slot].cell(self.at),
            None => Cell::Empty,
        }
    }
}

/// Decoded values of one column.
struct Values {
    meaning: Meaning,
    stored: Stored,
    /// By row: the place of its value, `None` for null. Empty where no row is null.
    places: Vec<Option<u32>>,
}

enum Stored {
    Bool(Vec<bool>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Int96(Vec<Int96>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

impl Values {
    fn read(
        reader: &mut ColumnReader,
        meaning: Meaning,
        max_level: i16,
        rows: usize,
    ) -> Result<Values, ParquetError> {
        let mut levels = Vec::new();
        let levels_read = &mut levels;
        let stored = match reader {
            ColumnReader::BoolColumnReader(typed) => Stored::Bool(values(typed, levels_read, rows)?),
            ColumnReader::Int32ColumnReader(typed) => Stored::Int32(values(typed, levels_read, rows)?),
            ColumnReader::Int64ColumnReader(typed) => Stored::Int64(values(typed, levels_read, rows)?),
            ColumnReader::Int96ColumnReader(typed) => Stored::Int96(values(typed, levels_read, rows)?),
            ColumnReader::FloatColumnReader(typed) => Stored::Float(values(typed, levels_read, rows)?),
            ColumnReader::DoubleColumnReader(typed) => Stored::Double(values(typed, levels_read, rows)?),
            ColumnReader::ByteArrayColumnReader(typed) => Stored::Bytes(values(typed, levels_read, rows)?),
            ColumnReader::FixedLenByteArrayColumnReader(typed) => {
                Stored::Fixed(values(typed, levels_read, rows)?)
            }
        };
        let mut next = 0;
        let places = levels.iter().map(|level| {
            (*level == max_level).then(|| {
                next += 1;
                next - 1
            })
        });
        Ok(Values { meaning, places: places.collect(), stored })
    }

    fn cell(&self, row: usize) -> Cell<'_> {
        let place = match self.places.get(row) {
            Some(None) => None,
            Some(Some(place)) => Some(*place as usize),
            None => Some(row),
        };
        place.and_then(|place| self.value(place)).unwrap_or(Cell::Empty)
    }

    fn value(&self, at: usize) -> Option<Cell<'_>> {
        Some(match &self.stored {
            Stored::Bool(values) => Cell::Text(if *values.get(at)? { b"true" } else { b"false" }),
            Stored::Int32(values) if self.meaning == Meaning::Unsigned => {
                Cell::Whole(i64::from(*values.get(at)? as u32))
            }
            Stored::Int32(values) => self.integer(i64::from(*values.get(at)?)),
            Stored::Int64(values) => self.integer(*values.get(at)?),
            Stored::Int96(values) => Cell::Instant(values.get(at)?.to_millis()),
            Stored::Float(values) => real(*values.get(at)?, f64::from(*values.get(at)?)),
            Stored::Double(values) => real(*values.get(at)?, *values.get(at)?),
            Stored::Bytes(values) => self.bytes(values.get(at)?.data()),
            Stored::Fixed(values) => self.bytes(values.get(at)?.as_bytes()),
        })
    }

    fn integer(&self, value: i64) -> Cell<'_> {
        match self.meaning {
            Meaning::Plain => Cell::Whole(value),
            Meaning::Unsigned => Cell::Decimal { unscaled: i128::from(value as u64), scale: 0 },
            Meaning::Decimal { scale } => Cell::Decimal { unscaled: i128::from(value), scale },
            Meaning::Date => Cell::Local(value.saturating_mul(DAY_MS)),
            Meaning::Time { per_ms, utc: true } => Cell::Instant(value.div_euclid(per_ms)),
            Meaning::Time { per_ms, utc: false } => Cell::Local(value.div_euclid(per_ms)),
        }
    }

    fn bytes<'a>(&self, bytes: &'a [u8]) -> Cell<'a> {
        match self.meaning {
            Meaning::Decimal { scale } if bytes.len() <= 16 => {
                let sign = if bytes.first().is_some_and(|first| *first >= 0x80) { -1i128 } else { 0 };
                let unscaled = bytes.iter().fold(sign, |value, byte| (value << 8) | i128::from(*byte));
                Cell::Decimal { unscaled, scale }
            }
            _ => Cell::Text(bytes),
        }
    }
}

/// A binary fraction with the decimals it is written with: the shortest text that gives the same number of its type.
fn real<T: std::fmt::Display>(written: T, value: f64) -> Cell<'static> {
    if value.is_nan() {
        return Cell::Empty;
    }
    // A 32-bit 2.55 is 2.5499999523162842 as 64 bits; its own text is 2.55.
    Cell::Real(written.to_string().parse().unwrap_or(value))
}

fn values<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    levels: &mut Vec<i16>,
    rows: usize,
) -> Result<Vec<T::T>, ParquetError> {
    let mut values = Vec::with_capacity(rows);
    let mut read = 0;
    while read < rows {
        let (records, _, _) = reader.read_records(rows - read, Some(levels), None, &mut values)?;
        if records == 0 {
            return Err(ParquetError::General("a column has fewer rows than its row group".to_owned()));
        }
        read += records;
    }
    Ok(values)
}
