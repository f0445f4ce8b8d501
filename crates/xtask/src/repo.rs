//! Where things are in the repository, read once from `cargo metadata`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde::Deserialize;

use crate::shell;

/// The checkout that a task works on.
pub struct Repo {
    /// The workspace root, absolute.
    pub root: PathBuf,
    /// Where cargo builds: `target` unless `CARGO_TARGET_DIR` or a config says otherwise.
    pub cargo_target: PathBuf,
    /// Rust version that `rust-toolchain.toml` pins.
    pub toolchain: Toolchain,
    /// The workspace's own packages.
    pub packages: Vec<Package>,
}

/// What `rust-toolchain.toml` pins.
#[derive(Deserialize)]
pub struct Toolchain {
    /// Exact version.
    pub channel: String,
    /// Components beside rustc, cargo and std.
    pub components: Vec<String>,
}

/// A workspace package, as far as the tasks need it.
#[derive(Deserialize)]
pub struct Package {
    /// Package name.
    pub name: String,
    /// Version.
    pub version: String,
    /// Direct dependencies of every kind.
    pub dependencies: Vec<Dependency>,
}

/// A direct dependency.
#[derive(Deserialize)]
pub struct Dependency {
    /// Package name of what is used.
    pub name: String,
    /// Absent: normal. Else `dev` or `build`.
    pub kind: Option<String>,
    /// Present when it lies in a folder rather than a registry.
    pub path: Option<PathBuf>,
}

/// What `cargo metadata --no-deps` prints, as far as it is read here.
#[derive(Deserialize)]
pub struct Metadata {
    /// The workspace's own packages.
    pub packages: Vec<Package>,
    workspace_root: PathBuf,
    target_directory: PathBuf,
}

#[derive(Deserialize)]
struct ToolchainFile {
    toolchain: Toolchain,
}

impl Repo {
    /// Finds the workspace around the running task.
    pub fn open() -> Result<Self> {
        let mut command = Command::new("cargo");
        command.args(["metadata", "--format-version=1", "--no-deps"]);
        let metadata: Metadata = serde_json::from_str(&shell::capture(&mut command)?)
            .context("reading what `cargo metadata` printed")?;
        let file = metadata.workspace_root.join("rust-toolchain.toml");
        let text = shell::read(&file)?;
        let ToolchainFile { toolchain } =
            toml_edit::de::from_str(&text).with_context(|| format!("reading {}", file.display()))?;
        Ok(Self {
            root: metadata.workspace_root,
            cargo_target: metadata.target_directory,
            toolchain,
            packages: metadata.packages,
        })
    }

    /// A path inside the checkout.
    pub fn path(&self, relative: impl AsRef<Path>) -> PathBuf {
        self.root.join(relative)
    }

    /// What ships to the browser: `pkg/dist`.
    pub fn dist(&self) -> PathBuf {
        self.path("pkg/dist")
    }

    /// The version of everything in the workspace.
    pub fn version(&self) -> Result<&str> {
        let widget = self.packages.iter().find(|package| package.name == "cobuy");
        Ok(&widget.context("the workspace has no package `cobuy`")?.version)
    }

    /// `cargo` of the pinned toolchain, in the checkout. Named, not inherited: whoever started this task with another
    /// toolchain still builds with the one whose bytes are budgeted.
    pub fn cargo(&self) -> Command {
        let mut command = Command::new("cargo");
        command.current_dir(&self.root).env("RUSTUP_TOOLCHAIN", &self.toolchain.channel);
        command
    }

    /// A program of the JS tools that `tests/package-lock.json` pins.
    pub fn js_tool(&self, name: &str) -> Command {
        let mut command = Command::new(self.path("tests/node_modules/.bin").join(name));
        command.current_dir(&self.root);
        command
    }

    /// Where `cargo build` puts a native program of this profile folder (`debug` or `release`).
    pub fn program(&self, profile: &str, name: &str) -> PathBuf {
        self.cargo_target.join(profile).join(name).with_extension(std::env::consts::EXE_EXTENSION)
    }
}
