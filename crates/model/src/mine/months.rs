//! Sales by calendar month: what lists that need no pairs are made of, and what any database can group by.

use std::ops::Range;

use cobuy_catalogue::data::Orders;
use rayon::prelude::*;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The first moment of year 1 and the last of year 9999, in unix milliseconds: clocks beyond are brought to these.
const TIMES_MS: (i64, i64) = (-62_135_596_800_000, 253_402_300_799_999);

/// A calendar month of the Gregorian calendar in UTC, of the years 1 to 9999. Ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(u32);

impl Month {
    /// The month of a time in unix milliseconds.
    ///
    /// Days become dates by Hinnant's method ("chrono-compatible low-level date algorithms"): years begin in March,
    /// so that the leap day is the last of its year.
    pub fn of(time_ms: i64) -> Self {
        let days = time_ms.clamp(TIMES_MS.0, TIMES_MS.1).div_euclid(DAY_MS) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * day_of_year + 2) / 153;
        // Month 10 from March is January of the next year.
        Self(((era * 400 + year_of_era) * 12 + from_march + 2) as u32)
    }

    /// The month that a table writes as `yyyymm`, such as 202612; none where that is no month.
    pub fn from_yyyymm(number: u32) -> Option<Self> {
        let (year, month) = (number / 100, number % 100);
        ((1..=9_999).contains(&year) && (1..=12).contains(&month)).then(|| Self(year * 12 + month - 1))
    }

    /// The month as tables write it: 202612 is December 2026.
    pub fn yyyymm(self) -> u32 {
        self.0 / 12 * 100 + self.0 % 12 + 1
    }

    /// Its place in the year: 0 for January to 11.
    pub fn of_year(self) -> u8 {
        (self.0 % 12) as u8
    }

    /// How many months `self` is after `earlier`; 0 where it is not.
    pub fn since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0)
    }
}

/// What one product sold in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemCount {
    /// Number of the product.
    pub product: u32,
    /// Orders that hold it, at least 1.
    pub orders: u32,
    /// Distinct customers of these orders; orders without a customer count as one more together.
    pub customers: u32,
}

/// What the shop sold in a month in which it sold something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthSales {
    /// Which month.
    pub month: Month,
    /// All orders.
    pub orders: u32,
    /// Distinct customers, those without a name together being one.
    pub customers: u32,
    /// Products that were sold, ascending by number.
    pub items: Vec<ItemCount>,
}

/// The months in which there are orders, ascending. `products` is the size of the catalogue.
pub fn monthly(orders: &Orders, products: usize) -> Vec<MonthSales> {
    ranges(orders)
        .into_par_iter()
        .map_init(|| Scratch::new(products), |scratch, (month, range)| scratch.count(orders, month, range))
        .collect()
}

/// Orders of each month; orders ascend by time, so they are neighbours.
fn ranges(orders: &Orders) -> Vec<(Month, Range<usize>)> {
    let mut ranges = Vec::new();
    let mut start = 0;
    while let Some(&first) = orders.time_ms.get(start) {
        let month = Month::of(first);
        let end = start + orders.time_ms[start..].partition_point(|&time| Month::of(time) <= month);
        ranges.push((month, start..end));
        start = end;
    }
    ranges
}

/// Counts of each product while a month is counted (12 bytes a product), and the products in use.
struct Scratch {
    counts: Vec<ItemCount>,
    /// Customer of a product's last order; meaningless while it has none.
    last_customer: Vec<u32>,
    touched: Vec<u32>,
}

impl Scratch {
    fn new(products: usize) -> Self {
        let counts = (0..products as u32).map(|product| ItemCount { product, orders: 0, customers: 0 });
        Self { counts: counts.collect(), last_customer: vec![0; products], touched: Vec::new() }
    }

    fn count(&mut self, orders: &Orders, month: Month, range: Range<usize>) -> MonthSales {
        let mut sequence: Vec<usize> = range.collect();
        // Orders of one customer follow each other, so one remembered number tells customers apart.
        sequence.sort_unstable_by_key(|&order| (orders.customer[order], order));
        for &order in &sequence {
            let customer = orders.customer[order];
            for &product in orders.basket(order) {
                let (count, last) =
                    (&mut self.counts[product as usize], &mut self.last_customer[product as usize]);
                if count.orders == 0 {
                    self.touched.push(product);
                }
                if count.orders == 0 || *last != customer {
                    count.customers += 1;
                    *last = customer;
                }
                count.orders += 1;
            }
        }
        self.touched.sort_unstable();
        let counts = &mut self.counts;
        let take = |product: u32| {
            std::mem::replace(&mut counts[product as usize], ItemCount { product, orders: 0, customers: 0 })
        };
        MonthSales {
            month,
            orders: sequence.len() as u32,
            customers: sequence.chunk_by(|&a, &b| orders.customer[a] == orders.customer[b]).count() as u32,
            items: self.touched.drain(..).map(take).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::ANONYMOUS;

    #[test]
    fn months_of_times() {
        let check = |time_ms: i64, yyyymm: u32| {
            assert_eq!(Month::of(time_ms).yyyymm(), yyyymm, "{time_ms}");
            assert_eq!(Month::from_yyyymm(yyyymm), Some(Month::of(time_ms)));
        };
        check(0, 197_001);
        check(-1, 196_912);
        check(951_782_400_000, 200_002); // 2000-02-29
        check(951_868_800_000, 200_003);
        check(1_291_161_600_000 - 1, 201_011);
        check(1_291_161_600_000, 201_012);
        check(4_107_542_399_999, 210_002); // no leap day in 2100
        check(4_107_542_400_000, 210_003);
        check(i64::MIN, 101);
        check(i64::MAX, 999_912);
    }

    #[test]
    fn what_is_no_month_is_none() {
        for number in [0, 1, 12, 100, 113, 202_600, 202_613, 1_000_001, u32::MAX] {
            assert_eq!(Month::from_yyyymm(number), None, "{number}");
        }
        let month = |number| Month::from_yyyymm(number).unwrap();
        assert_eq!(month(202_601).since(month(202_511)), 2);
        assert_eq!(month(202_511).since(month(202_601)), 0);
    }

    #[test]
    fn orders_and_customers_of_each_month() {
        // January: customer 5 twice {0}, {0, 1}; March: nobody {1}, customer 5 {1}, nobody {1, 2}.
        let orders = Orders {
            time_ms: vec![1, 2, 60 * DAY_MS, 61 * DAY_MS, 62 * DAY_MS],
            customer: vec![5, 5, ANONYMOUS, 5, ANONYMOUS],
            offsets: vec![0, 1, 3, 4, 5, 7],
            products: vec![0, 0, 1, 1, 1, 1, 2],
        };
        let count = |product, orders, customers| ItemCount { product, orders, customers };
        let expected = [
            MonthSales {
                month: Month::of(0),
                orders: 2,
                customers: 1,
                items: vec![count(0, 2, 1), count(1, 1, 1)],
            },
            MonthSales {
                month: Month::of(60 * DAY_MS),
                orders: 3,
                customers: 2,
                items: vec![count(1, 3, 2), count(2, 1, 1)],
            },
        ];
        assert_eq!(monthly(&orders, 4), expected);
        assert_eq!(monthly(&Orders::default(), 4), []);
    }
}
