//! Optional columns: brand, properties, text, cost, ratings, embeddings. A value that cannot be read is left out and
//! counted; it costs nobody a product.

use std::cell::RefCell;

use cobuy_catalogue::config::Config;
use cobuy_catalogue::number::ONE;
use cobuy_catalogue::report::OptionalColumn;

use super::super::cell::Row;
use super::super::columns::{Header, Wanted};
use super::super::error::ImportError;
use super::details::{Parts, attributes, plain_text, product_details, vector};
use super::draft::Draft;
use super::fields::{Fields, Price};

/// Columns that hold one property each, by names that shops and Merchant Center use.
const PROPERTIES: [&str; 9] =
    ["color", "colour", "size", "material", "pattern", "gender", "agegroup", "style", "capacity"];

/// Names of a column of the lowest price that directive 98/6/EC, article 6a, asks for.
const PRIOR_PRICES: [&str; 8] = [
    "priorprice30d",
    "lowestprice30d",
    "lowestprice30days",
    "lowest30dayprice",
    "lowestpricelast30days",
    "omnibusprice",
    "niedrigsterpreis30tage",
    "prixleplusbas30jours",
];

/// What the columns are about, in the order of the report.
const KINDS: [&str; 12] = [
    "brand",
    "attributes",
    "tags",
    "description",
    "family",
    "cost or margin",
    "rating",
    "number of ratings",
    "reviews",
    "embedding",
    "share of returns",
    "lowest price of 30 days",
];
/// Positions in [`KINDS`].
mod kind {
    pub const BRAND: usize = 0;
    pub const ATTRIBUTES: usize = 1;
    pub const TAGS: usize = 2;
    pub const DESCRIPTION: usize = 3;
    pub const FAMILY: usize = 4;
    pub const MARGIN: usize = 5;
    pub const RATING: usize = 6;
    pub const RATINGS: usize = 7;
    pub const REVIEWS: usize = 8;
    pub const EMBEDDING: usize = 9;
    pub const RETURNS: usize = 10;
    pub const PRIOR: usize = 11;
}

/// The optional columns of a products file.
#[derive(Default)]
pub(super) struct Optional {
    brand: Option<usize>,
    lists: Vec<usize>,
    /// Column and name of the property.
    single: Vec<(usize, String)>,
    /// Merchant Center's `product_detail`.
    details: Option<usize>,
    tags: Option<usize>,
    description: Option<usize>,
    family: Option<usize>,
    cost: Option<usize>,
    margin: Option<usize>,
    returns: Option<usize>,
    prior: Option<usize>,
    rating: Option<usize>,
    ratings: Option<usize>,
    reviews: Option<usize>,
    embedding: Option<usize>,
    headers: Vec<String>,
    tally: RefCell<Tally>,
}

/// What was seen while rows came.
#[derive(Default)]
struct Tally {
    unreadable: [u64; KINDS.len()],
    /// Numbers of the first embedding: all others must have as many.
    embedding: Option<usize>,
}

