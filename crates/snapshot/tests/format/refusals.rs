//! Verification names each class of corruption, and the writer refuses to write it.

use cobuy_snapshot::quant::Knot;
use cobuy_snapshot::records::{KIND_BASE, KIND_SHARD, flag, tag};
use cobuy_snapshot::rules::{Action, Condition};
use cobuy_snapshot::table::Figures;
use cobuy_snapshot::write::WriteError;
use cobuy_snapshot::write::file::{self, BaseInfo, ShardInfo};
use cobuy_snapshot::write::table::{Item, Neighbour, Row};
use cobuy_snapshot::{Base, ReadError, Relation, Season, Shard, verify};
use cobuy_testkit::{repair, sample};

/// What opening or verification says of the sample after one section was changed.
fn damaged(kind: u8, section: [u8; 4], change: impl FnOnce(&mut Vec<u8>)) -> Option<ReadError> {
    let payload = match (kind, section) {
        (KIND_BASE, tag::HEAD | tag::DECAY | tag::CALIBRATION) => sample::base(),
        (KIND_BASE, _) => sample::ruled(),
        (_, tag::SEASONS) => sample::seasonal(),
        _ => sample::shard(),
    };
    let mut sections = repair::sections(&payload);
    let found = sections.iter_mut().find(|(tag, _)| *tag == section).expect("the sample has the section");
    change(&mut found.1);
    let payload = repair::sealed(kind, &sections);
    let verified = if kind == KIND_BASE {
        Base::open(&payload).and_then(|base| verify::base(&base))
    } else {
        Shard::open(&payload).and_then(|shard| verify::shard(&shard))
    };
    verified.err()
}

/// Items of the sample, lists included; a plane is that long.
const ITEMS: usize = 13;
/// Rows of the sample.
const ROWS: usize = 17;

#[test]
fn broken_tables_are_named() {
    let check = |section, change: fn(&mut Vec<u8>), expected| {
        assert_eq!(damaged(KIND_SHARD, section, change), Some(expected));
    };
    let order = |tag, index| ReadError::Order { tag, index };
    let reference = |tag, index| ReadError::Reference { tag, index };
    // Keys: `axe` comes first, `category:…` second; `axe` begins after 8 + 15 bytes of templates.
    check(tag::TEXT, |text| text[23] = b'z', order(tag::ITEMS, 1));
    check(tag::TEXT, |text| text[23] = 0xff, ReadError::Text { offset: 23 });
    check(tag::LENGTHS, |lengths| lengths[0] = 0, order(tag::ITEMS, 0));
    check(tag::LENGTHS, |lengths| lengths[7] += 1, order(tag::TEXT_STARTS, 8));
    check(tag::TEXT_STARTS, |starts| starts[4] ^= 1, order(tag::TEXT_STARTS, 8));
    check(tag::ITEMS, |items| items[0] = 9, reference(tag::CATEGORIES, 9));
    check(
        tag::ITEMS,
        |items| items.extend([vec![0; ITEMS], vec![101; ITEMS]].concat()),
        order(tag::ITEMS, 0),
    );
    check(
        tag::CATEGORIES,
        |categories| categories[..4].fill(0xff),
        ReadError::Text { offset: u32::MAX as usize },
    );
    check(tag::ROWS, |rows| (rows[1], rows[2 * ROWS + 1]) = (0, 0), order(tag::ROWS, 1));
    check(tag::ROWS, |rows| rows[ROWS - 1] = ITEMS as u8, reference(tag::ROWS, 16));
    check(tag::ROWS, |rows| rows[2 * ROWS] = 6, reference(tag::ROWS, 0));
    check(tag::ROWS, |rows| rows[3 * ROWS] = 0, order(tag::ROWS, 0));
    check(tag::ROWS, |rows| rows[3 * ROWS] = 65, order(tag::ROWS, 0));
    check(tag::ROWS, |rows| (rows[4 * ROWS], rows[5 * ROWS]) = (0, 0), order(tag::ROWS, 0));
    check(tag::ROW_STARTS, |starts| starts[4] ^= 1, order(tag::ROW_STARTS, 8));
    check(tag::ROW_STARTS, |starts| starts[7] = 0xff, reference(tag::ROWS, 8));
    check(tag::IDS_LOW, |ids| ids[0] = ITEMS as u8, reference(tag::IDS_LOW, 0));
    check(tag::IDS_LOW, |ids| ids[0] = 0, reference(tag::IDS_LOW, 0));
    check(tag::IDS_LOW, |ids| ids[0] = 1, reference(tag::IDS_LOW, 0));
    check(tag::IDS_LOW, |ids| ids[1] = ids[0], reference(tag::IDS_LOW, 0));
    check(tag::WEIGHTS, |weights| weights[4] = 0, order(tag::WEIGHTS, 0));
    check(tag::WEIGHTS, |weights| weights[0] = 1, order(tag::WEIGHTS, 0));
    // A neighbour that there is not, one that comes again, months that are none or all.
    check(tag::SEASONS, |seasons| seasons[6 + 1] = 1, reference(tag::SEASONS, 1));
    check(tag::SEASONS, |seasons| seasons.copy_within(..4, 6), order(tag::SEASONS, 1));
    check(tag::SEASONS, |seasons| seasons[4..6].copy_from_slice(&[0, 0xf0]), order(tag::SEASONS, 0));
    check(tag::SEASONS, |seasons| seasons[4..6].copy_from_slice(&[0xff, 0x3f]), order(tag::SEASONS, 0));
}

