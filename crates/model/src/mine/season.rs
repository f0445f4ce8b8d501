//! Pairs that are bought together in some months of the year only, year after year.
//!
//! A pair keeps to a **window** if the shortest run of calendar months, at most [`LONGEST`], that holds [`SHARE`] of its
//! orders is that short; December and January are neighbours. Four months are a winter, a holiday season or a harvest with
//! its shoulders; longer ones leave too little of the year to tell apart by.
//!
//! That alone marks every launch and every discontinued product. So a **season** needs evidence of at least
//! [`FEWEST_MONTHS`] months (two periods, as R's `decompose` asks for), and **two years that each say so by themselves**. A year
//! is the twelve months around a window. It says so if
//! - at least [`FEWEST`] customers bought the pair in the window, [`AT_ONCE`] of them in one month: two trade customers are
//!   no season. Customers are counted month by month, so that who reorders twice a month is no crowd;
//! - chance would have put as many of the year's customers into the window less than once in 20 shops: the upper tail of the
//!   binomial distribution with the window's share of the shop's orders, times the number of pairs that are tried and of the
//!   windows that each could have had (Bonferroni's correction: Dunn 1961, JASA 56, 52–64; [`WINDOWS`]).
//!
//! And around one of the years the evidence shows months before and after the window: else a product that was discontinued
//! when the evidence begins and another that was launched before it ends would look like one season.
//!
//! Measured on Online Retail, 647,763 published pairs. Eleven months and one order in the twelfth: one year by itself speaks
//! for 1,302 pairs, 969 of them in a window with the last full month, as launches have it. Every order at a random time of two
//! years: 0 pairs. The same eleven months twice, so that each launch comes back: 1,326 of 711,585.
//!
//! The tail is summed with + − × ÷ alone, so it is the same on every machine.

mod window;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use cobuy_catalogue::progress::Progress;
use cobuy_snapshot::Season;

use super::count::Count;
use super::months::{Month, MonthSales};
use super::{Evidence, EvidenceError};
pub use window::Window;

/// Months that the evidence must span before anything is called a season: two of each.
pub const FEWEST_MONTHS: u32 = 24;

/// Months that it must span before a window says anything at all: one of each.
pub const ONE_YEAR: u32 = 12;

/// Longest window, in months.
pub const LONGEST: u32 = 4;

/// Share of a pair's orders that its window holds, per cent.
const SHARE: u64 = 90;

/// Fewest customers of a pair in one year's window, counted month by month.
const FEWEST: u32 = 5;

/// Fewest distinct customers in its best month.
const AT_ONCE: u32 = 3;

/// Windows that a pair could have: each length from each month.
const WINDOWS: f64 = 12.0 * LONGEST as f64;

/// The chance that any pair of a shop is marked wrongly, as far as chance goes.
const CHANCE: f64 = 0.05;

/// Largest boost, in quarter octaves: 13.5 times, what four bits hold. A pair of one month in a product that sells all year has
/// twelve; more comes of few orders.
const MOST_BOOST: u8 = 15;

/// The calendar of a shop: what the months of a pair are measured against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    first: Month,
    /// Orders of the shop in each month from the first to the last.
    orders: Vec<u64>,
    /// Pairs that are tried.
    tried: u64,
}

/// A pair that keeps to a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Whether one year alone says so: it may be a season, an accident, or something new.
    pub doubtful: bool,
    /// The months of its window, bit 0 being January.
    pub months: u16,
    /// Its orders by calendar month, January first.
    pub orders: [u32; 12],
}

impl Calendar {
    /// The calendar of a shop with these sales, in which so many pairs are tried; none where it sold nothing.
    pub fn new(months: &[MonthSales], tried: u64) -> Option<Self> {
        let (first, last) = (months.first()?.month, months.last()?.month);
        let mut orders = vec![0; last.since(first) as usize + 1];
        months.iter().for_each(|sales| orders[sales.month.since(first) as usize] = sales.orders.into());
        Some(Self { first, orders, tried })
    }

    /// Months from the first order to the last.
    pub fn span(&self) -> u32 {
        self.orders.len() as u32
    }

