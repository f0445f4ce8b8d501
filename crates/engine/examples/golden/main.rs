//! The native half of the golden test: sessions with the list that each must get, one JSON object a line. The browser
//! half puts the same sessions to the shipped wasm; `tests/golden/README.md` says what a line holds.
//!
//! `cargo run --release -p cobuy-engine --example golden -- SNAPSHOT [SESSIONS] > sessions.jsonl`
//!
//! - [`snapshot`]: the folder, read as a browser reads it.
//! - [`sessions`]: the sessions, drawn from its products with a fixed seed.

mod sessions;
mod snapshot;

use anyhow::{Context, Result, ensure};
use cobuy_engine::{Engine, Host, NoTrace, Ranking, Request, explain};
use cobuy_options::Opt;
use serde_json::{Value, json};
use sessions::{Asked, Drawer};
use snapshot::Snapshot;
use std::io::Write;

/// Fewest sessions that prove anything.
const MIN_SESSIONS: usize = 1_000;
/// Of ten sessions so many must get a list: silences alone agree too easily.
const MIN_LISTS_IN_TEN: usize = 8;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder =
        arguments.next().context("usage: golden SNAPSHOT [SESSIONS], SNAPSHOT being the folder with v1/")?;
    let count =
        arguments.next().map_or(Ok(MIN_SESSIONS), |count| count.parse()).context("SESSIONS is a number")?;
    ensure!(count >= MIN_SESSIONS, "{count} sessions are too few, ask for {MIN_SESSIONS} or more");

    let snapshot = Snapshot::read(folder.as_ref())?;
    let mut drawer = Drawer::new(&snapshot)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut lists = 0;
    for _ in 0..count {
        let asked = drawer.draw();
        let expected = answer(&snapshot, &asked)?;
        lists += usize::from(expected["silence"].is_null());
        writeln!(out, "{}", line(&asked, &expected))?;
    }
    out.flush()?;
    ensure!(
        lists * 10 >= count * MIN_LISTS_IN_TEN,
        "only {lists} of {count} sessions get a list, {MIN_LISTS_IN_TEN} in ten must: the snapshot is too small for this test"
    );
    eprintln!("{count} sessions, {lists} with a list");
    Ok(())
}

fn line(asked: &Asked, expected: &Value) -> Value {
    json!({
        "placement": asked.placement.name(),
        "product": asked.product,
        "cart": asked.cart,
        "seen": asked.seen,
        "limit": asked.limit,
        "relation": asked.relation,
        "month": asked.month,
        "expect": expected,
    })
}

/// What a page with exactly this session's files at hand must show.
fn answer(snapshot: &Snapshot, asked: &Asked) -> Result<Value> {
    let store = snapshot.store(asked.keys())?;
    let mut options = store.options(asked.placement);
    options.ask_for(asked.limit);
    options.set_text(Opt::Relation, asked.relation);
    let cart = asked.cart.iter().map(String::as_str);
    let session = explain::session(cart, asked.seen.iter().map(String::as_str));
    let request = Request {
        placement: asked.placement,
        options: &options,
        product: asked.product.as_deref(),
        session: &session,
        claimed: &[],
        host: Host::default(),
        month: asked.month.map(|month| month - 1),
    };
    let mut ranking = Ranking::default();
    Engine::default().rank(&store, &request, &mut NoTrace, &mut ranking);
    let items = || ranking.items.iter();
    let keys: Option<Vec<&str>> = items().map(|ranked| Some(store.card(ranked.item)?.key)).collect();
    let relations: Vec<&str> = items().map(|ranked| ranked.relation.name()).collect();
    let silence = ranking.silence.map(|silence| silence.code());
    Ok(
        json!({ "keys": keys.context("a ranked product has no card")?, "relations": relations, "silence": silence }),
    )
}
