//! `cobuy inspect`: one page for the person who has to say whether the pairs make sense before they go live.
//!
//! Read in this order:
//! - [`shop`]: what every part of the page asks: titles, prices, pairs, counts, pictures.
//! - [`page`]: the page, part by part: `headline`, `drawn`, `strongest`, `season`, `related`, `doubts`, `silent`, `changes`, `bytes`.
//! - [`html`]: texts and pictures as parts of a page; titles are untrusted.

mod bytes;
mod changes;
mod doubts;
mod drawn;
mod headline;
mod html;
mod page;
mod pictures;
mod related;
mod season;
mod shop;
mod silent;
mod strongest;
mod year;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use cobuy_audit::{Diff, Published, Tallies};
use cobuy_snapshot::Relation;
use cobuy_targets::{Around, Own, Target, check_private, write_whole};

use pictures::Pictures;
use shop::Shop;

use crate::Answer;
use crate::progress::Stages;
use crate::words::bytes;

/// Draws one page to look a snapshot over before it goes live
///
/// Strongest pairs, a map of what sells together, pairs with a season, what is shown instead, as a step up and next, pairs that look like accident, products without a
/// pair, what changed, where the bytes go. Tick pairs that make no sense: the page writes the lines for cobuy.toml that keep
/// them apart. One file, no network; the private folder of the build adds exact counts and reasons.
#[derive(clap::Args)]
#[command(after_help = "Example: cobuy inspect recs --work work --against recs-live --out inspect.html")]
pub struct Args {
    /// The folder given to cobuy build --out
    dir: PathBuf,
    /// The folder given to cobuy build --work: adds exact counts. The page then holds them too and is not for the public
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// An earlier snapshot, to tell what changed since
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// The shop's files as they lie on the server, for pictures: /pictures/tent.jpg is looked for in this folder
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// File to write
    #[arg(long, value_name = "FILE", default_value = "inspect.html")]
    out: PathBuf,
}

/// Writes the page.
pub fn run(args: &Args) -> Result<Answer> {
    if args.out.is_dir() {
        bail!("{} is a folder: name a file with --out", args.out.display());
    }
    check_private(&args.out, Some(&args.dir), Around::Allowed, "--out")?;
    Target { path: &args.out, own: Own::Page, option: "--out" }.check(&[])?;
    let progress = Stages::new();
    let published = Published::read(&args.dir, &progress)?;
    let tallies = args.work.as_deref().map(|work| tallies(work, &published)).transpose()?;
    let before = args.against.as_deref().map(|folder| Published::read(folder, &progress)).transpose()?;
    let diff = before.as_ref().map(|before| (before, Diff::new(before, &published)));
    let name =
        args.dir.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    let mut shop = Shop::new(&published, tallies.as_ref(), name.unwrap_or_default());
    shop.pictures = Pictures::new(args.site.as_deref());
    let page = page::page(&shop, diff.as_ref().map(|(before, diff)| (*before, diff)));
    write_whole(&args.out, |file| file.write_all(page.as_bytes()))
        .with_context(|| format!("{}: cannot be written", args.out.display()))?;
    drop(progress);
    let private = if tallies.is_some() { "; it holds exact counts, so keep it private" } else { "" };
    Ok(format!("{}: {}, open it in a browser{private}\n", args.out.display(), bytes(page.len() as u64))
        .into())
}

/// Counts of everything and of the published pairs.
fn tallies(work: &Path, published: &Published) -> Result<Tallies> {
    let has = |a, b| published.edge(a, b, Relation::Together).is_some();
    Ok(Tallies::read(work, published, &|a, b| has(a, b) || has(b, a))?)
}
