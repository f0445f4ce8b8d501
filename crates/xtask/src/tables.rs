//! The tables of docs/PAIRS.md, made three ways: by the command, by DuckDB and by a Spark cluster of a master and two
//! workers. The tables have to be equal row by row, the snapshots built from them byte by byte.
//!
//! Spark takes minutes of both cores for a year of a wholesaler's orders, and what it may get wrong (texts, times, missing
//! customers, distinct counts) is in a quarter of them: so it has the generated shop and the first lines of the real one.

mod cluster;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::counts::Counts;
use crate::demo::{self, Inputs};
use crate::repo::Repo;
use crate::{floors, setup, shell};

/// What the scripts import.
const PACKAGES: [&str; 2] = ["duckdb==2.0.0", "pyspark==4.3.0"];

/// [`compare`], with everything that it needs.
pub fn run(repo: &Repo) -> Result<()> {
    demo::build_tools(repo)?;
    compare(repo).map(drop)
}

/// Lines of the real order file that Spark makes tables of, the header one of them: to the end of February.
const SPARK_LINES: usize = 100_001;

/// Runs the comparison on the generated shop, and on the real one where its file is.
pub fn compare(repo: &Repo) -> Result<Counts> {
    let folder = repo.path("target/tables");
    setup::java()?;
    let venv = setup::python(&folder.join("venv"), &PACKAGES)?;
    let mut shops =
        vec![("shop", Inputs::generate(repo, &folder.join("shop/data"))?, &["duckdb", "spark"][..])];
    match floors::real_orders(repo) {
        Some(orders) => {
            let beginning = folder.join("beginning.csv");
            let text = shell::read(&orders)?;
            shell::write(&beginning, text.split_inclusive('\n').take(SPARK_LINES).collect::<String>())?;
            shops.push(("online-retail", Inputs::real(repo, &orders)?, &["duckdb"][..]));
            shops.push(("beginning", Inputs::real(repo, &beginning)?, &["duckdb", "spark"][..]));
        }
        None => println!("Online Retail is not here: the tables are compared on the generated shop alone"),
    }
    let cluster = cluster::Cluster::start(&venv, &folder.join("cluster"))?;
    let mut counts = Counts::default();
    for (name, inputs, makers) in shops {
        let inputs = inputs.without_sequences(&folder.join(format!("{name}.toml")))?;
        let shop = Shop { repo, venv: &venv, inputs: &inputs, folder: folder.join(name) };
        shop.compare(&cluster, makers)?;
        counts.passed += makers.len() as u64;
    }
    Ok(counts)
}

/// A shop whose tables are compared.
struct Shop<'a> {
    repo: &'a Repo,
    venv: &'a Path,
    inputs: &'a Inputs,
    folder: PathBuf,
}

impl Shop<'_> {
    fn at(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Compares what these made with what the command made.
    fn compare(&self, cluster: &cluster::Cluster, makers: &[&str]) -> Result<()> {
        for name in ["own", "duckdb", "spark", "recs", "recs-own", "recs-duckdb", "recs-spark"] {
            shell::empty_folder(&self.at(name))?;
        }
        let lines = self.at("lines.parquet");
        let mut own = demo::cobuy(self.repo);
        own.arg("pairs").arg("--out").arg(self.at("own")).arg("--lines").arg(&lines);
        self.inputs.name_in(&mut own);
        shell::run(&mut own)?;
        let mut direct = demo::cobuy(self.repo);
        direct.arg("build").arg("--out").arg(self.at("recs"));
        self.inputs.name_in(&mut direct);
        shell::run(&mut direct)?;
        self.same_snapshot("own")?;
        for &maker in makers {
            match maker {
                "spark" => self.spark(cluster)?,
                _ => self.duckdb(&lines)?,
            }
            shell::run(self.python("compare.py").arg(self.at("own")).arg(self.at(maker)))?;
            self.same_snapshot(maker)?;
        }
        Ok(())
    }

    fn duckdb(&self, lines: &Path) -> Result<()> {
        let sql = self.at("tables.sql");
        shell::write(&sql, shell::capture(demo::cobuy(self.repo).args(["pairs", "--sql"]))?)?;
        shell::run(self.python("duckdb_tables.py").arg(lines).arg(self.at("duckdb")).arg(&sql))
    }

    fn spark(&self, cluster: &cluster::Cluster) -> Result<()> {
        let mut spark = demo::cobuy(self.repo);
        spark.args(["pairs", "--spark", &cluster.url, "--out"]).arg(self.at("spark"));
        self.inputs.name_in(&mut spark);
        let python = setup::venv_program(self.venv, "python");
        shell::run(cluster::loopback(&mut spark).env("PYSPARK_PYTHON", python))
    }

    fn python(&self, script: &str) -> Command {
        let mut python = Command::new(setup::venv_program(self.venv, "python"));
        python.arg(self.repo.path("tests/tables").join(script));
        python
    }

    /// Builds from the tables that were made in one way and compares with the build from orders.
    fn same_snapshot(&self, made: &str) -> Result<()> {
        let (tables, recs) = (self.at(made), self.at(&format!("recs-{made}")));
        let titles = self.at("own/products.csv");
        if made == "duckdb" && titles.is_file() {
            // DuckDB makes the three tables; what cards need comes from the command.
            shell::write(&tables.join("products.csv"), shell::read(&titles)?)?;
        }
        let mut build = demo::cobuy(self.repo);
        build.arg("build").arg("--pairs").arg(&tables).arg("--out").arg(&recs);
        self.inputs.name_shop(&mut build);
        shell::run(&mut build)?;
        let (orders, tables) = (self.at("recs/v1"), recs.join("v1"));
        let files = shell::files_under(&orders)?;
        ensure!(
            files == shell::files_under(&tables)?,
            "{} has other files than {}",
            tables.display(),
            orders.display()
        );
        for file in &files {
            let same = shell::read_bytes(&orders.join(file))? == shell::read_bytes(&tables.join(file))?;
            ensure!(same, "{} differs from the build from orders", tables.join(file).display());
        }
        println!("{} files of {} are the same bytes as from orders", files.len(), tables.display());
        Ok(())
    }
}
