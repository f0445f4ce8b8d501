//! The dominant colours of a picture.

use std::collections::BTreeMap;

use super::SHADES;
use super::grid::Grid;
use super::oklab::Lab;

/// A dominant colour, in whole hundredths of OKLab's axes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shade {
    /// Lightness, 0 to 100.
    pub lightness: i8,
    /// Green to red, −40 to 40.
    pub a: i8,
    /// Blue to yellow, −40 to 40.
    pub b: i8,
    /// Per cent of what is not background.
    pub share: u8,
}

/// Side of the boxes that colours are first counted in.
const BOX: f32 = 0.08;
/// Colours within this distance of the commonest are one shade.
const ONE_SHADE: f32 = 0.1;
/// Smallest share of a shade.
const LEAST_SHARE: f32 = 0.06;
/// Distance at which two shades have nothing in common.
const UNLIKE: f32 = 0.25;
/// Cosine of 30°: hues as close as this, or as close to opposite, go together.
const CLOSE_HUE: f32 = 0.866;

impl Shade {
    fn lab(self) -> Lab {
        let of = |hundredths: i8| f32::from(hundredths) / 100.0;
        Lab { l: of(self.lightness), a: of(self.a), b: of(self.b) }
    }
}

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

/// Sum over pairs of shades of `of`, weighed by their shares, 0 to 1.
fn weighed(own: &[Shade], of: impl Fn(Shade) -> f32) -> f32 {
    let all: f32 = own.iter().map(|shade| f32::from(shade.share)).sum();
    let sum: f32 = own.iter().map(|shade| f32::from(shade.share) * of(*shade)).sum();
    if all > 0.0 { sum / all } else { 0.0 }
}

/// How much of each palette is found in the other one, 0 to 1.
pub(super) fn likeness(a: &[Shade], b: &[Shade]) -> f32 {
    let found = |shade: Shade, among: &[Shade]| {
        let close = |other: &Shade| (1.0 - shade.lab().distance(other.lab()) / UNLIKE).max(0.0);
        among.iter().map(close).fold(0.0, f32::max)
    };
    (weighed(a, |shade| found(shade, b)) + weighed(b, |shade| found(shade, a))) / 2.0
}

/// How well two palettes go together, 0 to 1.
pub(super) fn harmony(a: &[Shade], b: &[Shade]) -> f32 {
    let fit = |one: Shade, other: Shade| match one.lab().hue_cosine(other.lab()) {
        None => 0.5,
        Some(cosine) if cosine.abs() >= CLOSE_HUE => 1.0,
        Some(_) => 0.0,
    };
    weighed(a, |one| weighed(b, |other| fit(one, other)))
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

    #[test]
    fn nothing_is_like_nothing() {
        let red = [Shade { lightness: 50, a: 20, b: 10, share: 90 }];
        assert_eq!((likeness(&red, &[]), likeness(&[], &[]), harmony(&red, &[])), (0.0, 0.0, 0.0));
        assert_eq!((likeness(&red, &red), harmony(&red, &red)), (1.0, 1.0));
    }
}
