//! Every build task of the repository: `cargo xtask <task>`.
//!
//! One file per task, each readable by itself; in reading order:
//!
//! - [`repo`]: where things are, read once from `cargo metadata`; [`shell`]: how a task runs another program.
//! - [`setup`]: what a fresh machine lacks.
//! - [`widget`]: Rust to the bytes that ship, as each [`variant`]; [`prune`]: what is left out of them; [`shorten`]: names at
//!   their border; [`bundle`]: the JavaScript and CSS beside them.
//! - [`size`]: the shipped bytes against `budgets.toml`; [`measure`]: what a file weighs.
//! - [`licences`]: what of others ships, and under which words.
//! - [`codegen`]: what is written from the sources: types, element manifest, reference of the options.
//! - [`demo`]: a demo shop from an order file to an address; [`serve`]: the server under it;
//!   [`crawl`]: every page and file of it, fetched; [`links`]: what a page or style sheet points at.
//! - [`floors`]: how good the shipped command must be on real orders and sessions.
//! - [`bench`]: time, memory and what a ranking costs in the browser.
//! - [`test`]: everything, as CI runs it; [`layering`]: which crate may use which; [`rows`]: which test proves which statement
//!   about cross-selling; [`cites`]: no file cites a document that is not here; [`counts`]: what a test runner said.
//! - [`mutants`]: whether tests notice a change of policy.

mod bench;
mod bundle;
mod cites;
mod codegen;
mod counts;
mod crawl;
mod demo;
mod floors;
mod layering;
mod licences;
mod links;
mod measure;
mod mutants;
mod prune;
mod repo;
mod rows;
mod serve;
mod setup;
mod shell;
mod shorten;
mod size;
mod tables;
mod test;
mod variant;
mod widget;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// Build tasks. Every one sets up what it needs and can be run again at any time.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing: Rust target and components, JS tools from the lock file, a Chromium.
    Setup,
    /// Build what ships to the browser into pkg/dist.
    Widget,
    /// Write types, element manifest and option reference from the sources.
    Codegen(codegen::Args),
    /// Write the notices of what of others ships: pkg/THIRD-PARTY.txt and crates/cli/THIRD-PARTY.txt.
    Licences(licences::Args),
    /// Print what ships in raw, gzip and brotli bytes, and check it against budgets.toml.
    Size(size::Args),
    /// Build a demo shop from orders to pages and serve it on this machine.
    Demo(demo::Args),
    /// Compare what `cobuy pairs` writes with what DuckDB and a Spark cluster make of the same orders.
    Tables,
    /// Run every check there is, as CI does; or some of its steps.
    Test(test::Args),
    /// Run what is quick: format, clippy, what is generated, unit tests.
    Check,
    /// Check that every statement of tests/rows.toml has a test that is there, or a reason, and that no file cites a document
    /// that is not in the repository.
    Rows,
    /// Change the engine's policy in every small way, and list the changes that no test notices. An hour or two.
    Mutants(mutants::Args),
    /// Measure builds and rankings: time and memory. Prints a table and writes target/bench/report.json.
    Bench(bench::Args),
    /// Run a program and print what it used; what bench calls.
    #[command(hide = true)]
    Measured(bench::process::Args),
}

fn main() -> ExitCode {
    match run(Cli::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    // Before anything else is started: what the system counts is the sum of all children.
    if let Task::Measured(args) = task {
        return bench::process::measured(&args);
    }
    let repo = repo::Repo::open()?;
    match task {
        Task::Setup => setup::run(&repo, setup::Scope::Everything),
        Task::Widget => widget::run(&repo),
        Task::Codegen(args) => codegen::run(&repo, &args),
        Task::Licences(args) => licences::run(&repo, &args),
        Task::Size(args) => size::run(&repo, &args),
        Task::Demo(args) => demo::run(&repo, &args),
        Task::Tables => tables::run(&repo),
        Task::Test(args) => test::run(&repo, &args),
        Task::Check => test::check(&repo),
        Task::Rows => rows::run(&repo),
        Task::Mutants(args) => mutants::run(&repo, &args),
        Task::Bench(args) => bench::run(&repo, &args),
        Task::Measured(_) => unreachable!("returned above"),
    }
}
