//! Lists that share a page, and figures that are said of products: for any of them.

use cobuy_engine::Placement;
use cobuy_engine::policy::claims::{left, percent_off, prior, remaining};
use cobuy_engine::policy::page::{Unit, before, has_room};
use cobuy_engine::{Host, Live};
use cobuy_options::{Opt, Options};
use proptest::prelude::*;

fn units() -> impl Strategy<Value = Vec<Unit>> {
    let unit = (-3..4i32, 0..10i32, 1..=3i32, any::<bool>());
    proptest::collection::vec(unit, 1..9).prop_map(|all| {
        let unit = |(priority, relation, most, bundle)| {
            let mut options = Options::preset(Placement::Pdp);
            for (option, value) in
                [(Opt::Priority, priority), (Opt::Relation, relation), (Opt::MaxUnits, most)]
            {
                options.set(option, value);
            }
            Unit::new(&options, bundle, false)
        };
        all.into_iter().map(unit).collect()
    })
}

proptest! {
    /// Whoever comes and goes, no page shows more than three, nor more than any of those
    /// on show wants to be one of.
    #[test]
    fn never_more_units_than_any_of_them_allows(
        mut units in units(),
        moves in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..40),
    ) {
        for (which, opens) in moves {
            let own = which.index(units.len());
            let room = has_room(&units, own);
            prop_assert!(room || !units[own].open, "what is on show may stay");
            units[own].open = opens && room;
            let open: Vec<_> = units.iter().filter(|unit| unit.open).collect();
            prop_assert!(open.len() <= 3);
            prop_assert!(open.iter().all(|unit| open.len() as i32 <= unit.most));
            // One that is closed may open where there is room for all that are asked.
            let least = open.iter().map(|unit| unit.most).min();
            for (at, unit) in units.iter().enumerate().filter(|(_, unit)| !unit.open) {
                let most = least.map_or(unit.most, |least| least.min(unit.most));
                prop_assert_eq!(has_room(&units, at), (open.len() as i32) < most);
            }
        }
    }

    /// Who chooses first is the same from both sides, and of three there is always a first.
    #[test]
    fn who_chooses_first(units in units()) {
        for one in &units {
            prop_assert_eq!(before(one, one), None);
            for other in &units {
                prop_assert_eq!(before(one, other), before(other, one).map(|first| !first));
                for third in &units {
                    if before(one, other) == Some(true) && before(other, third) == Some(true) {
                        prop_assert_eq!(before(one, third), Some(true));
                    }
                }
            }
        }
    }

    /// No more is said to be taken off than is.
    #[test]
    fn a_reduction_says_no_more_than_is_so(price in 0..2_000_000u64, before in 0..2_000_000u64) {
        let Some(announced) = prior(Some(price), None, Some(before)) else {
            prop_assert!(price >= before);
            return Ok(());
        };
        prop_assert!(announced == before && price < before);
        let percent = percent_off(price, before);
        prop_assert!(percent * before <= (before - price) * 100 && (percent + 1) * before > (before - price) * 100);
    }

    /// How many are left is a fresh word of the host, and few.
    #[test]
    fn what_is_left_is_told_fresh_and_few(
        pieces in proptest::option::of(0..30u32),
        available in any::<bool>(),
        age_s in 0..200u64,
        below in 0..=20i32,
        max_age_s in 5..200i32,
    ) {
        let mut options = Options::preset(Placement::Pdp);
        options.set(Opt::StockBelow, below);
        options.set(Opt::StockMaxAgeS, max_age_s);
        let now_ms = 1_000_000;
        let live = Live { left: pieces, available, asked_ms: now_ms - age_s * 1_000, ..Live::default() };
        let told = left(&options, &Host { now_ms, ..Host::default() }, &live);
        let true_word = pieces.filter(|left| {
            available && (1..i64::from(below)).contains(&i64::from(*left)) && age_s <= max_age_s as u64
        });
        prop_assert_eq!(told, true_word);
    }

    /// A countdown only runs down, and ends.
    #[test]
    fn a_countdown_runs_down(now_ms in any::<u64>(), later_ms in any::<u64>(), until_ms in any::<u64>()) {
        let (one, other) = (now_ms.min(later_ms), now_ms.max(later_ms));
        if one > 0 {
            prop_assert!(remaining(one, until_ms) >= remaining(other, until_ms));
        }
        prop_assert_eq!(remaining(now_ms, until_ms).is_some(), 0 < now_ms && now_ms < until_ms);
    }
}