#[test]
fn lengths_that_do_not_agree_are_named() {
    let shorter = |section: &[u8; 4]| {
        let error = damaged(KIND_SHARD, *section, |bytes| bytes.truncate(bytes.len() - 1));
        assert!(matches!(error, Some(ReadError::Section { .. } | ReadError::Text { .. })), "{error:?}");
    };
    [tag::LENGTHS, tag::TEXT_STARTS, tag::ITEMS, tag::CATEGORIES, tag::ROWS, tag::ROW_STARTS, tag::IDS_LOW]
        .iter()
        .for_each(shorter);
    [tag::WEIGHTS, tag::CONFIDENCE, tag::REVERSE, tag::LIFT, tag::SEASONS, tag::TEXT, tag::HEAD]
        .iter()
        .for_each(shorter);
}

#[test]
fn broken_heads_are_named() {
    let head = ReadError::Order { tag: tag::HEAD, index: 0 };
    let check = |kind, position: usize, byte: u8, expected: ReadError| {
        assert_eq!(damaged(kind, tag::HEAD, |head| head[position] = byte), Some(expected), "byte {position}");
    };
    check(KIND_SHARD, 9, 1, head);
    check(KIND_SHARD, 12, 7, head);
    check(KIND_SHARD, 12, 255, head);
    check(KIND_SHARD, 17, 255, ReadError::Text { offset: 0xff00_0000 });
    check(KIND_BASE, 40, 7, head);
    check(KIND_BASE, 42, b'e', head);
    check(KIND_BASE, 45, 5, head);
    check(KIND_BASE, 46, 3, head);
    check(KIND_BASE, 54, 255, ReadError::Text { offset: 0xff00_0000 });
}

#[test]
fn broken_scoring_tables_are_named() {
    let check = |section, position: usize, byte: u8, index| {
        let error = damaged(KIND_BASE, section, |bytes| bytes[position] = byte);
        assert_eq!(error, Some(ReadError::Order { tag: section, index }));
    };
    check(tag::DECAY, 3, 0x81, 1);
    check(tag::CALIBRATION, 0, 6, 0);
    check(tag::CALIBRATION, 0, 1, 1);
    check(tag::CALIBRATION, 4, 0xff, 0);
    check(tag::CALIBRATION, 97 + 6, 0xff, 1);
}

