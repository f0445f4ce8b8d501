//! Which k is built, and which earlier ones are still written.
//!
//! k stands in the theme's script tag, and pages live in caches: a change of k takes effect page by page. So both sets
//! of files exist side by side (their names have different lengths), base states the new k, and each shard its own. A
//! page with the old `data-k` finds the old file, whose rows and cards are the same build's.

use cobuy_catalogue::progress::Progress;
use cobuy_targets::snapshot::MAX_K;

use super::{Folder, PublishError};
use crate::pack::{Contents, Shaper};

/// What the command line and `cobuy.toml` say about k.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyRequest {
    /// `[snapshot] k`: the k of a new folder; in one with a snapshot it must be that snapshot's.
    pub k: Option<u8>,
    /// `--rekey`: the k to change to. The files of the k before it are kept.
    pub rekey: Option<u8>,
    /// `--prune`: no longer writes, and removes, the files of k that were kept from earlier changes. The k that this
    /// very build changes from stays, because no page can know of the change yet.
    pub prune: bool,
}

/// Which k is built, and which earlier ones are still written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The k that base states.
    pub k: u8,
    /// Earlier ones, ascending.
    pub kept: Vec<u8>,
    /// The k before, if this build changes it: the theme's `data-k` has to follow.
    pub changed_from: Option<u8>,
}

impl Keys {
    /// The k of the folder, changed as asked for; in a new folder the k asked for, else the smallest whose shards are
    /// small enough.
    ///
    /// # Errors
    /// [`PublishError::OtherK`], [`PublishError::TooManyDigits`], or what packing for measurement says.
    pub fn decide(
        folder: &Folder,
        contents: &Contents<'_>,
        request: KeyRequest,
        progress: &dyn Progress,
    ) -> Result<Self, PublishError> {
        if let Some(wanted) = request.rekey.or(request.k).filter(|wanted| *wanted > MAX_K) {
            return Err(PublishError::TooManyDigits { wanted, limit: MAX_K });
        }
        let Some(existing) = folder.existing() else {
            let k = match request.rekey.or(request.k) {
                Some(k) => k,
                None => Shaper::new(contents.settings.shard_bytes).choose(contents, progress)?,
            };
            return Ok(Self { k, kept: Vec::new(), changed_from: None });
        };
        let before = existing.k;
        match (request.rekey, request.k) {
            (None, Some(wanted)) if wanted != before => {
                Err(PublishError::OtherK { folder: folder.root().to_owned(), existing: before, wanted })
            }
            (rekey, _) => Ok(Self::change(before, rekey.unwrap_or(before), &existing.kept_k, request.prune)),
        }
    }

    fn change(before: u8, k: u8, kept_before: &[u8], prune: bool) -> Self {
        let mut kept = if prune { Vec::new() } else { kept_before.to_vec() };
        kept.push(before);
        kept.retain(|other| *other != k);
        kept.sort_unstable();
        kept.dedup();
        Self { k, kept, changed_from: (before != k).then_some(before) }
    }

    /// All k whose files are written.
    pub fn all(&self) -> Vec<u8> {
        [self.kept.as_slice(), &[self.k]].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_keeps_what_pages_may_use() {
        let check = |before: u8, k: u8, kept: &[u8], prune: bool, expected: (&[u8], Option<u8>)| {
            let keys = Keys::change(before, k, kept, prune);
            assert_eq!((keys.k, keys.kept.as_slice(), keys.changed_from), (k, expected.0, expected.1));
        };
        check(1, 1, &[], false, (&[], None));
        check(1, 2, &[], false, (&[1], Some(1)));
        check(2, 2, &[1], false, (&[1], None));
        check(2, 2, &[1], true, (&[], None));
        check(2, 3, &[1], false, (&[1, 2], Some(2)));
        check(2, 3, &[1], true, (&[2], Some(2)));
        check(2, 1, &[1], false, (&[2], Some(2)));
    }
}
