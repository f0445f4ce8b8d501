//! docs/RULES.md says what the command does: its templates, examples, effects and tables are those of the program.
//!
//! - `scenes`: for every template a shop and a moment in which its example holds.
//! - `effect`: the list of that moment, with and without the example.

mod effect;
mod scenes;

use std::path::PathBuf;

use cobuy_catalogue::config::Config;
use cobuy_rules::templates::{Template, all};
use cobuy_rules::{PLACEHOLDERS, Shop, compile, words};

/// What stands before the generated part.
const MARK: &str = "docs -->\n";

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/RULES.md")
}

fn shop() -> Shop<'static> {
    Shop { catalogue: None, currency: None, locale: "en", now_ms: 0 }
}

/// A template as the documentation shows it: what it is for, an example, what the example does, and a list before and after.
fn section(template: &Template) -> String {
    let config = Config::parse(&template.example, &template.name).unwrap();
    let (rules, findings) = compile(&config, &shop());
    assert!(findings.is_empty(), "{}: {findings:#?}", template.name);
    let does = words::rule(&rules.rules[0], &rules, &shop());
    let needs = match template.needs.as_slice() {
        [] => "It needs nothing else".to_owned(),
        needs => {
            let quoted = |need: &String| format!("`{}`", need.replace(" or ", "` or `"));
            format!("It needs {}", needs.iter().map(quoted).collect::<Vec<_>>().join(" and "))
        }
    };
    let (name, what, example) = (&template.name, &template.what, template.example.trim());
    let effect = effect::effect(template);
    format!("\n### {name}\n\n{what} {needs}.\n\n```toml\n{example}\n```\n\nIn words: {does}.\n\n{effect}")
}

#[test]
fn templates_are_shown_as_they_are() {
    let text = std::fs::read_to_string(path()).unwrap();
    let (written, shown) = text.split_once(MARK).expect("the mark stands in the page");
    let generated: String = all().iter().map(section).collect();
    assert_eq!(scenes::SCENES.len(), all().len(), "one moment for each template");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path(), format!("{written}{MARK}{generated}")).unwrap();
    } else {
        assert!(shown == generated, "docs/RULES.md is not what the templates are; expected\n{generated}");
    }
}

#[test]
fn examples_are_sound() {
    let text = std::fs::read_to_string(path()).unwrap();
    let examples: Vec<&str> =
        text.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(examples.len() > all().len());
    for example in examples {
        let config =
            Config::parse(example, "cobuy.toml").unwrap_or_else(|error| panic!("{error}\n{example}"));
        let (_, findings) = compile(&config, &shop());
        assert!(findings.is_empty(), "{findings:#?}\n{example}");
    }
}

#[test]
fn every_figure_is_told() {
    let text = std::fs::read_to_string(path()).unwrap();
    for (name, _) in PLACEHOLDERS {
        assert!(text.contains(&format!("`{{{name}}}`")), "{name}");
    }
}
