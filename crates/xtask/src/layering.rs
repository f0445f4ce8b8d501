//! Which crate may use which, and that the files of a crate have an order. Dependencies run one way:
//! `snapshot ← engine ← { catalogue ← … ← cli, src }`; a new arrow needs a line here and one in ARCHITECTURE.md.

mod circles;
mod source;

use std::path::Path;

use anyhow::{Result, anyhow, bail};

use self::circles::{Files, circles};
use self::source::Source;
use crate::repo::{Package, Repo};
use crate::shell;

/// Every crate of the workspace and the workspace crates that it may use, in any kind of dependency.
const ALLOWED: [(&str, &[&str]); 19] = [
    ("cobuy-snapshot", &["cobuy-testkit"]),
    ("cobuy-options", &[]),
    ("cobuy-engine", &["cobuy-snapshot", "cobuy-options", "cobuy-testkit"]),
    ("cobuy-catalogue", &["cobuy-snapshot", "cobuy-options", "cobuy-engine"]),
    ("cobuy-content", &["cobuy-catalogue", "cobuy-testshop"]),
    ("cobuy-import", &["cobuy-engine", "cobuy-catalogue", "cobuy-content"]),
    (
        "cobuy-model",
        &["cobuy-snapshot", "cobuy-engine", "cobuy-catalogue", "cobuy-content", "cobuy-testshop"],
    ),
    ("cobuy-targets", &["cobuy-snapshot", "cobuy-catalogue", "cobuy-import"]),
    ("cobuy-tables", &["cobuy-catalogue", "cobuy-import", "cobuy-model", "cobuy-targets", "cobuy-testshop"]),
    (
        "cobuy-rules",
        &["cobuy-snapshot", "cobuy-options", "cobuy-engine", "cobuy-catalogue", "cobuy-testshop"],
    ),
    (
        "cobuy-publish",
        &[
            "cobuy-snapshot",
            "cobuy-options",
            "cobuy-engine",
            "cobuy-catalogue",
            "cobuy-import",
            "cobuy-model",
            "cobuy-targets",
            "cobuy-tables",
            "cobuy-rules",
            "cobuy-testkit",
            "cobuy-testshop",
        ],
    ),
    (
        "cobuy-eval",
        &[
            "cobuy-options",
            "cobuy-engine",
            "cobuy-catalogue",
            "cobuy-model",
            "cobuy-targets",
            "cobuy-publish",
        ],
    ),
    (
        "cobuy-audit",
        &[
            "cobuy-snapshot",
            "cobuy-options",
            "cobuy-engine",
            "cobuy-catalogue",
            "cobuy-model",
            "cobuy-targets",
            "cobuy-tables",
            "cobuy-publish",
            "cobuy-testshop",
        ],
    ),
    (
        "cobuy-cli",
        &[
            "cobuy-snapshot",
            "cobuy-options",
            "cobuy-engine",
            "cobuy-catalogue",
            "cobuy-import",
            "cobuy-model",
            "cobuy-targets",
            "cobuy-tables",
            "cobuy-rules",
            "cobuy-publish",
            "cobuy-eval",
            "cobuy-audit",
        ],
    ),
    ("cobuy-testshop", &["cobuy-catalogue"]),
    ("cobuy-testkit", &["cobuy-snapshot", "cobuy-options", "cobuy-engine"]),
    ("cobuy", &["cobuy-snapshot", "cobuy-options", "cobuy-engine"]),
    ("cobuy-demo", &[]),
    ("xtask", &["cobuy-options"]),
];

/// What only tests may use.
const FOR_TESTS: [&str; 2] = ["cobuy-testkit", "cobuy-testshop"];

/// Crates in which files still need each other.
const WITH_CIRCLES: [&str; 2] = ["cobuy", "cobuy-engine"];

