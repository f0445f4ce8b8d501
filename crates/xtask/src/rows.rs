//! Every statement about cross-selling that cobuy is measured against has a test that is there, or a reason why not, and says
//! what its tests leave unproven: `tests/rows.toml`.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::repo::Repo;
use crate::{cites, shell};

/// Where the list is.
const FILE: &str = "tests/rows.toml";
/// Statements that there are, numbered from 1.
const ROWS: u16 = 138;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    row: Vec<Row>,
}

/// One statement.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// From 1, without gaps.
    number: u16,
    /// The statement, in one sentence.
    says: String,
    /// Where it is proven, or why it is not.
    proof: Vec<String>,
    /// What the tests of `proof` leave unproven.
    short: Option<String>,
}

/// How far a statement is proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// By tests, wholly.
    Proven,
    /// By tests, but not all of it.
    Short,
    /// It is not built yet.
    Later,
    /// It is not for this software to do.
    Outside,
}

impl Row {
    fn state(&self) -> State {
        let all = |prefix| self.proof.iter().all(|place| place.starts_with(prefix));
        match self {
            Self { short: Some(_), .. } => State::Short,
            _ if self.proof.iter().any(|place| place.starts_with(LATER)) => State::Later,
            _ if all(OUTSIDE) => State::Outside,
            _ => State::Proven,
        }
    }
}

/// What a reason begins with: it is not built yet, or not for this software to do.
const LATER: &str = "later:";
const OUTSIDE: &str = "outside:";

/// Prints how many statements are proven. Fails where one is missing, or a test that it names; and where a file cites what is
/// not in the repository.
pub fn run(repo: &Repo) -> Result<()> {
    let rows = parsed(&shell::read(&repo.path(FILE))?)?;
    let faults = faults(&rows, |file| shell::read(&repo.path(file)).ok());
    if !faults.is_empty() {
        bail!("{FILE}:\n{}", faults.join("\n"));
    }
    println!("{}", counted(&rows));
    cites::run(repo)
}

fn parsed(text: &str) -> Result<Vec<Row>> {
    let list: List = toml_edit::de::from_str(text).with_context(|| format!("reading {FILE}"))?;
    Ok(list.row)
}

/// How many statements are proven, and how many are not.
fn counted(rows: &[Row]) -> String {
    let [proven, short, later, outside] = [State::Proven, State::Short, State::Later, State::Outside]
        .map(|state| rows.iter().filter(|row| row.state() == state).count());
    format!("{} statements: {proven} proven, {short} short, {later} later, {outside} outside", rows.len())
}

/// One line for each fault of the list. `read` gives the text of a file, if it is there.
fn faults(rows: &[Row], read: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut faults: Vec<String> = Vec::new();
    let mut known = BTreeSet::new();
    for Row { number, says, proof, short } in rows {
        let mut fault = |what: &str| faults.push(format!("row {number}: {what}"));
        if !(1..=ROWS).contains(number) {
            fault("there is none of this number");
        }
        if !known.insert(number) {
            fault("it is there twice");
        }
        if says.trim().is_empty() {
            fault("it says nothing");
        }
        if proof.is_empty() {
            fault("it has neither a test nor a reason");
        }
        if let Some(short) = short {
            if short.trim().is_empty() {
                fault("short says nothing");
            }
            if !proof.iter().any(|place| place.contains('#')) {
                fault("it is short of proof without any test");
            }
        }
        for place in proof {
            if let Some(what) = wrong(place, &read) {
                fault(&what);
            }
        }
    }
    let missing = (1..=ROWS).filter(|number| !known.contains(number));
    faults.extend(missing.map(|number| format!("row {number}: it is missing")));
    faults
}

/// What is wrong with a place: a test that is not there, a reason without a word.
fn wrong(place: &str, read: impl Fn(&str) -> Option<String>) -> Option<String> {
    for prefix in [LATER, OUTSIDE] {
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

    fn file(name: &str) -> Option<String> {
        match name {
            "a.rs" => Some(RUST.to_owned()),
            "b.mjs" => Some(JOURNEYS.to_owned()),
            _ => None,
        }
    }

    #[track_caller]
    fn check(place: &str, expected: Option<&str>) {
        assert_eq!(wrong(place, file).as_deref(), expected);
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
        check("later: reports", None);
        check("outside: ", Some("outside: gives no reason"));
        check("sometime", Some("\"sometime\" is neither file#name nor later: or outside: with a reason"));
    }

    /// A list of all rows, of which number 77 has these lines.
    fn list(row_77: &str) -> Vec<Row> {
        let row = |number: u16| match number {
            77 => row_77.to_owned(),
            _ => format!("[[row]]\nnumber = {number}\nsays = 'x'\nproof = ['later: x']\n"),
        };
        parsed(&(1..=ROWS).map(row).collect::<String>()).unwrap_or_default()
    }

    #[test]
    fn every_row_is_there_once_and_whole() {
        let check = |row_77: &str, expected: &[&str]| {
            let rows = list(row_77);
            assert!(!rows.is_empty(), "{row_77} cannot be read");
            assert_eq!(faults(&rows, file), expected, "{row_77}");
        };
        let row = |number: u16, rest: &str| format!("[[row]]\nnumber = {number}\n{rest}\n");
        let whole = "says = 'x'\nproof = ['a.rs#proven']";
        check(&row(77, whole), &[]);
        check(&row(77, &format!("{whole}\nshort = 'half of it'")), &[]);
        check(&row(77, &format!("{whole}\nshort = ' '")), &["row 77: short says nothing"]);
        check(&row(77, "says = ''\nproof = ['a.rs#proven']"), &["row 77: it says nothing"]);
        check(&row(77, "says = 'x'\nproof = []"), &["row 77: it has neither a test nor a reason"]);
        check(&row(77, "says = 'x'\nproof = ['a.rs#none']"), &["row 77: a.rs has no test \"none\""]);
        let reason = "says = 'x'\nproof = ['later: x']\nshort = 'all of it'";
        check(&row(77, reason), &["row 77: it is short of proof without any test"]);
        check("", &["row 77: it is missing"]);
        check(&row(777, whole), &["row 777: there is none of this number", "row 77: it is missing"]);
        check(&row(78, whole), &["row 78: it is there twice", "row 77: it is missing"]);
        check(&format!("{}{}", row(77, whole), row(77, whole)), &["row 77: it is there twice"]);
        assert!(parsed(&row(1, &format!("{whole}\nshrt = 'x'"))).is_err(), "a name that is none");
    }

    #[test]
    fn rows_are_counted_by_how_far_they_are_proven() {
        let check = |proof: &str, expected: State| {
            let rows = list(&format!("[[row]]\nnumber = 77\nsays = 'x'\nproof = {proof}\n"));
            assert_eq!(rows.iter().find(|row| row.number == 77).map(Row::state), Some(expected), "{proof}");
        };
        check("['a.rs#proven']", State::Proven);
        check("['a.rs#proven', 'outside: the rest']", State::Proven);
        check("['a.rs#proven']\nshort = 'half'", State::Short);
        check("['a.rs#proven', 'later: the rest']\nshort = 'the rest'", State::Short);
        check("['later: x']", State::Later);
        check("['later: x', 'outside: y']", State::Later);
        check("['outside: x']", State::Outside);
        let rows = list("[[row]]\nnumber = 77\nsays = 'x'\nproof = ['a.rs#proven']\n");
        assert_eq!(counted(&rows), "138 statements: 1 proven, 0 short, 137 later, 0 outside");
    }
}
