//! `cobuy eval`: how good the model is, on cases that it has not seen.

mod text;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cobuy_catalogue::config::{Config, RecipeChoice};
use cobuy_catalogue::data::Catalogue;
use cobuy_catalogue::imported::Imported;
use cobuy_eval::{Cases, Measured, Mode, Report, Rule, evaluate, keep, read_cases};
use cobuy_import::{self as import, SessionFiles};

use crate::Answer;
use crate::content::Content;
use crate::progress::Stages;

/// Measures the model on cases that it has not seen
///
/// Learns as build does, and puts every case to the engine that ranks in the browser, over the bytes of a snapshot; beside
/// it stand popular items and plain cosine on the same cases.
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    // What they do stands at their arguments.
    Sessions(SessionArgs),
    Baskets(BasketArgs),
}

/// Predicts the next click of sessions
///
/// One case per click after the first of every session of --test; learns from --train. The newest tenth of --train chooses
/// the recipe.
#[derive(clap::Args)]
#[command(after_help = "Example: cobuy eval sessions --train train.tsv --test test.tsv")]
struct SessionArgs {
    /// Session logs to learn from, one line per event
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    train: Vec<PathBuf>,
    /// Session logs to predict
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    test: Vec<PathBuf>,
    /// Columns of session, product and time where their names are not well-known ones: by name, or by number from 1 in a file
    /// without a header
    #[arg(long, value_name = "SESSION,ITEM,TIME", value_parser = columns)]
    columns: Option<[String; 3]>,
    /// Which clicks are asked for
    #[arg(long, value_enum, default_value = "new")]
    rule: RuleName,
    #[command(flatten)]
    common: Common,
}

/// Predicts products of baskets
///
/// Learns from the orders before --split-at and asks for those after it, or for the cases of a file. A shop's own export
/// will do: the last line says whether the model beats showing popular items, and by how much.
#[derive(clap::Args)]
#[command(after_help = "Example: cobuy eval baskets --orders orders.csv --split-at 2026-10-01")]
struct BasketArgs {
    /// Order files, as for build
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    orders: Vec<PathBuf>,
    /// Products file, as for build
    #[arg(long, value_name = "FILE")]
    products: Option<PathBuf>,
    #[command(flatten)]
    content: Content,
    /// Cases to ask: a CSV with the columns given (keys with blanks between) and hidden
    #[arg(long, value_name = "FILE", required_unless_present = "split_at")]
    cases: Option<PathBuf>,
    /// Learns from the orders before this day; without --cases those from it on are asked for
    #[arg(long, value_name = "DATE", value_parser = date)]
    split_at: Option<i64>,
    /// What is given of a basket
    #[arg(long, value_enum, default_value = "loo", conflicts_with = "cases")]
    mode: ModeName,
    /// Chooses what is hidden; the same number asks the same
    #[arg(long, default_value_t = 1, value_name = "N", conflicts_with = "cases")]
    seed: u64,
    #[command(flatten)]
    common: Common,
}

