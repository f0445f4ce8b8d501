//! `cobuy explain`: the ranked list of a product with every figure behind it, by the code that ranks in the browser.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use cobuy_engine::explain::{CandidateNote, PartNote, RuleNote, Verdict, session};
use cobuy_engine::{Explanation, Host, Request, Session, Signal, Store, explain};
use cobuy_model::mine::months::Month;
use cobuy_options::{Kind, Opt, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::base::CATEGORY_PREFIX;
use cobuy_snapshot::rules::Condition;
use jiff::Timestamp;

use crate::Answer;
use crate::counts::Counts;
use crate::figures::said;
use crate::files::Snapshot;
use crate::recorded::{Played, Recorded};
use crate::shopper;
use crate::words::{self, Learnt, months, percent};

/// Shows the ranked list of a product with every figure behind it
///
/// Ranks as the browser does, over the shards of the product, the cart and the products seen, and says of every
/// candidate what it scored by, what it was promised to be worth, and why it is shown or not.
#[derive(clap::Args)]
#[command(after_help = "Example: cobuy explain recs tent --cart stove,mug --seen lamp --work work")]
pub struct Args {
    /// The folder given to cobuy build --out
    dir: PathBuf,
    /// Key of the page's product; needed for pdp, add-to-cart and protocol
    product: Option<String>,
    /// Keys in the cart, oldest first
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    cart: Vec<String>,
    /// Keys of products seen before, newest first
    #[arg(long, value_name = "KEYS", value_delimiter = ',')]
    seen: Vec<String>,
    /// Category of the page, as the products file has it, such as "Garden > Tools": its popular or rising list
    #[arg(long, value_name = "PATH")]
    category: Option<String>,
    /// A recorded session (docs/SESSION.md) instead of --cart and --seen: its end counts, and what it says of the shopper
    /// is printed too
    #[arg(long, value_name = "FILE", conflicts_with_all = ["cart", "seen", "category"])]
    session: Option<PathBuf>,
    /// Keys of the products of the order that was just placed
    #[arg(long, value_name = "KEYS", value_delimiter = ',', conflicts_with = "session")]
    bought: Vec<String>,
    /// What the host would state, for rules: loyalty_tier=gold
    #[arg(long = "fact", value_name = "NAME=VALUE", value_parser = fact)]
    facts: Vec<(String, String)>,
    /// Where the list stands: pdp, cart, add-to-cart, checkout, thank-you, home, category, or protocol (20 products, no
    /// threshold, no rules)
    #[arg(long, default_value = "pdp", value_name = "NAME", value_parser = placement)]
    placement: Placement,
    /// What the products of the list are to the session's: together, similar, upgrade, next, popular or rising; auto
    /// takes what the placement falls back to
    #[arg(long, value_name = "NAME", value_parser = relation)]
    relation: Option<i32>,
    /// The month to rank for, 1 to 12, or none for what holds over the year. Default: with --session that of its end, else
    /// this month (UTC), as a browser would now
    #[arg(long, value_name = "MONTH", value_parser = asked_month)]
    month: Option<AskedMonth>,
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

fn fact(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("a fact is NAME=VALUE, such as loyalty_tier=gold")?;
    Ok((name.to_owned(), value.to_owned()))
}

/// A month, 0 for January to 11; or that none counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct AskedMonth(Option<u8>);

fn asked_month(text: &str) -> Result<AskedMonth, String> {
    let month = || text.parse::<u8>().ok().filter(|month| (1..=12).contains(month));
    match text {
        "none" => Ok(AskedMonth(None)),
        _ => month().map(|month| AskedMonth(Some(month - 1))).ok_or("a month is 1 to 12, or none".to_owned()),
    }
}

fn relation(name: &str) -> Result<i32, String> {
    let Kind::Choice(known) = Opt::Relation.kind() else { return Err("no choice".to_owned()) };
    Opt::Relation.kind().parse(name).ok_or_else(|| format!("known relations are {}", known.join(", ")))
}

/// Explains.
pub fn run(args: &Args) -> Result<Answer> {
    let played = args.session.as_deref().map(played).transpose()?;
    let stated = played.as_ref().map(|played| played.product.as_str()).filter(|key| !key.is_empty());
    let product = args.product.as_deref().or(stated);
    let about_one = matches!(args.placement, Placement::Pdp | Placement::AddToCart | Placement::Protocol);
    if product.is_none() && args.category.is_none() && about_one {
        bail!("name a product, a --category, or --placement cart and what is in the cart with --cart");
    }
    let cart = args.cart.iter().map(String::as_str);
    let mut session = match &played {
        Some(played) => played.session.clone(),
        None => session(cart, args.seen.iter().map(String::as_str)),
    };
    session.order.extend(args.bought.iter().cloned());
    for (name, value) in &args.facts {
        session.facts.set(name, value);
    }
    if let Some(path) = &args.category {
        session.category = format!("{CATEGORY_PREFIX}{path}");
    }
    let snapshot = Snapshot::open(&args.dir)?;
    let views = session.views.iter().map(|view| &view.key);
    let keys: Vec<&str> = product
        .into_iter()
        .chain(session.cart.iter().chain(&session.order).chain(views).map(String::as_str))
        .collect();
    let files = keys.iter().copied().chain([session.category.as_str()]).filter(|key| !key.is_empty());
    let names: BTreeSet<String> = files.map(|key| snapshot.shard_name(key)).collect();
    let shards = names.iter().map(|name| snapshot.shard(name)).collect::<Result<Vec<_>>>()?;
    let mut store = Store::default();
    store.add_base(&snapshot.base).context("v1/base.bin is damaged; build again")?;
    for (shard, name) in shards.iter().zip(&names) {
        store.add_shard(shard).with_context(|| format!("v1/{name} is damaged; build again"))?;
    }
    if let Some(path) = args.category.as_deref().filter(|_| store.find(&session.category).is_none()) {
        bail!(
            "no product of the category {path:?} was ever bought, or the products file writes it differently"
        );
    }
    // A key that was typed is a mistake where nobody knows it; one that a page recorded is what happened.
    for key in keys.iter().filter(|key| played.is_none() || args.product.as_deref() == Some(**key)) {
        let shard = snapshot.shard_name(key);
        ensure!(
            store.find(key).is_some(),
            "{key:?} is not in the snapshot: its shard v1/{shard} has no such product. Keys keep their case"
        );
    }
    let month = match (args.month, &played) {
        (Some(AskedMonth(month)), _) => month,
        (None, Some(played)) => played.month,
        (None, None) => Some(Month::of(Timestamp::now().as_millisecond()).of_year()),
    };
    if played.is_none() {
        let price = |key: &String| store.card(store.find(key)?)?.price_minor;
        session.cart_value_minor = session.cart.iter().map(price).sum();
    }
    let counts = args.work.as_deref().map(|work| Counts::read(work, &keys)).transpose()?;
    let mut text = text(args, product, month, &store, &session, counts.as_ref());
    if played.is_some() {
        text += &shopper::text(&store, &session);
    }
    Ok(text.into())
}

/// A recorded session at its end.
fn played(path: &Path) -> Result<Played> {
    let recorded = Recorded::read(path)?;
    let mut played = recorded.begin();
    recorded.steps.iter().for_each(|step| played.play(step));
    Ok(played)
}

fn text(
    args: &Args,
    product: Option<&str>,
    month: Option<u8>,
    store: &Store<'_>,
    session: &Session,
    counts: Option<&Counts>,
) -> String {
    let mut options = store.options(args.placement);
    if let Some(relation) = args.relation {
        options.set(Opt::Relation, relation);
    }
    let request = Request {
        placement: args.placement,
        options: &options,
        product,
        session,
        claimed: &[],
        // Of the page's prices nothing is known: the snapshot's are taken for them.
        host: Host {
            same_prices: true,
            now_ms: Timestamp::now().as_millisecond().max(0) as u64,
            ..Host::default()
        },
        month,
    };
    let explanation = explain(store, &request);
    let mut text = String::new();
    let title = |key: &str| store.find(key).and_then(|id| store.card(id)).map_or("", |card| card.title);
    // Lists are gathered without signals, so that only their products tell which it is.
    let relation = explanation.ranking.items.first().map(|ranked| ranked.relation).or(explanation.relation);
    let named = relation.filter(|relation| *relation != Relation::Together);
    let named = named.map_or(String::new(), |relation| format!(" ({})", relation.name()));
    let parts = || explanation.candidates.iter().flat_map(|note| &note.parts);
    // The month is worth a word where it decides something.
    let when = month.filter(|_| parts().any(|part| part.season.is_some()));
    let when = when.map_or(String::new(), |month| format!(" in {}", words::month(month)));
    let _ = writeln!(text, "{}{named}{when} for", args.placement.name());
    let learnt = Learnt::of(store.base().is_some_and(|base| base.viewed));
    let no_row = no_row(explanation.relation.unwrap_or(Relation::Together), learnt);
    for note in &explanation.signals {
        let factor = percent(f64::from(note.factor_q15) / 32_768.0);
        let row = if note.found { "" } else { &no_row };
        let _ = writeln!(
            text,
            "  {:9} {:20} {}, counts {factor}{row}",
            signal(note.signal),
            note.key,
            title(&note.key)
        );
        if let Some(counts) = counts {
            let count = counts.item(&note.key);
            let Learnt { order, customer, .. } = learnt;
            let _ = writeln!(text, "{:32}{} {order}s of {} {customer}s", "", count.orders, count.customers);
        }
    }
    if explanation.signals.is_empty()
        && let Some(path) = session.category.strip_prefix(CATEGORY_PREFIX)
    {
        let _ = writeln!(text, "  {:9} {path}", "category");
    }
    rules(&mut text, &explanation, store);
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
        Signal::Purchase => "bought",
    }
}

/// What it means that a product has no row of a relation.
fn no_row(relation: Relation, learnt: Learnt) -> String {
    let said = match relation {
        Relation::Together => return format!(", never {} with another", learnt.bought),
        Relation::Similar => ", nothing is like it",
        Relation::Upgrade => ", nothing is a step up from it",
        Relation::Next => ", nothing is known to follow it",
        Relation::Replenish => ", not used up as far as is known",
        Relation::Popular | Relation::Rising | Relation::Viewed | Relation::Chosen => ", no list",
    };
    said.to_owned()
}

/// What became of each rule of the snapshot.
fn rules(text: &mut String, explanation: &Explanation, store: &Store<'_>) {
    let conditions = |number: usize| {
        let rule = store.base().and_then(|base| base.rules.iter().nth(number));
        rule.map_or(&[][..], |rule| rule.conditions)
    };
    for (number, (id, note)) in explanation.rules.iter().enumerate() {
        let became = match note {
            RuleNote::Acts => "acts".to_owned(),
            RuleNote::NotHere => "is not for this placement, or not for now".to_owned(),
            RuleNote::GroupTaken => "gives way to another one of its group".to_owned(),
            RuleNote::Condition(at) => {
                let kind = conditions(number).get(*at).and_then(|one| Condition::from_number(one.kind));
                format!("does not act: {}", kind.map_or("it asks what this version does not know", asks))
            }
        };
        let _ = writeln!(text, "  rule {id} {became}");
    }
}

/// What a condition that does not hold asks for.
fn asks(condition: Condition) -> &'static str {
    match condition {
        Condition::Viewed => "the product looked at is another one",
        Condition::InCart => "the cart holds something else",
        Condition::CartValue => "the cart is worth more or less, or nobody knows what it is worth",
        Condition::LastPurchase => "something else was bought last",
        Condition::Segment => "the shopper is of another segment",
        Condition::Intent => "the intent is another",
        Condition::Device => "the device is another",
        Condition::Visit => "it is another visit",
        Condition::HoursAway => "the visit before was at another time",
        Condition::LeftCart => "the visit before left another cart",
        Condition::Fact => "the host states something else, or nothing",
        Condition::Event => "the host told of it more or less often",
        Condition::ViewedStock => "more or fewer are left, or nobody says how many",
        Condition::ViewedPrice => "the price is another, or not known",
        Condition::SimilarViewed => "more or fewer similar products were looked at",
        Condition::InViews => "other products were looked at",
        Condition::Month => "it is another month",
        Condition::CartSoldOut => "the cart can be bought as it is",
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
            let Learnt { order, customer, .. } = Learnt::of(store.base().is_some_and(|base| base.viewed));
            let (orders, customers) = (count.orders, count.customers);
            let _ = writeln!(text, "       together in {orders} {order}s of {customers} {customer}s");
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

/// A share in 65,535ths. The greatest stands for a relation that no hold-out has tried.
fn promised(share: u16) -> String {
    if share == u16::MAX { "an unknown share".to_owned() } else { percent(f64::from(share) / 65_535.0) }
}

fn describe(part: &PartNote) -> String {
    let source = part.source.as_deref().unwrap_or("the shop's list");
    let PartNote { weight, scale, contribution, .. } = part;
    let row = format!("{contribution} from {source}: weight {weight} of 255 × row scale {scale} of 65535");
    let figures = part.figures.map_or(String::new(), |figures| said(figures, part.relation));
    let figures = if figures.is_empty() { figures } else { format!("; {figures}") };
    let season = part.season.map_or(String::new(), |season| {
        let strength = f64::from(season.boosted(1_000)) / 1_000.0;
        let months = months(season.months());
        format!("; sells together in {months} only, then {strength:.1} × as strong as over the year")
    });
    row + &figures + &season
}
