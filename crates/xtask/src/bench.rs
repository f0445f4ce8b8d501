//! What `cobuy` costs: how long a build takes and how much memory, and how long a page waits for a ranking.
//!
//! Numbers, no verdict: they depend on the machine, so they stand beside its number of cores. In reading order:
//!
//! - [`process`]: time, CPU time and peak memory of one program; [`report`]: the table and `report.json`.
//! - [`build`]: `cobuy build` on Online Retail and on generated orders; [`orders`]: those orders.
//! - [`peers`]: DuckDB, Spark and `implicit` on the same file, where Python is at hand.
//! - [`score`]: ranking in the browser, on the bytes that ship.

mod build;
mod orders;
mod peers;
pub mod process;
mod report;
mod score;

use std::path::PathBuf;

use anyhow::Result;

use crate::repo::Repo;
use crate::{setup, widget};

/// Options of the task.
#[derive(clap::Args)]
pub struct Args {
    /// A tenth of the generated orders and of the rankings: some minutes less, for trying a change.
    #[arg(long)]
    quick: bool,
    /// Only these benchmarks; all without it.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Bench>,
}

/// One benchmark.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Bench {
    /// `cobuy build` on Online Retail.
    Real,
    /// `cobuy build` on 11 million generated lines, beside DuckDB, Spark and `implicit`.
    Large,
    /// `cobuy build` at 1,000, 100,000 and 1,000,000 products: what it costs, and what pages download.
    Sizes,
    /// Ranking in the browser.
    Score,
}

/// Measures, prints and writes `target/bench/report.json`.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    let wanted = |bench| args.only.is_empty() || args.only.contains(&bench);
    let mut report = report::Report::new(args.quick);
    if [Bench::Real, Bench::Large, Bench::Sizes].into_iter().any(wanted) {
        build::compile(repo)?;
    }
    if wanted(Bench::Real) {
        report.real = build::real(repo)?;
    }
    if wanted(Bench::Large) {
        report.large = build::large(repo, args.quick)?;
    }
    if wanted(Bench::Sizes) {
        report.sizes = build::sizes(repo, args.quick)?;
    }
    if wanted(Bench::Score) {
        setup::run(repo, setup::Scope::Everything)?;
        widget::build(repo)?;
        report.score = score::run(repo, args.quick)?;
    }
    report.tell(&folder(repo))
}

/// Where everything lies that the benchmarks make.
fn folder(repo: &Repo) -> PathBuf {
    repo.path("target/bench")
}
