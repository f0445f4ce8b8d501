//! A file of cases: what another evaluation asked, asked again.

use std::path::Path;

use cobuy_catalogue::data::Catalogue;

use super::cases::Cases;

/// Why a file of cases cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CasesError {
    /// The file cannot be read, or a line of it.
    #[error("{file}: {reason}")]
    Unreadable {
        /// The file as it was named.
        file: String,
        /// What is wrong, with the line.
        reason: String,
    },
    /// A column is missing.
    #[error(
        "{file}: no column {column:?}. A file of cases has the columns given (keys with blanks between) and hidden"
    )]
    NoColumn {
        /// The file as it was named.
        file: String,
        /// The column.
        column: &'static str,
    },
}

/// Reads cases: a CSV with the columns `given`, product keys with blanks between, and `hidden`, one key. Given products
/// that the catalogue does not have are left out; a hidden one that it does not have cannot be found, and counts.
///
/// # Errors
/// [`CasesError`].
pub fn read_cases(path: &Path, catalogue: &Catalogue) -> Result<Cases, CasesError> {
    let file = || path.display().to_string();
    let unreadable = |reason: csv::Error| CasesError::Unreadable { file: file(), reason: reason.to_string() };
    let mut reader = csv::Reader::from_path(path).map_err(unreadable)?;
    let header = reader.headers().map_err(unreadable)?.clone();
    let column = |column: &'static str| {
        let found = header.iter().position(|name| name.trim() == column);
        found.ok_or_else(|| CasesError::NoColumn { file: file(), column })
    };
    let (given, hidden) = (column("given")?, column("hidden")?);
    let number = |key: &str| {
        let found = catalogue.products.binary_search_by(|product| product.key.as_str().cmp(key));
        found.ok().map(|at| at as u32)
    };
    let mut cases = Vec::new();
    for line in reader.records() {
        let line = line.map_err(unreadable)?;
        let cell = |column: usize| line.get(column).unwrap_or("").trim();
        let given: Vec<u32> = cell(given).split_whitespace().filter_map(number).collect();
        cases.push((given, number(cell(hidden)).unwrap_or(u32::MAX)));
    }
    Ok(Cases::listed(cases))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::Product;

    #[test]
    fn what_the_catalogue_lacks_is_not_given_and_not_found() {
        let product = |key: &str| Product { key: key.to_owned(), ..Product::default() };
        let catalogue = Catalogue { products: ["a", "b", "c"].map(product).to_vec() };
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "case,given,hidden\n0,b a x,c\n1,a,y\n").unwrap();
        let cases = read_cases(file.path(), &catalogue).unwrap().cases;
        assert_eq!((cases[0].given.as_slice(), cases[0].hidden), (&[0u32, 1][..], 2));
        assert_eq!((cases[1].given.as_slice(), cases[1].hidden), (&[0u32][..], u32::MAX));
        std::fs::write(file.path(), "given,answer\na,b\n").unwrap();
        let error = read_cases(file.path(), &catalogue).unwrap_err().to_string();
        assert!(error.contains("no column \"hidden\""), "{error}");
        assert!(read_cases(Path::new("nowhere.csv"), &catalogue).is_err());
    }
}
