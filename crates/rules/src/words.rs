//! A compiled rule as a sentence.

use cobuy_catalogue::config::rules::{Moment, On};
use cobuy_engine::policy::condition::DEVICES;
use cobuy_engine::signals::segment::Segment;
use cobuy_options::Placement;
use cobuy_snapshot::Relation;
use cobuy_snapshot::rules::{ANY, Action, Condition, versus};
use cobuy_snapshot::write::rules::{ActionInfo, BundleInfo, ConditionInfo, RuleInfo};

use super::compiler::pinned_key;
use super::{Rules, Shop};

/// Names of the months.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// What a rule does where and when: "on cart, when the cart is worth 75.00 to 95.00, shows first what brings it to
/// 100.00".
pub fn rule(rule: &RuleInfo, rules: &Rules, shop: &Shop<'_>) -> String {
    let say = Say { rules, shop };
    let mut parts = vec![placements(rule.placements)];
    parts.extend(validity(rule.from_ms, rule.until_ms));
    let conditions: Vec<String> = rule.conditions.iter().map(|one| say.condition(one)).collect();
    if !conditions.is_empty() {
        parts.push(format!("when {}", conditions.join(" and ")));
    }
    let actions: Vec<String> = rule.actions.iter().map(|action| say.action(action, &rule.id)).collect();
    parts.push(listed(&actions));
    parts.join(", ")
}

