//! What a file is, by its first bytes, and its text without compression and byte order mark.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use cobuy_catalogue::progress::Progress;
use flate2::read::MultiGzDecoder;

use super::error::ImportError;

/// Bytes looked at to tell what a file is.
const HEAD_BYTES: u64 = 8 * 1024;

const AS_CSV: &str = "Save it as CSV (UTF-8) and give that file";

/// First bytes of files that are often given by mistake.
const FOREIGN: [(&[u8], &str, &str); 9] = [
    (
        b"PK\x03\x04",
        "a spreadsheet (xlsx) or zip archive",
        "Save the sheet as CSV (UTF-8), or unpack the archive",
    ),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet (xls)", AS_CSV),
    (b"\xff\xfe", "text in UTF-16", "Save it as CSV in UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "Save it as CSV in UTF-8"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "Unpack it with `zstd -d`"),
    (b"BZh", "a bzip2 archive", "Unpack it with `bunzip2`"),
    (b"\xfd7zXZ", "an xz archive", "Unpack it with `xz -d`"),
    (b"%PDF", "a PDF", "Export the orders as CSV"),
    (b"<", "HTML or XML", "Export the orders as CSV; a download that failed often leaves a web page"),
];

/// A file whose kind is known.
pub(super) enum Source<'p> {
    /// CSV or TSV, unpacked, without byte order mark.
    Text { reader: Box<dyn Read + Send + 'p>, gzip: bool },
    /// Parquet, which is opened by its path: row groups are read in parallel.
    Parquet,
}

/// Opens `path`; every byte read is told to `progress`.
pub(super) fn open<'p>(path: &Path, progress: &'p dyn Progress) -> Result<Source<'p>, ImportError> {
    let name = path.display().to_string();
    let io = |reason| ImportError::Io { file: name.clone(), reason };
    let file = File::open(path).map_err(io)?;
    if file.metadata().map_err(io)?.is_dir() {
        return Err(io(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
    }
    let mut raw = Counted { file, progress };
    let head = read_head(&mut raw).map_err(io)?;
    if head.starts_with(b"PAR1") {
        return Ok(Source::Parquet);
    }
    if !head.starts_with(&[0x1f, 0x8b]) {
        return Ok(Source::Text { reader: text(&name, head, raw)?, gzip: false });
    }
    let mut unpacked = MultiGzDecoder::new(io::Cursor::new(head).chain(raw));
    let head = read_head(&mut unpacked).map_err(io)?;
    if head.starts_with(b"PAR1") {
        let remedy = "Unpack it with `gunzip`: Parquet is compressed inside";
        return Err(ImportError::UnknownKind { file: name, kind: "Parquet inside gzip", remedy });
    }
    Ok(Source::Text { reader: text(&name, head, unpacked)?, gzip: true })
}

fn text<'p>(
    name: &str,
    head: Vec<u8>,
    rest: impl Read + Send + 'p,
) -> Result<Box<dyn Read + Send + 'p>, ImportError> {
    let without_mark = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).to_vec();
    let visible = without_mark.trim_ascii_start();
    let file = || name.to_owned();
    if visible.is_empty() && (head.len() as u64) < HEAD_BYTES {
        return Err(ImportError::Empty { file: file() });
    }
    if let Some((_, kind, remedy)) = FOREIGN.iter().find(|(magic, ..)| visible.starts_with(magic)) {
        return Err(ImportError::UnknownKind { file: file(), kind, remedy });
    }
    if visible.starts_with(b"{") || visible.starts_with(b"[") {
        return Err(ImportError::UnknownKind {
            file: file(),
            kind: "JSON",
            remedy: "Export the orders as CSV",
        });
    }
    if head.contains(&0) {
        return Err(ImportError::UnknownKind { file: file(), kind: "a binary file", remedy: AS_CSV });
    }
    Ok(Box::new(io::Cursor::new(without_mark).chain(rest)))
}

fn read_head(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    reader.take(HEAD_BYTES).read_to_end(&mut head)?;
    Ok(head)
}

/// Tells how much of the file has been read.
struct Counted<'p> {
    file: File,
    progress: &'p dyn Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.progress.advance(read as u64);
        Ok(read)
    }
}
