//! Names and their documentation as the sources declare them. Each is declared once; this reads it there.

use anyhow::{Context, Result, ensure};
use cobuy_options::{Opt, Placement};

use crate::repo::Repo;
use crate::shell;

/// Placements that an element may have; the others are for tools.
pub const PLACEMENTS: [Placement; 7] = [
    Placement::Pdp,
    Placement::AddToCart,
    Placement::Cart,
    Placement::Checkout,
    Placement::ThankYou,
    Placement::Home,
    Placement::Category,
];

/// A name and what it is; the text may be empty where the name says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// Its default, for custom properties; else empty.
    pub default: String,
}

impl Named {
    fn new(name: &str, doc: &str) -> Self {
        Self { name: name.to_owned(), doc: sentence(doc), default: String::new() }
    }
}

/// Everything that a page may say to the element or hear from it, beside the options table.
pub struct Declared {
    /// Attributes that are no options.
    pub attributes: Vec<Named>,
    /// Attributes whose change is heeded at once.
    pub observed: Vec<String>,
    /// Slots; the default one has no name.
    pub slots: Vec<Named>,
    /// Parts.
    pub parts: Vec<Named>,
    /// What a recommended product can be to what the shopper looks at.
    pub relations: Vec<String>,
    /// Codes of reasons.
    pub reasons: Vec<String>,
    /// Custom properties.
    pub properties: Vec<Named>,
    /// Events, `cobuy-error` last.
    pub events: Vec<Named>,
    /// Codes of `cobuy-empty` and `silence`.
    pub silences: Vec<String>,
    /// Codes of `cobuy-error`.
    pub faults: Vec<String>,
}

/// What JavaScript sends, and therefore is declared here; the failure, which may come before Rust runs, last.
const SCRIPT_EVENTS: [(&str, &str); 3] = [
    ("cobuy-missing", "A bundle was added, but the cart does not show the discount that was promised."),
    ("cobuy-dismiss", "An offer that had come unasked was sent away."),
    ("cobuy-error", "Something that is needed could not be had; at most once a page."),
];

impl Declared {
    /// Reads all declarations.
    ///
    /// # Errors
    /// Where a source is missing, or has none of what it should declare.
    pub fn read(repo: &Repo) -> Result<Self> {
        let source = |path: &str| shell::read(&repo.path(path));
        let element = source("www/loader/element.js")?;
        let views = views(repo)?;
        let records = source("crates/snapshot/src/records.rs")?;
        let relation = between(&records, "\nimpl Relation {", "\n}");
        let headless = source("src/headless.rs")?;
        let reason = between(&headless, "/// A stable code: ", "pub code");
        let styles = source("src/views/shelf.css")?;
        let theme = source("www/themes/cobuy.css")?;
        let runtime = source("src/runtime.rs")?;
        let silences = codes(&source("crates/engine/src/silence.rs")?, "=> \"", '"');
        let loader = ["core", "files", "page"].map(|name| source(&format!("www/loader/{name}.js")));
        let loader = loader.into_iter().collect::<Result<String>>()?;
        let mut properties = css_properties(&styles);
        properties.extend(theme_properties(&theme));
        let mut events = events(&source("src/events.rs")?);
        events.extend(SCRIPT_EVENTS.map(|(name, doc)| Named::new(name, doc)));
        let declared = Self {
            attributes: attributes(&element),
            observed: observed(&element).context("www/loader/element.js has no `const ATTRIBUTES = […]`")?,
            slots: slots(&views),
            parts: parts(&views),
            relations: codes(relation, "=> \"", '"'),
            reasons: reason.split('`').skip(1).step_by(2).map(str::to_owned).collect(),
            properties,
            events,
            silences: sorted([silences, codes(&runtime, "fall_silent(position, \"", '"')].concat()),
            faults: sorted(
                [
                    codes(&loader, "Fault('", '\''),
                    codes(&loader, ".bin', '", '\''),
                    codes(&loader, ".bin`, '", '\''),
                ]
                .concat(),
            ),
        };
        declared.is_whole()?;
        Ok(declared)
    }

