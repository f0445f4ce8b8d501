//! Inputs that once broke the reader or the engine, as the fuzz target wrote them. Each is a file; a new finding is copied
//! to them.

use cobuy_snapshot::records::{KIND_BASE, KIND_SHARD};
use cobuy_testkit::{read, repair};
use std::fs;
use std::path::Path;

#[test]
fn found_inputs_stay_harmless() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/snapshot/regressions");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "bin"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "{} holds no .bin file", folder.display());
    for file in files {
        let input = fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        read::everything(&input);
        read::everything(&repair::container(&input, KIND_SHARD));
        read::everything(&repair::container(&input, KIND_BASE));
    }
}