/// Fails on an arrow between crates that is not in the table, and on a circle between the files of a crate.
pub fn run(repo: &Repo) -> Result<()> {
    let mut faults = faults(&repo.packages);
    for (name, _) in ALLOWED.iter().filter(|(name, _)| !WITH_CIRCLES.contains(name)) {
        let folder = format!("crates/{}/src", name.trim_start_matches("cobuy-"));
        let mut files = Files::new();
        read(&repo.path(&folder), &mut Vec::new(), &mut files)?;
        for circle in circles(&files) {
            let files: Vec<String> = circle.iter().map(|module| format!("{}.rs", module.join("/"))).collect();
            faults.push(format!("{folder}: files need each other in a circle: {}", files.join(" → ")));
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}", faults.join("\n"));
}

/// Reads the file of a module, and those of the modules below it. Files of tests alone are not reached.
fn read(folder: &Path, module: &mut Vec<String>, files: &mut Files) -> Result<()> {
    let names = match module.as_slice() {
        [] => vec!["lib.rs".to_owned(), "main.rs".to_owned()],
        own => vec![format!("{}.rs", own.join("/")), format!("{}/mod.rs", own.join("/"))],
    };
    let Some(path) = names.iter().map(|name| folder.join(name)).find(|path| path.exists()) else {
        bail!("{}: none of {} is there", folder.display(), names.join(", "));
    };
    let text = shell::read(&path)?;
    let tokens = text.parse().map_err(|error| anyhow!("{}: {error}", path.display()))?;
    let source = Source::of(tokens);
    let below: Vec<String> = source.modules.iter().cloned().collect();
    files.insert(module.clone(), source);
    for name in below {
        module.push(name);
        read(folder, module, files)?;
        module.pop();
    }
    Ok(())
}

/// One line for each arrow that is not allowed.
fn faults(packages: &[Package]) -> Vec<String> {
    let mut faults = Vec::new();
    for package in packages {
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == package.name) else {
            faults.push(format!("{} is not in the table of crates/xtask/src/layering.rs", package.name));
            continue;
        };
        let own = package.dependencies.iter().filter(|dependency| dependency.path.is_some());
        for dependency in own {
            let (name, kind) = (dependency.name.as_str(), dependency.kind.as_deref().unwrap_or("normal"));
            if allowed.contains(&name) && (kind == "dev" || !FOR_TESTS.contains(&name)) {
                continue;
            }
            faults.push(format!("{} may not use {} (a {kind} dependency)", package.name, dependency.name));
        }
    }
    faults.sort();
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repo::Metadata;

    /// Metadata of one package with path dependencies, as cargo prints it.
    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Vec<Package> {
        let dependencies: Vec<_> = dependencies
            .iter()
            .map(|(name, kind)| serde_json::json!({"name": name, "kind": kind, "path": format!("/w/crates/{name}")}))
            .chain([serde_json::json!({"name": "serde", "kind": null, "req": "^1"})])
            .collect();
        let metadata = serde_json::json!({
            "packages": [{"name": name, "version": "0.1.0", "dependencies": dependencies}],
            "workspace_root": "/w",
            "target_directory": "/w/target",
        });
        serde_json::from_value::<Metadata>(metadata).unwrap().packages
    }

    #[test]
    fn arrows() {
        let check = |name, dependencies: &[(&str, Option<&str>)], expected: &[&str]| {
            assert_eq!(faults(&package(name, dependencies)), expected);
        };
        check("cobuy-snapshot", &[], &[]);
        check("cobuy-engine", &[("cobuy-snapshot", None)], &[]);
        check(
            "cobuy-snapshot",
            &[("cobuy-engine", None)],
            &["cobuy-snapshot may not use cobuy-engine (a normal dependency)"],
        );
        check(
            "cobuy",
            &[("cobuy-model", Some("dev"))],
            &["cobuy may not use cobuy-model (a dev dependency)"],
        );
        check("cobuy-snapshot", &[("cobuy-testkit", Some("dev"))], &[]);
        check(
            "cobuy-snapshot",
            &[("cobuy-testkit", None)],
            &["cobuy-snapshot may not use cobuy-testkit (a normal dependency)"],
        );
        check("cobuy-new", &[], &["cobuy-new is not in the table of crates/xtask/src/layering.rs"]);
    }
}
