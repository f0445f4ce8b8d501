//! Keeps the private folder out of the public one.

use std::path::{Component, Path, PathBuf};
use std::{fs, io};

use super::WorkError;

/// Refuses a work folder that lies in the public folder, or is it, by whatever way its path takes.
///
/// # Errors
/// [`WorkError::Public`]; [`WorkError::Io`] where a path cannot be followed.
pub fn check_private(work: &Path, public: &Path) -> Result<(), WorkError> {
    let follow = |path: &Path| {
        resolve(path).map_err(|reason| WorkError::Io { path: path.to_owned(), action: "found", reason })
    };
    if follow(work)?.starts_with(follow(public)?) {
        return Err(WorkError::Public { work: work.to_owned(), public: public.to_owned() });
    }
    Ok(())
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
    fn work_in_public_is_refused_whatever_its_path() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("out/v1")).unwrap();
        let check = |work: &str, public: &str, allowed: bool| {
            assert_eq!(check_private(&at(work), &at(public)).is_ok(), allowed, "{work} in {public}");
        };
        check("work", "out", true);
        check("out-work", "out", true);
        check(".", "out", true);
        check("out", "out", false);
        check("out/work", "out", false);
        check("out/new/work", "out", false);
        check("other/../out/work", "out", false);
        check("out/../work", "out", true);
        check("new/work", "new", false);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(at("out/v1"), at("link")).unwrap();
            check("link/work", "out", false);
            check("link/../work", "out", false);
        }
    }
}
