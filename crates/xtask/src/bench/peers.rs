//! Others on the same file in the same run: DuckDB's self-join for the pair counts alone, and `implicit`'s item-item
//! cosine for neighbours without a hold-out, a minimum or a snapshot.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::folder;
use super::process::{Run, measure};
use crate::repo::Repo;
use crate::shell;

/// What the scripts import, with the versions that the published numbers come from.
const PACKAGES: [&str; 4] = ["duckdb==2.0.0", "implicit==0.7.3", "pandas==3.1.1", "scipy==1.17.1"];

/// Customers that a pair needs and neighbours of a product: what `cobuy build` does without being told otherwise.
const MIN_CUSTOMERS: &str = "3";
const NEIGHBOURS: &str = "20";

/// Measures both, or says why not.
pub fn run(repo: &Repo, orders: &Path) -> Result<Vec<Run>> {
    let venv = folder(repo).join("venv");
    if !install(&venv) {
        println!("no python3 with venv and a package index here: DuckDB and implicit are not measured");
        return Ok(Vec::new());
    }
    let script = |name: &str, number: &str| {
        let mut python = Command::new(program(&venv, "python"));
        python.arg(repo.path("tests/bench").join(name)).arg(orders).arg(number);
        python
    };
    Ok(vec![
        measure("DuckDB, self-join only", &script("duckdb_pairs.py", MIN_CUSTOMERS))?,
        measure("implicit, cosine only", &script("implicit_fit.py", NEIGHBOURS))?,
    ])
}

/// Makes the environment and installs into it; costs a second where everything is there.
fn install(venv: &Path) -> bool {
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(venv);
    let mut pip = Command::new(program(venv, "pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(PACKAGES);
    (venv.is_dir() || shell::succeeds(&mut make)) && shell::succeeds(&mut pip)
}

fn program(venv: &Path, name: &str) -> std::path::PathBuf {
    venv.join("bin").join(name)
}
