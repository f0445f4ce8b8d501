//! Other languages (`www/texts`) against the table of texts (`src/texts.rs`): every name, every placeholder, nothing else.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

use crate::repo::Repo;
use crate::shell;

/// Placeholders, and the per cent sign that looks like one: as many of each in every language.
const PLACEHOLDERS: [char; 2] = ['%', '#'];

const FOLDER: &str = "www/texts";
const TABLE: &str = "src/texts.rs";
/// Words of what JavaScript draws.
const LAYERS: &str = "www/elements/texts.js";

/// One line for each text that is missing, unknown or has other placeholders.
pub fn faults(repo: &Repo) -> Result<Vec<String>> {
    let source = shell::read(&repo.path(TABLE))?;
    let mut table = table(&source);
    ensure!(!table.is_empty(), "{TABLE} has no lines `(\"name\", \"words\"),`");
    let layers = shell::read(&repo.path(LAYERS))?;
    let layers = language(&layers);
    ensure!(!layers.is_empty(), "{LAYERS} has no lines `'name': 'words',`");
    table.extend(layers);
    let mut faults = Vec::new();
    for file in shell::files_under(&repo.path(FOLDER))? {
        let source = shell::read(&repo.path(FOLDER).join(&file))?;
        let words = language(&source);
        let name = format!("{FOLDER}/{}", file.display());
        faults.extend(compare(&table, &words).into_iter().map(|fault| format!("{name}: {fault}")));
    }
    Ok(faults)
}

/// `("name", "words"),` of the table.
fn table(source: &str) -> BTreeMap<&str, &str> {
    let lines = source.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.strip_suffix("\"),"));
    lines.filter_map(|line| line.split_once("\", \"")).collect()
}

/// `'name': 'words',` or `name: 'words',` of a language.
fn language(source: &str) -> BTreeMap<&str, &str> {
    let lines = source.lines().filter_map(|line| line.trim().strip_suffix("',")?.split_once(": '"));
    lines.map(|(name, words)| (name.trim_matches('\''), words)).collect()
}

fn compare(table: &BTreeMap<&str, &str>, words: &BTreeMap<&str, &str>) -> Vec<String> {
    let mut faults = Vec::new();
    for (name, english) in table {
        match words.get(name) {
            None => faults.push(format!("{name} is missing")),
            Some(words) if placeholders(words) != placeholders(english) => {
                faults.push(format!("{name} needs the placeholders of \"{english}\""));
            }
            Some(_) => {}
        }
    }
    faults.extend(
        words.keys().filter(|name| !table.contains_key(*name)).map(|name| format!("{name} is no text")),
    );
    faults
}

fn placeholders(text: &str) -> [usize; 2] {
    PLACEHOLDERS.map(|placeholder| text.matches(placeholder).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_the_names_and_placeholders_of_the_table() {
        let table = table("    (\"add\", \"Add\"),\n    (\"share\", \"In % % with #\"),");
        let check =
            |source: &str, expected: &[&str]| assert_eq!(compare(&table, &language(source)), expected);
        check("  add: 'Dazu',\n  'share': '% % mit #',", &[]);
        check("  add: 'Dazu',", &["share is missing"]);
        check(
            "  add: 'Dazu',\n  'share': '% mit #',\n  more: 'x',",
            &["share needs the placeholders of \"In % % with #\"", "more is no text"],
        );
    }
}
