//! `cobuy check`: whether a published folder is what a build wrote, and whether a `cobuy.toml` is what its merchant means.

mod config;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use cobuy_catalogue::config::Config;
use cobuy_publish::check::{Demands, Report, check};

use crate::Answer;
use crate::progress::Stages;
use crate::words::{bytes, count, counted, percent};

/// Checks a published snapshot, every checksum, reference and limit; and the rules of a cobuy.toml
///
/// Reads every file with the reader that the browser uses. With the private folder of the build it also proves that
/// enough customers stand behind every published pair. Keys with control characters, addresses that can run script and private
/// tables lying in the folder are findings, too. With --config it looks for rules that contradict each other, never
/// act or name what is not there; a folder is not needed then. Exit code 0: sound (warnings do not count), 1: findings,
/// 2: cannot be checked.
#[derive(clap::Args)]
#[command(
    after_help = "Examples: cobuy check recs --work work\n          cobuy check --config cobuy.toml --products products.csv --rules"
)]
pub struct Args {
    /// The folder given to cobuy build --out
    #[arg(required_unless_present = "config")]
    dir: Option<PathBuf>,
    /// The folder given to cobuy build --work
    #[arg(long, value_name = "DIR", requires = "dir")]
    work: Option<PathBuf>,
    /// Least share of order lines that found their product, 0 to 1, in place of what cobuy.toml says
    #[arg(long, value_name = "SHARE", requires = "dir")]
    min_join: Option<f64>,
    /// What cobuy.toml says; without it everything has its default
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Products file that the rules are checked against; without it names of products, categories, brands and tags are not
    #[arg(long, value_name = "FILE", requires = "config")]
    products: Option<PathBuf>,
    /// Says in words what each rule does
    #[arg(long, requires = "config")]
    rules: bool,
    /// Prints what was found in cobuy.toml as JSON
    #[arg(long, requires = "config", conflicts_with = "dir")]
    json: bool,
}

/// Checks.
pub fn run(args: &Args) -> Result<Answer> {
    let rules =
        args.config.as_deref().map(|path| config::check(path, args.products.as_deref())).transpose()?;
    let folder = args.dir.as_deref().map(|dir| folder(args, dir)).transpose()?;
    let mut answer = Answer::from(String::new());
    if let Some(rules) = rules {
        answer.text += &if args.json { rules.json()? } else { rules.text(args.rules) };
        answer.findings |= !rules.is_sound();
    }
    if let Some(folder) = folder {
        answer.text += &text(&folder);
        answer.findings |= !folder.is_sound();
    }
    Ok(answer)
}

fn folder(args: &Args, dir: &Path) -> Result<Report> {
    ensure!(
        dir.is_dir(),
        "{}: there is no such folder: name the one given to cobuy build --out",
        dir.display()
    );
    let min_join_rate = match (args.min_join, &args.config) {
        (Some(share), _) if (0.0..=1.0).contains(&share) => share,
        (Some(share), _) => {
            bail!("--min-join {share}: allowed are shares from 0 to 1, 0.95 is 95 in a hundred")
        }
        (None, Some(config)) => Config::read(config)?.limits.min_join_rate,
        (None, None) => Config::default().limits.min_join_rate,
    };
    let demands = Demands { min_join_rate, work: args.work.as_deref() };
    Ok(check(dir, &demands, &Stages::new()))
}

fn text(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let _ = writeln!(text, "{finding}");
    }
    let verdict = match report.findings.len() as u64 {
        0 => "sound".to_owned(),
        findings => counted(findings, "finding"),
    };
    let _ = writeln!(
        text,
        "{verdict}: {}, {}, k = {}",
        counted(report.files, "file"),
        bytes(report.bytes),
        report.k
    );
    if !report.generation.is_empty() {
        let _ = writeln!(text, "generation {}", report.generation);
    }
    let rows = format!("{} of {}", count(report.together_rows), counted(report.products, "product"));
    let _ = writeln!(
        text,
        "coverage {} ({rows} have a pair), {}",
        percent(report.coverage()),
        counted(report.pairs, "neighbour")
    );
    if let Some(rate) = report.join_rate {
        let _ = writeln!(text, "join rate {}", percent(rate));
    }
    if let Some(pairs) = report.proven_pairs {
        let _ = writeln!(text, "{} proven to have enough customers", counted(pairs, "pair"));
    }
    text
}
