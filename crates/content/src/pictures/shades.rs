//! The dominant colours of a picture.

use std::collections::BTreeMap;

use cobuy_catalogue::look::{Lab, SHADES, Shade};

use super::grid::Grid;

/// Side of the boxes that colours are first counted in.
const BOX: f32 = 0.08;
/// Colours within this distance of the commonest are one shade.
const ONE_SHADE: f32 = 0.1;
/// Smallest share of a shade.
const LEAST_SHARE: f32 = 0.06;
/// The commonest colour and all that are close to it are one shade, the commonest of the rest the next.
pub(super) fn shades(grid: &Grid, ground: &[bool]) -> Vec<Shade> {
    let mut left: Vec<Lab> =
        grid.colours.iter().zip(ground).filter(|(_, ground)| !**ground).filter_map(|(own, _)| *own).collect();
    let all = left.len() as f32;
    let mut shades = Vec::new();
    while shades.len() < SHADES && !left.is_empty() {
        let mut boxes: BTreeMap<[i32; 3], Vec<Lab>> = BTreeMap::new();
        for colour in &left {
            let at = [colour.l, colour.a, colour.b].map(|part| (part / BOX).round() as i32);
            boxes.entry(at).or_default().push(*colour);
        }
        // Of equally full boxes the first: `max_by_key` takes the last.
        let Some(fullest) = boxes.values().rev().max_by_key(|colours| colours.len()) else { break };
        let centre = mean(fullest);
        let (own, rest): (Vec<Lab>, Vec<Lab>) =
            left.into_iter().partition(|colour| colour.distance(centre) < ONE_SHADE);
        left = rest;
        let share = own.len() as f32 / all;
        if share < LEAST_SHARE {
            break;
        }
        let Lab { l, a, b } = mean(&own);
        let [lightness, a, b] = [l, a, b].map(|part| (part * 100.0).round() as i8);
        shades.push(Shade { lightness, a, b, share: (share * 100.0).round() as u8 });
    }
    shades.sort_by_key(|shade| std::cmp::Reverse(shade.share));
    shades
}

fn mean(colours: &[Lab]) -> Lab {
    let sum = |part: fn(&Lab) -> f32| colours.iter().map(part).sum::<f32>() / colours.len().max(1) as f32;
    Lab { l: sum(|colour| colour.l), a: sum(|colour| colour.a), b: sum(|colour| colour.b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pictures::oklab::lab;

    #[test]
    fn commonest_first_and_small_ones_left_out() {
        let mut colours = vec![Some(lab([200, 30, 40])); 60];
        colours.extend(vec![Some(lab([205, 35, 40])); 10]);
        colours.extend(vec![Some(lab([30, 40, 200])); 28]);
        colours.extend(vec![Some(lab([0, 200, 0])); 2]);
        let grid = Grid { width: 10, height: 10, colours };
        let found = shades(&grid, &[false; 100]);
        assert_eq!(found.iter().map(|shade| shade.share).collect::<Vec<_>>(), [70, 28]);
        assert!(found[0].a > 15 && found[1].b < -15, "{found:?}");
        let mut ground = [false; 100];
        ground[..70].fill(true);
        assert_eq!(shades(&grid, &ground)[0].share, 93);
        assert_eq!(shades(&grid, &[true; 100]), []);
    }
}
