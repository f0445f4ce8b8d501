//! Reads `data/goals.toml`: what shoppers want to do, and the functions that takes.

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::stock::{Function, Stock, percent_of};

/// Something a shopper wants to do.
pub struct Goal {
    /// What the shopper would call it.
    pub name: String,
    /// Weight among goals.
    pub share: u32,
    /// Weight of each month, from January.
    pub months: [u32; 12],
    /// What it takes, the most important first.
    pub slots: Vec<Slot>,
}

/// One function that a goal takes.
pub struct Slot {
    /// What is needed.
    pub function: Function,
    /// Percent of such shoppers who need it.
    pub percent: u32,
    /// How many at most.
    pub quantity: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    goal: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    share: u32,
    months: [u32; 12],
    slots: Vec<String>,
}

/// Reads the embedded goals against what `stock` can serve.
///
/// # Errors
/// The file does not parse, or a goal needs a function that no product gives; the message names the goal.
pub fn load(stock: &Stock) -> Result<Vec<Goal>> {
    let file: File = toml::from_str(include_str!("../data/goals.toml")).context("data/goals.toml")?;
    let goal = |entry: Entry| {
        let slots = entry.slots.iter().map(|text| slot(stock, text)).collect::<Result<_>>();
        let slots = slots.with_context(|| format!("data/goals.toml: {}", entry.name))?;
        Ok(Goal { name: entry.name, share: entry.share, months: entry.months, slots })
    };
    file.goal.into_iter().map(goal).collect()
}

/// Reads `"bag:warm 62 x2"`.
fn slot(stock: &Stock, text: &str) -> Result<Slot> {
    let (need, quantity) = text.split_once(" x").unwrap_or((text, "1"));
    let (name, percent) = percent_of(need)?;
    let quantity = quantity.parse().with_context(|| format!("{text:?}: quantity after x"))?;
    Ok(Slot { function: stock.function(&name)?, percent, quantity })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_goal_can_be_served() {
        let stock = Stock::load(7).unwrap();
        for goal in load(&stock).unwrap() {
            assert!(goal.slots.len() >= 3, "{}: {} slots", goal.name, goal.slots.len());
            assert!(goal.share > 0 && goal.months.iter().any(|&weight| weight > 0), "{}", goal.name);
        }
    }

    #[test]
    fn slots_read_what_they_say() {
        let stock = Stock::load(7).unwrap();
        let check = |text: &str, percent, quantity| {
            let slot = slot(&stock, text).unwrap();
            assert_eq!((slot.percent, slot.quantity), (percent, quantity), "{text}");
        };
        check("pegs 60", 60, 1);
        check("bag:warm 62 x2", 62, 2);
        assert!(slot(&stock, "teleport 10").is_err());
        assert!(slot(&stock, "pegs").is_err());
    }
}
