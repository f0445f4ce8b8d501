//! What the rules of a random shop want, worked out a second time from what the shop was made of: slow, plain, and without
//! a line of the engine's policy.

use crate::market::Market;
use crate::random::{Case, Question};
use cobuy_engine::signals::segment::segment;
use cobuy_engine::{Profile, Store};
use cobuy_snapshot::rules::{ANY, Action, Condition, versus};
use cobuy_snapshot::write::rules::{ActionInfo, ConditionInfo, RuleInfo};
use cobuy_snapshot::write::table::Item;
use std::collections::BTreeSet;

/// A case, and which products are at hand.
pub struct Oracle<'c> {
    pub market: &'c Market<'static>,
    pub question: &'c Question,
    pub at_hand: BTreeSet<&'c str>,
    intent: i64,
}

/// All that has to be so: one that is not decides, then one that nobody knows.
fn all(facts: &[Option<bool>]) -> Option<bool> {
    if facts.contains(&Some(false)) {
        return Some(false);
    }
    (!facts.contains(&None)).then_some(true)
}

impl<'c> Oracle<'c> {
    pub fn new(case: &'c Case, store: &Store<'_>) -> Self {
        let keys = case.market.items.iter().map(|item| item.key);
        Self {
            market: &case.market,
            question: &case.question,
            at_hand: keys.filter(|key| store.find(key).is_some()).collect(),
            intent: Profile::of(store, &case.question.session).intent.score.into(),
        }
    }

    fn item(&self, key: &str) -> Option<&'c Item<'static>> {
        self.market.items.iter().find(|item| item.key == key && self.at_hand.contains(key))
    }

    /// An amount, where rules may compare theirs with it.
    pub fn comparable(&self, amount: Option<u64>) -> Option<u64> {
        if self.question.foreign { None } else { amount }
    }

    pub fn price(&self, key: &str) -> Option<u64> {
        match self.question.live.iter().find(|live| live.key == key) {
            Some(live) => live.price_minor.filter(|_| self.item(key).is_some()),
            None => self.item(key)?.price_minor.filter(|_| self.question.same_prices),
        }
    }

    fn in_set(&self, key: &str, set: u8) -> Option<bool> {
        if set == ANY { Some(true) } else { self.item(key).map(|item| item.sets & (1 << set) != 0) }
    }

    /// Whether the number of those that are so lies within the range, whatever the unknown ones are.
    fn count(condition: &ConditionInfo, each: &[Option<bool>]) -> Option<bool> {
        let sure = each.iter().filter(|one| **one == Some(true)).count() as i64;
        let unsure = each.iter().filter(|one| one.is_none()).count() as i64;
        let possible: BTreeSet<bool> =
            (sure..=sure + unsure).map(|count| (condition.low..=condition.high).contains(&count)).collect();
        (possible.len() == 1).then(|| possible.contains(&true))
    }

