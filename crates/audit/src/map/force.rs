//! One island laid out by forces: pairs pull, all products push (Fruchterman and Reingold, "Graph drawing by
//! force-directed placement", 1991), with a fixed start and a fixed number of rounds.

use super::pack::Island;

/// Rounds; enough for 150 products to settle, and 0.1 s for them.
const ROUNDS: usize = 260;

/// Distance that two linked products like to have, beyond their radii.
const LENGTH: f64 = 46.0;

/// Least room between two dots.
const GAP: f64 = 5.0;

/// Cosine and sine of the golden angle: turning by it spreads points evenly, and needs no trigonometry.
const GOLDEN: (f64, f64) = (-0.737_368_878_078_319_7, 0.675_490_294_261_523_8);

/// Lays out the products of one island around (0, 0).
pub(super) fn lay_out(members: Vec<usize>, links: &[(usize, usize, usize)], radii: &[f64]) -> Island {
    let local = |node: &usize| members.binary_search(node).ok();
    let links: Vec<(usize, usize)> =
        links.iter().filter_map(|(a, b, _)| Some((local(a)?, local(b)?))).collect();
    let radii: Vec<f64> = members.iter().map(|member| radii[*member]).collect();
    let mut points = sunflower(members.len());
    for round in 0..ROUNDS {
        // Steps shrink to nothing, so that the last rounds only tidy up.
        let step = 30.0 * (1.0 - round as f64 / ROUNDS as f64);
        let forces = forces(&points, &links, &radii);
        for (point, (fx, fy)) in points.iter_mut().zip(forces) {
            let length = (fx * fx + fy * fy).sqrt().max(1e-9);
            let scale = length.min(step) / length;
            *point = (point.0 + fx * scale, point.1 + fy * scale);
        }
    }
    keep_apart(&mut points, &radii);
    Island::around_its_middle(members, points, &radii)
}

/// Moves dots that touch away from each other, each by half of what is missing, until none does.
fn keep_apart(points: &mut [(f64, f64)], radii: &[f64]) {
    for _ in 0..ROUNDS {
        let mut touched = false;
        for a in 0..points.len() {
            for b in a + 1..points.len() {
                let (dx, dy) = (points[a].0 - points[b].0, points[a].1 - points[b].1);
                let distance = (dx * dx + dy * dy).sqrt();
                let missing = radii[a] + radii[b] + GAP - distance;
                if missing <= 0.0 {
                    continue;
                }
                touched = true;
                // Of two dots on one place the first goes left.
                let (dx, dy) = if distance > 1e-6 { (dx / distance, dy / distance) } else { (-1.0, 0.0) };
                let step = missing / 2.0 + 0.01;
                points[a] = (points[a].0 + dx * step, points[a].1 + dy * step);
                points[b] = (points[b].0 - dx * step, points[b].1 - dy * step);
            }
        }
        if !touched {
            break;
        }
    }
}

/// Points evenly spread over a disc.
fn sunflower(count: usize) -> Vec<(f64, f64)> {
    let (mut cos, mut sin) = (1.0, 0.0);
    let mut points = Vec::with_capacity(count);
    for number in 0..count {
        let radius = LENGTH * 0.7 * (number as f64).sqrt();
        points.push((radius * cos, radius * sin));
        (cos, sin) = (cos * GOLDEN.0 - sin * GOLDEN.1, sin * GOLDEN.0 + cos * GOLDEN.1);
    }
    points
}

fn forces(points: &[(f64, f64)], links: &[(usize, usize)], radii: &[f64]) -> Vec<(f64, f64)> {
    let mut forces = vec![(0.0, 0.0); points.len()];
    let mut add = |a: usize, b: usize, (dx, dy): (f64, f64), force: f64| {
        forces[a] = (forces[a].0 + dx * force, forces[a].1 + dy * force);
        forces[b] = (forces[b].0 - dx * force, forces[b].1 - dy * force);
    };
    let between = |a: usize, b: usize| {
        let (dx, dy) = (points[a].0 - points[b].0, points[a].1 - points[b].1);
        ((dx, dy), (dx * dx + dy * dy).sqrt().max(1.0))
    };
    for a in 0..points.len() {
        for b in a + 1..points.len() {
            let (direction, distance) = between(a, b);
            let wanted = LENGTH + radii[a] + radii[b];
            add(a, b, direction, wanted * wanted / (distance * distance) / distance * 0.55);
        }
    }
    for (a, b) in links {
        let (direction, distance) = between(*a, *b);
        let wanted = LENGTH + radii[*a] + radii[*b];
        add(*a, *b, direction, -distance / wanted * 0.5);
    }
    // A little gravity keeps arms from growing away.
    for (force, point) in forces.iter_mut().zip(points) {
        *force = (force.0 - point.0 * 0.012, force.1 - point.1 * 0.012);
    }
    forces
}
