//! A Spark cluster on this machine: a standalone master and two workers, which end with it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{setup, shell};

/// A running cluster.
pub struct Cluster {
    /// Where drivers find the master.
    pub url: String,
    /// The workers, then the master.
    processes: Vec<Child>,
}

/// Memory of each worker. Its executor gets the driver's default, 1 GB.
const WORKER_MEMORY: &str = "1g";

/// Says that nothing of a program's network leaves this machine.
pub fn loopback(command: &mut Command) -> &mut Command {
    command.env("SPARK_LOCAL_IP", "127.0.0.1").env_remove("SPARK_HOME")
}

impl Cluster {
    /// Starts all three and waits until the workers have registered. Ports are the system's choice.
    pub fn start(venv: &Path, folder: &Path) -> Result<Self> {
        shell::empty_folder(folder)?;
        let home = shell::capture(
            Command::new(setup::venv_program(venv, "python"))
                .args(["-c", "import os, pyspark; print(os.path.dirname(pyspark.__file__))"]),
        )?;
        let class = |name: &str, arguments: &[&str]| {
            let mut command = Command::new(PathBuf::from(home.trim()).join("bin/spark-class"));
            command.arg(format!("org.apache.spark.deploy.{name}"));
            command.args(["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]).args(arguments);
            loopback(&mut command).current_dir(folder);
            command
        };
        let mut cluster = Self { url: String::new(), processes: Vec::new() };
        let said = cluster.spawn(&mut class("master.Master", &[]), "Starting Spark master at ")?;
        cluster.url = said.trim().to_owned();
        for _ in 0..2 {
            let arguments = ["--cores", "1", "--memory", WORKER_MEMORY, "--work-dir", "work", &cluster.url];
            let mut worker = class("worker.Worker", &arguments);
            cluster.spawn(&mut worker, "Successfully registered with master ")?;
        }
        println!("Spark cluster with two workers at {}", cluster.url);
        Ok(cluster)
    }

    /// Starts a process and waits for a line of its log; what follows `mark` in it.
    fn spawn(&mut self, command: &mut Command, mark: &str) -> Result<String> {
        let name = command.get_args().next().unwrap_or_default().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("starting {name}"))?;
        let log = child.stderr.take().context("the log is a pipe")?;
        self.processes.insert(0, child);
        let mut lines = BufReader::new(log).lines();
        let mut before = Vec::new();
        for line in &mut lines {
            let line = line.with_context(|| format!("reading the log of {name}"))?;
            if let Some((_, rest)) = line.split_once(mark) {
                let rest = rest.to_owned();
                // Somebody has to go on reading, or the process stops at a full pipe.
                std::thread::spawn(move || lines.for_each(drop));
                return Ok(rest);
            }
            before.push(line);
        }
        bail!("{name} ended before it was ready:\n{}", before.join("\n"))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for process in &mut self.processes {
            // A process that has ended by itself needs no ending.
            drop(process.kill());
            drop(process.wait());
        }
    }
}
