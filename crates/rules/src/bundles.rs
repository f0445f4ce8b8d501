//! `[[bundle]]`: products that are bought at once, and what the shop takes off.

use std::collections::BTreeSet;

use cobuy_catalogue::config::rules::BundleConfig;
use cobuy_engine::bundle::MEMBERS;
use cobuy_snapshot::rules::BUNDLE_PREFIX;
use cobuy_snapshot::write::rules::BundleInfo;

use super::actions::code;
use super::compiler::Compiler;

/// What a bundle usually takes off, per cent: less is not noticed, more eats the margin.
const USUAL_PERCENT: std::ops::RangeInclusive<u32> = 15..=25;

/// Adds the bundles, and the terms of those that are made of what is bought together.
pub(super) fn compile(compiler: &mut Compiler<'_>, bundles: &[BundleConfig]) {
    let (mut terms, mut known) = (0, BTreeSet::new());
    for bundle in bundles {
        let id = match &bundle.id {
            Some(id) => {
                compiler.at(format!("[[bundle]] {id}"));
                compiler.id(id);
                members(compiler, bundle, id, &mut known);
                id.clone()
            }
            None => {
                compiler.at("[[bundle]] without id".to_owned());
                terms += 1;
                if !bundle.products.is_empty() {
                    compiler.error(
                        "it names products",
                        "Give it an id; without one it says the terms of all others",
                    );
                } else if terms > 1 {
                    compiler.error(
                        "there are two of them",
                        "Keep one: it says the terms of all bundles without an own entry",
                    );
                }
                String::new()
            }
        };
        let percent = bundle.percent.unwrap_or(0);
        if percent > 0 && !USUAL_PERCENT.contains(&percent) {
            let problem = format!("it takes off {percent} %, usual are 15 to 25 %");
            compiler
                .warn(problem, "Less is hardly noticed, more costs margin: change it if that is not meant");
        }
        code(compiler, bundle.code.as_deref());
        let (from_ms, until_ms) = compiler.validity(bundle.from, bundle.until);
        let title = bundle.title.as_ref().map(|title| compiler.words(title)).unwrap_or_default();
        compiler.rules.bundles.push(BundleInfo {
            id,
            percent: percent as u8,
            code: bundle.code.clone().unwrap_or_default(),
            title,
            from_ms,
            until_ms,
        });
    }
}

fn members(compiler: &mut Compiler<'_>, bundle: &BundleConfig, id: &str, known: &mut BTreeSet<Vec<String>>) {
    let count = bundle.products.len();
    if !MEMBERS.contains(&count) {
        let (least, most) = MEMBERS.into_inner();
        let remedy = format!("Name {least} to {most}: more are no longer looked over");
        compiler.error(format!("it has {count} products"), &remedy);
    }
    let mut sorted = bundle.products.clone();
    sorted.sort();
    if !known.insert(sorted) {
        compiler
            .warn("another bundle has the same products", "Only the first that is valid is shown: keep one");
    }
    let products = compiler.products(&bundle.products, "products:");
    compiler.list(format!("{BUNDLE_PREFIX}{id}"), products);
}