impl Optional {
    /// Finds the columns; those of `taken` mean something else already.
    ///
    /// # Errors
    /// Where `cobuy.toml` names a column that is not there.
    pub fn resolve(header: &Header, config: &Config, taken: &[usize]) -> Result<Optional, ImportError> {
        let columns = &config.products.columns;
        let find = |configured: &Option<String>, known: &[&str]| {
            let found = header.optional(Wanted { configured: configured.as_deref(), known })?;
            Ok::<_, ImportError>(found.filter(|column| configured.is_some() || !taken.contains(column)))
        };
        let mut single = Vec::new();
        for name in &columns.attribute_columns {
            single.push((
                header.needed(Wanted { configured: Some(name), known: &[] }, "a property", "")?,
                name.to_lowercase(),
            ));
        }
        let known = PROPERTIES.iter().filter_map(|name| Some((header.find(name)?, (*name).to_owned())));
        single.extend(known.filter(|(column, _)| !taken.contains(column)));
        single.extend(metafields(header));
        single.sort();
        single.dedup_by_key(|(column, _)| *column);
        Ok(Optional {
            brand: find(&columns.brand, &["brand", "brands", "vendor", "manufacturer"])?,
            lists: find(
                &columns.attributes,
                &["attributes", "properties", "specifications", "specs", "options"],
            )?
            .into_iter()
            .collect(),
            single,
            details: header.find("productdetail"),
            tags: find(&columns.tags, &["tags", "keywords"])?,
            description: find(
                &columns.description,
                &["description", "bodyhtml", "body", "productdescription", "shortdescription"],
            )?,
            family: find(
                &columns.family,
                &["family", "productfamily", "productline", "series", "itemgroupid"],
            )?,
            cost: find(
                &columns.cost,
                &[
                    "cost",
                    "costofgoodssold",
                    "costofgoods",
                    "costperitem",
                    "costprice",
                    "purchaseprice",
                    "metawccogcost",
                ],
            )?,
            margin: find(&columns.margin, &["margin", "grossmargin", "marginpercent"])?,
            returns: find(
                &columns.return_rate,
                &["returnrate", "returnsrate", "returnshare", "refundrate", "retourenquote", "tauxderetour"],
            )?,
            prior: match find(&columns.prior_price, &PRIOR_PRICES)? {
                None if config.catalog.compare_at_is_30d_low => {
                    ["compareatprice", "variantcompareatprice"].iter().find_map(|name| header.find(name))
                }
                found => found,
            },
            rating: find(
                &columns.rating,
                &["rating", "averagerating", "ratingvalue", "reviewrating", "metawcaveragerating"],
            )?,
            ratings: find(
                &columns.ratings,
                &[
                    "ratings",
                    "ratingcount",
                    "reviewcount",
                    "reviewscount",
                    "numberofreviews",
                    "metawcreviewcount",
                ],
            )?,
            reviews: find(&columns.reviews, &["reviewtext", "reviewtexts", "reviews"])?,
            embedding: find(&columns.embedding, &["embedding", "embeddings", "vector"])?,
            headers: header.names.clone(),
            tally: RefCell::default(),
        })
    }

    /// All columns that are read.
    pub fn all(&self) -> Vec<usize> {
        let single = [
            self.brand,
            self.details,
            self.tags,
            self.description,
            self.family,
            self.cost,
            self.margin,
            self.returns,
            self.prior,
            self.rating,
            self.ratings,
            self.reviews,
            self.embedding,
        ];
        let named = self.single.iter().map(|(column, _)| *column);
        single.into_iter().flatten().chain(self.lists.iter().copied()).chain(named).collect()
    }

    /// Takes what a row says of its product; the first row that says something wins, properties gather.
    pub fn row<R: Row>(&self, fields: &Fields<'_, R>, draft: &mut Draft) {
        self.texts(fields, draft);
        self.numbers(fields, draft);
        for column in &self.lists {
            draft.attributes.extend(attributes(&fields.text(Some(*column))));
        }
        for (column, name) in &self.single {
            draft
                .attributes
                .extend(Parts::new(&fields.text(Some(*column))).map(|value| (name.clone(), value)));
        }
        draft.attributes.extend(product_details(&fields.text(self.details)));
        let tags = fields.text(self.tags);
        draft.attributes.extend(Parts::new(&tags).map(|tag| ("tag".to_owned(), tag)));
        let text = fields.text(self.embedding);
        if draft.embedding.is_empty() && !text.is_empty() {
            match vector(&text).filter(|vector| self.is_as_long(vector.len())) {
                Some(vector) => draft.embedding = vector,
                None => self.unreadable(kind::EMBEDDING),
            }
        }
    }

    fn texts<R: Row>(&self, fields: &Fields<'_, R>, draft: &mut Draft) {
        Draft::fill(&mut draft.brand, fields.text(self.brand));
        Draft::fill(&mut draft.family, fields.text(self.family));
        if draft.description.is_empty() {
            draft.description = plain_text(&fields.text(self.description));
        }
        if draft.reviews.is_empty() {
            let lines: Vec<String> = fields.text(self.reviews).lines().map(plain_text).collect();
            draft.reviews = lines.join("\n").trim().to_owned();
        }
    }

