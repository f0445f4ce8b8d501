//! `cobuy replay`: a recorded session through the engine, step by step, over one snapshot or two side by side.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use cobuy_engine::bundle::Wanted;
use cobuy_engine::live::is_foreign;
use cobuy_engine::session::PageKind;
use cobuy_engine::{Engine, Host, NoTrace, Ranking, Request, Store};
use cobuy_options::{Opt, Placement};
use cobuy_snapshot::{Base, Relation, Shard, Table};
use serde::Serialize;

use crate::Answer;
use crate::files::Snapshot;
use crate::recorded::{Act, List, Played, Recorded, Step};
use crate::words::{counted, month};

/// Runs a recorded session through the engine and prints what would have been shown at every step
///
/// The file is what `cobuy.session()` returns in a page, or written by hand (docs/SESSION.md). A list that the page
/// showed is ranked from the same files and compared: over the same build it must be the same. Exit code 1 where it is not.
#[derive(clap::Args)]
#[command(after_help = "Example: cobuy replay session.json recs --against recs-new")]
pub struct Args {
    /// A recorded session
    session: PathBuf,
    /// The folder given to cobuy build --out
    dir: PathBuf,
    /// Another snapshot: what it would have shown stands beside
    #[arg(long, value_name = "DIR")]
    against: Option<PathBuf>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Most files that a page loads; the page's product and the cart come first.
const MOST_FILES: usize = 12;

/// A snapshot with the files that a session needs.
struct Side {
    snapshot: Snapshot,
    payloads: BTreeMap<String, Vec<u8>>,
    generation: String,
}

/// What a list shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Shown {
    keys: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    silence: Option<&'static str>,
}

/// A list at a step.
#[derive(Debug, Serialize)]
struct Line {
    placement: String,
    product: String,
    shown: Shown,
    /// What the other snapshot shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<Shown>,
    /// What the page showed, where this step is a list of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<Vec<String>>,
}

/// A step and the lists after it.
#[derive(Debug, Serialize)]
struct Moment {
    at: u32,
    what: String,
    lists: Vec<Line>,
}

/// Replays.
pub fn run(args: &Args) -> Result<Answer> {
    let recorded = Recorded::read(&args.session)?;
    let side = Side::open(&args.dir, &recorded)?;
    let against = args.against.as_deref().map(|dir| Side::open(dir, &recorded)).transpose()?;
    let moments = moments(&recorded, &side, against.as_ref())?;
    let same_build = recorded.generation.is_empty() || recorded.generation == side.generation;
    let differ = moments.iter().flat_map(|moment| &moment.lists).filter(|line| line.differs()).count();
    let text = if args.json {
        serde_json::to_string_pretty(&serde_json::json!({ "same_build": same_build, "steps": moments }))?
            + "\n"
    } else {
        words(&moments, same_build, differ, args, &side)
    };
    Ok(Answer { text, findings: same_build && differ > 0 })
}

impl Side {
    fn open(dir: &Path, recorded: &Recorded) -> Result<Self> {
        let snapshot = Snapshot::open(dir)?;
        let mut payloads = BTreeMap::new();
        for key in recorded.keys() {
            let name = snapshot.shard_name(&key);
            if !payloads.contains_key(&name) {
                payloads.insert(name.clone(), snapshot.shard(&name)?);
            }
        }
        let head = Base::open(&snapshot.base).context("v1/base.bin is damaged; build again")?.head;
        let generation = head.generation.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { snapshot, payloads, generation })
    }

    fn store<'k>(&self, keys: impl Iterator<Item = &'k str>) -> Result<Store<'_>> {
        let mut store = Store::default();
        store.add_base(&self.snapshot.base).context("v1/base.bin is damaged; build again")?;
        for name in keys.filter(|key| !key.is_empty()).map(|key| self.snapshot.shard_name(key)) {
            if let Some(payload) = self.payloads.get(&name) {
                store.add_shard(payload).with_context(|| format!("v1/{name} is damaged; build again"))?;
            }
        }
        Ok(store)
    }

    /// What a list shows after these steps. A list that the page recorded names the files it was ranked from; another
    /// one has those that a page loads for this session.
    fn show(&self, list: &List, played: &Played) -> Result<Shown> {
        let session = &played.session;
        let category = Some(session.category.as_str());
        let views = session.views.iter().map(|view| view.key.as_str());
        let usual = [list.product.as_str()].into_iter().chain(category);
        let usual = usual.chain(session.cart.iter().rev().map(String::as_str)).chain(views).take(MOST_FILES);
        let store = if list.files.is_empty() {
            self.store(usual)?
        } else {
            self.store(list.files.iter().map(String::as_str))?
        };
        let placement = Placement::from_name(&list.placement).unwrap_or(Placement::Pdp);
        let mut options = store.options(placement);
        for option in Opt::ALL {
            if let Some(text) = list.options.get(option.name()) {
                options.set_text(option, text);
            }
        }
        let live = list.live();
        let foreign = store.base().is_some_and(|base| is_foreign(base, &list.currency));
        let request = Request {
            placement,
            options: &options,
            product: Some(list.product.as_str()).filter(|key| !key.is_empty()),
            session,
            claimed: &list.claimed,
            host: Host {
                live: &live,
                speaks_for_stock: list.live_stock,
                same_prices: !foreign && store.base().is_some_and(|base| young(base, list.now_ms)),
                foreign,
                now_ms: list.now_ms,
            },
            month: played.month,
        };
        if list.bundle {
            return Ok(bundle(&store, &request));
        }
        let mut ranking = Ranking::default();
        Engine::default().rank(&store, &request, &mut NoTrace, &mut ranking);
        let key = |item| store.card(item).map(|card| card.key.to_owned());
        Ok(Shown {
            keys: ranking.items.iter().filter_map(|ranked| key(ranked.item)).collect(),
            relation: ranking.items.first().map(|ranked| ranked.relation.name()),
            silence: ranking.silence.map(cobuy_engine::Silence::code),
        })
    }

    /// Title of a product from any file of the session, because neighbours have their cards where they are named; its
    /// key where none has it.
    fn title(&self, key: &str) -> String {
        let shards = self.payloads.values().filter_map(|payload| Shard::open(payload).ok());
        let base = Base::open(&self.snapshot.base).ok().map(|base| base.table);
        let titled = |table: Table<'_>| {
            let card = table.card(table.find(key)?).ok()?;
            (!card.title.is_empty()).then(|| card.title.to_owned())
        };
        let found = shards.map(|shard| shard.table).chain(base).find_map(titled);
        found.unwrap_or_else(|| key.to_owned())
    }
}

