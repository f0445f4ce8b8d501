//! What an order file's columns mean and which lines are dropped: the preset, corrected by `cobuy.toml`.

use std::collections::BTreeMap;

use cobuy_catalogue::config::{Config, Currency, DecimalMark, Fold, OrderPreset};
use regex::bytes::Regex;

use super::columns::{Header, Wanted};
use super::error::ImportError;
use super::known::{GENERIC, SHOPIFY, names_buyers, recognised};
use super::time::TimeRules;

/// Status columns of common exports, and the words in them for orders that did not stand.
const STATUS_COLUMNS: [&str; 3] = ["status", "orderstatus", "financialstatus"];
const DROPPED_STATUS: [&str; 10] = [
    "cancelled",
    "canceled",
    "returned",
    "refunded",
    "voided",
    "failed",
    "wc-cancelled",
    "wc-refunded",
    "wc-failed",
    "trash",
];

/// Codes of products in Online Retail; the rest is postage, fees and samples.
const ONLINE_RETAIL_PATTERN: &str = r"^[0-9]{5}";

/// What lines of one order share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OrderKey {
    /// The value of this column.
    Column(usize),
    /// The customer of this column and the day: files of till receipts often name no order.
    CustomerDay(usize),
}

/// What the columns of one order file mean.
#[derive(Debug)]
pub(super) struct Layout {
    /// The file as it was named.
    pub file: String,
    /// The preset that was used.
    pub preset: &'static str,
    /// Number of columns.
    pub width: usize,
    pub order: OrderKey,
    pub customer: Option<usize>,
    pub time: usize,
    pub product: usize,
    /// Names the product where `product` is empty or unknown.
    pub product_name: Option<usize>,
    pub title: Option<usize>,
    /// Whether a title is a product's id where there is no other, and nobody said that it is one.
    pub titles_are_ids: bool,
    /// Whether a column that is just called "name" was left alone, as it is the buyer's.
    pub buyers_name: bool,
    pub quantity: Option<usize>,
    pub price: Option<usize>,
    pub currency: Option<usize>,
    /// Whether later rows of an order leave the order's own cells empty.
    pub continuation: bool,
    pub fold: Fold,
    pub time_rules: TimeRules,
    pub decimal_comma: bool,
    /// The only currency whose prices count, if `cobuy.toml` or the preset says one.
    pub only_currency: Option<Currency>,
    pub filters: Filters,
}

/// The rules of an order file; [`Filters::names`] gives them numbers.
#[derive(Debug, Default)]
pub(super) struct Filters {
    /// The rules in words, in the order in which they are asked.
    pub names: Vec<String>,
    pub blank: u16,
    pub order_prefix: Option<(u16, Vec<u8>)>,
    pub cells: Vec<CellRule>,
    pub pattern: Option<(u16, Regex)>,
    pub quantity: Option<u16>,
    pub price: Option<u16>,
}

/// Drops lines by the value of a column.
#[derive(Debug)]
pub(super) struct CellRule {
    pub column: usize,
    /// Lower-case values and the rule each is counted under; `*` is any value.
    pub values: Vec<(String, u16)>,
}

