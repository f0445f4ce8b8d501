//! Why nothing is shown, and what is shown instead.

use crate::shop::{Ask, base, check, popular, shard, together};
use cobuy_options::{Opt, Placement};

fn shop() -> Vec<Vec<u8>> {
    vec![
        base(&[("seller", 255), ("second", 100)]),
        shard(1, &[together("tent", &[("pegs", 200)]), popular("boot", &[("sock", 90), ("lace", 80)])]),
    ]
}

const NONE: &[(Opt, i32)] = &[(Opt::Fallback, 0)];

#[test]
fn every_silence_has_its_reason() {
    let check = |ask: Ask<'_>, expected| check(&shop(), &Ask { set: NONE, ..ask }, expected);
    check(Ask::default(), "no-signal");
    check(Ask { placement: Placement::Cart, product: Some("tent"), ..Ask::default() }, "no-signal");
    check(Ask { product: Some("boot"), ..Ask::default() }, "no-row");
    check(Ask { product: Some("unknown"), cart: &["seller"], ..Ask::default() }, "no-row");
    check(Ask { product: Some("tent"), cart: &["pegs"], ..Ask::default() }, "all-excluded");
    let none_good_enough = Ask { product: Some("tent"), ..Ask::default() };
    let set = &[(Opt::MinConfidence, 10_000)];
    crate::shop::check(&shop(), &Ask { set, ..none_good_enough }, "below-confidence");
}

#[test]
fn popular_products_stand_in_for_products_without_neighbours() {
    let check = |ask: Ask<'_>, expected| check(&shop(), &ask, expected);
    check(Ask { product: Some("boot"), ..Ask::default() }, "sock 90, lace 80");
    check(Ask { product: Some("boot"), cart: &["sock"], ..Ask::default() }, "lace 80");
    check(Ask { product: Some("unknown"), ..Ask::default() }, "seller 255, second 100");
    check(Ask { product: Some("seller"), ..Ask::default() }, "second 100");
    check(Ask::default(), "seller 255, second 100");
    check(Ask { product: Some("boot"), sold_out: &["sock", "lace"], ..Ask::default() }, "all-excluded");
    // A product with neighbours needs no stand-in, not even when none of them may be shown.
    check(Ask { product: Some("tent"), cart: &["pegs"], ..Ask::default() }, "all-excluded");
    check(Ask { product: Some("boot"), seen: &["tent"], ..Ask::default() }, "pegs 100");
    check(Ask { placement: Placement::Cart, cart: &["boot"], ..Ask::default() }, "no-row");
}

#[test]
fn an_empty_store_is_silent() {
    check(&[], &Ask { product: Some("tent"), ..Ask::default() }, "no-row");
    check(&[], &Ask::default(), "no-signal");
    let shard_before_base = [shop()[1].clone()];
    check(&shard_before_base, &Ask { product: Some("tent"), ..Ask::default() }, "pegs 200");
}
