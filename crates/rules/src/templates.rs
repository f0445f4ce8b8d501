//! Rules with a name that others are made from: those that introductions to cross-selling state, in one table.

use std::sync::LazyLock;

use cobuy_catalogue::config::rules::{Conditions, RuleConfig, Show};
use cobuy_catalogue::nearest::{hint, nearest};
use serde::Deserialize;

/// A named rule that others are made from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Its name.
    pub name: String,
    /// What it is for, in a sentence.
    pub what: String,
    /// What the rule has to say itself; of names joined by " or " one is enough.
    pub needs: Vec<String>,
    /// A rule that uses it, as it stands in `cobuy.toml`.
    pub example: String,
    /// What it says where the rule does not.
    pub rule: RuleConfig,
}

#[derive(Deserialize)]
struct Table {
    template: Vec<Template>,
}

static TABLE: LazyLock<Vec<Template>> = LazyLock::new(|| {
    let table: Table =
        toml::from_str(include_str!("templates.toml")).expect("the table in the program is sound");
    table.template
});

/// All templates, in the order of the documentation.
pub fn all() -> &'static [Template] {
    &TABLE
}

/// A rule with what its template says of everything that it does not say itself.
///
/// # Errors
/// Problem and remedy: an unknown template, or one that needs more.
pub(super) fn resolve(rule: &RuleConfig) -> Result<RuleConfig, (String, String)> {
    let Some(name) = &rule.template else { return Ok(rule.clone()) };
    let names = || all().iter().map(|template| template.name.as_str());
    let Some(template) = all().iter().find(|template| template.name == *name) else {
        let known: Vec<&str> = names().collect();
        let problem = format!("there is no template {name:?}{}", hint(&nearest(name, names())));
        return Err((problem, format!("Known are {}", known.join(", "))));
    };
    let given = given(rule);
    for need in &template.needs {
        if !need.split(" or ").any(|one| given.iter().any(|known| known == one)) {
            let problem = format!("the template {name:?} does not know {need}");
            return Err((problem, format!("Add {need} to the rule; docs/RULES.md has an example")));
        }
    }
    Ok(over(rule.clone(), template.rule.clone()))
}

/// Names of what a rule says itself, conditions as `when.<name>`.
fn given(rule: &RuleConfig) -> Vec<String> {
    let mut given = Vec::new();
    let mut add = |name: &str, there: bool| {
        if there {
            given.push(name.to_owned());
        }
    };
    add("show", rule.show.is_some());
    add("pin", rule.pin.is_some());
    add("incentive", rule.incentive.is_some());
    let conditions = rule.when.iter().flat_map(Conditions::given);
    given.extend(conditions.map(|name| format!("when.{name}")));
    given
}

/// What a rule says itself, and of the rest what `base` says; conditions and selectors key by key.
fn over(rule: RuleConfig, base: RuleConfig) -> RuleConfig {
    let conditions = |own: Option<Conditions>, base: Option<Conditions>| match (own, base) {
        (Some(own), Some(base)) => Some(own.over(base)),
        (own, base) => own.or(base),
    };
    let show = |own: Option<Show>, base: Option<Show>| match (own, base) {
        (Some(own), Some(base)) => Some(own.over(base)),
        (own, base) => own.or(base),
    };
    RuleConfig {
        id: rule.id,
        template: rule.template,
        placements: rule.placements.or(base.placements),
        group: rule.group.or(base.group),
        priority: rule.priority.or(base.priority),
        from: rule.from.or(base.from),
        until: rule.until.or(base.until),
        show: show(rule.show, base.show),
        when: conditions(rule.when, base.when),
        unless: conditions(rule.unless, base.unless),
        pin: rule.pin.or(base.pin),
        pin_at: rule.pin_at.or(base.pin_at),
        boost: rule.boost.or(base.boost),
        bury: rule.bury.or(base.bury),
        exclude: rule.exclude.or(base.exclude),
        require: rule.require.or(base.require),
        silence: rule.silence.or(base.silence),
        message: rule.message.or(base.message),
        badge: rule.badge.or(base.badge),
        angles: rule.angles.or(base.angles),
        deadline: rule.deadline.or(base.deadline),
        incentive: rule.incentive.or(base.incentive),
        strategy: rule.strategy.or(base.strategy),
        reach: rule.reach.or(base.reach),
    }
}
