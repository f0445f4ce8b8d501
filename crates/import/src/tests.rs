//! Whole imports: fixtures against golden texts, faults, Parquet, arbitrary input, the real file.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use cobuy_catalogue::config::Config;
use cobuy_catalogue::data::{ANONYMOUS, Details};
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::progress::Silent;

use super::{ImportError, run};

mod content;
mod faults;
mod golden;
mod logs;
mod lowest;
mod parquet_files;
mod props;
mod real;
mod shapes;
mod texts;
mod titles;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/import").join(name)
}

/// A folder with one file of these bytes.
fn written(name: &str, bytes: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// Imports one order file of these bytes.
fn import_bytes(bytes: impl AsRef<[u8]>, toml: &str) -> Result<Imported, ImportError> {
    let (_folder, path) = written("orders.csv", bytes);
    run(&Config::parse(toml, "cobuy.toml").unwrap(), &[path], None, &Silent)
}

/// Everything an import yields, as text.
fn described(imported: &Imported) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "url_template {:?}", imported.url_template);
    for p in &imported.catalogue.products {
        let _ = writeln!(
            text,
            "product {:?} {:?} price {:?}{} category {:?} url {:?} image {:?} variants {} {:?} available {} aliases {:?}",
            p.key,
            p.title,
            p.price_minor,
            if p.price_from { " from" } else { "" },
            p.category,
            p.url,
            p.image,
            p.variants,
            p.purchase,
            p.available,
            p.aliases
        );
        if p.details != Details::default() {
            let _ = writeln!(text, "  {:?}", p.details);
        }
    }
    for order in 0..imported.orders.len() {
        let keys: Vec<&str> = imported
            .orders
            .basket(order)
            .iter()
            .map(|product| imported.catalogue.products[*product as usize].key.as_str())
            .collect();
        let customer = match imported.orders.customer[order] {
            ANONYMOUS => "nobody".to_owned(),
            number => number.to_string(),
        };
        let _ = writeln!(text, "order {} by {customer}: {}", imported.orders.time_ms[order], keys.join(" "));
    }
    let mut report = imported.report.clone();
    let name = |file: &str| Path::new(file).file_name().unwrap().to_string_lossy().into_owned();
    report.files.iter_mut().for_each(|file| file.file = name(&file.file));
    report.unreadable.first.iter_mut().for_each(|bad| bad.file = name(&bad.file));
    if let Some(products) = &mut report.products_file {
        products.file = name(&products.file);
    }
    let _ = writeln!(text, "{report:#?}");
    text
}
