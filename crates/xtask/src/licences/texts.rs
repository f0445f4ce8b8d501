//! What a package's licence asks to be handed on: the texts that lie in it, each recognised by its words, or where it brings
//! none the licence's own text in its authors' names.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result, bail};
use spdx::detection::{Store, TextData};
use spdx::{Expression, Licensee, ParseMode, license_id};

use super::packages::Package;
use crate::shell;

/// Licences that may ship, the preferred first: what a package offers a choice of is taken under the first that it has a text
/// of.
const ALLOWED: [&str; 11] = [
    "MIT",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "BSL-1.0",
    "0BSD",
    "Apache-2.0",
    "Unicode-3.0",
    "CC0-1.0",
    "Unlicense",
];

/// Texts of the other choice, beside the one that is taken.
const PASSED_OVER: [(&str, &str); 1] = [("zstd-sys", "zstd/COPYING")];

/// How alike a text and its licence must be, of 1.
const ALIKE: f32 = 0.8;

/// Where a package's own tests lie, which do not ship.
const TESTS: [&str; 5] = ["tests", "benches", "examples", "fuzz", "testdata"];

/// A text that is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// SPDX identifier; `other` for what is not recognised.
    pub licence: String,
    /// The text without its white space: packages break the same lines differently.
    pub key: String,
    /// The text.
    pub text: String,
}

/// Reads and recognises texts.
pub struct Reader {
    store: Store,
    allowed: Vec<Licensee>,
    /// By their words: most packages have the same few, and comparing one takes 10 ms.
    recognised: RefCell<BTreeMap<String, &'static str>>,
}

impl Reader {
    /// With the texts of every licence that may ship.
    pub fn new() -> Result<Self> {
        let mut store = Store::new();
        for name in ALLOWED {
            store.add_license(name.to_owned(), TextData::new(canonical(name)?));
        }
        let allowed = ALLOWED.iter().map(|name| Licensee::parse(name)).collect::<Result<_, _>>()?;
        Ok(Self { store, allowed, recognised: RefCell::default() })
    }

    /// The texts of a package.
    pub fn of(&self, package: &Package) -> Result<Vec<Words>> {
        let Package { name, version, licence, .. } = package;
        let found = self.found(package)?;
        let expression = Expression::parse_mode(licence, ParseMode::LAX)
            .with_context(|| format!("{name} {version}: licence {licence}"))?;
        let chosen = self
            .chosen(&expression, &found)
            .with_context(|| format!("{name} {version} is under {licence}, which texts.rs does not allow"))?;
        let offered: BTreeSet<String> =
            expression.requirements().map(|one| one.req.license.to_string()).collect();
        let mut texts: Vec<Words> = found
            .into_iter()
            .filter(|text| !offered.contains(&text.licence) || chosen.contains(&text.licence))
            .collect();
        for id in &chosen {
            if !texts.iter().any(|text| text.licence == *id) {
                texts.push(in_the_authors_names(package, id)?);
            }
        }
        Ok(texts)
    }

    /// What an expression is taken under: licences that the package has texts of, else any that is allowed.
    fn chosen(&self, expression: &Expression, found: &[Words]) -> Result<BTreeSet<String>> {
        let there = self
            .allowed
            .iter()
            .zip(ALLOWED)
            .filter(|(_, name)| found.iter().any(|text| text.licence == *name));
        let taken = expression
            .minimized_requirements(there.map(|(licensee, _)| licensee))
            .or_else(|_| expression.minimized_requirements(&self.allowed))?;
        Ok(taken.into_iter().map(|requirement| requirement.license.to_string()).collect())
    }

    /// Every licence and notice that lies in a package.
    fn found(&self, package: &Package) -> Result<Vec<Words>> {
        let files = shell::files_under(&package.folder)?;
        let passed = |file: &Path| {
            PASSED_OVER.iter().any(|(name, path)| package.name == *name && file == Path::new(path))
        };
        let named = files.iter().filter(|file| is_notice(file) && !passed(file));
        named.map(|file| Ok(self.words(&shell::read(&package.folder.join(file))?))).collect()
    }

    fn words(&self, text: &str) -> Words {
        let text = tidy(text);
        let key = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut recognised = self.recognised.borrow_mut();
        let licence = *recognised.entry(key.clone()).or_insert_with(|| self.recognise(&text));
        Words { licence: licence.to_owned(), key, text }
    }

