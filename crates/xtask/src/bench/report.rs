//! What was measured, as a table and as `report.json`.

use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use super::process::Run;
use super::score::Score;
use crate::shell;

/// Everything that one run of the task measured.
#[derive(Debug, Serialize)]
pub struct Report {
    /// Threads that run at once here: every number depends on it.
    cores: usize,
    /// Programs that wanted a core in the minute before, where the system says so: wall times on a busy machine are those
    /// of a slower one, CPU times nearly keep.
    load_before: Option<f64>,
    /// E.g. `linux x86_64`.
    system: String,
    /// Whether a tenth was measured.
    quick: bool,
    /// Builds on Online Retail; empty where it is not.
    pub real: Vec<Run>,
    /// Builds on generated orders, and others on the same file.
    pub large: Vec<Run>,
    /// Builds of shops of all sizes.
    pub sizes: Vec<Run>,
    /// Rankings in the browser.
    pub score: Vec<Score>,
}

impl Report {
    /// Nothing measured yet.
    pub fn new(quick: bool) -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            load_before: load(),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            quick,
            real: Vec::new(),
            large: Vec::new(),
            sizes: Vec::new(),
            score: Vec::new(),
        }
    }

    /// Prints the table and writes the file.
    pub fn tell(&self, folder: &Path) -> Result<()> {
        let quick = if self.quick { ", a tenth of the generated orders and of the rankings" } else { "" };
        let load = self.load_before.map_or_else(String::new, |load| format!(", load {load:.1} before"));
        println!("\nMeasured with {} cores, {}{load}{quick}", self.cores, self.system);
        runs("Online Retail", &self.real);
        runs("Generated orders", &self.large);
        runs("Shops of all sizes", &self.sizes);
        scores(&self.score);
        let file = folder.join("report.json");
        shell::write(&file, serde_json::to_string_pretty(self)? + "\n")?;
        println!("\n{} holds the same", file.display());
        Ok(())
    }
}

/// The load average of the last minute.
fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// A line for each run, compared with the first; below it what it said and its longest stages.
fn runs(title: &str, runs: &[Run]) {
    let Some(first) = runs.first() else { return };
    println!("\n{title:32}{:>10}{:>10}{:>10}{:>9}{:>9}", "wall s", "CPU s", "peak MiB", "× wall", "× peak");
    for run in runs {
        let (usage, base) = (&run.usage, &first.usage);
        let (slower, larger) = (usage.wall_s / base.wall_s, usage.peak_mib / base.peak_mib);
        println!(
            "{:32}{:>10.2}{:>10.2}{:>10.0}{slower:>9.2}{larger:>9.2}",
            run.name, usage.wall_s, usage.cpu_s, usage.peak_mib
        );
    }
    for run in runs {
        println!("\n  {}", run.name);
        run.says.iter().for_each(|line| println!("    {line}"));
        for (stage, seconds) in &run.stages {
            println!("    {seconds:>9.2} s  {stage}");
        }
    }
}

fn scores(scores: &[Score]) {
    if scores.is_empty() {
        return;
    }
    println!("\n{:46}{:>10}{:>10}{:>10}{:>12}", "10 × 50 in the browser, µs", "first", "p50", "p99", "calls");
    for score in scores {
        println!("{} products in {} files", score.products, score.files);
        for (what, times) in &score.times {
            println!(
                "  {what:44}{:>10.0}{:>10.1}{:>10.1}{:>12}",
                times.first_us, times.p50_us, times.p99_us, times.calls
            );
        }
        println!(
            "  taking in the shards: {:.1} ms; memory of the wasm: {} KiB after the first call, {} KiB after {} more",
            score.shards_ms, score.memory_first_kib, score.memory_last_kib, score.calls
        );
    }
}