    /// The season of a pair with these months, if it has one.
    pub fn season(&self, months: &[(Month, Count)]) -> Option<Window> {
        if self.span() < FEWEST_MONTHS {
            return None;
        }
        let (customers, window) = self.window(months)?;
        let years = self.years(&customers, window);
        let says: Vec<&Year> = years.iter().filter(|year| self.says_so(year)).collect();
        (says.len() >= 2 && says.iter().any(|year| year.before && year.after)).then_some(window)
    }

    /// What the months of a pair are judged to be: a season, or as [`Calendar::suspicion`] says.
    pub fn judge(&self, months: &[(Month, Count)]) -> Option<Judged> {
        let judged = |window: Window, doubtful| {
            let mut orders = [0; 12];
            months.iter().for_each(|(month, count)| orders[usize::from(month.of_year())] += count.orders);
            Judged { doubtful, months: window.mask(), orders }
        };
        let season = self.season(months).map(|window| judged(window, false));
        season.or_else(|| self.suspicion(months).map(|window| judged(window, true)))
    }

    /// The window of a pair that would be a season if one year were enough; none in a shop that has two.
    pub fn suspicion(&self, months: &[(Month, Count)]) -> Option<Window> {
        if !(ONE_YEAR..FEWEST_MONTHS).contains(&self.span()) {
            return None;
        }
        let (customers, window) = self.window(months)?;
        self.years(&customers, window).iter().any(|year| self.says_so(year)).then_some(window)
    }

    /// The window of a pair, if it has one, and its customers in each month of the calendar.
    fn window(&self, months: &[(Month, Count)]) -> Option<(Vec<u32>, Window)> {
        let mut of_year = [0u64; 12];
        // Most pairs go here or below, and one wrong date makes a calendar of a thousand years.
        if months.iter().map(|(_, count)| count.customers).sum::<u32>() < FEWEST {
            return None;
        }
        for (month, count) in months {
            of_year[usize::from(month.of_year())] += u64::from(count.orders);
        }
        let window = Window::shortest(&of_year, SHARE, LONGEST)?;
        let mut customers = vec![0; self.orders.len()];
        for (month, count) in months {
            customers[month.since(self.first) as usize] = count.customers;
        }
        Some((customers, window))
    }

    /// The years around a window, as far as the evidence has them.
    fn years(&self, customers: &[u32], window: Window) -> Vec<Year> {
        let (mut years, mut last) = (Vec::<Year>::new(), None);
        for ((at, &shop), &customers) in (0u32..).zip(&self.orders).zip(customers) {
            let (number, place) = window.year_of(self.first, at);
            if last.replace(number) != Some(number) {
                years.push(Year::default());
            }
            let Some(year) = years.last_mut() else { continue };
            year.shop += shop;
            year.customers += customers;
            match place {
                window::Place::Before => year.before = true,
                window::Place::After => year.after = true,
                window::Place::Inside => {
                    year.shop_inside += shop;
                    year.inside += customers;
                    year.at_once = year.at_once.max(customers);
                }
            }
        }
        years
    }

    /// Whether a year by itself speaks for the window.
    fn says_so(&self, year: &Year) -> bool {
        let enough = year.inside >= FEWEST && year.at_once >= AT_ONCE;
        enough && {
            let share = year.shop_inside as f64 / year.shop.max(1) as f64;
            tail(year.customers, year.inside, share) * self.tried.max(1) as f64 * WINDOWS <= CHANCE
        }
    }
}

/// Twelve months around a window.
#[derive(Debug, Clone, Copy, Default)]
struct Year {
    /// Orders of the shop, and those in the window.
    shop: u64,
    shop_inside: u64,
    /// Customers of the pair, month by month, and those in the window.
    customers: u32,
    inside: u32,
    /// Customers in the best month of the window.
    at_once: u32,
    /// Whether there is evidence of months before the window, and after it.
    before: bool,
    after: bool,
}

