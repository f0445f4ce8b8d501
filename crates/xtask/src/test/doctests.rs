//! Examples in the documentation that are compiled and run, where there are any. Looking for them costs nothing; asking cargo
//! compiles every crate once more, for none.

use anyhow::{Result, ensure};

use crate::counts::Counts;
use crate::repo::Repo;
use crate::shell;

/// Fences of what is no Rust, or not to be run.
const OTHERS: [&str; 9] = ["text", "toml", "json", "js", "html", "css", "sh", "csv", "ignore"];

/// Runs the examples of the documentation; none where no source has one.
pub fn run(repo: &Repo) -> Result<Counts> {
    if !any(repo)? {
        println!("no source has an example to run");
        return Ok(Counts::default());
    }
    let mut cargo = repo.cargo();
    let (lines, success) = shell::tee(cargo.args(["test", "--doc", "--workspace", "--exclude=cobuy"]))?;
    let counts = Counts::of(&lines);
    ensure!(success || counts.failed > 0, "the run failed before its end");
    ensure!(counts.passed + counts.failed + counts.skipped > 0, "no example ran, although a source has one");
    Ok(counts)
}

fn any(repo: &Repo) -> Result<bool> {
    let folder = repo.path("crates");
    for file in shell::files_under(&folder)? {
        if file.extension().is_some_and(|end| end == "rs") && has_example(&shell::read(&folder.join(file))?) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a source's documentation has a fence that opens Rust.
fn has_example(source: &str) -> bool {
    let mut open = false;
    for line in source.lines().map(str::trim_start) {
        let Some(text) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) else { continue };
        let Some(language) = text.trim_start().strip_prefix("```") else { continue };
        if !open && !OTHERS.contains(&language.trim()) {
            return true;
        }
        open = !open;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_that_open_rust() {
        let check = |source: &str, expected: bool| assert_eq!(has_example(source), expected, "{source}");
        check("/// ```\n/// assert!(true);\n/// ```\nfn f() {}", true);
        check("    /// ```no_run\n    /// f();\n    /// ```", true);
        check("//! ```rust\n//! f();\n//! ```", true);
        // What closes one that is no Rust opens none.
        check("//! ```toml\n//! a = 1\n//! ```\n//! Words.", false);
        check("/// ```text\n/// ```\n/// ```\n/// f();\n/// ```", true);
        check("fn f() { let text = \"```\"; }\n// ```", false);
    }
}
