//! The names of a published folder's files.

use cobuy_snapshot::write::shard_name;

/// Folder of the format's version.
pub const VERSION_FOLDER: &str = "v1";
/// Name of the base below [`VERSION_FOLDER`].
pub const BASE: &str = "base.bin";
/// Name of the manifest in the folder.
pub const MANIFEST: &str = "manifest.json";
/// Folder of the shards below [`VERSION_FOLDER`].
pub const SHARDS: &str = "s";
/// The lock file. It stays: removing it would let two builds hold locks on two files of this name.
pub const LOCK: &str = ".cobuy.lock";

/// Most hex digits that a build gives shards: 65,536 files, which hold a million products in shards of 16.
pub const MAX_K: u8 = 4;

/// Number of digits of a shard's file name; nothing for other files.
pub fn shard_digits(name: &str) -> Option<u8> {
    let stem = name.strip_suffix(".bin")?;
    if stem == "all" {
        return Some(0);
    }
    let k = u8::try_from(stem.len()).ok().filter(|k| (1..=cobuy_snapshot::MAX_K).contains(k))?;
    let prefix = u32::from_str_radix(stem, 16).ok()?;
    (shard_name(prefix, k) == stem).then_some(k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shards_count_as_shards() {
        let check = |name: &str, k: Option<u8>| assert_eq!(shard_digits(name), k, "{name}");
        check("all.bin", Some(0));
        check("f.bin", Some(1));
        check("0a.bin", Some(2));
        check("0A.bin", None);
        check("+a.bin", None);
        check("README.bin", None);
        check("0a.bin.gz", None);
        check(".0a.bin.part", None);
        check("0123456.bin", None);
    }
}