/// Whether the snapshot's prices were young enough to be painted; that they are those of the page is taken for granted.
fn young(base: &Base<'_>, now_ms: u64) -> bool {
    let age_ms = now_ms.saturating_sub(base.head.prices_as_of_ms.get());
    now_ms > 0 && age_ms < u64::from(base.head.price_max_age_s.get()) * 1_000
}

/// What a bundle shows.
fn bundle(store: &Store<'_>, request: &Request<'_>) -> Shown {
    let found = Engine::default().bundle(store, request, &mut NoTrace, &mut Wanted::default());
    let key = |item| store.card(item).map(|card| card.key.to_owned());
    let silence = found.as_ref().err().map(|silence| silence.code());
    let keys: Vec<String> =
        found.into_iter().flat_map(|bundle| bundle.members).filter_map(|member| key(member.item)).collect();
    Shown { relation: (!keys.is_empty()).then_some(Relation::Together.name()), keys, silence }
}

impl Line {
    /// Whether the page showed something else.
    fn differs(&self) -> bool {
        self.page.as_ref().is_some_and(|page| *page != self.shown.keys)
    }
}

fn moments(recorded: &Recorded, side: &Side, against: Option<&Side>) -> Result<Vec<Moment>> {
    let mut played = recorded.begin();
    let mut moments = Vec::new();
    for (number, step) in recorded.steps.iter().enumerate() {
        played.play(step);
        let lists = match &step.act {
            Act::List(list) => vec![list.clone()],
            Act::Page(_) | Act::Cart(_) | Act::Purchases(_) | Act::Order(_) => {
                lists(&recorded.steps, number, &played)
            }
            _ => Vec::new(),
        };
        let is_page_s = matches!(step.act, Act::List(_));
        let line = |list: List| {
            let shown = side.show(&list, &played)?;
            let against = against.map(|other| other.show(&list, &played)).transpose()?;
            let page = is_page_s.then_some(list.keys);
            Ok(Line { placement: list.placement, product: list.product, shown, against, page })
        };
        let lists = lists.into_iter().map(line).collect::<Result<_>>()?;
        moments.push(Moment { at: step.at, what: what(step, side), lists });
    }
    Ok(moments)
}

/// The lists of the page that is open at step `now`: those that it recorded, before and after; where it recorded none, what
/// the product's page and the cart's have.
fn lists(steps: &[Step], now: usize, played: &Played) -> Vec<List> {
    let opens = |step: &Step| matches!(step.act, Act::Page(_));
    let first = steps[..=now].iter().rposition(opens).unwrap_or(0);
    let until = steps[first..].iter().skip(1).take_while(|step| !opens(step));
    let mut lists: Vec<List> = Vec::new();
    for step in until {
        if let Act::List(List { placement, product, options, .. }) = &step.act {
            let same = |known: &List| known.placement == *placement && known.options == *options;
            if !lists.iter().any(same) {
                let (placement, product, options) = (placement.clone(), product.clone(), options.clone());
                lists.push(List { placement, product, options, ..List::default() });
            }
        }
    }
    let placed = |placement: Placement, product: &str| List {
        placement: placement.name().to_owned(),
        product: product.to_owned(),
        ..List::default()
    };
    if lists.is_empty() && !played.product.is_empty() {
        lists.push(placed(Placement::Pdp, &played.product));
    }
    if lists.is_empty() && (played.session.visit.page == PageKind::Cart || !played.session.cart.is_empty()) {
        lists.push(placed(Placement::Cart, ""));
    }
    lists
}

