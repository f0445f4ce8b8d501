//! What one ranking costs natively: a page product, three cart lines and six views with 50 neighbours each, the best
//! six of what they add up to, in a store of 5,000 products from ten shards. Prints the first call and percentiles.
//!
//! `cargo run --release -p cobuy-engine --example score_bench`

use anyhow::{Result, ensure};
use cobuy_engine::{Engine, NoTrace, Ranking, Request, Store, explain};
use cobuy_options::{Options, Placement};
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::file::{BaseInfo, ShardInfo, base, shard};
use cobuy_snapshot::write::table::{Item, Neighbour, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

const PRODUCTS: usize = 5_000;
const SHARDS: usize = 10;
const NEIGHBOURS: usize = 50;
const CALLS: usize = 20_000;

fn main() -> Result<()> {
    let keys: Vec<String> = (0..PRODUCTS).map(|n| format!("product-{n:04}")).collect();
    let payloads = (0..SHARDS).map(|n| payload(&keys, n)).collect::<Result<Vec<_>>>()?;
    let decay = vec![1 << 15, 12_055, 4_435, 1_631, 600, 221, 81];
    let base = base(&BaseInfo { decay, ..BaseInfo::default() }, &[], &[])?;
    let mut store = Store::default();
    let mut filled = Ok(());
    let fill = timed(|| {
        filled = payloads.iter().try_fold((), |(), payload| store.add_shard(payload));
        filled = filled.and_then(|()| store.add_base(&base));
    });
    filled?;
    ensure!(store.len() == PRODUCTS, "{} products at hand instead of {PRODUCTS}", store.len());

    // One product of each shard, so that no two rows lie in the same file.
    let session_keys: Vec<&str> = keys.iter().step_by(PRODUCTS / SHARDS).map(String::as_str).collect();
    let session = explain::session(session_keys[1..4].iter().copied(), session_keys[4..].iter().copied());
    let request = Request {
        placement: Placement::Pdp,
        options: &Options::preset(Placement::Pdp),
        product: Some(session_keys[0]),
        session: &session,
        claimed: &[],
        sold_out: &[],
        live_stock: false,
    };
    let (mut engine, mut ranking) = (Engine::default(), Ranking::default());
    let mut rank = || timed(|| engine.rank(&store, &request, &mut NoTrace, &mut ranking));
    let first = rank();
    let mut calls: Vec<Duration> = (0..CALLS).map(|_| rank()).collect();
    calls.sort_unstable();
    ensure!(ranking.items.len() == 6, "{} items instead of 6", ranking.items.len());
    println!("10 session items × {NEIGHBOURS} neighbours, 6 best, {PRODUCTS} products in {SHARDS} shards");
    println!("filling the store  {fill:?}");
    println!("first call         {first:?}");
    println!("p50                {:?}", calls[CALLS / 2]);
    println!("p99                {:?}", calls[CALLS * 99 / 100]);
    Ok(())
}

#[allow(clippy::disallowed_methods, reason = "a benchmark reads the clock; the engine it measures does not")]
fn timed(act: impl FnOnce()) -> Duration {
    let start = std::time::Instant::now();
    act();
    start.elapsed()
}

/// Shard `number`: the rows of a tenth of the products, with the cards of all their neighbours.
fn payload(keys: &[String], number: usize) -> Result<Vec<u8>> {
    let share = PRODUCTS / SHARDS;
    let (mut items, mut rows) = (BTreeSet::new(), Vec::new());
    for owner in number * share..(number + 1) * share {
        let mut neighbours = BTreeMap::new();
        for position in 0..NEIGHBOURS {
            // A stride coprime to the number of products spreads the neighbours over all of them.
            let neighbour = (owner + 1 + position * 97) % PRODUCTS;
            neighbours.insert(neighbour, (255 - position * 4) as u8);
        }
        items.insert(owner);
        items.extend(neighbours.keys().copied());
        let figures = Figures { confidence: 40, reverse: 20, lift: 100 };
        let neighbours =
            neighbours.into_iter().map(|(n, weight)| Neighbour { key: &keys[n], weight, figures });
        rows.push(Row {
            key: &keys[owner],
            relation: Relation::Together,
            scale: 20_000 + owner as u16,
            neighbours: neighbours.collect(),
        });
    }
    let item = |n: &usize| Item {
        key: &keys[*n],
        title: "A product with a title of usual length",
        flags: flag::AVAILABLE,
        ..Item::default()
    };
    let items: Vec<Item<'_>> = items.iter().map(item).collect();
    let info = ShardInfo { prefix: number as u32, k: 1, ..ShardInfo::default() };
    Ok(shard(&info, &items, &rows)?)
}
