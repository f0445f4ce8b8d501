//! Every statement of the source articles has a test that is there, or a reason why not: `tests/rows.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::repo::Repo;
use crate::shell;

/// Where the list is.
const FILE: &str = "tests/rows.toml";
/// Rows of section 1 of the features that the articles state.
const ROWS: u16 = 138;

/// Where a row is proven.
#[derive(Deserialize)]
#[serde(untagged)]
enum Proof {
    One(String),
    Several(Vec<String>),
}

impl Proof {
    fn places(&self) -> &[String] {
        match self {
            Self::One(place) => std::slice::from_ref(place),
            Self::Several(places) => places,
        }
    }
}

/// Fails where a row is missing, or a test that it names.
pub fn run(repo: &Repo) -> Result<()> {
    let text = shell::read(&repo.path(FILE))?;
    let faults = faults(&text, |file| shell::read(&repo.path(file)).ok())?;
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{FILE}:\n{}", faults.join("\n"));
}

/// One line for each row that is not proven. `read` gives the text of a file, if it is there.
fn faults(text: &str, read: impl Fn(&str) -> Option<String>) -> Result<Vec<String>> {
    let rows: BTreeMap<String, Proof> =
        toml_edit::de::from_str(text).with_context(|| format!("reading {FILE}"))?;
    let numbers: Vec<String> = (1..=ROWS).map(|number| number.to_string()).collect();
    let mut faults: Vec<String> = Vec::new();
    for key in rows.keys().filter(|key| !numbers.contains(key)) {
        faults.push(format!("there is no row {key}"));
    }
    for number in &numbers {
        let places = rows.get(number).map(Proof::places).unwrap_or_default();
        if places.is_empty() {
            faults.push(format!("row {number} has neither a test nor a reason"));
        }
        for place in places {
            faults.extend(fault(place, &read).map(|fault| format!("row {number}: {fault}")));
        }
    }
    Ok(faults)
}

/// What is wrong with a place: a test that is not there, a reason without a word.
fn fault(place: &str, read: impl Fn(&str) -> Option<String>) -> Option<String> {
    for prefix in ["later:", "outside:"] {
        if let Some(reason) = place.strip_prefix(prefix) {
            return reason.trim().is_empty().then(|| format!("{prefix} gives no reason"));
        }
    }
    let Some((file, name)) = place.split_once('#') else {
        return Some(format!("{place:?} is neither file#name nor later: or outside: with a reason"));
    };
    let Some(text) = read(file) else { return Some(format!("there is no file {file}")) };
    let rust = Path::new(file).extension().is_some_and(|extension| extension == "rs");
    let there = if rust { has_function(&text, name) } else { has_journey(&text, name) };
    (!there).then(|| format!("{file} has no test {name:?}"))
}

/// Whether a function of this name stands under `#[test]`, or in a `proptest!`, where attributes come first, too.
fn has_function(text: &str, name: &str) -> bool {
    let mut attributed = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("#[test]") {
            attributed = true;
        } else if let Some(rest) = line.strip_prefix("fn ") {
            if attributed && rest.strip_prefix(name).is_some_and(|rest| rest.starts_with('(')) {
                return true;
            }
            attributed = false;
        }
    }
    false
}

/// Whether a test of this name is started: `journey('name', …)`.
fn has_journey(text: &str, name: &str) -> bool {
    let quoted = name.replace('\'', "\\'");
    let names = |call: &str| {
        let mut after = text.split(call).skip(1).map(str::trim_start);
        after.any(|rest| {
            let quote = rest.chars().next().filter(|quote| "'`\"".contains(*quote));
            let rest = quote.and_then(|quote| {
                rest[1..].strip_prefix(&quoted)?.chars().next().filter(|end| *end == quote)
            });
            rest.is_some()
        })
    };
    names("journey(") || names("test(")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUST: &str =
        "#[test]\nfn proven() {}\n\n    #[test]\n    fn drawn(a in any::<u8>()) {}\nfn helper() {}\n";
    const JOURNEYS: &str = "journey(\n  `${width} px`,\n);\njourney('a tent brings pegs', {}, async () => {});\njourney('the page\\'s own', {});\n";

    #[track_caller]
    fn check(place: &str, expected: Option<&str>) {
        let read = |file: &str| match file {
            "a.rs" => Some(RUST.to_owned()),
            "b.mjs" => Some(JOURNEYS.to_owned()),
            _ => None,
        };
        assert_eq!(fault(place, read).as_deref(), expected);
    }

    #[test]
    fn tests_are_there_or_named() {
        check("a.rs#proven", None);
        check("a.rs#drawn", None);
        check("a.rs#prove", Some("a.rs has no test \"prove\""));
        check("a.rs#helper", Some("a.rs has no test \"helper\""));
        check("b.mjs#a tent brings pegs", None);
        check("b.mjs#the page's own", None);
        check("b.mjs#${width} px", None);
        check("b.mjs#a tent", Some("b.mjs has no test \"a tent\""));
        check("c.rs#proven", Some("there is no file c.rs"));
        check("later: issue on measuring", None);
        check("outside: ", Some("outside: gives no reason"));
        check("sometime", Some("\"sometime\" is neither file#name nor later: or outside: with a reason"));
    }

    #[test]
    fn every_row_is_there_and_no_other() {
        let all: String = (1..=ROWS).map(|row| format!("{row} = \"later: x\"\n")).collect();
        let faults = |text: &str| faults(text, |_| None).unwrap_or_default();
        assert_eq!(faults(&all), Vec::<String>::new());
        let without = all.replace("\n77 = ", "\n777 = ");
        assert_eq!(faults(&without), ["there is no row 777", "row 77 has neither a test nor a reason"]);
        let empty = all.replace("\n77 = \"later: x\"", "\n77 = []");
        assert_eq!(faults(&empty), ["row 77 has neither a test nor a reason"]);
    }
}
