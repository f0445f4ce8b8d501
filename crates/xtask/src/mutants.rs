//! Whether tests notice when policy is changed: cargo-mutants over the code that decides what may be shown. Takes an hour or
//! two, so it is a task of its own and no part of `cargo xtask test`.

use anyhow::{Result, bail, ensure};

use crate::repo::Repo;
use crate::shell;

/// What is mutated unless somebody names files.
const FILES: [&str; 5] = [
    "crates/engine/src/policy/**/*.rs",
    "crates/engine/src/bundle.rs",
    "crates/engine/src/live.rs",
    "crates/engine/src/merchandise.rs",
    "crates/engine/src/replenish.rs",
];
/// Tests that have nothing to do with policy and take most of the time.
const WITHOUT: &str = "not (test(/^hostile::/) | test(/^files::/) | test(/^session::/) | test(/^steady::/))";
/// Less optimisation: a mutant is compiled for one short run.
const PROFILE: [&str; 3] = [
    "profile.dev.debug=false",
    "profile.dev.package.cobuy-engine.opt-level=0",
    "profile.dev.package.cobuy-snapshot.opt-level=1",
];

/// Which mutants, and how many at a time.
#[derive(clap::Args)]
pub struct Args {
    /// Globs of the files to be mutated; none: all policy, bundles, stock, what is used up and what rules want of lists.
    files: Vec<String>,
    /// How many are built and tested side by side.
    #[arg(short, long, default_value_t = 1)]
    jobs: u8,
    /// One part of several: `0/4` to `3/4`.
    #[arg(long)]
    shard: Option<String>,
    /// Leaves out what an earlier run caught.
    #[arg(long)]
    iterate: bool,
}

/// Runs it. The report lies in `target/mutants/mutants.out`; survivors are in its `missed.txt` and end the task in error.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    for (tool, version) in [("cargo-nextest", "nextest"), ("cargo-mutants", "mutants")] {
        if !shell::succeeds(repo.cargo().args([version, "--version"])) {
            shell::run(repo.cargo().args(["install", tool]))?;
        }
    }
    let out = repo.cargo_target.join("mutants");
    let mut cargo = repo.cargo();
    cargo
        .args(["mutants", "--package=cobuy-engine", "--test-tool=nextest", "--timeout=120", "--output"])
        .arg(&out);
    cargo
        .arg(format!("--jobs={}", args.jobs))
        .args(args.shard.iter().map(|shard| format!("--shard={shard}")));
    if args.iterate {
        cargo.arg("--iterate");
    }
    let default = || FILES.map(str::to_owned).to_vec();
    let files = if args.files.is_empty() { default() } else { args.files.clone() };
    cargo.args(files.iter().map(|file| format!("--file={file}")));
    cargo.args(PROFILE.iter().flat_map(|setting| ["-C=--config".to_owned(), format!("-C={setting}")]));
    cargo.args(["--", "--lib", "--test=engine", "-E", WITHOUT]).env("CARGO_INCREMENTAL", "1");
    let (_, success) = shell::tee(&mut cargo)?;
    let missed = shell::read(&out.join("mutants.out/missed.txt"))?;
    if missed.trim().is_empty() {
        ensure!(success, "a run was cut off, see {}", out.display());
        return Ok(());
    }
    bail!("no test notices these:\n{missed}");
}
