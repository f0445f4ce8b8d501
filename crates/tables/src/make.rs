//! The three tables of any evidence: what the command writes, and what a database's have to equal.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use cobuy_catalogue::data::Catalogue;
use cobuy_catalogue::progress::Progress;
use cobuy_model::mine::count::Count;
use cobuy_model::mine::evidence::{Holdout, Part};
use cobuy_model::mine::history::Pair;
use cobuy_model::mine::{Evidence, EvidenceError};
use cobuy_targets::tables::{HOLDOUT, ITEMS, PAIRS};
use parquet::data_type::ByteArray;

use super::write::{Column, TableFile, WriteError, failed, place};
use super::{LEARNT, WHOLE};

/// Rows of the tables that were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Rows of `pairs`.
    pub pairs: u64,
    /// Rows of `items`.
    pub items: u64,
    /// Rows of `holdout`.
    pub holdout: u64,
}

/// Why the tables were not made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// A file cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The evidence cannot be read.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}

/// Writes the tables into `folder`, which is made if it is not there.
///
/// # Errors
/// [`MakeError`]; then the tables that were there still are.
pub fn write(
    folder: &Path,
    catalogue: &Catalogue,
    evidence: &dyn Evidence,
    progress: &dyn Progress,
) -> Result<Written, MakeError> {
    fs::create_dir_all(folder).map_err(|reason| failed(folder, &reason))?;
    let keys: Vec<ByteArray> =
        catalogue.products.iter().map(|product| ByteArray::from(product.key.as_str())).collect();
    let file = |table: &str| folder.join(format!("{table}.parquet"));
    progress.stage("Writing pairs", keys.len() as u64);
    let mut files = [
        write_holdout(&file(HOLDOUT), &keys, &evidence.holdout())?,
        write_items(&file(ITEMS), &keys, evidence)?,
        write_pairs(&file(PAIRS), &keys, evidence, progress)?,
    ];
    let [holdout, items, pairs] = [0, 1, 2].map(|at| files[at].rows);
    files.iter_mut().try_for_each(TableFile::close)?;
    place(&mut files)?;
    Ok(Written { pairs, items, holdout })
}

const PAIRS_SCHEMA: &str = "message pairs {
    required binary product_a (UTF8);
    required binary product_b (UTF8);
    required int32 month;
    required int64 orders;
    required int64 customers;
}";

fn write_pairs(
    path: &Path,
    keys: &[ByteArray],
    evidence: &dyn Evidence,
    progress: &dyn Progress,
) -> Result<TableFile, MakeError> {
    let columns = vec![
        Column::Text(Vec::new()),
        Column::Text(Vec::new()),
        Column::Int(Vec::new()),
        Column::Long(Vec::new()),
        Column::Long(Vec::new()),
    ];
    let mut file = TableFile::create(path, PAIRS_SCHEMA, columns)?;
    let mut written = Ok(());
    let mut visit = |pair: Pair<'_>| {
        let key = [&keys[pair.a as usize], &keys[pair.b as usize]];
        written = rows(&pair).try_for_each(|(month, count)| put(&mut file, &key, month, count));
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    evidence.pairs(progress, &mut visit)?;
    written?;
    Ok(file)
}

/// The rows of a pair: without the hold-out, in all, month by month.
fn rows(pair: &Pair<'_>) -> impl Iterator<Item = (u32, Count)> {
    let periods = [(LEARNT, pair.learnt), (WHOLE, pair.whole)];
    let months = pair.months.iter().map(|(month, count)| (month.yyyymm(), *count));
    periods.into_iter().filter(|(_, count)| count.orders > 0).chain(months)
}

const ITEMS_SCHEMA: &str = "message items {
    required binary product (UTF8);
    required int32 month;
    required int64 orders;
    required int64 customers;
}";

fn write_items(path: &Path, keys: &[ByteArray], evidence: &dyn Evidence) -> Result<TableFile, WriteError> {
    let columns = vec![
        Column::Text(Vec::new()),
        Column::Int(Vec::new()),
        Column::Long(Vec::new()),
        Column::Long(Vec::new()),
    ];
    let mut file = TableFile::create(path, ITEMS_SCHEMA, columns)?;
    let months = evidence.months();
    let shop = ByteArray::from("");
    for (month, part) in [(LEARNT, Part::Learn), (WHOLE, Part::Whole)] {
        put(&mut file, &[&shop], month, evidence.shop(part))?;
    }
    for sales in months {
        let count = Count { orders: sales.orders, customers: sales.customers };
        put(&mut file, &[&shop], sales.month.yyyymm(), count)?;
    }
    let (learnt, whole) = (evidence.items(Part::Learn), evidence.items(Part::Whole));
    // A cursor per month: products ascend in each of them.
    let mut next = vec![0usize; months.len()];
    for (product, key) in (0u32..).zip(keys) {
        for (month, count) in [(LEARNT, learnt[product as usize]), (WHOLE, whole[product as usize])] {
            if count.orders > 0 {
                put(&mut file, &[key], month, count)?;
            }
        }
        for (sales, next) in months.iter().zip(&mut next) {
            if let Some(item) = sales.items.get(*next).filter(|item| item.product == product) {
                *next += 1;
                let count = Count { orders: item.orders, customers: item.customers };
                put(&mut file, &[key], sales.month.yyyymm(), count)?;
            }
        }
    }
    Ok(file)
}

/// A row of `pairs` or `items`: key columns, month, orders, customers.
fn put(file: &mut TableFile, key: &[&ByteArray], month: u32, count: Count) -> Result<(), WriteError> {
    let (texts, numbers) = file.columns.split_at_mut(key.len());
    texts.iter_mut().zip(key).for_each(|(column, text)| column.push_text(text));
    let values = [month, count.orders, count.customers];
    numbers.iter_mut().zip(values).for_each(|(column, value)| column.push(i64::from(value)));
    file.end_row()
}

const HOLDOUT_SCHEMA: &str = "message holdout {
    required int64 basket;
    required int64 time (TIMESTAMP(MILLIS, false));
    required binary product (UTF8);
}";

fn write_holdout(path: &Path, keys: &[ByteArray], holdout: &Holdout<'_>) -> Result<TableFile, WriteError> {
    let columns = vec![Column::Long(Vec::new()), Column::Long(Vec::new()), Column::Text(Vec::new())];
    let mut file = TableFile::create(path, HOLDOUT_SCHEMA, columns)?;
    for (basket, order) in (1..).zip(holdout.range.clone()) {
        for &product in holdout.orders.basket(order) {
            file.columns[0].push(basket);
            file.columns[1].push(holdout.orders.time_ms[order]);
            file.columns[2].push_text(&keys[product as usize]);
            file.end_row()?;
        }
    }
    Ok(file)
}
