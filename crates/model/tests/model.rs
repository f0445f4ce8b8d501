//! What holds for every model, on generated shops: invariants, independence of threads and of how customers are
//! numbered, and shops too small to choose on.

use cobuy_catalogue::data::{ANONYMOUS, Catalogue, Orders, Product};
use cobuy_catalogue::progress::Silent;
use cobuy_model::candidates::COSINES;
use cobuy_model::mine::{Baskets, FromOrders, PairCounts, RowBuffer};
use cobuy_model::{Formula, Model, ModelError, Recipe, RecipeChoice, Settings, UNMEASURED, build};
use proptest::prelude::*;

fn catalogue(products: usize) -> Catalogue {
    let product = |i: usize| Product {
        key: format!("{i:04}"),
        category: format!("Group {} > Shelf {}", i % 3, i % 7),
        available: i % 11 != 10,
        ..Product::default()
    };
    Catalogue { products: (0..products).map(product).collect() }
}

/// Orders of (customer, basket), one an hour.
fn orders(list: &[(u32, Vec<u32>)]) -> Orders {
    let mut orders = Orders { offsets: vec![0], ..Orders::default() };
    for (hour, (customer, basket)) in (0i64..).zip(list) {
        let mut basket = basket.clone();
        basket.sort_unstable();
        basket.dedup();
        orders.time_ms.push(hour * 3_600_000);
        orders.customer.push(*customer);
        orders.products.extend(basket);
        orders.offsets.push(orders.products.len() as u32);
    }
    orders
}

/// A shop whose products come in groups of five that are bought together: two or three of one group, sometimes a
/// stranger. Big enough for a hold-out from about 700 orders on.
fn grouped(many: u32) -> Vec<(u32, Vec<u32>)> {
    let order = |i: u32| {
        let group = i.wrapping_mul(2_654_435_761) >> 28;
        let pick = |step: u32| group * 5 + (i / 7 + step * (1 + i % 3)) % 5;
        let mut basket = vec![pick(0), pick(1)];
        basket.extend((i.is_multiple_of(2)).then(|| pick(2)));
        basket.extend((i.is_multiple_of(5)).then(|| i.wrapping_mul(40_503) % 80));
        (if i.is_multiple_of(9) { ANONYMOUS } else { i % 400 }, basket)
    };
    (0..many).map(order).collect()
}

fn model(list: &[(u32, Vec<u32>)], settings: &Settings) -> Model {
    build(&catalogue(80), &FromOrders::new(&orders(list), 80), settings, &Silent).expect("a model")
}

/// Rows are in order, without the product itself, of published pairs, with positive weights and shares in range.
fn assert_sound(model: &Model, orders: &Orders, settings: &Settings) {
    let counts = PairCounts::count(
        &Baskets::new(orders, 0..orders.len(), model.rows.len()),
        settings.counting(),
        &Silent,
    )
    .expect("counts");
    let mut buffer = RowBuffer::default();
    for (source, row) in (0u32..).zip(&model.rows) {
        assert!(row.len() <= settings.neighbours);
        let ordered = |a: &[_]| {
            let [a, b]: &[cobuy_model::Neighbour; 2] = a.try_into().expect("two");
            a.weight > b.weight || (a.weight == b.weight && a.product < b.product)
        };
        assert!(row.windows(2).all(ordered), "row {source}: {row:?}");
        for neighbour in row {
            assert!(
                counts.row(source, &mut buffer).products.contains(&neighbour.product),
                "{source} → {neighbour:?}"
            );
            assert!(neighbour.product != source && neighbour.weight > 0.0 && neighbour.weight.is_finite());
            assert!((0.0..=1.0).contains(&neighbour.confidence) && (0.0..=1.0).contains(&neighbour.reverse));
            assert!(neighbour.lift > 0.0);
        }
    }
    let table = model.calibration;
    assert!(table.windows(2).all(|pair| pair[0].score <= pair[1].score && pair[0].share <= pair[1].share));
    assert_eq!(model.products_without_pair as usize, model.rows.iter().filter(|row| row.is_empty()).count());
    assert!(model.pairs_published <= model.pairs_counted);
}

#[test]
fn a_shop_with_groups_finds_them() {
    let list = grouped(3_000);
    let model = model(&list, &Settings::default());
    assert_sound(&model, &orders(&list), &Settings::default());
    let report = model.holdout.as_ref().expect("enough orders for a hold-out");
    let single = |formula: &Formula| formula.blend.is_none();
    assert_eq!(report.tried.iter().filter(|(formula, _)| single(formula)).count(), 14);
    assert_eq!(report.tried.len(), 16, "two shares of the other kind are tried too");
    assert!(report.hr6 > 0.8 && report.hr6 > 2.0 * report.popular_hr6, "{report:?}");
    assert!(report.tried.iter().all(|(formula, objective)| !single(formula) || *objective <= report.hr6));
    let in_group =
        model.rows.iter().enumerate().filter(|(source, row)| row[0].product as usize / 5 == source / 5);
    assert_eq!(in_group.count(), 80);
    // A candidate of the top bin is worth more than a place on the popular list.
    assert!(model.calibration[15].share > model.popular_share && model.popular_share > 0);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let list = grouped(1_200);
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| model(&list, &Settings::default()))
    };
    let (one, two, five) = (with(1), with(2), with(5));
    assert!(one.holdout.is_some());
    assert_eq!(one, two);
    assert_eq!(one, five);
}

