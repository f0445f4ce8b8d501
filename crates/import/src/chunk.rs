//! Order lines of one block in compact form: what one thread makes of it before blocks are merged.

use cobuy_catalogue::config::{Currency, Fold};
use cobuy_catalogue::data::ANONYMOUS;
use cobuy_catalogue::report::{BadLine, Unreadable};

use super::cell::{Cell, Row, decoded, has_control, printable};
use super::intern::Interner;
use super::layout::{Layout, OrderKey};
use super::text::Record;
use super::witnesses::Witnesses;

/// Separates the id of a product from the name that stands in for it (ASCII "unit separator").
pub(super) const NAME_MARK: u8 = 0x1f;

/// Longest product key in bytes: the snapshot stores its length in a byte.
pub const MAX_KEY_BYTES: usize = 255;

/// What is wrong with a product id that has a tab, a line end or the like in it.
const CONTROL: &str = "the product id has a control character in it, such as a tab or a line end";

/// An order whose time has not been seen.
pub(super) const NO_TIME: i64 = i64::MAX;

/// An order that no rule drops.
pub(super) const KEPT: u16 = u16::MAX;

/// What later stages need of the lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needs {
    /// Titles, where no products file gives them.
    pub titles: bool,
    /// Prices, likewise.
    pub prices: bool,
}

/// An order as far as one block knows it.
#[derive(Debug, Clone, Copy)]
pub(super) struct OrderFacts {
    /// Earliest line, or [`NO_TIME`].
    pub time_ms: i64,
    /// Number of the customer within the block, or [`ANONYMOUS`].
    pub customer: u32,
    /// The rule that drops the whole order, or [`KEPT`].
    pub dropped_by: u16,
    /// Whether its prices are in a currency that does not count.
    pub foreign: bool,
}

/// A product id as far as one block knows it.
#[derive(Debug, Clone)]
pub(super) struct ProductFacts {
    /// The key, or the id and the name that stands in for it separated by [`NAME_MARK`]; normalised.
    pub name: Vec<u8>,
    /// Why lines with this id cannot be used.
    verdict: Verdict,
    /// Whether its bytes were not UTF-8.
    repaired: bool,
    /// The title of the block's last line of this product, for a short way past the table.
    title: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Product,
    Filtered(u16),
    Missing,
    TooLong,
    Control,
}

/// A title of a product.
#[derive(Debug, Clone, Copy)]
pub(super) struct TitleFacts {
    /// Lines that have it.
    pub lines: u64,
    /// Orders of several customers that have it, by the block's numbers.
    pub witnesses: Witnesses,
    /// Whether its bytes were not UTF-8.
    pub repaired: bool,
}

/// The lines of a block.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Lines, used or not.
    pub lines: u64,
    pub orders: Interner,
    pub order_facts: Vec<OrderFacts>,
    pub customers: Interner,
    pub product_facts: Vec<ProductFacts>,
    /// Order and product of every line that stands, by the block's numbers.
    pub pairs: Vec<(u32, u32)>,
    /// Product number (4 bytes, little-endian) and title; see [`Chunk::title_facts`].
    pub titles: Interner,
    pub title_facts: Vec<TitleFacts>,
    /// Order, product and price in millionths.
    pub prices: Vec<(u32, u32, i64)>,
    /// Lines whose time is the order's: order and line of the file.
    pub timeless: Vec<(u32, u64)>,
    /// Lines that each rule took, by the layout's numbers.
    pub filtered: Vec<u64>,
    pub unreadable: Unreadable,
    pub encoding_repaired: u64,
    /// Currencies and their lines.
    pub currencies: Vec<(Currency, u64)>,
    products: Interner,
    last_order: Option<u32>,
    last_time: (Vec<u8>, i64),
    scratch: Vec<u8>,
}

/// Why a line is not used.
enum Refusal {
    Filtered(u16),
    Unreadable(&'static str),
}

impl Chunk {
    /// No lines yet.
    pub fn new(layout: &Layout) -> Chunk {
        Chunk { filtered: vec![0; layout.filters.names.len()], ..Chunk::default() }
    }

    /// Takes a record of a text file, whose number of fields must be the header's.
    pub fn record(&mut self, layout: &Layout, record: &Record<'_>) {
        if record.is_blank() {
            self.lines += 1;
            self.filtered[usize::from(layout.filters.blank)] += 1;
        } else if let Some((lines, reason)) = record.fault(layout.width) {
            self.lines += lines;
            self.unreadable.add(lines, BadLine { file: layout.file.clone(), line: record.line, reason });
        } else {
            self.row(layout, record.fields, record.line);
        }
    }

    /// Takes one line.
    pub fn row(&mut self, layout: &Layout, row: &impl Row, line: u64) {
        self.lines += 1;
        match self.take(layout, row, line) {
            Ok(()) => {}
            Err(Refusal::Filtered(rule)) => self.filtered[usize::from(rule)] += 1,
            Err(Refusal::Unreadable(reason)) => {
                let bad = BadLine { file: layout.file.clone(), line, reason: reason.to_owned() };
                self.unreadable.add(1, bad);
            }
        }
    }

