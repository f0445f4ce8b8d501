//! Products bought together as pairs: two rows of the same pair become one entry.

use cobuy_snapshot::table::Figures;
use cobuy_snapshot::{Relation, Season};

use super::{Edge, Published, RowOf, is_mutual};

/// A published pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Whose row has it; of two rows the one where it is stronger.
    pub from: u32,
    /// The neighbour.
    pub to: u32,
    /// The model's weight there, comparable within one folder and relation.
    pub strength: f64,
    /// Place in that row, from 1.
    pub place: u16,
    /// Place in the other row; none where only one row has it.
    pub back: Option<u16>,
    /// The figures of that row; none in rank-only snapshots.
    pub figures: Option<Figures>,
    /// The months in which it counts; none for all year.
    pub season: Option<Season>,
}

/// All pairs of a relation, strongest first, then by key.
pub fn pairs(published: &Published, relation: Relation) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for row in published.rows.iter().filter(|row| row.relation == relation) {
        for (edge, place) in published.edges(row).iter().zip(1..) {
            let back = if is_mutual(relation) { back(published, row, edge) } else { None };
            let forth = pair(row, edge, place, back.map(|back| back.place));
            match back {
                // A pair with two rows is taken once, at its smaller product.
                Some(_) if row.source > edge.product => {}
                Some(back) if back.strength > forth.strength => {
                    pairs.push(Pair { back: Some(place), ..back })
                }
                _ => pairs.push(forth),
            }
        }
    }
    pairs.sort_unstable_by(|a, b| {
        b.strength.total_cmp(&a.strength).then_with(|| (a.from, a.to).cmp(&(b.from, b.to)))
    });
    pairs
}

/// The same pair seen from the other product's row.
fn back(published: &Published, row: &RowOf, edge: &Edge) -> Option<Pair> {
    let other = published.row(edge.product, row.relation)?;
    let at = published.edges(other).iter().position(|back| back.product == row.source)?;
    Some(pair(other, &published.edges(other)[at], at as u16 + 1, None))
}

fn pair(row: &RowOf, edge: &Edge, place: u16, back: Option<u16>) -> Pair {
    let strength = row.strength(edge);
    let Edge { product, figures, season, .. } = *edge;
    Pair { from: row.source, to: product, strength, place, back, figures, season }
}
