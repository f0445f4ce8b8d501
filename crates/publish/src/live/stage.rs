//! Every file that changed, written under a temporary name and flushed. Nothing is visible yet.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use cobuy_catalogue::interrupt;
use cobuy_catalogue::progress::Progress;
use cobuy_snapshot::Shard;
use cobuy_snapshot::write::gzip;
use cobuy_targets::snapshot::{BASE, MANIFEST};
use cobuy_targets::{fresh, part};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::error::io_error;
use super::{Folder, Keys, PublishError, hex};
use crate::pack::{
    Contents, FileEntry, Manifest, PackError, Place, SAMPLED, Sizes, Tally, Weighted, clear_generation,
    places, with_generation,
};

/// Shards made at once: enough for all cores, few enough that their payloads (≤ 1 MiB, usually 40 KB) fit anywhere.
const BLOCK: usize = 256;

/// A whole snapshot in temporary files. Dropping it, or an error, leaves the folder as it was.
#[derive(Debug)]
pub struct Staged {
    pub(super) folder: Folder,
    pub(super) keys: Keys,
    /// The shards that changed.
    pub(super) shards: Vec<PathBuf>,
    /// The base, if it changed.
    pub(super) base: Option<PathBuf>,
    pub(super) manifest_path: PathBuf,
    /// What `manifest.json` will say.
    pub manifest: Manifest,
}

/// SHA-256 over the payloads of a snapshot: the base's with zeros for the generation, then the shards' ascending by
/// name. Its first 16 bytes name the build.
#[derive(Debug, Clone, Default)]
pub struct GenerationHash(Sha256);

impl GenerationHash {
    /// Starts with a base's payload, whatever its generation.
    ///
    /// # Errors
    /// [`cobuy_snapshot::ReadError`] if it is no base.
    pub fn new(base: Vec<u8>) -> Result<Self, cobuy_snapshot::ReadError> {
        let mut hash = Self::default();
        hash.add(&clear_generation(base)?);
        Ok(hash)
    }

    /// Adds the payload of the next shard.
    pub fn add(&mut self, payload: &[u8]) {
        self.0.update(payload);
    }

    /// The generation.
    pub fn finish(self) -> [u8; 16] {
        let mut generation = [0; 16];
        generation.copy_from_slice(&self.0.finalize()[..16]);
        generation
    }
}

/// Packs a snapshot into temporary files beside their targets. A shard whose payload is that of the file in place, but
/// for its time, is left alone, byte for byte.
///
/// # Errors
/// [`PublishError::Pack`] for what does not fit the format, [`PublishError::Io`] for what the system refuses.
pub fn stage(
    folder: Folder,
    contents: &Contents<'_>,
    keys: Keys,
    join_rate: Option<f64>,
    progress: &dyn Progress,
) -> Result<Staged, PublishError> {
    let mut manifest = Manifest::new(contents, keys.k, &keys.kept, join_rate);
    let base = contents.base(keys.k)?;
    let mut generation = GenerationHash::new(base.clone()).map_err(PackError::from)?;
    let (mut shards, mut sizes, mut tally) = (Vec::new(), Vec::new(), Tally::default());
    let sampled = (1u32 << (4 * u32::from(keys.k))).div_ceil(SAMPLED);
    let places = places(&keys.all());
    progress.stage("Writing shards", places.len() as u64);
    for block in places.chunks(BLOCK) {
        let staged: Vec<StagedShard> = block
            .par_iter()
            .map(|place| {
                let mut shard = stage_shard(&folder, contents, *place)?;
                if place.k == keys.k {
                    let compress = place.prefix.is_multiple_of(sampled);
                    shard.tally = Tally::of(&shard.payload, shard.entry.bytes, compress);
                }
                Ok(shard)
            })
            .collect::<Result<_, PublishError>>()?;
        for (place, shard) in block.iter().zip(staged) {
            generation.add(&shard.payload);
            if place.k == keys.k {
                tally = tally.plus(&shard.tally);
                sizes.push(Weighted { bytes: shard.entry.bytes, requests: contents.requests(*place) });
            }
            shards.extend(shard.changed);
            manifest.files.push(shard.entry);
        }
        progress.advance(block.len() as u64);
    }
    let generation = generation.finish();
    let base = stage_base(&folder, with_generation(base, generation).map_err(PackError::from)?)?;
    manifest.generation = hex(&generation);
    manifest.base_bytes = base.entry.bytes;
    manifest.shards = Sizes::of(sizes);
    manifest.parts = tally.parts();
    manifest.files.insert(0, base.entry);
    let manifest_path = folder.root().join(MANIFEST);
    write_part(&manifest_path, manifest.to_json().as_bytes())?;
    Ok(Staged { folder, keys, shards, base: base.changed, manifest_path, manifest })
}

struct StagedShard {
    entry: FileEntry,
    payload: Vec<u8>,
    tally: Tally,
    changed: Option<PathBuf>,
}

fn stage_shard(folder: &Folder, contents: &Contents<'_>, place: Place) -> Result<StagedShard, PublishError> {
    let name = place.name();
    let target = folder.path(&name);
    if let Some((file, old)) = in_place(&target, contents.as_of_ms) {
        let as_of_ms = Shard::open(&old).map_err(PackError::from)?.head.as_of_ms.get();
        let payload = contents.shard(place, as_of_ms)?;
        if payload == old {
            return Ok(StagedShard {
                entry: entry(name, &file, &payload),
                payload,
                tally: Tally::default(),
                changed: None,
            });
        }
    }
    let payload = contents.shard(place, contents.as_of_ms)?;
    let file = gzip::compress(&payload);
    write_part(&target, &file)?;
    Ok(StagedShard {
        entry: entry(name, &file, &payload),
        payload,
        tally: Tally::default(),
        changed: Some(target),
    })
}

/// File and payload of the shard in place; nothing if there is none, it cannot be read, or it claims to be newer than
/// this build's orders.
fn in_place(target: &Path, now_ms: u64) -> Option<(Vec<u8>, Vec<u8>)> {
    let file = fs::read(target).ok()?;
    let payload = gzip::inflate(&file).ok()?;
    let known = Shard::open(&payload).is_ok_and(|shard| shard.head.as_of_ms.get() <= now_ms);
    known.then_some((file, payload))
}

struct StagedBase {
    entry: FileEntry,
    changed: Option<PathBuf>,
}

fn stage_base(folder: &Folder, payload: Vec<u8>) -> Result<StagedBase, PublishError> {
    let target = folder.path(BASE);
    let file = gzip::compress(&payload);
    let entry = entry(BASE.to_owned(), &file, &payload);
    if fs::read(&target).is_ok_and(|old| old == file) {
        return Ok(StagedBase { entry, changed: None });
    }
    write_part(&target, &file)?;
    Ok(StagedBase { entry, changed: Some(target) })
}

fn entry(name: String, file: &[u8], payload: &[u8]) -> FileEntry {
    let sha256 = hex(&Sha256::digest(file));
    FileEntry { name, sha256, bytes: file.len() as u64, payload_bytes: payload.len() as u64 }
}

/// Writes a file under its temporary name and flushes it to the disk, so that a rename never shows half of it, not
/// even after a loss of power.
fn write_part(target: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let path = part(target);
    let _writing = interrupt::writing();
    let mut file = fresh(&path).map_err(io_error(&path, "made"))?;
    file.write_all(bytes).map_err(io_error(&path, "written"))?;
    file.sync_all().map_err(io_error(&path, "written"))
}
