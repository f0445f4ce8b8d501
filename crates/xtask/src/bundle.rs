//! The JavaScript and CSS that ship beside the wasm: bundled and minified from `www` into `pkg/dist`; with them the licences of
//! all of it, because shops upload the folder as it is.

use std::ffi::OsString;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::repo::Repo;
use crate::variant::Variant;
use crate::{licences, shell};

/// A script that ships.
struct Entry {
    /// Under `www`.
    source: &'static str,
    /// Under `pkg/dist`.
    output: &'static str,
    /// `iife`: a classic script; `esm`: a module.
    format: &'static str,
    /// The widget whose glue it holds, where it holds any.
    variant: Variant,
}

const ENTRIES: [Entry; 10] = [
    entry("loader/tag.js", "cobuy.js", "iife", Variant::Lists),
    entry("loader/module.js", "index.js", "esm", Variant::Lists),
    entry("loader/core.js", "cobuy-core.js", "esm", Variant::Lists),
    entry("loader/core.js", "cobuy-core-full.js", "esm", Variant::Full),
    entry("loader/buy.js", "cobuy-buy.js", "esm", Variant::Lists),
    entry("hosts/generic.js", "hosts/generic.js", "esm", Variant::Lists),
    entry("hosts/platforms.js", "hosts/platforms.js", "esm", Variant::Lists),
    entry("elements/dialogs.js", "elements/dialogs.js", "esm", Variant::Lists),
    entry("texts/de.js", "texts/de.js", "iife", Variant::Lists),
    entry("texts/fr.js", "texts/fr.js", "iife", Variant::Lists),
];

const fn entry(source: &'static str, output: &'static str, format: &'static str, variant: Variant) -> Entry {
    Entry { source, output, format, variant }
}

impl Entry {
    /// What a file in the same folder calls it.
    fn name(&self) -> &'static str {
        self.output.rsplit('/').next().unwrap_or(self.output)
    }
}

/// What `www/loader/core.js` imports wasm-bindgen's half under.
const GLUE: &str = "cobuy-glue";

/// The script that bundlers read. They are told by comments which imports are not theirs to follow, and esbuild drops these
/// with the white space.
const PACKAGE: &str = "index.js";

/// Newest syntax that may ship, in scripts and style sheets.
const LANGUAGE: [&str; 5] = ["es2022", "chrome94", "edge94", "firefox93", "safari16.4"];

/// Writes every script and theme.
pub fn run(repo: &Repo) -> Result<()> {
    check_package_version(repo)?;
    for entry in &ENTRIES {
        script(repo, entry)?;
    }
    themes(repo)?;
    notices(repo)
}

/// Own licences, and the notice of what is others', as files that a server knows for texts: by their ending.
fn notices(repo: &Repo) -> Result<()> {
    for file in ["LICENSE-MIT", "LICENSE-APACHE", licences::WIDGET] {
        let from = repo.path(file);
        let name = from.file_stem().context("a notice is a file")?;
        shell::write(&repo.dist().join(name).with_extension("txt"), shell::read(&from)?)?;
    }
    Ok(())
}

fn script(repo: &Repo, entry: &Entry) -> Result<()> {
    let mut esbuild = repo.js_tool("esbuild");
    esbuild
        .arg(repo.path("www").join(entry.source))
        .arg(option("--outfile=", repo.dist().join(entry.output)))
        .arg(format!("--format={}", entry.format))
        .arg(option(&format!("--alias:{GLUE}="), entry.variant.glue(repo)))
        .arg(format!("--define:COBUY_FULL={}", entry.variant == Variant::Full))
        .arg(format!("--define:COBUY_VERSION=\"{}\"", repo.version()?))
        // The shipped files name one another: none is inlined into the next.
        .args(ENTRIES.iter().map(|shipped| format!("--external:./{}", shipped.output)))
        .args(ENTRIES.iter().map(|shipped| format!("--external:./{}", shipped.name())))
        .args(["--bundle", "--minify-syntax", "--minify-identifiers"])
        .args((entry.output != PACKAGE).then_some("--minify-whitespace"))
        .args(["--charset=utf8", "--legal-comments=none", "--log-level=warning"])
        .arg(format!("--target={}", LANGUAGE.join(",")));
    shell::run(&mut esbuild)
}

fn themes(repo: &Repo) -> Result<()> {
    let folder = repo.path("www/themes");
    let sheets =
        shell::files_under(&folder)?.into_iter().filter(|file| file.extension().is_some_and(|e| e == "css"));
    let mut esbuild = repo.js_tool("esbuild");
    esbuild
        .args(sheets.map(|sheet| folder.join(sheet)))
        .arg(option("--outdir=", repo.dist().join("themes")))
        .args(["--minify", "--charset=utf8", "--legal-comments=none", "--log-level=warning"])
        .arg(format!("--target={}", LANGUAGE[1..].join(",")));
    shell::run(&mut esbuild)
}

fn option(name: &str, path: impl AsRef<Path>) -> OsString {
    let mut word = OsString::from(name);
    word.push(path.as_ref());
    word
}

#[derive(Deserialize)]
struct PackageJson {
    version: String,
}

/// The npm package carries the workspace's version.
fn check_package_version(repo: &Repo) -> Result<()> {
    let file = repo.path("pkg/package.json");
    let PackageJson { version } =
        serde_json::from_str(&shell::read(&file)?).with_context(|| format!("reading {}", file.display()))?;
    let expected = repo.version()?;
    ensure!(
        version == expected,
        "pkg/package.json says version {version}, Cargo.toml {expected}: set the former"
    );
    Ok(())
}
