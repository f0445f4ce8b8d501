//! What customers buy next, and what they buy again.
//!
//! A customer's orders in time; orders within a day of each other are one occasion. For a product, each of its buyers
//! counts once, from the first purchase: what they bought on a later occasion within the window and not on the first one
//! follows it. From these counts:
//! - share: buyers who did, of all its buyers. Those who bought lately had less time, so it is rather too small;
//! - lift: how much oftener than among everything that follows anything. It is taken of purchases, not of customers, so
//!   that customers who order every week do not make everything follow everything;
//! - weight: share × lift ÷ (lift + 3). What follows must do so for one buyer in fifty, and for more customers than
//!   chance explains (expected + 4 √expected + 2): among hundreds of products a few always meet thrice by accident;
//! - days: the median until the first such order.
//!
//! A product is **consumable** if at least five of its buyers, and the share that the settings say, bought it again on a
//! later occasion; the median of the days between is its interval. All else is durable or unknown, and brings nothing
//! that serves the same need: who has a tent is not shown the next tent.

use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use cobuy_catalogue::data::{ANONYMOUS, Orders};
use cobuy_catalogue::progress::Progress;
use rayon::prelude::*;

use super::Settings;

const DAY_MS: i64 = 86_400_000;

/// Later orders of one customer that are looked at: with more than these a shop or a reseller is speaking.
const LATER_ORDERS: usize = 30;
/// Followers of one product that are ranked, those of most customers.
const RANKED: usize = 200;
const LEAST_SHARE: f32 = 0.02;
/// Standard deviations above chance. With a thousand products four are met by accident once in thirty products.
const SURE: f32 = 4.0;
/// And customers above chance, for pairs that chance would hardly make.
const MORE: f32 = 2.0;
const DAMPING: f32 = 3.0;
/// Fewest customers who buy again before a product is called consumable.
const FEWEST_REPEATS: u32 = 5;
/// Products counted in one go.
const BLOCK: usize = 4_096;

/// A product that follows another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Follow {
    /// Number of the product.
    pub product: u32,
    /// What ranks it, above 0 and below 1.
    pub weight: f32,
    /// Share of the buyers who bought it later, 0 to 1.
    pub share: f32,
    /// Median days until then, at least 1.
    pub days: f32,
    /// How much oftener than chance.
    pub lift: f32,
}

/// What follows each product.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sequences {
    /// Best first.
    pub rows: Vec<Vec<Follow>>,
    /// Median days until it is bought again; none for durables.
    pub repurchase_days: Vec<Option<f32>>,
}

/// Orders by customer, in time.
struct Histories<'a> {
    orders: &'a Orders,
    /// Numbers of orders, by customer, then time.
    sequence: Vec<u32>,
    /// For each product the positions in `sequence` of its buyers' first orders with it.
    offsets: Vec<usize>,
    firsts: Vec<u32>,
}

impl<'a> Histories<'a> {
    fn new(orders: &'a Orders, range: Range<usize>, products: usize) -> Self {
        let mut sequence: Vec<u32> = range
            .map(|order| order as u32)
            .filter(|order| orders.customer[*order as usize] != ANONYMOUS)
            .collect();
        // Orders ascend by time, so their numbers do.
        sequence.sort_unstable_by_key(|order| (orders.customer[*order as usize], *order));
        let mut histories = Self { orders, sequence, offsets: vec![0; products + 1], firsts: Vec::new() };
        let mut lists: Vec<(u32, u32)> = Vec::new();
        let mut last = vec![ANONYMOUS; products];
        for (position, order) in histories.sequence.iter().enumerate() {
            let customer = orders.customer[*order as usize];
            for &product in orders.basket(*order as usize) {
                if last[product as usize] != customer {
                    last[product as usize] = customer;
                    lists.push((product, position as u32));
                    histories.offsets[product as usize + 1] += 1;
                }
            }
        }
        for product in 1..histories.offsets.len() {
            histories.offsets[product] += histories.offsets[product - 1];
        }
        lists.sort_unstable();
        histories.firsts = lists.into_iter().map(|(_, position)| position).collect();
        histories
    }

    fn buyers(&self, product: usize) -> &[u32] {
        &self.firsts[self.offsets[product]..self.offsets[product + 1]]
    }

    /// Calls `act(order, days since)` for the orders of a customer from `position` on, within `window_days`.
    fn from(&self, position: u32, window_days: u16, mut act: impl FnMut(usize, f32)) {
        let first = self.sequence[position as usize] as usize;
        let (customer, begin) = (self.orders.customer[first], self.orders.time_ms[first]);
        let rest = self.sequence[position as usize..].iter().map(|order| *order as usize);
        for order in rest.take(LATER_ORDERS).take_while(|order| self.orders.customer[*order] == customer) {
            let since_ms = self.orders.time_ms[order].saturating_sub(begin);
            if since_ms > i64::from(window_days) * DAY_MS {
                break;
            }
            act(order, (since_ms / 60_000) as f32 / 1_440.0);
        }
    }
}

