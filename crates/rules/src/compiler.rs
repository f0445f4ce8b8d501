//! What rules, pairs and bundles are compiled into, and what is said of them on the way.

use std::collections::BTreeSet;

use cobuy_catalogue::config::rules::{Moment, Money, On, Selector, Words};
use cobuy_catalogue::nearest::{hint, nearest};
use cobuy_snapshot::rules::{ANY, MAX_RULES, MAX_SETS, RULE_PREFIX};
use cobuy_snapshot::write::rules::RuleInfo;
use cobuy_snapshot::{MAX_NEIGHBOURS, rules::versus};

use super::sets::{SetError, unknown};
use super::{Finding, Rules, Shop, brands, texts};

/// Most bytes of an id.
const MAX_ID_BYTES: usize = 64;

/// What is compiled so far.
pub(super) struct Compiler<'a> {
    pub(super) shop: &'a Shop<'a>,
    pub(super) rules: Rules,
    findings: Vec<Finding>,
    groups: Vec<String>,
    ids: BTreeSet<String>,
    /// Where findings are: `[[rule]] free-delivery`.
    place: String,
}

impl<'a> Compiler<'a> {
    pub(super) fn new(shop: &'a Shop<'a>) -> Self {
        Self {
            shop,
            rules: Rules::default(),
            findings: Vec::new(),
            groups: Vec::new(),
            ids: BTreeSet::new(),
            place: String::new(),
        }
    }

    /// Adds a rule to those there are.
    pub(super) fn push(&mut self, rule: RuleInfo) {
        for (what, got) in [("conditions", rule.conditions.len()), ("actions", rule.actions.len())] {
            if got > u8::MAX.into() {
                self.error(format!("it has {got} {what}, at most 255 fit"), "Make two rules of it");
            }
        }
        self.rules.rules.push(rule);
    }

    /// Where the next findings are.
    pub(super) fn at(&mut self, place: String) {
        self.place = place;
    }

    pub(super) fn error(&mut self, problem: impl Into<String>, remedy: impl Into<String>) {
        self.findings.push(Finding::error(&self.place, problem, remedy));
    }

    pub(super) fn warn(&mut self, problem: impl Into<String>, remedy: impl Into<String>) {
        self.findings.push(Finding::warning(&self.place, problem, remedy));
    }

    /// Names are small letters, digits and hyphens, and each is there once.
    pub(super) fn id(&mut self, id: &str) {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if id.is_empty() || id.len() > MAX_ID_BYTES || !id.bytes().all(plain) {
            let problem = format!("{id:?} is no id");
            self.error(problem, "Use small letters, digits and hyphens, at most 64 of them");
        } else if !self.ids.insert(self.place.clone()) {
            self.error("there are two of this id", "Give one of them another");
        }
    }

    /// The number of a group, from 1; 0 for none.
    pub(super) fn group(&mut self, name: Option<&str>) -> u8 {
        let Some(name) = name else { return 0 };
        let at = self.groups.iter().position(|known| known == name).unwrap_or_else(|| {
            self.groups.push(name.to_owned());
            self.groups.len() - 1
        });
        u8::try_from(at + 1).unwrap_or_else(|_| {
            self.error("it is in the 256th group, at most 255 fit", "Merge groups");
            0
        })
    }

    /// First instant and first instant after it.
    pub(super) fn validity(&mut self, from: Option<Moment>, until: Option<Moment>) -> (u64, u64) {
        let (first, end) = (from.map_or(0, |from| from.ms), until.map_or(u64::MAX, |until| until.ms));
        if first >= end {
            self.error("it is over before it begins", "Let until be later than from");
        } else if end <= self.shop.now_ms {
            let problem = format!("it was over before the newest order: until {}", Moment { ms: end });
            self.warn(problem, "Take it out, or give it a new validity");
        }
        (first, end)
    }

    /// The set of the products that a selector selects.
    pub(super) fn set(&mut self, selector: &Selector) -> u8 {
        if let Some(catalogue) = self.shop.catalogue {
            for (key, name, near) in unknown(selector, catalogue) {
                let problem = format!("no product has the {key} {name:?}{near}");
                if key == "product" {
                    self.error(problem, "Correct it, or take it out if the product is gone");
                } else {
                    self.warn(problem, "Correct it, or take it out");
                }
            }
        }
        match self.rules.sets.number(selector) {
            Ok(set) => set,
            Err(SetError::Full) => {
                let problem = format!("it needs one more set of products, and {MAX_SETS} are in use");
                self.error(problem, "Select by the same keys as another rule, or merge rules");
                ANY
            }
            Err(SetError::Reversed(key)) => {
                self.error(format!("{key} has a min above its max"), "Swap them");
                ANY
            }
        }
    }

