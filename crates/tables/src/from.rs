//! Evidence out of tables. `pairs` is read anew whenever it is asked for: it may be far larger than memory.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use cobuy_catalogue::data::{Catalogue, Orders};
use cobuy_catalogue::progress::Progress;
use cobuy_model::mine::count::Count;
use cobuy_model::mine::evidence::{Holdout, Part};
use cobuy_model::mine::history::Pair;
use cobuy_model::mine::months::{Month, MonthSales};
use cobuy_model::mine::{Counting, Evidence, EvidenceError, PairCounts, UpperPairs};
use cobuy_targets::tables::PAIRS;

use super::items::{Items, Periods, count, month_of};
use super::read::{Line, Table};
use super::{LEARNT, WHOLE, holdout, items};

const COLUMNS: [&str; 5] = ["product_a", "product_b", "month", "orders", "customers"];

/// Tables of a folder. Memory: months and hold-out; counts are what [`PairCounts`] needs and half as much while they
/// are read.
pub struct FromTables<'c> {
    numbers: HashMap<&'c str, u32>,
    items: Items,
    holdout: Orders,
    pairs: Table<5>,
}

impl<'c> FromTables<'c> {
    /// Opens the tables and reads all but the pairs. Products that the catalogue does not have are left out.
    ///
    /// # Errors
    /// [`EvidenceError`] with file and row.
    pub fn open(folder: &Path, catalogue: &'c Catalogue) -> Result<Self, EvidenceError> {
        let keys = catalogue.products.iter().map(|product| product.key.as_str());
        let numbers: HashMap<&str, u32> = keys.zip(0..).collect();
        let items = items::read(folder, &numbers)?;
        let holdout = holdout::read(folder, &numbers, &items)?;
        let pairs = Table::open(folder, PAIRS, &COLUMNS)?;
        Ok(Self { numbers, items, holdout, pairs })
    }

    /// Order lines of products that the catalogue has, and of others.
    pub fn lines(&self) -> (u64, u64) {
        (self.items.known_lines, self.items.unknown_lines)
    }

    /// Products that the catalogue does not have, with their order lines, most first.
    pub fn unknown(&self) -> &[(String, u64)] {
        &self.items.unknown
    }

    fn periods(&self) -> impl Iterator<Item = &Periods> {
        self.items.products.iter()
    }
}

impl Periods {
    fn of(&self, part: Part) -> Count {
        match part {
            Part::Learn => self.learnt,
            Part::Whole => self.whole,
        }
    }
}

impl Evidence for FromTables<'_> {
    fn products(&self) -> usize {
        self.numbers.len()
    }

    fn orders(&self) -> usize {
        self.items.shop.whole.orders as usize
    }

    fn newest_ms(&self) -> Option<i64> {
        self.holdout.time_ms.last().copied()
    }

    fn months(&self) -> &[MonthSales] {
        &self.items.months
    }

    fn holdout(&self) -> Holdout<'_> {
        let held = self.holdout.len();
        Holdout { orders: &self.holdout, range: 0..held, older: self.orders() - held }
    }

    fn shop(&self, part: Part) -> Count {
        self.items.shop.of(part)
    }

    fn items(&self, part: Part) -> Vec<Count> {
        self.periods().map(|periods| periods.of(part)).collect()
    }

    fn counts(
        &self,
        part: Part,
        Counting { min_customers, .. }: Counting,
        progress: &dyn Progress,
    ) -> Result<PairCounts, EvidenceError> {
        let mut upper = UpperPairs::default();
        self.pairs(progress, &mut |pair| {
            let count = if part == Part::Learn { pair.learnt } else { pair.whole };
            upper.seen += u64::from(count.orders > 0);
            if count.orders > 0 && count.customers >= min_customers {
                upper.push(pair.a, pair.b, count.orders);
            }
            ControlFlow::Continue(())
        })?;
        let items = self.periods().map(|periods| periods.of(part).orders).collect();
        Ok(PairCounts::from_upper(&upper, items, self.shop(part), min_customers))
    }

    fn pairs(
        &self,
        progress: &dyn Progress,
        visit: &mut dyn FnMut(Pair<'_>) -> ControlFlow<()>,
    ) -> Result<(), EvidenceError> {
        let mut reader = Reader {
            tables: self,
            progress,
            visit,
            key: None,
            numbers: None,
            last_month: 0,
            periods: Periods::default(),
            months: Vec::new(),
            done: 0,
            stopped: false,
        };
        self.pairs.for_each(&COLUMNS, |line| reader.row(&line))?;
        reader.end().map_err(|reason| self.pairs.fault(&reason))?;
        progress.advance((self.numbers.len() as u64).saturating_sub(reader.done));
        Ok(())
    }
}

