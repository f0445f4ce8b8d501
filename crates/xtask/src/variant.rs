//! Which of the two widgets: what its files are called.

use std::path::PathBuf;

use crate::repo::Repo;

/// The widget is built twice: a page whose shop has neither rules nor bundles downloads the smaller one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// Lists alone.
    Lists,
    /// With rules, bundles and offers.
    Full,
}

impl Variant {
    /// Name of one of its files.
    pub fn file(self, stem: &str, extension: &str) -> String {
        match self {
            Self::Lists => format!("{stem}.{extension}"),
            Self::Full => format!("{stem}-full.{extension}"),
        }
    }

    /// wasm-bindgen's JavaScript of this variant; the wasm half lies beside it. The folder is the same on every machine,
    /// whatever cargo's target folder is, because `tests/tsconfig.json` names it.
    pub fn glue(self, repo: &Repo) -> PathBuf {
        repo.path(match self {
            Self::Lists => "target/glue-lists",
            Self::Full => "target/glue",
        })
        .join("cobuy.js")
    }
}
