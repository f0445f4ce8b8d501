//! Exact counts of products and of some of their pairs, from the work folder: one pass over its largest table, and
//! memory for what is asked for.

use std::collections::BTreeMap;
use std::path::Path;

use cobuy_model::mine::season::Judged;
use cobuy_publish::work::{self, WorkError};
use cobuy_targets::work::{ITEMS, ONE_YEAR, PAIRS, SEASONS};

use super::{AuditError, Published};

/// Orders and customers of two products together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairTally {
    /// Orders with both.
    pub orders: u32,
    /// Distinct customers of these; orders that name none count together as one.
    pub customers: u32,
}

/// What the counts say of one product.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ItemTally {
    /// Orders with it.
    pub orders: u32,
    /// Distinct customers of these.
    pub customers: u32,
    /// Other products that were in any of these orders.
    pub partners: u32,
    /// Customers of its pair with the most customers; 0 where it was only bought alone.
    pub best_pair_customers: u32,
}

/// Exact counts that belong to a published folder.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Orders that were counted.
    pub orders: u64,
    /// Customers that a published pair needs.
    pub min_customers: u32,
    /// By product number of the published folder.
    pub items: Vec<ItemTally>,
    /// Of the pairs asked for: (smaller number, larger number).
    pub pairs: BTreeMap<(u32, u32), PairTally>,
    /// Of these the ones that keep to some months of the year.
    pub seasons: BTreeMap<(u32, u32), Judged>,
}

impl Tallies {
    /// Reads the counts of all products and of the pairs for which `wanted(a, b)` with a < b is true.
    ///
    /// # Errors
    /// [`AuditError::OtherBuild`] where they belong to another build than `published`; [`AuditError::Work`].
    pub fn read(
        work: &Path,
        published: &Published,
        wanted: &dyn Fn(u32, u32) -> bool,
    ) -> Result<Self, AuditError> {
        let info = work::info(work)?;
        if info.generation != published.facts.generation {
            return Err(AuditError::OtherBuild {
                path: work.to_owned(),
                counted: info.generation,
                published: published.facts.generation.clone(),
            });
        }
        let mut tallies = Self {
            orders: info.orders,
            min_customers: info.min_customers,
            items: vec![ItemTally::default(); published.products.len()],
            ..Self::default()
        };
        records(&work.join(ITEMS), |row| {
            let item = &mut tallies.items[published.find(row.get(0)?)? as usize];
            (item.orders, item.customers) = (number(row, 1)?, number(row, 2)?);
            Some(())
        })?;
        records(&work.join(PAIRS), |row| {
            let (a, b) = (published.find(row.get(0)?)?, published.find(row.get(1)?)?);
            let tally = PairTally { orders: number(row, 2)?, customers: number(row, 3)? };
            for product in [a, b] {
                let item = &mut tallies.items[product as usize];
                item.partners += 1;
                item.best_pair_customers = item.best_pair_customers.max(tally.customers);
            }
            let (a, b) = (a.min(b), a.max(b));
            if wanted(a, b) {
                tallies.pairs.insert((a, b), tally);
            }
            Some(())
        })?;
        records(&work.join(SEASONS), |row| {
            let (a, b) = (published.find(row.get(0)?)?, published.find(row.get(1)?)?);
            let judged = judged(row)?;
            if wanted(a.min(b), a.max(b)) {
                tallies.seasons.insert((a.min(b), a.max(b)), judged);
            }
            Some(())
        })?;
        Ok(tallies)
    }

    /// What the months of two products together are judged to be, in either order; none where they keep to none.
    pub fn judged(&self, a: u32, b: u32) -> Option<Judged> {
        self.seasons.get(&(a.min(b), a.max(b))).copied()
    }

    /// The counts of two products together, in either order; none where they were not asked for or never seen.
    pub fn pair(&self, a: u32, b: u32) -> Option<PairTally> {
        self.pairs.get(&(a.min(b), a.max(b))).copied()
    }
}

fn judged(row: &csv::StringRecord) -> Option<Judged> {
    let numbers = |at: usize| -> Option<Vec<u32>> {
        row.get(at)?.split_whitespace().map(|number| number.parse().ok()).collect()
    };
    let month = |mask: u16, month: &u32| (1..=12).contains(month).then(|| mask | 1 << (month - 1));
    Some(Judged {
        doubtful: row.get(2)? == ONE_YEAR,
        months: numbers(3)?.iter().try_fold(0, month)?,
        orders: numbers(4)?.try_into().ok()?,
    })
}

fn number(row: &csv::StringRecord, at: usize) -> Option<u32> {
    row.get(at)?.parse().ok()
}

/// Calls `act` for each line of a table; a line that it does not understand is damage.
fn records(path: &Path, mut act: impl FnMut(&csv::StringRecord) -> Option<()>) -> Result<(), WorkError> {
    let damaged = |reason: String| WorkError::Damaged { path: path.to_owned(), reason };
    let mut table = csv::Reader::from_path(path).map_err(|error| damaged(error.to_string()))?;
    let mut record = csv::StringRecord::new();
    while table.read_record(&mut record).map_err(|error| damaged(error.to_string()))? {
        let line = record.position().map_or(0, csv::Position::line);
        act(&record)
            .ok_or_else(|| damaged(format!("line {line} names a product or count that is not known")))?;
    }
    Ok(())
}
