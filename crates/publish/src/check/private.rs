//! What lies in a published folder and is not for the public.

use std::fs;
use std::path::Path;

use cobuy_targets::private_table;

use super::Report;

/// The remedy for a private file in a public folder.
const MOVE_AWAY: &str = "Move it out of the folder: everybody can read it there";

/// Finds tables of exact counts and of orders below a published folder; links are not followed.
pub(super) fn find(report: &mut Report, root: &Path) {
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let Ok(kind) = entry.file_type() else { continue };
            let path = entry.path();
            if kind.is_dir() {
                folders.push(path);
            } else if let Some(what) = private_table(&path).filter(|_| kind.is_file()) {
                let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
                report.find(name, format!("is private: {what}"), MOVE_AWAY);
            }
        }
    }
}
