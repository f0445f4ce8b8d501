//! Seasons by hand: shops of a thousand orders a month.

use super::*;

/// Pairs tried in these shops.
const TRIED: u64 = 1_000;

/// November and December.
const YULE: u16 = 0b1100 << 8;

fn month(yyyymm: u32) -> Month {
    Month::from_yyyymm(yyyymm).unwrap()
}

/// A shop with orders in each month from one to another.
fn calendar(first: u32, last: u32) -> Calendar {
    let orders = vec![1_000; month(last).since(month(first)) as usize + 1];
    Calendar { first: month(first), orders, tried: TRIED }
}

/// Months with so many orders, each of a customer of its own.
fn pair(of: &[(u32, u32)]) -> Vec<(Month, Count)> {
    of.iter().map(|(yyyymm, count)| (month(*yyyymm), Count { orders: *count, customers: *count })).collect()
}

#[track_caller]
fn check(calendar: &Calendar, of: &[(u32, u32)], season: Option<u16>, suspicion: Option<u16>) {
    let months = pair(of);
    assert_eq!(calendar.season(&months).map(Window::mask), season, "season of {of:?}");
    assert_eq!(calendar.suspicion(&months).map(Window::mask), suspicion, "suspicion of {of:?}");
}

#[test]
fn two_christmases_are_a_season() {
    let two_years = calendar(202_401, 202_512);
    let yule = [(202_411, 8), (202_412, 9), (202_511, 7), (202_512, 9)];
    check(&two_years, &yule, Some(YULE), None);
    // A straggler does not matter, a tenth does.
    check(&two_years, &[&[(202_403, 3)], &yule[..]].concat(), Some(YULE), None);
    check(&two_years, &[&[(202_403, 4)], &yule[..]].concat(), None, None);
    // Of the last year the evidence has six months: all of eight customers in one of them, 6e-7 × 48,000 pairs and windows.
    check(&two_years, &[(202_412, 8), (202_512, 8)], Some(1 << 11), None);
    check(&two_years, &[(202_412, 8), (202_512, 7)], None, None);
}

#[test]
fn what_comes_and_stays_or_goes_is_none() {
    let three_years = calendar(202_301, 202_512);
    // Launched, and discontinued, near an end of the evidence or amid it.
    check(&three_years, &[(202_510, 40), (202_511, 50), (202_512, 60)], None, None);
    check(&three_years, &[(202_301, 40), (202_302, 50), (202_303, 60)], None, None);
    check(&three_years, &[(202_406, 40), (202_407, 50)], None, None);
    // Bought until the January after the evidence begins, launched in the December before it ends.
    check(&three_years, &[(202_301, 30), (202_512, 30)], None, None);
    let all_year: Vec<(u32, u32)> =
        (2_023..=2_025).flat_map(|year| (1..=12).map(move |month| (year * 100 + month, 20))).collect();
    check(&three_years, &all_year, None, None);
    check(&three_years, &[], None, None);
    // Two of three years are enough.
    check(&three_years, &[(202_411, 12), (202_511, 14)], Some(1 << 10), None);
}

#[test]
fn one_year_is_a_suspicion() {
    let yule = [(202_411, 8), (202_412, 9)];
    check(&calendar(202_401, 202_412), &yule, None, Some(YULE));
    check(&calendar(202_402, 202_512), &yule, None, Some(YULE));
    check(&calendar(202_402, 202_412), &yule, None, None);
    check(&calendar(202_401, 202_512), &yule, None, None);
}

#[test]
fn few_customers_are_no_season() {
    let two_years = calendar(202_401, 202_512);
    let months = |orders, customers| {
        let count = Count { orders, customers };
        [202_411, 202_412, 202_511, 202_512].map(|yyyymm| (month(yyyymm), count))
    };
    assert_eq!(two_years.season(&months(40, 2)), None, "two trade customers");
    assert!(two_years.season(&months(40, 9)).is_some());
}

#[test]
fn a_season_of_the_whole_shop_says_nothing_of_a_pair() {
    // Nine of ten orders of the shop fall into December.
    let mut shop = calendar(202_401, 202_512);
    shop.orders = (0..24).map(|month| if month % 12 == 11 { 99_000 } else { 1_000 }).collect();
    check(&shop, &[(202_412, 20), (202_512, 20)], None, None);
    check(&shop, &[(202_412, 400), (202_512, 400)], Some(1 << 11), None);
}

#[test]
fn tails_of_the_binomial_distribution() {
    let check = |trials, hits, share: f64, expected: f64| {
        let got = tail(trials, hits, share);
        assert!((got - expected).abs() <= expected * 1e-9, "{trials} {hits} {share}: {got}");
    };
    check(1, 1, 0.25, 0.25);
    check(2, 1, 0.25, 0.4375);
    check(10, 8, 0.5, 56.0 / 1_024.0);
    check(10, 10, 0.1, 1e-10);
    check(10, 5, 0.5, 1.0);
    check(0, 0, 0.5, 1.0);
    check(5, 5, 1.0, 1.0);
    check(5, 1, 0.0, 0.0);
    check(300, 60, 0.1, 1.6564286483119841e-07);
    // Far out, and with factors that leave the range of floats if they are not mixed.
    check(1_000, 900, 0.5, 6.701717790006296e-162);
    assert_eq!(tail(100_000, 95_000, 0.1), 0.0, "below what a float can hold");
}

#[test]
fn boosts_are_what_the_months_add() {
    // A product that sells all year, whose pair keeps to two months: six times, ten quarter octaves (5.66).
    assert_eq!(boost((100, 100), (200, 1_200)), 10);
    // A product that sells in these months only: the pair is all year's.
    assert_eq!(boost((100, 100), (300, 300)), 0);
    assert_eq!(boost((90, 100), (300, 300)), 0);
    assert_eq!(boost((100, 100), (1, 1_000)), MOST_BOOST);
    assert_eq!([50, 52, 55, 91, 93].map(|inside| boost((10, 10), (inside, 100))), [4, 4, 3, 1, 0]);
    assert_eq!(boost((0, 0), (0, 0)), 0);
}
