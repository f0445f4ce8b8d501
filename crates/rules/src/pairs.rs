//! `[[pair]]`: a product is recommended beside another in some placements only, so elsewhere it is excluded.

use cobuy_catalogue::config::rules::{Many, PairConfig, Selector};
use cobuy_snapshot::rules::{Action, Condition};
use cobuy_snapshot::write::rules::{ActionInfo, ConditionInfo, RuleInfo};

use super::compiler::{Compiler, placements};

/// Adds three rules for each direction of each pair: for the product looked at, for those in the cart, for those just bought.
pub(super) fn compile(compiler: &mut Compiler<'_>, pairs: &[PairConfig]) {
    for pair in pairs {
        let id = format!("pair:{}:{}", pair.of, pair.with);
        compiler.at(format!("[[pair]] {} with {}", pair.of, pair.with));
        if pair.of == pair.with {
            compiler.error("it names one product twice", "Name two");
            continue;
        }
        if pair.placements.is_empty() {
            compiler.error("it names no placement", "Name one, or write a [[block]] if it is for none");
        }
        let elsewhere = placements(None) & !placements(Some(&pair.placements));
        if elsewhere == 0 {
            compiler.warn("it names every placement, so it does nothing", "Take it out");
            continue;
        }
        let mut number = 0;
        let both = [(&pair.of, &pair.with), (&pair.with, &pair.of)];
        for (of, with) in both.into_iter().take(if pair.both_ways { 2 } else { 1 }) {
            let [of, with] = [of, with].map(|key| {
                let product = Some(Many(vec![key.clone()]));
                compiler.set(&Selector { product, ..Selector::default() })
            });
            let at_hand = [
                ConditionInfo { set: of, ..ConditionInfo::new(Condition::Viewed) },
                ConditionInfo { set: of, low: 1, ..ConditionInfo::new(Condition::InCart) },
                ConditionInfo { set: of, ..ConditionInfo::new(Condition::LastPurchase) },
            ];
            for condition in at_hand {
                number += 1;
                compiler.push(RuleInfo {
                    id: format!("{id}:{number}"),
                    placements: elsewhere,
                    group: 0,
                    from_ms: 0,
                    until_ms: u64::MAX,
                    conditions: vec![condition],
                    actions: vec![ActionInfo { set: with, ..ActionInfo::new(Action::Exclude) }],
                });
            }
        }
    }
}
