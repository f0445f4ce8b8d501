//! A neighbour of a product, and how many of them a row has.

use std::borrow::Borrow;

use cobuy_snapshot::Season;

/// Most neighbours of a row beyond the others that are kept for their season: a shelf.
const SEASONAL: usize = 6;

/// One neighbour of a product.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Neighbour {
    /// Number of the neighbouring product.
    pub product: u32,
    /// Weight given by the recipe, above 0. Comparable within one model.
    pub weight: f32,
    /// Share of the baskets with the source that hold the neighbour, 0 to 1.
    pub confidence: f32,
    /// Share of the baskets with the neighbour that hold the source, 0 to 1.
    pub reverse: f32,
    /// How many times more often the two are together than chance would have them.
    pub lift: f32,
    /// The months in which it counts; none for all year. Weight and figures are those of the whole year.
    pub season: Option<Season>,
}

impl Neighbour {
    /// Its weight in the months in which it counts.
    pub fn in_season(&self) -> f32 {
        // The engine's own factor, in a unit that leaves it its digits.
        const ONE: u32 = 1 << 16;
        self.weight * self.season.map_or(1.0, |season| season.boosted(ONE) as f32 / ONE as f32)
    }
}

/// Cuts a row to the strongest over the year, and after them those that are stronger than the last of these in their
/// season, at most [`SEASONAL`].
pub fn prune<N: Borrow<Neighbour>>(row: &mut Vec<N>, limit: usize) {
    let Some(last) = row.get(limit.wrapping_sub(1)).map(|last| last.borrow().weight) else { return };
    let by = |weight: fn(&Neighbour) -> f32| {
        move |a: &N, b: &N| {
            let (a, b) = (a.borrow(), b.borrow());
            weight(b).total_cmp(&weight(a)).then(a.product.cmp(&b.product))
        }
    };
    let mut more = row.split_off(limit);
    more.retain(|neighbour| neighbour.borrow().season.is_some() && neighbour.borrow().in_season() > last);
    more.sort_by(by(Neighbour::in_season));
    more.truncate(SEASONAL);
    row.extend(more);
    row.sort_by(by(|neighbour| neighbour.weight));
}
