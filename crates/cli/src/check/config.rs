//! `cobuy check --config`: the rules of a `cobuy.toml`, with what is wrong with them and what they do.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;
use cobuy_catalogue::config::Config;
use cobuy_catalogue::imported::Imported;
use cobuy_import as import;
use cobuy_publish::pack::placement_records;
use cobuy_rules::{Finding, Severity, Shop, compile, words};
use serde::Serialize;

use crate::progress::Stages;
use crate::words::counted;

/// What was found.
#[derive(Serialize)]
pub struct Checked {
    findings: Vec<Finding>,
    rules: Vec<Told>,
    bundles: Vec<Told>,
}

/// A rule or bundle in words.
#[derive(Serialize)]
struct Told {
    /// Its id; none for the terms of bundles.
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    /// Where, when and what.
    does: String,
}

/// Checks a configuration, against a products file where there is one.
pub fn check(path: &Path, products: Option<&Path>) -> Result<Checked> {
    let config = Config::read(path)?;
    placement_records(&config.placements)?;
    let now_ms = jiff::Timestamp::now().as_millisecond();
    let imported = products
        .map(|products| import::only_products(&config, products, now_ms, &Stages::new()))
        .transpose()?;
    let shop = Shop {
        catalogue: imported.as_ref().map(|imported: &Imported| &imported.catalogue),
        currency: imported.as_ref().and_then(|imported| imported.report.currency).or(config.catalog.currency),
        locale: &config.catalog.locale,
        now_ms: u64::try_from(now_ms).unwrap_or(0),
    };
    let (rules, findings) = compile(&config, &shop);
    let told = |id: &String, does: String| Told { id: id.clone(), does };
    Ok(Checked {
        findings,
        rules: rules.rules.iter().map(|rule| told(&rule.id, words::rule(rule, &rules, &shop))).collect(),
        bundles: rules.bundles.iter().map(|one| told(&one.id, words::bundle(one, &rules, &shop))).collect(),
    })
}

impl Checked {
    /// Whether a build accepts it.
    pub fn is_sound(&self) -> bool {
        self.count(Severity::Error) == 0
    }

    fn count(&self, severity: Severity) -> u64 {
        self.findings.iter().filter(|finding| finding.severity == severity).count() as u64
    }

    /// For people; `rules` tells what each rule does, too.
    pub fn text(&self, rules: bool) -> String {
        let mut text = String::new();
        if rules {
            for Told { id, does } in &self.rules {
                let _ = writeln!(text, "rule {id}: {does}");
            }
            for Told { id, does } in &self.bundles {
                let named = if id.is_empty() { String::new() } else { format!(" {id}") };
                let _ = writeln!(text, "bundle{named}: {does}");
            }
        }
        for finding in &self.findings {
            let kind = if finding.severity == Severity::Error { "error" } else { "warning" };
            let _ = writeln!(text, "{kind}: {finding}");
        }
        let verdict = if self.is_sound() { "sound" } else { "not sound" };
        let (rules, bundles) = (self.rules.len() as u64, self.bundles.len() as u64);
        let _ = writeln!(
            text,
            "cobuy.toml is {verdict}: {}, {}, {}, {}",
            counted(rules, "rule"),
            counted(bundles, "bundle"),
            counted(self.count(Severity::Error), "error"),
            counted(self.count(Severity::Warning), "warning")
        );
        text
    }

    /// For scripts.
    pub fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}
