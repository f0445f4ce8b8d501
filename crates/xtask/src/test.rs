//! Everything that must hold, as CI runs it. Every step runs, so that one run shows every fault; the last line says what
//! passed and what did not.
//!
//! - [`steps`]: what there is to run; [`doctests`]: the one step that first looks whether there is anything.
//! - [`plan`]: which step may begin; [`side`]: steps side by side, each a process of its own.

mod doctests;
mod plan;
mod side;
mod steps;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::bench::process;
use crate::counts::Counts;
use crate::repo::Repo;
use crate::{setup, shell};
use steps::{STEPS, Step, TOOLS, UNIT_TESTS};

/// Options of the task.
#[derive(clap::Args)]
pub struct Args {
    /// Run this step alone; several times for several. It may need what an earlier one built.
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// Name the steps, and end.
    #[arg(long)]
    list: bool,
    /// Write how the step went into this file: what a run of several asks each of them for.
    #[arg(long, value_name = "FILE", hide = true)]
    report: Option<PathBuf>,
    /// Of the steps that run tests, those with this in their name.
    #[arg(last = true, value_name = "FILTER")]
    filter: Vec<String>,
}

/// How one step went.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Outcome {
    name: String,
    held: bool,
    counts: Counts,
    wall_s: f64,
    cpu_s: f64,
}

/// What counts where a step did not come to its end.
const BROKEN: Counts = Counts { passed: 0, failed: 1, skipped: 0 };

/// Runs every step, or those that are asked for, and fails if one did.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    if args.list {
        STEPS.iter().for_each(|step| println!("{}", step.name));
        return Ok(());
    }
    if let (Some(report), [name]) = (&args.report, &args.only[..]) {
        let outcome = run_step(repo, named(name)?, &args.filter);
        return shell::write(report, serde_json::to_string(&outcome)?);
    }
    let start = Instant::now();
    let outcomes = if args.only.is_empty() {
        side::run(repo, &STEPS.iter().collect::<Vec<_>>())?
    } else {
        one_by_one(repo, &asked_for(&args.only)?, &args.filter)
    };
    conclude(&outcomes, start.elapsed())
}

/// The inner loop: what is quick, and the unit tests. The journeys and all that is built for them are [`run`]'s.
pub fn check(repo: &Repo) -> Result<()> {
    setup::run(repo, setup::Scope::Build)?;
    let start = Instant::now();
    let steps: Vec<&Step> = STEPS.iter().filter(|step| step.quick).chain([&UNIT_TESTS]).collect();
    conclude(&one_by_one(repo, &steps, &[]), start.elapsed())
}

fn named(name: &str) -> Result<&'static Step> {
    let found = STEPS.iter().find(|step| step.name == name);
    found.with_context(|| format!("there is no step {name:?}: `cargo xtask test --list` names them"))
}

/// The steps of these names, and before them the programs that they run: where nothing changed, that is a look.
fn asked_for(names: &[String]) -> Result<Vec<&'static Step>> {
    let mut steps: Vec<&Step> = names.iter().map(|name| named(name)).collect::<Result<_>>()?;
    if steps.iter().any(|step| step.after.contains(&TOOLS)) && !names.iter().any(|name| name == TOOLS) {
        steps.insert(0, named(TOOLS)?);
    }
    Ok(steps)
}

fn one_by_one(repo: &Repo, steps: &[&Step], filter: &[String]) -> Vec<Outcome> {
    let run = |step: &&Step| {
        println!("\n== {}", step.name);
        run_step(repo, step, filter)
    };
    steps.iter().map(run).collect()
}

/// Prints how each step went and what it cost, and fails if one did.
fn conclude(outcomes: &[Outcome], time: Duration) -> Result<()> {
    println!();
    for outcome in outcomes {
        println!("{}", line(outcome));
    }
    println!("{}", summary(outcomes, time));
    let failed: Vec<&str> =
        outcomes.iter().filter(|outcome| !outcome.held).map(|outcome| outcome.name.as_str()).collect();
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

fn run_step(repo: &Repo, step: &Step, filter: &[String]) -> Outcome {
    let (start, before_s) = (Instant::now(), cpu_s());
    let (held, counts) = match (step.run)(repo, filter) {
        Ok(counts) => (counts.failed == 0, counts),
        Err(error) => {
            println!("{error:#}");
            (false, BROKEN)
        }
    };
    let (wall_s, cpu_s) = (start.elapsed().as_secs_f64(), cpu_s() - before_s);
    Outcome { name: step.name.to_owned(), held, counts, wall_s, cpu_s }
}

/// CPU seconds of all programs that were run and have ended; 0 where the system does not count them.
fn cpu_s() -> f64 {
    process::children().map_or(0.0, |(cpu_s, _)| cpu_s)
}

fn line(outcome: &Outcome) -> String {
    let Outcome { name, wall_s, cpu_s, .. } = outcome;
    format!("{name:<22}{wall_s:>8.1} s {cpu_s:>8.1} s CPU  {}", told(outcome))
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
    let cpu_s: f64 = outcomes.iter().map(|outcome| outcome.cpu_s).sum();
    format!(
        "cargo xtask test: {held} of {} steps ok; {} tests passed, {} failed, {} skipped; {} min {} s, CPU {:.1} min",
        outcomes.len(),
        tests.passed,
        tests.failed,
        tests.skipped,
        time.as_secs() / 60,
        time.as_secs() % 60,
        cpu_s / 60.0,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line() {
        let outcome = |held, passed, failed| Outcome {
            name: "step".into(),
            held,
            counts: Counts { passed, failed, skipped: 0 },
            wall_s: 60.0,
            cpu_s: 45.0,
        };
        let line = summary(&[outcome(true, 40, 0), outcome(false, 2, 1)], Duration::from_secs(125));
        assert_eq!(
            line,
            "cargo xtask test: 1 of 2 steps ok; 42 tests passed, 1 failed, 0 skipped; 2 min 5 s, CPU 1.5 min"
        );
    }

    #[test]
    fn a_step_that_runs_a_program_has_it_built() {
        let check = |names: &[&str], expected: &[&str]| {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            let steps = asked_for(&names).unwrap();
            assert_eq!(steps.iter().map(|step| step.name).collect::<Vec<_>>(), expected);
        };
        check(&["size"], &["size"]);
        check(&["demo", "size"], &["tools", "demo", "size"]);
        check(&["demo", "tools"], &["demo", "tools"]);
        assert!(asked_for(&["no such step".into()]).is_err());
    }
}
