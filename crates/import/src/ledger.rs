//! All order lines in compact form: blocks of all files merged in the order in which they stand.

use std::collections::BTreeMap;

use cobuy_catalogue::config::{Currency, Fold};
use cobuy_catalogue::data::ANONYMOUS;
use cobuy_catalogue::report::{BadLine, FileReport, FilteredBy, Unreadable};

use super::chunk::{Chunk, KEPT, NAME_MARK, NO_TIME, Needs};
use super::error::ImportError;
use super::intern::Interner;
use super::layout::Layout;
use super::prices::PriceWindow;
use super::titles::Titles;

/// All order lines read so far.
pub(super) struct Ledger {
    /// The order files and their lines.
    pub files: Vec<FileReport>,
    /// Order ids.
    pub orders: Interner,
    /// Earliest time of each order, [`NO_TIME`] if none of its lines has one.
    pub time_ms: Vec<i64>,
    /// Customer of each order.
    pub customer: Vec<u32>,
    /// Rule that drops each order, an index into `filtered`, or [`KEPT`].
    dropped_by: Vec<u16>,
    foreign: Vec<bool>,
    /// Product ids, perhaps with a name that stands in (see [`product_names`]).
    pub products: Interner,
    /// Order and product of every line, block by block.
    pub pairs: Vec<Vec<(u32, u32)>>,
    pub titles: Titles,
    pub prices: PriceWindow,
    pub filtered: Vec<FilteredBy>,
    pub unreadable: Unreadable,
    pub encoding_repaired: u64,
    pub other_currency_lines: u64,
    /// Whether a file's product ids were folded to upper case.
    pub upper: bool,
    /// Whether products of a file have no id but their title.
    pub titles_are_ids: bool,
    customers: Interner,
    currencies: BTreeMap<Currency, u64>,
    only_currency: Option<Currency>,
    /// Order, file and line of lines whose time is the order's.
    timeless: Vec<(u32, u32, u64)>,
    needs: Needs,
}

/// Rules of one layout by their place in [`Ledger::filtered`]. Rules with the same words in several files are one.
pub(super) type RuleNumbers = Vec<u16>;

impl Ledger {
    /// Nothing yet.
    pub fn new(needs: Needs) -> Ledger {
        Ledger {
            files: Vec::new(),
            orders: Interner::default(),
            time_ms: Vec::new(),
            customer: Vec::new(),
            dropped_by: Vec::new(),
            foreign: Vec::new(),
            products: Interner::default(),
            pairs: Vec::new(),
            titles: Titles::default(),
            prices: PriceWindow::default(),
            filtered: Vec::new(),
            unreadable: Unreadable::default(),
            encoding_repaired: 0,
            other_currency_lines: 0,
            upper: false,
            titles_are_ids: false,
            customers: Interner::default(),
            currencies: BTreeMap::new(),
            only_currency: None,
            timeless: Vec::new(),
            needs,
        }
    }

    /// Begins a file.
    pub fn begin(&mut self, layout: &Layout, kind: String) -> RuleNumbers {
        self.files.push(FileReport { file: layout.file.clone(), kind, lines: 0 });
        self.only_currency = self.only_currency.or(layout.only_currency);
        self.upper |= layout.fold == Fold::Upper;
        self.titles_are_ids |= layout.titles_are_ids;
        layout
            .filters
            .names
            .iter()
            .map(|rule| {
                let at = self.filtered.iter().position(|by| by.rule == *rule).unwrap_or_else(|| {
                    self.filtered.push(FilteredBy { rule: rule.clone(), lines: 0 });
                    self.filtered.len() - 1
                });
                u16::try_from(at).unwrap_or(KEPT - 1)
            })
            .collect()
    }

    /// Lines read so far.
    pub fn lines(&self) -> u64 {
        self.files.iter().map(|file| file.lines).sum()
    }

    /// Adds the next block of the file begun last.
    pub fn merge(&mut self, chunk: Chunk, rules: &RuleNumbers) -> Result<(), ImportError> {
        room(self.lines() as usize + chunk.pairs.len(), "order lines")?;
        let orders = self.merge_orders(&chunk, rules)?;
        let products = self.merge_products(&chunk)?;
        if self.needs.titles {
            self.titles.merge(&chunk, &products, &orders, &self.customer);
        }
        if self.needs.prices {
            for &(order, product, price) in &chunk.prices {
                let order = orders[order as usize] as usize;
                if !self.foreign[order] {
                    self.prices.push(products[product as usize], self.time_ms[order], price);
                }
            }
        }
        let file = self.files.len().saturating_sub(1) as u32;
        self.timeless
            .extend(chunk.timeless.iter().map(|&(order, line)| (orders[order as usize], file, line)));
        for (lines, rule) in chunk.filtered.iter().zip(rules) {
            self.filtered[usize::from(*rule)].lines += lines;
        }
        for (currency, lines) in &chunk.currencies {
            *self.currencies.entry(*currency).or_default() += lines;
        }
        if let Some(file) = self.files.last_mut() {
            file.lines += chunk.lines;
        }
        self.unreadable.append(chunk.unreadable);
        self.encoding_repaired += chunk.encoding_repaired;
        let mut pairs = chunk.pairs;
        for (order, product) in &mut pairs {
            (*order, *product) = (orders[*order as usize], products[*product as usize]);
        }
        self.pairs.push(pairs);
        Ok(())
    }

