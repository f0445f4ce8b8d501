//! What one ranking costs natively: a page product, three cart lines and six views with 50 neighbours each, the best
//! six of what they add up to, in shops of 500 and 5,000 products of which all are at hand.
//!
//! `cargo run --release -p cobuy-engine --example score_bench`
//!
//! - *first call*: a new engine on files that are at hand: it makes its buffers, finds the ten products, decodes their
//!   rows and ranks.
//! - *re-ranking*: the shopper did something (went to another product's page, changed the cart), and the list is ranked
//!   anew from the whole session: looking its products up, summing 500 contributions, marking what may not be shown,
//!   the best six with their figures. The product is one whose row was ranked before. Every call ranks another session
//!   than the call before it.
//! - *a new product*: as above, with a product's page whose row was not ranked before.
//!
//! With a number of products and a folder it writes that shop's snapshot instead, and prints its products: `cargo xtask
//! bench` puts the same to the browser.

mod shop;

use anyhow::{Context, Result, ensure};
use cobuy_engine::{Engine, Host, NoTrace, Ranking, Request, Session, Store};
use cobuy_options::{Options, Placement};
use shop::Shop;
use std::path::Path;
use std::time::Duration;

const CALLS: usize = 20_000;
const ENGINES: usize = 100;
/// After so many the shopper is back where the acts began.
const ACTS: usize = 56;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [products, folder] = arguments.as_slice() else {
        return [500, 5_000].into_iter().try_for_each(measure);
    };
    let shop = Shop::new(products.parse().context("the first argument is a number of products")?)?;
    shop.write(Path::new(folder))?;
    println!("{}", serde_json::json!({ "pages": shop.pages, "cart": shop.cart }));
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
    // One more is the name of the shop's own list.
    ensure!(store.len() == products + 1, "{} products at hand instead of {products}", store.len() - 1);

    let options = Options::preset(Placement::Pdp);
    let rank = |engine: &mut Engine, ranking: &mut Ranking, product: &str, session: &Session| {
        let request = Request {
            placement: Placement::Pdp,
            options: &options,
            product: Some(product),
            session,
            claimed: &[],
            host: Host::default(),
            month: None,
        };
        let took = timed(|| engine.rank(&store, &request, &mut NoTrace, ranking));
        ensure!(ranking.items.len() == 6, "{} items instead of 6", ranking.items.len());
        Ok(took)
    };
    let (product, session) = shop.after(0);
    let first = |_| rank(&mut Engine::default(), &mut Ranking::default(), product, &session);
    let mut firsts = (0..ENGINES).map(first).collect::<Result<Vec<_>>>()?;
    let first = firsts[0];

    let (mut engine, mut ranking) = (Engine::default(), Ranking::default());
    let sessions: Vec<_> = (0..ACTS).map(|acts| shop.after(acts)).collect();
    let mut act = |(product, session): &(&str, Session)| rank(&mut engine, &mut ranking, product, session);
    sessions.iter().try_for_each(|session| act(session).map(drop))?;
    let again = sessions.iter().cycle().take(CALLS).map(&mut act).collect::<Result<Vec<_>>>()?;
    let fresh = shop.others().map(|other| act(&(other, session.clone()))).collect::<Result<Vec<_>>>()?;
    let (neighbours, files) = (shop::NEIGHBOURS, shop.shards.len());
    println!("10 session items × {neighbours} neighbours, 6 best, {products} products in {files} shards");
    println!("filling the store  {fill:?}");
    println!(
        "first call         {first:?}, p50 of {} engines {:?}",
        firsts.len(),
        percentile(&mut firsts, 50)
    );
    for (what, mut calls) in [("re-ranking        ", again), ("a new product     ", fresh)] {
        let (half, most) = (percentile(&mut calls, 50), percentile(&mut calls, 99));
        println!("{what} p50 {half:?}, p99 {most:?} of {} calls", calls.len());
    }
    Ok(())
}

fn percentile(calls: &mut [Duration], percent: usize) -> Duration {
    calls.sort_unstable();
    calls[calls.len() * percent / 100]
}

#[allow(clippy::disallowed_methods, reason = "a benchmark reads the clock; the engine it measures does not")]
fn timed(act: impl FnOnce()) -> Duration {
    let start = std::time::Instant::now();
    act();
    start.elapsed()
}