    /// Rules are asked in the order of their numbers, and what a rule drops need not be readable beyond it.
    fn take(&mut self, layout: &Layout, row: &impl Row, line: u64) -> Result<(), Refusal> {
        let filters = &layout.filters;
        let order_id = match layout.order {
            OrderKey::Column(column) => row.cell(column).text(),
            OrderKey::CustomerDay(customer) => self.customer_day(layout, row, customer)?.into(),
        };
        if order_id.is_empty() {
            return Err(Refusal::Unreadable("the order id is empty"));
        }
        if let Some((rule, prefix)) = &filters.order_prefix
            && order_id.starts_with(prefix)
        {
            return Err(Refusal::Filtered(*rule));
        }
        let dropped = filters.cells.iter().find_map(|rule| rule.matches(&row.cell(rule.column).text()));
        if let Some(rule) = dropped {
            if layout.continuation {
                let order = self.order(&order_id);
                let facts = &mut self.order_facts[order as usize];
                facts.dropped_by = facts.dropped_by.min(rule);
            }
            return Err(Refusal::Filtered(rule));
        }
        let product = self.product(layout, row);
        match self.product_facts[product as usize].verdict {
            Verdict::Product => {}
            Verdict::Filtered(rule) => return Err(Refusal::Filtered(rule)),
            Verdict::Missing => return Err(Refusal::Unreadable("the product id is empty")),
            Verdict::TooLong => return Err(Refusal::Unreadable("the product id is longer than 255 bytes")),
            Verdict::Control => return Err(Refusal::Unreadable(CONTROL)),
        }
        check_quantity(layout, row)?;
        let price = price(layout, row)?;
        let time_ms = self.time(layout, row)?;
        let order = self.order(&order_id);
        self.order_row(layout, row, order, time_ms, line);
        self.pairs.push((order, product));
        let mut repaired = self.product_facts[product as usize].repaired;
        if let Some(column) = layout.title {
            repaired |= self.title(product, row.cell(column), order);
        }
        self.encoding_repaired += u64::from(repaired);
        if let Some(price) = price.filter(|price| *price > 0) {
            self.prices.push((order, product, price));
        }
        Ok(())
    }

    /// A name for all that a customer bought on one day.
    fn customer_day(&mut self, layout: &Layout, row: &impl Row, customer: usize) -> Result<Vec<u8>, Refusal> {
        let id = row.cell(customer).text();
        if id.is_empty() {
            return Err(Refusal::Unreadable("there is no order id, and the customer is empty"));
        }
        let time_ms = self.time(layout, row)?.ok_or(Refusal::Unreadable("the timestamp is empty"))?;
        let day = layout.time_rules.day(time_ms);
        Ok([customer_id(&id), b" ", day.as_bytes()].concat())
    }

    /// Number of the order; lines of an order mostly follow one another.
    fn order(&mut self, id: &[u8]) -> u32 {
        if let Some(last) = self.last_order
            && self.orders.get(last) == id
        {
            return last;
        }
        let (order, new) = self.orders.intern(id);
        if new {
            self.order_facts.push(OrderFacts {
                time_ms: NO_TIME,
                customer: ANONYMOUS,
                dropped_by: KEPT,
                foreign: false,
            });
        }
        self.last_order = Some(order);
        order
    }

    fn order_row(&mut self, layout: &Layout, row: &impl Row, order: u32, time_ms: Option<i64>, line: u64) {
        match time_ms {
            Some(time) => {
                let facts = &mut self.order_facts[order as usize];
                facts.time_ms = facts.time_ms.min(time);
            }
            None => self.timeless.push((order, line)),
        }
        if self.order_facts[order as usize].customer == ANONYMOUS
            && let Some(column) = layout.customer
        {
            let id = row.cell(column).text();
            if !id.is_empty() {
                let customer = self.customers.intern(customer_id(&id)).0;
                self.order_facts[order as usize].customer = customer;
            }
        }
        if let Some(column) = layout.currency
            && let Some(currency) = Currency::parse(&row.cell(column).text())
        {
            self.count_currency(currency);
            self.order_facts[order as usize].foreign =
                layout.only_currency.is_some_and(|only| only != currency);
        }
    }

    fn count_currency(&mut self, currency: Currency) {
        match self.currencies.iter_mut().find(|(known, _)| *known == currency) {
            Some((_, lines)) => *lines += 1,
            None => self.currencies.push((currency, 1)),
        }
    }

    /// Number of the product id; its text is checked and normalised once per block.
    fn product(&mut self, layout: &Layout, row: &impl Row) -> u32 {
        let id = row.cell(layout.product).text();
        let product = match layout.product_name {
            None => self.products.intern(&id),
            Some(column) => {
                self.scratch.clear();
                // An id with the mark in it would be taken for another id and its name.
                if id.contains(&NAME_MARK) {
                    self.scratch.push(NAME_MARK);
                } else {
                    self.scratch.extend_from_slice(&id);
                }
                self.scratch.push(NAME_MARK);
                self.scratch.extend_from_slice(&row.cell(column).text());
                self.products.intern(&self.scratch)
            }
        };
        if product.1 {
            self.product_facts.push(ProductFacts::new(layout, self.products.get(product.0)));
        }
        product.0
    }

