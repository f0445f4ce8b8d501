//! `cobuy explain`: the ranked list of a product with every figure behind it, by the code that ranks in the browser.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use cobuy_engine::explain::{CandidateNote, PartNote, Verdict, session};
use cobuy_engine::{Explanation, Request, Session, Signal, Store, explain};
use cobuy_options::Placement;
use cobuy_snapshot::quant::{confidence_permille, lift_hundredths};

use crate::Answer;
use crate::counts::Counts;
use crate::files::Snapshot;
use crate::words::percent;

/// Shows the ranked list of a product with every figure behind it
///
/// Ranks as the browser does, over the shards of the product, the cart and the products seen, and says of every
/// candidate what it scored by, what it was promised to be worth, and why it is shown or not.
#[derive(clap::Args)]
#[command(after_help = "Example: cobuy explain recs tent --cart stove,mug --seen lamp --work work")]
pub struct Args {
    /// The folder given to cobuy build --out
    dir: PathBuf,
    /// Key of the page's product; not needed with --placement cart
    product: Option<String>,
    /// Keys in the cart, oldest first
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    cart: Vec<String>,
    /// Keys of products seen before, newest first
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    seen: Vec<String>,
    /// Where the list stands: pdp, cart, or protocol (20 products, no threshold)
    #[arg(long, default_value = "pdp", value_name = "NAME", value_parser = placement)]
    placement: Placement,
    /// The folder given to cobuy build --work: adds exact counts of orders and customers
    #[arg(long, value_name = "DIR")]
    work: Option<PathBuf>,
    /// Shows all candidates instead of the first 20
    #[arg(long)]
    all: bool,
}

/// Candidates shown without --all.
const SHOWN: usize = 20;

fn placement(name: &str) -> Result<Placement, String> {
    let known = Placement::ALL.map(Placement::name).join(", ");
    Placement::from_name(name).ok_or_else(|| format!("known placements are {known}"))
}

/// Explains.
pub fn run(args: &Args) -> Result<Answer> {
    if args.product.is_none() && args.placement != Placement::Cart {
        bail!("name a product, or --placement cart and what is in the cart with --cart");
    }
    let snapshot = Snapshot::open(&args.dir)?;
    let keys: Vec<&str> =
        args.product.iter().chain(&args.cart).chain(&args.seen).map(String::as_str).collect();
    let names: BTreeSet<String> = keys.iter().map(|key| snapshot.shard_name(key)).collect();
    let shards = names.iter().map(|name| snapshot.shard(name)).collect::<Result<Vec<_>>>()?;
    let mut store = Store::default();
    store.add_base(&snapshot.base).context("v1/base.bin is damaged; build again")?;
    for (shard, name) in shards.iter().zip(&names) {
        store.add_shard(shard).with_context(|| format!("v1/{name} is damaged; build again"))?;
    }
    for key in &keys {
        let shard = snapshot.shard_name(key);
        ensure!(
            store.find(key).is_some(),
            "{key:?} is not in the snapshot: its shard v1/{shard} has no such product. Keys keep their case"
        );
    }
    let session = session(args.cart.iter().map(String::as_str), args.seen.iter().map(String::as_str));
    let counts = args.work.as_deref().map(|work| Counts::read(work, &keys)).transpose()?;
    Ok(text(args, &store, &session, counts.as_ref()).into())
}

