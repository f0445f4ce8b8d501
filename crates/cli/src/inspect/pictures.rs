//! Pictures inside the page: those of the shop's own folder, each once, as many as there is room for.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::html::base64;

/// Largest picture that goes into the page.
const MOST_BYTES: u64 = 24 * 1024;

/// All pictures together.
const ALL_BYTES: u64 = 600 * 1024;

/// The pictures that the page asked for so far.
#[derive(Default)]
pub struct Pictures {
    site: Option<PathBuf>,
    known: RefCell<Known>,
}

#[derive(Default)]
struct Known {
    /// Address to number; none where there is no such picture, or no room for it.
    numbers: BTreeMap<String, Option<usize>>,
    css: String,
    used: usize,
    bytes: u64,
    too_many: u64,
}

impl Pictures {
    /// Pictures from a shop's folder; none without one.
    pub fn new(site: Option<&Path>) -> Self {
        Self { site: site.map(Path::to_owned), known: RefCell::default() }
    }

    /// Number of the class that shows a picture, if it can be had.
    pub fn class(&self, address: &str) -> Option<usize> {
        let path = self.site.as_deref().and_then(|site| file(site, address))?;
        let mut known = self.known.borrow_mut();
        if let Some(number) = known.numbers.get(address) {
            return *number;
        }
        let number = known.take(&path);
        known.numbers.insert(address.to_owned(), number);
        number
    }

    /// The style rules of the pictures that were asked for.
    pub fn css(&self) -> String {
        self.known.borrow().css.clone()
    }

    /// Pictures that were left out because they are too large, or too many.
    pub fn left_out(&self) -> u64 {
        self.known.borrow().too_many
    }
}

impl Known {
    fn take(&mut self, path: &Path) -> Option<usize> {
        let kind = match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "svg" => "svg+xml",
            "jpg" | "jpeg" => "jpeg",
            "png" => "png",
            "webp" => "webp",
            "avif" => "avif",
            "gif" => "gif",
            _ => return None,
        };
        let size = fs::metadata(path).ok().filter(fs::Metadata::is_file)?.len();
        if size > MOST_BYTES || self.bytes + size > ALL_BYTES {
            self.too_many += 1;
            return None;
        }
        let file = fs::read(path).ok()?;
        self.bytes += size;
        self.used += 1;
        let _ = writeln!(
            self.css,
            ".p{}{{background-image:url(data:image/{kind};base64,{})}}",
            self.used,
            base64(&file)
        );
        Some(self.used)
    }
}

/// The file of an address that starts at the root of the shop; nothing that leads out of the folder.
fn file(site: &Path, address: &str) -> Option<PathBuf> {
    let path = address.split(['?', '#']).next()?.strip_prefix('/')?;
    let path = Path::new(path);
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    inside.then(|| site.join(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_come_from_the_folder_once_and_only_from_there() {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        fs::create_dir(&site).unwrap();
        fs::write(site.join("tent.svg"), "<svg/>").unwrap();
        fs::write(site.join("large.png"), vec![0; MOST_BYTES as usize + 1]).unwrap();
        fs::write(folder.path().join("secret.svg"), "<svg/>").unwrap();
        let pictures = Pictures::new(Some(&site));
        assert_eq!(pictures.class("/tent.svg?v=2"), Some(1));
        assert_eq!(pictures.class("/tent.svg?v=2"), Some(1));
        for address in
            ["/../secret.svg", "tent.svg", "https://cdn.example/tent.svg", "/none.svg", "/large.png", ""]
        {
            assert_eq!(pictures.class(address), None, "{address}");
        }
        assert_eq!(pictures.css(), ".p1{background-image:url(data:image/svg+xml;base64,PHN2Zy8+)}\n");
        assert_eq!(pictures.left_out(), 1);
        assert_eq!(Pictures::default().class("/tent.svg"), None);
    }
}
