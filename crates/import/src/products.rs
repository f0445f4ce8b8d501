//! The products file: rows of whatever export become families, families become products.
//!
//! - [`draft`]: what is gathered of one product while its rows come.
//! - [`optional`], [`details`]: what rows may say beside.
//! - [`shopify`], [`woocommerce`], [`generic`]: what a row of each export says.

mod details;
mod draft;
mod fields;
mod generic;
mod optional;
mod shopify;
mod woocommerce;

use std::path::Path;

pub(super) use details::plain_text;
use draft::Drafts;
use fields::Fields;
use optional::Optional;

use super::cell::Row;
use super::columns::Header;
use super::error::{ImportError, check_unreadable};
use super::layout::decimal_comma;
use super::table::{self, FirstLine, Sink};
use cobuy_catalogue::config::{Config, Currency, ProductPreset};
use cobuy_catalogue::data::Product;
use cobuy_catalogue::progress::Progress;
use cobuy_catalogue::report::Received;
use cobuy_catalogue::report::{BadLine, ProductsReport};
use cobuy_content::reviews::Collector;

/// The products of a file, ascending by key.
pub(super) struct Products {
    pub products: Vec<Product>,
    /// Names by which orders call each product where they know no id, in the order of `products`.
    pub names: Vec<Vec<String>>,
    pub report: ProductsReport,
    /// Currency of the prices.
    pub currency: Option<Currency>,
    /// Address of a product page where neither file nor `cobuy.toml` says one.
    pub url_template: &'static str,
}

/// Reads the products file. `now_ms`, the newest order, decides which sale prices hold; `currency` is that of the
/// snapshot if it is known.
///
/// # Errors
/// As the order files, and [`ImportError::NoProducts`].
pub(super) fn read(
    path: &Path,
    config: &Config,
    now_ms: i64,
    currency: Option<Currency>,
    progress: &dyn Progress,
) -> Result<Products, ImportError> {
    let file = path.display().to_string();
    let report = ProductsReport { file: file.clone(), ..ProductsReport::default() };
    let mut sink =
        ProductSink { config, now_ms, file, comma: false, reader: None, drafts: Drafts::default(), report };
    let kind = table::read(path, progress, &mut sink)?;
    sink.finish(kind, currency)
}

/// Judges the column of review texts, a line a review.
fn judged(products: &mut [Product], config: &Config) -> Option<Received> {
    if products.iter().all(|product| product.details.reviews.is_empty()) {
        return None;
    }
    let mut collector = Collector::new(config);
    for (number, product) in (0u32..).zip(products.iter_mut()) {
        for line in std::mem::take(&mut product.details.reviews).lines().filter(|line| !line.is_empty()) {
            collector.take(number, line.to_owned(), None);
        }
    }
    Some(collector.finish(products))
}

/// What a row means, by preset.
enum Reader {
    Generic(generic::Columns),
    Shopify(shopify::Columns),
    Woocommerce(woocommerce::Columns),
}

struct ProductSink<'c> {
    config: &'c Config,
    now_ms: i64,
    file: String,
    comma: bool,
    reader: Option<Reader>,
    drafts: Drafts,
    report: ProductsReport,
}

impl Reader {
    fn resolve(header: &Header, config: &Config) -> Result<Reader, ImportError> {
        let preset = match config.products.preset {
            ProductPreset::Auto if shopify::recognised(header) => ProductPreset::Shopify,
            ProductPreset::Auto if woocommerce::recognised(header) => ProductPreset::Woocommerce,
            ProductPreset::Auto => ProductPreset::Generic,
            named => named,
        };
        Ok(match preset {
            ProductPreset::Shopify => Reader::Shopify(shopify::Columns::resolve(header, config)?),
            ProductPreset::Woocommerce => Reader::Woocommerce(woocommerce::Columns::resolve(header, config)?),
            ProductPreset::Auto | ProductPreset::Generic => {
                Reader::Generic(generic::Columns::resolve(header, config)?)
            }
        })
    }

    fn name(&self) -> &'static str {
        match self {
            Reader::Generic(_) => "generic",
            Reader::Shopify(_) => "shopify",
            Reader::Woocommerce(_) => "woocommerce",
        }
    }

    fn optional(&self) -> &Optional {
        match self {
            Reader::Generic(columns) => &columns.optional,
            Reader::Shopify(columns) => &columns.optional,
            Reader::Woocommerce(columns) => &columns.optional,
        }
    }

    fn url_template(&self) -> &'static str {
        match self {
            Reader::Generic(_) => "",
            Reader::Shopify(_) => "/products/{key}",
            Reader::Woocommerce(_) => "/?p={key}",
        }
    }
}

impl Sink for ProductSink<'_> {
    fn begin(&mut self, header: Header, delimiter: Option<u8>) -> Result<FirstLine, ImportError> {
        self.comma = decimal_comma(self.config.products.decimal, delimiter);
        self.reader = Some(Reader::resolve(&header, self.config)?);
        Ok(FirstLine::Names)
    }

    fn columns(&self) -> Vec<usize> {
        match &self.reader {
            Some(Reader::Generic(columns)) => columns.all(),
            Some(Reader::Shopify(columns)) => columns.all(),
            Some(Reader::Woocommerce(columns)) => columns.all(),
            None => Vec::new(),
        }
    }

    fn row(&mut self, row: &impl Row, line: u64) {
        let fields = Fields::new(row, self.comma, self.now_ms);
        let taken = match &self.reader {
            Some(Reader::Generic(columns)) => columns.row(&fields, &mut self.drafts),
            Some(Reader::Shopify(columns)) => columns.row(&fields, &mut self.drafts),
            Some(Reader::Woocommerce(columns)) => columns.row(&fields, &mut self.drafts, line),
            None => Ok(()),
        };
        self.report.encoding_repaired += u64::from(fields.repaired());
        if let Some(reason) = fields.refused() {
            let bad = BadLine { file: self.file.clone(), line, reason: reason.to_owned() };
            self.report.addresses.add(1, bad);
        }
        match taken {
            Ok(()) => self.report.lines += 1,
            Err(reason) => self.refuse(line, 1, reason.to_owned()),
        }
    }

    fn refuse(&mut self, line: u64, lines: u64, reason: String) {
        self.report.lines += lines;
        self.report.unreadable.add(lines, BadLine { file: self.file.clone(), line, reason });
    }
}

impl ProductSink<'_> {
    fn finish(mut self, kind: String, currency: Option<Currency>) -> Result<Products, ImportError> {
        for line in self.drafts.place_variations() {
            let reason = "the parent of this variation is not in the file".to_owned();
            self.report.unreadable.add(1, BadLine { file: self.file.clone(), line, reason });
        }
        let lines = self.report.lines;
        check_unreadable(&self.report.unreadable, lines, self.config.products.max_unreadable)?;
        if let Some(reader) = &self.reader {
            self.report.optional = reader.optional().report(self.drafts.iter());
        }
        let currency = currency.or_else(|| self.drafts.only_currency());
        let (mut products, names) = self.drafts.into_products(currency);
        self.report.reviews = judged(&mut products, self.config);
        if products.is_empty() {
            return Err(ImportError::NoProducts { file: self.file, lines });
        }
        let preset = self.reader.as_ref().map_or("", Reader::name);
        let url_template = self.reader.as_ref().map_or("", Reader::url_template);
        self.report.kind = format!("{kind}, preset {preset}");
        self.report.products = products.len() as u64;
        Ok(Products { products, names, report: self.report, currency, url_template })
    }
}
