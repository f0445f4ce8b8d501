//! `cobuy build`: orders in, snapshot out.

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use cobuy_catalogue::config::{Config, RecipeChoice};
use cobuy_catalogue::imported::Imported;
use cobuy_import::{self as import, SessionFiles};
use cobuy_model as model;
use cobuy_model::mine::Evidence;
use cobuy_publish::build::{Target, build_from, evidence, model_settings};
use cobuy_publish::live::KeyRequest;
use cobuy_tables::{self as tables, FromTables};
use cobuy_targets::tables::PRODUCTS;
use cobuy_targets::{Around, check_private};

use crate::content::Content;
use crate::eval::{RecipeName, columns};
use crate::progress::Stages;
use crate::{Answer, summary};

/// Builds a snapshot from order files, session logs, or both
///
/// Reads CSV, TSV (gzip too) and Parquet; columns are found by well-known names or named in cobuy.toml. The same input
/// gives the same bytes. A build that fails leaves the folder as it was.
#[derive(clap::Args)]
#[command(
    after_help = "Example: cobuy build --orders orders.csv --products products.csv --config cobuy.toml --out recs"
)]
pub struct Args {
    /// Order files: one line per product bought
    #[arg(long, required_unless_present_any = ["sessions", "pairs"], num_args = 1.., value_name = "FILE")]
    orders: Vec<PathBuf>,
    /// Session logs: one line per product looked at, put into the cart or bought
    #[arg(long, num_args = 1.., value_name = "FILE")]
    sessions: Vec<PathBuf>,
    /// The session logs' columns of session, product and time where their names are not well-known ones: by name, or by
    /// number from 1 in a file without a header
    #[arg(long, value_name = "SESSION,ITEM,TIME", value_parser = columns, requires = "sessions")]
    columns: Option<[String; 3]>,
    /// Tables that cobuy pairs or a database made, in place of orders
    #[arg(long, value_name = "DIR", conflicts_with_all = ["orders", "sessions"])]
    pairs: Option<PathBuf>,
    /// Products file: a shop's export, or any table with a line per product
    #[arg(long, value_name = "FILE")]
    products: Option<PathBuf>,
    #[command(flatten)]
    content: Content,
    /// What cobuy.toml says; without it everything has its default
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder to publish into, a live one too
    #[arg(long, value_name = "DIR", required_unless_present = "no_pack")]
    out: Option<PathBuf>,
    /// Private folder for exact counts, for explain and check; never inside --out
    #[arg(long, value_name = "DIR", requires = "out")]
    work: Option<PathBuf>,
    /// Changes the number of hex digits that name a shard, and keeps writing the files of the old one
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u8).range(0..=4), requires = "out")]
    rekey: Option<u8>,
    /// Removes the files of earlier numbers of hex digits, once no page uses them
    #[arg(long, requires = "out")]
    prune: bool,
    /// How neighbours are found, in place of what cobuy.toml says
    #[arg(long, value_enum)]
    recipe: Option<RecipeName>,
    /// MiB of pair counts kept in memory, in place of what cobuy.toml says; more go into a file of TMPDIR's folder
    #[arg(long, value_name = "MIB", value_parser = clap::value_parser!(u32).range(0..=1_048_576))]
    pairs_in_memory: Option<u32>,
    /// Settings in one word, in place of what cobuy.toml says
    #[arg(long, value_enum, conflicts_with = "recipe", value_name = "NAME")]
    presets: Option<Preset>,
    /// Stops after the model and writes nothing: for measuring
    #[arg(long, conflicts_with = "out")]
    no_pack: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Preset {
    /// Association rules as introductions have them: support of at least 3 %, lift of at least 1.5
    Textbook,
}

