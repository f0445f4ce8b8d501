//! What was bought and is used up comes back; nothing else that was bought does.

use crate::shop::{ASK, Ask, base, check, shard, together};
use cobuy_engine::Session;
use cobuy_options::table::relation;
use cobuy_options::{Opt, Placement};

const DAY_MS: u64 = 86_400_000;
const NOW_MS: u64 = 1_000 * DAY_MS;
const DUE: &[(Opt, i32)] = &[(Opt::Relation, relation::REPLENISH)];

fn camp() -> Vec<Vec<u8>> {
    let rows = [together("stove", &[("~gas", 200), ("~soap", 150), ("mug", 100)])];
    vec![base(&[("mug", 255)]), shard(1, &rows)]
}

/// The host says that all of these were bought so many days ago.
fn days_ago(session: &mut Session, days: u64) {
    let at_ms = NOW_MS - days * DAY_MS;
    session.bought_at = session.purchases.iter().map(|key| (key.clone(), at_ms)).collect();
}

const BOUGHT: Ask<'static> =
    Ask { product: Some("stove"), purchases: &["~soap", "~gas", "mug"], now_ms: NOW_MS, ..ASK };

#[test]
fn what_is_used_up_may_be_recommended_again() {
    check(&camp(), &BOUGHT, "all-excluded");
    check(&camp(), &Ask { change: |session| days_ago(session, 15), ..BOUGHT }, "all-excluded");
    // What lasts does not come back, however long ago it was bought.
    let due = Ask { change: |session| days_ago(session, 16), ..BOUGHT };
    check(&camp(), &due, "~gas 200, ~soap 150");
    check(&camp(), &Ask { cart: &["~gas"], ..due.clone() }, "~soap 150");
    check(&camp(), &Ask { sold_out: &["~gas"], ..due.clone() }, "~soap 150");
    // Nobody knows what time it is.
    check(&camp(), &Ask { now_ms: 0, ..due }, "all-excluded");
}

#[test]
fn the_last_time_counts_and_what_was_just_ordered_is_not_used_up() {
    let twice = Ask {
        change: |session| {
            days_ago(session, 30);
            session.bought_at.push(("~gas".into(), NOW_MS - 3 * DAY_MS));
        },
        ..BOUGHT
    };
    check(&camp(), &twice, "~soap 150");
    let ordered = Ask {
        change: |session| {
            days_ago(session, 30);
            session.order.push("~soap".into());
        },
        ..BOUGHT
    };
    check(&camp(), &ordered, "~gas 200");
}

#[test]
fn a_list_of_what_is_used_up() {
    let list = Ask { placement: Placement::Home, product: None, set: DUE, ..BOUGHT };
    let due = Ask { change: |session| days_ago(session, 20), ..list.clone() };
    check(&camp(), &due, "~soap 0, ~gas 0");
    check(&camp(), &Ask { claimed: &["~soap"], ..due }, "~gas 0");
    check(&camp(), &list, "all-excluded");
    check(&camp(), &Ask { purchases: &[], ..list }, "no-signal");
}
