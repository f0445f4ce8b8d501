//! Files of reviews, beside a catalogue that is there already.

use std::collections::BTreeMap;
use std::path::PathBuf;

use cobuy_catalogue::config::{Config, Fold};
use cobuy_catalogue::imported::Imported;
use cobuy_catalogue::number;
use cobuy_catalogue::progress::Progress;
use cobuy_catalogue::report::{BadLine, FileReport, ReviewsReport};
use cobuy_content::reviews::Collector;

use super::baskets;
use super::cell::{Row, decoded};
use super::columns::{Header, Wanted};
use super::error::{ImportError, check_unreadable};
use super::join::Index;
use super::layout::decimal_comma;
use super::products::plain_text;
use super::run::sizes;
use super::table::{self, FirstLine, Sink};
use super::time::TimeRules;
use super::unjoined::unjoined;

/// All that are there are tried, because review apps name products by several of them.
const PRODUCT: [&str; 15] = [
    "producthandle",
    "handle",
    "productkey",
    "productid",
    "productsku",
    "sku",
    "parentasin",
    "asin",
    "itemid",
    "itemgroupid",
    "product",
    "item",
    "commentpostid",
    "externalproductid",
    "key",
];
const TEXT: [&str; 10] = [
    "reviewtext",
    "reviewcontent",
    "reviewbody",
    "body",
    "text",
    "content",
    "review",
    "comment",
    "commentcontent",
    "message",
];
const RATING: [&str; 8] =
    ["rating", "stars", "reviewscore", "score", "reviewrating", "overall", "starrating", "grade"];
const TITLE: [&str; 6] = ["reviewtitle", "title", "summary", "headline", "subject", "reviewheadline"];
const DATE: [&str; 10] = [
    "reviewdate",
    "date",
    "createdat",
    "reviewcreationdate",
    "commentdate",
    "timestamp",
    "submittedat",
    "reviewtime",
    "unixreviewtime",
    "time",
];

const DAY_MS: i64 = 86_400_000;
const REMEDY: &str = "[reviews] columns = { product = \"...\", text = \"...\" }";

/// Reads files of reviews and adds what they say to the products of an import, found by key and alias.
///
/// # Errors
/// [`ImportError`]: a file that cannot be read or used, more unreadable lines than `[reviews]` allows, no review of a
/// product of the catalogue. Nothing is added then.
pub fn add_reviews(
    imported: &mut Imported,
    files: &[PathBuf],
    config: &Config,
    progress: &dyn Progress,
) -> Result<(), ImportError> {
    progress.stage("Reading reviews", sizes(files)?);
    let index = Index::new(&imported.catalogue.products, &[], config.orders.fold == Some(Fold::Upper));
    let mut sink = ReviewSink::new(config, index, imported.report.newest_ms);
    for path in files {
        let (file, before) = (path.display().to_string(), sink.report.lines);
        let kind = table::read(path, progress, &mut sink)?;
        let lines = sink.report.lines - before;
        if lines == 0 {
            return Err(ImportError::NoLines { file });
        }
        sink.report.files.push(FileReport { file, kind, lines });
    }
    let (collector, report) = sink.finish()?;
    let received = collector.finish(&mut imported.catalogue.products);
    imported.report.reviews = Some(ReviewsReport { received, ..report });
    Ok(())
}

/// Where things are in a file.
#[derive(Debug, Clone, Default)]
struct Places {
    products: Vec<usize>,
    text: Option<usize>,
    rating: Option<usize>,
    title: Option<usize>,
    /// Read only where reviews may be too old.
    date: Option<usize>,
}

struct ReviewSink<'c> {
    config: &'c Config,
    index: Index,
    upper: bool,
    rules: TimeRules,
    /// Reviews before this time are too old.
    oldest_ms: Option<i64>,
    comma: bool,
    file: String,
    places: Places,
    collector: Collector,
    taken: u64,
    unknown: BTreeMap<String, u64>,
    report: ReviewsReport,
}

impl<'c> ReviewSink<'c> {
    fn new(config: &'c Config, index: Index, newest_ms: i64) -> Self {
        let orders = &config.orders;
        let age_ms = config.reviews.max_age_days.map(|days| i64::from(days) * DAY_MS);
        Self {
            config,
            index,
            upper: orders.fold == Some(Fold::Upper),
            rules: TimeRules::new(orders),
            oldest_ms: age_ms.map(|age| newest_ms.saturating_sub(age)),
            comma: false,
            file: String::new(),
            places: Places::default(),
            collector: Collector::new(config),
            taken: 0,
            unknown: BTreeMap::new(),
            report: ReviewsReport::default(),
        }
    }

