//! What one program costs: time, CPU time, peak memory, and when each of its stages began.
//!
//! The system keeps peak memory for a process's children together, as the largest of all that ended. So each
//! measurement is a process of its own, `xtask measured -- PROGRAM…`, whose only child is the program.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

/// Options of the hidden task.
#[derive(clap::Args)]
pub struct Args {
    /// Program and arguments.
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<OsString>,
}

/// What the system counted for a program and the programs it started.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Usage {
    /// From start to end.
    pub wall_s: f64,
    /// In user code and in the system, all threads together.
    pub cpu_s: f64,
    /// Most memory resident at once, in MiB.
    pub peak_mib: f64,
}

/// One measured run.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// What ran, for the table.
    pub name: String,
    /// What it cost.
    #[serde(flatten)]
    pub usage: Usage,
    /// Its stages in order: what it printed on stderr, and the seconds until the next line or the end.
    pub stages: Vec<(String, f64)>,
    /// Lines that it printed on stdout.
    pub says: Vec<String>,
}

/// The hidden task: runs the program, then prints a line of JSON about it.
pub fn measured(args: &Args) -> Result<()> {
    let (program, rest) = args.command.split_first().context("no program to measure")?;
    let start = Instant::now();
    let status =
        Command::new(program).args(rest).status().with_context(|| format!("starting {program:?}"))?;
    let wall_s = start.elapsed().as_secs_f64();
    ensure!(status.success(), "{program:?} failed: {status}");
    let (cpu_s, peak_mib) = children()?;
    println!("{}", serde_json::to_string(&Usage { wall_s, cpu_s, peak_mib })?);
    Ok(())
}

/// CPU seconds and peak MiB of the children that have ended.
#[cfg(unix)]
pub fn children() -> Result<(f64, f64)> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    /// Linux and the BSDs count kilobytes, Apple's systems bytes.
    const PER_MIB: f64 = if cfg!(target_vendor = "apple") { 1_048_576.0 } else { 1_024.0 };
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).context("asking the system what the program used")?;
    let cpu = usage.user_time() + usage.system_time();
    Ok((cpu.num_microseconds() as f64 / 1e6, usage.max_rss() as f64 / PER_MIB))
}

#[cfg(not(unix))]
pub fn children() -> Result<(f64, f64)> {
    bail!("programs can be measured on Linux, macOS and the BSDs only")
}

/// Runs and measures a program.
pub fn measure(name: &str, command: &Command) -> Result<Run> {
    println!("measuring: {name}");
    let mut wrapper = Command::new(std::env::current_exe().context("looking for this program")?);
    wrapper.args(["measured", "--"]).arg(command.get_program()).args(command.get_args());
    let mut child = wrapper
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("starting {name}"))?;
    let (mut stdout, stderr) =
        (child.stdout.take().context("no stdout")?, child.stderr.take().context("no stderr")?);
    let (output, stages) = std::thread::scope(|scope| {
        // Read beside the stages: a full pipe would stop the program.
        let output = scope.spawn(move || {
            let mut text = String::new();
            stdout.read_to_string(&mut text).map(|_| text)
        });
        let stages = stages(stderr);
        (output.join(), stages)
    });
    let stages = stages.with_context(|| format!("reading what {name} says"))?;
    if !child.wait().with_context(|| format!("waiting for {name}"))?.success() {
        let said: Vec<&str> = stages.iter().map(|(line, _)| line.as_str()).collect();
        bail!("{name} failed:\n{}", said.join("\n"));
    }
    let Ok(output) = output else { bail!("reading what {name} printed") };
    let output = output.with_context(|| format!("reading what {name} printed"))?;
    let (output, usage) = split(&output).with_context(|| format!("{name} was not measured"))?;
    Ok(Run { name: name.to_owned(), usage, stages, says: output.lines().map(str::to_owned).collect() })
}

/// Lines of a stream, each with the seconds until the next or the end.
fn stages(stream: impl Read) -> std::io::Result<Vec<(String, f64)>> {
    let mut began: Vec<(String, Instant)> = Vec::new();
    for line in BufReader::new(stream).lines() {
        began.push((line?, Instant::now()));
    }
    let ends = began.iter().skip(1).map(|(_, next)| *next).chain([Instant::now()]).collect::<Vec<_>>();
    Ok(began.into_iter().zip(ends).map(|((line, start), end)| (line, (end - start).as_secs_f64())).collect())
}

/// The program's own output, and the line of JSON behind it.
fn split(output: &str) -> Option<(String, Usage)> {
    let text = output.trim_end();
    let start = text.rfind('\n').map_or(0, |at| at + 1);
    let (own, last) = text.split_at(start);
    Some((own.to_owned(), serde_json::from_str(last).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_is_the_measurement() {
        let check = |output: &str, expected: Option<(&str, f64)>| {
            let got = split(output);
            assert_eq!(got.as_ref().map(|(own, usage)| (own.as_str(), usage.peak_mib)), expected);
        };
        let line = r#"{"wall_s":1.0,"cpu_s":2.0,"peak_mib":3.0}"#;
        check(&format!("{line}\n"), Some(("", 3.0)));
        check(&format!("said\nmore\n{line}\n"), Some(("said\nmore\n", 3.0)));
        check("said\n", None);
        check("", None);
    }
}
