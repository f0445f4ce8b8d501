//! No file cites a document that is not in the repository: whoever reads it there has nothing to look up, so what it needs
//! stands in its own words.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Result, bail};

use crate::repo::Repo;
use crate::shell;

/// Documents that people who work on cobuy may have beside their checkout, without the ending `.md`; so this file cites none.
const OUTSIDE: [&str; 8] =
    ["DESIGN", "DECISIONS", "STYLE", "features", "hosts", "field-2026", "quality", "speed"];
/// Those whose parts have numbers. They are cited without the ending, too: name, blank, number.
const NUMBERED: [&str; 2] = ["DECISIONS", "features"];

/// Fails where a tracked text file cites one of them.
pub fn run(repo: &Repo) -> Result<()> {
    let mut git = Command::new("git");
    // A checkout may belong to somebody else than who runs this, in a container for instance.
    git.current_dir(&repo.root).args(["-c", "safe.directory=*", "ls-files", "-z"]);
    let listed = shell::capture(&mut git)?;
    // What is no text cites nothing, and neither does what was deleted and not yet committed.
    let texts: BTreeMap<&str, String> = listed
        .split_terminator('\0')
        .filter_map(|file| Some((file, shell::read(&repo.path(file)).ok()?)))
        .collect();
    let faults: Vec<String> = texts.iter().flat_map(|(file, text)| faults(file, text)).collect();
    if faults.is_empty() {
        return Ok(());
    }
    bail!(
        "documents that are not in the repository are cited; say what the reader needs:\n{}",
        faults.join("\n")
    );
}

/// One line for each line that cites one.
fn faults(file: &str, text: &str) -> Vec<String> {
    let cited = |line: &str| {
        let name = OUTSIDE.iter().copied().find(|name| names(line, name));
        name.or_else(|| NUMBERED.iter().copied().find(|name| numbers(line, name)))
    };
    let lines = (1..).zip(text.lines());
    lines.filter_map(|(at, line)| Some(format!("{file}:{at} cites {}", cited(line)?))).collect()
}

/// Whether the file of this name is named, in whatever case.
fn names(line: &str, name: &str) -> bool {
    let file = format!("{name}.md").to_lowercase();
    follows(&line.to_lowercase(), &file, |rest| !rest.starts_with(char::is_alphanumeric))
}

/// Whether a number of it is cited.
fn numbers(line: &str, name: &str) -> bool {
    let number = |rest: &str| {
        rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    follows(line, name, number)
}

/// Whether these words begin somewhere in the line, not within a longer word, and what follows is as it should be.
fn follows(line: &str, words: &str, is_so: impl Fn(&str) -> bool) -> bool {
    line.match_indices(words).any(|(at, _)| {
        let within = |c: char| c.is_alphanumeric() || "-_".contains(c);
        !line[..at].ends_with(within) && is_so(&line[at + words.len()..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<&str>) {
        let expected: Vec<String> = expected.map(|name| format!("a.rs:2 cites {name}")).into_iter().collect();
        assert_eq!(faults("a.rs", &format!("\n{line}\n")), expected, "{line}");
    }

    #[test]
    fn documents_that_are_not_here_are_found() {
        for name in OUTSIDE {
            check(&format!("// As {name}.md says."), Some(name));
            check(&format!("see ../reference/{}.md", name.to_lowercase()), Some(name));
            check(&format!("see RE{name}.md, old-{name}.md and {name}.mdx"), None);
            check(&format!("what {name} is"), None);
        }
        for name in NUMBERED {
            check(&format!("/// {name} 7: a price is waited for."), Some(name));
            check(&format!("/// The price ({name} 7)."), Some(name));
            check(&format!("/// {name}7, pre{name} 7, {name} of 7"), None);
        }
        check("docs/OPTIONS.md and crates/snapshot/FORMAT.md", None);
        check("quality 80, speed 3", None);
    }
}
