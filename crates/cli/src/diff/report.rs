//! A difference with names, prices and counts, ready to be told. The fields, in this order, are the JSON of
//! `cobuy diff --json`; docs/DIFF.md describes them.

use cobuy_audit::{
    Diff, PairChange, PriceChange, Published, RankChange, RelationDiff, Shown, Tallies, figures_of,
};
use cobuy_snapshot::Relation;
use serde::Serialize;

/// Version of the JSON's shape. Fields may be added within one.
const FORMAT: u8 = 1;

/// One of two snapshots, with its counts where they are at hand.
pub struct Side<'a> {
    /// The snapshot.
    pub published: &'a Published,
    /// Exact counts of the pairs that are listed.
    pub tallies: Option<&'a Tallies>,
}

/// A list of which only the most important are named.
#[derive(Serialize)]
pub struct Listed<T> {
    /// How many there are.
    pub count: u64,
    /// The most important ones.
    pub listed: Vec<T>,
}

/// What changed.
#[derive(Serialize)]
pub struct Report<'a> {
    /// Version of this shape.
    pub format: u8,
    /// The snapshot before.
    pub old: Facts<'a>,
    /// The snapshot after.
    pub new: Facts<'a>,
    /// Products that only one of them has.
    pub products: Turnover<ProductNote<'a>>,
    /// Products of both that only one of them has a row of products bought together for.
    pub rows: Turnover<ProductNote<'a>>,
    /// Pairs and places, per relation.
    pub relations: Vec<RelationNote<'a>>,
    /// Prices of products of both.
    pub prices: Prices<'a>,
    /// Whether products of both can be bought.
    pub stock: Stock<'a>,
    /// Rules and bundles.
    pub rules: Rules<'a>,
    /// Files.
    pub files: Files<'a>,
}

/// A snapshot in figures.
#[derive(Serialize)]
pub struct Facts<'a> {
    /// The build's name.
    pub generation: &'a str,
    /// Time of the newest order, RFC 3339.
    pub newest_order: &'a str,
    /// The recipe with its parameters.
    pub recipe: &'a str,
    /// Whether it is made of session logs and no orders; left out where it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub viewed: bool,
    /// Share of the hold-out's cases with the hidden product among the first 6; none where nothing was held out.
    pub hr6: Option<f64>,
    /// Hex digits of shard names.
    pub k: u8,
    /// Products.
    pub products: u64,
    /// Products with a row of products bought together.
    pub products_with_row: u64,
    /// Files of the current k.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Bytes that a product page downloads on average.
    pub page_bytes: u64,
}

/// What came and what went.
#[derive(Serialize)]
pub struct Turnover<T> {
    /// Only in the new snapshot.
    pub gained: Listed<T>,
    /// Only in the old snapshot.
    pub lost: Listed<T>,
}

/// A product.
#[derive(Clone, Copy, Serialize)]
pub struct ProductNote<'a> {
    /// Its key.
    pub key: &'a str,
    /// Its title; may be empty.
    pub title: &'a str,
}

/// What changed in one relation.
#[derive(Serialize)]
pub struct RelationNote<'a> {
    /// The relation's name.
    pub relation: &'static str,
    /// Pairs before.
    pub old_pairs: u64,
    /// Pairs after.
    pub new_pairs: u64,
    /// Pairs of products that both snapshots have count here, and those of new or gone products too.
    pub pairs: Turnover<PairNote<'a>>,
    /// Gained pairs with a product that the old snapshot does not have.
    pub gained_with_new_products: u64,
    /// Lost pairs with a product that the new snapshot does not have.
    pub lost_with_gone_products: u64,
    /// Neighbours that moved to or from the first place, or far over the end of the first six.
    pub moves: Listed<Move<'a>>,
}

/// A pair with its figures.
#[derive(Serialize)]
pub struct PairNote<'a> {
    /// On whose page it is strongest.
    pub from: ProductNote<'a>,
    /// What is recommended there.
    pub to: ProductNote<'a>,
    /// Weight in thousandths of the relation's strongest in that snapshot.
    pub strength_permille: u32,
    /// Share of the first's orders that have the second, thousandths.
    pub confidence_permille: Option<u32>,
    /// The other way round.
    pub reverse_permille: Option<u32>,
    /// Times oftener than by chance, hundredths.
    pub lift_hundredths: Option<u32>,
    /// Orders with both, where counts are at hand.
    pub orders: Option<u32>,
    /// Their distinct customers.
    pub customers: Option<u32>,
}

