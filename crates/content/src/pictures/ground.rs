//! What is background: product pictures stand on white, on one colour, on a soft gradient or on nothing.

use cobuy_catalogue::look::Lab;

use super::grid::Grid;

/// Distance within which squares of the edge have one colour.
const SAME: f32 = 0.04;
/// Share of the edge that has to have it; a scene has none.
const EDGE_SHARE: f32 = 0.6;
/// Distance from one square to the next that still is a gradient, and from the edge's colour.
const STEP: f32 = 0.03;
const FARTHEST: f32 = 0.12;
/// Least share of the picture that has to be left: a white mug on white is not nothing.
const LEAST_LEFT: f32 = 0.02;

/// For each square whether it is background. From the edge inwards, so that white inside of a product stays.
pub(super) fn ground(grid: &Grid) -> Vec<bool> {
    let see_through: Vec<bool> = grid.colours.iter().map(Option::is_none).collect();
    let mut ground = see_through.clone();
    if let Some(colour) = colour_of_edge(grid) {
        let near = |at: usize| grid.colours[at].filter(|own| own.distance(colour) < FARTHEST);
        let starts = grid.border().filter(|at| near(*at).is_some_and(|own| own.distance(colour) < SAME));
        let mut open: Vec<usize> = starts.collect();
        open.iter().for_each(|at| ground[*at] = true);
        while let Some(at) = open.pop() {
            for next in grid.beside(at) {
                let close =
                    grid.colours[at].zip(near(next)).is_some_and(|(own, other)| own.distance(other) < STEP);
                if close && !ground[next] {
                    ground[next] = true;
                    open.push(next);
                }
            }
        }
    }
    let left = |ground: &[bool]| ground.iter().filter(|ground| !**ground).count() as f32;
    let least = LEAST_LEFT * ground.len() as f32;
    if left(&ground) >= least {
        ground
    } else if left(&see_through) >= least {
        see_through
    } else {
        vec![false; ground.len()]
    }
}

/// The colour of most of the edge, if there is one.
fn colour_of_edge(grid: &Grid) -> Option<Lab> {
    let edge: Vec<Lab> = grid.border().filter_map(|at| grid.colours[at]).collect();
    let alike = |colour: &Lab| edge.iter().filter(|other| other.distance(*colour) < SAME).count();
    // Of equally common ones the first: `max_by_key` takes the last.
    let (most, colour) =
        edge.iter().rev().map(|colour| (alike(colour), *colour)).max_by_key(|(count, _)| *count)?;
    (most as f32 >= EDGE_SHARE * edge.len() as f32).then_some(colour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::oklab::lab;

    /// `#` product, `.` white, `,` a little darker, ` ` nothing.
    fn grid(rows: &[&str]) -> Grid {
        let colour = |mark: u8| match mark {
            b'#' => Some(lab([180, 40, 40])),
            b'.' => Some(lab([255, 255, 255])),
            b',' => Some(lab([248, 248, 248])),
            _ => None,
        };
        Grid {
            width: rows[0].len(),
            height: rows.len(),
            colours: rows.iter().flat_map(|row| row.bytes().map(colour)).collect(),
        }
    }

    #[test]
    fn from_the_edge_inwards() {
        let check = |rows: &[&str], expected: &str| {
            let found: String =
                ground(&grid(rows)).iter().map(|ground| if *ground { '-' } else { '#' }).collect();
            assert_eq!(found, expected, "{rows:?}");
        };
        // White inside stays; a gradient goes.
        check(&[".....", ".###.", ".#.#.", ".###.", ".,,,."], "------###--###--###------");
        check(&["    ", " ## ", "    "], "-----##-----");
        // No edge colour: everything is the picture.
        check(&["#.#.", "###.", "#.#."], "############");
        check(&["....", "....", "...."], "############");
    }
}