/// The second of the sample's rules holds all conditions and actions, and errors name the rule.
#[test]
fn broken_rules_are_named() {
    let check = |section, change: fn(&mut Vec<u8>), expected| {
        assert_eq!(damaged(KIND_BASE, section, change), Some(expected));
    };
    let order = |tag, index| ReadError::Order { tag, index };
    let nowhere = ReadError::Text { offset: 0xff00_0000 };
    let (conditions, actions) = (Condition::ALL.len(), Action::ALL.len());
    let unused = |tag, got| ReadError::Section { tag, got };
    check(tag::RULES, |rules| rules[9] = 1, unused(tag::CONDITIONS, conditions));
    check(tag::RULES, |rules| rules[10] = 1, unused(tag::ACTIONS, actions));
    check(tag::RULES, |rules| rules[4] = 0, order(tag::RULES, 0));
    check(tag::RULES, |rules| rules[11..19].fill(0xff), order(tag::RULES, 0));
    check(tag::RULES, |rules| rules[..4].copy_from_slice(&[0, 0, 0, 0xff]), nowhere);
    // A set that there cannot be, a word that is neither yes nor no, a range that ends before it begins.
    check(tag::CONDITIONS, |conditions| conditions[1] = 64, order(tag::CONDITIONS, 1));
    check(tag::CONDITIONS, |conditions| conditions[2] = 2, order(tag::CONDITIONS, 1));
    check(tag::CONDITIONS, |conditions| conditions[10] = 0x7f, order(tag::CONDITIONS, 1));
    check(tag::CONDITIONS, |conditions| conditions[19..23].copy_from_slice(&[0, 0, 0, 0xff]), nowhere);
    check(tag::ACTIONS, |actions| actions[1] = 64, order(tag::ACTIONS, 1));
    check(tag::ACTIONS, |actions| (actions[16], actions[24]) = (0x7f, 0), order(tag::ACTIONS, 1));
    check(tag::ACTIONS, |actions| actions[25..29].copy_from_slice(&[0, 0, 0, 0xff]), nowhere);
    check(tag::BUNDLES, |bundles| bundles[6] = 101, order(tag::BUNDLES, 0));
    check(tag::BUNDLES, |bundles| bundles[19..27].fill(0xff), order(tag::BUNDLES, 0));
    check(tag::BUNDLES, |bundles| bundles[13..17].copy_from_slice(&[0, 0, 0, 0xff]), nowhere);
}

#[test]
fn what_few_items_have_is_in_order() {
    let check = |section, change: fn(&mut Vec<u8>), index| {
        let error = damaged(KIND_BASE, section, change);
        assert_eq!(error, Some(ReadError::Order { tag: section, index }));
    };
    for section in [tag::PRIOR_PRICES, tag::RAISED, tag::ATTRIBUTES] {
        check(section, |values| values[0] = ITEMS as u8, 0);
    }
    for section in [tag::PRIOR_PRICES, tag::RAISED] {
        check(section, |values| values.copy_within(..2, 10), 1);
    }
    for section in [tag::SETS, tag::BRANDS] {
        let error = damaged(KIND_BASE, section, |planes| planes.truncate(planes.len() - 1));
        assert!(matches!(error, Some(ReadError::Section { tag, .. }) if tag == section), "{error:?}");
    }
    let more_sets = damaged(KIND_BASE, tag::SETS, |planes| planes.resize(9 * ITEMS, 0));
    assert_eq!(more_sets, Some(ReadError::Section { tag: tag::SETS, got: 9 * ITEMS }));
}

/// Two products and a list, and rows between them.
fn written(neighbours: Vec<Neighbour<'_>>, scale: u16) -> Result<Vec<u8>, WriteError> {
    let product = |key| Item { key, title: "title", ..Item::default() };
    let list = Item { key: "category:x", flags: flag::PSEUDO, ..Item::default() };
    let row = Row { key: "tent", relation: Relation::Together, scale, neighbours };
    file::shard(&ShardInfo::default(), &[product("tent"), product("pegs"), list], &[row])
}

