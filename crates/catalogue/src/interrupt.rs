//! What Ctrl-C leaves behind: nothing half-made. Layer: the lowest; the only state that outlives a call.
//!
//! A process that is killed by a signal runs no destructors, so whoever writes says before what would be left: temporary
//! files, and a folder made for this build. The command's signal handler calls [`clean_up`] and ends the process. A gate
//! keeps both apart: nothing is made or renamed while the handler cleans, and it waits for the renames of a commit, which
//! take milliseconds and make a whole snapshot.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard};

/// Held for reading by who makes or renames files, for writing by the handler.
static GATE: RwLock<()> = RwLock::new(());

/// What an interruption would leave behind.
static REMAINS: Mutex<Vec<Remains>> = Mutex::new(Vec::new());

/// What an interruption would leave behind.
#[derive(Debug, Clone)]
struct Remains {
    path: PathBuf,
    clean: fn(&Path),
}

fn remains() -> MutexGuard<'static, Vec<Remains>> {
    REMAINS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From here until it is dropped the process is not ended by [`clean_up`]. Never hold two in one thread: a handler that
/// waits between them would wait for ever.
pub fn writing() -> RwLockReadGuard<'static, ()> {
    GATE.read().unwrap_or_else(PoisonError::into_inner)
}

/// From now on `clean(path)` belongs to what an interruption does; in place of what was said of the path before.
pub fn leaves(path: &Path, clean: fn(&Path)) {
    let mut remains = remains();
    remains.retain(|one| one.path != path);
    remains.push(Remains { path: path.to_owned(), clean });
}

/// The path is whole, or gone: an interruption leaves it alone.
pub fn settled(path: &Path) {
    remains().retain(|one| one.path != path);
}

/// Removes a temporary folder.
pub fn remove_folder(path: &Path) {
    let _ = fs::remove_dir_all(path);
}

/// Removes a temporary file.
pub fn remove_file(path: &Path) {
    let _ = fs::remove_file(path);
}

/// Removes everything half-made. After it nothing is written any more: end the process.
pub fn clean_up() {
    let gate = GATE.write().unwrap_or_else(PoisonError::into_inner);
    for Remains { path, clean } in remains().drain(..).rev() {
        clean(&path);
    }
    std::mem::forget(gate);
}