fn text(args: &Args, store: &Store<'_>, session: &Session, counts: Option<&Counts>) -> String {
    let options = store.options(args.placement);
    let request = Request {
        placement: args.placement,
        options: &options,
        product: args.product.as_deref(),
        session,
        claimed: &[],
        sold_out: &[],
        live_stock: false,
    };
    let explanation = explain(store, &request);
    let mut text = String::new();
    let title = |key: &str| store.find(key).and_then(|id| store.card(id)).map_or("", |card| card.title);
    let _ = writeln!(text, "{} for", args.placement.name());
    for note in &explanation.signals {
        let factor = percent(f64::from(note.factor_q15) / 32_768.0);
        let row = if note.found { "" } else { ", never bought with another" };
        let _ = writeln!(
            text,
            "  {:9} {:20} {}, counts {factor}{row}",
            signal(note.signal),
            note.key,
            title(&note.key)
        );
        if let Some(counts) = counts {
            let count = counts.item(&note.key);
            let _ = writeln!(text, "{:32}{} orders of {} customers", "", count.orders, count.customers);
        }
    }
    outcome(&mut text, &explanation);
    let shown = if args.all { usize::MAX } else { SHOWN };
    for note in explanation.candidates.iter().take(shown) {
        candidate(&mut text, note, &explanation, store, counts);
    }
    if let Some(more) = explanation.candidates.len().checked_sub(SHOWN).filter(|more| *more > 0 && !args.all)
    {
        let _ = writeln!(text, "and {more} more (--all shows them)");
    }
    text
}

fn signal(signal: Signal) -> &'static str {
    match signal {
        Signal::Page => "page",
        Signal::Cart => "in cart",
        Signal::View => "seen",
    }
}

fn outcome(text: &mut String, explanation: &Explanation) {
    let _ = match explanation.ranking.silence {
        Some(silence) => writeln!(text, "shows nothing: {}", silence.code()),
        None => writeln!(
            text,
            "shows {} of {} candidates",
            explanation.ranking.items.len(),
            explanation.candidates.len()
        ),
    };
}

fn candidate(
    text: &mut String,
    note: &CandidateNote,
    explanation: &Explanation,
    store: &Store<'_>,
    counts: Option<&Counts>,
) {
    let (rank, verdict) = match note.verdict {
        Verdict::Shown(rank) => (format!("{rank:>3}."), shown(rank, explanation, store)),
        Verdict::Excluded(exclusion) => ("   –".to_owned(), format!("not shown: {}", exclusion.name())),
        Verdict::Below(share, threshold) => {
            let (share, threshold) = (promised(share), promised(threshold));
            ("   –".to_owned(), format!("not shown: promises {share}, {threshold} are asked for"))
        }
        Verdict::NotShown => {
            ("   –".to_owned(), "not shown: others are better, or too few are good enough".to_owned())
        }
    };
    let _ = writeln!(text, "{rank} {:20} {}", note.key, note.title);
    let _ = writeln!(text, "     score {}, {verdict}", note.score);
    for part in &note.parts {
        let _ = writeln!(text, "       {}", describe(part));
        if let (Some(counts), Some(source)) = (counts, &part.source) {
            let count = counts.pair(source, &note.key);
            let _ =
                writeln!(text, "       together in {} orders of {} customers", count.orders, count.customers);
        }
    }
}

fn shown(rank: usize, explanation: &Explanation, store: &Store<'_>) -> String {
    let Some(ranked) = rank.checked_sub(1).and_then(|at| explanation.ranking.items.get(at)) else {
        return String::new();
    };
    let because = ranked
        .source
        .and_then(|id| store.card(id))
        .map_or(String::new(), |card| format!(", because of {}", card.key));
    format!("promises {}{because}", promised(ranked.share))
}

/// A share in 65,535ths.
fn promised(share: u16) -> String {
    percent(f64::from(share) / 65_535.0)
}

fn describe(part: &PartNote) -> String {
    let source = part.source.as_deref().unwrap_or("the popular list");
    let PartNote { weight, scale, contribution, .. } = part;
    let mut text =
        format!("{contribution} from {source}: weight {weight} of 255 × row scale {scale} of 65535");
    if let Some(figures) = part.figures {
        let permille = |byte| percent(f64::from(confidence_permille(byte)) / 1000.0);
        let lift = f64::from(lift_hundredths(figures.lift)) / 100.0;
        let (confidence, reverse) = (permille(figures.confidence), permille(figures.reverse));
        let _ = write!(
            text,
            "; {confidence} of its orders have this too, {reverse} the other way round, {lift:.1} × chance"
        );
    }
    text
}
