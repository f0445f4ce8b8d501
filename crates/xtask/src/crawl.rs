//! Every page and file of a served site, fetched: what links lead to from the home page, and what lies on disk.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use anyhow::{Context, Result, bail};
use ureq::Agent;

use crate::links::{self, Target};
use crate::shell;

/// Content types by ending. A file with another ending is a fault: nobody has said what it is.
const TYPES: [(&str, &str); 12] = [
    ("html", "text/html"),
    ("css", "text/css"),
    ("js", "text/javascript"),
    ("mjs", "text/javascript"),
    ("json", "application/json"),
    ("wasm", "application/wasm"),
    ("bin", "application/octet-stream"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("txt", "text/plain"),
    ("webmanifest", "application/manifest+json"),
];

/// Largest file of a demo shop. More is a mistake.
const BODY_LIMIT_BYTES: u64 = 64 << 20;

/// Fetches everything, prints counts by content type and every fault, and fails if there is one.
pub fn run(origin: &str, root: &Path) -> Result<()> {
    let mut crawl = Crawl::new(origin);
    crawl.queue("/", "the home page");
    crawl.follow()?;
    // Hidden files are a tool's own, like the lock of a snapshot's folder.
    for file in shell::files_under(root)?.into_iter().filter(|file| !is_hidden(file)) {
        crawl.queue(&address(&file), "the folder");
    }
    crawl.follow()?;
    crawl.report()
}

fn is_hidden(file: &Path) -> bool {
    file.iter().any(|part| part.as_encoded_bytes().starts_with(b"."))
}

/// The path under which a file is served, percent-encoded where a URL asks for it.
fn address(file: &Path) -> String {
    let mut address = String::new();
    for part in file.iter() {
        address.push('/');
        for byte in part.as_encoded_bytes() {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                    address.push(*byte as char)
                }
                other => address.push_str(&format!("%{other:02X}")),
            }
        }
    }
    address
}

struct Crawl<'a> {
    origin: &'a str,
    agent: Agent,
    seen: BTreeSet<String>,
    queue: VecDeque<(String, String)>,
    /// Files and bytes by content type.
    fetched: BTreeMap<String, (u64, u64)>,
    outside: BTreeSet<String>,
    faults: Vec<String>,
}

impl<'a> Crawl<'a> {
    fn new(origin: &'a str) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
        Self {
            origin,
            agent: config.into(),
            seen: BTreeSet::new(),
            queue: VecDeque::new(),
            fetched: BTreeMap::new(),
            outside: BTreeSet::new(),
            faults: Vec::new(),
        }
    }

    /// Remembers a path to fetch, once, and who pointed at it.
    fn queue(&mut self, path: &str, from: &str) {
        if self.seen.insert(path.to_string()) {
            self.queue.push_back((path.to_string(), from.to_string()));
        }
    }

    fn follow(&mut self) -> Result<()> {
        while let Some((path, from)) = self.queue.pop_front() {
            self.fetch(&path, &from)?;
        }
        Ok(())
    }

    fn fetch(&mut self, path: &str, from: &str) -> Result<()> {
        let url = format!("{}{path}", self.origin);
        let mut response = self.agent.get(&url).call().with_context(|| format!("fetching {url}"))?;
        let status = response.status().as_u16();
        let header =
            response.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
        let kind = header.split(';').next().unwrap_or_default().trim().to_string();
        let body = response.body_mut().with_config().limit(BODY_LIMIT_BYTES).read_to_vec();
        let body = body.with_context(|| format!("reading {url}"))?;
        if status != 200 {
            self.faults.push(format!("{path}: status {status}, linked from {from}"));
            return Ok(());
        }
        if body.is_empty() {
            self.faults.push(format!("{path}: empty, linked from {from}"));
        }
        if expected_type(path) != Some(&kind) {
            self.faults.push(format!("{path}: content type {kind:?}, linked from {from}"));
        }
        let targets = match kind.as_str() {
            "text/html" => links::of_html(path, &String::from_utf8_lossy(&body)),
            "text/css" => links::of_css(path, &String::from_utf8_lossy(&body)),
            _ => Vec::new(),
        };
        let (files, bytes) = self.fetched.entry(kind).or_default();
        *files += 1;
        *bytes += body.len() as u64;
        for target in targets {
            self.meet(target, path);
        }
        Ok(())
    }

    fn meet(&mut self, target: Target, from: &str) {
        match target {
            Target::Inside(path) => self.queue(&path, from),
            Target::Followed(url) => drop(self.outside.insert(url)),
            Target::Loaded(url) => {
                self.faults.push(format!("{from} loads {url}: a shop page loads nothing from elsewhere"))
            }
        }
    }

    fn report(&self) -> Result<()> {
        for (kind, (files, bytes)) in &self.fetched {
            println!("  {files:>6} {kind:<26} {bytes:>11} bytes");
        }
        let files: u64 = self.fetched.values().map(|(files, _)| files).sum();
        println!(
            "  {files:>6} fetched, {} links to elsewhere, {} faults",
            self.outside.len(),
            self.faults.len()
        );
        if self.faults.is_empty() {
            return Ok(());
        }
        bail!("the site has {} faults:\n{}", self.faults.len(), self.faults.join("\n"))
    }
}

/// What a path should be sent as. A path without an ending is a page.
fn expected_type(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("html", |(_, ending)| ending);
    TYPES.iter().find(|(known, _)| *known == ending).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_by_path() {
        let check = |path, expected| assert_eq!(expected_type(path), expected, "{path}");
        check("/", Some("text/html"));
        check("/cart", Some("text/html"));
        check("/p/v1.2/", Some("text/html"));
        check("/cobuy/cobuy.wasm", Some("application/wasm"));
        check("/recs/v1/s/0a.bin", Some("application/octet-stream"));
        check("/x.unknown", None);
    }

    #[test]
    fn addresses_of_files() {
        let check = |file: &str, expected: &str| assert_eq!(address(Path::new(file)), expected);
        check("index.html", "/index.html");
        check("p/85123a/index.html", "/p/85123a/index.html");
        check("p/a b%.html", "/p/a%20b%25.html");
    }
}