#[test]
fn counts_in_a_file_change_nothing() {
    let list = grouped(1_200);
    let spilled = model(&list, &Settings { spill_bytes: 0, ..Settings::default() });
    assert_eq!(spilled, model(&list, &Settings::default()));
    assert!(spilled.holdout.is_some_and(|report| report.tried.len() == 16), "all recipes read the file");
}

#[test]
fn sold_out_products_are_on_no_list() {
    let model = model(&grouped(1_200), &Settings::default());
    let lists = model.categories.iter().flat_map(|lists| [&lists.popular, &lists.rising]);
    let lists = lists.chain([&model.popular, &model.rising]);
    assert!(lists.flatten().all(|ranked| ranked.product % 11 != 10));
    assert_eq!(model.popular.len(), 24);
    let names: Vec<&str> = model.categories.iter().map(|lists| lists.path.as_str()).collect();
    assert!(model.categories.iter().any(|lists| !lists.rising.is_empty()));
    assert!(names.is_sorted() && names.contains(&"Group 0") && names.contains(&"Group 0 > Shelf 0"));
}

#[test]
fn a_shop_too_small_to_choose_on_says_so() {
    let check = |list: &[(u32, Vec<u32>)], recipe: RecipeChoice, expected: Recipe| {
        let model = model(list, &Settings { recipe, ..Settings::default() });
        assert_eq!((model.holdout.is_none(), model.recipe), (true, expected.into()));
        assert_eq!((model.calibration, model.popular_share), (UNMEASURED, 0));
        model
    };
    let ridge = Recipe::Ridge { lambda: 30 };
    let cosine = Recipe::Cosine(COSINES[0]);
    let one = check(&[(1, vec![0, 1])], RecipeChoice::Auto, ridge);
    assert_eq!((one.pairs_counted, one.pairs_published, one.products_without_pair), (1, 0, 80));
    let three = [(1, vec![0, 1]), (2, vec![0, 1]), (3, vec![0, 1, 2])];
    let few = check(&three, RecipeChoice::Cosine, cosine);
    assert_eq!((few.rows[0][0].product, few.rows[1][0].product, few.rows[2].len()), (1, 0, 0));
    assert_eq!((few.rows[0][0].confidence, few.rows[0][0].lift), (1.0, 1.0));
    check(&three, RecipeChoice::Fixed(cosine), cosine);
    check(&[(1, vec![5])], RecipeChoice::Ridge, ridge);
}

#[test]
fn nothing_to_learn_from_is_an_error() {
    let check = |products: usize, list: &[(u32, Vec<u32>)], expected: ModelError| {
        let orders = orders(list);
        let evidence = FromOrders::new(&orders, 80);
        let result = build(&catalogue(products), &evidence, &Settings::default(), &Silent);
        assert_eq!(result, Err(expected));
    };
    check(80, &[], ModelError::NoOrders);
    check(1, &[(1, vec![0])], ModelError::TooFewProducts { products: 1 });
    check(0, &[], ModelError::TooFewProducts { products: 0 });
}

fn any_orders() -> impl Strategy<Value = Vec<(u32, Vec<u32>)>> {
    let customer = prop_oneof![4 => 0u32..6, 1 => Just(ANONYMOUS)];
    prop::collection::vec((customer, prop::collection::vec(0u32..12, 1..8)), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_model_is_sound(list in any_orders(), min_customers in 1u32..4, which in 0usize..3) {
        let recipe = [RecipeChoice::Auto, RecipeChoice::Ridge, RecipeChoice::Cosine][which];
        let settings = Settings { recipe, min_customers, neighbours: 5, ..Settings::default() };
        assert_sound(&model(&list, &settings), &orders(&list), &settings);
    }

    /// Counts know neither the sequence of orders nor customers' numbers, and without a hold-out nor do rows.
    #[test]
    fn the_sequence_of_orders_does_not_matter(list in any_orders(), rotate in 0usize..60) {
        let mut other: Vec<(u32, Vec<u32>)> = list.iter().rev().cloned().collect();
        other.rotate_left(rotate % list.len());
        other.iter_mut().filter(|order| order.0 != ANONYMOUS).for_each(|order| order.0 = 1_000 - order.0);
        let settings = Settings { min_customers: 2, ..Settings::default() };
        let (one, two) = (model(&list, &settings), model(&other, &settings));
        prop_assert_eq!(one.rows, two.rows);
        prop_assert_eq!(one.item_orders, two.item_orders);
        prop_assert_eq!(one.pairs_published, two.pairs_published);
    }
}
