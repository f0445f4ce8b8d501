//! Who shows what on a page with several lists. Higher priority chooses first, then placements and relations in a fixed
//! order (a bundle, complements, then alternatives), then the order of the document; a list that comes late takes what is
//! left.

use cobuy_options::table::relation;
use cobuy_options::{Opt, Options};

/// A list or bundle of the page, as the arbiter sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Option `priority`.
    pub priority: i32,
    /// See [`rank_of`].
    pub rank: u8,
    /// Most units that it wants to be one of.
    pub most: i32,
    /// Whether it is on show, so that only its going makes room.
    pub open: bool,
}

impl Unit {
    /// A unit with these options.
    pub fn new(options: &Options, bundle: bool, open: bool) -> Self {
        let relation = options.get(Opt::Relation);
        Self {
            priority: options.get(Opt::Priority),
            rank: rank_of(bundle, relation),
            most: options.get(Opt::MaxUnits),
            open,
        }
    }
}

/// Place of a unit among those of equal priority: what stands in for what cannot be bought, bundles, what the placement shows by
/// itself, relations asked for by name, upgrades and alternatives, lists.
pub fn rank_of(bundle: bool, relation: i32) -> u8 {
    match relation {
        relation::SUBSTITUTES => 0,
        _ if bundle => 1,
        relation::AUTO | relation::TOGETHER => 2,
        relation::UPGRADE | relation::ALTERNATIVES => 3,
        relation::SIMILAR | relation::NEXT => 4,
        _ => 5,
    }
}

/// Whether `one` chooses before `other`; of equal ones the document decides, which the caller knows.
pub fn before(one: &Unit, other: &Unit) -> Option<bool> {
    let of = |unit: &Unit| (-unit.priority, unit.rank);
    match of(one).cmp(&of(other)) {
        core::cmp::Ordering::Equal => None,
        order => Some(order.is_lt()),
    }
}

/// Whether unit `own` may be shown beside the others: the page holds no more than the smallest `max-units` of those on
/// show and its own.
pub fn has_room(units: &[Unit], own: usize) -> bool {
    let Some(unit) = units.get(own) else { return false };
    let others = || units.iter().enumerate().filter(|(at, other)| *at != own && other.open);
    let most = others().map(|(_, other)| other.most).fold(unit.most, i32::min);
    unit.open || (others().count() as i32) < most
}

#[cfg(test)]
mod tests {
    use super::*;
    use cobuy_options::Placement;

    fn unit(change: &[(Opt, i32)], bundle: bool, open: bool) -> Unit {
        let mut options = Options::preset(Placement::Pdp);
        change.iter().for_each(|(option, value)| options.set(*option, *value));
        Unit::new(&options, bundle, open)
    }

    #[test]
    fn bundle_complements_alternatives() {
        let check = |one: Unit, other: Unit, expected| assert_eq!(before(&one, &other), expected);
        let relation = |relation| unit(&[(Opt::Relation, relation)], false, false);
        let bundle = unit(&[], true, false);
        check(bundle, relation(relation::AUTO), Some(true));
        check(relation(relation::AUTO), relation(relation::ALTERNATIVES), Some(true));
        check(relation(relation::ALTERNATIVES), relation(relation::SIMILAR), Some(true));
        check(relation(relation::SIMILAR), relation(relation::POPULAR), Some(true));
        check(relation(relation::SUBSTITUTES), bundle, Some(true));
        check(relation(relation::AUTO), relation(relation::TOGETHER), None);
        check(relation(relation::POPULAR), relation(relation::VIEWED), None);
        check(
            relation(relation::AUTO),
            unit(&[(Opt::Priority, 1), (Opt::Relation, relation::POPULAR)], false, false),
            Some(false),
        );
        check(unit(&[(Opt::Priority, -1)], true, false), relation(relation::POPULAR), Some(false));
    }

    #[test]
    fn no_more_than_three_units() {
        let (open, closed) = (unit(&[], false, true), unit(&[], false, false));
        let check = |units: &[Unit], own, expected| assert_eq!(has_room(units, own), expected, "{units:?}");
        check(&[closed], 0, true);
        check(&[open, open, closed], 2, true);
        check(&[open, open, open, closed], 3, false);
        check(&[open, open, open, closed], 0, true);
        check(&[closed, closed, closed, closed], 3, true);
        check(&[], 0, false);
        let modest = unit(&[(Opt::MaxUnits, 1)], false, false);
        check(&[open, modest], 1, false);
        check(&[unit(&[(Opt::MaxUnits, 1)], false, true), closed], 1, false);
        check(&[modest, closed], 0, true);
    }
}