    /// A parser that finds nothing has lost its source.
    fn is_whole(&self) -> Result<()> {
        let Self { attributes, slots, parts, relations, reasons, properties, events, .. } = self;
        let Self { silences, faults, .. } = self;
        for (found, what) in [
            (attributes.len(), "`@attr` in www/loader/element.js"),
            (slots.len(), "`@slot` in src/views/shelf.rs"),
            (parts.len(), "`@csspart` in src/views"),
            (relations.len(), "name of a relation in crates/snapshot/src/records.rs"),
            (reasons.len(), "code of a reason in src/headless.rs"),
            (properties.len(), "`@cssproperty` in src/views/shelf.css"),
            (events.len() - SCRIPT_EVENTS.len(), "constant in `mod name` of src/events.rs"),
            (silences.len(), "code in crates/engine/src/silence.rs"),
            (faults.len(), "`Fault('…')` in www/loader"),
        ] {
            ensure!(
                found > 0,
                "there is no {what}: has it moved? Say so in crates/xtask/src/codegen/declared.rs"
            );
        }
        Ok(())
    }
}

/// Sources of everything that is drawn.
pub fn views(repo: &Repo) -> Result<String> {
    ["shelf", "card", "full"]
        .map(|name| shell::read(&repo.path(format!("src/views/{name}.rs"))))
        .into_iter()
        .collect()
}

/// Whether the options table has an attribute of this name.
pub fn is_option(name: &str) -> bool {
    Opt::ALL.into_iter().any(|option| option.name() == name)
}

/// `// @attr name  what it is`.
fn attributes(element: &str) -> Vec<Named> {
    let lines = element.lines().filter_map(|line| line.strip_prefix("// @attr "));
    lines.filter_map(|line| line.trim().split_once(' ')).map(|(name, doc)| Named::new(name, doc)).collect()
}

/// The words of `const ATTRIBUTES = ['a', 'b'];`.
fn observed(element: &str) -> Option<Vec<String>> {
    let list = element.split_once("const ATTRIBUTES = [")?.1.split_once(']')?.0;
    Some(list.split('\'').skip(1).step_by(2).map(str::to_owned).collect())
}

/// Items of a module's documentation that begin with this tag, a text each; an item goes on in lines that are indented.
fn tagged(source: &str, tag: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut open = false;
    for line in source.lines().filter_map(|line| line.strip_prefix("//! ")) {
        if let Some(item) = line.strip_prefix("- ") {
            open = item.starts_with(&format!("`{tag}"));
            if open {
                items.push(item.to_owned());
            }
        } else if let (true, Some(item)) = (open && line.starts_with("  "), items.last_mut()) {
            item.push(' ');
            item.push_str(line.trim());
        } else {
            open = false;
        }
    }
    items
}

/// `` `@slot` (default): what it is ``.
fn slots(views: &str) -> Vec<Named> {
    let docs = tagged(views, "@slot");
    docs.iter().filter_map(|item| item.split_once(": ")).map(|(_, doc)| Named::new("", doc)).collect()
}

/// `` `@csspart one two`: what they are ``. As many phrases as names are one for each.
fn parts(views: &str) -> Vec<Named> {
    let mut parts = Vec::new();
    for item in tagged(views, "@csspart ") {
        let inside = item.trim_start_matches('`').trim_start_matches("@csspart ");
        let Some((names, doc)) = inside.split_once('`') else { continue };
        let names: Vec<&str> = names.split_whitespace().collect();
        let doc = doc.trim_start_matches(':').trim();
        let phrases: Vec<&str> = doc.split(", ").collect();
        let each = names.len() > 1 && phrases.len() == names.len();
        for (position, name) in names.iter().enumerate() {
            parts.push(Named::new(name, if each { phrases[position] } else { doc }));
        }
    }
    parts
}

/// ` * @cssproperty --name    what it is    default`, columns two spaces or more apart.
fn css_properties(css: &str) -> Vec<Named> {
    let lines = css.lines().filter_map(|line| line.trim().strip_prefix("* @cssproperty "));
    lines.filter_map(css_property).collect()
}

fn css_property(line: &str) -> Option<Named> {
    let mut columns = line.split("  ").map(str::trim).filter(|column| !column.is_empty());
    let mut property = Named::new(columns.next()?, columns.next()?);
    columns.next()?.clone_into(&mut property.default);
    Some(property)
}

