//! `cobuy diff`: what changed between two snapshots.
//!
//! - [`report`]: the difference with names, prices and counts, ready to be told; its fields are the JSON.
//! - [`words`]: the same for people.

pub mod report;
mod words;

use std::path::{Path, PathBuf};

use anyhow::Result;
use cobuy_audit::{AuditError, Diff, PairChange, Published, RelationDiff, Tallies};

use report::{Report, Side};

use crate::Answer;
use crate::progress::Stages;

/// Shows what changed between two snapshots
///
/// Products, pairs, places in the lists, prices, stock, coverage and size; the most important of each first. The two may
/// have different numbers of hex digits in their files' names. With the private folders of the builds, pairs are told
/// with their orders and customers.
#[derive(clap::Args)]
#[command(after_help = "Example: cobuy diff recs-live recs --work-new work")]
pub struct Args {
    /// The folder before
    old: PathBuf,
    /// The folder after
    new: PathBuf,
    /// The private folder of the build before
    #[arg(long, value_name = "DIR")]
    work_old: Option<PathBuf>,
    /// The private folder of the build after
    #[arg(long, value_name = "DIR")]
    work_new: Option<PathBuf>,
    /// Prints JSON: a stable shape and order, described in docs/DIFF.md
    #[arg(long)]
    json: bool,
    /// Lists everything instead of the most important ten of each kind
    #[arg(long)]
    all: bool,
}

/// Entries listed of each kind without --all.
pub const LISTED: usize = 10;

/// Compares.
pub fn run(args: &Args) -> Result<Answer> {
    let progress = Stages::new();
    let old = Published::read(&args.old, &progress)?;
    let new = Published::read(&args.new, &progress)?;
    let diff = Diff::new(&old, &new);
    let listed = if args.all { usize::MAX } else { LISTED };
    let tallies_old = tallies(args.work_old.as_deref(), &old, &diff, listed, |relation| &relation.lost)?;
    let tallies_new = tallies(args.work_new.as_deref(), &new, &diff, listed, |relation| &relation.gained)?;
    let (old, new) = (Side::new(&old, tallies_old.as_ref()), Side::new(&new, tallies_new.as_ref()));
    let report = Report::new(&diff, &old, &new, listed);
    drop(progress);
    let text = if args.json { json(&report)? } else { words::text(&report, &args.old, &args.new) };
    Ok(text.into())
}

fn json(report: &Report<'_>) -> Result<String> {
    let mut text = serde_json::to_string_pretty(report)?;
    text.push('\n');
    Ok(text)
}

/// The counts of the pairs that will be listed.
fn tallies(
    work: Option<&Path>,
    side: &Published,
    diff: &Diff,
    listed: usize,
    pairs: impl Fn(&RelationDiff) -> &Vec<PairChange>,
) -> Result<Option<Tallies>, AuditError> {
    let wanted = diff.relations.iter().flat_map(|relation| pairs(relation).iter().take(listed));
    let mut wanted: Vec<(u32, u32)> =
        wanted.map(|pair| (pair.from.min(pair.to), pair.from.max(pair.to))).collect();
    wanted.sort_unstable();
    work.map(|work| Tallies::read(work, side, &|a, b| wanted.binary_search(&(a, b)).is_ok())).transpose()
}

#[cfg(test)]
mod tests;
