//! What each step does.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, ensure};

use super::doctests;
use crate::counts::Counts;
use crate::demo::{self, Shop};
use crate::repo::Repo;
use crate::{codegen, crawl, floors, layering, licences, rows, serve, setup, shell, size, tables, widget};

/// A step: its name, and what it does. Those that run tests hand the filter on to their runner.
pub struct Step {
    /// As `--only` takes it.
    pub name: &'static str,
    /// Steps that have ended before this one begins, well or not, where they are part of the run.
    pub after: &'static [&'static str],
    /// Whether it builds in cargo's target folder, where cargo lets one build in at a time.
    pub builds: bool,
    /// Whether `cargo xtask check` runs it: what is quick and needs nothing that other steps build.
    pub quick: bool,
    /// What it does.
    pub run: fn(&Repo, &[String]) -> Result<Counts>,
}

const fn step(
    name: &'static str,
    after: &'static [&'static str],
    run: fn(&Repo, &[String]) -> Result<Counts>,
) -> Step {
    Step { name, after, builds: false, quick: false, run }
}

impl Step {
    const fn quick(self) -> Self {
        Self { quick: true, ..self }
    }

    const fn builds(self) -> Self {
        Self { builds: true, ..self }
    }
}

/// The step that builds the programs which other steps run.
pub const TOOLS: &str = "tools";

/// Of the steps that may begin the first in this list does. So the longest way comes first: tests, programs, demo,
/// journeys; what stands alone fills the other core.
pub const STEPS: [Step; 23] = [
    step("setup", &[], |repo, _| done(setup::run(repo, setup::Scope::Everything))),
    step("layering", &["setup"], |repo, _| done(layering::run(repo))).quick(),
    step("rows", &["setup"], |repo, _| done(rows::run(repo))).quick(),
    step("codegen", &["setup"], |repo, _| done(codegen::check(repo))).quick(),
    step("licences", &["setup"], |repo, _| done(licences::check(repo))).quick(),
    step("format", &["setup"], |repo, _| format(repo)).quick(),
    step("tests, JavaScript", &["setup"], javascript_tests).quick(),
    step("tests", &["setup"], rust_tests).builds(),
    step("widget", &["setup"], |repo, _| done(widget::build(repo))),
    step(TOOLS, &["tests"], |repo, _| done(demo::build_tools(repo))).builds(),
    step("demo", &["widget", TOOLS], |repo, _| demos(repo)),
    step("golden lists", &["demo", TOOLS], |repo, _| golden_lists(repo)),
    step("floors", &["widget", TOOLS], |repo, _| floors::run(repo)),
    step("journeys", &["demo", "golden lists", "floors"], journeys),
    step("tables", &[TOOLS], |repo, _| tables::compare(repo)),
    step("size", &["demo"], |repo, _| done(size::check(repo))),
    step("types", &["widget"], |repo, _| types(repo)),
    step("package", &["demo"], package),
    step("clippy", &["tests"], |repo, _| clippy(repo)).builds().quick(),
    step("tests, without rules", &["tests"], lean_tests).builds(),
    step("documentation tests", &["tests"], |repo, _| doctests::run(repo)).builds(),
    step("clippy, wasm", &["tests"], |repo, _| clippy_wasm(repo)).builds().quick(),
    step("fuzz", &["setup"], |repo, _| fuzz(repo)),
];

/// The unit tests alone, for the inner loop.
pub const UNIT_TESTS: Step = step("unit tests", &[], unit_tests).builds().quick();

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
    cargo.arg("clippy").args(demo::NATIVE).args(["--all-targets", "--", "-D", "warnings"]);
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

/// Every native test but those of the widget. With cargo-nextest where it is installed: it runs the test binaries side by
/// side.
fn rust_tests(repo: &Repo, filter: &[String]) -> Result<Counts> {
    native_tests(repo, &["--lib", "--bins", "--tests"], filter)
}

/// The native tests beside the code.
fn unit_tests(repo: &Repo, filter: &[String]) -> Result<Counts> {
    native_tests(repo, &["--lib", "--bins"], filter)
}

fn native_tests(repo: &Repo, targets: &[&str], filter: &[String]) -> Result<Counts> {
    let mut cargo = repo.cargo();
    let nextest = shell::succeeds(repo.cargo().args(["nextest", "--version"]));
    let runner: &[&str] = if nextest { &["nextest", "run"] } else { &["test"] };
    cargo.args(runner).arg("--no-fail-fast").args(demo::NATIVE).args(targets);
    counted(cargo.args(filter))
}

/// The engine of the small widget knows no rules; what may not be shown is the same.
fn lean_tests(repo: &Repo, filter: &[String]) -> Result<Counts> {
    let mut cargo = repo.cargo();
    cargo.args(["test", "--package=cobuy-engine", "--no-default-features", "--lib", "--tests"]);
    counted(cargo.args(filter))
}

/// The unit tests beside the hand-written JavaScript: no browser, no wasm.
fn javascript_tests(repo: &Repo, filter: &[String]) -> Result<Counts> {
    let files = shell::files_under(&repo.path("www"))?;
    let files = files.iter().filter(|file| is_test(file)).map(|file| repo.path("www").join(file));
    counted(node_tests(repo, filter).args(files))
}

fn is_test(file: &Path) -> bool {
    file.to_string_lossy().ends_with(".test.mjs")
}

/// Node's test runner.
fn node_tests(repo: &Repo, filter: &[String]) -> Command {
    let mut node = Command::new("node");
    node.args(["--test", "--test-reporter=spec"]);
    node.args(filter.iter().map(|name| format!("--test-name-pattern={name}")));
    node.current_dir(repo.path("tests"));
    node
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
    match floors::real_orders(repo) {
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
        let lists = shell::capture(demo::golden(repo).arg(shop.site(repo).join(demo::RECS)))?;
        let file = shop.folder(repo).join("golden.jsonl");
        shell::write(&file, &lists)?;
        println!("{} sessions in {}", lists.lines().count(), file.display());
    }
    Ok(Counts::default())
}

/// The hand-written JavaScript against its types and against what the widget exports.
fn types(repo: &Repo) -> Result<Counts> {
    done(shell::run(repo.js_tool("tsc").args(["-p", "tests/tsconfig.json"])))
}

/// The npm package as `npm pack` makes it: in the hands of a small consumer, and in a browser through the bundlers.
fn package(repo: &Repo, filter: &[String]) -> Result<Counts> {
    let mut node = node_tests(repo, filter);
    node.args(["pkg/package.test.mjs", "pkg/bundlers.test.mjs"]);
    counted(node.env(setup::CHROMIUM_VARIABLE, setup::chromium()?))
}

/// What a person sees, on the shipped bytes.
fn journeys(repo: &Repo, filter: &[String]) -> Result<Counts> {
    let folder = repo.path("tests/e2e");
    let files = shell::files_under(&folder)?;
    let mut node = node_tests(repo, filter);
    // Node would leave a core free for itself.
    node.arg(format!("--test-concurrency={}", shell::cores()));
    node.args(files.iter().filter(|file| is_test(file)).map(|file| folder.join(file)));
    counted(node.env(setup::CHROMIUM_VARIABLE, setup::chromium()?))
}