/// What a bundle is.
pub fn bundle(bundle: &BundleInfo, rules: &Rules, shop: &Shop<'_>) -> String {
    let say = Say { rules, shop };
    let what = if bundle.id.is_empty() {
        "what is bought together, offered as a bundle".to_owned()
    } else {
        let key = format!("{}{}", cobuy_snapshot::rules::BUNDLE_PREFIX, bundle.id);
        format!("{} as a bundle", say.list(&key))
    };
    let off = match (bundle.percent, bundle.code.as_str()) {
        (0, _) => "nothing taken off".to_owned(),
        (percent, "") => format!("{percent} % off, which the shop takes off by itself"),
        (percent, code) => format!("{percent} % off with the code {code}"),
    };
    [Some(what), validity(bundle.from_ms, bundle.until_ms), Some(off)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn placements(bits: u16) -> String {
    let on = |placement: &Placement| bits >> *placement as u16 & 1 != 0;
    if On::all().all(|placement| on(&placement)) {
        return "everywhere".to_owned();
    }
    let names: Vec<&str> = On::all().filter(on).map(Placement::name).collect();
    format!("on {}", names.join(", "))
}

fn validity(from_ms: u64, until_ms: u64) -> Option<String> {
    let moment = |ms: u64| Moment { ms };
    match (from_ms, until_ms) {
        (0, u64::MAX) => None,
        (0, until) => Some(format!("until {}", moment(until))),
        (from, u64::MAX) => Some(format!("from {}", moment(from))),
        (from, until) => Some(format!("from {} until {}", moment(from), moment(until))),
    }
}

/// "a", "a and b", "a, b and c".
fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

fn bits(mask: i64, names: &[&str]) -> String {
    let named = names.iter().enumerate().filter(|(bit, _)| mask >> bit & 1 != 0);
    named.map(|(_, name)| *name).collect::<Vec<_>>().join(" or ")
}

/// "3 to 5", "at least 3", "at most 5".
fn span(low: i64, high: i64, say: impl Fn(i64) -> String) -> String {
    match (low, high) {
        (i64::MIN, i64::MAX) => "any".to_owned(),
        (low, i64::MAX) => format!("at least {}", say(low)),
        (i64::MIN, high) => format!("at most {}", say(high)),
        (low, high) if low == high => say(low),
        (low, high) => format!("{} to {}", say(low), say(high)),
    }
}

struct Say<'s> {
    rules: &'s Rules,
    shop: &'s Shop<'s>,
}

impl Say<'_> {
    fn set(&self, set: u8) -> &str {
        self.rules.sets.words(set)
    }

    fn money(&self, minor: i64) -> String {
        let exponent = self.shop.currency.map_or(2, |currency| currency.exponent());
        let digits = format!("{:0>width$}", minor.unsigned_abs(), width = usize::from(exponent) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(exponent));
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }

    fn condition(&self, condition: &ConditionInfo) -> String {
        let ConditionInfo { set, low, high, text, .. } = condition;
        let amount = || span(*low, *high, |number| number.to_string());
        let money = || span(*low, *high, |minor| self.money(minor));
        let said = match condition.kind {
            Condition::Viewed => format!("the product looked at is {}", self.set(*set)),
            Condition::InCart if *set == ANY => format!("the cart holds {} products", amount()),
            Condition::InCart => format!("the cart holds {} of {}", amount(), self.set(*set)),
            Condition::CartValue => format!("the cart is worth {}", money()),
            Condition::LastPurchase => format!("what was bought last is {}", self.set(*set)),
            Condition::Segment => format!("the shopper is {}", bits(*low, &Segment::ALL.map(Segment::name))),
            Condition::Intent => format!("the intent is {}", amount()),
            Condition::Device => format!("the device is a {}", bits(*low, &DEVICES)),
            Condition::Visit => format!("the number of the visit is {}", amount()),
            Condition::HoursAway => match (low, high) {
                (&i64::MIN, high) => format!("the visit before was less than {high} hours ago"),
                (low, &i64::MAX) => format!("the visit before was {low} hours ago or more"),
                (low, high) => format!("the visit before was {low} hours ago or more, and less than {high}"),
            },
            Condition::LeftCart => format!("the cart of the visit before held {} products", amount()),
            Condition::Fact => match text.split_once('\t') {
                Some((name, value)) => format!("{name} is {value}"),
                None => format!("{text} is {}", amount()),
            },
            Condition::Event => format!("{text} was told of {} times", amount()),
            Condition::ViewedStock => format!("{} are left of the product looked at", amount()),
            Condition::ViewedPrice => format!("the product looked at costs {}", money()),
            Condition::SimilarViewed => format!("{} products of this category were looked at", amount()),
            Condition::InViews => format!("{} of {} were looked at", amount(), self.set(*set)),
            Condition::Month => format!("it is {}", bits(*low, &MONTHS)),
            Condition::CartSoldOut => format!("{} products in the cart are sold out", amount()),
        };
        if condition.not { format!("not: {said}") } else { said }
    }

    /// The products that an action is about.
    fn shown(&self, action: &ActionInfo) -> String {
        let mut shown = match action.set {
            ANY => "products".to_owned(),
            set => format!("products of {}", self.set(set)),
        };
        let mut parts: Vec<String> = Vec::new();
        let than = [
            (versus::SAME_CATEGORY, "of the same category"),
            (versus::OTHER_CATEGORY, "of another category"),
            (versus::CHEAPER, "cheaper"),
            (versus::SAME_BRAND, "of the same brand"),
            (versus::OTHER_BRAND, "of another brand"),
        ];
        parts.extend(
            than.iter().filter(|(bit, _)| action.versus & bit != 0).map(|(_, words)| (*words).to_owned()),
        );
        if action.versus & versus::DEARER != 0 {
            parts.push(format!("dearer by at most {} %", action.dearer_percent));
        }
        let priced = action.kind != Action::Reach && (action.low, action.high) != (i64::MIN, i64::MAX);
        if priced {
            parts.push(format!("priced {}", span(action.low, action.high, |minor| self.money(minor))));
        }
        if !parts.is_empty() {
            shown = format!("{shown} that are {}", parts.join(" and "));
        }
        shown
    }

    fn action(&self, action: &ActionInfo, rule: &str) -> String {
        let ActionInfo { value, text, .. } = action;
        let behind = || text.split_once('\t').unwrap_or((text, ""));
        match action.kind {
            Action::Pin => format!("shows {} from position {value} on", self.list(&pinned_key(rule))),
            Action::Boost => format!("raises by {value} % {}", self.shown(action)),
            Action::Bury if *value == 100 => format!("puts {} behind all others", self.shown(action)),
            Action::Bury => format!("lowers by {value} % {}", self.shown(action)),
            Action::Exclude => format!("never shows {}", self.shown(action)),
            Action::Require => format!("shows nothing but {}", self.shown(action)),
            Action::Message => format!("says \"{text}\""),
            Action::Badge => format!("marks {} with \"{text}\"", self.shown(action)),
            Action::Deadline => match behind() {
                (words, "") => {
                    let until = Moment { ms: u64::try_from(action.low).unwrap_or(0) };
                    format!("counts down to {until}, \"{words}\"")
                }
                (words, fact) => format!("counts down to what the host states as {fact}, \"{words}\""),
            },
            Action::Incentive => match behind() {
                (words, "") => format!("gives on {} \"{words}\"", self.shown(action)),
                (words, code) => format!("gives on {} \"{words}\" with the code {code}", self.shown(action)),
            },
            Action::Strategy => {
                let relation = u8::try_from(*value).ok().and_then(Relation::from_number);
                format!("begins with what is {}", relation.map_or("known", Relation::name))
            }
            Action::Reach => {
                let of = if action.set == ANY && action.versus == 0 {
                    String::new()
                } else {
                    format!(" of {}", self.shown(action))
                };
                format!("shows first what{of} brings the cart to {}", self.money(action.high))
            }
            Action::Angle => format!("after a dismissal says \"{text}\""),
            Action::Silence => "shows nothing".to_owned(),
        }
    }

    /// The keys of a list of the base.
    fn list(&self, key: &str) -> String {
        let list = self.rules.lists.iter().find(|(known, _)| known == key);
        let named = list.zip(self.shop.catalogue).map(|((_, products), catalogue)| {
            let keys: Vec<String> =
                products.iter().map(|product| catalogue.products[*product as usize].key.clone()).collect();
            listed(&keys)
        });
        named.unwrap_or_else(|| "its products".to_owned())
    }
}
