//! A folder of pictures, beside a catalogue that is there already.
//!
//! A file is of the product whose key it is named by, or whose picture has an address that ends in its name. Names are
//! compared as they are and with `%2F` and the like put back, because keys may have signs that no file name can have.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use cobuy_catalogue::data::Product;
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::look::Look;
use cobuy_catalogue::progress::Progress;
use cobuy_catalogue::report::{EXAMPLES, PicturesReport};
use cobuy_content::pictures::{self};
use rayon::prelude::*;

use super::error::ImportError;

/// Endings of the formats that are read; the format itself is known by the first bytes.
const ENDINGS: [&str; 5] = ["png", "jpg", "jpeg", "webp", "gif"];

/// Larger files are no pictures for a page, and are refused before they are read.
const MOST_FILE_BYTES: u64 = 64 * 1024 * 1024;

/// Reads the pictures of a folder, those in folders inside too, and adds what they look like to the products of an import.
///
/// # Errors
/// [`ImportError`]: a folder that cannot be read, or in which no picture is of a product. A picture that cannot be read
/// is told in the report and is no error.
pub fn add_pictures(
    imported: &mut Imported,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    let mut report = PicturesReport { folder: folder.display().to_string(), ..PicturesReport::default() };
    let files = list(folder, &mut report)?;
    let products = &mut imported.catalogue.products;
    let names = names(products);
    let mut of_product: BTreeMap<u32, &Path> = BTreeMap::new();
    for file in &files {
        match find(&names, file) {
            Some(product) if of_product.contains_key(&product) => report.further += 1,
            Some(product) => {
                of_product.insert(product, file);
            }
            None => {
                report.strangers += 1;
                if report.strangers_first.len() < EXAMPLES {
                    report.strangers_first.push(shown(file, folder));
                }
            }
        }
    }
    if of_product.is_empty() {
        let first = report.strangers_first.into_iter().take(3).collect();
        return Err(ImportError::NoPictures { folder: report.folder, files: report.files, first });
    }
    progress.stage("Looking at pictures", of_product.len() as u64);
    let looks: Vec<(u32, &Path, Result<Look, String>)> = of_product
        .into_iter()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(product, file)| {
            let look = look(file);
            progress.advance(1);
            (product, file, look)
        })
        .collect();
    for (product, file, look) in looks {
        match look {
            Ok(look) => {
                report.products += 1;
                products[product as usize].details.look = Some(Box::new(look));
            }
            Err(reason) => {
                report.broken += 1;
                if report.broken_first.len() < EXAMPLES {
                    report.broken_first.push((shown(file, folder), reason));
                }
            }
        }
    }
    imported.report.pictures = Some(report);
    Ok(())
}

fn look(file: &Path) -> Result<Look, String> {
    let bytes = std::fs::metadata(file).map_err(|reason| reason.to_string())?.len();
    if bytes > MOST_FILE_BYTES {
        return Err(format!("{bytes} bytes are more than the {MOST_FILE_BYTES} that are read"));
    }
    let bytes = std::fs::read(file).map_err(|reason| reason.to_string())?;
    pictures::read(&bytes).map_err(|reason| reason.to_string())
}

/// The pictures below a folder, in the order of their paths. Links to folders are not followed: they may lead in circles.
fn list(folder: &Path, report: &mut PicturesReport) -> Result<Vec<PathBuf>, ImportError> {
    let (mut open, mut files) = (vec![folder.to_path_buf()], Vec::new());
    let mut others: BTreeMap<String, u64> = BTreeMap::new();
    while let Some(folder) = open.pop() {
        let io = |reason| ImportError::Io { file: folder.display().to_string(), reason };
        for entry in std::fs::read_dir(&folder).map_err(io)? {
            let entry = entry.map_err(io)?;
            let path = entry.path();
            if entry.file_type().map_err(io)?.is_dir() {
                open.push(path);
                continue;
            }
            let ending =
                path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
            if ENDINGS.contains(&ending.as_str()) {
                files.push(path);
            } else {
                *others.entry(ending).or_default() += 1;
            }
        }
    }
    files.sort();
    report.files = files.len() as u64;
    report.other_files = others.into_iter().collect();
    Ok(files)
}

/// What pictures of products may be called. A name of two products is none's; a key wins over an address.
fn names(products: &[Product]) -> HashMap<String, Option<u32>> {
    let mut names: HashMap<String, Option<u32>> = HashMap::new();
    for (number, product) in (0u32..).zip(products) {
        let address = product.image.split(['?', '#']).next().unwrap_or("");
        let last = unescaped(address.rsplit('/').next().unwrap_or(""));
        if let Some((stem, _)) = last.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
            let same = |known: &mut Option<u32>| *known = known.filter(|known| *known == number);
            names.entry(stem.to_owned()).and_modify(same).or_insert(Some(number));
        }
    }
    names.extend((0u32..).zip(products).map(|(number, product)| (product.key.clone(), Some(number))));
    names
}

fn find(names: &HashMap<String, Option<u32>>, file: &Path) -> Option<u32> {
    let stem = file.file_stem()?.to_string_lossy();
    names.get(stem.as_ref()).or_else(|| names.get(&unescaped(&stem))).copied().flatten()
}

/// A text with `%20` and the like as the signs that they stand for.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (Vec::with_capacity(bytes.len()), 0);
    while let Some(byte) = bytes.get(at) {
        let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match digit(at + 1).zip(digit(at + 2)).filter(|_| *byte == b'%') {
            Some((high, low)) => {
                plain.push((high * 16 + low) as u8);
                at += 3;
            }
            None => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(plain).unwrap_or_else(|_| text.to_owned())
}

fn shown(file: &Path, folder: &Path) -> String {
    file.strip_prefix(folder).unwrap_or(file).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pictures() {
        let product = |key: &str, image: &str| Product {
            key: key.to_owned(),
            image: image.to_owned(),
            ..Product::default()
        };
        let products = [
            product("tent", "https://cdn.example/a/b/IMG_0012.jpg?v=3"),
            product("cups/blue", "/pictures/my%20cup.webp"),
            product("lamp", "/shared.png"),
            product("oil", "/shared.png"),
        ];
        let names = names(&products);
        let check =
            |file: &str, expected: Option<u32>| assert_eq!(find(&names, Path::new(file)), expected, "{file}");
        check("tent.png", Some(0));
        check("deep/er/IMG_0012.webp", Some(0));
        check("cups%2Fblue.jpg", Some(1));
        check("my cup.webp", Some(1));
        check("my%20cup.webp", Some(1));
        // Two products have it: it says nothing of either.
        check("shared.png", None);
        check("other.png", None);
        check("%.png", None);
    }
}
