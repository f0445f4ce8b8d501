//! The tables of the work folder.

use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

use cobuy_catalogue::data::{Catalogue, Product};
use cobuy_catalogue::interrupt;
use cobuy_catalogue::progress::Progress;
use cobuy_engine::address::expand;
use cobuy_model::mine::Evidence;
use cobuy_model::mine::count::Count;
use cobuy_model::mine::evidence::Part;
use cobuy_model::mine::history::Pair;
use cobuy_model::mine::season::{Calendar, Judged};
use cobuy_targets::work::{CATALOGUE, ITEMS, ONE_YEAR, PAIRS, PRODUCT_HEADER, SEASONS, TABLES, WORK};
use cobuy_targets::{WorkInfo, part, write_part};
use serde::Serialize;

use super::WorkError;
use crate::pack::Settings;

/// A product in [`CATALOGUE`].
#[derive(Serialize)]
struct Entry<'a> {
    key: &'a str,
    title: &'a str,
    price_minor: Option<u64>,
    currency: Option<&'a str>,
    category: &'a str,
    orders: u32,
    url: String,
    image: String,
}

/// Reads [`WORK`] of a work folder.
///
/// # Errors
/// [`WorkError`] where it is missing or not what a build wrote.
pub fn info(work: &Path) -> Result<WorkInfo, WorkError> {
    let path = work.join(WORK);
    let text = fs::read_to_string(&path).map_err(|reason| WorkError::Io {
        path: path.clone(),
        action: "read",
        reason,
    })?;
    serde_json::from_str(&text).map_err(|error| WorkError::Damaged { path, reason: error.to_string() })
}

/// Writes the folder; `calendar` says which pairs keep to some months, where that is asked. Each file is written beside its
/// place; when all are there they are renamed, `work.json` last, so that a folder whose writing broke off still holds the
/// tables of the build that it names.
///
/// # Errors
/// [`WorkError::Io`], also where the evidence cannot be read.
pub fn write(
    folder: &Path,
    info: &WorkInfo,
    catalogue: &Catalogue,
    evidence: &dyn Evidence,
    settings: &Settings,
    calendar: Option<&Calendar>,
    progress: &dyn Progress,
) -> Result<(), WorkError> {
    fs::create_dir_all(folder).map_err(failed(folder, "made"))?;
    let put = |name: &str, act: &mut dyn FnMut(&mut dyn Write) -> std::io::Result<()>| {
        let target = folder.join(name);
        write_part(&part(&target), |file| act(file)).map_err(failed(&target, "written"))
    };
    let _parts = Parts(folder);
    let items = evidence.items(Part::Whole);
    let mut seasons = Vec::new();
    let mut judge = |pair: &Pair<'_>| {
        let published = calendar.filter(|_| pair.whole.customers >= info.min_customers);
        let judged = published.and_then(|calendar| calendar.judge(pair.months));
        seasons.extend(judged.map(|judged| (pair.a, pair.b, judged)));
    };
    put(PAIRS, &mut |file| write_pairs(file, catalogue, evidence, &mut judge, progress))?;
    put(SEASONS, &mut |file| write_seasons(file, catalogue, &seasons))?;
    put(ITEMS, &mut |file| write_items(file, catalogue, &items))?;
    put(CATALOGUE, &mut |file| write_catalogue(file, catalogue, &items, settings))?;
    put(WORK, &mut |file| {
        serde_json::to_writer_pretty(&mut *file, info)?;
        file.write_all(b"\n")
    })?;
    let _writing = interrupt::writing();
    TABLES.iter().try_for_each(|(name, _)| {
        let target = folder.join(name);
        fs::rename(part(&target), &target).map_err(failed(&target, "put in place"))
    })
}

/// Removes what is left of the temporary files of a folder.
struct Parts<'a>(&'a Path);

impl Drop for Parts<'_> {
    fn drop(&mut self) {
        for (name, _) in TABLES {
            let part = part(&self.0.join(name));
            interrupt::remove_file(&part);
            interrupt::settled(&part);
        }
    }
}

fn failed<'p>(path: &'p Path, action: &'static str) -> impl FnOnce(std::io::Error) -> WorkError + 'p {
    move |reason| WorkError::Io { path: path.to_owned(), action, reason }
}

fn write_pairs(
    file: &mut dyn Write,
    catalogue: &Catalogue,
    evidence: &dyn Evidence,
    judge: &mut dyn FnMut(&Pair<'_>),
    progress: &dyn Progress,
) -> std::io::Result<()> {
    let products = &catalogue.products;
    progress.stage("Writing exact counts", products.len() as u64);
    let mut table = csv::Writer::from_writer(file);
    table.write_record(["product_a", "product_b", "orders", "customers"])?;
    let mut written = Ok(());
    let mut put = |pair: Pair<'_>| {
        judge(&pair);
        let Pair { a, b, whole, .. } = pair;
        let (a, b) = (&products[a as usize].key, &products[b as usize].key);
        written = table.write_record([a, b, &whole.orders.to_string(), &whole.customers.to_string()]);
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    evidence.pairs(progress, &mut put).map_err(std::io::Error::other)?;
    written?;
    table.flush()
}

fn write_seasons(
    file: &mut dyn Write,
    catalogue: &Catalogue,
    seasons: &[(u32, u32, Judged)],
) -> std::io::Result<()> {
    let mut table = csv::Writer::from_writer(file);
    table.write_record(["product_a", "product_b", "found", "months", "orders"])?;
    let blanks = |numbers: &mut dyn Iterator<Item = u32>| {
        numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
    };
    for (a, b, Judged { doubtful, months, orders }) in seasons {
        let key = |product: &u32| catalogue.products[*product as usize].key.as_str();
        let months = blanks(&mut (1..=12).filter(|month| months >> (month - 1) & 1 != 0));
        let orders = blanks(&mut orders.iter().copied());
        table.write_record([
            key(a),
            key(b),
            if *doubtful { ONE_YEAR } else { "season" },
            &months,
            &orders,
        ])?;
    }
    table.flush()
}

fn write_items(file: &mut dyn Write, catalogue: &Catalogue, items: &[Count]) -> std::io::Result<()> {
    let mut table = csv::Writer::from_writer(file);
    table.write_record([PRODUCT_HEADER, "orders", "customers"])?;
    for (product, count) in catalogue.products.iter().zip(items) {
        table.write_record([&product.key, &count.orders.to_string(), &count.customers.to_string()])?;
    }
    table.flush()
}

/// One product a line, so that the file can be read by people and compared by tools.
fn write_catalogue(
    file: &mut dyn Write,
    catalogue: &Catalogue,
    items: &[Count],
    settings: &Settings,
) -> std::io::Result<()> {
    let currency = settings.currency.as_ref().map(|currency| currency.as_str());
    let address = |given: &str, template: &str, product: &Product| {
        if given.is_empty() { expand(template, &product.key) } else { given.to_owned() }
    };
    for (position, (product, count)) in catalogue.products.iter().zip(items).enumerate() {
        file.write_all(if position == 0 { b"[\n" } else { b",\n" })?;
        let entry = Entry {
            key: &product.key,
            title: &product.title,
            price_minor: product.price_minor,
            currency: currency.filter(|_| product.price_minor.is_some()),
            category: &product.category,
            orders: count.orders,
            url: address(&product.url, &settings.url_template, product),
            image: address(&product.image, &settings.image_template, product),
        };
        serde_json::to_writer(&mut *file, &entry)?;
    }
    file.write_all(if items.is_empty() { b"[]\n" } else { b"\n]\n" })
}
