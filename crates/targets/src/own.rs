//! What cobuy writes, told by its content.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use cobuy_import::parquet::ParquetTable;
use cobuy_snapshot::Shard;
use cobuy_snapshot::write::gzip;
use serde::Deserialize;

use super::WorkInfo;
use super::snapshot::MAX_K;

/// What a file has to be if it may be overwritten.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Own {
    /// Whatever it holds.
    Anything,
    /// Nothing: an empty file.
    Nothing,
    /// `manifest.json` of a snapshot.
    Manifest,
    /// A shard of a snapshot.
    Shard,
    /// `work.json` of a work folder.
    WorkInfo,
    /// `catalogue.json` of a work folder.
    Catalogue,
    /// A CSV that begins with this header line.
    Csv(&'static str),
    /// A Parquet table that has all of these columns.
    Columns(&'static [&'static str]),
    /// The page of `cobuy inspect`.
    Page,
    /// The answers of `cobuy eval --keep`.
    Answers,
}

/// What tells a snapshot's manifest from any other `manifest.json`, in every version of the command.
#[derive(Deserialize)]
struct Marks {
    cobuy: String,
    generation: String,
    format: u16,
    k: u8,
}

/// Bytes of a file that are looked at: headers of tables and the beginning of a page.
const HEAD_BYTES: u64 = 64 * 1024;

/// How the page of `cobuy inspect` begins.
const PAGE: &str = "<!doctype html>\n<html lang=\"en\"><head>";

/// What the title of the page of `cobuy inspect` begins with: of orders, of session logs alone.
pub const PAGE_TITLES: [&str; 2] = ["What sells together", "What is looked at together"];

/// What a page of `cobuy inspect` with exact counts says of itself.
pub const PRIVATE_PAGE: &str = "This page holds exact counts: keep it private.";

impl Own {
    /// Whether the file is such a one; false where it cannot be read.
    pub fn is_at(self, path: &Path) -> bool {
        match self {
            Own::Anything => true,
            Own::Nothing => fs::metadata(path).is_ok_and(|found| found.len() == 0),
            Own::Manifest => fs::read(path).is_ok_and(|bytes| is_manifest(&bytes)),
            Own::Shard => fs::read(path)
                .is_ok_and(|bytes| gzip::inflate(&bytes).is_ok_and(|payload| Shard::open(&payload).is_ok())),
            Own::WorkInfo => {
                fs::read(path).is_ok_and(|bytes| serde_json::from_slice::<WorkInfo>(&bytes).is_ok())
            }
            Own::Catalogue => {
                let head = head(path);
                head == "[]\n" || head.starts_with("[\n{\"key\":")
            }
            Own::Csv(header) => head(path).lines().next() == Some(header),
            Own::Columns(columns) => has_columns(path, columns),
            Own::Page => {
                let head = head(path);
                let titled = |title: &&str| head.contains(&format!("<title>{title} in "));
                head.starts_with(PAGE) && PAGE_TITLES.iter().any(titled)
            }
            Own::Answers => {
                let head = head(path);
                let first = head.lines().next().unwrap_or_default();
                first.starts_with('{') && first.contains("\"placement\":\"protocol\"")
            }
        }
    }
}

fn is_manifest(bytes: &[u8]) -> bool {
    serde_json::from_slice::<Marks>(bytes).is_ok_and(|marks| {
        let hex =
            marks.generation.len() == 32 && marks.generation.bytes().all(|byte| byte.is_ascii_hexdigit());
        hex && !marks.cobuy.is_empty() && marks.format > 0 && marks.k <= MAX_K
    })
}

/// The beginning of a file as text; empty where it cannot be read.
fn head(path: &Path) -> String {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD_BYTES).read_to_end(&mut bytes));
    read.map(|_| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
}

fn has_columns(path: &Path, columns: &[&str]) -> bool {
    ParquetTable::open(path)
        .is_ok_and(|table| columns.iter().all(|column| table.header.iter().any(|name| name == column)))
}
