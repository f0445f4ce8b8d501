//! How often what is similar was indeed looked at next: compared without the newest sessions, measured in them.

use std::collections::BTreeSet;

use cobuy_catalogue::data::Sessions;
use cobuy_snapshot::quant::encode;
use cobuy_snapshot::quant::{KNOTS, Knot, Q15_ONE, calibration_unit, contribution};

use super::Alike;
use crate::calibrate::{Shown, knots};
use crate::settings::MIN_CASES;

/// Views that are looked at; of more every so-manieth is taken.
const VIEWS: usize = 200_000;

/// A view and the next one of the same session that is of another product.
pub(super) fn next_views(sessions: &Sessions, cut: usize) -> Vec<(u32, u32)> {
    let mut views = Vec::new();
    for session in cut..sessions.len() {
        let pairs = sessions.session(session).windows(2).map(|pair| (pair[0].product, pair[1].product));
        views.extend(pairs.filter(|(viewed, next)| viewed != next));
    }
    let step = views.len().div_ceil(VIEWS).max(1);
    views.into_iter().step_by(step).collect()
}

/// Products that are viewed before another one, ascending.
pub(super) fn viewed_first(views: &[(u32, u32)]) -> Vec<u32> {
    views.iter().map(|(viewed, _)| *viewed).collect::<BTreeSet<u32>>().into_iter().collect()
}

/// Score → share of views after which a product of the viewed one's row was looked at next; weights in the unit of exponent
/// 0. None with fewer than [`MIN_CASES`] candidates shown. `row` knows the rows.
pub(super) fn calibration<'r>(
    views: &[(u32, u32)],
    row: impl Fn(u32) -> &'r [Alike],
) -> Option<[Knot; KNOTS]> {
    let mut shown: Vec<Shown> = Vec::new();
    for (viewed, next) in views {
        let row = row(*viewed);
        let weights: Vec<f32> = row.iter().map(|alike| alike.weight).collect();
        let bytes = encode::row(&weights, 0);
        for (alike, weight) in row.iter().zip(bytes.weights) {
            let score = calibration_unit(contribution(weight, bytes.scale, Q15_ONE));
            shown.push((score, alike.product == *next));
        }
    }
    (shown.len() >= MIN_CASES).then(|| knots(shown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relations::{Settings, Sources, Why, build, viewed_together};
    use cobuy_catalogue::data::{Act, Catalogue, Event, Product};
    use cobuy_catalogue::progress::Silent;

    #[test]
    fn what_is_looked_at_next() {
        let mut sessions = Sessions::default();
        let view = |product: u32| Event { time_ms: 1, product, act: Act::View };
        sessions.push([7, 8].map(view));
        sessions.push([0, 0, 1, 0, 2].map(view));
        sessions.push([3].map(view));
        let views = next_views(&sessions, 1);
        assert_eq!(views, [(0, 1), (1, 0), (0, 2)]);
        assert_eq!(viewed_first(&views), [0, 1]);
    }

    #[test]
    fn heavier_ones_are_looked_at_more_often() {
        let alike = |product: u32, weight: f32| Alike {
            product,
            weight,
            viewed: 0.0,
            why: Why::default(),
            price_ratio: None,
        };
        let rows = [vec![alike(1, 0.9), alike(2, 0.5)], Vec::new(), Vec::new()];
        let row = |product: u32| rows[product as usize].as_slice();
        // Of four views of 0 one goes to 1 and none to 2.
        let views: Vec<(u32, u32)> = (0..400).map(|view| (0, if view % 4 == 0 { 1 } else { 3 })).collect();
        let table = calibration(&views, row).unwrap();
        assert_eq!((table[0].share, table[KNOTS - 1].share), (0, 16_384));
        assert!(table[0].score < table[KNOTS - 1].score);
        assert_eq!(calibration(&views[..90], row), None);
        assert_eq!(calibration(&[(1, 0); 900], row), None);
    }

    /// Two products that are viewed one after the other, and two that are not: the newest sessions say how often.
    #[test]
    fn a_build_measures_what_is_similar() {
        let product =
            |key: &str| Product { key: key.to_owned(), title: key.to_owned(), ..Product::default() };
        let catalogue = Catalogue { products: ["a", "b", "c", "d"].map(product).to_vec() };
        let mut sessions = Sessions::default();
        for session in 0..4_000 {
            let view = |product: u32| Event { time_ms: session, product, act: Act::View };
            match session % 4 {
                0 => sessions.push([0, 1].map(view)),
                1 => sessions.push([2, 3].map(view)),
                _ => sessions.push([0, 2].map(view)),
            }
        }
        let viewed = viewed_together(&sessions, 4, 3, &Silent).unwrap().unwrap();
        let measured = |sessions| {
            let sources = Sources {
                catalogue: &catalogue,
                orders: None,
                together: &[],
                viewed: Some(&viewed),
                sessions,
            };
            build(&sources, &Settings::default(), &Silent).unwrap().similar_calibration
        };
        let table = measured(Some(&sessions)).unwrap();
        // All are viewed together as often as counts, so all have one score: one of the two in each row is looked at next.
        assert!(table.iter().all(|knot| (32_000..33_500).contains(&knot.share)), "{table:?}");
        assert_eq!(measured(None), None);
    }
}
