//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

use cobuy_catalogue::interrupt;

/// A new, empty file. What was there under this name is removed and not emptied, so that a link leads nowhere.
///
/// # Errors
/// What the system says.
pub fn fresh(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    File::create_new(path)
}

/// The ending of temporary names.
pub const PART: &str = ".part";

/// Where a file is written before it is renamed: `.<name>.part` beside it, because renaming is atomic only within a file
/// system.
pub fn part(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{name}{PART}"))
}

/// Makes a temporary file, new and empty, which an interruption removes until it is [settled](interrupt::settled).
///
/// # Errors
/// What the system says.
pub fn begin(part: &Path) -> io::Result<File> {
    let _writing = interrupt::writing();
    interrupt::leaves(part, interrupt::remove_file);
    fresh(part)
}

/// Writes a temporary file and flushes it to the disk. Renaming or removing it is the caller's.
///
/// # Errors
/// What the system says.
pub fn write_part(part: &Path, act: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let mut file = BufWriter::new(begin(part)?);
    act(&mut file)?;
    file.into_inner()?.sync_all()
}

/// Writes a file under its temporary name and renames it.
///
/// # Errors
/// What the system says; then what was there before still is.
pub fn write_whole(path: &Path, act: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let part = part(path);
    let written = write_part(&part, act).and_then(|()| {
        let _writing = interrupt::writing();
        fs::rename(&part, path)
    });
    if written.is_err() {
        interrupt::remove_file(&part);
    }
    interrupt::settled(&part);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_files_lie_beside_their_target() {
        assert_eq!(part(Path::new("out/v1/s/0a.bin")), Path::new("out/v1/s/.0a.bin.part"));
    }
}