/// A thread's marks: for each product the stamp of the buyer for whom it was last met. Stamps are counted on from product
/// to product, so that nothing has to be cleared; buyers of all products are order lines, which fit 32 bits.
struct Scratch {
    met: Vec<u32>,
    stamp: u32,
    found: Vec<u64>,
}

impl Scratch {
    fn new(products: usize) -> Self {
        Self { met: vec![0; products], stamp: 0, found: Vec::new() }
    }
}

/// A follower and its days as one number, ordered by both: bits of floats above 0 ascend as they do. Sorting these is
/// most of the work.
fn following(product: u32, days: f32) -> u64 {
    u64::from(product) << 32 | u64::from(days.to_bits())
}

fn follower(following: u64) -> u32 {
    (following >> 32) as u32
}

fn days(following: u64) -> f32 {
    f32::from_bits(following as u32)
}

/// One product's followers as counted.
struct Counted {
    /// (product, buyers, median days), most buyers first.
    rows: Vec<(u32, u32, f32)>,
    /// Purchases that follow this product, whatever they are.
    all: u64,
    again: Option<f32>,
}

/// Counts what follows each product in the orders of `range`.
pub(super) fn sequences(
    orders: &Orders,
    range: Range<usize>,
    products: usize,
    settings: &Settings,
    progress: &dyn Progress,
) -> Sequences {
    let histories = Histories::new(orders, range, products);
    // Sums over threads are of integers, so the number of threads changes nothing.
    let followers: Vec<AtomicU64> = (0..products).map(|_| AtomicU64::new(0)).collect();
    let mut counted: Vec<Counted> = Vec::with_capacity(products);
    for start in (0..products).step_by(BLOCK) {
        let end = products.min(start + BLOCK);
        let block: Vec<Counted> = (start..end)
            .into_par_iter()
            .with_min_len(16)
            .map_init(
                || Scratch::new(products),
                |scratch, product| count(&histories, product, settings, scratch, &followers),
            )
            .collect();
        counted.extend(block);
        progress.advance((end - start) as u64);
    }
    let total: u64 = counted.iter().map(|counted| counted.all).sum();
    let rank = |(product, counted): (usize, &Counted)| {
        let buyers = histories.buyers(product).len().max(1) as f32;
        let mut row: Vec<Follow> = counted
            .rows
            .iter()
            .filter_map(|&(other, customers, days)| {
                let theirs = followers[other as usize].load(Ordering::Relaxed) as f32;
                let expected = counted.all as f32 * (theirs / total as f32);
                let (share, lift) = (customers as f32 / buyers, customers as f32 / expected);
                let weight = share * lift / (lift + DAMPING);
                let surprising = customers as f32 >= expected + SURE * expected.sqrt() + MORE;
                (surprising && share >= LEAST_SHARE).then_some(Follow {
                    product: other,
                    weight,
                    share,
                    days,
                    lift,
                })
            })
            .collect();
        row.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.product.cmp(&b.product)));
        row
    };
    Sequences {
        rows: counted.par_iter().enumerate().map(rank).collect(),
        repurchase_days: counted.iter().map(|counted| counted.again).collect(),
    }
}

fn count(
    histories: &Histories<'_>,
    product: usize,
    settings: &Settings,
    scratch: &mut Scratch,
    followers: &[AtomicU64],
) -> Counted {
    let Scratch { met, stamp, found } = scratch;
    found.clear();
    let mut again: Vec<f32> = Vec::new();
    for &buyer in histories.buyers(product) {
        let mut bought_again = false;
        *stamp += 1;
        histories.from(buyer, settings.next_window_days, |order, days| {
            for &other in histories.orders.basket(order) {
                if other as usize == product {
                    if days >= 1.0 && !bought_again {
                        bought_again = true;
                        again.push(days);
                    }
                } else if met[other as usize] != *stamp {
                    met[other as usize] = *stamp;
                    if days >= 1.0 {
                        found.push(following(other, days));
                    }
                }
            }
        });
    }
    found.sort_unstable();
    let mut rows: Vec<(u32, u32, f32)> = Vec::new();
    for group in found.chunk_by(|a, b| follower(*a) == follower(*b)) {
        let other = follower(group[0]);
        followers[other as usize].fetch_add(group.len() as u64, Ordering::Relaxed);
        if group.len() >= settings.min_customers as usize {
            rows.push((other, group.len() as u32, days(group[group.len() / 2])));
        }
    }
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    rows.truncate(RANKED);
    let buyers = histories.buyers(product).len() as f32;
    let often = again.len() as u32 >= FEWEST_REPEATS.max(settings.min_customers)
        && again.len() as f32 >= buyers * settings.consumable_share;
    again.sort_by(f32::total_cmp);
    Counted { rows, all: found.len() as u64, again: often.then(|| again[again.len() / 2]) }
}
