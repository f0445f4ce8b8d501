//! The tables of docs/PAIRS.md, made three ways: by the command, by DuckDB and by a Spark cluster of a master and two
//! workers. The tables have to be equal row by row, the snapshots built from them byte by byte.

mod cluster;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, ensure};

use crate::counts::Counts;
use crate::demo::{self, Inputs};
use crate::repo::Repo;
use crate::{setup, shell, test};

/// What the scripts import.
const PACKAGES: [&str; 2] = ["duckdb==2.0.0", "pyspark==4.3.0"];

/// [`compare`], with everything that it needs.
pub fn run(repo: &Repo) -> Result<()> {
    demo::build_tools(repo)?;
    compare(repo).map(drop)
}

/// Runs the comparison on the generated shop, and on the real one where its file is.
pub fn compare(repo: &Repo) -> Result<Counts> {
    let folder = repo.path("target/tables");
    setup::java()?;
    let venv = setup::python(&folder.join("venv"), &PACKAGES)?;
    let mut shops = vec![("shop", Inputs::generate(repo, &folder.join("shop/data"))?)];
    match test::real_orders(repo) {
        Some(orders) => shops.push(("online-retail", Inputs::real(repo, &orders)?)),
        None => println!("Online Retail is not here: the tables are compared on the generated shop alone"),
    }
    let cluster = cluster::Cluster::start(&venv, &folder.join("cluster"))?;
    let mut counts = Counts::default();
    for (name, inputs) in shops {
        let inputs = inputs.without_sequences(&folder.join(format!("{name}.toml")))?;
        let shop = Shop { repo, venv: &venv, inputs: &inputs, folder: folder.join(name) };
        shop.compare(&cluster)?;
        counts.passed += 2;
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

    fn compare(&self, cluster: &cluster::Cluster) -> Result<()> {
        for name in ["own", "duckdb", "spark", "recs", "recs-own", "recs-duckdb", "recs-spark"] {
            shell::empty_folder(&self.at(name))?;
        }
        let (lines, sql) = (self.at("lines.parquet"), self.at("tables.sql"));
        let mut own = demo::cobuy(self.repo);
        own.arg("pairs").arg("--out").arg(self.at("own")).arg("--lines").arg(&lines);
        self.inputs.name_in(&mut own);
        shell::run(&mut own)?;
        shell::write(&sql, shell::capture(demo::cobuy(self.repo).args(["pairs", "--sql"]))?)?;
        shell::run(self.python("duckdb_tables.py").arg(&lines).arg(self.at("duckdb")).arg(&sql))?;

        let mut spark = demo::cobuy(self.repo);
        spark.args(["pairs", "--spark", &cluster.url, "--out"]).arg(self.at("spark"));
        self.inputs.name_in(&mut spark);
        shell::run(
            cluster::loopback(&mut spark).env("PYSPARK_PYTHON", setup::venv_program(self.venv, "python")),
        )?;

        let mut direct = demo::cobuy(self.repo);
        direct.arg("build").arg("--out").arg(self.at("recs"));
        self.inputs.name_in(&mut direct);
        shell::run(&mut direct)?;
        for made in ["duckdb", "spark"] {
            shell::run(self.python("compare.py").arg(self.at("own")).arg(self.at(made)))?;
        }
        for made in ["own", "duckdb", "spark"] {
            self.same_snapshot(made)?;
        }
        Ok(())
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
