//! `cobuy tags`: the lines to paste into a theme.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, Result};
use cobuy_snapshot::Base;

use crate::Answer;
use crate::files::Snapshot;

/// Stands for the digits of a page's own shard.
const SHARD: &str = "{shard}";

/// Prints the lines to paste into a theme
///
/// They go into the head of every page. k is in them, so that a page can name its file without asking anyone: print
/// them again after --rekey.
#[derive(clap::Args)]
#[command(
    after_help = "Example: cobuy tags recs --script /assets/cobuy.js --snapshot /recs/ --above-fold --product tent"
)]
pub struct Args {
    /// The folder given to cobuy build --out
    dir: PathBuf,
    /// Address of cobuy.js, with the other files of the widget beside it
    #[arg(long, value_name = "URL", default_value = "/cobuy/cobuy.js")]
    script: String,
    /// Address of the snapshot. Default: the folder's name under the root
    #[arg(long, value_name = "URL")]
    snapshot: Option<String>,
    /// Adds preload tags, for pages whose list is seen without scrolling
    #[arg(long)]
    above_fold: bool,
    /// Names the widget with rules, bundles and offers though the snapshot has none of them: for pages with <cobuy-bundle> or
    /// <cobuy-offer>
    #[arg(long)]
    full: bool,
    /// Key of the page's product, for its preload tag; without it {shard} stands where the theme puts the digits
    #[arg(long, value_name = "KEY", requires = "above_fold")]
    product: Option<String>,
}

/// Prints.
pub fn run(args: &Args) -> Result<Answer> {
    let snapshot = Snapshot::open(&args.dir)?;
    let base = Base::open(&snapshot.base).context("v1/base.bin is damaged; build again")?;
    let full = args.full || !base.rules.is_empty() || !base.rules.bundles.is_empty();
    let address = address(args);
    let mut text = String::new();
    let theme = escaped(&format!("{}themes/cobuy.css", beside(args)));
    let _ = writeln!(text, r#"<link rel="stylesheet" href="{theme}">"#);
    if args.above_fold {
        let shard = match &args.product {
            Some(key) => snapshot.shard_name(key),
            None if snapshot.k == 0 => snapshot.shard_name(""),
            None => format!("s/{SHARD}.bin"),
        };
        preloads(&mut text, args, &address, &shard, full);
        if shard.contains(SHARD) {
            eprintln!("{}", how_to_name(snapshot.k));
        }
    }
    let (script, data) = (escaped(&args.script), escaped(&address));
    let _ = writeln!(
        text,
        r#"<script async src="{script}" data-snapshot="{data}" data-k="{}"{}></script>"#,
        snapshot.k,
        if full { " data-full" } else { "" }
    );
    eprintln!(r#"where a list stands: <cobuy-shelf placement="pdp" product="KEY"></cobuy-shelf>"#);
    Ok(text.into())
}

/// Address of the snapshot; the widget puts file names behind it, so it ends with a slash.
fn address(args: &Args) -> String {
    let mut address = match &args.snapshot {
        Some(address) => address.clone(),
        None => {
            let folder = std::path::absolute(&args.dir).unwrap_or_else(|_| args.dir.clone());
            format!("/{}", folder.file_name().unwrap_or_default().to_string_lossy())
        }
    };
    if !address.ends_with('/') {
        address.push('/');
    }
    address
}

/// What the first list needs, in the order in which it needs it.
fn preloads(text: &mut String, args: &Args, snapshot: &str, shard: &str, full: bool) {
    let beside = beside(args);
    let kind = kind(full);
    for name in [format!("cobuy-core{kind}.js"), "hosts/generic.js".to_owned()] {
        let _ =
            writeln!(text, r#"<link rel="modulepreload" href="{}">"#, escaped(&format!("{beside}{name}")));
    }
    let wasm = format!("{beside}cobuy{kind}.wasm");
    for file in [wasm, format!("{snapshot}v1/base.bin"), format!("{snapshot}v1/{shard}")] {
        let _ = writeln!(text, r#"<link rel="preload" as="fetch" crossorigin href="{}">"#, escaped(&file));
    }
}

/// What the names of the widget's files have in them where it knows rules, bundles and offers.
fn kind(full: bool) -> &'static str {
    if full { "-full" } else { "" }
}

/// The folder that the other files of the widget lie in.
fn beside(args: &Args) -> &str {
    args.script.rfind('/').map_or("", |slash| &args.script[..=slash])
}

fn how_to_name(k: u8) -> String {
    format!(
        "put the first {k} hex digits of SHA-256(product key) where {SHARD} stands: in Liquid \
         {{{{ product.handle | sha256 | slice: 0, {k} }}}}, in PHP <?= substr(hash('sha256', $key), 0, {k}) ?>"
    )
}

/// A text as the value of an attribute in double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
