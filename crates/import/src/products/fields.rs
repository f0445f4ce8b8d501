//! Reading the fields of one row of a products file.

use std::cell::Cell as Flag;

use cobuy_catalogue::config::Currency;
use cobuy_engine::address::is_web;

use super::super::cell::{Cell, Row, decoded};
use super::super::time::TimeRules;

/// The fields of a row, as the columns that were found ask for them.
pub(super) struct Fields<'a, R> {
    row: &'a R,
    comma: bool,
    now_ms: i64,
    repaired: Flag<bool>,
    refused: Flag<Option<&'static str>>,
}

/// What is wrong with an address of a page, and of a picture.
const NO_WEB_PAGE: &str =
    "the address of the page begins with neither http nor https, or has a control character in it";
const NO_WEB_PICTURE: &str =
    "the address of the picture begins with neither http nor https, or has a control character in it";

/// A price and the currency beside it, if one is.
pub(super) type Price = (i64, Option<Currency>);

impl<'a, R: Row> Fields<'a, R> {
    /// `comma` as in [`millionths`](cobuy_catalogue::number::millionths).
    pub fn new(row: &'a R, comma: bool, now_ms: i64) -> Self {
        Fields { row, comma, now_ms, repaired: Flag::new(false), refused: Flag::new(None) }
    }

    /// Whether a field asked for was not UTF-8.
    pub fn repaired(&self) -> bool {
        self.repaired.get()
    }

    /// The text in `column`, trimmed; empty where there is none.
    pub fn text(&self, column: Option<usize>) -> String {
        let Some(column) = column else { return String::new() };
        let bytes = self.row.cell(column).text();
        let (text, repaired) = decoded(&bytes);
        self.repaired.set(self.repaired.get() | repaired);
        text.trim().to_owned()
    }

    /// The address of a page in `column`; empty, and taken note of, where it does not lead into the web.
    pub fn page(&self, column: Option<usize>) -> String {
        self.address(self.text(column), NO_WEB_PAGE)
    }

    /// The address of a picture in `column`, likewise; of several, separated by `mark`, the first.
    pub fn picture(&self, column: Option<usize>, mark: Option<char>) -> String {
        let text = self.text(column);
        let first = mark.and_then(|mark| text.split(mark).next()).unwrap_or(&text);
        self.address(first.trim().to_owned(), NO_WEB_PICTURE)
    }

    fn address(&self, address: String, otherwise: &'static str) -> String {
        if is_web(&address) {
            return address;
        }
        self.refused.set(self.refused.get().or(Some(otherwise)));
        String::new()
    }

    /// What is wrong with the first address asked for that was left out.
    pub fn refused(&self) -> Option<&'static str> {
        self.refused.get()
    }

    /// The number in `column` in millionths.
    ///
    /// # Errors
    /// Where it is not a number.
    pub fn number(&self, column: Option<usize>) -> Result<Option<i64>, ()> {
        column.map_or(Ok(None), |column| self.row.cell(column).millionths(self.comma))
    }

    /// The price in `column`.
    ///
    /// # Errors
    /// Where it is not a number.
    pub fn price(&self, column: Option<usize>) -> Result<Option<Price>, &'static str> {
        let number = self.number(column).map_err(|()| "the price is not a number")?;
        Ok(number.map(|number| {
            let text = self.text(column);
            (number, text.split_whitespace().find_map(|word| Currency::parse(word.as_bytes())))
        }))
    }

    /// Whether now is between the times in two columns; a time that is not given does not limit.
    pub fn now_is_between(&self, from: Option<usize>, to: Option<usize>) -> bool {
        let time = |column: Option<usize>| {
            let cell = column.map_or(Cell::Empty, |column| self.row.cell(column));
            TimeRules::default().read(cell).ok().flatten()
        };
        time(from).is_none_or(|from| from <= self.now_ms) && time(to).is_none_or(|to| self.now_ms <= to)
    }

    /// What a yes-or-no field says; `None` where it is empty.
    ///
    /// # Errors
    /// Where it is neither.
    pub fn yes(&self, column: Option<usize>) -> Result<Option<bool>, &'static str> {
        let text = self.text(column).to_lowercase().replace(['_', '-', ' '], "");
        match text.as_str() {
            "" => Ok(None),
            "yes" | "true" | "y" | "instock" | "available" | "preorder" | "backorder" | "onbackorder"
            | "active" | "continue" | "limited" => Ok(Some(true)),
            "no" | "false" | "n" | "outofstock" | "soldout" | "unavailable" | "discontinued" | "deny"
            | "draft" | "archived" | "inactive" => Ok(Some(false)),
            _ => match self.number(column) {
                Ok(Some(number)) => Ok(Some(number > 0)),
                _ => Err(
                    "the availability is neither yes nor no, neither in_stock nor out_of_stock, nor a number",
                ),
            },
        }
    }
}