    /// Time of the newest order with a line that stands.
    pub fn newest_ms(&self) -> Option<i64> {
        self.pairs.iter().flatten().map(|&(order, _)| self.time_ms[order as usize]).max()
    }

    /// Takes the orders of a block; their numbers here.
    fn merge_orders(&mut self, chunk: &Chunk, rules: &RuleNumbers) -> Result<Vec<u32>, ImportError> {
        room(self.orders.len() + chunk.orders.len(), "orders")?;
        room(self.customers.len() + chunk.customers.len(), "customers")?;
        let customers: Vec<u32> = chunk.customers.iter().map(|id| self.customers.intern(id).0).collect();
        let numbers = chunk.orders.iter().zip(&chunk.order_facts).map(|(id, facts)| {
            let (order, new) = self.orders.intern(id);
            if new {
                self.time_ms.push(NO_TIME);
                self.customer.push(ANONYMOUS);
                self.dropped_by.push(KEPT);
                self.foreign.push(false);
            }
            let at = order as usize;
            self.time_ms[at] = self.time_ms[at].min(facts.time_ms);
            if self.customer[at] == ANONYMOUS && facts.customer != ANONYMOUS {
                self.customer[at] = customers[facts.customer as usize];
            }
            if facts.dropped_by != KEPT {
                self.dropped_by[at] = self.dropped_by[at].min(rules[usize::from(facts.dropped_by)]);
            }
            self.foreign[at] |= facts.foreign;
            order
        });
        Ok(numbers.collect())
    }

    /// Takes the products of a block; their numbers here, `u32::MAX` for ids that are no products.
    fn merge_products(&mut self, chunk: &Chunk) -> Result<Vec<u32>, ImportError> {
        room(self.products.len() + chunk.product_facts.len(), "product ids")?;
        let numbers = chunk.product_facts.iter().map(|facts| match facts.is_product() {
            true => self.products.intern(&facts.name).0,
            false => u32::MAX,
        });
        Ok(numbers.collect())
    }

    /// After the last block: takes out lines of orders that a rule drops, and lines whose time nobody says.
    pub fn settle(&mut self) {
        let Ledger { pairs, dropped_by, time_ms, filtered, unreadable, timeless, files, .. } = self;
        for lines in pairs.iter_mut() {
            lines.retain(|&(order, _)| {
                let order = order as usize;
                let rule = dropped_by[order];
                if rule != KEPT {
                    filtered[usize::from(rule)].lines += 1;
                }
                rule == KEPT && time_ms[order] != NO_TIME
            });
        }
        for &(order, file, line) in timeless.iter() {
            if time_ms[order as usize] == NO_TIME && dropped_by[order as usize] == KEPT {
                let file = files[file as usize].file.clone();
                let reason = "no line of the order has a timestamp".to_owned();
                unreadable.add(1, BadLine { file, line, reason });
            }
        }
        let foreign = &self.foreign;
        self.other_currency_lines =
            self.pairs.iter().flatten().filter(|&&(order, _)| foreign[order as usize]).count() as u64;
    }

    /// The currency of the prices: what `cobuy.toml` or the preset says, else the only one in the files.
    ///
    /// # Errors
    /// [`ImportError::SeveralCurrencies`].
    pub fn currency(&self) -> Result<Option<Currency>, ImportError> {
        if self.only_currency.is_some() || self.currencies.len() < 2 {
            return Ok(self.only_currency.or_else(|| self.currencies.keys().next().copied()));
        }
        let mut counts: Vec<(&Currency, &u64)> = self.currencies.iter().collect();
        counts.sort_by_key(|(currency, lines)| (std::cmp::Reverse(**lines), **currency));
        let currencies =
            counts.iter().map(|(currency, lines)| format!("{} in {lines} lines", currency.as_str()));
        Err(ImportError::SeveralCurrencies { currencies: currencies.collect() })
    }

    /// Where no order of the shop names a customer, each counts as one of its own, and this says so: the publication
    /// minimum is then a minimum of orders. Counted as one customer together, as nameless orders among others are, they
    /// would publish nothing at all.
    pub fn name_customers(&mut self) -> bool {
        let nameless = self.customer.iter().all(|customer| *customer == ANONYMOUS);
        if nameless {
            self.customer = (0..self.customer.len() as u32).collect();
        }
        nameless
    }

    /// Forgets what named customers: from here on they are numbers.
    pub fn forget_customers(&mut self) {
        self.customers = Interner::default();
    }
}

/// The id of a product in orders, and the name that stands in where the id is empty or unknown. Texts are UTF-8: blocks
/// decode them.
pub(super) fn product_names(product: &[u8]) -> (&str, &str) {
    let text = std::str::from_utf8(product).unwrap_or("");
    text.split_once(char::from(NAME_MARK)).unwrap_or((text, ""))
}

fn room(count: usize, what: &'static str) -> Result<(), ImportError> {
    if count < u32::MAX as usize { Ok(()) } else { Err(ImportError::TooLarge { what }) }
}
