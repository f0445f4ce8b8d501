//! `pkg/custom-elements.json`: what editors and catalogues read of the elements (custom-elements-manifest 2.1.0).

use anyhow::{Context, Result};
use cobuy_options::Opt;
use serde_json::{Map, Value, json};

use super::declared::{Declared, Named};
use super::options;

const MODULE: &str = "dist/index.js";
const CLASS: &str = "CobuyShelf";

/// The manifest. serde_json keeps names in alphabetical order, so that the same sources give the same text.
pub fn text(declared: &Declared) -> Result<String> {
    let manifest = json!({
        "schemaVersion": "2.1.0",
        "readme": "README.md",
        "modules": [{
            "kind": "javascript-module",
            "path": MODULE,
            "declarations": [shelf(declared)],
            "exports": [{
                "kind": "custom-element-definition",
                "name": "cobuy-shelf",
                "declaration": { "name": CLASS, "module": MODULE },
            }],
        }],
    });
    Ok(serde_json::to_string_pretty(&manifest).context("writing the manifest")? + "\n")
}

fn shelf(declared: &Declared) -> Value {
    json!({
        "kind": "class",
        "customElement": true,
        "name": CLASS,
        "tagName": "cobuy-shelf",
        "superclass": { "name": "HTMLElement" },
        "description": "A list of recommended products, or its own children where there is none.",
        "attributes": attributes(declared),
        "slots": named(&declared.slots, |_| None),
        "cssParts": named(&declared.parts, |_| None),
        "cssProperties": named(&declared.properties, |property| Some(("default", json!(property.default)))),
        "events": named(&declared.events, |event| Some(("type", json!({ "text": event_type(&event.name) })))),
    })
}

fn attributes(declared: &Declared) -> Vec<Value> {
    let mut attributes = named(&declared.attributes, |attribute| {
        Some(("type", json!({ "text": options::own_type(attribute) })))
    });
    for option in Opt::ALL {
        attributes.push(json!({
            "name": option.name(),
            "description": format!("{} {}", options::plain(option), options::defaults(option)),
            "type": { "text": options::option_type(option) },
        }));
    }
    attributes
}

/// Types of details, as `pkg/index.d.ts` names them.
fn event_type(name: &str) -> &'static str {
    match name {
        "cobuy-error" => "CustomEvent<CobuyErrorDetail>",
        "cobuy-missing" => "CustomEvent<CobuyMissingDetail>",
        "cobuy-dismiss" => "CustomEvent<CobuyDismissDetail>",
        _ => "CustomEvent<CobuyDetail>",
    }
}

fn named(all: &[Named], more: impl Fn(&Named) -> Option<(&'static str, Value)>) -> Vec<Value> {
    let entry = |named: &Named| {
        let mut entry = Map::new();
        entry.insert("name".into(), json!(named.name));
        if !named.doc.is_empty() {
            entry.insert("description".into(), json!(named.doc));
        }
        entry.extend(more(named).map(|(name, value)| (name.to_owned(), value)));
        Value::Object(entry)
    };
    all.iter().map(entry).collect()
}
