//! Everything that must hold, as CI runs it. Every step runs, so that one run shows every fault; the last line says what
//! passed and what did not.
//!
//! - [`steps`]: what there is to run; [`doctests`]: the one step that first looks whether there is anything.

mod doctests;
mod steps;

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::bench::process;
use crate::counts::Counts;
use crate::repo::Repo;
use crate::setup;
use steps::{STEPS, Step, UNIT_TESTS};

pub use steps::real_orders;

/// Options of the task.
#[derive(clap::Args)]
pub struct Args {
    /// Run this step alone; several times for several. It may need what an earlier one built.
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// Name the steps, and end.
    #[arg(long)]
    list: bool,
    /// Of the steps that run tests, those with this in their name.
    #[arg(last = true, value_name = "FILTER")]
    filter: Vec<String>,
}

/// How one step went.
struct Outcome {
    name: &'static str,
    held: bool,
    counts: Counts,
    time: Duration,
    cpu_s: f64,
}

/// Runs every step, or those that are asked for, and fails if one did.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    if args.list {
        STEPS.iter().for_each(|step| println!("{}", step.name));
        return Ok(());
    }
    let named = |name: &String| {
        let found = STEPS.iter().find(|step| step.name == name);
        found.with_context(|| format!("there is no step {name:?}: `cargo xtask test --list` names them"))
    };
    let only: Vec<&Step> = args.only.iter().map(named).collect::<Result<_>>()?;
    run_all(repo, if only.is_empty() { STEPS.iter().collect() } else { only }, &args.filter)
}

/// The inner loop: what is quick, and the unit tests. The journeys and all that is built for them are [`run`]'s.
pub fn check(repo: &Repo) -> Result<()> {
    setup::run(repo, setup::Scope::Build)?;
    run_all(repo, STEPS.iter().filter(|step| step.quick).chain([&UNIT_TESTS]).collect(), &[])
}

fn run_all(repo: &Repo, steps: Vec<&Step>, filter: &[String]) -> Result<()> {
    let start = Instant::now();
    let outcomes: Vec<Outcome> = steps.into_iter().map(|step| run_step(repo, step, filter)).collect();
    println!();
    for outcome in &outcomes {
        let (wall_s, cpu_s) = (outcome.time.as_secs_f64(), outcome.cpu_s);
        println!("{:<22}{wall_s:>8.1} s {cpu_s:>8.1} s CPU  {}", outcome.name, told(outcome));
    }
    println!("{}", summary(&outcomes, start.elapsed()));
    let failed: Vec<&str> =
        outcomes.iter().filter(|outcome| !outcome.held).map(|outcome| outcome.name).collect();
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

fn run_step(repo: &Repo, step: &Step, filter: &[String]) -> Outcome {
    println!("\n== {}", step.name);
    let (start, before_s) = (Instant::now(), cpu_s());
    let (held, counts) = match (step.run)(repo, filter) {
        Ok(counts) => (counts.failed == 0, counts),
        Err(error) => {
            println!("{error:#}");
            (false, Counts { failed: 1, ..Counts::default() })
        }
    };
    Outcome { name: step.name, held, counts, time: start.elapsed(), cpu_s: cpu_s() - before_s }
}

/// CPU seconds of all programs that were run and have ended; 0 where the system does not count them.
fn cpu_s() -> f64 {
    process::children().map_or(0.0, |(cpu_s, _)| cpu_s)
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
            cpu_s: 0.0,
        };
        let line = summary(&[outcome(true, 40, 0), outcome(false, 2, 1)], Duration::from_secs(125));
        assert_eq!(
            line,
            "cargo xtask test: 1 of 2 steps ok; 42 tests passed, 1 failed, 0 skipped; 2 min 5 s"
        );
    }
}