    fn numbers<R: Row>(&self, fields: &Fields<'_, R>, draft: &mut Draft) {
        let number = |column: Option<usize>, kind: usize| {
            let text = fields.text(column);
            let share = text.strip_suffix('%').map(str::trim);
            let read = match share {
                Some(share) => {
                    share.parse::<f64>().map(|share| Some((share * ONE as f64) as i64)).map_err(|_| ())
                }
                None => fields.number(column),
            };
            let read = read.map(|number| number.filter(|number| *number >= 0 || kind == kind::MARGIN));
            read.unwrap_or_else(|()| {
                self.unreadable(kind);
                None
            })
        };
        draft.cost = draft.cost.or(number(self.cost, kind::MARGIN));
        draft.margin = draft.margin.or(number(self.margin, kind::MARGIN));
        draft.returns = draft.returns.or(number(self.returns, kind::RETURNS));
        draft.rating = draft.rating.or(number(self.rating, kind::RATING).filter(|rating| *rating > 0));
        draft.ratings = draft.ratings.or(number(self.ratings, kind::RATINGS));
    }

    /// The lowest price of the 30 days before that a row states for its variant.
    pub fn prior<R: Row>(&self, fields: &Fields<'_, R>) -> Option<Price> {
        fields.price(self.prior).unwrap_or_else(|_| {
            self.unreadable(kind::PRIOR);
            None
        })
    }

    fn unreadable(&self, kind: usize) {
        self.tally.borrow_mut().unreadable[kind] += 1;
    }

    fn is_as_long(&self, length: usize) -> bool {
        *self.tally.borrow_mut().embedding.get_or_insert(length) == length
    }

    /// What was found, with the number of drafts that have it.
    pub fn report<'d>(&self, drafts: impl Iterator<Item = &'d Draft>) -> Vec<OptionalColumn> {
        let mut products = [0u64; KINDS.len()];
        for draft in drafts {
            let tagged = draft.attributes.iter().filter(|(name, _)| name == "tag").count();
            let has = [
                !draft.brand.is_empty(),
                draft.attributes.len() > tagged,
                tagged > 0,
                !draft.description.is_empty(),
                !draft.family.is_empty(),
                draft.cost.is_some() || draft.margin.is_some(),
                draft.rating.is_some(),
                draft.ratings.is_some(),
                !draft.reviews.is_empty(),
                !draft.embedding.is_empty(),
                draft.returns.is_some(),
                draft.has_prior(),
            ];
            products.iter_mut().zip(has).for_each(|(count, has)| *count += u64::from(has));
        }
        let unreadable = self.tally.borrow().unreadable;
        let report = |kind: usize| {
            let columns: Vec<&str> =
                self.columns(kind).iter().map(|column| self.headers[*column].as_str()).collect();
            (!columns.is_empty() || products[kind] > 0).then(|| OptionalColumn {
                what: KINDS[kind],
                columns: columns.join(", "),
                products: products[kind],
                unreadable: unreadable[kind],
            })
        };
        (0..KINDS.len()).filter_map(report).collect()
    }

    fn columns(&self, of_kind: usize) -> Vec<usize> {
        let of = |columns: &[Option<usize>]| columns.iter().copied().flatten().collect();
        match of_kind {
            kind::BRAND => of(&[self.brand]),
            kind::ATTRIBUTES => {
                let single = self.single.iter().map(|(column, _)| *column);
                self.lists.iter().copied().chain(single).chain(self.details).collect()
            }
            kind::TAGS => of(&[self.tags]),
            kind::DESCRIPTION => of(&[self.description]),
            kind::FAMILY => of(&[self.family]),
            kind::MARGIN => of(&[self.cost, self.margin]),
            kind::RATING => of(&[self.rating]),
            kind::RATINGS => of(&[self.ratings]),
            kind::REVIEWS => of(&[self.reviews]),
            kind::RETURNS => of(&[self.returns]),
            kind::PRIOR => of(&[self.prior]),
            _ => of(&[self.embedding]),
        }
    }
}

/// Shopify's metafields with a property each: "Material (product.metafields.shopify.material)".
fn metafields(header: &Header) -> Vec<(usize, String)> {
    let property = |(column, name): (usize, &String)| {
        let (title, field) = name.split_once(" (product.metafields.")?;
        let ours = ["shopify.", "custom.", "google"].iter().any(|space| field.starts_with(space));
        ours.then(|| (column, title.trim().to_lowercase()))
    };
    header.names.iter().enumerate().filter_map(property).collect()
}
