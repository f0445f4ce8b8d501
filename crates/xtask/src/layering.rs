//! Which crate may use which. Dependencies run one way:
//! `snapshot ← engine ← { catalogue ← … ← cli, src }`; a new arrow needs a line here and one in ARCHITECTURE.md.

use anyhow::{Result, bail};

use crate::repo::{Package, Repo};

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

/// Fails on an arrow that is not in the table.
pub fn run(repo: &Repo) -> Result<()> {
    let faults = faults(&repo.packages);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}", faults.join("\n"));
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