/// A neighbour that moved. Places count from 1; none: not in the row.
#[derive(Serialize)]
pub struct Move<'a> {
    /// Whose list.
    pub from: ProductNote<'a>,
    /// Which neighbour.
    pub to: ProductNote<'a>,
    /// Its place before.
    pub old: Option<u16>,
    /// Its place after.
    pub new: Option<u16>,
}

impl Move<'_> {
    /// What became of its place, in words.
    pub fn how(&self) -> String {
        match (self.old, self.new) {
            (Some(old), Some(new)) => format!("place {old} → {new}"),
            (None, Some(new)) => format!("new at place {new}"),
            (Some(old), None) => format!("gone from place {old}"),
            (None, None) => String::new(),
        }
    }
}

/// Prices of products of both snapshots.
#[derive(Serialize)]
pub struct Prices<'a> {
    /// ISO 4217 code of the new prices; nothing is compared where the old ones have another.
    pub currency: Option<&'a str>,
    /// Decimal digits of the minor unit.
    pub exponent: u8,
    /// Raised, the largest share first.
    pub raised: Listed<PriceNote<'a>>,
    /// Lowered, the largest share first.
    pub lowered: Listed<PriceNote<'a>>,
}

/// A price then and now.
#[derive(Serialize)]
pub struct PriceNote<'a> {
    /// The product.
    #[serde(flatten)]
    pub product: ProductNote<'a>,
    /// Then, in minor units.
    pub old_minor: u64,
    /// Now.
    pub new_minor: u64,
    /// The change in thousandths of the old price.
    pub change_permille: i64,
}

/// Whether products of both snapshots can be bought.
#[derive(Serialize)]
pub struct Stock<'a> {
    /// Again.
    pub back: Listed<ProductNote<'a>>,
    /// No more.
    pub sold_out: Listed<ProductNote<'a>>,
}

/// Rules and bundles by name, `rule:<id>` and `bundle:<id>`.
#[derive(Serialize)]
pub struct Rules<'a> {
    /// Only in the new snapshot.
    pub gained: Listed<&'a str>,
    /// Only in the old snapshot.
    pub lost: Listed<&'a str>,
    /// In both, and they say something else, or of other products.
    pub changed: Listed<&'a str>,
}

/// Files of the current k, base included.
#[derive(Serialize)]
pub struct Files<'a> {
    /// Names below `v1/` of files whose payload is another.
    pub changed: Listed<&'a str>,
    /// Files with the same payload.
    pub unchanged: u64,
    /// Names that only the new snapshot has.
    pub added: u64,
    /// Names that only the old snapshot has.
    pub removed: u64,
}

impl<'a> Side<'a> {
    /// A snapshot with its counts.
    pub fn new(published: &'a Published, tallies: Option<&'a Tallies>) -> Self {
        Self { published, tallies }
    }

