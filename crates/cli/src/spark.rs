//! The tables on an Apache Spark cluster: a small Python driver that runs the same SQL.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use cobuy_catalogue::interrupt;
use cobuy_targets::TargetError;
use cobuy_targets::tables::{HOLDOUT, ITEMS, PAIRS};

/// The SQL that makes the tables, the same for DuckDB and Spark.
pub const SQL: &str = include_str!("../sql/tables.sql");

/// The driver; it reads its SQL from a file beside it.
const DRIVER: &str = include_str!("../sql/spark_tables.py");

/// Names the Python that has pyspark, as Spark itself does.
const PYTHON: &str = "PYSPARK_PYTHON";

/// The lines that the cluster reads, beside the tables while it does.
pub const LINES: &str = "lines.parquet";

/// The driver's folder, beside the tables while it runs.
const SCRIPTS: &str = "spark-driver";

/// Folders beside the tables that are emptied, with what may be in them: names that are said, and part files.
const FOLDERS: [(&str, &[&str]); 5] = [
    (SCRIPTS, &["spark_tables.py", "tables.sql"]),
    ("spark-run", &[HOLDOUT, ITEMS, PAIRS]),
    (HOLDOUT, &[]),
    (ITEMS, &[]),
    (PAIRS, &[]),
];

/// That every folder that a run empties in `out` holds what a run left there.
///
/// # Errors
/// [`TargetError`].
pub fn check_folders(out: &Path) -> Result<(), TargetError> {
    for (name, known) in FOLDERS {
        let path = out.join(name);
        if path.is_symlink() {
            return Err(TargetError::Link { path, option: "--out" });
        }
        let is_left = |entry: &std::fs::DirEntry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let part = known.is_empty() && (name.ends_with(".parquet") || name.starts_with(['_', '.']));
            part || known.contains(&name.as_str())
        };
        let entries = std::fs::read_dir(&path).into_iter().flatten().flatten();
        if path.is_file() || !entries.into_iter().all(|entry| is_left(&entry)) {
            return Err(TargetError::Foreign { path, option: "--out" });
        }
    }
    Ok(())
}

/// What runs the driver.
struct Launcher {
    program: PathBuf,
}

/// Looks for what the driver needs.
///
/// # Errors
/// Where Java, Python or pyspark are missing: what to install.
pub fn find() -> Result<()> {
    launcher().map(|_| ())
}

fn launcher() -> Result<Launcher> {
    let java = std::env::var_os("JAVA_HOME")
        .map_or_else(|| PathBuf::from("java"), |home| PathBuf::from(home).join("bin/java"));
    ensure!(
        answers(Command::new(java).arg("-version")),
        "--spark needs Java 17 or newer on this machine, for Spark's driver: apt-get install default-jre-headless, or set JAVA_HOME"
    );
    if let Some(home) = std::env::var_os("SPARK_HOME") {
        let submit = Path::new(&home).join("bin/spark-submit");
        ensure!(
            submit.is_file(),
            "SPARK_HOME names {}, which has no bin/spark-submit: name the folder that Spark was unpacked into, or unset it",
            Path::new(&home).display()
        );
        return Ok(Launcher { program: submit });
    }
    let python = std::env::var_os(PYTHON).map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    ensure!(
        answers(Command::new(&python).args(["-c", "import pyspark"])),
        "--spark needs pyspark of the cluster's version: python3 -m venv spark && spark/bin/pip install pyspark, then set {PYTHON} to \
         spark/bin/python (or SPARK_HOME to an unpacked Spark)"
    );
    Ok(Launcher { program: python })
}

fn answers(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

/// Runs the SQL over `lines` on the cluster at `url` and leaves the tables in `out` as folders of part files.
///
/// # Errors
/// Where something is missing, or the cluster fails; what it says has gone to stderr.
pub fn run(url: &str, lines: &Path, out: &Path) -> Result<()> {
    let launcher = launcher()?;
    let scripts = out.join(SCRIPTS);
    let (driver, sql) = (scripts.join("spark_tables.py"), scripts.join("tables.sql"));
    let write = || -> std::io::Result<()> {
        interrupt::leaves(&scripts, interrupt::remove_folder);
        std::fs::create_dir_all(&scripts)?;
        std::fs::write(&driver, DRIVER)?;
        std::fs::write(&sql, SQL)
    };
    write().with_context(|| format!("{}: cannot be written", scripts.display()))?;
    let status = Command::new(&launcher.program).arg(&driver).arg(url).args([lines, out, &sql]).status();
    interrupt::remove_folder(&scripts);
    interrupt::settled(&scripts);
    let status = status.with_context(|| format!("{}: cannot be started", launcher.program.display()))?;
    if !status.success() {
        bail!(
            "Spark at {url} did not make the tables; its words are above. The cluster has to run the driver's version of Spark and \
             to see {} under the same path",
            out.display()
        );
    }
    Ok(())
}
