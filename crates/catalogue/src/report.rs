//! What an import did to its lines. Three counts, never mixed: filtered by rule, repaired, unreadable.

use std::fmt;

use crate::config::Currency;

/// How many unreadable lines, unknown products and ambiguous names are kept for printing; all are counted.
pub const EXAMPLES: usize = 20;

/// What an import read, dropped, repaired and found.
///
/// `lines = used + filtered + unreadable + unjoined`, each line counted once, by the first that applies.
#[derive(Debug, Clone, Default)]
pub struct ImportReport {
    /// The order files, in the order given.
    pub files: Vec<FileReport>,
    /// Order lines in all files, without headers and empty lines.
    pub lines: u64,
    /// Lines that are in baskets.
    pub used: u64,
    /// Lines dropped by each rule, in the order in which rules are asked. A rule that took nothing is listed too.
    pub filtered: Vec<FilteredBy>,
    /// What was put right. These lines are used, or dropped for another reason.
    pub repaired: Repaired,
    /// Order lines that could not be read.
    pub unreadable: Unreadable,
    /// Lines whose product is not in the products file. Empty without one.
    pub unjoined: Unjoined,
    /// Share of readable, unfiltered lines that found their product, 0 to 1; `None` without a products file.
    pub join_rate: Option<f64>,
    /// The products file.
    pub products_file: Option<ProductsReport>,
    /// Orders with at least one product.
    pub orders: u64,
    /// Orders that name no customer.
    pub anonymous_orders: u64,
    /// Distinct customers, the anonymous one not counted.
    pub customers: u64,
    /// Distinct products in baskets.
    pub ordered_products: u64,
    /// Baskets cut to [`BASKET_CAP`](crate::data::BASKET_CAP) products.
    pub capped_baskets: u64,
    /// Time of the oldest order, unix milliseconds.
    pub oldest_ms: i64,
    /// Time of the newest order, unix milliseconds: the "now" of the build.
    pub newest_ms: i64,
    /// Currency of the catalogue's prices; `None` where nothing states one, and then no product has a price.
    pub currency: Option<Currency>,
    /// Lines priced in another currency; they are used, their prices are not.
    pub other_currency_lines: u64,
    /// Products without a price, for example without a sale in the 30 days that prices are taken from.
    pub products_without_price: u64,
    /// Products that are called by their id, because none of their titles stands on most of their order lines and is three
    /// customers'.
    pub uncommon_titles: u64,
    /// The session logs.
    pub sessions: Option<SessionsReport>,
    /// The files of reviews.
    pub reviews: Option<ReviewsReport>,
    /// The folder of pictures.
    pub pictures: Option<PicturesReport>,
}

/// What was read from one order file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    /// The file as it was named.
    pub file: String,
    /// Kind and preset, for example "CSV with `;`, gzip, preset shopify".
    pub kind: String,
    /// Its lines.
    pub lines: u64,
}

/// What was read from the products file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductsReport {
    /// The file as it was named.
    pub file: String,
    /// Kind and preset.
    pub kind: String,
    /// Its lines.
    pub lines: u64,
    /// Products read.
    pub products: u64,
    /// Lines that could not be read.
    pub unreadable: Unreadable,
    /// Lines with a text that is not UTF-8 and was read as Windows-1252.
    pub encoding_repaired: u64,
    /// Lines with an address that is not of the web ([`cobuy_engine::address::is_web`]). The address is left out, the product
    /// stays.
    pub addresses: Unreadable,
    /// Optional columns that were found, in a fixed order.
    pub optional: Vec<OptionalColumn>,
    /// Aliases that name more than one product. They join nothing: guessing would put sales on the wrong product.
    pub ambiguous: u64,
    /// The first [`EXAMPLES`] of them, in order.
    pub ambiguous_first: Vec<String>,
    /// What became of its column of review texts; none without one.
    pub reviews: Option<Received>,
}

/// What one kind of optional column gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionalColumn {
    /// What it is, for example "brand".
    pub what: &'static str,
    /// The columns' names as the file writes them, joined by ", ".
    pub columns: String,
    /// Products that have it.
    pub products: u64,
    /// Values that could not be read; they are left out, their products stay.
    pub unreadable: u64,
}

/// Lines that one rule took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilteredBy {
    /// The rule in words, for example "quantity is 0 or less".
    pub rule: String,
    /// How many lines.
    pub lines: u64,
}

