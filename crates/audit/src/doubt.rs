//! Pairs that a person should look at before they go live, and products that have none. Rules of thumb with their
//! numbers, not tests of significance: they sort what to look at, nothing is changed by them.

use cobuy_model::mine::season::Judged;
use cobuy_snapshot::Relation;
use cobuy_snapshot::quant::lift_hundredths;

use super::{Pair, PairTally, Published, Tallies};

/// Orders per customer from which a pair is one customer's habit as likely as a taste: a pair is bought once by most, and
/// three times by hardly any who are not a trade customer.
const HABIT: u32 = 3;

/// Most customers of a habit: with more, no single one decides.
const FEW: u32 = 9;

/// How much oftener than by chance makes a pair of few orders suspicious, in hundredths: two rare products that met.
const RARE_LIFT: u32 = 10_000;

/// Most orders of such a pair.
const RARE_ORDERS: u32 = 6;

/// Without counts only the lift can be looked at, and has to be higher to mean anything.
const BLIND_LIFT: u32 = 40_000;

/// Why a pair deserves a second look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// Many orders of few customers: at least [`HABIT`] orders for each of at most [`FEW`] customers.
    Habit,
    /// No more customers than the minimum asks for.
    AtMinimum,
    /// A high lift on few orders: two rare products that met.
    Rare,
    /// Bought together in some months of the one year that there is: a season, an accident, or something new.
    OneYear,
}

/// What makes a pair doubtful; none where nothing does. Without counts only its lift can be looked at.
pub fn doubt(
    pair: &Pair,
    tally: Option<PairTally>,
    judged: Option<Judged>,
    min_customers: u32,
) -> Option<Doubt> {
    let lift = pair.figures.map_or(0, |figures| lift_hundredths(figures.lift));
    match tally {
        Some(PairTally { orders, customers }) => {
            let habit = customers <= FEW && orders >= HABIT * customers.max(1);
            let rare = lift >= RARE_LIFT && orders <= RARE_ORDERS;
            match () {
                () if habit => Some(Doubt::Habit),
                () if rare => Some(Doubt::Rare),
                () if judged.is_some_and(|judged| judged.doubtful) => Some(Doubt::OneYear),
                () if customers <= min_customers && min_customers > 1 => Some(Doubt::AtMinimum),
                () => None,
            }
        }
        None => (lift >= BLIND_LIFT).then_some(Doubt::Rare),
    }
}

/// Why a product has no row of products bought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WhyNone {
    /// It has no title: nothing shows it.
    NoTitle,
    /// It is in no order.
    NoOrders,
    /// It was only ever bought alone.
    OnlyAlone,
    /// It was bought with others, but no pair has enough customers.
    TooFewCustomers,
    /// Its pairs have enough customers and say nothing: chance explains them, or they are blocked.
    NothingSpecific,
    /// The public folder alone does not say.
    Unknown,
}

impl WhyNone {
    /// All reasons, from those that a shop can mend to those that only time does.
    pub const ALL: [Self; 6] = [
        Self::NoTitle,
        Self::TooFewCustomers,
        Self::OnlyAlone,
        Self::NoOrders,
        Self::NothingSpecific,
        Self::Unknown,
    ];
}

/// Products without a row of products bought together, with the reason and the orders they are in (0 without counts);
/// ascending by reason, then most orders first.
pub fn without_pair(published: &Published, tallies: Option<&Tallies>) -> Vec<(u32, WhyNone, u32)> {
    let mut without = Vec::new();
    for (number, product) in (0..).zip(&published.products) {
        if published.row(number, Relation::Together).is_some() {
            continue;
        }
        let item = tallies.map(|tallies| (tallies.items[number as usize], tallies.min_customers));
        let why = match item {
            _ if product.title.is_empty() => WhyNone::NoTitle,
            None => WhyNone::Unknown,
            Some((item, _)) if item.orders == 0 => WhyNone::NoOrders,
            Some((item, _)) if item.partners == 0 => WhyNone::OnlyAlone,
            Some((item, minimum)) if item.best_pair_customers < minimum => WhyNone::TooFewCustomers,
            Some(_) => WhyNone::NothingSpecific,
        };
        without.push((number, why, item.map_or(0, |(item, _)| item.orders)));
    }
    without.sort_unstable_by_key(|(number, why, orders)| (*why, std::cmp::Reverse(*orders), *number));
    without
}

