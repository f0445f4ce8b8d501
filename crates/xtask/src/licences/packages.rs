//! Whose code a distribution holds: everything that cargo resolves for it, procedural macros too because they write code into
//! it, and the standard library with its own dependencies.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::Distribution;
use crate::repo::Repo;
use crate::shell;

/// A package that ships.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Package {
    /// Name.
    pub name: String,
    /// Version.
    pub version: String,
    /// SPDX expression, as its manifest has it.
    pub licence: String,
    /// Names, perhaps with addresses.
    pub authors: Vec<String>,
    /// Where its source is published.
    pub repository: Option<String>,
    /// Where its source lies here.
    pub folder: PathBuf,
}

impl Package {
    /// What stands behind its licence in the list.
    pub fn source(&self) -> String {
        self.repository.as_deref().map(|address| format!(", {address}")).unwrap_or_default()
    }
}

/// Everything of others in a distribution, sorted.
pub fn of(repo: &Repo, distribution: &Distribution) -> Result<Vec<Package>> {
    let own = resolve(repo.cargo().args(["metadata", "--locked"]), distribution.targets)?;
    let mut found = own.reached(&[distribution.root])?;
    found.extend(own.named(distribution.writers)?);
    let library = library(repo)?;
    let mut cargo = repo.cargo();
    // Its manifests use what a stable cargo takes from the standard library alone.
    cargo.args(["metadata", "--locked"]).env("RUSTC_BOOTSTRAP", "1");
    cargo.arg("--manifest-path").arg(library.join("sysroot/Cargo.toml"));
    found.extend(resolve(&mut cargo, distribution.targets)?.reached(&["std"])?);
    found.insert(standard_library(repo, &library));
    Ok(found.into_iter().collect())
}

/// The standard library's source, which setup installs.
fn library(repo: &Repo) -> Result<PathBuf> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "sysroot"]).env("RUSTUP_TOOLCHAIN", &repo.toolchain.channel);
    Ok(Path::new(shell::capture(&mut rustc)?.trim()).join("lib/rustlib/src/rust/library"))
}

/// The crates of the library's own repository as one: their texts lie in its folders.
fn standard_library(repo: &Repo, library: &Path) -> Package {
    Package {
        name: "std".into(),
        version: repo.toolchain.channel.clone(),
        licence: "MIT OR Apache-2.0".into(),
        authors: vec!["The Rust Project Contributors".into()],
        repository: Some("https://github.com/rust-lang/rust".into()),
        folder: library.to_path_buf(),
    }
}

/// What `cargo metadata` prints, as far as it is read here.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Listed>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Listed {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    authors: Vec<String>,
    repository: Option<String>,
    /// Absent: a folder of the workspace.
    source: Option<String>,
    manifest_path: PathBuf,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Arrow>,
}

#[derive(Deserialize)]
struct Arrow {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    /// Absent: normal. Else `dev` or `build`.
    kind: Option<String>,
}

fn resolve(cargo: &mut Command, targets: &[&str]) -> Result<Metadata> {
    cargo.arg("--format-version=1").args(targets.iter().map(|target| format!("--filter-platform={target}")));
    serde_json::from_str(&shell::capture(cargo)?).context("reading what `cargo metadata` printed")
}

impl Metadata {
    /// What these packages of the workspace are made of, through normal dependencies.
    fn reached(&self, roots: &[&str]) -> Result<BTreeSet<Package>> {
        let nodes: BTreeMap<&str, &Node> =
            self.resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let is_root = |listed: &&Listed| listed.source.is_none() && roots.contains(&listed.name.as_str());
        let mut pending: Vec<&str> =
            self.packages.iter().filter(is_root).map(|listed| listed.id.as_str()).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = pending.pop() {
            if !seen.insert(id) {
                continue;
            }
            let node = nodes.get(id).with_context(|| format!("cargo resolves no {id}"))?;
            let ships = |arrow: &&Arrow| arrow.dep_kinds.iter().any(|kind| kind.kind.is_none());
            pending.extend(node.deps.iter().filter(ships).map(|arrow| arrow.pkg.as_str()));
        }
        self.packages
            .iter()
            .filter(|listed| listed.source.is_some() && seen.contains(listed.id.as_str()))
            .map(Listed::package)
            .collect()
    }

    /// Packages by name, without their dependencies.
    fn named(&self, names: &[&str]) -> Result<BTreeSet<Package>> {
        self.packages
            .iter()
            .filter(|listed| names.contains(&listed.name.as_str()))
            .map(Listed::package)
            .collect()
    }
}

impl Listed {
    fn package(&self) -> Result<Package> {
        let Self { name, version, .. } = self;
        Ok(Package {
            licence: self.license.clone().with_context(|| format!("{name} {version} names no licence"))?,
            folder: self.manifest_path.parent().context("a manifest lies in a folder")?.to_path_buf(),
            authors: self.authors.clone(),
            repository: self.repository.clone(),
            name: name.clone(),
            version: version.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_linked_ships_and_what_builds_or_tests_does_not() {
        let listed = |name: &str, source: Option<&str>| {
            serde_json::json!({"id": name, "name": name, "version": "1.0.0", "license": "MIT", "authors": [],
                "repository": null, "source": source, "manifest_path": format!("/r/{name}/Cargo.toml")})
        };
        let arrow =
            |name: &str, kind: Option<&str>| serde_json::json!({"pkg": name, "dep_kinds": [{"kind": kind}]});
        let metadata: Metadata = serde_json::from_value(serde_json::json!({
            "packages": [listed("own", None), listed("a", Some("r")), listed("b", Some("r")), listed("c", Some("r")), listed("d", Some("r"))],
            "resolve": {"nodes": [
                {"id": "own", "deps": [arrow("a", None), arrow("c", Some("dev"))]},
                {"id": "a", "deps": [arrow("b", None), arrow("d", Some("build"))]},
                {"id": "b", "deps": [arrow("a", None)]},
            ]},
        }))
        .unwrap();
        let names: Vec<String> =
            metadata.reached(&["own"]).unwrap().into_iter().map(|package| package.name).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(metadata.named(&["d"]).unwrap().first().unwrap().name, "d");
    }
}
