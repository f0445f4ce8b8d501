//! What is written from the sources instead of by hand: types, element manifest and reference of the options. With
//! `--check` nothing is written, and whatever is no longer what the sources say fails.
//!
//! - [`declared`]: names as the sources declare them, each once: options, attributes, parts, properties, events, codes.
//! - [`options`]: types and reference of the options; [`manifest`]: `custom-elements.json`.
//! - [`texts`]: other languages against the table of texts; [`agree`]: hand-written lists against the sources.

mod agree;
mod declared;
mod manifest;
mod options;
mod texts;

use std::fs;

use anyhow::{Result, bail};

use crate::repo::Repo;
use crate::shell;
use declared::Declared;

/// Options of the task.
#[derive(clap::Args)]
pub struct Args {
    /// Write nothing, and fail where a file is not what the sources say.
    #[arg(long)]
    check: bool,
}

/// Writes or checks every generated file, then checks what is written by hand against the same sources.
pub fn run(repo: &Repo, args: &Args) -> Result<()> {
    let declared = Declared::read(repo)?;
    let mut faults = agree::faults(repo, &declared)?;
    faults.extend(texts::faults(repo)?);
    for (path, text) in files(repo, &declared)? {
        let file = repo.path(path);
        if fs::read_to_string(&file).is_ok_and(|present| present == text) {
            continue;
        }
        if args.check {
            faults.push(format!("{path} is not what the sources say: run `cargo xtask codegen`"));
        } else {
            shell::write(&file, text)?;
            println!("codegen: wrote {path}");
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}", faults.join("\n"))
}

/// [`run`] with `--check`.
pub fn check(repo: &Repo) -> Result<()> {
    run(repo, &Args { check: true })
}

/// Every generated file and its text.
fn files(repo: &Repo, declared: &Declared) -> Result<[(&'static str, String); 4]> {
    Ok([
        ("pkg/options.d.ts", options::types(declared)),
        ("pkg/custom-elements.json", manifest::text(declared)?),
        ("pkg/host.d.ts", host_types(repo)?),
        ("docs/OPTIONS.md", options::reference(declared)),
    ])
}

/// The host interface as the package carries it.
fn host_types(repo: &Repo) -> Result<String> {
    let source = "www/hosts/host.d.ts";
    let text = shell::read(&repo.path(source))?;
    Ok(format!("// Copied from {source} by `cargo xtask codegen`; change it there.\n\n{text}"))
}
