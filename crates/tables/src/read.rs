//! Rows of a table, one after the other, from a Parquet file or a folder of part files.

use std::path::Path;

use cobuy_import::cell::{Cell, Row, has_control};
use cobuy_import::parquet::{BatchRow, ParquetTable};
use cobuy_model::mine::EvidenceError;

/// How the tables are made again.
const AGAIN: &str = "Make the tables again with cobuy pairs, or with the SQL that cobuy pairs --sql prints";

/// A table whose files are known and have the columns.
pub(super) struct Table<const COLUMNS: usize> {
    name: String,
    files: Vec<(ParquetTable, [usize; COLUMNS])>,
}

/// One row.
pub(super) struct Line<'r, const COLUMNS: usize> {
    row: &'r BatchRow<'r>,
    columns: &'r [usize; COLUMNS],
    names: &'static [&'static str; COLUMNS],
}

impl<const COLUMNS: usize> Table<COLUMNS> {
    /// Opens the table `name` of `folder`.
    pub fn open(
        folder: &Path,
        name: &str,
        columns: &'static [&'static str; COLUMNS],
    ) -> Result<Self, EvidenceError> {
        let (file, parts) = (folder.join(format!("{name}.parquet")), folder.join(name));
        let paths = match (file.is_dir(), file.is_file(), parts.is_dir()) {
            (true, ..) => parts_of(&file)?,
            (_, true, _) => vec![file.clone()],
            (.., true) => parts_of(&parts)?,
            _ => return Err(fault(&file.display().to_string(), "there is no such file")),
        };
        let open = |path: &std::path::PathBuf| {
            let place = path.display().to_string();
            let table = ParquetTable::open(path).map_err(|error| import(&place, &error))?;
            let mut found = [0; COLUMNS];
            for (at, column) in found.iter_mut().zip(columns) {
                *at = table.header.iter().position(|name| name == column).ok_or_else(|| {
                    let known = table.header.join(", ");
                    fault(&place, &format!("there is no column {column}; columns found: {known}"))
                })?;
            }
            Ok((table, found))
        };
        Ok(Self {
            name: file.display().to_string(),
            files: paths.iter().map(open).collect::<Result<_, _>>()?,
        })
    }

    /// Calls `each` with every row until it objects; what it says is told with file and row.
    pub fn for_each(
        &self,
        names: &'static [&'static str; COLUMNS],
        mut each: impl FnMut(Line<'_, COLUMNS>) -> Result<(), String>,
    ) -> Result<(), EvidenceError> {
        for (table, columns) in &self.files {
            for group in 0..table.groups.len() {
                let mut objection = None;
                let read = table.for_each_row(group, columns, |row, number| {
                    if objection.is_none() {
                        objection = each(Line { row, columns, names }).err().map(|reason| (number, reason));
                    }
                });
                if let Some((number, reason)) = objection {
                    return Err(fault(&format!("{}, row {number}", table.file), &reason));
                }
                read.map_err(|error| import(&table.file, &error))?;
            }
        }
        Ok(())
    }

    /// A fault of the table as a whole.
    pub fn fault(&self, reason: &str) -> EvidenceError {
        fault(&self.name, reason)
    }
}

impl<'r, const COLUMNS: usize> Line<'r, COLUMNS> {
    /// The text in a column.
    pub fn text(&self, column: usize) -> Result<&'r str, String> {
        let name = self.names[column];
        match self.row.cell(self.columns[column]) {
            Cell::Text(bytes) if has_control(bytes) => {
                Err(format!("{name} has a control character in it, such as a tab or a line end"))
            }
            Cell::Text(bytes) => std::str::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8")),
            Cell::Empty => Err(format!("{name} is null")),
            _ => Err(format!("{name} is not text: cast it to string")),
        }
    }

    /// The whole number in a column, 0 to 2^32 − 1.
    pub fn number(&self, column: usize) -> Result<u32, String> {
        let name = self.names[column];
        match self.row.cell(self.columns[column]) {
            Cell::Whole(value) => {
                u32::try_from(value).map_err(|_| format!("{name} is {value}, which is out of range"))
            }
            Cell::Empty => Err(format!("{name} is null")),
            _ => Err(format!("{name} is not a whole number: cast it to bigint")),
        }
    }

    /// The time in a column, unix milliseconds.
    pub fn time(&self, column: usize) -> Result<i64, String> {
        let name = self.names[column];
        match self.row.cell(self.columns[column]) {
            Cell::Instant(time) | Cell::Local(time) => Ok(time),
            Cell::Empty => Err(format!("{name} is null")),
            _ => Err(format!("{name} is not a time: cast it to timestamp")),
        }
    }
}

/// The part files of a folder, ascending by name. Engines put marks beside them, which begin with `_` or `.`.
fn parts_of(folder: &Path) -> Result<Vec<std::path::PathBuf>, EvidenceError> {
    let place = folder.display().to_string();
    let listed = || -> std::io::Result<Vec<std::path::PathBuf>> {
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
    };
    let mut parts = listed().map_err(|reason| fault(&place, &format!("cannot be read: {reason}")))?;
    parts.retain(|path| path.extension().is_some_and(|extension| extension == "parquet"));
    parts.sort();
    if parts.is_empty() {
        return Err(fault(&place, "the folder has no file that ends with .parquet"));
    }
    Ok(parts)
}

fn fault(place: &str, reason: &str) -> EvidenceError {
    EvidenceError { place: place.to_owned(), reason: format!("{reason}. {AGAIN}") }
}

/// The importer names the file itself.
fn import(place: &str, error: &cobuy_import::ImportError) -> EvidenceError {
    let text = error.to_string();
    let reason = text.strip_prefix(place).map_or(text.as_str(), |rest| rest.trim_start_matches(": "));
    EvidenceError { place: place.to_owned(), reason: reason.to_owned() }
}
