//! The table `holdout`: the newest baskets, as orders.

use std::collections::HashMap;
use std::path::Path;

use cobuy_catalogue::data::{ANONYMOUS, BASKET_CAP, Orders};
use cobuy_model::mine::EvidenceError;
use cobuy_model::mine::evidence::learnt;
use cobuy_model::mine::months::Month;
use cobuy_targets::tables::HOLDOUT;

use super::items::Items;
use super::read::{Line, Table};

const COLUMNS: [&str; 3] = ["basket", "time", "product"];

/// Reads the table and holds it against `items`. The orders name no customer.
pub(super) fn read(
    folder: &Path,
    numbers: &HashMap<&str, u32>,
    items: &Items,
) -> Result<Orders, EvidenceError> {
    let table = Table::open(folder, HOLDOUT, &COLUMNS)?;
    let mut reader = Reader { numbers, orders: Orders { offsets: vec![0], ..Orders::default() }, last: None };
    table.for_each(&COLUMNS, |line| reader.row(&line))?;
    reader.end();
    check(&reader.orders, items).map_err(|reason| table.fault(&reason))?;
    Ok(reader.orders)
}

/// Time of the newest order of the tables in `folder`, unix milliseconds; 0 where the hold-out is empty.
///
/// # Errors
/// [`EvidenceError`] with file and row.
pub fn newest_ms(folder: &Path) -> Result<i64, EvidenceError> {
    let mut newest = 0;
    Table::open(folder, HOLDOUT, &COLUMNS)?.for_each(&COLUMNS, |line| {
        newest = line.time(1)?.max(newest);
        Ok(())
    })?;
    Ok(newest)
}

struct Reader<'c> {
    numbers: &'c HashMap<&'c str, u32>,
    orders: Orders,
    /// Product of the last row and lines of its basket.
    last: Option<(String, usize)>,
}

impl Reader<'_> {
    fn row(&mut self, line: &Line<'_, 3>) -> Result<(), String> {
        let (basket, time, product) = (line.number(0)? as usize, line.time(1)?, line.text(2)?);
        let begun = self.orders.time_ms.len();
        match &mut self.last {
            Some((last, lines)) if basket == begun => {
                if last.as_str() >= product || self.orders.time_ms.last() != Some(&time) {
                    return Err(
                        "the row does not follow the one before: a basket has one time, and its products ascend"
                            .to_owned(),
                    );
                }
                product.clone_into(last);
                *lines += 1;
                if *lines > BASKET_CAP {
                    return Err(format!("basket {basket} has more than {BASKET_CAP} products"));
                }
            }
            _ if basket == begun + 1 && self.orders.time_ms.last().is_none_or(|last| *last <= time) => {
                self.end();
                self.orders.time_ms.push(time);
                self.orders.customer.push(ANONYMOUS);
                self.last = Some((product.to_owned(), 1));
            }
            _ => {
                return Err(format!(
                    "basket {basket} does not follow basket {begun}: baskets are numbered from 1, the oldest first"
                ));
            }
        }
        self.orders.products.extend(self.numbers.get(product));
        Ok(())
    }

    fn end(&mut self) {
        if self.last.is_some() {
            self.orders.offsets.push(self.orders.products.len() as u32);
        }
    }
}

/// That both tables are of the same orders.
fn check(holdout: &Orders, items: &Items) -> Result<(), String> {
    let whole = items.shop.whole.orders as usize;
    let (wanted, found) = (whole - learnt(whole), holdout.len());
    if found != wanted {
        return Err(format!(
            "of {whole} orders in the table items the newest {wanted} are held out, here are {found}"
        ));
    }
    if items.shop.learnt.orders as usize != whole - found {
        return Err(format!(
            "the table items counts {} orders without these {found} of {whole}",
            items.shop.learnt.orders
        ));
    }
    let (Some(&newest), Some(last)) = (holdout.time_ms.last(), items.months.last()) else {
        return Err(
            "there are fewer than ten orders: build from the orders themselves, with --orders".to_owned()
        );
    };
    if Month::of(newest) != last.month {
        return Err(format!(
            "the newest basket is of month {}, the newest month in the table items {}: times and months are in UTC",
            Month::of(newest).yyyymm(),
            last.month.yyyymm()
        ));
    }
    let mut held = vec![0u32; items.products.len()];
    holdout.products.iter().for_each(|&product| held[product as usize] += 1);
    let differs = |(periods, held): (&super::items::Periods, &u32)| {
        periods.whole.orders - periods.learnt.orders != *held
    };
    match items.products.iter().zip(&held).position(differs) {
        Some(product) => Err(format!(
            "product number {} of the catalogue is in {} of these baskets, the table items keeps {} out",
            product + 1,
            held[product],
            items.products[product].whole.orders - items.products[product].learnt.orders
        )),
        None => Ok(()),
    }
}
