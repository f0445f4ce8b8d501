//! `cobuy check`: whether a published folder is what a build wrote.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Result, bail, ensure};
use cobuy_miner::check::{Demands, Report, check};
use cobuy_miner::config::Config;

use crate::Answer;
use crate::progress::Stages;
use crate::words::{bytes, count, counted, percent};

/// Checks a published snapshot: every checksum, reference and limit
///
/// Reads every file with the reader that the browser uses. With the private folder of the build it also proves that
/// enough customers stand behind every published pair. Exit code 0: sound, 1: findings, 2: cannot be checked.
#[derive(clap::Args)]
#[command(after_help = "Example: cobuy check recs --work work")]
pub struct Args {
    /// The folder given to cobuy build --out
    dir: PathBuf,
    /// The folder given to cobuy build --work
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// Least share of order lines that found their product, 0 to 1, in place of what cobuy.toml says
    #[arg(long, value_name = "SHARE")]
    min_join: Option<f64>,
    /// What cobuy.toml says; without it everything has its default
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Checks.
pub fn run(args: &Args) -> Result<Answer> {
    ensure!(
        args.dir.is_dir(),
        "{}: there is no such folder: name the one given to cobuy build --out",
        args.dir.display()
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
    let report = check(&args.dir, &demands, &Stages::new());
    Ok(Answer { text: text(&report), findings: !report.is_sound() })
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
