//! The whole folder: base, shards, manifest.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use cobuy_catalogue::progress::Progress;
use cobuy_snapshot::write::gzip;
use cobuy_snapshot::{Base, verify};
use cobuy_targets::snapshot::{BASE, MANIFEST, MAX_K, VERSION_FOLDER, shard_digits};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::minimum::prove;
use super::shard::{PUBLISH_AGAIN, ShardCheck, card_problems, check_shard, template_problems};
use super::{Demands, Report, private};
use crate::live::{GenerationHash, hex};
use crate::pack::{BASE_BYTES, FileEntry, Manifest, Place, RULES_BASE_BYTES, places};

/// Shards checked at once, so that few payloads are in memory.
const BLOCK: usize = 256;

/// Checks a published folder. Everything wrong is in the report; nothing stops at the first finding.
pub fn check(folder: &Path, demands: &Demands<'_>, progress: &dyn Progress) -> Report {
    let mut check = FolderCheck {
        folder,
        manifest: read_manifest(folder),
        report: Report::default(),
        seen: BTreeMap::new(),
    };
    check.manifest_itself(demands);
    let base = check.base();
    check.shards(base, demands, progress);
    check.listed_files();
    check.strays();
    private::find(&mut check.report, folder);
    check.report.findings.sort();
    check.report
}

struct FolderCheck<'a> {
    folder: &'a Path,
    manifest: Result<Manifest, String>,
    report: Report,
    /// What was read: name below `v1/` → SHA-256, bytes, bytes of the payload.
    seen: BTreeMap<String, FileEntry>,
}

fn read_manifest(folder: &Path) -> Result<Manifest, String> {
    let text = fs::read_to_string(folder.join(MANIFEST)).map_err(|error| error.to_string())?;
    serde_json::from_str(&text).map_err(|error| error.to_string())
}

fn below(name: &str) -> String {
    format!("{VERSION_FOLDER}/{name}")
}

