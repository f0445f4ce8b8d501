//! Order files into the ledger, in parallel blocks, merged in their order.

use std::path::Path;

use cobuy_catalogue::config::{Config, DateOrder};
use cobuy_catalogue::progress::Progress;
use rayon::prelude::*;

use super::chunk::Chunk;
use super::columns::Header;
use super::error::ImportError;
use super::layout::Layout;
use super::ledger::{Ledger, RuleNumbers};
use super::parquet::ParquetTable;
use super::source::{self, Source};
use super::table;
use super::text::{Block, TextTable, for_each_record};

/// Rows of a Parquet file per chunk, about as many as a text block has lines.
const CHUNK_ROWS: u64 = 1 << 16;

/// Reads the order file `path` into `ledger`.
pub(super) fn orders(
    ledger: &mut Ledger,
    path: &Path,
    config: &Config,
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    let file = path.display().to_string();
    let before = ledger.lines();
    match source::open(path, progress)? {
        Source::Text { reader, gzip } => {
            let table = TextTable::open(file.clone(), reader)?;
            let mut layout = Layout::resolve(
                &Header::new(file.clone(), table.header.clone()),
                Some(table.delimiter),
                config,
            )?;
            if config.orders.date_order == DateOrder::Auto {
                layout.time_rules.day_first = table.is_day_first(layout.time);
            }
            let kind = format!("{}, {}", table::kind(table.delimiter, gzip), layout.words());
            let rules = ledger.begin(&layout, kind);
            text(ledger, table, &layout, &rules)?;
        }
        Source::Parquet => {
            let table = ParquetTable::open(path)?;
            let layout = Layout::resolve(&Header::new(file.clone(), table.header.clone()), None, config)?;
            let rules = ledger.begin(&layout, format!("Parquet, {}", layout.words()));
            parquet(ledger, &table, &layout, &rules)?;
        }
    }
    if ledger.lines() == before { Err(ImportError::NoLines { file }) } else { Ok(()) }
}

/// Three stages run at once: while some blocks are parsed on all threads, those before are merged and those after are
/// read. Block borders depend on the file alone, so the outcome does not depend on the number of threads.
fn text(
    ledger: &mut Ledger,
    mut table: TextTable<'_>,
    layout: &Layout,
    rules: &RuleNumbers,
) -> Result<(), ImportError> {
    let width = rayon::current_num_threads().max(1);
    let delimiter = table.delimiter;
    let mut raw = read_blocks(&mut table, width)?;
    let mut parsed: Vec<Chunk> = Vec::new();
    while !raw.is_empty() || !parsed.is_empty() {
        let done = std::mem::take(&mut parsed);
        let (now_parsed, next) = rayon::join(
            || raw.par_iter().map(|block| parse(layout, delimiter, block)).collect::<Vec<Chunk>>(),
            || {
                done.into_iter().try_for_each(|chunk| ledger.merge(chunk, rules))?;
                read_blocks(&mut table, width)
            },
        );
        parsed = now_parsed;
        raw = next?;
    }
    Ok(())
}

fn read_blocks(table: &mut TextTable<'_>, count: usize) -> Result<Vec<Block>, ImportError> {
    let mut blocks = Vec::with_capacity(count);
    while blocks.len() < count
        && let Some(block) = table.next()?
    {
        blocks.push(block);
    }
    Ok(blocks)
}

fn parse(layout: &Layout, delimiter: u8, block: &Block) -> Chunk {
    let mut chunk = Chunk::new(layout);
    for_each_record(block, delimiter, |record| chunk.record(layout, record));
    chunk
}

fn parquet(
    ledger: &mut Ledger,
    table: &ParquetTable,
    layout: &Layout,
    rules: &RuleNumbers,
) -> Result<(), ImportError> {
    let columns = layout.columns();
    let groups: Vec<usize> = (0..table.groups.len()).collect();
    for together in groups.chunks(rayon::current_num_threads().max(1)) {
        let parsed: Vec<Result<Vec<Chunk>, ImportError>> =
            together.par_iter().map(|group| parse_group(table, layout, &columns, *group)).collect();
        for chunks in parsed {
            chunks?.into_iter().try_for_each(|chunk| ledger.merge(chunk, rules))?;
        }
    }
    Ok(())
}

fn parse_group(
    table: &ParquetTable,
    layout: &Layout,
    columns: &[usize],
    group: usize,
) -> Result<Vec<Chunk>, ImportError> {
    let mut chunks = Vec::new();
    let mut chunk = Chunk::new(layout);
    table.for_each_row(group, columns, |row, number| {
        if chunk.lines == CHUNK_ROWS {
            chunks.push(std::mem::replace(&mut chunk, Chunk::new(layout)));
        }
        chunk.row(layout, row, number);
    })?;
    chunks.push(chunk);
    Ok(chunks)
}