    fn time(&mut self, layout: &Layout, row: &impl Row) -> Result<Option<i64>, Refusal> {
        let cell = row.cell(layout.time);
        if let Cell::Text(text) = cell
            && text == self.last_time.0
            && !text.is_empty()
        {
            return Ok(Some(self.last_time.1));
        }
        let time = layout
            .time_rules
            .read(cell)
            .map_err(|()| Refusal::Unreadable("the timestamp is not a time that is known"))?;
        match (cell, time) {
            (Cell::Text(text), Some(time)) => {
                self.last_time.0.clear();
                self.last_time.0.extend_from_slice(text);
                self.last_time.1 = time;
            }
            (_, None) if !layout.continuation => return Err(Refusal::Unreadable("the timestamp is empty")),
            _ => {}
        }
        Ok(time)
    }

    /// Counts the title of a line; true if its bytes were not UTF-8.
    fn title(&mut self, product: u32, cell: Cell<'_>, order: u32) -> bool {
        let text = cell.text();
        if text.is_empty() {
            return false;
        }
        let last = self.product_facts[product as usize].title;
        let title = match last.filter(|last| self.titles.get(*last)[4..] == *text) {
            Some(last) => last,
            None => self.new_title(product, &text),
        };
        let orders = &self.order_facts;
        let facts = &mut self.title_facts[title as usize];
        facts.lines += 1;
        facts.witnesses.add(order, |order| orders[order as usize].customer);
        facts.repaired
    }

    fn new_title(&mut self, product: u32, text: &[u8]) -> u32 {
        self.scratch.clear();
        self.scratch.extend_from_slice(&product.to_le_bytes());
        self.scratch.extend_from_slice(text);
        let (title, new) = self.titles.intern(&self.scratch);
        if new {
            let repaired = std::str::from_utf8(text).is_err();
            self.title_facts.push(TitleFacts { lines: 0, witnesses: Witnesses::default(), repaired });
        }
        self.product_facts[product as usize].title = Some(title);
        title
    }
}

impl ProductFacts {
    fn new(layout: &Layout, raw: &[u8]) -> ProductFacts {
        let (text, repaired) = decoded(raw);
        let mut name = text.into_owned();
        if layout.fold == Fold::Upper {
            name = name.to_uppercase();
        }
        if let Some((id, stand_in)) = layout.product_name.and_then(|_| name.split_once(char::from(NAME_MARK)))
            && !id.is_empty()
            && has_control(stand_in.as_bytes())
        {
            name = format!("{id}{}{}", char::from(NAME_MARK), printable(stand_in));
        }
        let parts = layout.product_name.and_then(|_| name.split_once(char::from(NAME_MARK)));
        let id = parts.map_or(name.as_str(), |(id, stand_in)| if id.is_empty() { stand_in } else { id });
        let verdict = if id.is_empty() {
            Verdict::Missing
        } else if let Some((rule, _)) =
            layout.filters.pattern.as_ref().filter(|(_, regex)| !regex.is_match(id.as_bytes()))
        {
            Verdict::Filtered(*rule)
        } else if id.len() > MAX_KEY_BYTES {
            Verdict::TooLong
        } else if has_control(id.as_bytes()) {
            Verdict::Control
        } else {
            Verdict::Product
        };
        ProductFacts { name: name.into_bytes(), verdict, repaired, title: None }
    }

    /// Whether lines of this product are used.
    pub fn is_product(&self) -> bool {
        self.verdict == Verdict::Product
    }
}

fn check_quantity(layout: &Layout, row: &impl Row) -> Result<(), Refusal> {
    let Some(column) = layout.quantity else { return Ok(()) };
    match (row.cell(column).millionths(layout.decimal_comma), layout.filters.quantity) {
        (Ok(Some(quantity)), Some(rule)) if quantity <= 0 => Err(Refusal::Filtered(rule)),
        (Ok(Some(_)), _) => Ok(()),
        (Ok(None), _) => Err(Refusal::Unreadable("the quantity is empty")),
        (Err(()), _) => Err(Refusal::Unreadable("the quantity is not a number")),
    }
}

fn price(layout: &Layout, row: &impl Row) -> Result<Option<i64>, Refusal> {
    let Some(column) = layout.price else { return Ok(None) };
    match (row.cell(column).millionths(layout.decimal_comma), layout.filters.price) {
        (Ok(Some(price)), Some(rule)) if price <= 0 => Err(Refusal::Filtered(rule)),
        (Ok(price), _) => Ok(price),
        (Err(()), _) => Err(Refusal::Unreadable("the unit price is not a number")),
    }
}

/// A customer id as tools write it: `17850.0` of a column read as numbers is `17850`.
fn customer_id(id: &[u8]) -> &[u8] {
    match id.strip_suffix(b".0") {
        Some(whole) if !whole.is_empty() && whole.iter().all(u8::is_ascii_digit) => whole,
        _ => id,
    }
}
