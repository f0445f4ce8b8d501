//! Which products and lists belong into which shard.

use std::collections::BTreeMap;

use cobuy_catalogue::data::CATEGORY_SEPARATOR;
use cobuy_catalogue::data::{Catalogue, Product};
use cobuy_model::relations::Alike;
use cobuy_model::{Model, Neighbour, Ranked, prune};
use cobuy_snapshot::base::{CATEGORY_PREFIX, SHOP_KEY};
use cobuy_snapshot::rules::{BUNDLE_PREFIX, RULE_PREFIX};
use cobuy_snapshot::{MAX_KEY_BYTES, Relation};
use rayon::prelude::*;

use super::place::whole_prefix;
use super::rows::{FEWEST_POPULAR, LISTED, TOGETHER, has_card};
use super::{PackError, Place, Settings, differences};

/// What a shard holds a row for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// A product by its number.
    Product(u32),
    /// A category by its position in the model's lists.
    Category(u32),
}

/// Everything that a snapshot is made of. Borrows catalogue and model; payloads are made on demand.
#[derive(Debug)]
pub struct Contents<'a> {
    /// The products.
    pub catalogue: &'a Catalogue,
    /// Their neighbours.
    pub model: &'a Model,
    /// What the shop says.
    pub settings: &'a Settings,
    /// Time of the newest order, unix milliseconds: the "now" of a build.
    pub as_of_ms: u64,
    /// Time for which the prices hold, unix milliseconds.
    pub prices_as_of_ms: u64,
    /// Ascending by whole prefix, so that every shard's owners are a range.
    owners: Vec<(u32, Owner)>,
    category_keys: Vec<String>,
    /// Lines of attributes by product; empty where there are none.
    attributes: Vec<String>,
    /// When prices were raised, by product, where it was just now.
    raised: BTreeMap<u32, u64>,
}

/// How much of what a snapshot holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Products in the catalogue.
    pub products: u64,
    /// Products without a title: they have no card and nothing shows them.
    pub products_without_title: u64,
    /// Products with a row of products bought together.
    pub together_rows: u64,
    /// Neighbours in these rows.
    pub together_neighbours: u64,
    /// Those of them that count in some months only.
    #[serde(default)]
    pub seasonal_neighbours: u64,
    /// Products with a row of similar products.
    #[serde(default)]
    pub similar_rows: u64,
    /// Products with a row of upgrades.
    #[serde(default)]
    pub upgrade_rows: u64,
    /// Products with a row of what is bought next.
    #[serde(default)]
    pub next_rows: u64,
    /// Products that are used up and bought again.
    #[serde(default)]
    pub consumables: u64,
    /// Products that have their category's popular list instead.
    pub popular_rows: u64,
    /// Products with neither: the shop's popular list stands in.
    pub products_without_row: u64,
    /// Category lists.
    pub category_lists: u64,
    /// Category lists left out because `category:` and the path have more than 255 bytes.
    pub category_lists_left_out: u64,
}

impl<'a> Contents<'a> {
    /// Sorts products and category lists into shards. `newest_ms` is the time of the newest order.
    ///
    /// # Errors
    /// [`PackError::ReservedKey`].
    pub fn new(
        catalogue: &'a Catalogue,
        model: &'a Model,
        settings: &'a Settings,
        newest_ms: i64,
    ) -> Result<Self, PackError> {
        let prefixes = [CATEGORY_PREFIX, RULE_PREFIX, BUNDLE_PREFIX];
        let reserved = |key: &str| key == SHOP_KEY || prefixes.iter().any(|prefix| key.starts_with(prefix));
        if let Some(product) = catalogue.products.iter().find(|product| reserved(&product.key)) {
            return Err(PackError::ReservedKey { key: product.key.clone() });
        }
        let category_keys: Vec<String> =
            model.categories.iter().map(|lists| format!("{CATEGORY_PREFIX}{}", lists.path)).collect();
        let products = catalogue
            .products
            .par_iter()
            .enumerate()
            .map(|(number, product)| (whole_prefix(&product.key), Owner::Product(number as u32)));
        let lists = category_keys.par_iter().enumerate().filter(|(_, key)| key.len() <= MAX_KEY_BYTES);
        let lists = lists.map(|(number, key)| (whole_prefix(key), Owner::Category(number as u32)));
        let mut owners: Vec<(u32, Owner)> = products.chain(lists).collect();
        owners.par_sort_unstable();
        let now = u64::try_from(newest_ms).unwrap_or(0);
        let mut contents = Self {
            catalogue,
            model,
            settings,
            as_of_ms: now,
            prices_as_of_ms: now,
            owners,
            category_keys,
            attributes: Vec::new(),
            raised: BTreeMap::new(),
        };
        contents.attributes = contents.compared();
        Ok(contents)
    }

