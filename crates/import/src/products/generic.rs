//! Any table of products, Google Merchant Center's among them: a row per product, or per variant sharing the key.

use cobuy_catalogue::config::Config;
use cobuy_catalogue::number;

use super::super::cell::Row;
use super::super::columns::{Header, Wanted};
use super::super::error::ImportError;
use super::draft::{Draft, Drafts, key};
use super::fields::Fields;
use super::optional::Optional;

const KEYS: [&str; 10] =
    ["key", "productkey", "handle", "urlhandle", "slug", "productid", "id", "stockcode", "sku", "itemid"];

/// Columns of the table.
pub(super) struct Columns {
    key: usize,
    /// Merchant Center: what variants of a product share; where it is given it is the key, and the id an alias.
    group: Option<usize>,
    aliases: Vec<usize>,
    title: Option<usize>,
    category: Option<usize>,
    url: Option<usize>,
    image: Option<usize>,
    price: Option<usize>,
    sale_price: Option<usize>,
    availability: Option<usize>,
    variants: Option<usize>,
    pub optional: Optional,
}

impl Columns {
    /// Finds the columns.
    ///
    /// # Errors
    /// Where there is no key, or `cobuy.toml` names a column that is not there.
    pub fn resolve(header: &Header, config: &Config) -> Result<Columns, ImportError> {
        let columns = &config.products.columns;
        let find = |configured: &Option<String>, known: &[&str]| {
            header.optional(Wanted { configured: configured.as_deref(), known })
        };
        let configured = config.catalog.key.as_deref();
        let key = header.needed(Wanted { configured, known: &KEYS }, "the key", "[catalog] key = \"…\"")?;
        let aliases = match &columns.aliases {
            Some(_) => vec![find(&columns.aliases, &[])?],
            None => ["aliases", "sku", "variantid", "id"].map(|name| header.find(name)).to_vec(),
        };
        let mut found = Columns {
            key,
            group: if configured.is_none() { header.find("itemgroupid") } else { None },
            aliases: aliases.into_iter().flatten().filter(|column| *column != key).collect(),
            title: find(&columns.title, &["title", "name", "productname", "producttitle", "description"])?,
            category: find(
                &columns.category,
                &["category", "categorypath", "categories", "producttype", "type"],
            )?,
            url: find(&columns.url, &["url", "link", "producturl", "permalink"])?,
            image: find(&columns.image, &["image", "imagelink", "imageurl", "imagesrc", "picture"])?,
            price: find(&columns.price, &["price", "unitprice", "regularprice"])?,
            sale_price: if columns.price.is_none() { header.find("saleprice") } else { None },
            availability: find(&columns.availability, &["availability", "available", "instock", "stock"])?,
            variants: find(&columns.variants, &["variants", "variantcount"])?,
            optional: Optional::default(),
        };
        found.optional = Optional::resolve(header, config, &found.all())?;
        Ok(found)
    }

    /// All columns that are read.
    pub fn all(&self) -> Vec<usize> {
        let single = [
            self.group,
            self.title,
            self.category,
            self.url,
            self.image,
            self.price,
            self.sale_price,
            self.availability,
            self.variants,
        ];
        let aliases = self.aliases.iter().copied();
        std::iter::once(self.key)
            .chain(single.into_iter().flatten())
            .chain(aliases)
            .chain(self.optional.all())
            .collect()
    }

    /// Takes a row.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn row<R: Row>(&self, fields: &Fields<'_, R>, drafts: &mut Drafts) -> Result<(), &'static str> {
        let id = fields.text(Some(self.key));
        let group = fields.text(self.group);
        let key = key(if group.is_empty() { id.clone() } else { group })?;
        let price = fields.price(self.sale_price)?.or(fields.price(self.price)?);
        let sold_out = fields.yes(self.availability)? == Some(false);
        let variants = fields.number(self.variants).map_err(|()| "the number of variants is not a number")?;
        let draft = drafts.entry(&key);
        let known = draft.aliases.len();
        draft.alias(id);
        for column in &self.aliases {
            fields.text(Some(*column)).split('|').for_each(|alias| draft.alias(alias.trim().to_owned()));
        }
        Draft::fill(&mut draft.title, fields.text(self.title));
        Draft::fill(&mut draft.category, fields.text(self.category));
        Draft::fill(&mut draft.url, fields.page(self.url));
        Draft::fill(&mut draft.image, fields.picture(self.image, None));
        self.optional.row(fields, draft);
        draft.name(draft.title.clone());
        draft.stated_variants =
            draft.stated_variants.or(variants.and_then(|count| usize::try_from(count / number::ONE).ok()));
        // A row that brings no new id repeats a product that has come before; it is no further variant.
        if draft.variants == 0 || draft.aliases.len() > known {
            draft.variant(price, self.optional.prior(fields), sold_out);
        }
        Ok(())
    }
}
