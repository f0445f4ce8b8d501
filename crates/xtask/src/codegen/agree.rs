//! Lists that are written by hand, because generating them would cost bytes or read badly, against the sources.

use anyhow::Result;

use super::declared::{Declared, is_option, views};
use crate::repo::Repo;
use crate::shell;

/// One line for each name that is missing or unknown somewhere.
pub fn faults(repo: &Repo, declared: &Declared) -> Result<Vec<String>> {
    let source = |path: &str| shell::read(&repo.path(path));
    let mut faults = unknown_attributes(declared);
    faults.extend(undeclared_parts(&views(repo)?, declared));
    faults.extend(element_events(&source("www/loader/element.js")?, declared));
    let codes = || declared.silences.iter().chain(&declared.faults);
    let events = declared.events.iter().map(|event| &event.name);
    faults.extend(missing("pkg/index.d.ts", &source("pkg/index.d.ts")?, '\'', codes().chain(events)));
    let parts = declared.parts.iter().map(|part| &part.name);
    faults.extend(missing("README.md", &source("README.md")?, '`', codes().chain(parts)));
    Ok(faults)
}

/// Observed attributes that are neither options nor declared as the element's own.
fn unknown_attributes(declared: &Declared) -> Vec<String> {
    let own = |name: &str| declared.attributes.iter().any(|attribute| attribute.name == name);
    let unknown = declared.observed.iter().filter(|name| !own(name) && !is_option(name));
    unknown
        .map(|name| format!("www/loader/element.js observes {name}, which is no `@attr` and no option"))
        .collect()
}

/// Parts that are drawn but not documented.
fn undeclared_parts(views: &str, declared: &Declared) -> Vec<String> {
    let drawn = views.split(" part=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let undeclared = drawn.filter(|name| declared.parts.iter().all(|part| part.name != *name));
    undeclared.map(|name| format!("src/views draws the part {name} without a `@csspart` line")).collect()
}

/// The element's own list of its events.
fn element_events(element: &str, declared: &Declared) -> Option<String> {
    let listed = element.lines().find_map(|line| line.strip_prefix("// @event ")).unwrap_or_default();
    let sent: Vec<&str> = declared.events.iter().map(|event| event.name.as_str()).collect();
    let agree = listed.split_whitespace().eq(sent.iter().copied());
    (!agree).then(|| format!("www/loader/element.js should say: // @event {}", sent.join(" ")))
}

/// Names that a text does not have in these quotes.
fn missing<'a>(file: &str, text: &str, quote: char, names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let absent = names.filter(|name| !text.contains(&format!("{quote}{name}{quote}")));
    absent.map(|name| format!("{file} does not have {quote}{name}{quote}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named() {
        let names = ["no-row".to_owned(), "no-wasm".to_owned()];
        let check =
            |text: &str, expected: &[&str]| assert_eq!(missing("f", text, '`', names.iter()), expected);
        check("`no-row` and `no-wasm`", &[]);
        check("`no-row` and no-wasm", &["f does not have `no-wasm`"]);
    }
}
