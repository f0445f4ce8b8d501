//! Lines whose product is not known, as the report has them.

use cobuy_catalogue::report::{EXAMPLES, Unjoined};

use super::cell::printable;

/// Sums and examples of ids and their lines.
pub(super) fn unjoined(mut missing: Vec<(String, u64)>) -> Unjoined {
    missing.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let (lines, products) = (missing.iter().map(|(_, lines)| lines).sum(), missing.len() as u64);
    missing.truncate(EXAMPLES);
    missing.iter_mut().for_each(|(id, _)| *id = printable(id));
    Unjoined { lines, products, first: missing }
}
