//! Cleaned order lines for a database: what the importer's filters, folding and joining leave of the order files.

use std::ops::ControlFlow;
use std::path::Path;

use cobuy_catalogue::data::ANONYMOUS;
use cobuy_import::CleanOrder;
use parquet::data_type::ByteArray;

use super::write::{Column, TableFile, WriteError, failed};

const SCHEMA: &str = "message orders {
    required binary order_id (UTF8);
    optional binary customer_id (UTF8);
    required int64 timestamp (TIMESTAMP(MILLIS, false));
    required binary product (UTF8);
}";

/// A Parquet file of `order_id`, `customer_id`, `timestamp`, `product`, a row for each product of an order, before
/// large baskets are cut. Customers are numbers that mean nothing elsewhere.
pub struct LinesFile {
    file: TableFile,
    /// Product keys as the file holds them, shared by all rows.
    keys: Vec<ByteArray>,
    error: Option<WriteError>,
}

impl LinesFile {
    /// Begins the file.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn create(path: &Path) -> Result<Self, WriteError> {
        let columns = vec![
            Column::Text(Vec::new()),
            Column::MaybeText(Vec::new()),
            Column::Long(Vec::new()),
            Column::Text(Vec::new()),
        ];
        Ok(Self { file: TableFile::create(path, SCHEMA, columns)?, keys: Vec::new(), error: None })
    }

    /// Adds an order; breaks off where the file cannot be written, and [`LinesFile::finish`] says why.
    pub fn add(&mut self, order: &CleanOrder<'_>) -> ControlFlow<()> {
        if self.error.is_none() {
            self.error = self.try_add(order).err();
        }
        if self.error.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    fn try_add(&mut self, order: &CleanOrder<'_>) -> Result<(), WriteError> {
        if self.keys.is_empty() {
            self.keys = order.keys.iter().map(|key| ByteArray::from(*key)).collect();
        }
        let Ok(id) = std::str::from_utf8(order.id) else {
            let shown = String::from_utf8_lossy(order.id);
            let path = Path::new("--lines");
            return Err(failed(
                path,
                &format!("the order id {shown:?} is not UTF-8; export the orders in UTF-8"),
            ));
        };
        let id = ByteArray::from(id);
        let customer =
            (order.customer != ANONYMOUS).then(|| ByteArray::from(order.customer.to_string().as_str()));
        for &product in order.products {
            self.file.columns[0].push_text(&id);
            match &customer {
                Some(customer) => self.file.columns[1].push_text(customer),
                None => self.file.columns[1].push_null(),
            }
            self.file.columns[2].push(order.time_ms);
            self.file.columns[3].push_text(&self.keys[product as usize]);
            self.file.end_row()?;
        }
        Ok(())
    }

    /// Puts the file into its place; how many rows it has.
    ///
    /// # Errors
    /// [`WriteError`], also where a row before could not be written.
    pub fn finish(mut self) -> Result<u64, WriteError> {
        match self.error.take() {
            Some(error) => Err(error),
            None => self.file.finish(),
        }
    }
}
