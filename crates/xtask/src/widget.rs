//! The widget: from Rust to the bytes that ship in `pkg/dist`.
//!
//! cargo → [`prune`](crate::prune) → wasm-bindgen → [`shorten`](crate::shorten) → wasm-opt → [`bundle`](crate::bundle). The journeys run on what comes out here and nothing else.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::repo::Repo;
use crate::variant::Variant;
use crate::{bundle, prune, setup, shell, shorten};

/// The standard library is compiled for size too, and a panic is one instruction: 6 of 33 KB brotli on a bare Leptos
/// list. Locations and debug texts would only be seen by code that formats them; the widget reports codes.
const RUST_FLAGS: [&str; 4] =
    ["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"];

/// What rustc itself takes for granted on this target, and every browser of 2022. Named one by one because
/// `--all-features` makes wasm-opt refine types until browsers refuse the module, and is no smaller.
const WASM_FEATURES: [&str; 8] = [
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Brotli bytes on a bare Leptos list: `-Oz` 24,306; with `--converge` 24,264; this 24,082 at the same time.
/// Never `--traps-never-happen` (0.5 % less): a Rust panic *is* a trap here, and the optimiser would then take bounds
/// checks for code that cannot run, so that a caught failure would become a wrong answer.
///
/// `--low-memory-unused` (1.4 %) lets small constants move into loads and stores. It holds: the linker puts the stack first,
/// so the lowest kilobyte is only reached when the whole megabyte of stack is used up.
const WASM_PASSES: [&str; 8] = [
    "--low-memory-unused",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
];

/// Builds everything that ships to the browser.
pub fn run(repo: &Repo) -> Result<()> {
    setup::run(repo, setup::Scope::Build)?;
    build(repo)
}

/// [`run`] for tasks that have set up already.
pub fn build(repo: &Repo) -> Result<()> {
    let dist = repo.dist();
    shell::empty_folder(&dist)?;
    for variant in [Variant::Lists, Variant::Full] {
        let compiled = compile(repo, variant)?;
        let glue = bind(repo, &compiled, variant)?;
        shorten::run(&glue.with_file_name("cobuy_bg.wasm"), &glue)?;
        optimise(repo, &glue.with_file_name("cobuy_bg.wasm"), &dist.join(variant.file("cobuy", "wasm")))?;
    }
    bundle::run(repo)
}

/// Compiles the widget. A target folder of its own, because these flags would throw away every native build's cache.
fn compile(repo: &Repo, variant: Variant) -> Result<PathBuf> {
    let target = repo.cargo_target.join("widget");
    let mut cargo = repo.cargo();
    cargo
        // Only the cdylib: cargo leaves out link-time optimisation where one call makes an rlib too (24 → 32 KB brotli).
        .args(["rustc", "--package=cobuy", "--lib", "--crate-type=cdylib"])
        .args((variant == Variant::Lists).then_some("--no-default-features"))
        .args(["--target=wasm32-unknown-unknown", "--profile=widget"])
        .args(["-Zbuild-std=std", "-Zbuild-std-features=optimize_for_size", "--target-dir"])
        .arg(&target)
        // Lets the pinned stable toolchain take the -Z flags: no nightly is needed, and the compiler stays the same.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", RUST_FLAGS.join(" "));
    shell::run(&mut cargo)?;
    Ok(target.join("wasm32-unknown-unknown/widget/cobuy.wasm"))
}

/// Runs wasm-bindgen and returns the JavaScript half it wrote.
fn bind(repo: &Repo, compiled: &Path, variant: Variant) -> Result<PathBuf> {
    check_bindgen_version(&shell::read(&repo.path("Cargo.lock"))?)?;
    let script = variant.glue(repo);
    let glue = script.parent().context("the glue has a folder")?;
    shell::empty_folder(glue)?;
    Bindgen::new()
        .input_bytes("cobuy", prune::run(compiled)?)
        .web(true)?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        // The loader names the file: the glue must not drag in an address of its own.
        .omit_default_module_path(true)
        .generate(glue)
        .with_context(|| format!("running wasm-bindgen on {}", compiled.display()))?;
    Ok(script)
}

/// The tool and the library speak a private format: one version or nothing.
fn check_bindgen_version(lock: &str) -> Result<()> {
    let tool = locked_version(lock, "wasm-bindgen-cli-support");
    let library = locked_version(lock, "wasm-bindgen");
    ensure!(
        tool.is_some() && tool == library,
        "Cargo.lock has wasm-bindgen {} and wasm-bindgen-cli-support {}: name the first in crates/xtask/Cargo.toml",
        library.unwrap_or("(none)"),
        tool.unwrap_or("(none)"),
    );
    Ok(())
}

/// The version that a lock file has of a package.
fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.nth(1)?.strip_prefix("version = \"")?.strip_suffix('"')
}

fn optimise(repo: &Repo, from: &Path, to: &Path) -> Result<()> {
    let mut wasm_opt: Command = repo.js_tool("wasm-opt");
    wasm_opt.args(WASM_FEATURES).args(WASM_PASSES).arg(from).arg("-o").arg(to);
    shell::run(&mut wasm_opt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(library: &str, tool: &str) -> String {
        let entry = |name, version| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n\n");
        entry("wasm-bindgen", library) + &entry("wasm-bindgen-cli-support", tool)
    }

    #[test]
    fn tool_and_library_must_be_one_version() {
        let check =
            |lock: &str, expected: bool| assert_eq!(check_bindgen_version(lock).is_ok(), expected, "{lock}");
        check(&lock("0.2.130", "0.2.130"), true);
        check(&lock("0.2.131", "0.2.130"), false);
        check("", false);
    }

    #[test]
    fn this_repository_agrees() {
        let lock = include_str!("../../../Cargo.lock");
        assert_eq!(locked_version(lock, "wasm-bindgen-cli-support"), locked_version(lock, "wasm-bindgen"));
    }
}
