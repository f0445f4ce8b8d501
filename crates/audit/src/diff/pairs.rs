//! Pairs gained, lost and moved in one relation.

use std::cmp::Reverse;

use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::{confidence_permille, lift_hundredths};
use cobuy_snapshot::table::Figures;

use super::align::Aligned;
use crate::{Edge, Published};

/// Places that a shelf shows by default: a change behind them is one that nobody sees.
pub const SHELF: u16 = 6;

/// Fewest places that a neighbour must move over the shelf's end to be worth telling: 6th to 7th is noise.
const FAR: u16 = 3;

/// What changed in one relation.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationDiff {
    /// The relation.
    pub relation: Relation,
    /// Pairs of the old folder. Of products bought together or similar ones, a pair counts once, whichever rows have it.
    pub old_pairs: u64,
    /// Pairs of the new folder.
    pub new_pairs: u64,
    /// Pairs of the new folder (its numbers) that the old one has not, strongest first.
    pub gained: Vec<PairChange>,
    /// Pairs of the old folder (its numbers) that the new one has not, strongest first.
    pub lost: Vec<PairChange>,
    /// Neighbours that moved to, from or over the first places of a row, the largest move first.
    pub ranks: Vec<RankChange>,
}

/// A pair that only one of two folders has.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairChange {
    /// Whose row has it; of two rows the one where it is stronger.
    pub from: u32,
    /// The neighbour.
    pub to: u32,
    /// The model's weight, comparable within one folder and relation.
    pub strength: f64,
    /// The figures of that row; none in rank-only snapshots.
    pub figures: Option<Figures>,
    /// Whether one of the two is a product that the other folder does not have at all.
    pub of_new_product: bool,
}

/// A neighbour that moved within a row. Places count from 1; none where it was or is not in the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RankChange {
    /// Whose row, number in the new folder.
    pub from: u32,
    /// The neighbour, number in the new folder.
    pub to: u32,
    /// Its place before.
    pub old: Option<u16>,
    /// Its place now.
    pub new: Option<u16>,
}

/// Figures in words' units. What a relation does not state is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairFigures {
    /// Of a hundred orders (or buyers) with the first, how many have the second: thousandths.
    pub confidence_permille: Option<u32>,
    /// The other way round.
    pub reverse_permille: Option<u32>,
    /// How many times oftener than by chance: hundredths.
    pub lift_hundredths: Option<u32>,
}

/// What the figure bytes of a relation say. Only co-purchases state all three; a next purchase has no way back.
pub fn figures_of(relation: Relation, figures: Figures) -> PairFigures {
    let share = |byte| Some(u32::from(confidence_permille(byte)));
    let any = figures.confidence > 0 || figures.reverse > 0;
    let lift = Some(lift_hundredths(figures.lift));
    match relation {
        Relation::Together => PairFigures {
            // Session logs alone give none, either way.
            confidence_permille: share(figures.confidence).filter(|_| any),
            reverse_permille: share(figures.reverse).filter(|_| any),
            lift_hundredths: lift,
        },
        Relation::Next => PairFigures {
            confidence_permille: share(figures.confidence),
            reverse_permille: None,
            lift_hundredths: lift,
        },
        _ => PairFigures::default(),
    }
}

/// Whether a pair of this relation is the same read from either side. An upgrade and a next purchase have a direction.
pub fn is_mutual(relation: Relation) -> bool {
    matches!(relation, Relation::Together | Relation::Similar)
}

impl RelationDiff {
    /// `mentions` says of each product of the new folder in how many lists it stands.
    pub(super) fn new(aligned: &Aligned<'_>, relation: Relation, mentions: &[u32]) -> Self {
        let (old, new) = (aligned.old, aligned.new);
        let ((old_pairs, lost), (new_pairs, gained)) = rayon::join(
            || missing(old, new, &aligned.to_new, relation),
            || missing(new, old, &aligned.to_old, relation),
        );
        Self { relation, old_pairs, new_pairs, gained, lost, ranks: ranks(aligned, relation, mentions) }
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.gained.is_empty() && self.lost.is_empty() && self.ranks.is_empty()
    }
}

