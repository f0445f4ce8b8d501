//! What one ranking costs natively: a page product, three cart lines and six views with 50 neighbours each, the best
//! six of what they add up to, in shops of 500 and 5,000 products. Prints the first call and percentiles.
//!
//! `cargo run --release -p cobuy-engine --example score_bench`
//!
//! With a number of products and a folder it writes that shop's snapshot instead, and prints the session: `cargo xtask
//! bench` puts the same to the browser.

mod shop;

use anyhow::{Context, Result, ensure};
use cobuy_engine::{Engine, NoTrace, Ranking, Request, Store, explain};
use cobuy_options::{Options, Placement};
use shop::Shop;
use std::path::Path;
use std::time::Duration;

const CALLS: usize = 20_000;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [products, folder] = arguments.as_slice() else {
        return [500, 5_000].into_iter().try_for_each(measure);
    };
    let shop = Shop::new(products.parse().context("the first argument is a number of products")?)?;
    shop.write(Path::new(folder))?;
    let [product, cart @ .., _, _, _, _, _, _] = shop.session.as_slice() else { unreachable!("ten keys") };
    let seen = &shop.session[1 + cart.len()..];
    println!("{}", serde_json::json!({ "product": product, "cart": cart, "seen": seen }));
    Ok(())
}

fn measure(products: usize) -> Result<()> {
    let shop = Shop::new(products)?;
    let mut store = Store::default();
    let mut filled = Ok(());
    let fill = timed(|| {
        filled = shop.shards.iter().try_fold((), |(), (_, payload)| store.add_shard(payload));
        filled = filled.and_then(|()| store.add_base(&shop.base));
    });
    filled?;
    ensure!(store.len() == products, "{} products at hand instead of {products}", store.len());

    let keys: Vec<&str> = shop.session.iter().map(String::as_str).collect();
    let session = explain::session(keys[1..4].iter().copied(), keys[4..].iter().copied());
    let request = Request {
        placement: Placement::Pdp,
        options: &Options::preset(Placement::Pdp),
        product: Some(keys[0]),
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
    let (neighbours, files) = (shop::NEIGHBOURS, shop.shards.len());
    println!("10 session items × {neighbours} neighbours, 6 best, {products} products in {files} shards");
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
