//! `cobuy build`, as it is released, on a real shop's orders and on those of a shop fifty times as large.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::orders::{self, Size};
use super::process::{Run, measure};
use super::{folder, peers};
use crate::repo::Repo;
use crate::{floors, shell};

/// Eleven million lines of a hundred thousand products.
const LARGE: Size = Size { lines: 11_000_000, products: 100_000 };
const QUICK: Size = Size { lines: 1_100_000, products: 10_000 };

/// Shops from small to as large as they get; a quick run leaves out the last.
const SIZES: [(&str, Size); 3] = [
    ("orders-110k.csv", Size { lines: 110_000, products: 1_000 }),
    ("orders-11m.csv", LARGE),
    ("orders-50m.csv", Size { lines: 50_000_000, products: 1_000_000 }),
];
/// MiB of pair counts that the largest shop may keep in memory in one of its two builds: its counts take half as much again.
const LITTLE_MEMORY: &str = "64";

/// Lines of a build's summary that belong into the table's notes.
const NOTES: [&str; 6] =
    ["Recipe", "Pairs", "Snapshot", "          base", "          a product page", "          a row of"];

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
    let Some(file) = floors::real_orders(repo) else {
        println!("Online Retail is not here (COBUY_DATA names its folder): not measured");
        return Ok(Vec::new());
    };
    let config = repo.path(REAL_CONFIG);
    let out = folder(repo).join("online-retail");
    Ok(vec![cobuy(repo, "cobuy build", &file, &out, &["--config".as_ref(), config.as_os_str()])?])
}

/// Builds of shops of all sizes, and of the largest once more with counts that lie in a file.
pub fn sizes(repo: &Repo, quick: bool) -> Result<Vec<Run>> {
    let shops = if quick { &SIZES[..2] } else { &SIZES[..] };
    let mut runs = Vec::new();
    for (name, size) in shops {
        let file = folder(repo).join(name);
        orders::write(&file, *size)?;
        let title = format!("{} products", size.products);
        runs.push(cobuy(repo, &title, &file, &folder(repo).join(format!("sized-{}", size.products)), &[])?);
        if size.products == SIZES[2].1.products {
            let words = ["--recipe", "cosine", "--no-pack", "--pairs-in-memory", LITTLE_MEMORY];
            runs.push(learnt(repo, &format!("{title}, counts in a file"), &file, &words)?);
        }
    }
    Ok(runs)
}

/// Generated orders: everything that `cobuy build` tries, then its cheaper recipe alone, then others on the same file.
pub fn large(repo: &Repo, quick: bool) -> Result<Vec<Run>> {
    let (name, size) = if quick { ("orders-1m.csv", QUICK) } else { ("orders-11m.csv", LARGE) };
    let file = folder(repo).join(name);
    orders::write(&file, size)?;
    let out = |name: &str| folder(repo).join(name);
    let mut runs = vec![
        cobuy(repo, "cobuy build", &file, &out("large"), &[])?,
        learnt(repo, "cobuy, cosine only", &file, &["--recipe", "cosine", "--no-pack"])?,
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
    run.says.retain(|line| NOTES.iter().any(|head| line.starts_with(head)));
    Ok(run)
}

/// What a build learns, without a snapshot: what others do on the same file.
fn learnt(repo: &Repo, name: &str, orders: &Path, words: &[&str]) -> Result<Run> {
    let mut command = Command::new(repo.program("release", "cobuy"));
    command.arg("build").arg("--orders").arg(orders).args(words);
    let mut run = measure(name, &command)?;
    run.says.retain(|line| NOTES.iter().any(|head| line.starts_with(head)));
    ensure!(run.says.iter().any(|line| line.starts_with("Pairs")), "{name} counted nothing");
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