/// The chance that of `trials` independent ones at least `hits` fall where a `share` of all falls.
fn tail(trials: u32, hits: u32, share: f64) -> f64 {
    let rest = 1.0 - share;
    if f64::from(hits) <= f64::from(trials) * share || rest <= 0.0 {
        return 1.0;
    }
    // Factors above and below 1 by turns, so that no product leaves the range of floats before its time.
    let mut term = 1.0;
    let mut misses = trials - hits;
    for hit in 1..=hits {
        term *= f64::from(trials - hits + hit) / f64::from(hit) * share;
        while term > 1.0 && misses > 0 {
            term *= rest;
            misses -= 1;
        }
    }
    for _ in 0..misses {
        term *= rest;
    }
    let mut sum = 0.0;
    for more in hits..=trials {
        sum += term;
        term *= f64::from(trials - more) / f64::from(more + 1) * (share / rest);
    }
    sum
}

/// The seasonal pairs of a shop.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seasons {
    /// By (smaller product, larger product): the season in the row of each.
    found: BTreeMap<(u32, u32), [Season; 2]>,
}

impl Seasons {
    /// Looks through the pairs with at least `min_customers` customers, of which there are `published`. Without two years of
    /// orders nothing is read, and session logs have no seasons: what is clicked follows what is offered.
    ///
    /// # Errors
    /// Where the evidence cannot be read.
    pub fn find(
        evidence: &dyn Evidence,
        min_customers: u32,
        published: u64,
        progress: &dyn Progress,
    ) -> Result<Self, EvidenceError> {
        let mut seasons = Self::default();
        let calendar = Calendar::new(evidence.months(), published);
        let long = calendar.filter(|calendar| calendar.span() >= FEWEST_MONTHS);
        let Some(calendar) = long.filter(|_| evidence.sessions().is_none()) else { return Ok(seasons) };
        progress.stage("Looking for seasons", evidence.products() as u64);
        evidence.pairs(progress, &mut |pair| {
            let enough = pair.whole.customers >= min_customers;
            if let Some(window) = enough.then(|| calendar.season(pair.months)).flatten() {
                let inside = |(month, _): &&(Month, Count)| window.has(*month);
                let orders = |(_, count): &(Month, Count)| u64::from(count.orders);
                let counted = (pair.months.iter().filter(inside).map(orders).sum(), pair.whole.orders.into());
                let of = |product| {
                    Season::new(window.mask(), boost(counted, sold(evidence.months(), product, window)))
                };
                seasons.found.insert((pair.a, pair.b), [of(pair.a), of(pair.b)]);
            }
            ControlFlow::Continue(())
        })?;
        Ok(seasons)
    }

    /// The season of `neighbour` in the row of `source`; none where they are bought together all year.
    pub fn of(&self, source: u32, neighbour: u32) -> Option<Season> {
        let pair = self.found.get(&(source.min(neighbour), source.max(neighbour)))?;
        Some(pair[usize::from(source > neighbour)])
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Number of pairs.
    pub fn len(&self) -> usize {
        self.found.len()
    }
}

/// Orders of a product in a window, and in all.
fn sold(months: &[MonthSales], product: u32, window: Window) -> (u64, u64) {
    let (mut inside, mut all) = (0, 0);
    for sales in months {
        let found = sales.items.binary_search_by_key(&product, |item| item.product);
        let orders = found.map_or(0, |at| u64::from(sales.items[at].orders));
        all += orders;
        inside += if window.has(sales.month) { orders } else { 0 };
    }
    (inside, all)
}

/// How much oftener a product's orders hold the pair in the window than over the year, in quarter octaves to the nearest: of
/// both the orders in the window and all are given.
fn boost(pair: (u64, u64), product: (u64, u64)) -> u8 {
    let ratio = (pair.0 * product.1) as f64 / (pair.1 * product.0).max(1) as f64;
    // Half a step below 2^(q/4) is 2^((2q − 1)/8), and eighth powers need no logarithm.
    let eighth = (0..3).fold(ratio, |power, _| power * power);
    let fits = |quarters: &u8| eighth >= (1u64 << (2 * quarters - 1)) as f64;
    (1..=MOST_BOOST).take_while(fits).last().unwrap_or(0)
}

#[cfg(test)]
mod tests;
