//! `cobuy pairs`: what mining needs of orders, as tables that a database could have made.

use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cobuy_catalogue::config::Config;
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::interrupt;
use cobuy_import::{self as import, CleanOrder};
use cobuy_model::mine::FromOrders;
use cobuy_tables::{self as tables, LinesFile};
use cobuy_targets::tables::{HOLDOUT, ITEMS, LINES, OWN_PRODUCTS, PAIRS, PRODUCTS, TABLES};
use cobuy_targets::{Around, Own, Target, check_folder, check_private};

use crate::progress::Stages;
use crate::words::count;
use crate::{Answer, spark, summary};

/// Counts pairs into tables, here or on a Spark cluster
///
/// The tables pairs, items and holdout hold everything that cobuy build needs of orders (without what needs the
/// sequence of a customer's orders). Any database can make them: --sql prints how, --lines writes what it reads.
#[derive(clap::Args)]
#[command(
    after_help = "Example: cobuy pairs --orders orders.csv --out tables && cobuy build --pairs tables --out recs\n\
        docs/PAIRS.md describes the tables, DuckDB and Spark."
)]
pub struct Args {
    /// Order files: one line per product bought
    #[arg(long, required_unless_present = "sql", num_args = 1.., value_name = "FILE")]
    orders: Vec<PathBuf>,
    /// Products file, where orders name variants or SKUs of its products
    #[arg(long, value_name = "FILE")]
    products: Option<PathBuf>,
    /// What cobuy.toml says; without it everything has its default
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Private folder for the tables
    #[arg(long, value_name = "DIR", required_unless_present_any = ["sql", "lines"])]
    out: Option<PathBuf>,
    /// Writes the cleaned order lines as Parquet, which the SQL reads
    #[arg(long, value_name = "FILE")]
    lines: Option<PathBuf>,
    /// Counts on this Spark cluster, such as spark://host:7077 or local[*]; needs pyspark or SPARK_HOME
    #[arg(long, value_name = "URL", requires = "out")]
    spark: Option<String>,
    /// Prints the SQL and does nothing else
    #[arg(long, conflicts_with_all = ["orders", "out", "lines", "spark"])]
    sql: bool,
}

/// Counts.
pub fn run(args: &Args) -> Result<Answer> {
    if args.sql {
        return Ok(spark::SQL.to_owned().into());
    }
    check_targets(args)?;
    let config = args.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
    if args.spark.is_some() {
        spark::find()?;
    }
    let progress = Stages::new();
    // A cluster reads lines: where they are not asked for they lie beside the tables while it does.
    let on_the_way = args.spark.as_ref().and(args.out.as_deref()).map(|out| out.join(spark::LINES));
    let target = args.lines.as_deref().or(on_the_way.as_deref());
    if let Some(out) = &args.out {
        std::fs::create_dir_all(out).with_context(|| format!("{}: cannot be made", out.display()))?;
    }
    let mut lines = target.map(LinesFile::create).transpose()?;
    let mut watch =
        |order: &CleanOrder<'_>| lines.as_mut().map_or(ControlFlow::Break(()), |lines| lines.add(order));
    let products = args.products.as_deref();
    let imported = import::watched(&config, &args.orders, products, Some(&mut watch), &progress)?;
    let mut text = summary::import(&imported, &config);
    if let (Some(lines), Some(target)) = (lines, target) {
        let rows = lines.finish()?;
        if args.lines.is_some() {
            let _ = writeln!(text, "{:10}{}: {} cleaned lines", "Lines", target.display(), count(rows));
        }
    }
    if let Some(out) = &args.out {
        if products.is_none() {
            tables::write_products(&out.join(PRODUCTS), &imported)?;
        }
        match (&args.spark, target) {
            (Some(url), Some(lines)) => {
                text += &on_cluster(url, lines, out, on_the_way.as_deref() == Some(lines))?
            }
            _ => text += &embedded(&imported, out, &progress)?,
        }
    }
    Ok(text.into())
}

/// That nothing is overwritten that should not be, and nothing private published, before anything is read.
fn check_targets(args: &Args) -> Result<()> {
    let inputs: Vec<PathBuf> =
        args.orders.iter().chain(&args.products).chain(&args.config).cloned().collect();
    if let Some(lines) = &args.lines {
        check_private(lines, None, Around::Allowed, "--lines")?;
        Target { path: lines, own: LINES, option: "--lines" }.check(&inputs)?;
    }
    let Some(out) = &args.out else { return Ok(()) };
    check_private(out, None, Around::Refused, "--out")?;
    let mut files = vec![(PRODUCTS.to_owned(), OWN_PRODUCTS)];
    files.retain(|_| args.products.is_none());
    files.extend(TABLES.map(|(table, own)| (format!("{table}.parquet"), own)));
    if args.spark.is_some() {
        files.push((spark::LINES.to_owned(), LINES));
        spark::check_folders(out)?;
    }
    let files: Vec<(&str, Own)> = files.iter().map(|(name, own)| (name.as_str(), *own)).collect();
    Ok(check_folder(out, &files, "--out", &inputs)?)
}

fn embedded(imported: &Imported, out: &Path, progress: &Stages) -> Result<String> {
    let evidence = FromOrders::new(&imported.orders, imported.catalogue.products.len());
    let written = tables::write(out, &imported.catalogue, &evidence, progress)?;
    let rows = [(written.pairs, PAIRS), (written.items, ITEMS), (written.holdout, HOLDOUT)];
    let rows = rows.map(|(rows, table)| format!("{} rows of {table}", count(rows))).join(", ");
    Ok(format!("{:10}{}: {rows}\n", "Tables", out.display()))
}

fn on_cluster(url: &str, lines: &Path, out: &Path, remove: bool) -> Result<String> {
    if remove {
        interrupt::leaves(lines, interrupt::remove_file);
    }
    let ran = spark::run(url, lines, out);
    if remove {
        interrupt::remove_file(lines);
        interrupt::settled(lines);
    }
    ran?;
    Ok(format!("{:10}{}: pairs, items and holdout, by Spark at {url}\n", "Tables", out.display()))
}
