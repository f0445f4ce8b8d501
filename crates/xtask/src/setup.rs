//! What a fresh machine lacks: Debian with rustup, Node 20.19 and npm becomes one that builds and tests everything.
//!
//! Every step looks first and says nothing when there is nothing to do.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::repo::Repo;
use crate::shell;

/// How much a task needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Rust and the JS tools: enough to build and to serve.
    Build,
    /// Also a Chromium, for the journeys.
    Everything,
}

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Beside the pinned components: `-Zbuild-std` compiles the standard library from its source.
const STD_SOURCE: &str = "rust-src";

/// Lowest Node that the JS tools run on: major and minor version.
const NODE: [u32; 2] = [20, 19];

/// Names under which distributions and vendors install it.
const CHROMIUM_NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Names another Chromium than the one on PATH, here and in the journeys.
pub const CHROMIUM_VARIABLE: &str = "COBUY_CHROMIUM";

/// Installs what is missing.
pub fn run(repo: &Repo, scope: Scope) -> Result<()> {
    rust(repo)?;
    js_tools(repo)?;
    if scope == Scope::Everything {
        chromium()?;
    }
    Ok(())
}

/// The pinned toolchain with its components and the wasm target. rustup is asked explicitly because a machine may have
/// its automatic installs switched off.
fn rust(repo: &Repo) -> Result<()> {
    let channel = repo.toolchain.channel.as_str();
    let rustup = |words: &[&str]| {
        let mut command = Command::new("rustup");
        command.args(words);
        command
    };
    let toolchains = shell::capture(&mut rustup(&["toolchain", "list"]))
        .context("rustup is needed: https://rustup.rs says how to install it")?;
    if !lists(&toolchains, channel) {
        println!("setup: installing Rust {channel}");
        shell::run(&mut rustup(&[
            "toolchain",
            "install",
            channel,
            "--profile",
            "minimal",
            "--no-self-update",
        ]))?;
    }
    let targets = shell::capture(&mut rustup(&["target", "list", "--installed", "--toolchain", channel]))?;
    if !lists(&targets, WASM_TARGET) {
        println!("setup: adding the target {WASM_TARGET}");
        shell::run(&mut rustup(&["target", "add", WASM_TARGET, "--toolchain", channel]))?;
    }
    let components =
        shell::capture(&mut rustup(&["component", "list", "--installed", "--toolchain", channel]))?;
    for component in repo.toolchain.components.iter().map(String::as_str).chain([STD_SOURCE]) {
        if !lists(&components, component) {
            println!("setup: adding the component {component}");
            shell::run(&mut rustup(&["component", "add", component, "--toolchain", channel]))?;
        }
    }
    Ok(())
}

/// Whether rustup lists this name, with or without a host triple behind it.
fn lists(listing: &str, name: &str) -> bool {
    let matches =
        |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'));
    listing.lines().filter_map(|line| line.split_whitespace().next()).any(matches)
}

/// The JS tools, exactly as the lock file has them. A copy of the lock file inside `node_modules` says from which one
/// they were installed.
fn js_tools(repo: &Repo) -> Result<()> {
    let [major, minor] = NODE;
    let version = shell::capture(Command::new("node").arg("--version"))
        .with_context(|| format!("Node {major}.{minor} or newer is needed, with npm"))?;
    if node_version(&version).is_none_or(|version| version < NODE) {
        bail!("Node {major}.{minor} or newer is needed; this one is {}", version.trim());
    }
    let tests = repo.path("tests");
    let lock = shell::read_bytes(&tests.join("package-lock.json"))?;
    let stamp = tests.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    println!("setup: installing the JS tools of tests/package-lock.json");
    // Scripts stay off: no tool here needs one, and none should run code at install.
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    shell::run(npm.current_dir(&tests))?;
    shell::write(&stamp, lock)
}

/// `[20, 19]` of `v20.19.2`.
fn node_version(version: &str) -> Option<[u32; 2]> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some([numbers.next()?.ok()?, numbers.next()?.ok()?])
}

/// The browser of the journeys: the one the variable names, else one on PATH, else Debian's, which is installed.
pub fn chromium() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os(CHROMIUM_VARIABLE) {
        let path = PathBuf::from(named);
        if !path.is_file() {
            bail!("{CHROMIUM_VARIABLE} names {}, which is not a file", path.display());
        }
        return Ok(path);
    }
    if let Some(path) = shell::find_program(&CHROMIUM_NAMES) {
        return Ok(path);
    }
    install_chromium()?;
    shell::find_program(&CHROMIUM_NAMES).context("apt-get installed chromium, but it is not on PATH")
}

fn install_chromium() -> Result<()> {
    debian("chromium").with_context(|| {
        format!("no Chromium found: install one, or name its program in {CHROMIUM_VARIABLE}")
    })
}

/// The Java that Spark runs on: the one there is, else Debian's without a desktop.
pub fn java() -> Result<()> {
    if std::env::var_os("JAVA_HOME").is_some() || shell::succeeds(Command::new("java").arg("-version")) {
        return Ok(());
    }
    debian("default-jre-headless").context("no Java found: install version 17 or newer, or set JAVA_HOME")
}

/// A virtual environment with these packages; costs a second where everything is there.
pub fn python(venv: &Path, packages: &[&str]) -> Result<PathBuf> {
    let make = || {
        let mut make = Command::new("python3");
        make.args(["-m", "venv"]).arg(venv);
        make
    };
    if !venv_program(venv, "pip").is_file() && !shell::succeeds(&mut make()) {
        debian("python3-venv").context("Python 3 with venv is needed")?;
        shell::run(make().arg("--clear"))?;
    }
    let mut pip = Command::new(venv_program(venv, "pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(packages);
    shell::run(&mut pip)?;
    Ok(venv.to_path_buf())
}

/// A program of a virtual environment.
pub fn venv_program(venv: &Path, name: &str) -> PathBuf {
    venv.join("bin").join(name)
}

/// Installs one of Debian's packages.
fn debian(package: &str) -> Result<()> {
    if shell::find_program(&["apt-get"]).is_none() {
        bail!("{package} cannot be installed: there is no apt-get here");
    }
    println!("setup: installing Debian's {package}");
    for words in
        [["update", "-qq", "-y"].as_slice(), &["install", "-qq", "-y", "--no-install-recommends", package]]
    {
        shell::run(as_root("apt-get").args(words).env("DEBIAN_FRONTEND", "noninteractive"))
            .with_context(|| format!("Debian's {package} could not be installed"))?;
    }
    Ok(())
}

/// The command itself for root, else through sudo.
fn as_root(program: &str) -> Command {
    let root = shell::capture(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if root {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg(program);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_read_by_whole_names() {
        let check =
            |listing, name, expected| assert_eq!(lists(listing, name), expected, "{name} in {listing:?}");
        check("stable-x86_64-unknown-linux-gnu (default)\n1.95.0-x86_64-unknown-linux-gnu", "1.95.0", true);
        check("1.95.0-x86_64-unknown-linux-gnu (active)", "1.95", false);
        check("wasm32-unknown-unknown\nx86_64-unknown-linux-gnu", "wasm32-unknown-unknown", true);
        check("rust-std-wasm32-unknown-unknown", "rust-src", false);
        check("rust-src", "rust-src", true);
        check("", "rust-src", false);
    }

    #[test]
    fn the_version_of_node() {
        let check = |text, expected| assert_eq!(node_version(text), expected, "{text:?}");
        check("v20.19.2\n", Some([20, 19]));
        check("v8.0.0", Some([8, 0]));
        check("v20", None);
        check("20.19.2", None);
    }
}
