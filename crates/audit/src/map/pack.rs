//! Islands beside each other: rows of a page, filled from left to right, the highest first.

/// Room around an island, for labels.
const MARGIN: f64 = 34.0;

/// Least width of the map.
const LEAST_WIDTH: f64 = 900.0;

/// Width by height that the map aims at.
const ASPECT: f64 = 1.55;

/// Products that hang together, laid out.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Island {
    /// The products' nodes.
    pub members: Vec<usize>,
    /// Their places from the island's upper left corner, its margin included.
    pub points: Vec<(f64, f64)>,
    /// Size, margin included.
    pub size: (f64, f64),
    /// Where the island lies on the map.
    pub x: f64,
    /// Where the island lies on the map.
    pub y: f64,
}

impl Island {
    /// An island whose points start at its own corner; wider than high, because labels are.
    pub fn around_its_middle(members: Vec<usize>, mut points: Vec<(f64, f64)>, radii: &[f64]) -> Self {
        let span = |of: &dyn Fn(&(f64, f64)) -> f64| {
            let low =
                points.iter().zip(radii).map(|(point, radius)| of(point) - radius).fold(f64::MAX, f64::min);
            let high =
                points.iter().zip(radii).map(|(point, radius)| of(point) + radius).fold(f64::MIN, f64::max);
            (low, high)
        };
        let ((left, right), (top, bottom)) = (span(&|point| point.0), span(&|point| point.1));
        if bottom - top > right - left {
            for point in &mut points {
                *point = (point.1 - top, point.0 - left);
            }
        } else {
            for point in &mut points {
                *point = (point.0 - left, point.1 - top);
            }
        }
        for point in &mut points {
            *point = (point.0 + MARGIN * 1.6, point.1 + MARGIN);
        }
        let (long, short) = ((right - left).max(bottom - top), (right - left).min(bottom - top));
        Self { members, points, size: (long + 3.2 * MARGIN, short + 2.0 * MARGIN), x: 0.0, y: 0.0 }
    }
}

/// Gives every island its place and answers with the map's width and height. Islands keep their order in the list.
pub(super) fn pack(islands: &mut [Island]) -> (f64, f64) {
    let area: f64 = islands.iter().map(|island| island.size.0 * island.size.1).sum();
    let widest = islands.iter().map(|island| island.size.0).fold(LEAST_WIDTH, f64::max);
    let width = (area * ASPECT).sqrt().max(widest);
    let mut order: Vec<usize> = (0..islands.len()).collect();
    order.sort_by(|a, b| islands[*b].size.1.total_cmp(&islands[*a].size.1).then(a.cmp(b)));
    // Skyline: the highest free place for the island's width, leftmost of equal ones.
    let mut skyline: Vec<(f64, f64, f64)> = vec![(0.0, width, 0.0)];
    let mut height = 0.0f64;
    for at in order {
        let (wide, high) = islands[at].size;
        let top_at = |left: f64| {
            let under =
                skyline.iter().filter(|(from, to, _)| *from < left + wide - 1e-6 && *to > left + 1e-6);
            under.map(|(_, _, top)| *top).fold(0.0, f64::max)
        };
        let starts = skyline.iter().map(|(from, _, _)| *from).filter(|from| from + wide <= width + 1e-6);
        let best = starts
            .map(|left| (top_at(left), left))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let (top, left) = best.unwrap_or((height, 0.0));
        (islands[at].x, islands[at].y) = (left, top);
        skyline = raise(&skyline, (left, left + wide, top + high));
        height = height.max(top + high);
    }
    (width, height)
}

/// The skyline with a new piece over it.
fn raise(skyline: &[(f64, f64, f64)], piece: (f64, f64, f64)) -> Vec<(f64, f64, f64)> {
    let (left, right, _) = piece;
    let mut raised = Vec::with_capacity(skyline.len() + 2);
    for &(from, to, top) in skyline {
        if from < left {
            raised.push((from, to.min(left), top));
        }
        if to > right {
            raised.push((from.max(right), to, top));
        }
    }
    raised.push(piece);
    raised.retain(|(from, to, _)| to - from > 1e-6);
    raised.sort_by(|a, b| a.0.total_cmp(&b.0));
    raised
}
