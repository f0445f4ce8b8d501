//! Edges, tones and shape: what makes a drawing a drawing and a photograph of a boot a boot.

use cobuy_catalogue::look::{Lab, Style};

use super::grid::Grid;

/// Difference of lightness, summed over a Sobel window of weight 4, that makes an edge.
const EDGE: f32 = 0.25;
/// Tangent of 22.5°: where one of four directions gives way to the next.
const TURN: f32 = 0.414_213_57;
/// Ends of the classes of lightness and chroma.
const LIGHTNESS: [f32; 3] = [0.35, 0.55, 0.75];
const CHROMA: [f32; 3] = [0.03, 0.07, 0.12];

/// The style of what is not background.
pub(super) fn style(grid: &Grid, ground: &[bool]) -> Style {
    let product: Vec<(usize, Lab)> = grid
        .colours
        .iter()
        .enumerate()
        .filter(|(at, _)| !ground[*at])
        .filter_map(|(at, own)| Some((at, (*own)?)))
        .collect();
    let xs = || product.iter().map(|(at, _)| at % grid.width);
    let ys = || product.iter().map(|(at, _)| at / grid.width);
    let (Some(left), Some(right), Some(top), Some(bottom)) = (xs().min(), xs().max(), ys().min(), ys().max())
    else {
        return Style::default();
    };
    let (width, height) = (right - left + 1, bottom - top + 1);
    let (mut edges, mut lightness, mut chroma) = ([[0u32; 5]; 4], [0u32; 4], [0u32; 4]);
    for (at, own) in &product {
        let (x, y) = (at % grid.width, at / grid.width);
        let quarter = usize::from((x - left) * 2 >= width) + 2 * usize::from((y - top) * 2 >= height);
        edges[quarter][direction(grid, x, y, *own)] += 1;
        lightness[class(own.l, LIGHTNESS)] += 1;
        chroma[class(own.chroma(), CHROMA)] += 1;
    }
    Style {
        edges: edges.map(shares),
        lightness: shares(lightness),
        chroma: shares(chroma),
        aspect: (width * 255 / (width + height)) as u8,
        filled: (product.len() * 255 / (width * height)) as u8,
    }
}

/// 0 upright, 1 rising, 2 level, 3 falling, 4 none. Past the picture's end and where it is seen through all is as the
/// square itself.
fn direction(grid: &Grid, x: usize, y: usize, own: Lab) -> usize {
    let at = |dx: isize, dy: isize| {
        let (x, y) = (x.checked_add_signed(dx), y.checked_add_signed(dy));
        let inside = x.zip(y).filter(|(x, y)| *x < grid.width && *y < grid.height);
        inside.and_then(|(x, y)| grid.colours[y * grid.width + x]).map_or(own.l, |colour| colour.l)
    };
    let across = at(1, -1) + 2.0 * at(1, 0) + at(1, 1) - at(-1, -1) - 2.0 * at(-1, 0) - at(-1, 1);
    let down = at(-1, 1) + 2.0 * at(0, 1) + at(1, 1) - at(-1, -1) - 2.0 * at(0, -1) - at(1, -1);
    if across.abs() + down.abs() < EDGE {
        4
    } else if down.abs() < TURN * across.abs() {
        0
    } else if across.abs() < TURN * down.abs() {
        2
    } else if (across > 0.0) == (down > 0.0) {
        // Lighter to the right and below: the edge rises.
        1
    } else {
        3
    }
}

fn class(of: f32, ends: [f32; 3]) -> usize {
    ends.iter().filter(|end| of >= **end).count()
}

fn shares<const N: usize>(counts: [u32; N]) -> [u8; N] {
    let all: u32 = counts.iter().sum();
    counts.map(|count| (count * 255 / all.max(1)) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::oklab::lab;

    /// A grid of stripes: black where `dark` says so.
    fn striped(dark: impl Fn(usize, usize) -> bool) -> Style {
        let colour = |at: usize| {
            let grey = if dark(at % 32, at / 32) { 20 } else { 235 };
            Some(lab([grey; 3]))
        };
        let grid = Grid { width: 32, height: 32, colours: (0..32 * 32).map(colour).collect() };
        style(&grid, &[false; 32 * 32])
    }

    #[test]
    fn edges_have_directions() {
        let check = |style: Style, expected: usize| {
            let found: Vec<usize> = style
                .edges
                .iter()
                .map(|quarter| (0..4).max_by_key(|direction| quarter[*direction]).unwrap())
                .collect();
            assert_eq!(found, [expected; 4], "{style:?}");
        };
        check(striped(|x, _| x / 3 % 2 == 0), 0);
        check(striped(|_, y| y / 3 % 2 == 0), 2);
        check(striped(|x, y| (x + y) / 4 % 2 == 0), 1);
        check(striped(|x, y| (x + 64 - y) / 4 % 2 == 0), 3);
        assert_eq!(striped(|_, _| true).edges, [[0, 0, 0, 0, 255]; 4]);
    }

    #[test]
    fn styles_are_compared() {
        let (upright, level) = (striped(|x, _| x / 3 % 2 == 0), striped(|_, y| y / 3 % 2 == 0));
        assert!(upright.likeness(&upright) > 0.99);
        assert!(upright.likeness(&level) < 0.8, "{}", upright.likeness(&level));
        assert_eq!((upright.aspect, upright.filled), (127, 255));
        assert_eq!(Style::default().likeness(&Style::default()), 1.0);
    }
}
