//! How good the shipped command must be on real orders and sessions, where they are at hand: the figures that a study of
//! the field reached with these recipes. Each is measured by `cobuy eval` through the bytes of a snapshot, which is left
//! in `target/demo/floors-<name>`, with every answer, for the journey that puts the same questions to the wasm.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::counts::Counts;
use crate::demo::{self, WIDGET};
use crate::repo::Repo;
use crate::shell;

/// What must be reached on one set of cases.
struct Floor {
    name: &'static str,
    /// Arguments of `cobuy eval`; those with a slash are files below the data.
    arguments: &'static [&'static str],
    /// Figures and the least that each may be.
    least: &'static [(&'static str, f64)],
}

const ORDERS: &str = "online_retail/orders_2010-12_2011-10.csv";

/// Learns from what was ordered before October 2011 and asks these cases of it.
const fn october(cases: &'static str) -> [&'static str; 7] {
    ["baskets", "--orders", ORDERS, "--split-at", "2011-10-01", "--cases", cases]
}

const FLOORS: [Floor; 4] = [
    Floor {
        name: "floors-rsc15",
        arguments: &[
            "sessions",
            "--train",
            "rsc15_100k/yoochoose-clicks-100k_train_full.txt",
            "--test",
            "rsc15_100k/yoochoose-clicks-100k_test.txt",
        ],
        least: &[("hr6", 0.415), ("hr20", 0.570)],
    },
    Floor {
        name: "floors-serenade",
        arguments: &[
            "sessions",
            "--train",
            "serenade_example/train.txt",
            "--test",
            "serenade_example/test.txt",
        ],
        least: &[("hr6", 0.400), ("hr20", 0.570)],
    },
    Floor {
        name: "floors-loo",
        arguments: &october("online_retail/cases_loo_2011-10.csv"),
        least: &[("hr3", 0.185), ("hr6", 0.263), ("ndcg6", 0.178)],
    },
    Floor {
        name: "floors-cart",
        arguments: &october("online_retail/cases_cart_2011-10.csv"),
        least: &[("hr6", 0.112)],
    },
];

/// The public data sets that floors are measured on, a folder each (`online_retail`, `rsc15_100k`, …): where `COBUY_DATA` says,
/// else in `shared/data` beside the checkout. They are no part of the repository; a set that is absent is not measured.
pub fn data(repo: &Repo) -> PathBuf {
    std::env::var_os("COBUY_DATA").map_or_else(|| repo.path("../shared/data"), PathBuf::from)
}

/// The real order file, where it is at hand.
pub fn real_orders(repo: &Repo) -> Option<PathBuf> {
    Some(data(repo).join(ORDERS)).filter(|file| file.is_file())
}

/// Measures every set that is at hand; a floor that holds counts as a test passed.
pub fn run(repo: &Repo) -> Result<Counts> {
    let data = data(repo);
    let mut counts = Counts::default();
    for floor in &FLOORS {
        let files = floor.arguments.iter().filter(|argument| argument.contains('/'));
        if let Some(missing) = files.map(|file| data.join(file)).find(|file| !file.is_file()) {
            println!("{}: {} is not here, nothing was measured", floor.name, missing.display());
            continue;
        }
        counts += measure(repo, floor, &data)?;
    }
    Ok(counts)
}

fn measure(repo: &Repo, floor: &Floor, data: &Path) -> Result<Counts> {
    let folder = repo.path("target/demo").join(floor.name);
    shell::empty_folder(&folder)?;
    let site = folder.join("site");
    let mut eval = demo::cobuy(repo);
    eval.arg("eval");
    for argument in floor.arguments {
        if argument.contains('/') {
            eval.arg(data.join(argument))
        } else {
            eval.arg(argument)
        };
    }
    let report = shell::capture(eval.arg("--json").arg("--keep").arg(&site))?;
    let report: Value = serde_json::from_str(&report).context("reading what cobuy eval printed")?;
    let figures = &report["lines"][0]["figures"];
    println!(
        "{}: {} cases, {}",
        floor.name,
        figures["cases"],
        report["recipe"].as_str().unwrap_or("no recipe")
    );
    let mut counts = Counts::default();
    for (figure, least) in floor.least {
        let reached = figures[figure]["mean"].as_f64().context("cobuy eval prints this figure")?;
        let holds = reached >= *least;
        println!("  {figure} {reached:.4}, at least {least}{}", if holds { "" } else { ": TOO LOW" });
        counts += Counts { passed: holds.into(), failed: (!holds).into(), skipped: 0 };
    }
    let tags = shell::capture(demo::cobuy(repo).arg("tags").arg(site.join("recs")))?;
    shell::write(&folder.join("tags.html"), tags)?;
    shell::copy_folder(&repo.dist(), &site.join(WIDGET))?;
    Ok(counts)
}
