//! Keeps what is private out of public folders.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use super::snapshot::{BASE, MANIFEST, VERSION_FOLDER};
use super::{Own, PRIVATE_PAGE, TargetError, tables, work};

/// Whether a private folder may lie around a public one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Around {
    /// It may: what is private lies beside the public folder in it.
    Allowed,
    /// It may not, because a web root lies around its snapshot, too.
    Refused,
}

/// Refuses a private file or folder that lies in a public folder, or is one, by whatever way its path takes. Public are
/// `public`, which need not exist yet, and every folder that holds a snapshot.
///
/// # Errors
/// [`TargetError::Public`], [`TargetError::Around`]; [`TargetError::Io`] where a path cannot be followed.
pub fn check_private(
    path: &Path,
    public: Option<&Path>,
    around: Around,
    option: &'static str,
) -> Result<(), TargetError> {
    let resolved = follow(path)?;
    let named = public.map(follow).transpose()?;
    let is_public = |folder: &Path| named.as_deref() == Some(folder) || is_published(folder);
    if let Some(public) = resolved.ancestors().find(|folder| is_public(folder)) {
        return Err(TargetError::Public { path: path.to_owned(), public: public.to_owned(), option });
    }
    if around == Around::Allowed {
        return Ok(());
    }
    let inside = named.as_ref().filter(|public| public.starts_with(&resolved)).cloned();
    if let Some(public) = inside.or_else(|| published_in(&resolved)) {
        return Err(TargetError::Around { path: path.to_owned(), public, option });
    }
    Ok(())
}

/// Whether a folder holds a snapshot.
fn is_published(folder: &Path) -> bool {
    folder.join(VERSION_FOLDER).join(BASE).is_file() || Own::Manifest.is_at(&folder.join(MANIFEST))
}

/// The first folder right below `folder` that holds a snapshot.
fn published_in(folder: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut published: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| is_published(path)).collect();
    published.sort();
    published.into_iter().next()
}

/// What private table of cobuy's a file is, in words; nothing for all other files. Endings decide what is looked into, so
/// that a whole web site can be gone through.
pub fn private_table(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_string_lossy();
    let name = name.strip_suffix(".part").unwrap_or(&name);
    let (_, ending) = name.rsplit_once('.')?;
    let is = |own: Own| own.is_at(path);
    match ending {
        "csv" if work::TABLES.iter().any(|(_, own)| matches!(own, Own::Csv(_)) && is(*own)) => {
            Some("a table of exact counts")
        }
        "json" if is(Own::WorkInfo) || is(Own::Catalogue) => Some("a file of a work folder"),
        "parquet" if tables::TABLES.iter().any(|(_, own)| is(*own)) => Some("a table of exact counts"),
        "parquet" if is(tables::LINES) => Some("a table of orders"),
        "jsonl" if is(Own::Answers) => Some("a file of shoppers' baskets"),
        "html" if is(Own::Page) && fs::read_to_string(path).is_ok_and(|page| page.contains(PRIVATE_PAGE)) => {
            Some("a page with exact counts")
        }
        _ => None,
    }
}

fn follow(path: &Path) -> Result<PathBuf, TargetError> {
    resolve(path).map_err(|reason| TargetError::Io { path: path.to_owned(), reason })
}

/// The absolute path with links followed as far as it exists; what does not exist yet has no links.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut resolved = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
        match fs::canonicalize(&resolved) {
            Ok(found) => resolved = found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_private_is_refused_in_public_whatever_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("out/v1")).unwrap();
        let check = |work: &str, public: &str, allowed: bool| {
            let checked = check_private(&at(work), Some(&at(public)), Around::Refused, "--work");
            assert_eq!(checked.is_ok(), allowed, "{work} in {public}");
        };
        check("work", "out", true);
        check("out-work", "out", true);
        check(".", "out", false);
        check("out", "out", false);
        check("out/work", "out", false);
        check("out/new/work", "out", false);
        check("other/../out/work", "out", false);
        check("out/../work", "out", true);
        check("new/work", "new", false);
        assert!(check_private(&at("."), Some(&at("out")), Around::Allowed, "--keep").is_ok());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("out/v1"), at("link")).unwrap();
            check("link/work", "out", false);
            check("link/../work", "out", false);
        }
    }

    /// A snapshot makes its folder public, whether this command writes it or not.
    #[test]
    fn every_folder_with_a_snapshot_is_public() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        let check = |work: &str, allowed: bool| {
            let checked = check_private(&at(work), None, Around::Refused, "--out");
            assert_eq!(checked.is_ok(), allowed, "{work}: {checked:?}");
        };
        fs::create_dir_all(at("site/recs/v1/s")).unwrap();
        fs::create_dir_all(at("app")).unwrap();
        fs::write(at("app/manifest.json"), r#"{"name": "an app", "icons": []}"#).unwrap();
        check("site/recs/tables", true);
        check("app", true);
        fs::write(at("site/recs/v1/base.bin"), "of a snapshot").unwrap();
        check("site/recs", false);
        check("site/recs/v1/tables", false);
        check("site", false);
        check("site/tables", true);
        check("app/tables", true);
        let manifest =
            format!(r#"{{"cobuy": "1.0", "format": 1, "k": 2, "generation": "{}"}}"#, "0".repeat(32));
        fs::write(at("app/manifest.json"), manifest).unwrap();
        check("app/tables", false);
        let error = check_private(&at("app/tables"), None, Around::Allowed, "--out").unwrap_err().to_string();
        assert!(error.contains("would be published") && error.ends_with("with --out"), "{error}");
    }
}