/// A theme says ` * --name is what it is; …` and uses `var(--name, default)`.
fn theme_properties(css: &str) -> Vec<Named> {
    let lines = css.lines().filter_map(|line| line.trim().strip_prefix("* --"));
    let property = |line: &str| {
        let (name, doc) = line.split_once(" is ")?;
        let default = css.split_once(&format!("var(--{name}, "))?.1.split_once(')')?.0;
        let doc = doc.split([';', '.']).next().unwrap_or(doc);
        Some(Named { default: default.to_owned(), ..Named::new(&format!("--{name}"), doc) })
    };
    lines.filter_map(property).collect()
}

/// Constants of `mod name`, each with its line of documentation.
fn events(source: &str) -> Vec<Named> {
    let mut doc = "";
    let mut events = Vec::new();
    for line in source.lines().map(str::trim) {
        if let Some(text) = line.strip_prefix("/// ") {
            doc = text;
        } else if let Some((_, value)) =
            line.split_once(": &str = \"").filter(|_| line.starts_with("pub const"))
        {
            events.push(Named::new(value.trim_end_matches("\";"), doc));
        }
    }
    events
}

/// What stands between two texts, where the first of them begins; nothing where it is not there.
fn between<'s>(source: &'s str, before: &str, after: &str) -> &'s str {
    let rest = source.split_once(before).map_or("", |(_, rest)| rest);
    rest.split_once(after).map_or("", |(inside, _)| inside)
}

/// What stands between `before` and the quote that ends it, wherever it stands.
fn codes(source: &str, before: &str, quote: char) -> Vec<String> {
    let rests = source.split(before).skip(1);
    rests.filter_map(|rest| rest.split_once(quote)).map(|(code, _)| code.to_owned()).collect()
}

fn sorted(mut codes: Vec<String>) -> Vec<String> {
    codes.sort();
    codes.dedup();
    codes
}

/// A phrase as a sentence; values to choose from stay as they are written.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.contains(" | ") {
        return format!("One of {text}.");
    }
    let mut letters = text.chars();
    let mut sentence: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    sentence.push_str(letters.as_str());
    if !sentence.is_empty() && !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(named: Vec<Named>) -> Vec<(String, String)> {
        named.into_iter().map(|named| (named.name, named.doc)).collect()
    }

    fn check(found: Vec<Named>, expected: &[(&str, &str)]) {
        let expected: Vec<_> =
            expected.iter().map(|(name, doc)| (name.to_string(), doc.to_string())).collect();
        assert_eq!(pairs(found), expected);
    }

    #[test]
    fn names_are_found_with_their_words() {
        check(attributes("// @attr shard      file name\n// @event x"), &[("shard", "File name.")]);
        check(attributes("// @attr placement  a | b"), &[("placement", "One of a | b.")]);
        check(
            slots("//! - `@slot` (default): stands until\n//!   there is a list."),
            &[("", "Stands until there is a list.")],
        );
        check(
            parts(
                "//! - `@csspart a b`: one, two.\n//! - `@csspart c d`\n//! - `@csspart e`: has its\n//!   state, say.\n\n//! - x",
            ),
            &[("a", "One."), ("b", "Two."), ("c", ""), ("d", ""), ("e", "Has its state, say.")],
        );
        check(events("/// Drawn.\npub const READY: &str = \"cobuy-ready\";"), &[("cobuy-ready", "Drawn.")]);
        check(css_properties(" * @cssproperty --a-b    room   1px 2px"), &[("--a-b", "Room.")]);
        check(theme_properties(" * --a is the room; more\n{ x: var(--a, 4px) }"), &[("--a", "The room.")]);
    }

    #[test]
    fn lists_are_read() {
        assert_eq!(observed("const ATTRIBUTES = ['a', 'b-c'];").unwrap(), ["a", "b-c"]);
        assert_eq!(observed("static observedAttributes"), None);
        assert_eq!(codes("Fault('b', x) Fault('a', y) Fault(code", "Fault('", '\''), ["b", "a"]);
        assert_eq!(css_property("--a  room  1px").unwrap().default, "1px");
        assert_eq!(theme_properties(" * --a is b.\nvar(--a, 4px)")[0].default, "4px");
    }
}
