//! One shopper: a budget, things owned already, goals, a memory with holes. What comes out are visits to the till.
//!
//! Nothing here names a product beside another: that a tent and pegs meet in one order follows from a tent wanting
//! anchoring, pegs giving it, and this shopper having none.

use crate::goals::Goal;
use crate::rng::Rng;
use crate::stock::{Function, Item, Season, Stock};

/// Months of the order file, and the month (0 = January) it starts in.
pub const MONTHS: u32 = 18;
/// May.
pub const FIRST_MONTH: u32 = 4;
/// Days of the order file: 1 May 2025 to 31 October 2026.
pub const DAYS: u32 = 549;

/// Percent of shoppers who order without an account.
const GUESTS: u32 = 12;
/// Percent of the other things on the list that come to mind (or into the budget) at the first order.
const REMEMBERED: u32 = 74;
/// The same for what a chosen product wants beside it: it says so on the box.
const REMEMBERED_WITH: u32 = 90;
/// Percent of shoppers who come back to this shop for what was left.
const BACK_FOR_REST: u32 = 32;
/// Percent of orders with something small beside the plan.
const IMPULSE: u32 = 22;
/// Impulse goods cost less than this, minor units.
const IMPULSE_MINOR: u64 = 2500;
/// Percent of used-up goods that are bought here again.
const REFILL: u32 = 22;

/// One visit to the till.
pub struct Visit {
    /// Day from the start of the file.
    pub day: u32,
    /// What was bought: item, variant, quantity.
    pub lines: Vec<(usize, usize, u32)>,
}

/// Everything one shopper bought.
pub struct Life {
    /// Whether the orders carry no customer.
    pub guest: bool,
    /// Visits, in the order they were thought of.
    pub visits: Vec<Visit>,
}

/// A thing on the list.
struct Wish {
    item: usize,
    quantity: u32,
    /// The wish this one came with, as an index into the list.
    with: Option<usize>,
}

struct Shopper<'a> {
    stock: &'a Stock,
    rng: Rng,
    budget: u32,
    experience: u32,
    owned: Vec<bool>,
}

/// Lives through the file as one shopper.
pub fn live(stock: &Stock, goals: &[Goal], seed: u64, number: u32) -> Life {
    let mut rng = Rng::new(seed, 1 + u64::from(number));
    let budget = 1 + rng.weighted(&[4, 4, 2]).unwrap_or(0) as u32;
    let experience = rng.below(55);
    let guest = rng.percent(GUESTS);
    let count = if guest { 1 } else { 1 + rng.weighted(&[56, 28, 16]).unwrap_or(0) };
    let owned = vec![false; stock.functions.len()];
    let mut shopper = Shopper { stock, rng, budget, experience, owned };
    let shares: Vec<u32> = goals.iter().map(|goal| goal.share).collect();
    let mut visits = Vec::new();
    for _ in 0..count {
        if let Some(goal) = shopper.rng.weighted(&shares) {
            shopper.pursue(&goals[goal], &mut visits);
        }
    }
    visits.retain(|visit: &Visit| visit.day < DAYS && !visit.lines.is_empty());
    Life { guest, visits }
}