    /// The products of keys, in their order; none without a catalogue. `what` says what they are for.
    pub(super) fn products(&mut self, keys: &[String], what: &str) -> Vec<u32> {
        let Some(catalogue) = self.shop.catalogue else { return Vec::new() };
        let mut found = Vec::new();
        for key in keys {
            match catalogue.products.binary_search_by(|product| product.key.as_str().cmp(key)) {
                Err(_) => {
                    let names = catalogue.products.iter().map(|product| product.key.as_str());
                    let problem =
                        format!("{what} no product has the key {key:?}{}", hint(&nearest(key, names)));
                    self.error(problem, "Correct it, or take it out if the product is gone");
                }
                Ok(at) if found.contains(&(at as u32)) => {
                    self.error(format!("{what} {key:?} stands there twice"), "Take one out");
                }
                Ok(at) if catalogue.products[at].title.is_empty() => {
                    let problem = format!("{what} {key:?} has no title, so it has no card");
                    self.error(problem, "Give it a title in the products file, or take it out");
                }
                Ok(at) => {
                    if !catalogue.products[at].available {
                        self.warn(
                            format!("{what} {key:?} cannot be bought by the products file"),
                            "It is left out until it can; name another one beside it",
                        );
                    }
                    found.push(at as u32);
                }
            }
        }
        found
    }

    /// A list of the base: a pseudo-product and its products.
    pub(super) fn list(&mut self, key: String, products: Vec<u32>) {
        if products.len() > MAX_NEIGHBOURS {
            let problem = format!("it names {} products, at most {MAX_NEIGHBOURS} fit", products.len());
            return self.error(problem, "Name fewer: a list shows 24 at most");
        }
        if !products.is_empty() {
            self.rules.lists.push((key, products));
        }
    }

    /// An amount in minor units.
    pub(super) fn minor(&mut self, amount: Money) -> i64 {
        let currency = self.shop.currency;
        if currency.is_none() && self.shop.catalogue.is_some() {
            self.error("it names an amount, and no currency is known", "Set currency in [catalog]");
        }
        let exponent = currency.map_or(2, |currency| currency.exponent());
        amount.minor(exponent).unwrap_or_else(|| {
            let problem = format!("{amount} has more decimals than the currency, which has {exponent}");
            self.error(problem, "Write fewer");
            0
        })
    }

    /// Words in the language of the snapshot.
    pub(super) fn words(&mut self, words: &Words) -> String {
        if let Some((problem, remedy)) = texts::fault(words) {
            self.error(problem, remedy);
        }
        words.of(self.shop.locale).to_owned()
    }

    pub(super) fn finish(mut self) -> (Rules, Vec<Finding>) {
        let count = self.rules.rules.len();
        if count > MAX_RULES {
            self.at("[[rule]]".to_owned());
            let problem = format!("there are {count} rules, at most {MAX_RULES} fit");
            self.error(problem, "Merge some; a [[pair]] counts as two, one for both ways as four");
        }
        if let Some(catalogue) = self.shop.catalogue {
            self.rules.members = self.rules.sets.members(catalogue);
            let compares = versus::SAME_BRAND | versus::OTHER_BRAND;
            let mut actions = self.rules.rules.iter().flat_map(|rule| &rule.actions);
            if actions.any(|action| action.versus & compares != 0) {
                self.rules.brands = brands::numbers(catalogue);
            }
        }
        (self.rules, self.findings)
    }
}

/// The key of the list that a rule pins.
pub(super) fn pinned_key(rule: &str) -> String {
    format!("{RULE_PREFIX}{rule}")
}

/// The bits of placements; all that rules may name where none is.
pub(super) fn placements(named: Option<&[On]>) -> u16 {
    match named {
        Some(named) => named.iter().fold(0, |bits, On(placement)| bits | 1 << *placement as u16),
        None => On::all().fold(0, |bits, placement| bits | 1 << placement as u16),
    }
}