    /// Marks prices that were just raised: when, by product.
    pub fn mark(&mut self, raised: BTreeMap<u32, u64>) {
        self.raised = raised;
    }

    /// When the price of a product was raised, if it was just now.
    pub(super) fn raised_ms(&self, product: u32) -> Option<u64> {
        self.raised.get(&product).copied()
    }

    /// In what a product differs from those that it is compared with.
    pub(super) fn attributes(&self, product: u32) -> &str {
        self.attributes.get(product as usize).map_or("", String::as_str)
    }

    /// Lines of attributes by product.
    fn compared(&self) -> Vec<String> {
        let upgrades = &self.model.relations.upgrade;
        let attributes = |product: &Product| !product.details.attributes.is_empty();
        if !self.settings.attributes || !self.catalogue.products.iter().any(attributes) {
            return Vec::new();
        }
        let shown = |(product, row): (usize, &Vec<Alike>)| {
            let others = row.iter().map(|alike| alike.product);
            others.filter(|other| self.may_follow(product as u32, *other)).collect()
        };
        let rows: Vec<Vec<u32>> = upgrades.iter().enumerate().map(shown).collect();
        differences::lines(self.catalogue, &rows)
    }

    /// What belongs into a shard, in the order of hashes.
    pub(super) fn owners(&self, place: Place) -> impl Iterator<Item = Owner> {
        let (first, last) = place.span();
        let start = self.owners.partition_point(|(hash, _)| *hash < first);
        let end = self.owners.partition_point(|(hash, _)| *hash <= last);
        self.owners[start..end].iter().map(|(_, owner)| *owner)
    }

    /// Key of a category, and its lists that have products.
    pub(super) fn category(&self, number: u32) -> (&str, impl Iterator<Item = (Relation, Vec<u32>)>) {
        let lists = &self.model.categories[number as usize];
        let lists = [(Relation::Popular, &lists.popular), (Relation::Rising, &lists.rising)];
        let shown =
            lists.map(|(relation, list)| (relation, self.shown(list).take(LISTED).collect::<Vec<_>>()));
        (&self.category_keys[number as usize], shown.into_iter().filter(|(_, list)| !list.is_empty()))
    }

    /// The products of a list that can be shown.
    pub(super) fn shown(&self, list: &[Ranked]) -> impl Iterator<Item = u32> {
        list.iter().map(|ranked| ranked.product).filter(|product| has_card(self.catalogue, *product))
    }

    /// Whether a product may stand in a row of another: it has a card, and the shop did not block the pair.
    pub(super) fn may_follow(&self, product: u32, other: u32) -> bool {
        has_card(self.catalogue, other) && !self.settings.blocked.contains(product, other)
    }

    /// The products bought together with one, as far as its row shows them.
    pub(super) fn together(&self, product: u32) -> Vec<&Neighbour> {
        let row = self.model.rows[product as usize].iter();
        let mut row: Vec<&Neighbour> =
            row.filter(|neighbour| self.may_follow(product, neighbour.product)).collect();
        prune(&mut row, TOGETHER);
        row
    }

