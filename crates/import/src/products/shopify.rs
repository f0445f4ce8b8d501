//! Shopify's products export, old and new headers: a row per variant or further picture, sharing the handle.

use cobuy_catalogue::config::Config;

use super::super::cell::Row;
use super::super::columns::{Header, Wanted};
use super::super::error::ImportError;
use super::draft::{Draft, Drafts, key};
use super::fields::Fields;
use super::optional::Optional;

/// What Shopify writes as the only option of a product without options.
const NO_OPTION: &str = "Default Title";

/// Columns of the export. Names in both generations; new first.
pub(super) struct Columns {
    handle: usize,
    title: Option<usize>,
    category: Option<usize>,
    kind: Option<usize>,
    published: Option<usize>,
    status: Option<usize>,
    sku: Option<usize>,
    price: Option<usize>,
    image: Option<usize>,
    option_names: [Option<usize>; 3],
    option_values: [Option<usize>; 3],
    tracker: Option<usize>,
    quantity: Option<usize>,
    oversell: Option<usize>,
    pub optional: Optional,
}

/// Whether this is the header of the export.
pub(super) fn recognised(header: &Header) -> bool {
    let of_export = ["variantsku", "variantprice", "option1name", "option1value", "publishedononlinestore"];
    let handle = header.has_all(&["urlhandle"]) || header.has_all(&["handle"]);
    handle && of_export.iter().any(|name| header.has_all(&[name]))
}

impl Columns {
    /// Finds the columns.
    ///
    /// # Errors
    /// Where there is no handle.
    pub fn resolve(header: &Header, config: &Config) -> Result<Columns, ImportError> {
        let find = |known: &[&str]| header.optional(Wanted { configured: None, known });
        let handle = Wanted { configured: config.catalog.key.as_deref(), known: &["urlhandle", "handle"] };
        let option = |number: usize, what: &str| header.find(&format!("option{number}{what}"));
        let mut found = Columns {
            handle: header.needed(handle, "the key", "[catalog] key = \"…\"")?,
            title: find(&["title"])?,
            category: find(&["productcategory"])?,
            kind: find(&["type"])?,
            published: find(&["publishedononlinestore", "published"])?,
            status: find(&["status"])?,
            sku: find(&["sku", "variantsku"])?,
            price: find(&["price", "variantprice"])?,
            image: find(&["productimageurl", "imagesrc"])?,
            option_names: [1, 2, 3].map(|number| option(number, "name")),
            option_values: [1, 2, 3].map(|number| option(number, "value")),
            tracker: find(&["inventorytracker", "variantinventorytracker"])?,
            quantity: find(&["inventoryquantity", "variantinventoryqty"])?,
            oversell: find(&["continuesellingwhenoutofstock", "variantinventorypolicy"])?,
            optional: Optional::default(),
        };
        found.optional = Optional::resolve(header, config, &found.all())?;
        Ok(found)
    }

    /// All columns that are read.
    pub fn all(&self) -> Vec<usize> {
        let single = [
            self.title,
            self.category,
            self.kind,
            self.published,
            self.status,
            self.sku,
            self.price,
            self.image,
            self.tracker,
            self.quantity,
            self.oversell,
        ];
        let options = self.option_names.iter().chain(&self.option_values).copied();
        let needed = std::iter::once(self.handle).chain(single.into_iter().chain(options).flatten());
        needed.chain(self.optional.all()).collect()
    }

    /// Takes a row.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn row<R: Row>(&self, fields: &Fields<'_, R>, drafts: &mut Drafts) -> Result<(), &'static str> {
        let key = key(fields.text(Some(self.handle)))?;
        let price = fields.price(self.price)?;
        let published = fields.yes(self.published)?;
        let status = fields.text(self.status);
        let draft = drafts.entry(&key);
        Draft::fill(&mut draft.title, fields.text(self.title));
        Draft::fill(&mut draft.category, fields.text(self.category));
        Draft::fill(&mut draft.category, fields.text(self.kind));
        Draft::fill(&mut draft.image, fields.picture(self.image, None));
        draft.hidden |=
            published == Some(false) || !(status.is_empty() || status.eq_ignore_ascii_case("active"));
        let values: Vec<String> = self
            .option_values
            .iter()
            .map(|column| fields.text(*column))
            .filter(|value| !value.is_empty())
            .collect();
        self.optional.row(fields, draft);
        self.properties(fields, draft);
        let sku = fields.text(self.sku);
        if values.is_empty() && sku.is_empty() && price.is_none() {
            // A row that only brings a further picture.
            return Ok(());
        }
        draft.variant(price, self.optional.prior(fields), self.is_sold_out(fields));
        draft.alias(sku);
        if values.iter().all(|value| value == NO_OPTION) {
            draft.name(draft.title.clone());
        } else {
            draft.options = draft.options.max(values.len());
            draft.name(format!("{} - {}", draft.title, values.join(" / ")));
        }
        Ok(())
    }

    /// The type, and options as properties; a product's first row names them.
    fn properties<R: Row>(&self, fields: &Fields<'_, R>, draft: &mut Draft) {
        if draft.option_names.is_empty() {
            draft.option_names =
                self.option_names.iter().map(|column| fields.text(*column).to_lowercase()).collect();
        }
        let values = self.option_values.iter().map(|column| fields.text(*column));
        let named = draft.option_names.iter().cloned().zip(values);
        draft.attributes.extend(named.filter_map(|(name, value)| {
            let given = !name.is_empty() && !value.is_empty() && value != NO_OPTION;
            given.then(|| (name, value.to_lowercase()))
        }));
        let kind = fields.text(self.kind).to_lowercase();
        draft.attributes.extend((!kind.is_empty()).then(|| ("type".to_owned(), kind)));
    }

    /// Sold out is only what is counted, at none, and not sold on.
    fn is_sold_out<R: Row>(&self, fields: &Fields<'_, R>) -> bool {
        let counted = self.tracker.is_none() || !fields.text(self.tracker).is_empty();
        let none_left = matches!(fields.number(self.quantity), Ok(Some(quantity)) if quantity <= 0);
        counted && none_left && fields.yes(self.oversell) == Ok(Some(false))
    }
}
