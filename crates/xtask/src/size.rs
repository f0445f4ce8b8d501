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
    /// Set the ceilings of files that have passed theirs, or lie far below, to just above their sizes.
    #[arg(long)]
    update: bool,
}

/// The budget file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budgets {
    /// Upper limits of a product page by part, in KB of 1,024 bytes.
    page_kb: BTreeMap<String, f64>,
    /// Brotli bytes by shipped file that it may not pass.
    file_bytes: BTreeMap<String, u64>,
}

/// How far below its ceiling a file may lie, per cent of the ceiling: what was saved shall not be spent unseen.
const SLACK_PERCENT: u64 = 2;
/// The same for small files, bytes.
const SLACK_BYTES: u64 = 32;

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
    weigh(repo, args.update)
}

/// Prints and checks what is built.
pub fn check(repo: &Repo) -> Result<()> {
    weigh(repo, false)
}

/// With `update` the ceilings are moved first.
fn weigh(repo: &Repo, update: bool) -> Result<()> {
    let code = weigh_code(&repo.dist())?;
    let data = weigh_data(&demo::Shop::generated(None).site(repo).join(demo::RECS))?;
    let file = repo.path(BUDGET_FILE);
    let mut text = shell::read(&file)?;
    if update {
        text = with_ceilings(&text, &code)?;
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
        match budgets.page_kb.get(*part) {
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
        faults.extend(fault_of(file, weight.brotli, budgets.file_bytes.get(file).copied()));
    }
    let gone = budgets.file_bytes.keys().filter(|file| !code.contains_key(*file));
    faults.extend(gone.map(|file| format!("{file} is in {BUDGET_FILE} but does not ship")));
    if !faults.is_empty() {
        faults.push(
            "a change of size that is meant: `cargo xtask size --update` moves the ceilings of files".into(),
        );
    }
    faults
}

/// Why a file's size is not as its ceiling has it.
fn fault_of(file: &str, bytes: u64, ceiling: Option<u64>) -> Option<String> {
    let Some(ceiling) = ceiling else { return Some(format!("{file} is not in {BUDGET_FILE}")) };
    if bytes > ceiling {
        return Some(format!("{file} has {bytes} bytes, its ceiling is {ceiling}"));
    }
    let slack = (ceiling * SLACK_PERCENT / 100).max(SLACK_BYTES);
    let low = bytes + slack < ceiling;
    low.then(|| format!("{file} has {bytes} bytes, far below its ceiling of {ceiling}: lower it"))
}

/// The budget file with ceilings that hold: those that do already, the rest of the file and its comments stay.
fn with_ceilings(text: &str, code: &BTreeMap<String, Weight>) -> Result<String> {
    let mut document: DocumentMut = text.parse().with_context(|| format!("reading {BUDGET_FILE}"))?;
    let table = document.entry("file_bytes").or_insert(Item::Table(Table::new()));
    let table =
        table.as_table_mut().with_context(|| format!("`file_bytes` in {BUDGET_FILE} is not a table"))?;
    table.retain(|file, _| code.contains_key(file));
    for (file, weight) in code {
        let ceiling = table.get(file).and_then(Item::as_integer).and_then(|bytes| bytes.try_into().ok());
        if fault_of(file, weight.brotli, ceiling).is_some() {
            // Half of the slack is left for the next change.
            let room = (weight.brotli * SLACK_PERCENT / 200).max(SLACK_BYTES / 2);
            table.insert(file, value(i64::try_from(weight.brotli + room)?));
        }
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
        let limit = budgets.page_kb.get(*part).copied().unwrap_or_default();
        println!("{part:<22}{bytes:>10}{:>10.2}{limit:>10.1}", *bytes as f64 / 1024.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Why.\n[page_kb]\nloader = 1.5\ntotal = 2.0\n\n# Ceilings.\n[file_bytes]\n\"cobuy.js\" = 900\n\"cobuy.wasm\" = 45000\n";

    fn code(files: &[(&str, u64)]) -> BTreeMap<String, Weight> {
        files
            .iter()
            .map(|(file, brotli)| (file.to_string(), Weight { brotli: *brotli, ..Weight::default() }))
            .collect()
    }

    #[test]
    fn numbers_against_the_file() {
        let check = |script: u64, wasm: u64, parts: &[(&'static str, u64)], expected: &[&str]| {
            let budgets: Budgets = toml_edit::de::from_str(FILE).unwrap();
            let files = code(&[("cobuy.js", script), ("cobuy.wasm", wasm)]);
            let found = faults(&budgets, &files, &parts.iter().copied().collect());
            assert_eq!(found.len(), expected.len() + usize::from(!expected.is_empty()), "{found:#?}");
            for (line, start) in found.iter().zip(expected) {
                assert!(line.starts_with(start), "{line}");
            }
        };
        check(900, 45_000, &[("loader", 1536), ("total", 2048)], &[]);
        check(900, 45_000, &[("loader", 1537)], &["loader has 1537 bytes"]);
        check(900, 45_000, &[("host", 1)], &["host has no budget"]);
        check(901, 45_000, &[], &["cobuy.js has 901 bytes, its ceiling"]);
        check(868, 44_100, &[], &[]);
        check(867, 44_100, &[], &["cobuy.js has 867 bytes, far below"]);
        check(868, 44_099, &[], &["cobuy.wasm has 44099 bytes, far below"]);
    }

    #[test]
    fn files_and_ceilings_belong_together() {
        let budgets: Budgets = toml_edit::de::from_str(FILE).unwrap();
        let found = faults(&budgets, &code(&[("cobuy.js", 900), ("new.js", 1)]), &BTreeMap::new());
        let starts: Vec<&str> =
            found.iter().filter_map(|line| line.split_once(" in ")).map(|(start, _)| start).collect();
        assert_eq!(starts, ["new.js is not", "cobuy.wasm is"]);
    }

    #[test]
    fn an_update_moves_only_ceilings_that_do_not_hold() {
        let files = code(&[("a.js", 1), ("cobuy.js", 890), ("cobuy.wasm", 50_000)]);
        let updated = with_ceilings(FILE, &files).unwrap();
        assert!(updated.starts_with("# Why.\n[page_kb]\nloader = 1.5\n"), "{updated}");
        let table = "# Ceilings.\n[file_bytes]\n\"cobuy.js\" = 900\n\"cobuy.wasm\" = 50500\n\"a.js\" = 17\n";
        assert!(updated.ends_with(table), "{updated}");
        assert_eq!(with_ceilings(&updated, &files).unwrap(), updated);
        let fewer = with_ceilings(&updated, &code(&[("a.js", 1)])).unwrap();
        assert!(fewer.ends_with("[file_bytes]\n\"a.js\" = 17\n"), "{fewer}");
    }
}
