//! The shipped bytes against `crates/xtask/budgets.toml`: what a product page may cost, and what each file weighs.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use toml_edit::{DocumentMut, Item, Table, value};

use crate::demo;
use crate::measure::Weight;
use crate::repo::Repo;
use crate::{setup, shell, widget};

/// Options of the task.
#[derive(clap::Args)]
pub struct Args {
    /// Record the present sizes in budgets.toml.
    #[arg(long)]
    update: bool,
}

/// The budget file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budgets {
    /// Upper limits by part, in KB of 1,024 bytes.
    at_most_kb: BTreeMap<String, f64>,
    /// Brotli bytes by shipped file.
    exact_bytes: BTreeMap<String, u64>,
}

const BUDGET_FILE: &str = "crates/xtask/budgets.toml";

/// The files that every product page with a shelf downloads, by the part of the budget that they are.
const PAGE_CODE: [(&str, &str); 4] =
    [("loader", "cobuy.js"), ("glue", "cobuy-core.js"), ("host", "hosts/generic.js"), ("wasm", "cobuy.wasm")];

/// The widget with rules, bundles and offers.
const FULL_WASM: &str = "cobuy-full.wasm";

/// Builds the widget and the demo shop's snapshot, then checks both.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    setup::run(repo, setup::Scope::Build)?;
    widget::build(repo)?;
    demo::build(repo, &demo::Shop::generated(None))?;
    check(repo, args.update)
}

/// Prints and checks what is built. With `update` the exact sizes are written instead of checked.
pub fn check(repo: &Repo, update: bool) -> Result<()> {
    let code = weigh_code(&repo.dist())?;
    let data = weigh_data(&demo::Shop::generated(None).site(repo).join(demo::RECS))?;
    let file = repo.path(BUDGET_FILE);
    let mut text = shell::read(&file)?;
    if update {
        text = with_exact_bytes(&text, &code)?;
        shell::write(&file, &text)?;
    }
    let budgets: Budgets =
        toml_edit::de::from_str(&text).with_context(|| format!("reading {}", file.display()))?;
    let parts = parts(&code, &data)?;
    print(&code, &data, &parts, &budgets);
    let faults = faults(&budgets, &code, &parts);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}", faults.join("\n"))
}

/// Every shipped file that pages may load, by its path in `pkg/dist`; licences lie there too.
fn weigh_code(dist: &Path) -> Result<BTreeMap<String, Weight>> {
    let files = shell::files_under(dist)?;
    files
        .iter()
        .filter(|file| {
            file.extension().is_some_and(|end| ["js", "css", "wasm"].iter().any(|code| end == *code))
        })
        .map(|file| Ok((file.display().to_string(), Weight::of(&shell::read_bytes(&dist.join(file))?)?)))
        .collect()
}

/// What a snapshot's manifest says of its files.
#[derive(Deserialize)]
struct Data {
    base_bytes: u64,
    shards: Shards,
}

/// Sizes of the shards in bytes.
#[derive(Deserialize)]
struct Shards {
    files: u64,
    /// Mean over page views, not over files.
    mean_bytes: u64,
    max_bytes: u64,
}

fn weigh_data(recs: &Path) -> Result<Data> {
    let file = recs.join("manifest.json");
    serde_json::from_str(&shell::read(&file)?).with_context(|| format!("reading {}", file.display()))
}

/// Bytes of each part of the budget.
fn parts(code: &BTreeMap<String, Weight>, data: &Data) -> Result<BTreeMap<&'static str, u64>> {
    let mut parts = BTreeMap::from([("data", data.base_bytes + data.shards.mean_bytes)]);
    for (part, file) in PAGE_CODE {
        let weight = code.get(file).with_context(|| format!("pkg/dist/{file} is missing"))?;
        parts.insert(part, weight.brotli);
    }
    let total = parts.values().sum();
    parts.insert("total", total);
    // In place of the other one, in a shop with rules or bundles.
    let full = code.get(FULL_WASM).with_context(|| format!("pkg/dist/{FULL_WASM} is missing"))?;
    parts.insert("wasm-full", full.brotli);
    Ok(parts)
}