impl Layout {
    /// The layout of a file with this header; `delimiter` is `None` for Parquet.
    pub fn resolve(header: &Header, delimiter: Option<u8>, config: &Config) -> Result<Layout, ImportError> {
        let orders = &config.orders;
        let preset = match orders.preset {
            OrderPreset::Auto => recognised(header),
            named => named,
        };
        let known = if preset == OrderPreset::Shopify { &SHOPIFY } else { &GENERIC };
        let columns = &orders.columns;
        let find = |configured: &Option<String>, known: &'static [&'static str]| {
            header.optional(Wanted { configured: configured.as_deref(), known })
        };
        let needed = |configured: &Option<String>, known, field: &'static str| {
            let remedy = format!("[orders] columns = {{ {field} = \"…\" }}");
            header.needed(Wanted { configured: configured.as_deref(), known }, field, &remedy)
        };
        let buyers_name = header.find("name").filter(|_| columns.title.is_none() && names_buyers(header));
        let titles: Vec<&str> =
            known.title.iter().copied().filter(|name| buyers_name.is_none() || *name != "name").collect();
        let title = header.optional(Wanted { configured: columns.title.as_deref(), known: &titles })?;
        let product_name = title.filter(|_| preset == OrderPreset::Shopify && columns.product_id.is_none());
        // Without an id the title is one; a column that is just called "name" may be anybody's.
        let title_names = title.filter(|column| {
            product_name.is_some() || columns.title.is_some() || header.find("name") != Some(*column)
        });
        let product = match find(&columns.product_id, known.product_id)?.or(title_names) {
            Some(column) => column,
            None => needed(&columns.product_id, known.product_id, "product_id")?,
        };
        let customer = find(&columns.customer_id, known.customer_id)?;
        let order = match (find(&columns.order_id, known.order_id)?, customer) {
            (Some(column), _) => OrderKey::Column(column),
            (None, Some(customer)) => OrderKey::CustomerDay(customer),
            (None, None) => OrderKey::Column(needed(&columns.order_id, known.order_id, "order_id")?),
        };
        let quantity = find(&columns.quantity, known.quantity)?;
        let price = find(&columns.unit_price, known.unit_price)?;
        Ok(Layout {
            file: header.file.clone(),
            preset: name(preset),
            width: header.names.len(),
            order,
            customer,
            time: needed(&columns.timestamp, known.timestamp, "timestamp")?,
            product,
            product_name,
            title,
            titles_are_ids: columns.product_id.is_none()
                && (product_name.is_some() || title == Some(product)),
            buyers_name: buyers_name.filter(|_| preset != OrderPreset::Shopify).is_some(),
            quantity,
            price,
            currency: find(&columns.currency, known.currency)?,
            continuation: orders.continuation.unwrap_or(preset == OrderPreset::Shopify),
            fold: orders.fold.unwrap_or(if preset == OrderPreset::OnlineRetail {
                Fold::Upper
            } else {
                Fold::None
            }),
            time_rules: TimeRules::new(orders),
            decimal_comma: decimal_comma(orders.decimal, delimiter),
            only_currency: config.catalog.currency.or(match preset {
                OrderPreset::OnlineRetail => Currency::parse(b"GBP"),
                _ => None,
            }),
            filters: Filters::resolve(header, preset, config, quantity.is_some(), price.is_some())?,
        })
    }

    /// The preset, and what else to know about how columns were understood.
    pub fn words(&self) -> String {
        let mut words = format!("preset {}", self.preset);
        if matches!(self.order, OrderKey::CustomerDay(_)) {
            words += ", no order id: what a customer buys in a day is an order";
        }
        if self.buyers_name {
            words += ", the column name is taken for the buyer's: if it names products, say \
                      [orders] columns = { title = \"name\" } in cobuy.toml";
        }
        words
    }

    /// The columns that are read; all others stay unread.
    pub fn columns(&self) -> Vec<usize> {
        let optional =
            [self.customer, self.product_name, self.title, self.quantity, self.price, self.currency];
        let (OrderKey::Column(order) | OrderKey::CustomerDay(order)) = self.order;
        let mut columns = vec![order, self.time, self.product];
        columns.extend(optional.into_iter().flatten());
        columns.extend(self.filters.cells.iter().map(|rule| rule.column));
        columns.sort_unstable();
        columns.dedup();
        columns
    }
}

/// Whether a lone comma before three digits is a decimal mark.
pub(super) fn decimal_comma(mark: DecimalMark, delimiter: Option<u8>) -> bool {
    match mark {
        DecimalMark::Auto => delimiter == Some(b';'),
        DecimalMark::Dot => false,
        DecimalMark::Comma => true,
    }
}

fn name(preset: OrderPreset) -> &'static str {
    match preset {
        OrderPreset::Auto | OrderPreset::Generic => "generic",
        OrderPreset::OnlineRetail => "online-retail",
        OrderPreset::Shopify => "shopify",
    }
}

