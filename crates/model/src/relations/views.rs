//! What is viewed together, from session logs: who looks at one thing and then another is choosing between them.

use cobuy_catalogue::data::Sessions;
use cobuy_catalogue::progress::Progress;
use rayon::prelude::*;

use super::Viewed;
use crate::mine::{Baskets, Counting, EvidenceError, PairCounts, RowBuffer};

/// Visitors who have to view both: two may be one shopper who lost the way.
const FEWEST_VISITORS: u32 = 3;

/// Products kept for each, those of most sessions.
const KEPT: usize = 20;

/// For each product those that at least three of its visitors viewed too, or `min_customers` where that is more; largest
/// share of its sessions first; none without sessions.
///
/// # Errors
/// Where the counts need a temporary file and it fails.
pub fn viewed_together(
    sessions: &Sessions,
    products: usize,
    min_customers: u32,
    progress: &dyn Progress,
) -> Result<Option<Vec<Vec<Viewed>>>, EvidenceError> {
    if sessions.is_empty() {
        return Ok(None);
    }
    viewed_in(sessions, sessions.len(), products, min_customers, progress).map(Some)
}

/// The same of the sessions before `end`.
pub(super) fn viewed_in(
    sessions: &Sessions,
    end: usize,
    products: usize,
    min_customers: u32,
    progress: &dyn Progress,
) -> Result<Vec<Vec<Viewed>>, EvidenceError> {
    progress.stage("Counting what is viewed together", products as u64);
    let baskets = Baskets::new(&sessions.baskets(), 0..end, products);
    let counts = PairCounts::count(&baskets, Counting::of(min_customers.max(FEWEST_VISITORS)), progress)?;
    let row = |buffer: &mut RowBuffer, product: u32| {
        let all = counts.orders_with(product) as f32;
        let mut pairs: Vec<(u32, u32)> = counts.row(product, buffer).iter().collect();
        pairs.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        pairs.truncate(KEPT);
        pairs.into_iter().map(|(product, both)| Viewed { product, share: both as f32 / all }).collect()
    };
    let rows = (0..products as u32).into_par_iter().map_init(RowBuffer::default, row).collect();
    counts.whole()?;
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_catalogue::data::{Act, Event};
    use cobuy_catalogue::progress::Silent;

    #[test]
    fn three_sessions_make_a_pair() {
        let mut sessions = Sessions::default();
        assert_eq!(viewed_together(&sessions, 3, 3, &Silent), Ok(None));
        let view = |product: u32| Event { time_ms: 1, product, act: Act::View };
        for others in [&[1, 2][..], &[1, 2, 1], &[1], &[]] {
            sessions.push(std::iter::once(0).chain(others.iter().copied()).map(view));
        }
        let rows = viewed_together(&sessions, 3, 3, &Silent).unwrap().unwrap();
        assert_eq!(rows[0], [Viewed { product: 1, share: 0.75 }]);
        assert_eq!(rows[1], [Viewed { product: 0, share: 1.0 }]);
        assert!(rows[2].is_empty());
    }
}