/// Gathers the rows of a pair and hands it over when the next one begins.
struct Reader<'t, 'v> {
    tables: &'t FromTables<'t>,
    progress: &'t dyn Progress,
    visit: &'v mut dyn FnMut(Pair<'_>) -> ControlFlow<()>,
    key: Option<(String, String)>,
    /// The numbers of both products, if the catalogue has them.
    numbers: Option<(u32, u32)>,
    last_month: u32,
    periods: Periods,
    months: Vec<(Month, Count)>,
    /// Products whose end was told.
    done: u64,
    stopped: bool,
}

impl Reader<'_, '_> {
    fn row(&mut self, line: &Line<'_, 5>) -> Result<(), String> {
        if self.stopped {
            return Ok(());
        }
        let (a, b, month) = (line.text(0)?, line.text(1)?, line.number(2)?);
        let count = count(line, 3)?;
        match &self.key {
            Some((last_a, last_b)) if (last_a.as_str(), last_b.as_str()) == (a, b) => {
                if month <= self.last_month {
                    return Err(UNSORTED.to_owned());
                }
            }
            last => {
                if last.as_ref().is_some_and(|(last_a, last_b)| (last_a.as_str(), last_b.as_str()) > (a, b)) {
                    return Err(UNSORTED.to_owned());
                }
                if a >= b {
                    return Err(format!("product_a {a:?} does not come before product_b {b:?}"));
                }
                self.end()?;
                self.begin(a, b);
            }
        }
        self.last_month = month;
        match month {
            LEARNT => self.periods.learnt = count,
            WHOLE => self.periods.whole = count,
            _ => self.months.push((month_of(month)?, count)),
        }
        Ok(())
    }

    fn begin(&mut self, a: &str, b: &str) {
        let number = |key: &str| self.tables.numbers.get(key).copied();
        self.numbers = number(a).zip(number(b));
        match &mut self.key {
            Some((last_a, last_b)) => {
                a.clone_into(last_a);
                b.clone_into(last_b);
            }
            none => *none = Some((a.to_owned(), b.to_owned())),
        }
        (self.last_month, self.periods) = (0, Periods::default());
        self.months.clear();
        if let Some((a, _)) = self.numbers.filter(|(a, _)| u64::from(*a) > self.done) {
            self.progress.advance(u64::from(a) - self.done);
            self.done = u64::from(a);
        }
    }

    fn end(&mut self) -> Result<(), String> {
        let (Some((key_a, key_b)), false) = (&self.key, self.stopped) else {
            return Ok(());
        };
        let named = |reason: &str| format!("products {key_a:?} and {key_b:?}: {reason}");
        let sum = self.months.iter().map(|(_, count)| u64::from(count.orders)).sum();
        self.periods.check(sum).map_err(|reason| named(&reason))?;
        let Some((a, b)) = self.numbers else { return Ok(()) };
        let Periods { learnt, whole } = self.periods;
        for product in [a, b] {
            let own = self.tables.items.products[product as usize];
            if whole.orders > own.whole.orders || learnt.orders > own.learnt.orders {
                return Err(named("the table items has fewer orders of one of them than they have together"));
            }
        }
        let pair = Pair { a, b, learnt, whole, months: &self.months };
        self.stopped = (self.visit)(pair).is_break();
        Ok(())
    }
}

const UNSORTED: &str = "the row does not follow the one before: sort by product_a, product_b, month";