/// The number of pairs of `side`, and those that `other` does not have, strongest first.
fn missing(
    side: &Published,
    other: &Published,
    counterpart: &[Option<u32>],
    relation: Relation,
) -> (u64, Vec<PairChange>) {
    let (mut pairs, mut missing) = (0, Vec::new());
    for row in side.rows.iter().filter(|row| row.relation == relation) {
        for edge in side.edges(row) {
            let back = if is_mutual(relation) { side.edge(edge.product, row.source, relation) } else { None };
            // A pair with two rows is counted at its smaller product.
            if back.is_some() && row.source > edge.product {
                continue;
            }
            pairs += 1;
            let (from, to) = (counterpart[row.source as usize], counterpart[edge.product as usize]);
            let known = match (from, to) {
                (Some(from), Some(to)) => {
                    other.edge(from, to, relation).is_some()
                        || is_mutual(relation) && other.edge(to, from, relation).is_some()
                }
                _ => false,
            };
            if known {
                continue;
            }
            let of_new_product = from.is_none() || to.is_none();
            let change = |source, edge: &Edge, strength| PairChange {
                from: source,
                to: edge.product,
                strength,
                figures: edge.figures,
                of_new_product,
            };
            let forth = change(row.source, edge, row.strength(edge));
            let back = back.map(|(row, edge)| change(row.source, edge, row.strength(edge)));
            missing.push(back.filter(|back| back.strength > forth.strength).unwrap_or(forth));
        }
    }
    missing.sort_unstable_by(|a, b| {
        b.strength.total_cmp(&a.strength).then_with(|| (a.from, a.to).cmp(&(b.from, b.to)))
    });
    (pairs, missing)
}

/// Moves that a shopper can see, in rows that both have. Products that either folder lacks are no moves: those are
/// told as gained and lost.
fn ranks(aligned: &Aligned<'_>, relation: Relation, mentions: &[u32]) -> Vec<RankChange> {
    let mut ranks = Vec::new();
    for (before, from) in (0..).zip(&aligned.to_new) {
        let Some(from) = *from else { continue };
        let (old, new) = (aligned.old.neighbours(before, relation), aligned.new.neighbours(from, relation));
        if old.is_empty() || new.is_empty() {
            continue;
        }
        let place = |edges: &[Edge], product| {
            edges.iter().position(|edge| edge.product == product).map(|at| at as u16 + 1)
        };
        for (edge, now) in new.iter().zip(1..) {
            let Some(counterpart) = aligned.to_old[edge.product as usize] else { continue };
            ranks.push(RankChange { from, to: edge.product, old: place(old, counterpart), new: Some(now) });
        }
        for (edge, then) in old.iter().zip(1..) {
            let Some(to) = aligned.to_new[edge.product as usize] else { continue };
            if place(new, to).is_none() {
                ranks.push(RankChange { from, to, old: Some(then), new: None });
            }
        }
    }
    ranks.retain(RankChange::is_worth_telling);
    // Of equal moves those on the pages of products that many lists name come first: they are looked at most.
    ranks.sort_unstable_by_key(|change| {
        (Reverse(change.size()), Reverse(mentions[change.from as usize]), change.from, change.to)
    });
    ranks
}

impl RankChange {
    /// How large the move is: the difference of the reciprocal places, in thousandths, 0 to 1,000. From second to first
    /// is 500, from sixth to twentieth 116: who is first matters more than who is last.
    pub fn size(&self) -> u16 {
        let worth = |place: Option<u16>| place.map_or(0, |place| 1_000 / place.max(1));
        worth(self.old).abs_diff(worth(self.new))
    }

    /// A new first place, or a move over the shelf's end by at least three places.
    fn is_worth_telling(&self) -> bool {
        let place = |place: Option<u16>| place.unwrap_or(u16::MAX);
        let (old, new) = (place(self.old), place(self.new));
        let first = (old == 1) != (new == 1);
        let over = (old <= SHELF) != (new <= SHELF) && old.abs_diff(new) >= FAR;
        first || over
    }
}
