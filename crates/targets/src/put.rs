//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;

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

/// Writes `.<name>.part` beside `path`, flushes it to the disk and renames it.
///
/// # Errors
/// What the system says; then what was there before still is.
pub fn write_whole(path: &Path, act: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let part = path.with_file_name(format!(".{name}.part"));
    let made = || {
        let _writing = interrupt::writing();
        interrupt::leaves(&part, interrupt::remove_file);
        fresh(&part)
    };
    let written = made().and_then(|file| {
        let mut file = BufWriter::new(file);
        act(&mut file)?;
        file.flush()?;
        file.get_ref().sync_all()?;
        let _writing = interrupt::writing();
        fs::rename(&part, path)
    });
    if written.is_err() {
        interrupt::remove_file(&part);
    }
    interrupt::settled(&part);
    written
}