impl Filters {
    fn resolve(
        header: &Header,
        preset: OrderPreset,
        config: &Config,
        has_quantity: bool,
        has_price: bool,
    ) -> Result<Filters, ImportError> {
        let orders = &config.orders;
        let online_retail = preset == OrderPreset::OnlineRetail;
        let mut filters = Filters::default();
        filters.blank = filters.rule("the line is blank".to_owned());
        let prefix = orders.drop_order_id_prefix.clone().or_else(|| online_retail.then(|| "C".to_owned()));
        if let Some(prefix) = prefix.filter(|prefix| !prefix.is_empty()) {
            let rule = filters.rule(format!("order id begins with {prefix}"));
            filters.order_prefix = Some((rule, prefix.into_bytes()));
        }
        match &orders.drop_if {
            Some(configured) => filters.configured_cells(header, configured)?,
            None => filters.preset_cells(header, preset),
        }
        let pattern = match &orders.product_pattern {
            Some(pattern) => Some(pattern.0.as_str()),
            None => online_retail.then_some(ONLINE_RETAIL_PATTERN),
        };
        // Patterns were compiled once when cobuy.toml was read, so compiling the same text for bytes succeeds.
        if let Some(regex) = pattern.and_then(|pattern| Regex::new(pattern).ok()) {
            let rule = filters.rule(format!("product id does not match {}", regex.as_str()));
            filters.pattern = Some((rule, regex));
        }
        if has_quantity && orders.drop_non_positive_quantity.unwrap_or(true) {
            filters.quantity = Some(filters.rule("quantity is 0 or less".to_owned()));
        }
        if has_price && orders.drop_non_positive_price.unwrap_or(online_retail) {
            filters.price = Some(filters.rule("unit price is 0 or less".to_owned()));
        }
        Ok(filters)
    }

    fn configured_cells(
        &mut self,
        header: &Header,
        configured: &BTreeMap<String, Vec<String>>,
    ) -> Result<(), ImportError> {
        for (column, values) in configured {
            let at = header.optional(Wanted { configured: Some(column), known: &[] })?;
            if let Some(at) = at {
                self.cell_rule(header, at, values.iter().map(String::as_str));
            }
        }
        Ok(())
    }

    fn preset_cells(&mut self, header: &Header, preset: OrderPreset) {
        match preset {
            OrderPreset::Shopify => {
                if let Some(column) = header.find("cancelledat") {
                    self.cell_rule(header, column, ["*"].into_iter());
                }
                if let Some(column) = header.find("financialstatus") {
                    self.cell_rule(header, column, ["voided", "refunded"].into_iter());
                }
            }
            OrderPreset::Auto | OrderPreset::Generic => {
                for column in STATUS_COLUMNS.iter().filter_map(|name| header.find(name)) {
                    self.cell_rule(header, column, DROPPED_STATUS.into_iter());
                }
            }
            OrderPreset::OnlineRetail => {}
        }
    }

    fn cell_rule<'a>(&mut self, header: &Header, column: usize, values: impl Iterator<Item = &'a str>) {
        let name = &header.names[column];
        let values = values
            .map(|value| {
                let value = value.trim().to_lowercase();
                let words =
                    if value == "*" { format!("{name} is set") } else { format!("{name} is {value}") };
                let rule = self.rule(words);
                (value, rule)
            })
            .collect();
        self.cells.push(CellRule { column, values });
    }

    /// Gives a rule its number. Past 65,534 rules the last number is shared: nobody lists so many by hand.
    fn rule(&mut self, name: String) -> u16 {
        let number = u16::try_from(self.names.len()).unwrap_or(u16::MAX - 1);
        self.names.push(name);
        number
    }
}

impl CellRule {
    /// The rule that drops a line with this value.
    pub fn matches(&self, value: &[u8]) -> Option<u16> {
        if value.is_empty() {
            return None;
        }
        let value = String::from_utf8_lossy(value).to_lowercase();
        self.values.iter().find(|(dropped, _)| dropped == "*" || *dropped == value).map(|(_, rule)| *rule)
    }
}
