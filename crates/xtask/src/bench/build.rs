//! `cobuy build`, as it is released, on a real shop's orders and on those of a shop fifty times as large.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::orders::{self, Size};
use super::process::{Run, measure};
use super::{folder, peers};
use crate::repo::Repo;
use crate::{shell, test};

/// Eleven million lines of a hundred thousand products.
const LARGE: Size = Size { lines: 11_000_000, products: 100_000 };
const QUICK: Size = Size { lines: 1_100_000, products: 10_000 };

/// The presets of the demo read this file.
const REAL_CONFIG: &str = "www/demo/online-retail.toml";

/// Builds the command in the profile that it is released in.
pub fn compile(repo: &Repo) -> Result<()> {
    shell::run(repo.cargo().args(["build", "--release", "--package=cobuy-cli"]))?;
    let program = repo.program("release", "cobuy");
    ensure!(program.is_file(), "cargo built no {}", program.display());
    Ok(())
}

/// Ten months of Online Retail.
pub fn real(repo: &Repo) -> Result<Vec<Run>> {
    let Some(file) = test::real_orders(repo) else {
        println!("Online Retail is not here (COBUY_DATA names its folder): not measured");
        return Ok(Vec::new());
    };
    let config = repo.path(REAL_CONFIG);
    let out = folder(repo).join("online-retail");
    Ok(vec![cobuy(repo, "cobuy build", &file, &out, &["--config".as_ref(), config.as_os_str()])?])
}

/// Generated orders: everything that `cobuy build` tries, then its cheaper recipe alone, then others on the same file.
pub fn large(repo: &Repo, quick: bool) -> Result<Vec<Run>> {
    let (name, size) = if quick { ("orders-1m.csv", QUICK) } else { ("orders-11m.csv", LARGE) };
    let file = folder(repo).join(name);
    orders::write(&file, size)?;
    let out = |name: &str| folder(repo).join(name);
    let mut runs = vec![
        cobuy(repo, "cobuy build", &file, &out("large"), &[])?,
        cobuy(
            repo,
            "cobuy build --recipe cosine",
            &file,
            &out("large-cosine"),
            &["--recipe".as_ref(), "cosine".as_ref()],
        )?,
    ];
    runs.extend(peers::run(repo, &file)?);
    Ok(runs)
}

/// One build into a folder that holds nothing.
fn cobuy(repo: &Repo, name: &str, orders: &Path, out: &PathBuf, more: &[&std::ffi::OsStr]) -> Result<Run> {
    shell::empty_folder(out)?;
    let mut command = Command::new(repo.program("release", "cobuy"));
    command.arg("build").arg("--orders").arg(orders).arg("--out").arg(out).args(more);
    let mut run = measure(name, &command)?;
    check_rows(&out.join("manifest.json"))?;
    run.says.retain(|line| ["Recipe", "Pairs", "Snapshot"].iter().any(|head| line.starts_with(head)));
    Ok(run)
}

/// What is read of a snapshot's manifest.
#[derive(Deserialize)]
struct Manifest {
    counts: Counts,
}

#[derive(Deserialize)]
struct Counts {
    products: u64,
    together_rows: u64,
}

/// A build that packs next to nothing is fast and tells nothing: half of the products must have a row.
fn check_rows(manifest: &Path) -> Result<()> {
    let Manifest { counts: Counts { products, together_rows } } =
        serde_json::from_str(&shell::read(manifest)?)
            .with_context(|| format!("reading {}", manifest.display()))?;
    ensure!(
        together_rows * 2 >= products,
        "only {together_rows} of {products} products have a row: {} measures no whole build",
        manifest.display()
    );
    Ok(())
}
