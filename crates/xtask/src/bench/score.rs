//! Ranking in the browser, on the bytes that ship: a page product, three cart lines and six views with 50 neighbours
//! each, in shops of 500 and of 5,000 products; every call ranks another session than the one before it.
//!
//! The shops come from `crates/engine/examples/score_bench`, which measures the same natively; `tests/bench/score.mjs`
//! opens the page and reads the clock.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::folder;
use crate::repo::Repo;
use crate::{setup, shell};

/// Products of the shops.
const SHOPS: [u32; 2] = [500, 5_000];

/// Calls that are measured.
const CALLS: u32 = 10_000;

/// What the page measured in one shop.
#[derive(Debug, Serialize, Deserialize)]
pub struct Score {
    /// Products that the page has a card of.
    pub products: u32,
    /// Shards that it loaded.
    pub files: u32,
    /// Calls after the first.
    pub calls: u32,
    /// What taking all shards in took, in milliseconds.
    pub shards_ms: f64,
    /// By what was timed.
    pub times: BTreeMap<String, Times>,
    /// Linear memory of the wasm.
    pub memory_first_kib: u32,
    /// The same at the end.
    pub memory_last_kib: u32,
}

/// Times of one kind, in microseconds. The browser's clock steps by 5: the first call is as it was read, the others are
/// means of 50 calls, over which the steps average out.
#[derive(Debug, Serialize, Deserialize)]
pub struct Times {
    /// The first call of a page, before the browser has compiled or optimised anything; of the ranking the median of
    /// nine pages.
    pub first_us: f64,
    /// Half of the means are longer.
    pub p50_us: f64,
    /// One in a hundred of the means is longer.
    pub p99_us: f64,
    /// How many others there are.
    pub calls: u32,
}

/// Builds the shops and measures in each.
pub fn run(repo: &Repo, quick: bool) -> Result<Vec<Score>> {
    SHOPS.into_iter().map(|products| shop(repo, products, if quick { CALLS / 10 } else { CALLS })).collect()
}

fn shop(repo: &Repo, products: u32, calls: u32) -> Result<Score> {
    let site = folder(repo).join(format!("score-{products}"));
    shell::empty_folder(&site)?;
    shell::copy_folder(&repo.dist(), &site.join("cobuy"))?;
    let mut cargo = repo.cargo();
    cargo.args(["run", "--quiet", "--release", "--package=cobuy-engine", "--example=score_bench", "--"]);
    let shopper = shell::capture(cargo.arg(products.to_string()).arg(site.join("recs")))?;
    shell::write(&site.join("session.json"), shopper)?;
    shell::write(&site.join("index.html"), shell::read(&repo.path("tests/bench/score.html"))?)?;
    println!("measuring: 10 × 50 of {products} products in the browser");
    let mut node = Command::new("node");
    node.arg(repo.path("tests/bench/score.mjs")).arg(&site).arg(products.to_string()).arg(calls.to_string());
    node.env(setup::CHROMIUM_VARIABLE, setup::chromium()?);
    serde_json::from_str(&shell::capture(&mut node)?).context("reading what the page measured")
}