    fn recognise(&self, text: &str) -> &'static str {
        let best = self.store.analyze(&TextData::new(text));
        let known = ALLOWED.into_iter().find(|name| best.score >= ALIKE && best.name == *name);
        known.unwrap_or(OTHER)
    }
}

/// A text that is no licence of the list: a notice, or several licences in one.
const OTHER: &str = "other";

/// Without carriage returns, spaces at line ends and empty lines around.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Whether a file of a package is a licence or a notice by its name.
fn is_notice(file: &Path) -> bool {
    let inner = |part: &str| TESTS.contains(&part);
    if file.parent().is_some_and(|folder| folder.iter().filter_map(|part| part.to_str()).any(inner)) {
        return false;
    }
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_ascii_lowercase();
    let begins = ["license", "licence", "unlicense", "copying", "copyright", "notice"];
    let code = [".rs", ".html", ".json", ".toml", ".py", ".tmpl", ".hbs"];
    begins.iter().any(|begin| name.starts_with(begin)) && !code.iter().any(|end| name.ends_with(end))
}

/// A licence's text, as the SPDX list has it.
fn canonical(id: &str) -> Result<&'static str> {
    Ok(license_id(id).with_context(|| format!("SPDX has no licence {id}"))?.text())
}

/// For a package that brings no text: its licence's, with who wrote it where the text has a place for that.
fn in_the_authors_names(package: &Package, id: &str) -> Result<Words> {
    const PLACE: &str = "<year> <copyright holders>";
    let Package { name, version, authors, .. } = package;
    let text = tidy(canonical(id)?);
    if id == "MIT" && !text.contains(PLACE) {
        bail!("SPDX's text of MIT has another place for names than {PLACE}");
    }
    if id != "MIT" && id != "Apache-2.0" {
        bail!("{name} {version} brings no text of {id}");
    }
    let who = if authors.is_empty() { format!("the authors of {name}") } else { authors.join(", ") };
    let text = text.replace(PLACE, &who);
    Ok(Words { licence: id.to_owned(), key: text.split_whitespace().collect::<Vec<_>>().join(" "), text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(licence: &str) -> Package {
        Package {
            name: "a".into(),
            version: "1.0.0".into(),
            licence: licence.into(),
            authors: vec!["Ann Author".into()],
            repository: None,
            // Nothing of that name lies there.
            folder: Path::new(env!("CARGO_MANIFEST_DIR")).join("src/licences"),
        }
    }

    #[test]
    fn a_package_without_a_text_gets_its_licences_in_its_authors_names() {
        let reader = Reader::new().unwrap();
        let check = |licence: &str, expected: &[&str]| {
            let words = reader.of(&package(licence)).unwrap();
            assert_eq!(
                words.iter().map(|text| text.licence.as_str()).collect::<Vec<_>>(),
                expected,
                "{licence}"
            );
            words
        };
        assert!(check("MIT", &["MIT"])[0].text.contains("Copyright (c) Ann Author"));
        check("MIT/Apache-2.0", &["MIT"]);
        check("Apache-2.0 OR MIT", &["MIT"]);
        check("MIT AND Apache-2.0", &["Apache-2.0", "MIT"]);
        check("GPL-3.0-only OR Apache-2.0", &["Apache-2.0"]);
    }

    #[test]
    fn what_is_not_allowed_is_refused() {
        let reader = Reader::new().unwrap();
        for licence in ["GPL-3.0-only", "MIT AND MPL-2.0", "nonsense"] {
            assert!(reader.of(&package(licence)).is_err(), "{licence}");
        }
    }

    #[test]
    fn texts_are_recognised_by_their_words() {
        let reader = Reader::new().unwrap();
        for name in ALLOWED {
            assert_eq!(reader.words(canonical(name).unwrap()).licence, name);
        }
        assert_eq!(reader.words("Copyright (c) 2020 Somebody").licence, OTHER);
    }

    #[test]
    fn names_of_notices() {
        let check = |name: &str, expected: bool| assert_eq!(is_notice(Path::new(name)), expected, "{name}");
        check("LICENSE", true);
        check("LICENSE-MIT.txt", true);
        check("data/LICENSE-VADER", true);
        check("COPYING", true);
        check("UNLICENSE", true);
        check("license.rs", false);
        check("tests/LICENSE", false);
        check("README.md", false);
    }
}