#[test]
fn the_writer_refuses_what_its_reader_refuses() {
    let neighbour = |key, weight| Neighbour { key, weight, figures: Figures::default(), season: None };
    let check = |neighbours: Vec<Neighbour<'_>>, scale, expected: Option<ReadError>| {
        let expected = expected.map_or(Ok(()), |error| Err(WriteError::Refused(error)));
        assert_eq!(written(neighbours, scale).map(drop), expected);
    };
    let reference = Some(ReadError::Reference { tag: tag::IDS_LOW, index: 0 });
    check(vec![neighbour("pegs", 1)], 1, None);
    check(vec![neighbour("tent", 1)], 1, reference);
    check(vec![neighbour("category:x", 1)], 1, reference);
    check(vec![neighbour("pegs", 2), neighbour("pegs", 1)], 1, reference);
    check(vec![neighbour("pegs", 0)], 1, Some(ReadError::Order { tag: tag::WEIGHTS, index: 0 }));
    check(vec![neighbour("pegs", 1)], 0, Some(ReadError::Order { tag: tag::ROWS, index: 0 }));
    let never = Neighbour { season: Some(Season::new(0, 3)), ..neighbour("pegs", 1) };
    check(vec![never], 1, Some(ReadError::Order { tag: tag::SEASONS, index: 0 }));
    let always = Neighbour { season: Some(Season::new(0xfff, 3)), ..neighbour("pegs", 1) };
    check(vec![always], 1, Some(ReadError::Order { tag: tag::SEASONS, index: 0 }));
    let unknown = WriteError::UnknownItem { key: "mallet".into() };
    assert_eq!(written(vec![neighbour("mallet", 1)], 1), Err(unknown));
}

#[test]
fn the_writer_refuses_what_does_not_fit() {
    let long = "x".repeat(70_000);
    let check = |item: Item<'_>, field: &'static str, limit: usize| {
        let (key, got) = (item.key.into(), 70_000);
        let expected = WriteError::TextTooLong { key, field, got, limit };
        assert_eq!(file::shard(&ShardInfo::default(), &[item], &[]), Err(expected));
    };
    let item = Item { key: "tent", title: "Tent", ..Item::default() };
    check(Item { key: &long, ..item }, "key", 255);
    check(Item { title: &long, ..item }, "title", 65_535);
    check(Item { url: &long, ..item }, "url", 65_535);
    check(Item { image: &long, ..item }, "image", 65_535);
    check(Item { unit_price: &long, ..item }, "unit price", 255);

    let keys: Vec<String> = (0..65_537).map(|i| format!("{i}")).collect();
    let items: Vec<Item<'_>> = keys.iter().map(|key| Item { key, title: "t", ..Item::default() }).collect();
    let too_large = |what, got, limit| Err(WriteError::TooLarge { what, got, limit });
    assert_eq!(
        file::shard(&ShardInfo::default(), &items, &[]),
        too_large("items", 65_537, cobuy_snapshot::MAX_ITEMS)
    );
    let neighbours =
        keys[1..66].iter().map(|key| Neighbour { key, weight: 1, figures: Figures::default(), season: None });
    let row = Row { key: "0", relation: Relation::Together, scale: 1, neighbours: neighbours.collect() };
    assert_eq!(
        file::shard(&ShardInfo::default(), &items[..100], &[row]),
        too_large("neighbours in a row", 65, 64)
    );
    let titled = "t".repeat(60_000);
    let items: Vec<Item<'_>> = items[..20].iter().map(|item| Item { title: &titled, ..*item }).collect();
    let error = file::shard(&ShardInfo::default(), &items, &[]).err();
    assert!(matches!(error, Some(WriteError::TooLarge { what: "bytes", limit: 1_048_576, .. })), "{error:?}");
}

#[test]
fn the_writer_refuses_a_calibration_that_falls() {
    let mut knots = [Knot { score: 5, share: 9 }; 16];
    knots[15].share = 8;
    let info = BaseInfo { calibration: vec![(Relation::Together, knots)], ..sample::base_info() };
    let expected = WriteError::Refused(ReadError::Order { tag: tag::CALIBRATION, index: 0 });
    assert_eq!(file::base(&info, &[], &[]), Err(expected));
}
