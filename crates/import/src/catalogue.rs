//! Products: those of a products file, or else those that the orders name.

use cobuy_catalogue::data::Product;
use cobuy_catalogue::number;
use cobuy_catalogue::report::{EXAMPLES, FilteredBy, ImportReport, Unjoined};

use super::baskets::UNKNOWN;
use super::error::ImportError;
use super::join::Index;
use super::ledger::{Ledger, product_names};
use super::products::Products;
use super::titles::Title;
use super::unjoined::unjoined;
use super::witnesses::ENOUGH_CUSTOMERS;

/// The products, and which of them each product id in orders is.
pub(super) struct Numbered {
    /// Ascending by key.
    pub products: Vec<Product>,
    /// By product id of the ledger: a position in `products`, or [`UNKNOWN`].
    pub of_id: Vec<u32>,
}

/// Products as the orders name them: the title that most lines and several customers have, median price of the last 30
/// days. A product whose title nobody else confirms is called by its id; where a title is all there is of an id, its lines
/// are left out. Customers have their numbers.
pub(super) fn from_orders(ledger: &mut Ledger, newest_ms: i64, report: &mut ImportReport) -> Numbered {
    let (mut products, mut of_id) = named(ledger);
    let keys: Vec<&str> = products.iter().map(|product| product.key.as_str()).collect();
    let common = ledger.titles.common(&of_id, &keys, &ledger.customer);
    (report.repaired.titles, report.repaired.titled_products) = (common.replaced_lines, common.products);
    let medians = std::mem::take(&mut ledger.prices).medians(newest_ms, &of_id, products.len());
    let currency = report.currency;
    let mut left_out = vec![false; products.len()];
    for (at, ((product, title), median)) in products.iter_mut().zip(common.titles).zip(medians).enumerate() {
        match title {
            Title::Unknown => {}
            Title::Common(text) => product.title = text,
            Title::Uncommon { is_key } => {
                left_out[at] = is_key && ledger.titles_are_ids;
                product.title.clone_from(&product.key);
                report.uncommon_titles += u64::from(!left_out[at]);
            }
        }
        product.price_minor =
            median.zip(currency).and_then(|(price, currency)| number::minor(price, currency.exponent()));
    }
    leave_out(ledger, &mut products, &mut of_id, &left_out);
    Numbered { products, of_id }
}

/// The products that lines name, with nothing but their keys, and which of them each id is.
fn named(ledger: &Ledger) -> (Vec<Product>, Vec<u32>) {
    let lines = lines_by_id(ledger);
    let mut keys: Vec<(&str, usize)> = (0..lines.len())
        .filter(|id| lines[*id] > 0)
        .map(|id| {
            let (id_text, name) = product_names(ledger.products.get(id as u32));
            (if id_text.is_empty() { name } else { id_text }, id)
        })
        .collect();
    keys.sort_unstable();
    let mut of_id = vec![UNKNOWN; lines.len()];
    let mut products: Vec<Product> = Vec::new();
    for (key, id) in keys {
        if products.last().is_none_or(|last| last.key != key) {
            products.push(Product {
                key: key.to_owned(),
                variants: 1,
                available: true,
                ..Product::default()
            });
        }
        of_id[id] = products.len() as u32 - 1;
    }
    (products, of_id)
}

/// Takes products out again, and counts their lines as filtered.
fn leave_out(ledger: &mut Ledger, products: &mut Vec<Product>, of_id: &mut [u32], left_out: &[bool]) {
    if !left_out.contains(&true) {
        return;
    }
    let lines = lines_by_id(ledger);
    let mut kept = 0;
    let numbers: Vec<u32> = left_out
        .iter()
        .map(|out| {
            kept += u32::from(!out);
            if *out { UNKNOWN } else { kept - 1 }
        })
        .collect();
    let mut taken = 0;
    for (id, lines) in of_id.iter_mut().zip(lines).filter(|(id, _)| **id != UNKNOWN) {
        *id = numbers[*id as usize];
        taken += if *id == UNKNOWN { lines } else { 0 };
    }
    let mut out = left_out.iter();
    products.retain(|_| !out.next().is_some_and(|out| *out));
    let rule = format!("no product id, and fewer than {ENOUGH_CUSTOMERS} customers have the title");
    ledger.filtered.push(FilteredBy { rule, lines: taken });
}

/// Finds the product ids of orders in a products file, and counts what is not in it.
pub(super) fn from_file(ledger: &Ledger, file: &mut Products) -> (Numbered, Unjoined) {
    let index = Index::new(&file.products, &file.names, ledger.upper);
    let of_id: Vec<u32> = ledger
        .products
        .iter()
        .map(|id| {
            let (id, name) = product_names(id);
            index.find(id, name)
        })
        .collect();
    let ambiguous = index.ambiguous();
    file.report.ambiguous = ambiguous.len() as u64;
    file.report.ambiguous_first = ambiguous.iter().take(EXAMPLES).map(|alias| (*alias).to_owned()).collect();
    let unjoined = missing(ledger, &of_id);
    (Numbered { products: std::mem::take(&mut file.products), of_id }, unjoined)
}

fn missing(ledger: &Ledger, of_id: &[u32]) -> Unjoined {
    let lines = lines_by_id(ledger);
    let missing = (0..lines.len())
        .filter(|id| lines[*id] > 0 && of_id[*id] == UNKNOWN)
        .map(|id| {
            let (id_text, name) = product_names(ledger.products.get(id as u32));
            let shown =
                [id_text, name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / ");
            (shown, lines[id])
        })
        .collect();
    unjoined(missing)
}

fn lines_by_id(ledger: &Ledger) -> Vec<u64> {
    let mut lines = vec![0; ledger.products.len()];
    for &(_, product) in ledger.pairs.iter().flatten() {
        lines[product as usize] += 1;
    }
    lines
}

/// That there are at least two products to go together.
///
/// # Errors
/// [`ImportError::OneProduct`].
pub(super) fn check_two(products: &[Product], ordered: &[u32]) -> Result<(), ImportError> {
    match ordered.first() {
        Some(first) if ordered.iter().all(|product| product == first) => {
            Err(ImportError::OneProduct { key: products[*first as usize].key.clone() })
        }
        _ => Ok(()),
    }
}
