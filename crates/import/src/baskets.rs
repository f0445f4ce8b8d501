//! Order lines to baskets: distinct products, sorted, capped.

use std::ops::ControlFlow;

use cobuy_catalogue::data::{BASKET_CAP, Orders};
use sha2::{Digest, Sha256};

use super::intern::Interner;
use super::ledger::Ledger;

/// A line whose product is not known.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// What became of the baskets.
#[derive(Debug, Default)]
pub(super) struct Baskets {
    pub orders: Orders,
    /// Lines in baskets, before several of one product are one.
    pub used_lines: u64,
    /// Baskets that had more than [`BASKET_CAP`] products.
    pub capped: u64,
}

/// One order as the import leaves it, before a large basket is cut.
#[derive(Debug, Clone, Copy)]
pub struct CleanOrder<'a> {
    /// The order's id as the file has it.
    pub id: &'a [u8],
    /// Time, unix milliseconds.
    pub time_ms: i64,
    /// Customer number, or [`ANONYMOUS`](cobuy_catalogue::data::ANONYMOUS).
    pub customer: u32,
    /// Distinct products, ascending.
    pub products: &'a [u32],
    /// Keys of all products, by number.
    pub keys: &'a [&'a str],
}

/// Is given every order, ascending by (time, order id); breaking off ends its interest, not the import.
pub type Watch<'w> = dyn FnMut(&CleanOrder<'_>) -> ControlFlow<()> + 'w;

/// Makes baskets of the ledger's lines, ascending by (time, order id); raw product `p` is product `products[p]`, whose
/// key is `keys[products[p]]`.
pub(super) fn assemble(
    ledger: &mut Ledger,
    products: &[u32],
    keys: &[&str],
    mut watch: Option<&mut Watch<'_>>,
) -> Baskets {
    let lines_of = count_lines(ledger, products);
    let mut order_numbers: Vec<u32> =
        (0..ledger.orders.len() as u32).filter(|order| lines_of[*order as usize] > 0).collect();
    order_numbers.sort_unstable_by(|a, b| {
        let key = |order: u32| (ledger.time_ms[order as usize], ledger.orders.get(order));
        key(*a).cmp(&key(*b))
    });
    let mut filled = fill(ledger, products, &order_numbers, &lines_of);
    drop(lines_of);
    let mut baskets = Baskets { used_lines: filled.products.len() as u64, ..Baskets::default() };
    let mut kept = 0;
    let mut offsets = vec![0u32];
    for (at, order) in order_numbers.iter().enumerate() {
        let range = filled.offsets[at] as usize..filled.offsets[at + 1] as usize;
        let basket = &mut filled.products[range.clone()];
        basket.sort_unstable();
        let mut distinct = dedup(basket);
        let clean = CleanOrder {
            id: ledger.orders.get(*order),
            time_ms: ledger.time_ms[*order as usize],
            customer: ledger.customer[*order as usize],
            products: &basket[..distinct],
            keys,
        };
        if watch.as_mut().is_some_and(|watch| watch(&clean).is_break()) {
            watch = None;
        }
        if distinct > BASKET_CAP {
            baskets.capped += 1;
            cap(&mut basket[..distinct], ledger.orders.get(*order), keys);
            distinct = BASKET_CAP;
        }
        filled.products.copy_within(range.start..range.start + distinct, kept);
        kept += distinct;
        offsets.push(kept as u32);
    }
    filled.products.truncate(kept);
    filled.products.shrink_to_fit();
    baskets.orders = Orders {
        time_ms: order_numbers.iter().map(|order| ledger.time_ms[*order as usize]).collect(),
        customer: order_numbers.iter().map(|order| ledger.customer[*order as usize]).collect(),
        offsets,
        products: filled.products,
    };
    ledger.orders = Interner::default();
    baskets
}

fn count_lines(ledger: &Ledger, products: &[u32]) -> Vec<u32> {
    let mut lines_of = vec![0u32; ledger.orders.len()];
    for &(order, product) in ledger.pairs.iter().flatten() {
        lines_of[order as usize] += u32::from(products[product as usize] != UNKNOWN);
    }
    lines_of
}

struct Filled {
    offsets: Vec<u32>,
    products: Vec<u32>,
}

/// Puts the lines of each order side by side, freeing the ledger's lines on the way.
fn fill(ledger: &mut Ledger, products: &[u32], order_numbers: &[u32], lines_of: &[u32]) -> Filled {
    let mut next = vec![0u32; ledger.orders.len()];
    let mut offsets = vec![0u32];
    let mut end = 0;
    for order in order_numbers {
        next[*order as usize] = end;
        end += lines_of[*order as usize];
        offsets.push(end);
    }
    let mut filled = vec![0u32; end as usize];
    for lines in ledger.pairs.drain(..) {
        for (order, product) in lines {
            let product = products[product as usize];
            if product != UNKNOWN {
                let at = &mut next[order as usize];
                filled[*at as usize] = product;
                *at += 1;
            }
        }
    }
    Filled { offsets, products: filled }
}

/// Moves the distinct values of a sorted slice to its front; how many there are.
fn dedup(sorted: &mut [u32]) -> usize {
    let mut kept = 0;
    for at in 0..sorted.len() {
        if at == 0 || sorted[at] != sorted[kept - 1] {
            sorted[kept] = sorted[at];
            kept += 1;
        }
    }
    kept
}

/// Moves the [`BASKET_CAP`] products with the smallest SHA-256(order id ‖ product key) to the front, ascending.
fn cap(basket: &mut [u32], order_id: &[u8], keys: &[&str]) {
    basket.sort_by_cached_key(|product| {
        let digest = Sha256::new().chain_update(order_id).chain_update(keys[*product as usize]).finalize();
        <[u8; 32]>::from(digest)
    });
    basket[..BASKET_CAP].sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dedup_keeps_one_of_each() {
        let mut values = [1, 1, 2, 5, 5, 5, 9];
        let kept = dedup(&mut values);
        assert_eq!(values[..kept], [1, 2, 5, 9]);
        assert_eq!(dedup(&mut []), 0);
    }

    #[test]
    fn the_cap_takes_the_smallest_digests() {
        let keys: Vec<String> = (0..150).map(|number| format!("p{number}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let mut basket: Vec<u32> = (0..150).collect();
        cap(&mut basket, b"order-1", &keys);
        let digest =
            |product: u32| <[u8; 32]>::from(Sha256::digest(format!("order-1{}", keys[product as usize])));
        let largest_kept = basket[..BASKET_CAP].iter().map(|product| digest(*product)).max().unwrap();
        assert!(basket[BASKET_CAP..].iter().all(|product| digest(*product) > largest_kept));
        assert!(basket[..BASKET_CAP].is_sorted());
    }
}
