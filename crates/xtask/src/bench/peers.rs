//! Others on the same file in the same run: the self-join of DuckDB and Spark for the pair counts alone, and `implicit`'s
//! item-item cosine for neighbours without a hold-out, a minimum or a snapshot.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::folder;
use super::process::{Run, measure};
use crate::repo::Repo;
use crate::setup;

/// What the scripts import, with the versions that the published numbers come from.
const PACKAGES: [&str; 5] =
    ["duckdb==2.0.0", "implicit==0.7.3", "pandas==3.1.1", "pyspark==4.3.0", "scipy==1.17.1"];

/// Customers that a pair needs and neighbours of a product: what `cobuy build` does without being told otherwise.
const MIN_CUSTOMERS: &str = "3";
const NEIGHBOURS: &str = "20";

/// Measures them, or says why not.
pub fn run(repo: &Repo, orders: &Path) -> Result<Vec<Run>> {
    let prepared = setup::java().and_then(|()| setup::python(&folder(repo).join("venv"), &PACKAGES));
    let venv = match prepared {
        Ok(venv) => venv,
        Err(reason) => {
            println!("DuckDB, Spark and implicit are not measured: {reason:#}");
            return Ok(Vec::new());
        }
    };
    let script = |name: &str, number: &str| {
        let mut python = Command::new(setup::venv_program(&venv, "python"));
        python.arg(repo.path("tests/bench").join(name)).arg(orders).arg(number);
        python
    };
    Ok(vec![
        measure("DuckDB, self-join only", &script("duckdb_pairs.py", MIN_CUSTOMERS))?,
        measure("Spark, self-join only", &script("spark_pairs.py", MIN_CUSTOMERS))?,
        measure("implicit, cosine only", &script("implicit_fit.py", NEIGHBOURS))?,
    ])
}
