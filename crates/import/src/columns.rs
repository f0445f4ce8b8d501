//! Finding columns by name.

use super::cell::printable;
use super::error::ImportError;

/// The header of a file.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The file as it was named.
    pub file: String,
    /// The names as the file writes them.
    pub names: Vec<String>,
    plain: Vec<String>,
}

/// Where a column was looked for, and what to write into `cobuy.toml` if it is not there.
pub(super) struct Wanted<'a> {
    /// What `cobuy.toml` says.
    pub configured: Option<&'a str>,
    /// Names known from exports, best first, as [`plain`] writes them.
    pub known: &'a [&'a str],
}

impl Header {
    /// The header of `file`.
    pub fn new(file: String, names: Vec<String>) -> Header {
        // Names are printed in errors.
        let names: Vec<String> = names.iter().map(|name| printable(name)).collect();
        let plain = names.iter().map(|name| plain(name)).collect();
        Header { file, names, plain }
    }

    /// The first column that is called `name`, whatever its case, blanks and punctuation.
    pub fn find(&self, name: &str) -> Option<usize> {
        let name = plain(name);
        self.plain.iter().position(|column| *column == name && !name.is_empty())
    }

    /// Positions of columns that are numbered from 1, as in a file without a header; none where one is no number of a
    /// column.
    pub fn numbered<const N: usize>(&self, wanted: &[String; N]) -> Option<[usize; N]> {
        let mut positions = [0; N];
        for (position, number) in positions.iter_mut().zip(wanted) {
            let number: usize = number.parse().ok()?;
            if !(1..=self.names.len()).contains(&number) {
                return None;
            }
            *position = number - 1;
        }
        Some(positions)
    }

    /// Whether all of `names` (as [`plain`] writes them) are there.
    pub fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.plain.iter().any(|column| column == name))
    }

    /// Whether `part` (as [`plain`] writes it) stands in a name.
    pub fn any_contains(&self, part: &str) -> bool {
        self.plain.iter().any(|column| column.contains(part))
    }

    /// The column that `cobuy.toml` names, or else the first known one.
    ///
    /// # Errors
    /// [`ImportError::UnknownColumn`] if `cobuy.toml` names one that is not there.
    pub fn optional(&self, wanted: Wanted<'_>) -> Result<Option<usize>, ImportError> {
        match wanted.configured {
            Some(name) => self.find(name).map(Some).ok_or_else(|| ImportError::UnknownColumn {
                file: self.file.clone(),
                wanted: name.to_owned(),
                found: self.names.clone(),
            }),
            None => {
                Ok(wanted.known.iter().find_map(|name| self.plain.iter().position(|column| column == name)))
            }
        }
    }

    /// The same where the column is needed; `field` and `remedy` say what for and what to write.
    ///
    /// # Errors
    /// [`ImportError::MissingColumn`], [`ImportError::UnknownColumn`].
    pub fn needed(
        &self,
        wanted: Wanted<'_>,
        field: &'static str,
        remedy: &str,
    ) -> Result<usize, ImportError> {
        self.optional(wanted)?.ok_or_else(|| ImportError::MissingColumn {
            file: self.file.clone(),
            wanted: field,
            found: self.names.clone(),
            remedy: remedy.to_owned(),
        })
    }
}

/// Types that RecBole's data sets write behind names: `item_id:token`.
const TYPES: [&str; 4] = [":token", ":float", ":token_seq", ":float_seq"];

/// `name` in lower case with nothing but letters and digits: "Invoice No", `invoice_no` and `InvoiceNo` are one.
fn plain(name: &str) -> String {
    let name = TYPES.iter().find_map(|kind| name.strip_suffix(kind)).unwrap_or(name);
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_blanks_and_punctuation_do_not_count() {
        let names = ["Invoice No", "STOCK_CODE", "Größe"].map(str::to_owned).to_vec();
        let header = Header::new("orders.csv".to_owned(), names);
        assert_eq!(header.find("invoiceno"), Some(0));
        assert_eq!(header.find("Stock-Code"), Some(1));
        assert_eq!(header.find("größe"), Some(2));
        assert_eq!(header.find(" "), None);
        let numbers = |texts: [&str; 2]| header.numbered(&texts.map(str::to_owned));
        assert_eq!(
            (numbers(["3", "1"]), numbers(["0", "1"]), numbers(["4", "1"])),
            (Some([2, 0]), None, None)
        );
        assert_eq!(numbers(["session", "1"]), None);
        let typed = Header::new("a.inter".to_owned(), vec!["item_id:token".to_owned()]);
        assert_eq!(typed.find("itemid"), Some(0));
        let wanted = |configured| Wanted { configured, known: &["sku", "stockcode"] };
        assert_eq!(header.optional(wanted(None)).unwrap(), Some(1));
        assert!(header.optional(wanted(Some("EAN"))).is_err());
        let error =
            header.needed(Wanted { configured: None, known: &["date"] }, "timestamp", "x = 1").unwrap_err();
        let expected = "orders.csv: no column for timestamp. Columns found: Invoice No, STOCK_CODE, Größe. \
                        Say which it is in cobuy.toml: x = 1";
        assert_eq!(error.to_string(), expected);
    }
}