#[cfg(test)]
mod tests {
    use cobuy_snapshot::table::Figures;

    use super::*;
    use crate::{Edge, ItemTally, RowOf, Shown};

    #[test]
    fn pairs_are_doubted_for_what_stands_behind_them() {
        // Lift bytes: 112 is 8 times chance, 170 is 98, 171 is 103, 203 is 413.
        let check = |lift: u8, tally: Option<(u32, u32)>, expected: Option<Doubt>| {
            let figures = Some(Figures { confidence: 50, reverse: 50, lift });
            let pair = Pair { from: 0, to: 1, strength: 1.0, place: 1, back: None, figures, season: None };
            let tally = tally.map(|(orders, customers)| PairTally { orders, customers });
            assert_eq!(doubt(&pair, tally, None, 3), expected, "{lift} {tally:?}");
            let one_year = |doubtful| Some(Judged { doubtful, months: 1, orders: [0; 12] });
            assert_eq!(doubt(&pair, tally, one_year(false), 3), expected);
            let habit_or_rare = matches!(expected, Some(Doubt::Habit | Doubt::Rare)) || tally.is_none();
            let doubtful = if habit_or_rare { expected } else { Some(Doubt::OneYear) };
            assert_eq!(doubt(&pair, tally, one_year(true), 3), doubtful);
        };
        check(112, Some((38, 4)), Some(Doubt::Habit));
        check(112, Some((27, 9)), Some(Doubt::Habit));
        check(112, Some((26, 9)), None);
        check(112, Some((300, 10)), None);
        check(112, Some((4, 3)), Some(Doubt::AtMinimum));
        check(171, Some((6, 5)), Some(Doubt::Rare));
        check(170, Some((6, 5)), None);
        check(171, Some((7, 6)), None);
        check(171, None, None);
        check(203, None, Some(Doubt::Rare));
    }

    #[test]
    fn every_product_without_a_row_has_its_reason() {
        let product =
            |key: &str, title: &str| Shown { key: key.into(), title: title.into(), ..Shown::default() };
        let products = vec![
            product("alone", "Alone"),
            product("chance", "Chance"),
            product("few", "Few"),
            product("has", "Has a row"),
            product("new", "New"),
            product("untitled", ""),
        ];
        let row = RowOf { source: 3, relation: Relation::Together, exponent: 0, first: 0, count: 1 };
        let edges = vec![Edge { product: 1, weight: 1, figures: None, season: None }];
        let published = Published { products, rows: vec![row], edges, ..Published::default() };
        let item = |orders, partners, best_pair_customers| ItemTally {
            orders,
            customers: orders,
            partners,
            best_pair_customers,
        };
        let items =
            vec![item(5, 0, 0), item(90, 40, 3), item(8, 4, 2), item(9, 1, 9), item(0, 0, 0), item(70, 9, 9)];
        let tallies = Tallies { min_customers: 3, items, ..Tallies::default() };
        let with = without_pair(&published, Some(&tallies));
        let expected = [
            (5, WhyNone::NoTitle, 70),
            (4, WhyNone::NoOrders, 0),
            (0, WhyNone::OnlyAlone, 5),
            (2, WhyNone::TooFewCustomers, 8),
            (1, WhyNone::NothingSpecific, 90),
        ];
        assert_eq!(with, expected);
        let blind: Vec<WhyNone> = without_pair(&published, None).iter().map(|(_, why, _)| *why).collect();
        assert_eq!(blind[0], WhyNone::NoTitle);
        assert!(blind[1..].iter().all(|why| *why == WhyNone::Unknown));
    }
}