    fn note(&self, number: u32) -> ProductNote<'a> {
        let Shown { key, title, .. } = self.published.product(number);
        ProductNote { key, title }
    }

    fn notes(&self, numbers: &[u32], listed: usize) -> Listed<ProductNote<'a>> {
        list(numbers, listed, |number| self.note(*number))
    }

    fn facts(&self) -> Facts<'a> {
        let Published { facts, products, files, k, .. } = self.published;
        Facts {
            generation: &facts.generation,
            newest_order: &facts.newest_order,
            recipe: &facts.recipe,
            viewed: facts.settings.viewed,
            hr6: facts.holdout.as_ref().map(|holdout| holdout.hr6),
            k: *k,
            products: products.len() as u64,
            products_with_row: self.published.sources(Relation::Together),
            files: files.len() as u64,
            bytes: self.published.bytes(),
            page_bytes: self.published.page_bytes(),
        }
    }

    fn pairs(&self, relation: Relation, pairs: &[PairChange], listed: usize) -> Listed<PairNote<'a>> {
        let rows = self.published.rows.iter().filter(|row| row.relation == relation);
        let strongest = rows
            .filter_map(|row| self.published.edges(row).first().map(|edge| row.strength(edge)))
            .fold(0.0, f64::max);
        list(pairs, listed, |pair| {
            let figures = pair.figures.map(|figures| figures_of(relation, figures)).unwrap_or_default();
            let tally = self.tallies.and_then(|tallies| tallies.pair(pair.from, pair.to));
            PairNote {
                from: self.note(pair.from),
                to: self.note(pair.to),
                strength_permille: (pair.strength * 1_000.0 / strongest) as u32,
                confidence_permille: figures.confidence_permille,
                reverse_permille: figures.reverse_permille,
                lift_hundredths: figures.lift_hundredths,
                orders: tally.map(|tally| tally.orders),
                customers: tally.map(|tally| tally.customers),
            }
        })
    }
}

impl<'a> Report<'a> {
    /// Names what changed; `listed` of each kind.
    pub fn new(diff: &'a Diff, old: &Side<'a>, new: &Side<'a>, listed: usize) -> Self {
        let currency = |side: &Side<'a>| side.published.facts.settings.currency.as_deref();
        let comparable = currency(old) == currency(new);
        let changes: &[PriceChange] = if comparable { &diff.prices } else { &[] };
        let prices = |raised: bool| {
            let (changes, note) = (changes.iter(), |change: &PriceChange| PriceNote {
                product: new.note(change.product),
                old_minor: change.old_minor,
                new_minor: change.new_minor,
                change_permille: change.permille(),
            });
            let changes: Vec<&PriceChange> =
                changes.filter(|change| (change.new_minor > change.old_minor) == raised).collect();
            list(&changes, listed, |change| note(change))
        };
        Self {
            format: FORMAT,
            old: old.facts(),
            new: new.facts(),
            products: Turnover {
                gained: new.notes(&diff.products_gained, listed),
                lost: old.notes(&diff.products_lost, listed),
            },
            rows: Turnover {
                gained: new.notes(&diff.rows_gained, listed),
                lost: new.notes(&diff.rows_lost, listed),
            },
            relations: diff.relations.iter().map(|one| relation(one, old, new, listed)).collect(),
            prices: Prices {
                currency: currency(new),
                exponent: new.published.currency_exponent,
                raised: prices(true),
                lowered: prices(false),
            },
            stock: Stock { back: new.notes(&diff.back, listed), sold_out: new.notes(&diff.sold_out, listed) },
            rules: Rules {
                gained: list(&diff.rules.gained, listed, String::as_str),
                lost: list(&diff.rules.lost, listed, String::as_str),
                changed: list(&diff.rules.changed, listed, String::as_str),
            },
            files: Files {
                changed: list(&diff.files.changed, listed, String::as_str),
                unchanged: diff.files.unchanged,
                added: diff.files.added,
                removed: diff.files.removed,
            },
        }
    }
}

fn relation<'a>(diff: &RelationDiff, old: &Side<'a>, new: &Side<'a>, listed: usize) -> RelationNote<'a> {
    let of_new = |pairs: &[PairChange]| pairs.iter().filter(|pair| pair.of_new_product).count() as u64;
    RelationNote {
        relation: diff.relation.name(),
        old_pairs: diff.old_pairs,
        new_pairs: diff.new_pairs,
        pairs: Turnover {
            gained: new.pairs(diff.relation, &diff.gained, listed),
            lost: old.pairs(diff.relation, &diff.lost, listed),
        },
        gained_with_new_products: of_new(&diff.gained),
        lost_with_gone_products: of_new(&diff.lost),
        moves: list(&diff.ranks, listed, |change: &RankChange| Move {
            from: new.note(change.from),
            to: new.note(change.to),
            old: change.old,
            new: change.new,
        }),
    }
}

fn list<'l, T, N>(all: &'l [T], listed: usize, note: impl Fn(&'l T) -> N) -> Listed<N> {
    Listed { count: all.len() as u64, listed: all.iter().take(listed).map(note).collect() }
}
