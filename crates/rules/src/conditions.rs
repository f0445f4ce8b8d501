//! What a rule waits for, as records of the format.

use cobuy_catalogue::config::rules::{Amount, Conditions, EventCount, FactIs, Many, Money, Selector, Span};
use cobuy_snapshot::rules::{ANY, Condition};
use cobuy_snapshot::write::rules::ConditionInfo;

use super::compiler::Compiler;

/// Months of a year.
const MONTHS: std::ops::RangeInclusive<u8> = 1..=12;

/// The conditions of `[rule.when]`, or, with `not`, of `[rule.unless]`.
pub(super) fn compile(compiler: &mut Compiler<'_>, asked: &Conditions, not: bool) -> Vec<ConditionInfo> {
    let mut out = Out { compiler, not, conditions: Vec::new() };
    out.products(Condition::Viewed, asked.viewed.as_ref());
    out.amounts(Condition::InCart, "in_cart", asked.in_cart.as_ref());
    out.amounts(Condition::InViews, "views_of", asked.views_of.as_ref());
    out.money(Condition::CartValue, "cart_value", asked.cart_value);
    out.whole(Condition::InCart, "cart_items", asked.cart_items, i64::MAX);
    out.products(Condition::LastPurchase, asked.last_purchase.as_ref());
    out.mask(Condition::Segment, asked.segment.as_ref().map(|all| all.0.iter().map(|one| *one as u8)));
    out.whole(Condition::Intent, "intent", asked.intent, 100);
    out.mask(Condition::Device, asked.device.as_ref().map(|all| all.0.iter().map(|one| *one as u8)));
    out.whole(Condition::Visit, "visit", asked.visit, i64::MAX);
    out.whole(Condition::HoursAway, "hours_away", asked.hours_away, i64::MAX);
    out.whole(Condition::LeftCart, "left_cart", asked.left_cart, i64::MAX);
    out.months(asked.month.as_ref());
    asked.fact.iter().flat_map(|facts| &facts.0).for_each(|fact| out.fact(fact));
    asked.event.iter().flat_map(|events| &events.0).for_each(|event| out.event(event));
    out.whole(Condition::ViewedStock, "viewed_stock", asked.viewed_stock, i64::MAX);
    out.money(Condition::ViewedPrice, "viewed_price", asked.viewed_price);
    out.whole(Condition::SimilarViewed, "similar_viewed", asked.similar_viewed, i64::MAX);
    out.whole(Condition::CartSoldOut, "cart_sold_out", asked.cart_sold_out, i64::MAX);
    out.conditions
}

struct Out<'c, 'a> {
    compiler: &'c mut Compiler<'a>,
    not: bool,
    conditions: Vec<ConditionInfo>,
}

impl Out<'_, '_> {
    fn push(&mut self, condition: ConditionInfo) {
        self.conditions.push(ConditionInfo { not: self.not, ..condition });
    }

    fn products(&mut self, kind: Condition, selector: Option<&Selector>) {
        if let Some(selector) = selector {
            let set = self.compiler.set(selector);
            self.push(ConditionInfo { set, ..ConditionInfo::new(kind) });
        }
    }

    fn amounts(&mut self, kind: Condition, key: &str, amounts: Option<&Many<Amount>>) {
        for amount in amounts.into_iter().flat_map(|amounts| &amounts.0) {
            let set = self.compiler.set(&amount.selector());
            let most = amount.at_most.map(i64::from);
            let least = amount.at_least.map_or_else(|| one_unless_none(most), i64::from);
            self.range(ConditionInfo { set, ..ConditionInfo::new(kind) }, key, Some(least), most);
        }
    }

    /// A range of whole numbers from 0 to `top`.
    fn whole(&mut self, kind: Condition, key: &str, span: Option<Span<i64>>, top: i64) {
        let Some(Span { min, max }) = span else { return };
        if let Some(min) = min.filter(|min| *min > top) {
            let problem = format!("{key} is asked to be {min} or more, and it is {top} at most");
            return self.compiler.error(problem, "Ask for less");
        }
        if let Some(max) = max.filter(|max| *max < 0) {
            let problem = format!("{key} is asked to be {max} or less, and it is never below 0");
            return self.compiler.error(problem, "Ask for more");
        }
        // The end of the hours is excluded.
        let empty = kind == Condition::HoursAway && min.is_some() && min == max;
        if empty {
            return self.compiler.error(format!("{key} has a min that is its max"), "Let max be greater");
        }
        self.range(ConditionInfo::new(kind), key, min, max);
    }

    fn money(&mut self, kind: Condition, key: &str, span: Option<Span<Money>>) {
        let Some(Span { min, max }) = span else { return };
        let (min, max) =
            (min.map(|amount| self.compiler.minor(amount)), max.map(|amount| self.compiler.minor(amount)));
        self.range(ConditionInfo::new(kind), key, min, max);
    }

    fn range(&mut self, condition: ConditionInfo, key: &str, min: Option<i64>, max: Option<i64>) {
        if min.is_none() && max.is_none() && condition.set == ANY {
            return self
                .compiler
                .error(format!("{key} has neither min nor max"), "Give one, or leave it out");
        }
        let (low, high) = (min.unwrap_or(i64::MIN), max.unwrap_or(i64::MAX));
        if low > high {
            return self
                .compiler
                .error(format!("{key} has a min above its max: it never holds"), "Swap them");
        }
        self.push(ConditionInfo { low, high, ..condition });
    }

    fn mask(&mut self, kind: Condition, bits: Option<impl Iterator<Item = u8>>) {
        if let Some(bits) = bits {
            let low = bits.fold(0, |mask, bit| mask | 1 << bit);
            self.push(ConditionInfo { low, ..ConditionInfo::new(kind) });
        }
    }

    fn months(&mut self, months: Option<&Many<u8>>) {
        let Some(Many(months)) = months else { return };
        if let Some(month) = months.iter().find(|month| !MONTHS.contains(month)) {
            return self.compiler.error(format!("there is no month {month}"), "Months are 1 to 12");
        }
        self.mask(Condition::Month, Some(months.iter().map(|month| month - 1)));
    }

    fn fact(&mut self, fact: &FactIs) {
        self.name(&fact.name);
        let text = match &fact.is {
            Some(_) if fact.min.is_some() || fact.max.is_some() => {
                let problem = format!("fact {:?} has is and a range", fact.name);
                return self.compiler.error(problem, "A value is either a text or a number: keep one");
            }
            Some(is) => format!("{}\t{}", fact.name, is.text()),
            None => fact.name.clone(),
        };
        let condition = ConditionInfo { text, ..ConditionInfo::new(Condition::Fact) };
        match fact.is {
            Some(_) => self.push(condition),
            None => self.range(condition, "fact", fact.min, fact.max),
        }
    }

    fn event(&mut self, event: &EventCount) {
        self.name(&event.name);
        let least = event.min.unwrap_or_else(|| one_unless_none(event.max));
        let condition = ConditionInfo { text: event.name.clone(), ..ConditionInfo::new(Condition::Event) };
        self.range(condition, "event", Some(least), event.max);
    }

    /// Names of the host are separated from values by a tab.
    fn name(&mut self, name: &str) {
        if name.trim().is_empty() || name.contains(|c: char| c.is_control()) {
            self.compiler.error(format!("{name:?} is no name"), "Name the fact or event as the host does");
        }
    }
}

/// The least number that is asked for where none is given: one, or none where there may be none at most.
fn one_unless_none(most: Option<i64>) -> i64 {
    most.map_or(1, |most| most.clamp(0, 1))
}
