//! From the file to records of the format.

use std::cmp::Reverse;

use cobuy_catalogue::config::Config;
use cobuy_catalogue::config::rules::RuleConfig;
use cobuy_snapshot::write::rules::RuleInfo;

use super::compiler::{Compiler, placements};
use super::{Finding, Rules, Shop, actions, bundles, conditions, lint, pairs, templates};

/// Compiles the rules, pairs and bundles of a configuration. With an error among the findings the rules are of no use but
/// to be explained.
pub fn compile(config: &Config, shop: &Shop<'_>) -> (Rules, Vec<Finding>) {
    let mut compiler = Compiler::new(shop);
    let mut order: Vec<&RuleConfig> = config.rule.iter().collect();
    order.sort_by_key(|rule| Reverse(rule.priority.unwrap_or(0)));
    for written in order {
        rule(&mut compiler, written);
    }
    pairs::compile(&mut compiler, &config.pair);
    bundles::compile(&mut compiler, &config.bundle);
    let (rules, mut findings) = compiler.finish();
    findings.extend(lint::limits(&config.placements));
    findings.extend(lint::lint(&rules, shop));
    (rules, findings)
}

/// Compiles one rule.
fn rule(compiler: &mut Compiler<'_>, written: &RuleConfig) {
    compiler.at(format!("[[rule]] {}", written.id));
    compiler.id(&written.id);
    let rule = match templates::resolve(written) {
        Ok(rule) => rule,
        Err((problem, remedy)) => return compiler.error(problem, remedy),
    };
    let conditions = [(&rule.when, false), (&rule.unless, true)]
        .into_iter()
        .filter_map(|(asked, not)| asked.as_ref().map(|asked| (asked, not)))
        .flat_map(|(asked, not)| conditions::compile(compiler, asked, not))
        .collect();
    let actions = actions::compile(compiler, &rule);
    let (from_ms, until_ms) = compiler.validity(rule.from, rule.until);
    let group = compiler.group(rule.group.as_deref());
    let placements = placements(rule.placements.as_deref());
    compiler.push(RuleInfo { id: rule.id, placements, group, from_ms, until_ms, conditions, actions });
}
