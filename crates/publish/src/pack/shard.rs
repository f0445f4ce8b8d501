//! The payload of a shard.

use cobuy_model::relations::{Alike, Follow};
use cobuy_snapshot::Relation;
use cobuy_snapshot::write::file::{self, ShardInfo};
use cobuy_snapshot::write::table::{Item, Row};

use super::contents::Owner;
use super::rows::{alike, list, next, together};
use super::{Contents, PackError, Place, cards};

impl Contents<'_> {
    /// The payload of a shard that changed at `as_of_ms`: every product and list of the place with its row, and the
    /// cards of all neighbours.
    ///
    /// # Errors
    /// [`PackError::Write`] for a text or a number of items that does not fit the format.
    pub fn shard(&self, place: Place, as_of_ms: u64) -> Result<Vec<u8>, PackError> {
        let info = ShardInfo {
            as_of_ms,
            prefix: place.prefix,
            k: place.k,
            weight_exponent: self.model.weight_exponent,
            url_template: &self.settings.url_template,
            image_template: &self.settings.image_template,
            rank_only: self.settings.rank_only,
        };
        let (items, rows) = self.table(place);
        file::shard(&info, &items, &rows).map_err(|reason| PackError::Write { file: place.name(), reason })
    }

    fn table(&self, place: Place) -> (Vec<Item<'_>>, Vec<Row<'_>>) {
        let (mut items, mut rows, mut products) = (Vec::new(), Vec::new(), Vec::new());
        for owner in self.owners(place) {
            match owner {
                Owner::Product(product) => {
                    products.push(product);
                    rows.extend(self.product_row(product, &mut products));
                    self.related_rows(product, &mut products, &mut rows);
                }
                Owner::Category(number) => {
                    let (key, lists) = self.category(number);
                    let before = rows.len();
                    for (relation, listed) in lists {
                        products.extend(&listed);
                        rows.push(list(self.catalogue, key, relation, listed.into_iter()));
                    }
                    if rows.len() > before {
                        items.push(cards::list(key));
                    }
                }
            }
        }
        self.keep_apart(&mut rows);
        products.sort_unstable();
        products.dedup();
        items.extend(products.into_iter().map(|product| self.card(product)));
        (items, rows)
    }

    /// Takes blocked pairs out of rows of every relation, whoever made them. A row left without neighbours goes.
    fn keep_apart(&self, rows: &mut Vec<Row<'_>>) {
        let blocked = &self.settings.blocked;
        if blocked.is_empty() {
            return;
        }
        let number = |key: &str| {
            let found = self.catalogue.products.binary_search_by(|product| product.key.as_str().cmp(key));
            found.ok().map(|at| at as u32)
        };
        for row in rows.iter_mut() {
            // Lists of categories belong to no product.
            let Some(product) = number(row.key) else { continue };
            row.neighbours.retain(|neighbour| {
                number(neighbour.key).is_none_or(|other| !blocked.contains(product, other))
            });
        }
        rows.retain(|row| !row.neighbours.is_empty());
    }

    /// The rows of the other relations; their neighbours are added to `products`.
    fn related_rows<'s>(&'s self, product: u32, products: &mut Vec<u32>, rows: &mut Vec<Row<'s>>) {
        let (catalogue, relations) = (self.catalogue, &self.model.relations);
        let (key, exponent) = (&catalogue.products[product as usize].key, self.model.weight_exponent);
        for (relation, all) in
            [(Relation::Similar, &relations.similar), (Relation::Upgrade, &relations.upgrade)]
        {
            let row = all.get(product as usize).into_iter().flatten();
            let row: Vec<Alike> =
                row.filter(|alike| self.may_follow(product, alike.product)).copied().collect();
            products.extend(row.iter().map(|alike| alike.product));
            if !row.is_empty() {
                rows.push(alike(catalogue, key, relation, &row, exponent));
            }
        }
        let row = relations.next.get(product as usize).into_iter().flatten();
        let row: Vec<Follow> =
            row.filter(|follow| self.may_follow(product, follow.product)).copied().collect();
        products.extend(row.iter().map(|follow| follow.product));
        if !row.is_empty() {
            rows.push(next(catalogue, key, &row, exponent));
        }
    }

    /// The row of a product, whose neighbours are added to `products`.
    fn product_row(&self, product: u32, products: &mut Vec<u32>) -> Option<Row<'_>> {
        let key = &self.catalogue.products[product as usize].key;
        let neighbours = self.together(product);
        if neighbours.is_empty() {
            let beside = self.popular_beside(product)?;
            products.extend(&beside);
            return Some(list(self.catalogue, key, Relation::Popular, beside.into_iter()));
        }
        products.extend(neighbours.iter().map(|neighbour| neighbour.product));
        Some(together(self.catalogue, key, &neighbours, self.model.weight_exponent))
    }
}