/// A step in words.
fn what(step: &Step, side: &Side) -> String {
    let titles = |keys: &[String]| {
        if keys.is_empty() {
            "nothing".to_owned()
        } else {
            keys.iter().map(|key| side.title(key)).collect::<Vec<_>>().join(", ")
        }
    };
    match &step.act {
        Act::Page(page) => {
            let about = [&page.category, &page.query].into_iter().find(|text| !text.is_empty());
            let about =
                if page.product.is_empty() { about.cloned() } else { Some(side.title(&page.product)) };
            format!(
                "opens the {} page{}",
                PageKind::from_name(&page.kind).name(),
                about.map_or(String::new(), |about| format!(": {about}"))
            )
        }
        Act::Cart(keys) => format!("has in the cart: {}", titles(keys)),
        Act::Purchases(keys) => format!("bought before: {}", titles(keys)),
        Act::BoughtAt(all) => {
            let keys: Vec<String> = all.iter().map(|one| one.product.clone()).collect();
            format!("is known to have bought at a certain time: {}", titles(&keys))
        }
        Act::Order(keys) => format!("has just ordered: {}", titles(keys)),
        Act::Event(told) => format!("made the shop tell of {}", told.name),
        Act::Dismiss(sent) => format!("sent an offer away: {sent}"),
        Act::Facts(facts) => {
            let facts: Vec<String> = facts.iter().map(|(name, value)| format!("{name} {value}")).collect();
            format!("is known for: {}", facts.join(", "))
        }
        Act::Month(number) => format!("is in {}", month(number.saturating_sub(1))),
        Act::Attention(seen) => {
            let seconds = f64::from(seen.dwell_ms) / 1_000.0;
            format!(
                "looked at {} for {seconds:.1} s, down to {} %",
                side.title(&seen.key),
                seen.scroll.min(100)
            )
        }
        Act::Exit(_) => "left the page through its top".to_owned(),
        Act::Hidden(_) => "left the page open and did something else".to_owned(),
        Act::List(list) if list.silence.is_empty() => "saw a list".to_owned(),
        Act::List(list) => format!("saw no list: {}", list.silence),
    }
}

fn words(moments: &[Moment], same_build: bool, differ: usize, args: &Args, side: &Side) -> String {
    let mut text = String::new();
    if let Some(other) = &args.against {
        let _ =
            writeln!(text, "{} beside {}: + only there, - only here", args.dir.display(), other.display());
    }
    for moment in moments {
        let _ = writeln!(text, "{:>8.1} s  {}", f64::from(moment.at) / 1_000.0, moment.what);
        for line in &moment.lists {
            let _ = writeln!(text, "{:12}{}: {}", "", line.placement, said(&line.shown, side));
            if let Some(page) = line.page.as_ref().filter(|_| line.differs()) {
                let _ = writeln!(text, "{:12}the page showed: {}", "", page.join(", "));
            }
            if let Some(against) = &line.against {
                let _ = writeln!(text, "{:12}{}", "", beside(&line.shown, against));
            }
        }
    }
    let compared = moments.iter().flat_map(|moment| &moment.lists).filter(|line| line.page.is_some()).count();
    let lists = counted(compared as u64, "list");
    let _ = match (compared, same_build) {
        (0, _) => writeln!(text, "The session has no list of its page to compare with."),
        (_, false) => writeln!(text, "The page's lists come from another build: {differ} of {lists} differ."),
        _ if differ == 0 => writeln!(text, "The page showed the same: {lists} compared."),
        _ => writeln!(
            text,
            "The page showed something else in {differ} of {lists}, though the build is the same."
        ),
    };
    text
}

fn said(shown: &Shown, side: &Side) -> String {
    match shown.silence {
        Some(code) => format!("nothing ({code})"),
        None => {
            let titles: Vec<String> = shown.keys.iter().map(|key| side.title(key)).collect();
            format!("{} ({})", titles.join(", "), shown.relation.unwrap_or_default())
        }
    }
}

/// What differs in the other snapshot's list.
fn beside(here: &Shown, there: &Shown) -> String {
    if here == there {
        return "the same there".to_owned();
    }
    if let Some(code) = there.silence {
        return format!("there nothing ({code})");
    }
    let only = |sign: &str, of: &Shown, other: &Shown| {
        let keys = of.keys.iter().filter(|key| !other.keys.contains(key));
        keys.map(|key| format!("{sign} {key}")).collect::<Vec<_>>()
    };
    let mut marks = [only("+", there, here), only("-", here, there)].concat();
    if marks.is_empty() {
        marks.push(format!("the same in another order: {}", there.keys.join(", ")));
    }
    if here.relation != there.relation {
        marks.push(format!(
            "{} instead of {}",
            there.relation.unwrap_or("none"),
            here.relation.unwrap_or("none")
        ));
    }
    format!("there: {}", marks.join(", "))
}
