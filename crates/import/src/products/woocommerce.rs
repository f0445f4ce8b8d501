//! WooCommerce's products export: parent rows and variation rows.

use cobuy_catalogue::config::Config;

use super::super::cell::Row;
use super::super::columns::{Header, Wanted};
use super::super::error::ImportError;
use super::details::Parts;
use super::draft::{Draft, Drafts, Variation, key};
use super::fields::{Fields, Price};
use super::optional::Optional;

/// Columns of the export.
pub(super) struct Columns {
    id: usize,
    kind: Option<usize>,
    sku: Option<usize>,
    name: Option<usize>,
    published: Option<usize>,
    visibility: Option<usize>,
    in_stock: Option<usize>,
    regular_price: Option<usize>,
    sale_price: Option<usize>,
    sale_starts: Option<usize>,
    sale_ends: Option<usize>,
    categories: Option<usize>,
    images: Option<usize>,
    parent: Option<usize>,
    /// Values of attributes, as many as there are.
    attributes: Vec<usize>,
    /// Their names.
    attribute_names: Vec<Option<usize>>,
    /// Whether the regular price is the lowest one of the 30 days before.
    regular_is_prior: bool,
    pub optional: Optional,
}

/// Whether this is the header of the export.
pub(super) fn recognised(header: &Header) -> bool {
    header.has_all(&["id", "type", "name", "regularprice"])
}

impl Columns {
    /// Finds the columns.
    ///
    /// # Errors
    /// Where there is no id.
    pub fn resolve(header: &Header, config: &Config) -> Result<Columns, ImportError> {
        let id = Wanted { configured: config.catalog.key.as_deref(), known: &["id"] };
        let values = (1..).map(|number| header.find(&format!("Attribute {number} value(s)")));
        let attributes: Vec<usize> = values.map_while(|column| column).collect();
        let mut found = Columns {
            id: header.needed(id, "the key", "[catalog] key = \"…\"")?,
            kind: header.find("Type"),
            sku: header.find("SKU"),
            name: header.find("Name"),
            published: header.find("Published"),
            visibility: header.find("Visibility in catalog"),
            in_stock: header.find("In stock?"),
            regular_price: header.find("Regular price"),
            sale_price: header.find("Sale price"),
            sale_starts: header.find("Date sale price starts"),
            sale_ends: header.find("Date sale price ends"),
            categories: header.find("Categories"),
            images: header.find("Images"),
            parent: header.find("Parent"),
            attribute_names: (1..=attributes.len())
                .map(|number| header.find(&format!("Attribute {number} name")))
                .collect(),
            attributes,
            regular_is_prior: config.catalog.compare_at_is_30d_low,
            optional: Optional::default(),
        };
        found.optional = Optional::resolve(header, config, &found.all())?;
        Ok(found)
    }

    /// All columns that are read.
    pub fn all(&self) -> Vec<usize> {
        let single = [
            self.kind,
            self.sku,
            self.name,
            self.published,
            self.visibility,
            self.in_stock,
            self.regular_price,
            self.sale_price,
            self.sale_starts,
            self.sale_ends,
            self.categories,
            self.images,
            self.parent,
        ];
        let attributes =
            self.attributes.iter().copied().chain(self.attribute_names.iter().copied().flatten());
        let needed = std::iter::once(self.id).chain(single.into_iter().flatten()).chain(attributes);
        needed.chain(self.optional.all()).collect()
    }

    /// Takes a row.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn row<R: Row>(
        &self,
        fields: &Fields<'_, R>,
        drafts: &mut Drafts,
        line: u64,
    ) -> Result<(), &'static str> {
        let kind = fields.text(self.kind).to_lowercase();
        if kind.contains("variation") {
            drafts.variations.push(self.variation(fields, line)?);
            return Ok(());
        }
        let key = key(fields.text(Some(self.id)))?;
        let (price, prior) = self.prices(fields)?;
        let sold_out = fields.yes(self.in_stock)? == Some(false);
        let draft = drafts.entry(&key);
        Draft::fill(&mut draft.title, fields.text(self.name));
        Draft::fill(&mut draft.category, first_category(&fields.text(self.categories)));
        Draft::fill(&mut draft.image, fields.picture(self.images, Some(',')));
        self.optional.row(fields, draft);
        draft.attributes.extend(self.properties(fields));
        draft.name(draft.title.clone());
        draft.alias(fields.text(self.sku));
        let published = fields.text(self.published);
        draft.hidden = !matches!(published.as_str(), "" | "1") || fields.text(self.visibility) == "hidden";
        draft.link = ["grouped", "external", "subscription"].iter().any(|word| kind.contains(word));
        if kind.contains("variable") {
            // Its variations are what is bought.
            return Ok(());
        }
        if draft.variants == 0 {
            draft.variant(price, prior, sold_out);
        }
        Ok(())
    }

    fn variation<R: Row>(&self, fields: &Fields<'_, R>, line: u64) -> Result<Variation, &'static str> {
        let parent = fields.text(self.parent);
        let (price, prior) = self.prices(fields)?;
        let published = fields.text(self.published);
        Ok(Variation {
            line,
            parent: parent.strip_prefix("id:").map_or(parent.as_str(), str::trim).to_owned(),
            aliases: vec![fields.text(Some(self.id)), fields.text(self.sku)],
            name: fields.text(self.name),
            price,
            prior,
            sold_out: fields.yes(self.in_stock)? == Some(false) || !matches!(published.as_str(), "" | "1"),
            attributes: self.properties(fields),
            options: self.attributes.iter().filter(|column| !fields.text(Some(**column)).is_empty()).count(),
        })
    }

    /// What the attribute columns say; several values are separated by commas or `|`.
    fn properties<R: Row>(&self, fields: &Fields<'_, R>) -> Vec<(String, String)> {
        let named = self.attribute_names.iter().zip(&self.attributes);
        let of = |(name, values): (&Option<usize>, &usize)| {
            let (name, values) = (fields.text(*name).to_lowercase(), fields.text(Some(*values)));
            let values: Vec<String> =
                if name.is_empty() { Vec::new() } else { Parts::new(&values).collect() };
            values.into_iter().map(move |value| (name.clone(), value))
        };
        named.flat_map(of).collect()
    }

    /// The sale price while the sale is on, else the regular one; and the lowest price of the 30 days before.
    fn prices<R: Row>(&self, fields: &Fields<'_, R>) -> Result<(Option<Price>, Option<Price>), &'static str> {
        let sale = fields.price(self.sale_price)?;
        let on = fields.now_is_between(self.sale_starts, self.sale_ends);
        let regular = fields.price(self.regular_price)?;
        let prior = self.optional.prior(fields).or(regular.filter(|_| self.regular_is_prior));
        Ok((sale.filter(|_| on).or(regular), prior))
    }
}

/// The first of "A > B, C"; `\,` is a comma in a name.
fn first_category(categories: &str) -> String {
    let mut first = String::new();
    let mut chars = categories.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&',') => first.extend(chars.next()),
            ',' => break,
            _ => first.push(c),
        }
    }
    first.trim().to_owned()
}