#[derive(clap::Args)]
struct Common {
    /// What cobuy.toml says; without it everything has its default
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// How neighbours are found, in place of what cobuy.toml says
    #[arg(long, value_enum)]
    recipe: Option<RecipeName>,
    /// Neighbours per product
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20))]
    k: u32,
    /// Bits of a weight; a snapshot has 8, fewer show what they would cost
    #[arg(long, default_value_t = 8, value_name = "N", value_parser = clap::value_parser!(u8).range(1..=8))]
    bits: u8,
    /// Measures the rows before pruning and quantising, too
    #[arg(long)]
    full: bool,
    /// Keeps the snapshot that was measured, and every answer (recs, answers.jsonl), in this folder
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum RuleName {
    /// Clicks on products that the session has not seen; seen ones are no answers
    New,
    /// Every click, also back to what was seen, as most papers ask
    Published,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum ModeName {
    /// All but the hidden product
    Loo,
    /// One to three products, as of a cart that is being filled
    Cart,
}

/// How neighbours are found.
#[derive(Clone, Copy, clap::ValueEnum)]
pub enum RecipeName {
    /// The best of all on the newest tenth
    Auto,
    /// What is clicked after what; for session logs
    Walk,
    /// Local ridge regression
    Ridge,
    /// Damped cosine
    Cosine,
}

impl From<RecipeName> for RecipeChoice {
    fn from(name: RecipeName) -> RecipeChoice {
        match name {
            RecipeName::Auto => RecipeChoice::Auto,
            RecipeName::Walk => RecipeChoice::Walk,
            RecipeName::Ridge => RecipeChoice::Ridge,
            RecipeName::Cosine => RecipeChoice::Cosine,
        }
    }
}

/// Three names of columns.
pub fn columns(text: &str) -> Result<[String; 3], String> {
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    names.try_into().map_err(|_| "three names are needed: session, product and time".to_owned())
}

/// A day, or a time with its offset, as unix milliseconds.
fn date(text: &str) -> Result<i64, String> {
    let day =
        text.parse::<jiff::civil::Date>().ok().and_then(|day| day.to_zoned(jiff::tz::TimeZone::UTC).ok());
    let time = day.map(|day| day.timestamp()).or_else(|| text.parse().ok());
    time.map(|time: jiff::Timestamp| time.as_millisecond())
        .ok_or_else(|| "a date is written 2026-10-01, a time 2026-10-01T12:00:00Z".to_owned())
}

/// Evaluates.
pub fn run(args: &Args) -> Result<Answer> {
    let (report, json, sessions) = match &args.what {
        What::Sessions(args) => (sessions(args)?, args.common.json, true),
        What::Baskets(args) => (baskets(args)?, args.common.json, false),
    };
    if json {
        return Ok((serde_json::to_string_pretty(&report)? + "\n").into());
    }
    Ok(text::report(&report, sessions).into())
}

fn config(common: &Common) -> Result<Config> {
    let mut config = common.config.as_deref().map(Config::read).transpose()?.unwrap_or_default();
    config.model.neighbours = common.k;
    if let Some(recipe) = common.recipe {
        config.model.recipe = recipe.into();
    }
    Ok(config)
}

/// That what is kept overwrites nothing that should stay, before anything is read.
fn check_keep<'a>(common: &'a Common, inputs: impl Iterator<Item = &'a PathBuf>) -> Result<()> {
    let Some(folder) = &common.keep else { return Ok(()) };
    let inputs: Vec<PathBuf> = inputs.chain(&common.config).cloned().collect();
    Ok(keep::check_keep(folder, &inputs)?)
}

fn sessions(args: &SessionArgs) -> Result<Report> {
    check_keep(&args.common, args.train.iter().chain(&args.test))?;
    let (config, progress) = (config(&args.common)?, Stages::new());
    let files = |files| SessionFiles { files, columns: args.columns.as_ref() };
    let imported = import::sessions_alone(&config, files(&args.train), None, &progress)?;
    let test = import::sessions_to_predict(&imported.catalogue, files(&args.test), &config, &progress)?;
    let rule = match args.rule {
        RuleName::New => Rule::New,
        RuleName::Published => Rule::Published,
    };
    measure(&args.common, &config, &imported, &Cases::of_sessions(&test, rule), &progress)
}

fn baskets(args: &BasketArgs) -> Result<Report> {
    check_keep(&args.common, args.orders.iter().chain(&args.products).chain(&args.cases))?;
    let (config, progress) = (config(&args.common)?, Stages::new());
    let mut imported = import::run(&config, &args.orders, args.products.as_deref(), &progress)?;
    args.content.add(&mut imported, &config, &progress)?;
    // A product without a title is never shown; what is measured here is which products are found.
    for product in imported.catalogue.products.iter_mut().filter(|product| product.title.is_empty()) {
        product.title.clone_from(&product.key);
    }
    let Imported { catalogue, orders, .. } = &imported;
    let cut = args.split_at.map_or(orders.len(), |at| orders.before(at));
    if cut == 0 {
        bail!("no order is before --split-at: there is nothing to learn from; give a later date");
    }
    let cases = match &args.cases {
        Some(file) => listed(file, catalogue)?,
        None => {
            let mode = match args.mode {
                ModeName::Loo => Mode::Loo,
                ModeName::Cart => Mode::Cart,
            };
            Cases::of_baskets(&orders.part(cut..orders.len()), mode, args.seed)
        }
    };
    imported.orders = orders.part(0..cut);
    measure(&args.common, &config, &imported, &cases, &progress)
}

fn listed(file: &Path, catalogue: &Catalogue) -> Result<Cases> {
    read_cases(file, catalogue).context("the cases cannot be used")
}

fn measure(
    common: &Common,
    config: &Config,
    imported: &Imported,
    cases: &Cases,
    progress: &Stages,
) -> Result<Report> {
    let measured = Measured { bits: common.bits, full: common.full, keep: common.keep.as_deref() };
    Ok(evaluate(config, imported, cases, &measured, progress)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_columns_are_read_or_refused() {
        assert_eq!(date("1970-01-02"), Ok(86_400_000));
        assert_eq!(date("1970-01-01T01:00:00Z"), Ok(3_600_000));
        assert!(date("tomorrow").is_err());
        assert_eq!(columns("a, b,c").unwrap(), ["a", "b", "c"]);
        assert!(columns("a,b").is_err());
    }
}
