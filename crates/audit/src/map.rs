//! A drawn map of what sells together: which pairs are drawn, and where the products lie.
//!
//! Every product may name its three best neighbours; a pair is drawn where both name each other, so that one bestseller
//! does not pull everything into a ball. What hangs together is an island; islands are laid out one by one by forces and
//! packed around the largest. Everything is + − × ÷ and square roots in a fixed order: the same on every machine.

mod force;
mod pack;

use std::collections::BTreeMap;

use super::Pair;

/// Best places that count as being named by a product.
const NAMED: u16 = 3;

/// A map.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    /// Products, island by island, the largest island first.
    pub nodes: Vec<Node>,
    /// Drawn pairs: position of both nodes, and the pair's position in the list that the map was made from.
    pub links: Vec<(usize, usize, usize)>,
    /// Number of islands.
    pub islands: usize,
    /// Width in drawing units; nodes lie inside with room for their size.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Pairs that would be drawn if there were room.
    pub left_out: usize,
}

/// A product on the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node {
    /// Its number.
    pub product: u32,
    /// Which island it lies on, 0 for the largest.
    pub island: usize,
    /// Place.
    pub x: f64,
    /// Place.
    pub y: f64,
    /// Radius.
    pub radius: f64,
}

/// Draws the map of `pairs`. `importance` orders pairs (more is more important) where not all can be drawn, `size` says how
/// much a product weighs; at most `most` products are drawn.
pub fn map(pairs: &[Pair], importance: &dyn Fn(&Pair) -> f64, size: &dyn Fn(u32) -> f64, most: usize) -> Map {
    let mutual = |pair: &Pair| pair.place <= NAMED && pair.back.is_some_and(|back| back <= NAMED);
    let mut drawn: Vec<usize> = (0..pairs.len()).filter(|at| mutual(&pairs[*at])).collect();
    drawn.sort_by(|a, b| importance(&pairs[*b]).total_cmp(&importance(&pairs[*a])).then(a.cmp(b)));
    let all = drawn.len();
    let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
    drawn.retain(|at| {
        let ends = [pairs[*at].from, pairs[*at].to];
        let new = ends.iter().filter(|end| !numbers.contains_key(end)).count();
        let fits = numbers.len() + new <= most;
        if fits {
            for end in ends {
                let next = numbers.len();
                numbers.entry(end).or_insert(next);
            }
        }
        fits
    });
    let left_out = all - drawn.len();
    for (at, number) in numbers.values_mut().enumerate() {
        *number = at;
    }
    let products: Vec<u32> = numbers.keys().copied().collect();
    let links: Vec<(usize, usize, usize)> =
        drawn.iter().map(|at| (numbers[&pairs[*at].from], numbers[&pairs[*at].to], *at)).collect();
    let largest = products.iter().map(|product| size(*product)).fold(1.0, f64::max);
    let radius = |product: &u32| 4.0 + 14.0 * (size(*product) / largest).max(0.0).sqrt();
    let radii: Vec<f64> = products.iter().map(radius).collect();
    let islands = islands(products.len(), &links);
    let mut laid: Vec<pack::Island> =
        islands.into_iter().map(|members| force::lay_out(members, &links, &radii)).collect();
    let (width, height) = pack::pack(&mut laid);
    place(laid, &products, &radii, links, (width, height), left_out)
}

fn place(
    islands: Vec<pack::Island>,
    products: &[u32],
    radii: &[f64],
    links: Vec<(usize, usize, usize)>,
    (width, height): (f64, f64),
    left_out: usize,
) -> Map {
    let mut map = Map { islands: islands.len(), width, height, left_out, ..Map::default() };
    let mut position = vec![0; products.len()];
    for (number, island) in islands.into_iter().enumerate() {
        for (member, (x, y)) in island.members.iter().zip(island.points) {
            position[*member] = map.nodes.len();
            let (x, y) = (x + island.x, y + island.y);
            map.nodes.push(Node { product: products[*member], island: number, x, y, radius: radii[*member] });
        }
    }
    map.links = links.into_iter().map(|(a, b, pair)| (position[a], position[b], pair)).collect();
    map
}

/// What hangs together, each ascending; the largest first, then the one with the smallest member.
fn islands(nodes: usize, links: &[(usize, usize, usize)]) -> Vec<Vec<usize>> {
    let mut root: Vec<usize> = (0..nodes).collect();
    fn find(root: &mut [usize], mut node: usize) -> usize {
        while root[node] != node {
            root[node] = root[root[node]];
            node = root[node];
        }
        node
    }
    for (a, b, _) in links {
        let (a, b) = (find(&mut root, *a), find(&mut root, *b));
        root[a.max(b)] = a.min(b);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..nodes {
        members.entry(find(&mut root, node)).or_default().push(node);
    }
    let mut islands: Vec<Vec<usize>> = members.into_values().collect();
    islands.sort_by_key(|island| std::cmp::Reverse(island.len()));
    islands
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(from: u32, to: u32, place: u16, back: Option<u16>) -> Pair {
        Pair { from, to, strength: f64::from(100 - from), place, back, figures: None, season: None }
    }

    /// A ring of five, a chain of three, a pair; and a pair that only one side names.
    fn drawn(most: usize) -> Map {
        let mut pairs: Vec<Pair> = (0..5).map(|at| pair(at, (at + 1) % 5, 1, Some(2))).collect();
        pairs.extend([pair(5, 6, 1, Some(1)), pair(6, 7, 2, Some(3)), pair(8, 9, 1, Some(1))]);
        pairs.extend([pair(10, 0, 1, None), pair(11, 0, 1, Some(4))]);
        map(&pairs, &|pair| pair.strength, &f64::from, most)
    }

    #[test]
    fn islands_are_what_hangs_together() {
        let map = drawn(100);
        assert_eq!((map.nodes.len(), map.links.len(), map.islands, map.left_out), (10, 8, 3, 0));
        let members = |island| {
            let mut products: Vec<u32> =
                map.nodes.iter().filter(|node| node.island == island).map(|node| node.product).collect();
            products.sort_unstable();
            products
        };
        assert_eq!([members(0), members(1), members(2)], [vec![0, 1, 2, 3, 4], vec![5, 6, 7], vec![8, 9]]);
        assert_eq!(map, drawn(100), "the same pairs give the same map");
    }

    #[test]
    fn products_lie_inside_and_apart() {
        let map = drawn(100);
        for (at, node) in map.nodes.iter().enumerate() {
            assert!(node.x - node.radius >= 0.0 && node.x + node.radius <= map.width, "{node:?}");
            assert!(node.y - node.radius >= 0.0 && node.y + node.radius <= map.height, "{node:?}");
            for other in &map.nodes[..at] {
                let (dx, dy) = (node.x - other.x, node.y - other.y);
                assert!(dx * dx + dy * dy > (node.radius + other.radius).powi(2), "{node:?} {other:?}");
            }
        }
    }

    #[test]
    fn the_most_important_are_drawn_where_not_all_fit() {
        let map = drawn(5);
        assert_eq!((map.nodes.len(), map.islands, map.left_out), (5, 1, 3));
        assert_eq!(
            super::map(&[], &|pair| pair.strength, &f64::from, 5),
            Map { width: 900.0, ..Map::default() }
        );
    }
}