    fn take(&mut self, row: &impl Row) -> Result<(), &'static str> {
        let text = |column: Option<usize>| {
            column.map_or_else(String::new, |column| plain_text(&decoded(&row.cell(column).text()).0))
        };
        let places = &self.places;
        let names: Vec<String> = places
            .products
            .iter()
            .map(|column| text(Some(*column)))
            .filter(|name| !name.is_empty())
            .collect();
        let Some(first) = names.first() else { return Err("the product is empty") };
        let stars = self.stars(row)?;
        let text = match (text(places.title), text(places.text)) {
            (title, text) if title.is_empty() || text.is_empty() => title + &text,
            (title, text) if title.ends_with(['.', '!', '?']) => format!("{title} {text}"),
            (title, text) => format!("{title}. {text}"),
        };
        if text.is_empty() && stars.is_none() {
            return Err("there is neither a text nor a rating");
        }
        if let Some((oldest, column)) = self.oldest_ms.zip(places.date) {
            let time = self.rules.read(row.cell(column)).ok().flatten();
            if time.ok_or("the date is not a date that is known")? < oldest {
                self.report.too_old += 1;
                return Ok(());
            }
        }
        let find = |name: &String| {
            let folded = if self.upper { name.to_uppercase() } else { name.clone() };
            Some(self.index.find(&folded, "")).filter(|number| *number != baskets::UNKNOWN)
        };
        match names.iter().find_map(find) {
            Some(product) => {
                self.taken += 1;
                self.collector.take(product, text, stars);
            }
            None => *self.unknown.entry(first.clone()).or_default() += 1,
        }
        Ok(())
    }

    /// Stars in millionths: "4", "4.5", "4/5"; 0 is no rating.
    fn stars(&self, row: &impl Row) -> Result<Option<i64>, &'static str> {
        let Some(column) = self.places.rating else { return Ok(None) };
        let cell = row.cell(column);
        let text = cell.text();
        let of_five = text.split(|byte| *byte == b'/').next().filter(|before| before.len() < text.len());
        let stars = match of_five {
            Some(before) => number::millionths(before.trim_ascii(), self.comma).map(Some).ok_or(()),
            None => cell.millionths(self.comma),
        };
        match stars {
            Ok(stars) if stars.is_none_or(|stars| (0..=100 * number::ONE).contains(&stars)) => {
                Ok(stars.filter(|stars| *stars > 0))
            }
            _ => Err("the rating is not a number from 0 to 100"),
        }
    }

    fn finish(mut self) -> Result<(Collector, ReviewsReport), ImportError> {
        let lines = self.report.lines;
        check_unreadable(&self.report.unreadable, lines, self.config.reviews.max_unreadable)?;
        let unknown: Vec<(String, u64)> = self.unknown.into_iter().collect();
        if self.taken == 0 {
            let first = unknown.into_iter().take(3).map(|(name, _)| name).collect();
            let file = self.report.files.first().map_or_else(String::new, |file| file.file.clone());
            return Err(ImportError::NoReviews { file, lines, first });
        }
        self.report.unjoined = unjoined(unknown);
        self.report.join_rate = self.taken as f64 / (self.taken + self.report.unjoined.lines) as f64;
        Ok((self.collector, self.report))
    }
}

impl Sink for ReviewSink<'_> {
    fn begin(&mut self, header: Header, delimiter: Option<u8>) -> Result<FirstLine, ImportError> {
        let columns = &self.config.reviews.columns;
        let found = |configured: &Option<String>, known: &[&str]| {
            header.optional(Wanted { configured: configured.as_deref(), known })
        };
        let product = Wanted { configured: columns.product.as_deref(), known: &PRODUCT };
        let mut products = vec![header.needed(product, "the product", REMEDY)?];
        if columns.product.is_none() {
            products = PRODUCT.iter().filter_map(|name| header.find(name)).collect();
        }
        let rating = found(&columns.rating, &RATING)?;
        let text = found(&columns.text, &TEXT)?;
        if text.is_none() && rating.is_none() {
            header.needed(Wanted { configured: None, known: &TEXT }, "the text", REMEDY)?;
        }
        let title = found(&columns.title, &TITLE)?.filter(|title| Some(*title) != text);
        let date = match self.oldest_ms {
            None => None,
            Some(_) => Some(header.needed(
                Wanted { configured: columns.date.as_deref(), known: &DATE },
                "the date, which max_age_days asks for",
                "[reviews] columns = { date = \"...\" }",
            )?),
        };
        self.places = Places { products, text, rating, title, date };
        self.comma = decimal_comma(self.config.products.decimal, delimiter);
        self.file = header.file;
        Ok(FirstLine::Names)
    }

    fn columns(&self) -> Vec<usize> {
        let Places { products, text, rating, title, date } = &self.places;
        let mut columns: Vec<usize> = products.clone();
        columns.extend([text, rating, title, date].into_iter().flatten());
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    fn row(&mut self, row: &impl Row, line: u64) {
        self.report.lines += 1;
        if let Err(reason) = self.take(row) {
            let bad = BadLine { file: self.file.clone(), line, reason: reason.to_owned() };
            self.report.unreadable.add(1, bad);
        }
    }

    fn refuse(&mut self, line: u64, lines: u64, reason: String) {
        self.report.lines += lines;
        self.report.unreadable.add(lines, BadLine { file: self.file.clone(), line, reason });
    }
}
