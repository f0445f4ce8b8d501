//! Why an import failed: facts in the fields, the remedy in the text.

use cobuy_catalogue::report::{BadLine, FilteredBy, Unreadable};

/// Why an import failed. Nothing has been written when it is returned.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// No order file was given.
    #[error("no order file was given: name one or more after --orders")]
    NoFiles,
    /// A file is missing, unreadable or cut off.
    #[error("{file}: cannot be read: {reason}. Check the path and copy the file again if it is cut off")]
    Io {
        /// The file as it was named.
        file: String,
        /// What the system says.
        reason: std::io::Error,
    },
    /// The file has no bytes, or nothing but a byte order mark and blanks.
    #[error("{file}: the file is empty. Export it again, with a header line and the order lines")]
    Empty {
        /// The file as it was named.
        file: String,
    },
    /// There is a header line and nothing under it.
    #[error("{file}: there is a header line and no line below it. Export it again, or leave the file out")]
    NoLines {
        /// The file as it was named.
        file: String,
    },
    /// The file is of a kind that is not read.
    #[error("{file}: this looks like {kind}, which is not read. {remedy}")]
    UnknownKind {
        /// The file as it was named.
        file: String,
        /// What its first bytes look like.
        kind: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// A record is longer than [`MAX_RECORD_BYTES`](super::MAX_RECORD_BYTES).
    #[error(
        "{file}:{line}: the record that begins here is longer than {limit} bytes{quote}. \
         Export the file again with a line per order line"
    )]
    RecordTooLong {
        /// The file as it was named.
        file: String,
        /// Line where the record begins, from 1.
        line: u64,
        /// The limit in bytes.
        limit: usize,
        /// Says so if an open quote is why.
        quote: &'static str,
    },
    /// A quote opens a field and the file ends before it closes.
    #[error(
        "{file}:{line}: a quote opened in the record that begins here is never closed. Close it, or double quotes inside a quoted field"
    )]
    UnclosedQuote {
        /// The file as it was named.
        file: String,
        /// Line where the record begins, from 1.
        line: u64,
    },
    /// A needed column was not found.
    #[error(
        "{file}: no column for {wanted}. Columns found: {}. Say which it is in cobuy.toml: {remedy}",
        found.join(", ")
    )]
    MissingColumn {
        /// The file as it was named.
        file: String,
        /// The column that is needed.
        wanted: &'static str,
        /// The columns of the header line.
        found: Vec<String>,
        /// The section and line to add.
        remedy: String,
    },
    /// A column that `cobuy.toml` names is not in the file.
    #[error("{file}: cobuy.toml names the column {wanted:?}, which the file does not have. Columns found: {}", found.join(", "))]
    UnknownColumn {
        /// The file as it was named.
        file: String,
        /// The name in `cobuy.toml`.
        wanted: String,
        /// The columns of the header line.
        found: Vec<String>,
    },
    /// The Parquet file is damaged or uses what is not read.
    #[error("{file}: {reason}")]
    Parquet {
        /// The file as it was named.
        file: String,
        /// What is wrong, with the column where there is one.
        reason: String,
    },
    /// More lines than allowed could not be read.
    #[error(
        "{unreadable} of {lines} lines cannot be read, more than the allowed share of {allowed} \
         (max_unreadable in cobuy.toml):{}",
        listed(first)
    )]
    TooManyUnreadable {
        /// Lines that could not be read.
        unreadable: u64,
        /// All lines.
        lines: u64,
        /// The share that is allowed.
        allowed: f64,
        /// The first of them.
        first: Vec<BadLine>,
    },
    /// Every line was taken by a filter, unreadable or without a product.
    #[error("no orders are left of {lines} lines:{}. Check the filters in [orders] of cobuy.toml", shares(filtered, *unreadable, *unjoined))]
    NoOrders {
        /// All lines.
        lines: u64,
        /// Lines each filter took.
        filtered: Vec<FilteredBy>,
        /// Lines that could not be read.
        unreadable: u64,
        /// Lines whose product is not in the products file.
        unjoined: u64,
    },
    /// A session log without a single event that counts.
    #[error(
        "no session is left of {lines} lines. Check which column holds what: --columns SESSION,PRODUCT,TIME"
    )]
    NoSessions {
        /// All lines.
        lines: u64,
    },
    /// Not one review is of a product of the shop.
    #[error(
        "{file}: none of {lines} reviews is of a product of the catalogue{}. Check which column names the product: \
         [reviews] columns = {{ product = \"...\" }} in cobuy.toml",
        seen(first)
    )]
    NoReviews {
        /// The first of the files as it was named.
        file: String,
        /// Lines of all files.
        lines: u64,
        /// What the reviews call their products, the first few.
        first: Vec<String>,
    },
    /// Not one picture is of a product of the shop.
    #[error(
        "{folder}: none of {files} PNG, JPEG, WebP and GIF files is named by a product{}. Name them by the product's key, \
         or by the last part of its picture's address",
        seen(first)
    )]
    NoPictures {
        /// The folder as it was named.
        folder: String,
        /// Pictures in it.
        files: u64,
        /// Names of the first few.
        first: Vec<String>,
    },
    /// All order lines are of one product: nothing can go with anything.
    #[error(
        "all orders are of one product, {key:?}: at least two are needed. Check which column is product_id"
    )]
    OneProduct {
        /// Its key.
        key: String,
    },
    /// Prices are in several currencies and nobody says which one the snapshot has.
    #[error(
        "prices are in several currencies ({}). A snapshot has one: say which in cobuy.toml: [catalog] currency = {:?}",
        currencies.join(", "), currencies.first().map_or("EUR", |most| most.get(..3).unwrap_or("EUR"))
    )]
    SeveralCurrencies {
        /// Code and number of lines, most first.
        currencies: Vec<String>,
    },
    /// The products file has no product.
    #[error("{file}: no product could be read from {lines} lines")]
    NoProducts {
        /// The file as it was named.
        file: String,
        /// Its lines.
        lines: u64,
    },
    /// More distinct values than the tables can number.
    #[error("more than 4,294,967,294 different {what}: split the input")]
    TooLarge {
        /// What there is too much of.
        what: &'static str,
    },
}

fn seen(first: &[String]) -> String {
    if first.is_empty() { String::new() } else { format!(" (there are {} …)", first.join(", ")) }
}

fn listed(first: &[BadLine]) -> String {
    first.iter().map(|bad| format!("\n  {bad}")).collect()
}

fn shares(filtered: &[FilteredBy], unreadable: u64, unjoined: u64) -> String {
    let mut parts: Vec<String> = filtered
        .iter()
        .filter(|by| by.lines > 0)
        .map(|by| format!(" {} filtered ({})", by.lines, by.rule))
        .collect();
    if unreadable > 0 {
        parts.push(format!(" {unreadable} unreadable"));
    }
    if unjoined > 0 {
        parts.push(format!(" {unjoined} of products that the products file does not have"));
    }
    parts.join(",")
}

/// That no larger share of the lines was unreadable than `cobuy.toml` allows.
///
/// # Errors
/// [`ImportError::TooManyUnreadable`].
pub(super) fn check_unreadable(unreadable: &Unreadable, lines: u64, allowed: f64) -> Result<(), ImportError> {
    if unreadable.lines as f64 <= allowed * lines as f64 {
        return Ok(());
    }
    let first = unreadable.first.clone();
    Err(ImportError::TooManyUnreadable { unreadable: unreadable.lines, lines, allowed, first })
}