/// What was put right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Lines whose title is not that of most lines of their product, which wins.
    pub titles: u64,
    /// Products that have such lines.
    pub titled_products: u64,
    /// Lines with a text that is not UTF-8 and was read as Windows-1252.
    pub encoding: u64,
}

/// Lines that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unreadable {
    /// All of them. A record over several lines counts with each of its lines.
    pub lines: u64,
    /// The first [`EXAMPLES`], in the order of the files.
    pub first: Vec<BadLine>,
}

impl Unreadable {
    /// Counts `lines` lines at `bad`.
    pub fn add(&mut self, lines: u64, bad: BadLine) {
        self.lines += lines;
        if self.first.len() < EXAMPLES {
            self.first.push(bad);
        }
    }

    /// Adds what a later part of the same file found.
    pub fn append(&mut self, later: Unreadable) {
        self.lines += later.lines;
        let room = EXAMPLES.saturating_sub(self.first.len());
        self.first.extend(later.first.into_iter().take(room));
    }
}

/// One line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// The file as it was named.
    pub file: String,
    /// Line (Parquet: row), from 1; the header is line 1.
    pub line: u64,
    /// What is wrong with it. Never repeats a customer's data.
    pub reason: String,
}

impl fmt::Display for BadLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

/// Lines whose product is not in the products file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unjoined {
    /// All of them.
    pub lines: u64,
    /// Distinct product ids.
    pub products: u64,
    /// Ids and their lines, most lines first, the first [`EXAMPLES`].
    pub first: Vec<(String, u64)>,
}

/// What was read from session logs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionsReport {
    /// Lines in all files, without headers.
    pub lines: u64,
    /// Lines that could not be read.
    pub unreadable: Unreadable,
    /// Lines whose event is neither a view, an add nor a purchase.
    pub other_events: u64,
    /// Events of products that the catalogue does not have, and how many such products.
    pub unjoined_events: u64,
    /// See [`SessionsReport::unjoined_events`].
    pub unjoined_products: u64,
    /// Sessions with at least one event that counts.
    pub sessions: u64,
    /// Events in them.
    pub events: u64,
}

/// What became of the reviews that were taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// Reviews that count.
    pub reviews: u64,
    /// The same text of the same product once more: left out.
    pub repeated: u64,
    /// Products with at least one.
    pub products: u64,
    /// Texts by language, most first.
    pub languages: Vec<(&'static str, u64)>,
    /// Reviews whose sentiment was read from an English text.
    pub by_text: u64,
    /// Reviews whose sentiment is that of their stars.
    pub by_stars: u64,
    /// Texts that are not in English and have no stars: no sentiment.
    pub unjudged: u64,
    /// Positive, neutral and negative ones of those with a sentiment.
    pub sentiment: [u64; 3],
    /// English texts with stars beside them, and how many of these say the same as the stars.
    pub compared: (u64, u64),
    /// By theme: name, and products of which a review affirms it. None that no review speaks of.
    pub themes: Vec<(&'static str, u64)>,
}

/// What was read from files of reviews. `lines = taken + unreadable + too_old + unjoined`, where those taken are the
/// reviews that count and the repeated ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReviewsReport {
    /// The files, in the order given.
    pub files: Vec<FileReport>,
    /// Lines in all files, without headers.
    pub lines: u64,
    /// Lines that could not be read.
    pub unreadable: Unreadable,
    /// Reviews that are older than `[reviews] max_age_days`.
    pub too_old: u64,
    /// Reviews of products that the catalogue does not have.
    pub unjoined: Unjoined,
    /// Share of readable, new enough reviews that found their product, 0 to 1.
    pub join_rate: f64,
    /// What became of those that did.
    pub received: Received,
}

/// What was read from a folder of pictures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PicturesReport {
    /// The folder as it was named.
    pub folder: String,
    /// Files of the formats that are read.
    pub files: u64,
    /// Files of other formats, by ending.
    pub other_files: Vec<(String, u64)>,
    /// Products whose picture was read.
    pub products: u64,
    /// Files named by no product.
    pub strangers: u64,
    /// The first [`EXAMPLES`] of them, in order.
    pub strangers_first: Vec<String>,
    /// Further pictures of a product that has one: left out.
    pub further: u64,
    /// Pictures that cannot be read.
    pub broken: u64,
    /// File and reason of the first [`EXAMPLES`] of them, in order.
    pub broken_first: Vec<(String, String)>,
}
