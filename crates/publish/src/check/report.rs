//! What a check found.

use std::fmt;
use std::path::Path;

/// What a check insists on.
#[derive(Debug, Clone, Copy)]
pub struct Demands<'a> {
    /// Least share of order lines that found their product, 0 to 1. 0 insists on nothing.
    pub min_join_rate: f64,
    /// The private folder with exact counts, to prove the publication minimum by.
    pub work: Option<&'a Path>,
}

/// Something that is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// File below the snapshot's folder, or a path.
    pub file: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub remedy: &'static str,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}", self.file, self.problem, self.remedy)
    }
}

/// Everything a check found. The snapshot is sound if there is no finding.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// What is wrong, ascending by file; all of it.
    pub findings: Vec<Finding>,
    /// Generation as 32 hex digits, if the base can be read.
    pub generation: String,
    /// k of the base.
    pub k: u8,
    /// Earlier k that are still served.
    pub kept_k: Vec<u8>,
    /// Files read.
    pub files: u64,
    /// Bytes of these files.
    pub bytes: u64,
    /// Products found in the shards.
    pub products: u64,
    /// Products with a row of products bought together.
    pub together_rows: u64,
    /// Published pairs (product and neighbour), each direction counted.
    pub pairs: u64,
    /// Share of order lines that found their product; none without a products file.
    pub join_rate: Option<f64>,
    /// Pairs that the work folder proves to have enough customers; none without one.
    pub proven_pairs: Option<u64>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    /// Share of the products that have a row of products bought together, 0 to 1.
    pub fn coverage(&self) -> f64 {
        self.together_rows as f64 / self.products.max(1) as f64
    }

    pub(super) fn find(&mut self, file: impl Into<String>, problem: impl Into<String>, remedy: &'static str) {
        self.findings.push(Finding { file: file.into(), problem: problem.into(), remedy });
    }
}
