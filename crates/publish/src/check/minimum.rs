//! The proof that every published pair has enough distinct customers behind it, from the exact counts.

use std::path::Path;

use cobuy_targets::WorkInfo;
use cobuy_targets::work::{ITEMS, PAIRS, WORK};

use super::Report;
use crate::work::{WorkError, info};

/// The remedy for counts that do not fit the snapshot.
const BUILD_BOTH: &str = "Build again with --work, so that counts and snapshot belong together";

/// Published pairs as product numbers, the smaller first, and whether each is proven.
struct Pairs {
    keys: Vec<String>,
    pairs: Vec<(u32, u32)>,
    proven: Vec<bool>,
}

/// Checks `published` (product, neighbour) against the work folder's counts.
pub(super) fn prove(report: &mut Report, work: &Path, published: Vec<(String, String)>) {
    match info(work) {
        Ok(info) if info.generation != report.generation => {
            let problem =
                format!("it belongs to build {}, the snapshot is {}", info.generation, report.generation);
            report.find(work.join(WORK).display().to_string(), problem, BUILD_BOTH);
        }
        Ok(info) => {
            if let Err(error) = prove_with(report, work, &info, published) {
                report.find(work.display().to_string(), error.to_string(), BUILD_BOTH);
            }
        }
        Err(error) => report.find(work.display().to_string(), error.to_string(), BUILD_BOTH),
    }
}

fn prove_with(
    report: &mut Report,
    work: &Path,
    info: &WorkInfo,
    published: Vec<(String, String)>,
) -> Result<(), WorkError> {
    let mut pairs = Pairs::new(read_keys(&work.join(ITEMS))?, published, report, work);
    pairs.read(&work.join(PAIRS), info.min_customers)?;
    let missing: Vec<&(u32, u32)> =
        pairs.pairs.iter().zip(&pairs.proven).filter(|(_, proven)| !**proven).map(|(pair, _)| pair).collect();
    // The walk's further step publishes pairs that nobody looked at together, where no minimum is asked for.
    let missing = if info.min_customers > 1 { missing } else { Vec::new() };
    for (a, b) in missing {
        let (a, b) = (&pairs.keys[*a as usize], &pairs.keys[*b as usize]);
        let problem =
            format!("the pair {a:?} and {b:?} is published with fewer than {} customers", info.min_customers);
        report.find(
            work.join(PAIRS).display().to_string(),
            problem,
            "Build again: a pair below the minimum may name a person",
        );
    }
    report.proven_pairs = Some(pairs.proven.iter().filter(|proven| **proven).count() as u64);
    Ok(())
}

/// Keys of all products, ascending.
fn read_keys(path: &Path) -> Result<Vec<String>, WorkError> {
    let mut keys = Vec::new();
    records(path, |record, _| {
        keys.push(record.get(0).unwrap_or_default().to_owned());
        Ok(())
    })?;
    if !keys.is_sorted() {
        return Err(WorkError::Damaged {
            path: path.to_owned(),
            reason: "products do not ascend".to_owned(),
        });
    }
    Ok(keys)
}

/// Calls `act(record, line)` for each line of a table.
fn records(
    path: &Path,
    mut act: impl FnMut(&csv::StringRecord, u64) -> Result<(), WorkError>,
) -> Result<(), WorkError> {
    let damaged = |error: csv::Error| WorkError::Damaged { path: path.to_owned(), reason: error.to_string() };
    let mut table = csv::Reader::from_path(path).map_err(damaged)?;
    let mut record = csv::StringRecord::new();
    while table.read_record(&mut record).map_err(damaged)? {
        act(&record, record.position().map_or(0, csv::Position::line))?;
    }
    Ok(())
}

impl Pairs {
    fn new(keys: Vec<String>, published: Vec<(String, String)>, report: &mut Report, work: &Path) -> Self {
        let mut pairs = Vec::with_capacity(published.len());
        for (product, neighbour) in published {
            match (number(&keys, &product), number(&keys, &neighbour)) {
                (Some(a), Some(b)) => pairs.push((a.min(b), a.max(b))),
                _ => {
                    let problem =
                        format!("the published pair {product:?} and {neighbour:?} is not counted there");
                    report.find(work.join(ITEMS).display().to_string(), problem, BUILD_BOTH);
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        Self { keys, proven: vec![false; pairs.len()], pairs }
    }

    fn read(&mut self, path: &Path, min_customers: u32) -> Result<(), WorkError> {
        records(path, |record, line| {
            let damaged = || WorkError::Damaged {
                path: path.to_owned(),
                reason: format!("line {line} is no pair with its counts"),
            };
            let key = |field| record.get(field).and_then(|key| number(&self.keys, key)).ok_or_else(damaged);
            let customers: u32 = record.get(3).and_then(|text| text.parse().ok()).ok_or_else(damaged)?;
            let pair = (key(0)?, key(1)?);
            if let Ok(at) = self.pairs.binary_search(&pair) {
                self.proven[at] = customers >= min_customers;
            }
            Ok(())
        })
    }
}

fn number(keys: &[String], key: &str) -> Option<u32> {
    keys.binary_search_by(|known| known.as_str().cmp(key)).ok().map(|at| at as u32)
}