    /// Keys that were looked at, the page's included.
    fn looked_at(&self) -> BTreeSet<&'c str> {
        let views = self.question.session.views.iter().map(|view| view.key.as_str());
        views.chain(self.question.product).collect()
    }

    pub fn holds(&self, condition: &ConditionInfo) -> Option<bool> {
        self.is_so(condition).map(|so| so != condition.not)
    }

    fn is_so(&self, condition: &ConditionInfo) -> Option<bool> {
        let question = self.question;
        let (session, shopper) = (&question.session, &question.session.shopper);
        let range = |value: i64| Some(condition.low <= value && value <= condition.high);
        let bit = |bit: usize| Some((condition.low as u64 >> bit) % 2 == 1);
        let set = |key: &str| self.in_set(key, condition.set);
        let live = |key: &str| question.live.iter().find(|live| live.key == key);
        match condition.kind {
            Condition::Viewed => set(question.product?),
            Condition::InCart => {
                Self::count(condition, &session.cart.iter().map(|key| set(key)).collect::<Vec<_>>())
            }
            Condition::CartValue => range(self.comparable(session.cart_value_minor)? as i64),
            Condition::LastPurchase => {
                let last = if session.order.is_empty() {
                    session.purchases.iter().take(1)
                } else {
                    session.order.iter().take(99)
                };
                let each: Vec<_> = last.map(|key| set(key)).collect();
                if each.contains(&Some(true)) {
                    Some(true)
                } else if each.is_empty() || each.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            Condition::Segment => bit(segment(session) as usize),
            Condition::Intent => range(self.intent),
            Condition::Device => match shopper.device.as_str() {
                "phone" => bit(0),
                "tablet" => bit(1),
                "desktop" => bit(2),
                _ => None,
            },
            Condition::Visit => range(i64::from(shopper.visits) + 1),
            Condition::HoursAway => {
                Some((condition.low..condition.high).contains(&i64::from(shopper.hours_away?)))
            }
            Condition::LeftCart => shopper.hours_away.and_then(|_| range(shopper.left_cart.into())),
            Condition::Fact => {
                let stated = |name: &str| {
                    session.facts.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
                };
                match condition.text.split_once('\t') {
                    Some((name, value)) => Some(stated(name)? == value),
                    None => range(stated(&condition.text)?.parse().ok()?),
                }
            }
            Condition::Event => {
                let told = session.events.iter().find(|(name, _)| *name == condition.text);
                range(told.map_or(0, |(_, times)| i64::from(*times)))
            }
            Condition::ViewedStock => range(live(question.product?)?.left?.into()),
            Condition::ViewedPrice => range(self.comparable(self.price(question.product?))? as i64),
            Condition::SimilarViewed => {
                let category = self.item(question.product?)?.category;
                if category.is_empty() {
                    return None;
                }
                let alike = |key: &&str| Some(self.item(key)?.category == category);
                Self::count(condition, &self.looked_at().iter().map(alike).collect::<Vec<_>>())
            }
            Condition::InViews => {
                Self::count(condition, &self.looked_at().iter().map(|key| set(key)).collect::<Vec<_>>())
            }
            Condition::Month => bit(question.month.filter(|month| *month < 12)?.into()),
            Condition::CartSoldOut => {
                let gone = |key: &String| Some(!live(key)?.available);
                Self::count(condition, &session.cart.iter().map(gone).collect::<Vec<_>>())
            }
        }
    }

    /// The rules that act, in their order.
    pub fn acting(&self) -> Vec<&'c RuleInfo> {
        if !cobuy_engine::FULL {
            return Vec::new();
        }
        let mut groups = BTreeSet::new();
        let mut acting = Vec::new();
        let now_ms = self.question.now_ms;
        for rule in &self.market.rules {
            let here = rule.placements & (1 << self.question.placement as u16) != 0;
            let always = rule.from_ms == 0 && rule.until_ms == u64::MAX;
            let in_time = always || now_ms > 0 && (rule.from_ms..rule.until_ms).contains(&now_ms);
            let ended = |action: &ActionInfo| {
                action.kind == Action::Deadline && (now_ms == 0 || action.low <= now_ms as i64)
            };
            let over = rule.actions.iter().any(ended);
            let so = rule.conditions.iter().all(|condition| self.holds(condition) == Some(true));
            let free = rule.group == 0 || !groups.contains(&rule.group);
            if here && in_time && !over && so && free {
                groups.insert(rule.group);
                acting.push(rule);
            }
        }
        acting
    }

    /// Whether an action is about a product.
    pub fn about(&self, action: &ActionInfo, key: &str) -> Option<bool> {
        let mut facts = vec![self.in_set(key, action.set)];
        let no_price = [Action::Reach, Action::Deadline].contains(&action.kind);
        if !no_price && (action.low > 0 || action.high < i64::MAX) {
            facts.push(
                self.comparable(self.price(key))
                    .map(|price| (action.low..=action.high).contains(&(price as i64))),
            );
        }
        if action.versus != 0 {
            match self.question.product {
                None => facts.push(Some(false)),
                Some(product) => facts.extend(self.versus(action, key, product)),
            }
        }
        all(&facts)
    }

    fn versus(&self, action: &ActionInfo, key: &str, product: &str) -> Vec<Option<bool>> {
        let category = |key: &str| self.item(key).map(|item| item.category).filter(|one| !one.is_empty());
        let brand = |key: &str| self.item(key).map(|item| item.brand).filter(|brand| *brand != 0);
        let same_category = category(key).zip(category(product)).map(|(one, other)| one == other);
        let same_brand = brand(key).zip(brand(product)).map(|(one, other)| one == other);
        let prices = self.price(key).zip(self.price(product));
        let most = |price: u64| match action.dearer_percent {
            0 => u64::MAX,
            percent => price + price * u64::from(percent) / 100,
        };
        [
            (versus::SAME_CATEGORY, same_category),
            (versus::OTHER_CATEGORY, same_category.map(|same| !same)),
            (versus::SAME_BRAND, same_brand),
            (versus::OTHER_BRAND, same_brand.map(|same| !same)),
            (versus::CHEAPER, prices.map(|(price, viewed)| price < viewed)),
            (versus::DEARER, prices.map(|(price, viewed)| price > viewed && price <= most(viewed))),
        ]
        .into_iter()
        .filter(|(bit, _)| action.versus & bit != 0)
        .map(|(_, fact)| fact)
        .collect()
    }

    /// Keys that an acting rule pins.
    pub fn pinned(&self) -> BTreeSet<&'static str> {
        let acting = self.acting();
        let pins = acting.iter().filter(|rule| rule.actions.iter().any(|action| action.kind == Action::Pin));
        let of = |rule: &&&RuleInfo| {
            let key = format!("rule:{}", rule.id);
            self.market.lists.iter().find(|(known, _)| *known == key).map(|(_, keys)| keys.clone())
        };
        pins.filter_map(|rule| of(&rule)).flatten().collect()
    }
}