    /// The popular products of a product's deepest category that has enough others.
    pub(super) fn popular_beside(&self, product: u32) -> Option<Vec<u32>> {
        let mut path = self.catalogue.products[product as usize].category.as_str();
        while !path.is_empty() {
            let found = self.model.categories.binary_search_by(|known| known.path.as_str().cmp(path));
            let list = found.map_or(&[][..], |at| &self.model.categories[at].popular);
            let fits = |other: &u32| *other != product && self.may_follow(product, *other);
            let others: Vec<u32> = self.shown(list).filter(fits).take(LISTED).collect();
            if others.len() >= FEWEST_POPULAR {
                return Some(others);
            }
            path = path.rfind(CATEGORY_SEPARATOR).map_or("", |end| &path[..end]);
        }
        None
    }

    /// How often a shard is asked for, measured in orders with its products. One more for each, so that products
    /// that nobody bought yet count too: their pages are looked at.
    pub fn requests(&self, place: Place) -> u64 {
        let requests = |owner| match owner {
            Owner::Product(product) => u64::from(self.model.item_orders[product as usize]) + 1,
            Owner::Category(_) => 0,
        };
        self.owners(place).map(requests).sum()
    }

    /// How much of what there is.
    pub fn counts(&self) -> Counts {
        let products = self.catalogue.products.len() as u32;
        let relations = &self.model.relations;
        let of_product = |product: u32| {
            let at = product as usize;
            let row = self.together(product);
            let neighbours = row.len() as u64;
            let popular = neighbours == 0 && self.popular_beside(product).is_some();
            Counts {
                products_without_title: (!has_card(self.catalogue, product)).into(),
                together_rows: (neighbours > 0).into(),
                together_neighbours: neighbours,
                seasonal_neighbours: row.iter().filter(|neighbour| neighbour.season.is_some()).count() as u64,
                similar_rows: self
                    .has_shown(product, relations.similar.get(at), |alike| alike.product)
                    .into(),
                upgrade_rows: self
                    .has_shown(product, relations.upgrade.get(at), |alike| alike.product)
                    .into(),
                next_rows: self.has_shown(product, relations.next.get(at), |follow| follow.product).into(),
                consumables: relations.repurchase_days.get(at).copied().flatten().is_some().into(),
                popular_rows: popular.into(),
                products_without_row: (neighbours == 0 && !popular).into(),
                ..Counts::default()
            }
        };
        let sum = (0..products).into_par_iter().map(of_product).reduce(Counts::default, Counts::plus);
        let lists =
            self.owners.iter().filter(|(_, owner)| matches!(owner, Owner::Category(_))).count() as u64;
        Counts {
            products: products.into(),
            category_lists: lists,
            category_lists_left_out: self.category_keys.len() as u64 - lists,
            ..sum
        }
    }

    /// Whether a row of a product has another one that can be shown.
    fn has_shown<T>(&self, product: u32, row: Option<&Vec<T>>, other: impl Fn(&T) -> u32) -> bool {
        row.is_some_and(|row| row.iter().any(|neighbour| self.may_follow(product, other(neighbour))))
    }

    /// The list of a relation that holds for the whole shop.
    pub(super) fn shop_list(&self, relation: Relation) -> Vec<u32> {
        let list = if relation == Relation::Rising { &self.model.rising } else { &self.model.popular };
        self.shown(list).take(LISTED).collect()
    }
}

impl Counts {
    /// Sums what is counted product by product.
    fn plus(self, other: Self) -> Self {
        Self {
            products_without_title: self.products_without_title + other.products_without_title,
            together_rows: self.together_rows + other.together_rows,
            together_neighbours: self.together_neighbours + other.together_neighbours,
            seasonal_neighbours: self.seasonal_neighbours + other.seasonal_neighbours,
            similar_rows: self.similar_rows + other.similar_rows,
            upgrade_rows: self.upgrade_rows + other.upgrade_rows,
            next_rows: self.next_rows + other.next_rows,
            consumables: self.consumables + other.consumables,
            popular_rows: self.popular_rows + other.popular_rows,
            products_without_row: self.products_without_row + other.products_without_row,
            ..self
        }
    }
}