/// One line for each number that is not as the budget file has it.
fn faults(
    budgets: &Budgets,
    code: &BTreeMap<String, Weight>,
    parts: &BTreeMap<&'static str, u64>,
) -> Vec<String> {
    let mut faults = Vec::new();
    for (part, bytes) in parts {
        match budgets.at_most_kb.get(*part) {
            Some(limit) if *bytes as f64 > limit * 1024.0 => {
                faults.push(format!(
                    "{part} has {bytes} bytes, its budget is {limit} KB ({} bytes)",
                    limit * 1024.0
                ));
            }
            Some(_) => {}
            None => faults.push(format!("{part} has no budget in {BUDGET_FILE}")),
        }
    }
    for (file, weight) in code {
        match budgets.exact_bytes.get(file) {
            Some(exact) if *exact == weight.brotli => {}
            Some(exact) => {
                faults.push(format!("{file} has {} bytes, {BUDGET_FILE} says {exact}", weight.brotli))
            }
            None => faults.push(format!("{file} is not in {BUDGET_FILE}")),
        }
    }
    let gone = budgets.exact_bytes.keys().filter(|file| !code.contains_key(*file));
    faults.extend(gone.map(|file| format!("{file} is in {BUDGET_FILE} but does not ship")));
    if !faults.is_empty() {
        faults.push("a change of size that is meant is recorded with `cargo xtask size --update`".into());
    }
    faults
}

/// The budget file with its table of exact sizes replaced; the rest of it, comments too, stays.
fn with_exact_bytes(text: &str, code: &BTreeMap<String, Weight>) -> Result<String> {
    let mut document: DocumentMut = text.parse().with_context(|| format!("reading {BUDGET_FILE}"))?;
    let table = document.entry("exact_bytes").or_insert(Item::Table(Table::new()));
    let table =
        table.as_table_mut().with_context(|| format!("`exact_bytes` in {BUDGET_FILE} is not a table"))?;
    table.clear();
    for (file, weight) in code {
        table.insert(file, value(i64::try_from(weight.brotli)?));
    }
    Ok(document.to_string())
}

fn print(
    code: &BTreeMap<String, Weight>,
    data: &Data,
    parts: &BTreeMap<&'static str, u64>,
    budgets: &Budgets,
) {
    println!("{:<22}{:>10}{:>10}{:>10}", "bytes", "raw", "gzip 9", "brotli 11");
    let mut total = Weight::default();
    for (file, weight) in code {
        println!("{file:<22}{:>10}{:>10}{:>10}", weight.raw, weight.gzip, weight.brotli);
        total += *weight;
    }
    println!("{:<22}{:>10}{:>10}{:>10}", "all shipped files", total.raw, total.gzip, total.brotli);
    println!();
    let (base, Shards { files, mean_bytes, max_bytes }) = (data.base_bytes, &data.shards);
    println!(
        "demo snapshot: base {base}, {files} shards: mean of a page view {mean_bytes}, largest {max_bytes}"
    );
    println!();
    println!("{:<22}{:>10}{:>10}{:>10}", "a product page, cold", "bytes", "KB (1024)", "at most");
    for (part, bytes) in parts {
        let limit = budgets.at_most_kb.get(*part).copied().unwrap_or_default();
        println!("{part:<22}{bytes:>10}{:>10.2}{limit:>10.1}", *bytes as f64 / 1024.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str =
        "# Why.\n[at_most_kb]\nloader = 1.5\ntotal = 2.0\n\n# Exact.\n[exact_bytes]\n\"cobuy.js\" = 900\n";

    fn code(files: &[(&str, u64)]) -> BTreeMap<String, Weight> {
        files
            .iter()
            .map(|(file, brotli)| (file.to_string(), Weight { brotli: *brotli, ..Weight::default() }))
            .collect()
    }

    #[test]
    fn numbers_against_the_file() {
        let check = |files: &[(&str, u64)], parts: &[(&'static str, u64)], expected: &[&str]| {
            let budgets: Budgets = toml_edit::de::from_str(FILE).unwrap();
            let found = faults(&budgets, &code(files), &parts.iter().copied().collect());
            assert_eq!(found.len(), expected.len() + usize::from(!expected.is_empty()), "{found:#?}");
            for (line, start) in found.iter().zip(expected) {
                assert!(line.starts_with(start), "{line}");
            }
        };
        check(&[("cobuy.js", 900)], &[("loader", 1536), ("total", 2048)], &[]);
        check(&[("cobuy.js", 900)], &[("loader", 1537)], &["loader has 1537 bytes"]);
        check(&[("cobuy.js", 899)], &[], &["cobuy.js has 899 bytes"]);
        check(&[("cobuy.js", 901)], &[], &["cobuy.js has 901 bytes"]);
        check(&[("cobuy.js", 900), ("new.js", 1)], &[], &["new.js is not in"]);
        check(&[], &[], &["cobuy.js is in"]);
        check(&[("cobuy.js", 900)], &[("host", 1)], &["host has no budget"]);
    }

    #[test]
    fn an_update_replaces_only_its_table() {
        let updated = with_exact_bytes(FILE, &code(&[("a.js", 1), ("themes/b.css", 2)])).unwrap();
        assert!(updated.starts_with("# Why.\n[at_most_kb]\nloader = 1.5\n"), "{updated}");
        assert!(
            updated.ends_with("# Exact.\n[exact_bytes]\n\"a.js\" = 1\n\"themes/b.css\" = 2\n"),
            "{updated}"
        );
    }
}
