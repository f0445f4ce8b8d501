//! docs/cobuy.schema.json, for editors: made of the structs that read the file, so that it is what is read.

use std::borrow::Cow;
use std::path::PathBuf;

use cobuy_options::{Kind, Opt};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::rules::{Many, Moment, Money, On, Words};
use super::{Config, Pattern};

/// A value that is written in a way of its own.
macro_rules! written {
    ($kind:ty, $name:literal, $schema:expr) => {
        impl JsonSchema for $kind {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

written!(
    Money,
    "Money",
    json_schema!({
        "description": "An amount in major units of the shop's currency: \"75.50\", or 75 where it is whole.",
        "anyOf": [
            { "type": "string", "pattern": "^[0-9]+(\\.[0-9]{1,6})?$" },
            { "type": "integer", "minimum": 0 }
        ]
    })
);
written!(Pattern, "Pattern", json_schema!({ "type": "string", "format": "regex" }));
written!(
    Moment,
    "Moment",
    json_schema!({
        "description": "An instant with its offset: 2026-11-27T00:00:00+01:00.",
        "type": "string",
        "format": "date-time"
    })
);
written!(
    Words,
    "Words",
    json_schema!({
        "description": "Words in one language or several: \"Text\" or { en = \"..\", de = \"..\" }.",
        "anyOf": [
            { "type": "string", "minLength": 1 },
            { "type": "object", "minProperties": 1, "additionalProperties": { "type": "string", "minLength": 1 } }
        ]
    })
);
written!(
    On,
    "Placement",
    json_schema!({ "type": "string", "enum": On::all().map(|placement| placement.name()).collect::<Vec<_>>() })
);

impl<T: JsonSchema> JsonSchema for Many<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Many{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [one, { "type": "array", "items": one, "minItems": 1 }] })
    }
}

/// The options of a list.
struct ListOptions;

written!(ListOptions, "ListOptions", list_options());

fn list_options() -> Schema {
    let option = |option: Opt| {
        let described = format!("docs/OPTIONS.md#{}", option.name());
        let schema = match option.kind() {
            Kind::Integer { min, max } => {
                json_schema!({ "description": described, "type": "integer", "minimum": min, "maximum": max })
            }
            Kind::Choice(words) => json_schema!({ "description": described, "enum": words }),
        };
        (option.name().to_owned(), schema.to_value())
    };
    let options: serde_json::Map<String, serde_json::Value> = Opt::ALL.into_iter().map(option).collect();
    json_schema!({ "type": "object", "properties": options, "additionalProperties": false })
}

/// `[placements.<name>]`: what may be said of each list.
pub(super) fn placements(generator: &mut SchemaGenerator) -> Schema {
    let one = generator.subschema_for::<ListOptions>().to_value();
    let names = On::all().map(|placement| (placement.name().to_owned(), one.clone()));
    let all: serde_json::Map<String, serde_json::Value> = names.collect();
    json_schema!({ "type": "object", "properties": all, "additionalProperties": false })
}

#[test]
fn the_schema_is_that_of_the_structs() {
    let mut schema = schemars::schema_for!(Config);
    schema.insert("title".to_owned(), "cobuy.toml".into());
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/cobuy.schema.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == text,
        "docs/cobuy.schema.json is not that of the structs: run this test with UPDATE_GOLDEN=1"
    );
}
