//! What of others ships, and under which words: `pkg/THIRD-PARTY.txt` for the widget, `crates/cli/THIRD-PARTY.txt` for the
//! command, which prints it. Both are in the repository, so that a new dependency shows in its change; the check makes them
//! anew, which takes a second or two, and compares.
//!
//! [`packages`]: whose code it is, as cargo resolves it; [`texts`]: what their licences ask to be handed on.

mod packages;
mod texts;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::{Result, bail};

use crate::repo::Repo;
use crate::shell;
use packages::Package;
use texts::{Reader, Words};

/// Options of the task.
#[derive(clap::Args)]
pub struct Args {
    /// Only compare with what is there.
    #[arg(long)]
    check: bool,
}

/// Something that is handed on.
struct Distribution {
    /// Under the repository.
    file: &'static str,
    /// How it is called in its first line.
    title: &'static str,
    /// The workspace's package that it is made of.
    root: &'static str,
    /// The targets that it is built for.
    targets: &'static [&'static str],
    /// Packages whose own code writes a part of it, without being linked.
    writers: &'static [&'static str],
}

/// The notice of the widget, which also lies in `pkg/dist`.
pub const WIDGET: &str = "pkg/THIRD-PARTY.txt";

const DISTRIBUTIONS: [Distribution; 2] = [
    Distribution {
        file: WIDGET,
        title: "The widget of cobuy (WebAssembly and JavaScript)",
        root: "cobuy",
        targets: &["wasm32-unknown-unknown"],
        // The JavaScript half of the wasm's border.
        writers: &["wasm-bindgen-cli-support"],
    },
    Distribution {
        file: "crates/cli/THIRD-PARTY.txt",
        title: "The command cobuy",
        root: "cobuy-cli",
        // Where shops compile it.
        targets: &["aarch64-apple-darwin", "x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu"],
        writers: &[],
    },
];

/// Writes the notices.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    if args.check {
        return check(repo);
    }
    let reader = Reader::new()?;
    for distribution in &DISTRIBUTIONS {
        shell::write(&repo.path(distribution.file), notice(repo, distribution, &reader)?)?;
        println!("{}", distribution.file);
    }
    Ok(())
}

/// Fails where a notice is not what ships now.
pub fn check(repo: &Repo) -> Result<()> {
    let reader = Reader::new()?;
    let mut faults = Vec::new();
    for distribution in &DISTRIBUTIONS {
        let written = shell::read(&repo.path(distribution.file)).unwrap_or_default();
        let now = notice(repo, distribution, &reader)?;
        faults.extend(
            differences(&written, &now).into_iter().map(|line| format!("{}: {line}", distribution.file)),
        );
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}\n`cargo xtask licences` writes them anew", faults.join("\n"))
}

/// What a notice lacks, and what it has too much; one line where only the words differ.
fn differences(written: &str, now: &str) -> Vec<String> {
    fn listed(text: &str) -> BTreeSet<&str> {
        text.lines().filter_map(|line| line.strip_prefix("- ")).collect()
    }
    let (old, new) = (listed(written), listed(now));
    let mut found: Vec<String> = new.difference(&old).map(|line| format!("lacks {line}")).collect();
    found.extend(old.difference(&new).map(|line| format!("has {line}, which does not ship")));
    if found.is_empty() && written != now {
        found.push("is not what the packages say now".into());
    }
    found
}

fn notice(repo: &Repo, distribution: &Distribution, reader: &Reader) -> Result<String> {
    let packages = packages::of(repo, distribution)?;
    let words = packages.iter().map(|package| reader.of(package)).collect::<Result<Vec<_>>>()?;
    render(distribution.title, &packages, &words)
}

/// A list of all packages, then every text once with the packages that it is of. Sorted, so that the same packages make the
/// same bytes.
fn render(title: &str, packages: &[Package], words: &[Vec<Words>]) -> Result<String> {
    let mut out = format!(
        "{title} contains the work of others.\nEach is listed with its licence; the texts stand below, after the names of those that they are of.\n\n"
    );
    let mut texts: BTreeMap<(&str, &str), (&str, BTreeSet<String>)> = BTreeMap::new();
    for (package, words) in packages.iter().zip(words) {
        let Package { name, version, licence, .. } = package;
        writeln!(out, "- {name} {version}: {licence}{}", package.source())?;
        for Words { licence, key, text } in words {
            texts
                .entry((licence, key))
                .or_insert((text, BTreeSet::new()))
                .1
                .insert(format!("{name} {version}"));
        }
    }
    for ((licence, _), (text, names)) in texts {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        write!(out, "\n{}\n{licence}: {names}\n\n{text}\n", "=".repeat(80))?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str) -> Package {
        Package {
            name: name.into(),
            version: "1.0.0".into(),
            licence: "MIT".into(),
            authors: Vec::new(),
            repository: None,
            folder: "/nowhere".into(),
        }
    }

    #[test]
    fn what_a_notice_lacks_and_has_too_much() {
        let check =
            |written: &str, now: &str, expected: &[&str]| assert_eq!(differences(written, now), expected);
        check("- a 1: MIT\n", "- a 1: MIT\n", &[]);
        check("- a 1: MIT\n", "- a 1: MIT\n- b 2: MIT\n", &["lacks b 2: MIT"]);
        check("- a 1: MIT\n", "- a 2: MIT\n", &["lacks a 2: MIT", "has a 1: MIT, which does not ship"]);
        check("- a 1: MIT\nold", "- a 1: MIT\nnew", &["is not what the packages say now"]);
        check("", "- a 1: MIT\n", &["lacks a 1: MIT"]);
    }

    #[test]
    fn a_text_stands_once_with_all_whose_it_is() {
        let words = |text: &str| vec![Words { licence: "MIT".into(), key: text.into(), text: text.into() }];
        let packages = ["b", "a", "c"].map(package);
        let text = render("It", &packages, &[words("same"), words("same"), words("other")]).unwrap();
        assert!(text.starts_with("It contains the work of others.\n"), "{text}");
        assert!(text.contains("\n- b 1.0.0: MIT\n"), "{text}");
        assert_eq!(text.matches("same").count(), 1);
        assert!(text.contains("MIT: a 1.0.0, b 1.0.0\n\nsame\n"), "{text}");
        assert!(text.contains("MIT: c 1.0.0\n\nother\n"), "{text}");
    }
}