impl Shopper<'_> {
    fn pursue(&mut self, goal: &Goal, visits: &mut Vec<Visit>) {
        let day = self.day_of(goal);
        let list = self.list(goal, Season::of_day(day));
        let taken = self.remembered(&list);
        let mut lines = self.lines(&list, &taken);
        self.impulse(&mut lines, day);
        visits.push(Visit { day, lines });
        self.come_back(&list, &taken, day, visits);
        self.refill(&list, &taken, day, visits);
    }

    /// A day in a month that suits the goal; the shop grows by a tenth of its first size each month or two.
    fn day_of(&mut self, goal: &Goal) -> u32 {
        let weight = |month: u32| goal.months[((FIRST_MONTH + month) % 12) as usize] * (16 + month);
        let weights: Vec<u32> = (0..MONTHS).map(weight).collect();
        let month = self.rng.weighted(&weights).unwrap_or(0) as u32;
        (month * DAYS / MONTHS + self.rng.below(DAYS / MONTHS + 1)).min(DAYS - 1)
    }

    /// What the goal takes and the shopper lacks, with what the chosen products want beside them.
    fn list(&mut self, goal: &Goal, season: Season) -> Vec<Wish> {
        let mut list = Vec::new();
        for slot in &goal.slots {
            if self.rng.percent(slot.percent) {
                let quantity = self.rng.between(1, slot.quantity);
                self.wish(slot.function, quantity, None, season, &mut list);
            }
        }
        let mut next = 0;
        while next < list.len() {
            for &(function, percent) in &self.stock.items[list[next].item].wants {
                if self.rng.percent(percent) {
                    self.wish(function, 1, Some(next), season, &mut list);
                }
            }
            next += 1;
        }
        list
    }

    /// Puts a product that gives `function` on the list, unless the shopper has one.
    fn wish(
        &mut self,
        function: Function,
        quantity: u32,
        with: Option<usize>,
        season: Season,
        list: &mut Vec<Wish>,
    ) {
        let lasting = !self.stock.givers[function].iter().any(|&i| self.stock.items[i].consumable);
        let had = self.owned[function] || (lasting && with.is_none() && self.rng.percent(self.experience));
        let listed = list.iter().any(|wish| self.stock.items[wish.item].gives.contains(&function));
        if had || listed {
            return;
        }
        let givers = &self.stock.givers[function];
        let weights: Vec<u32> = givers.iter().map(|&i| self.appeal(&self.stock.items[i], season)).collect();
        if let Some(choice) = self.rng.weighted(&weights) {
            list.push(Wish { item: givers[choice], quantity, with });
        }
    }

    /// How likely this shopper takes this item among others that would do.
    fn appeal(&self, item: &Item, season: Season) -> u32 {
        let budget = match item.tier.abs_diff(self.budget) {
            0 => 8,
            1 => 3,
            _ => 1,
        };
        let in_season = if item.season == Season::Any || item.season == season { 6 } else { 1 };
        // The flat part: among things that do the same, fame decides less than among all.
        (item.fame + 1500) * budget * in_season / 16
    }

    /// Which wishes make it into the first order: the first always, then as memory and budget allow.
    fn remembered(&mut self, list: &[Wish]) -> Vec<bool> {
        let mut taken: Vec<bool> = Vec::with_capacity(list.len());
        for (i, wish) in list.iter().enumerate() {
            let take = match wish.with {
                Some(parent) => taken[parent] && self.rng.percent(REMEMBERED_WITH),
                None => i == 0 || self.rng.percent(REMEMBERED),
            };
            taken.push(take);
        }
        taken
    }

    /// Buys the wishes that are taken.
    fn lines(&mut self, list: &[Wish], taken: &[bool]) -> Vec<(usize, usize, u32)> {
        let chosen = list.iter().zip(taken).filter(|&(_, &take)| take).map(|(wish, _)| wish);
        chosen.map(|wish| self.line(wish.item, wish.quantity)).collect()
    }

    /// Buys an item: the middle variants sell best, and what lasts is owned from now on.
    fn line(&mut self, item: usize, quantity: u32) -> (usize, usize, u32) {
        let stock = self.stock;
        let count = stock.items[item].product.variants.len();
        let weights: Vec<u32> = (0..count).map(|v| (v + 1).min(count - v) as u32 + 1).collect();
        let variant = self.rng.weighted(&weights).unwrap_or(0);
        if !stock.items[item].consumable {
            for &function in &stock.items[item].gives {
                self.owned[function] = true;
            }
        }
        (item, variant, quantity)
    }

    /// Something small from anywhere in the shop, by fame and season.
    fn impulse(&mut self, lines: &mut Vec<(usize, usize, u32)>, day: u32) {
        if lines.is_empty() || !self.rng.percent(IMPULSE) {
            return;
        }
        let season = Season::of_day(day);
        let weight = |item: &Item| {
            let fits = item.season == Season::Any || item.season == season;
            if item.product.price_minor < IMPULSE_MINOR && fits { item.fame } else { 0 }
        };
        let weights: Vec<u32> = self.stock.items.iter().map(weight).collect();
        let Some(item) = self.rng.weighted(&weights) else { return };
        if lines.iter().all(|&(have, ..)| have != item) {
            lines.push(self.line(item, 1));
        }
    }

    /// A second order for some of what was forgotten; the rest is bought elsewhere.
    fn come_back(&mut self, list: &[Wish], taken: &[bool], day: u32, visits: &mut Vec<Visit>) {
        if !self.rng.percent(BACK_FOR_REST) {
            return;
        }
        let rest: Vec<bool> = taken.iter().map(|&take| !take && self.rng.percent(45)).collect();
        let mut lines = self.lines(list, &rest);
        let day = day + self.rng.between(2, 40);
        self.impulse(&mut lines, day);
        visits.push(Visit { day, lines });
    }

    /// What is used up is bought again after one to four months.
    fn refill(&mut self, list: &[Wish], taken: &[bool], day: u32, visits: &mut Vec<Visit>) {
        let empty: Vec<bool> = list
            .iter()
            .zip(taken)
            .map(|(wish, &take)| take && self.stock.items[wish.item].consumable && self.rng.percent(REFILL))
            .collect();
        let mut lines = self.lines(list, &empty);
        for line in &mut lines {
            line.2 = self.rng.between(1, 3);
        }
        let day = day + self.rng.between(30, 120);
        self.impulse(&mut lines, day);
        visits.push(Visit { day, lines });
    }
}

impl Season {
    /// The season of a day of the file: April to September are warm.
    pub fn of_day(day: u32) -> Self {
        let month = (FIRST_MONTH + day * MONTHS / DAYS) % 12;
        if (3..9).contains(&month) { Self::Warm } else { Self::Cold }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::goals;

    #[test]
    fn seasons_follow_the_calendar() {
        let check = |day, expected| assert_eq!(Season::of_day(day), expected, "day {day}");
        check(0, Season::Warm);
        check(100, Season::Warm);
        check(200, Season::Cold);
        check(360, Season::Warm);
        check(DAYS - 1, Season::Cold);
    }

    #[test]
    fn a_life_is_the_same_each_time_and_its_own() {
        let stock = Stock::load(7).unwrap();
        let goals = goals::load(&stock).unwrap();
        let lines = |number| {
            let visits = live(&stock, &goals, 7, number).visits;
            visits.into_iter().map(|visit| (visit.day, visit.lines)).collect::<Vec<_>>()
        };
        assert_eq!(lines(3), lines(3));
        assert!((0..20).any(|number| lines(number) != lines(number + 1)));
    }

    #[test]
    fn nobody_buys_a_second_of_what_lasts() {
        let stock = Stock::load(7).unwrap();
        let goals = goals::load(&stock).unwrap();
        for number in 0..500 {
            let life = live(&stock, &goals, 7, number);
            let tents = life.visits.iter().flat_map(|visit| &visit.lines).filter(|(item, ..)| {
                stock.items[*item].gives.contains(&stock.function("shelter:two").unwrap())
            });
            assert!(tents.count() <= 1, "shopper {number}");
        }
    }
}
