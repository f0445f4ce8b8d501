//! The exact counts of a product's pairs, from the private folder of a build.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use cobuy_targets::work::{ITEMS, PAIRS};

/// Orders and distinct customers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Orders.
    pub orders: u64,
    /// Distinct customers; orders that name none count together as one.
    pub customers: u64,
}

/// Counts of some products with all others.
#[derive(Debug, Default)]
pub struct Counts {
    items: BTreeMap<String, Count>,
    /// The smaller key first.
    pairs: BTreeMap<(String, String), Count>,
}

impl Counts {
    /// Reads the counts of the pairs that have one of `products` in them; one pass over the table.
    ///
    /// # Errors
    /// Where the folder has no such tables, or damaged ones.
    pub fn read(work: &Path, products: &[&str]) -> Result<Counts> {
        let mut counts = Counts::default();
        rows(&work.join(ITEMS), |row| {
            let key = row.get(0)?;
            counts.items.insert(key.to_owned(), count(row, 1)?);
            Some(())
        })?;
        rows(&work.join(PAIRS), |row| {
            let (a, b) = (row.get(0)?, row.get(1)?);
            if products.contains(&a) || products.contains(&b) {
                counts.pairs.insert((a.to_owned(), b.to_owned()), count(row, 2)?);
            }
            Some(())
        })?;
        Ok(counts)
    }

    /// Counts of a product.
    pub fn item(&self, key: &str) -> Count {
        self.items.get(key).copied().unwrap_or_default()
    }

    /// Counts of two products together.
    pub fn pair(&self, a: &str, b: &str) -> Count {
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        self.pairs.get(&(a.to_owned(), b.to_owned())).copied().unwrap_or_default()
    }
}

fn rows(path: &Path, mut each: impl FnMut(&csv::StringRecord) -> Option<()>) -> Result<()> {
    let name = || path.display().to_string();
    let missing = || format!("{}: cannot be read; build again with --work", name());
    let mut reader = csv::Reader::from_path(path).with_context(missing)?;
    let mut row = csv::StringRecord::new();
    while reader.read_record(&mut row).with_context(missing)? {
        let line = row.position().map_or(0, csv::Position::line);
        each(&row).with_context(|| format!("{}:{line}: is damaged; build again with --work", name()))?;
    }
    Ok(())
}

fn count(row: &csv::StringRecord, at: usize) -> Option<Count> {
    Some(Count { orders: row.get(at)?.parse().ok()?, customers: row.get(at + 1)?.parse().ok()? })
}
