//! What changed between two published folders, whatever their k: products, pairs, ranks, prices, coverage, files.
//!
//! Everything is ordered by importance and then by key, so that the first of each list are the ones to look at and the
//! same folders give the same lists.
//!
//! - `align`: which product of one folder is which of the other.
//! - `pairs`: pairs gained, lost and moved, per relation.

mod align;
mod pairs;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use cobuy_snapshot::Relation;

use align::Aligned;

use super::Published;
use super::read::is_pair;
pub use pairs::{PairChange, PairFigures, RankChange, RelationDiff, SHELF, figures_of, is_mutual};

/// What changed between two published folders. Numbers name products of the side that the list is about.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    /// Products of the new folder that the old one has not, those in the most lists first.
    pub products_gained: Vec<u32>,
    /// Products of the old folder that the new one has not, those in the most lists first.
    pub products_lost: Vec<u32>,
    /// Products of both (numbers of the new folder) that have a row of products bought together only now.
    pub rows_gained: Vec<u32>,
    /// Products of both (numbers of the new folder) that had one and have none now.
    pub rows_lost: Vec<u32>,
    /// Relations that either folder has, by number.
    pub relations: Vec<RelationDiff>,
    /// Products of both whose price is another; the largest change for its size first.
    pub prices: Vec<PriceChange>,
    /// Products of both that can be bought again (numbers of the new folder).
    pub back: Vec<u32>,
    /// Products of both that cannot be bought any more (numbers of the new folder).
    pub sold_out: Vec<u32>,
    /// Rules and bundles.
    pub rules: RulesDiff,
    /// Files.
    pub files: FilesDiff,
}

/// Rules and bundles by name, `rule:<id>` and `bundle:<id>`, ascending.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RulesDiff {
    /// Only in the new folder.
    pub gained: Vec<String>,
    /// Only in the old folder.
    pub lost: Vec<String>,
    /// In both, and they say something else, or of other products.
    pub changed: Vec<String>,
}

/// A product's price then and now, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PriceChange {
    /// Number in the new folder.
    pub product: u32,
    /// Then.
    pub old_minor: u64,
    /// Now.
    pub new_minor: u64,
}

/// Files of both folders compared by name and payload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilesDiff {
    /// In both with another payload, ascending.
    pub changed: Vec<String>,
    /// In both with the same payload.
    pub unchanged: u64,
    /// Only in the new folder.
    pub added: u64,
    /// Only in the old folder.
    pub removed: u64,
}

impl PriceChange {
    /// Change in thousandths of the old price, rounded towards zero; a price from nothing counts as doubled.
    pub fn permille(&self) -> i64 {
        let (old, new) = (i128::from(self.old_minor), i128::from(self.new_minor));
        if old == 0 { 1_000 } else { i64::try_from((new - old) * 1_000 / old).unwrap_or(i64::MAX) }
    }
}

impl Diff {
    /// Compares. Costs a look at every row of both.
    pub fn new(old: &Published, new: &Published) -> Self {
        let aligned = Aligned::new(old, new);
        let relations: BTreeSet<Relation> =
            [old, new].into_iter().flat_map(|side| &side.rows).map(|row| row.relation).collect();
        let both = || (0..).zip(&aligned.to_old).filter_map(|(new, old)| old.map(|old| (old, new)));
        let where_both = |holds: &dyn Fn(u32, u32) -> bool| -> Vec<u32> {
            both().filter(|(old, new)| holds(*old, *new)).map(|(_, new)| new).collect()
        };
        let (had, has) = (
            |number| old.row(number, Relation::Together).is_some(),
            |number| new.row(number, Relation::Together).is_some(),
        );
        let could = |number| old.product(number).available;
        let can = |number| new.product(number).available;
        let mut prices: Vec<PriceChange> = both()
            .filter_map(|(before, product)| {
                let (old_minor, new_minor) =
                    (old.product(before).price_minor?, new.product(product).price_minor?);
                (old_minor != new_minor).then_some(PriceChange { product, old_minor, new_minor })
            })
            .collect();
        prices.sort_by_key(|change| (Reverse(change.permille().unsigned_abs()), change.product));
        let (mentions_old, mentions_new) = (old.mentions(), new.mentions());
        let by = |mentions: &[u32], mut numbers: Vec<u32>| {
            numbers.sort_by_key(|number| (Reverse(mentions[*number as usize]), *number));
            numbers
        };
        let where_both = |holds: &dyn Fn(u32, u32) -> bool| by(&mentions_new, where_both(holds));
        Self {
            products_gained: by(&mentions_new, only(&aligned.to_old)),
            products_lost: by(&mentions_old, only(&aligned.to_new)),
            rows_gained: where_both(&|before, now| !had(before) && has(now)),
            rows_lost: where_both(&|before, now| had(before) && !has(now)),
            relations: relations
                .into_iter()
                .filter(|relation| is_pair(*relation))
                .map(|relation| RelationDiff::new(&aligned, relation, &mentions_new))
                .collect(),
            prices,
            back: where_both(&|before, now| !could(before) && can(now)),
            sold_out: where_both(&|before, now| could(before) && !can(now)),
            rules: rules(old, new),
            files: files(old, new),
        }
    }

    /// Whether nothing changed that a page would show.
    pub fn is_empty(&self) -> bool {
        let lists = [&self.products_gained, &self.products_lost, &self.back, &self.sold_out];
        lists.iter().all(|list| list.is_empty())
            && self.prices.is_empty()
            && self.rules == RulesDiff::default()
            && self.relations.iter().all(RelationDiff::is_empty)
    }
}

/// Numbers that have no counterpart.
fn only(counterparts: &[Option<u32>]) -> Vec<u32> {
    (0..).zip(counterparts).filter(|(_, other)| other.is_none()).map(|(number, _)| number).collect()
}

fn rules(old: &Published, new: &Published) -> RulesDiff {
    let of = |one: &Published, holds: &dyn Fn(&str) -> bool| -> Vec<String> {
        one.rules.keys().filter(|name| holds(name)).cloned().collect()
    };
    RulesDiff {
        gained: of(new, &|name| !old.rules.contains_key(name)),
        lost: of(old, &|name| !new.rules.contains_key(name)),
        changed: of(new, &|name| old.rules.get(name).is_some_and(|said| new.rules.get(name) != Some(said))),
    }
}

fn files(old: &Published, new: &Published) -> FilesDiff {
    let mut files = FilesDiff::default();
    for (name, now) in &new.files {
        match old.files.get(name) {
            None => files.added += 1,
            Some(before) if before.payload == now.payload => files.unchanged += 1,
            Some(_) => files.changed.push(name.clone()),
        }
    }
    files.removed = old.files.keys().filter(|name| !new.files.contains_key(*name)).count() as u64;
    files
}