/// Builds.
pub fn run(args: &Args) -> Result<Answer> {
    check_targets(args)?;
    let config = config(args)?;
    let progress = Stages::new();
    let text = match &args.pairs {
        None => {
            let mut imported = import(args, &config, &progress)?;
            args.content.add(&mut imported, &config, &progress)?;
            let source = evidence(&imported);
            summary::import(&imported, &config) + &learn(args, &config, &imported, &source, &progress)?
        }
        Some(folder) => {
            let mut imported = catalogue(args, folder, &config, &progress)?;
            args.content.add(&mut imported, &config, &progress)?;
            let source = FromTables::open(folder, &imported.catalogue)?;
            let (known, unknown) = source.lines();
            // As with orders: a rate is only of a products file.
            imported.report.join_rate =
                args.products.as_ref().map(|_| known as f64 / (known + unknown).max(1) as f64);
            summary::tables(&imported, &source, folder, &config)
                + &learn(args, &config, &imported, &source, &progress)?
        }
    };
    Ok(text.into())
}

/// That nothing is overwritten that should not be, before anything is read.
fn check_targets(args: &Args) -> Result<()> {
    let Some(out) = &args.out else { return Ok(()) };
    let mut private: Vec<(PathBuf, &'static str)> = Vec::new();
    private.extend(args.orders.iter().map(|file| (file.clone(), "--orders")));
    private.extend(args.sessions.iter().map(|file| (file.clone(), "--sessions")));
    private.extend(args.pairs.iter().map(|folder| (folder.clone(), "--pairs")));
    let mut inputs: Vec<PathBuf> = private.iter().map(|(file, _)| file.clone()).collect();
    inputs.extend(args.products.iter().chain(&args.config).cloned());
    inputs.extend(args.content.files());
    let target = Target { out, work: args.work.as_deref(), keys: KeyRequest::default() };
    target.check(&inputs)?;
    // What is read from a folder that is to be published would be published with it.
    for (input, option) in private {
        check_private(&input, Some(out), Around::Allowed, option)?;
    }
    Ok(())
}

/// The products that tables speak of: the shop's file, else the one that `cobuy pairs` wrote beside them.
fn catalogue(args: &Args, folder: &Path, config: &Config, progress: &Stages) -> Result<Imported> {
    let beside = folder.join(PRODUCTS);
    if let Some(products) = &args.products {
        return Ok(import::only_products(config, products, tables::newest_ms(folder)?, progress)?);
    }
    ensure!(
        beside.is_file(),
        "{} holds keys and counts, no titles: name the products file with --products",
        folder.display()
    );
    let mut imported = tables::read_products(&beside, config)?;
    imported.report.newest_ms = tables::newest_ms(folder)?;
    Ok(imported)
}

/// Makes the model and, unless it is only measured, the snapshot; what they have to say.
fn learn(
    args: &Args,
    config: &Config,
    imported: &Imported,
    evidence: &dyn Evidence,
    progress: &Stages,
) -> Result<String> {
    let Some(out) = &args.out else {
        let settings = model_settings(config, imported);
        let model = model::build(&imported.catalogue, evidence, &settings, progress)?;
        return Ok(summary::model(&model, settings.min_customers, imported.sessions_only));
    };
    let k = config.snapshot.k.and_then(|k| u8::try_from(k).ok());
    let keys = KeyRequest { k, rekey: args.rekey, prune: args.prune };
    let target = Target { out, work: args.work.as_deref(), keys };
    let built = build_from(config, imported, evidence, target, progress)?;
    Ok(summary::snapshot(&built, out))
}

fn config(args: &Args) -> Result<Config> {
    let mut config = args.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
    if let Some(Preset::Textbook) = args.presets {
        config.model.recipe = RecipeChoice::Textbook;
    }
    if let Some(recipe) = args.recipe {
        config.model.recipe = recipe.into();
    }
    if let Some(mib) = args.pairs_in_memory {
        config.limits.pairs_in_memory_mib = mib;
    }
    Ok(config)
}

fn import(args: &Args, config: &Config, progress: &Stages) -> Result<Imported> {
    let products = args.products.as_deref();
    let files = SessionFiles { files: &args.sessions, columns: args.columns.as_ref() };
    if args.orders.is_empty() {
        return Ok(import::sessions_alone(config, files, products, progress)?);
    }
    let mut imported = import::run(config, &args.orders, products, progress)?;
    if !args.sessions.is_empty() {
        import::add_sessions(&mut imported, files, config, progress)?;
    }
    Ok(imported)
}
