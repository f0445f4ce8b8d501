//! Steps side by side. Each is a process of its own, so that its output can be shown in one piece and its CPU time counted
//! apart from the others'.

use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::{fs, thread};

use anyhow::{Context, Result, ensure};

use super::plan::Plan;
use super::steps::Step;
use super::{BROKEN, Outcome, line};
use crate::repo::Repo;
use crate::shell;

/// Runs these steps, as many at once as there are cores, and says how each went, in their order.
///
/// # Errors
/// Where there is no folder for what they print.
pub fn run(repo: &Repo, steps: &[&'static Step]) -> Result<Vec<Outcome>> {
    let folder = repo.path("target/test");
    shell::empty_folder(&folder)?;
    // A copy: the build of the workspace, a step too, replaces the one that runs.
    let program = folder.join("xtask");
    let own = std::env::current_exe().context("looking for this program")?;
    fs::copy(&own, &program).with_context(|| format!("copying {}", own.display()))?;
    let mut plan = Plan::new(steps);
    let mut outcomes: Vec<Option<Outcome>> = vec![None; steps.len()];
    let (ended, ends) = mpsc::channel();
    thread::scope(|scope| {
        loop {
            while let Some(at) = plan.next(shell::cores()) {
                let (ended, program) = (ended.clone(), &program);
                println!("begins: {}", steps[at].name);
                scope.spawn(move || {
                    let told = alone(repo, steps[at], program);
                    // The receiver lives as long as this scope.
                    drop(ended.send((at, told)));
                });
            }
            if plan.running() == 0 {
                break;
            }
            let Ok((at, (output, outcome))) = ends.recv() else { break };
            plan.ended(at);
            println!("\n== {}\n{output}{}", steps[at].name, line(&outcome));
            outcomes[at] = Some(outcome);
        }
    });
    Ok(outcomes.into_iter().flatten().collect())
}

/// Runs one step in a process: what it printed, and how it went. Both are files beside the program.
fn alone(repo: &Repo, step: &Step, program: &Path) -> (String, Outcome) {
    let log = program.with_file_name(step.name).with_extension("log");
    let outcome = process(repo, step, program, &log);
    let mut output =
        fs::read(&log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let outcome = outcome.unwrap_or_else(|error| {
        output += &format!("{error:#}\n");
        Outcome { name: step.name.to_owned(), held: false, counts: BROKEN, wall_s: 0.0, cpu_s: 0.0 }
    });
    (output, outcome)
}

fn process(repo: &Repo, step: &Step, program: &Path, log: &Path) -> Result<Outcome> {
    let report = log.with_extension("json");
    let file = fs::File::create(log).with_context(|| format!("making {}", log.display()))?;
    let other = file.try_clone().with_context(|| format!("sharing {}", log.display()))?;
    let mut command = Command::new(program);
    command.args(["test", "--only", step.name, "--report"]).arg(&report).current_dir(&repo.root);
    let status =
        command.stdin(Stdio::null()).stdout(file).stderr(other).status().context("starting a step")?;
    ensure!(status.success(), "the step ended before its end: {status}");
    serde_json::from_str(&shell::read(&report)?).with_context(|| format!("reading {}", report.display()))
}