impl FolderCheck<'_> {
    fn manifest_itself(&mut self, demands: &Demands<'_>) {
        match &self.manifest {
            Ok(manifest) => {
                self.report.join_rate = manifest.join_rate;
                self.report.kept_k = manifest.kept_k.clone();
            }
            Err(error) => {
                let problem = format!("cannot be read: {error}");
                self.report.find(MANIFEST, problem, "Build again; pages do not need it, tools do");
            }
        }
        if let Some(rate) = self.report.join_rate.filter(|rate| *rate < demands.min_join_rate) {
            let problem = format!(
                "{:.1} % of the order lines found their product, {:.1} % are asked for",
                rate * 100.0,
                demands.min_join_rate * 100.0
            );
            let remedy = "Add the missing products or their SKUs to the products file, or ask for less with --min-join";
            self.report.find(MANIFEST, problem, remedy);
        }
    }

    /// Reads a file; says so if it is not there.
    fn read(&mut self, name: &str) -> Option<Vec<u8>> {
        let read = fs::read(self.folder.join(VERSION_FOLDER).join(name));
        self.took(name, read)
    }

    fn took(&mut self, name: &str, read: io::Result<Vec<u8>>) -> Option<Vec<u8>> {
        match read {
            Ok(file) => {
                self.report.files += 1;
                self.report.bytes += file.len() as u64;
                Some(file)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.report.find(below(name), "is missing", PUBLISH_AGAIN);
                None
            }
            Err(error) => {
                self.report.find(below(name), format!("cannot be read: {error}"), PUBLISH_AGAIN);
                None
            }
        }
    }

    fn saw(&mut self, name: &str, file: &[u8], payload: &[u8]) {
        let entry = FileEntry {
            name: name.to_owned(),
            sha256: hex(&Sha256::digest(file)),
            bytes: file.len() as u64,
            payload_bytes: payload.len() as u64,
        };
        self.seen.insert(name.to_owned(), entry);
    }

    /// The base's payload, if it can be read.
    fn base(&mut self) -> Option<Vec<u8>> {
        let file = self.read(BASE)?;
        let payload = match gzip::inflate(&file) {
            Ok(payload) => payload,
            Err(error) => {
                self.saw(BASE, &file, &[]);
                self.report.find(below(BASE), error.to_string(), PUBLISH_AGAIN);
                return None;
            }
        };
        self.saw(BASE, &file, &payload);
        let ruled = |base: &Base<'_>| !base.rules.is_empty() || !base.rules.bundles.is_empty();
        let limit =
            if Base::open(&payload).is_ok_and(|base| ruled(&base)) { RULES_BASE_BYTES } else { BASE_BYTES };
        if file.len() > limit {
            let problem = format!("has {} bytes, at most {limit} are allowed", file.len());
            self.report.find(below(BASE), problem, "Build again: painting waits for this file");
        }
        let opened = Base::open(&payload).and_then(|base| verify::base(&base).map(|()| base));
        match opened {
            Ok(base) => {
                self.base_contents(&base);
                Some(payload)
            }
            Err(error) => {
                self.report.find(below(BASE), error.to_string(), PUBLISH_AGAIN);
                None
            }
        }
    }

    fn base_contents(&mut self, base: &Base<'_>) {
        self.report.k = base.head.k;
        self.report.generation = hex(&base.head.generation);
        let cards = (0..base.table.len() as u16).filter_map(|item| base.table.card(item).ok());
        let templates = template_problems(&base.table, [base.head.url_template, base.head.image_template]);
        for (problem, remedy) in cards.flat_map(|card| card_problems(&card)).chain(templates) {
            self.report.find(below(BASE), problem, remedy);
        }
        let Ok(manifest) = &self.manifest else { return };
        let stated = (manifest.k, manifest.generation.as_str());
        if stated != (self.report.k, self.report.generation.as_str()) {
            let problem = format!(
                "states k {} and generation {}, base.bin k {} and {}",
                stated.0, stated.1, self.report.k, self.report.generation
            );
            self.report.find(MANIFEST, problem, "Publish base.bin and manifest.json of one build");
        }
    }

    /// All shards of the base's k (without a base, the manifest's) and of the kept ones; then what only all together
    /// can tell.
    fn shards(&mut self, base: Option<Vec<u8>>, demands: &Demands<'_>, progress: &dyn Progress) {
        let k = match (&base, &self.manifest) {
            (Some(_), _) => self.report.k,
            (None, Ok(manifest)) => manifest.k,
            (None, Err(_)) => return,
        };
        let mut ks = self.report.kept_k.clone();
        ks.push(k);
        ks.retain(|k| *k <= MAX_K);
        let products = base.as_deref().and_then(|payload| Base::open(payload).ok());
        let products = products.map(|base| u64::from(base.head.products.get()));
        let mut generation = base.and_then(|payload| GenerationHash::new(payload).ok());
        let mut pairs = Vec::new();
        let places = places(&ks);
        progress.stage("Checking shards", places.len() as u64);
        for block in places.chunks(BLOCK) {
            for (place, read, check) in self.read_block(block, demands.work.is_some()) {
                self.shard(place, k, read, &check);
                match &mut generation {
                    Some(hash) if !check.payload.is_empty() => hash.add(&check.payload),
                    _ => generation = None,
                }
                pairs.extend(check.pairs);
            }
            progress.advance(block.len() as u64);
        }
        self.totals(products, generation);
        if let Some(work) = demands.work {
            prove(&mut self.report, work, pairs);
        }
    }

    fn read_block(&self, block: &[Place], pairs: bool) -> Vec<(Place, io::Result<Vec<u8>>, ShardCheck)> {
        let folder = self.folder.join(VERSION_FOLDER);
        let read = |place: &Place| {
            let read = fs::read(folder.join(place.name()));
            let check = read.as_deref().map(|file| check_shard(file, *place, pairs)).unwrap_or_default();
            (*place, read, check)
        };
        block.par_iter().map(read).collect()
    }

    fn shard(&mut self, place: Place, k: u8, read: io::Result<Vec<u8>>, check: &ShardCheck) {
        let name = place.name();
        if let Some(file) = self.took(&name, read) {
            self.saw(&name, &file, &check.payload);
        }
        for (problem, remedy) in &check.problems {
            self.report.find(below(&name), problem, remedy);
        }
        if place.k == k {
            self.report.products += check.products;
            self.report.together_rows += check.together_rows;
            self.report.pairs += check.neighbours;
        }
    }

    fn totals(&mut self, products: Option<u64>, generation: Option<GenerationHash>) {
        // Missing and damaged files have their own findings; sums over the others would only repeat them.
        if self.report.findings.iter().any(|finding| finding.file.starts_with(VERSION_FOLDER)) {
            return;
        }
        if let Some(stated) = products.filter(|stated| *stated != self.report.products) {
            let problem = format!("states {stated} products, the shards have {}", self.report.products);
            self.report.find(below(BASE), problem, "Build again");
        }
        let computed = generation.map(|hash| hex(&hash.finish()));
        if let Some(computed) = computed.filter(|computed| *computed != self.report.generation) {
            let problem = format!("states generation {}, the files are {computed}", self.report.generation);
            self.report.find(below(BASE), problem, "Publish all files of one build");
        }
    }

    /// Every file that the manifest lists is as listed, and every file that was read is listed.
    fn listed_files(&mut self) {
        let Ok(manifest) = &self.manifest else { return };
        let listed: BTreeMap<&str, &FileEntry> =
            manifest.files.iter().map(|entry| (entry.name.as_str(), entry)).collect();
        for (name, seen) in &self.seen {
            let problem = match listed.get(name.as_str()) {
                None => "is not in manifest.json",
                Some(entry) if entry.sha256 != seen.sha256 => {
                    "is not the file that manifest.json names: its SHA-256 differs"
                }
                Some(entry) if *entry != seen => "is not the file that manifest.json names: its sizes differ",
                Some(_) => continue,
            };
            self.report.find(below(name), problem, "Publish all files of one build");
        }
    }

    /// Files that no build left there on purpose.
    fn strays(&mut self) {
        let shards = self.folder.join(VERSION_FOLDER).join("s");
        let entries = fs::read_dir(shards).into_iter().flatten().flatten();
        for name in entries.map(|entry| entry.file_name().to_string_lossy().into_owned()) {
            let file = format!("s/{name}");
            if self.seen.contains_key(&file) {
                continue;
            }
            if name.ends_with(".part") {
                self.report.find(
                    below(&file),
                    "is left of an interrupted build",
                    "Build again: that removes it",
                );
            } else if shard_digits(&name)
                .is_some_and(|k| k != self.report.k && !self.report.kept_k.contains(&k))
            {
                self.report.find(
                    below(&file),
                    "belongs to a k that is no longer used",
                    "Build again: that removes it",
                );
            }
        }
    }
}
