//! Everything that must hold, as CI runs it. Every step runs, so that one run shows every fault; the last line says what
//! passed and what did not.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use crate::counts::Counts;
use crate::demo::{self, Shop};
use crate::repo::Repo;
use crate::{codegen, crawl, floors, layering, licences, rows, serve, setup, shell, size, tables, widget};

/// A step's name and what it does.
type Step = (&'static str, fn(&Repo) -> Result<Counts>);

/// In the order in which faults are cheapest to see. A step may need what an earlier one built.
const STEPS: [Step; 22] = [
    ("setup", |repo| done(setup::run(repo, setup::Scope::Everything))),
    ("layering", |repo| done(layering::run(repo))),
    ("rows", |repo| done(rows::run(repo))),
    ("codegen", |repo| done(codegen::check(repo))),
    ("licences", |repo| done(licences::check(repo))),
    ("format", format),
    ("clippy", clippy),
    ("clippy, wasm", clippy_wasm),
    ("tests", rust_tests),
    ("tests, without rules", lean_tests),
    ("tests, JavaScript", javascript_tests),
    ("documentation tests", documentation_tests),
    ("fuzz", fuzz),
    ("widget", |repo| done(widget::build(repo))),
    ("demo", demos),
    ("golden lists", golden_lists),
    ("floors", floors::run),
    ("tables", tables::run),
    ("size", |repo| done(size::check(repo, false))),
    ("types", types),
    ("package", package),
    ("journeys", journeys),
];

/// How one step went.
struct Outcome {
    name: &'static str,
    held: bool,
    counts: Counts,
    time: Duration,
}

/// Runs every step and fails if one did.
pub fn run(repo: &Repo) -> Result<()> {
    let start = Instant::now();
    let outcomes: Vec<Outcome> = STEPS.iter().map(|step| run_step(repo, step)).collect();
    println!();
    for outcome in &outcomes {
        println!("{:<22}{:>8.1} s  {}", outcome.name, outcome.time.as_secs_f64(), told(outcome));
    }
    println!("{}", summary(&outcomes, start.elapsed()));
    let failed: Vec<&str> =
        outcomes.iter().filter(|outcome| !outcome.held).map(|outcome| outcome.name).collect();
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

fn run_step(repo: &Repo, (name, step): &Step) -> Outcome {
    println!("\n== {name}");
    let start = Instant::now();
    let (held, counts) = match step(repo) {
        Ok(counts) => (counts.failed == 0, counts),
        Err(error) => {
            println!("{error:#}");
            (false, Counts { failed: 1, ..Counts::default() })
        }
    };
    Outcome { name, held, counts, time: start.elapsed() }
}

fn told(outcome: &Outcome) -> String {
    let Counts { passed, failed, skipped } = outcome.counts;
    let verdict = if outcome.held { "ok" } else { "FAILED" };
    if passed + failed + skipped == 0 {
        return verdict.into();
    }
    format!("{verdict}: {passed} passed, {failed} failed, {skipped} skipped")
}

fn summary(outcomes: &[Outcome], time: Duration) -> String {
    let mut tests = Counts::default();
    outcomes.iter().for_each(|outcome| tests += outcome.counts);
    let held = outcomes.iter().filter(|outcome| outcome.held).count();
    format!(
        "cargo xtask test: {held} of {} steps ok; {} tests passed, {} failed, {} skipped; {} min {} s",
        outcomes.len(),
        tests.passed,
        tests.failed,
        tests.skipped,
        time.as_secs() / 60,
        time.as_secs() % 60,
    )
}

/// A step without tests of its own.
fn done(result: Result<()>) -> Result<Counts> {
    result.map(|()| Counts::default())
}

/// A step that a test runner counts for. A run without a single test is a fault: something was not found.
fn counted(command: &mut Command) -> Result<Counts> {
    let (lines, success) = shell::tee(command)?;
    let counts = Counts::of(&lines);
    ensure!(success || counts.failed > 0, "the run failed before its end");
    ensure!(counts.passed + counts.failed > 0, "no test ran");
    Ok(counts)
}

/// The fuzzer is a workspace of its own.
const FUZZER: &str = "--manifest-path=tests/fuzz/Cargo.toml";

fn format(repo: &Repo) -> Result<Counts> {
    shell::run(repo.cargo().args(["fmt", "--all", "--check"]))?;
    done(shell::run(repo.cargo().args(["fmt", FUZZER, "--check"])))
}

fn clippy(repo: &Repo) -> Result<Counts> {
    let mut cargo = repo.cargo();
    cargo.args(["clippy", "--workspace", "--exclude=cobuy", "--all-targets", "--", "-D", "warnings"]);
    done(shell::run(&mut cargo))
}

/// Both widgets and what they pull in, for the only target that they are built for.
fn clippy_wasm(repo: &Repo) -> Result<Counts> {
    for features in ["--features=full", "--no-default-features"] {
        let mut cargo = repo.cargo();
        cargo.args(["clippy", "--package=cobuy", "--target=wasm32-unknown-unknown", features]);
        shell::run(cargo.args(["--", "-D", "warnings"]))?;
    }
    Ok(Counts::default())
}

/// With cargo-nextest where it is installed: it runs the test binaries side by side.
fn rust_tests(repo: &Repo) -> Result<Counts> {
    let mut cargo = repo.cargo();
    let tests: &[&str] = if shell::succeeds(repo.cargo().args(["nextest", "--version"])) {
        &["nextest", "run", "--no-fail-fast"]
    } else {
        &["test", "--no-fail-fast", "--lib", "--bins", "--tests"]
    };
    counted(cargo.args(tests).args(["--workspace", "--exclude=cobuy"]))
}

/// The engine of the small widget knows no rules; what may not be shown is the same.
fn lean_tests(repo: &Repo) -> Result<Counts> {
    counted(repo.cargo().args([
        "test",
        "--package=cobuy-engine",
        "--no-default-features",
        "--lib",
        "--tests",
    ]))
}

/// The unit tests beside the hand-written JavaScript: no browser, no wasm.
fn javascript_tests(repo: &Repo) -> Result<Counts> {
    counted(&mut node_tests(repo, "www")?)
}

/// Node's test runner over the test files in a folder.
fn node_tests(repo: &Repo, folder: &str) -> Result<Command> {
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"]).current_dir(repo.path("tests"));
    let folder = repo.path(folder);
    let files = shell::files_under(&folder)?;
    node.args(
        files
            .into_iter()
            .filter(|file| file.to_string_lossy().ends_with(".test.mjs"))
            .map(|file| folder.join(file)),
    );
    Ok(node)
}

fn documentation_tests(repo: &Repo) -> Result<Counts> {
    let mut cargo = repo.cargo();
    let (lines, success) = shell::tee(cargo.args(["test", "--doc", "--workspace", "--exclude=cobuy"]))?;
    let counts = Counts::of(&lines);
    ensure!(success || counts.failed > 0, "the run failed before its end");
    Ok(counts)
}

/// Rounds and seed of the bounded run: some 130,000 executions, the same everywhere.
const FUZZ_RUN: [&str; 2] = ["2000", "1"];

/// A bounded run of the fuzzer of reader and engine. Its wrapper gives coverage counters to these alone.
fn fuzz(repo: &Repo) -> Result<Counts> {
    let mut cargo = repo.cargo();
    cargo.args(["run", "--release", "--locked", FUZZER, "--target-dir"]).arg(repo.cargo_target.join("fuzz"));
    cargo.arg("--").args(FUZZ_RUN).env("RUSTC_WRAPPER", repo.path("tests/fuzz/rustc-coverage.sh"));
    done(shell::run(&mut cargo))
}

/// The shops that the journeys walk through: the generated one as `cobuy build` packs it and split into 256 shards, and
/// the real one where its file is.
fn demos(repo: &Repo) -> Result<Counts> {
    let mut shops = vec![Shop::generated(None), Shop::generated(Some(2))];
    match real_orders(repo) {
        Some(file) => shops.push(Shop::real(file, None)?),
        None => println!("Online Retail is not here: its shop is not built, its journey does not run"),
    }
    for shop in &shops {
        demo::build(repo, shop)?;
        let site = shop.site(repo);
        let server = serve::Server::start(repo, &site, 0)?;
        crawl::run(&server.origin, &site)?;
    }
    Ok(Counts::default())
}

/// The native half of the golden test: sessions and the lists they must get, beside the shop that a journey puts them to.
fn golden_lists(repo: &Repo) -> Result<Counts> {
    for shop in [Shop::generated(None), Shop::generated(Some(2))] {
        let mut cargo = repo.cargo();
        cargo.args(["run", "--quiet", "--package=cobuy-engine", "--example=golden", "--"]);
        let lists = shell::capture(cargo.arg(shop.site(repo).join(demo::RECS)))?;
        let file = shop.folder(repo).join("golden.jsonl");
        shell::write(&file, &lists)?;
        println!("{} sessions in {}", lists.lines().count(), file.display());
    }
    Ok(Counts::default())
}

/// The real order file, where it is at hand.
pub fn real_orders(repo: &Repo) -> Option<PathBuf> {
    Some(floors::data(repo).join("online_retail/orders_2010-12_2011-10.csv")).filter(|file| file.is_file())
}

/// The hand-written JavaScript against its types and against what the widget exports.
fn types(repo: &Repo) -> Result<Counts> {
    done(shell::run(repo.js_tool("tsc").args(["-p", "tests/tsconfig.json"])))
}

/// The npm package as `npm pack` makes it: in the hands of a small consumer, and in a browser through the bundlers.
fn package(repo: &Repo) -> Result<Counts> {
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec", "pkg/package.test.mjs", "pkg/bundlers.test.mjs"])
        .current_dir(repo.path("tests"))
        .env(setup::CHROMIUM_VARIABLE, setup::chromium()?);
    counted(&mut node)
}

fn journeys(repo: &Repo) -> Result<Counts> {
    counted(node_tests(repo, "tests/e2e")?.env(setup::CHROMIUM_VARIABLE, setup::chromium()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line() {
        let outcome = |held, passed, failed| Outcome {
            name: "step",
            held,
            counts: Counts { passed, failed, skipped: 0 },
            time: Duration::ZERO,
        };
        let line = summary(&[outcome(true, 40, 0), outcome(false, 2, 1)], Duration::from_secs(125));
        assert_eq!(
            line,
            "cargo xtask test: 1 of 2 steps ok; 42 tests passed, 1 failed, 0 skipped; 2 min 5 s"
        );
    }
}
