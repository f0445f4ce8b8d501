//! The table `items`: sales of every product and of the shop, by month and in all.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use cobuy_model::mine::EvidenceError;
use cobuy_model::mine::count::Count;
use cobuy_model::mine::months::{ItemCount, Month, MonthSales};
use cobuy_targets::tables::ITEMS;

use super::read::{Line, Table};
use super::{LEARNT, WHOLE};

const COLUMNS: [&str; 4] = ["product", "month", "orders", "customers"];

/// Counts of a product, or of the shop, over the two periods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Periods {
    pub learnt: Count,
    pub whole: Count,
}

/// What the table says.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub shop: Periods,
    /// By product of the catalogue.
    pub products: Vec<Periods>,
    pub months: Vec<MonthSales>,
    /// Order lines of products that the catalogue has.
    pub known_lines: u64,
    /// Order lines of others.
    pub unknown_lines: u64,
    /// Others, most sold first: key and order lines.
    pub unknown: Vec<(String, u64)>,
}

/// The product whose rows come.
#[derive(Default)]
struct Current {
    key: Option<String>,
    last_month: u32,
    sum_of_months: u64,
    periods: Periods,
}

/// Reads the table. `numbers` are the catalogue's products by key.
pub(super) fn read(folder: &Path, numbers: &HashMap<&str, u32>) -> Result<Items, EvidenceError> {
    let table = Table::open(folder, ITEMS, &COLUMNS)?;
    let mut reader = Reader {
        numbers,
        items: Items { products: vec![Periods::default(); numbers.len()], ..Items::default() },
        months: BTreeMap::new(),
        current: Current::default(),
    };
    table.for_each(&COLUMNS, |line| reader.row(&line))?;
    reader.end().map_err(|reason| table.fault(&reason))?;
    let Reader { mut items, months, .. } = reader;
    items.months = months.into_values().collect();
    items.unknown.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if items.shop.whole.orders == 0 {
        return Err(table.fault("there is no row of the whole shop, whose product is the empty text"));
    }
    let sum: u64 = items.months.iter().map(|sales| u64::from(sales.orders)).sum();
    if sum != u64::from(items.shop.whole.orders) {
        return Err(table.fault(&format!(
            "the months of the whole shop have {sum} orders together, its row {WHOLE} {}",
            items.shop.whole.orders
        )));
    }
    Ok(items)
}

struct Reader<'c> {
    numbers: &'c HashMap<&'c str, u32>,
    items: Items,
    months: BTreeMap<Month, MonthSales>,
    current: Current,
}

impl Reader<'_> {
    fn row(&mut self, line: &Line<'_, 4>) -> Result<(), String> {
        let (key, month) = (line.text(0)?, line.number(1)?);
        let count = count(line, 2)?;
        match self.current.key.as_deref() {
            Some(last) if last == key && month > self.current.last_month => {}
            Some(last) if last >= key => {
                return Err("the row does not follow the one before: sort by product, month".to_owned());
            }
            _ => {
                self.end()?;
                self.current = Current { key: Some(key.to_owned()), ..Current::default() };
            }
        }
        self.current.last_month = month;
        match month {
            LEARNT => self.current.periods.learnt = count,
            WHOLE => self.current.periods.whole = count,
            _ => self.month(key, month_of(month)?, count),
        }
        Ok(())
    }

    fn month(&mut self, key: &str, month: Month, count: Count) {
        self.current.sum_of_months += u64::from(count.orders);
        let empty = || MonthSales { month, orders: 0, customers: 0, items: Vec::new() };
        let sales = self.months.entry(month).or_insert_with(empty);
        if key.is_empty() {
            (sales.orders, sales.customers) = (count.orders, count.customers);
        } else if let Some(&product) = self.numbers.get(key) {
            sales.items.push(ItemCount { product, orders: count.orders, customers: count.customers });
        }
    }

    /// Takes the product that is complete.
    fn end(&mut self) -> Result<(), String> {
        let Current { key: Some(key), sum_of_months, periods, .. } = std::mem::take(&mut self.current) else {
            return Ok(());
        };
        periods.check(sum_of_months).map_err(|reason| format!("product {key:?}: {reason}"))?;
        let lines = u64::from(periods.whole.orders);
        if key.is_empty() {
            self.items.shop = periods;
        } else if let Some(&product) = self.numbers.get(key.as_str()) {
            self.items.products[product as usize] = periods;
            self.items.known_lines += lines;
        } else {
            self.items.unknown_lines += lines;
            self.items.unknown.push((key, lines));
        }
        Ok(())
    }
}

impl Periods {
    /// That the rows of one key fit each other.
    pub fn check(&self, sum_of_months: u64) -> Result<(), String> {
        let Self { learnt, whole } = *self;
        if u64::from(whole.orders) != sum_of_months {
            return Err(format!(
                "its months have {sum_of_months} orders together, its row {WHOLE} has {}",
                whole.orders
            ));
        }
        if learnt.orders > whole.orders || learnt.customers > whole.customers {
            return Err(format!("its row {LEARNT} counts more than its row {WHOLE}"));
        }
        Ok(())
    }
}

/// Orders and customers of a row.
pub(super) fn count<const N: usize>(line: &Line<'_, N>, orders: usize) -> Result<Count, String> {
    let count = Count { orders: line.number(orders)?, customers: line.number(orders + 1)? };
    if count.customers == 0 || count.customers > count.orders {
        return Err(format!(
            "{} orders of {} customers: both are at least 1, and each customer has an order",
            count.orders, count.customers
        ));
    }
    Ok(count)
}

/// The month of a row that is no period.
pub(super) fn month_of(month: u32) -> Result<Month, String> {
    Month::from_yyyymm(month).ok_or_else(|| {
        format!("month is {month}, which is none: {LEARNT}, {WHOLE} or yyyymm, such as 202612")
    })
}
