//! Reads everything that a payload offers. Nothing here may panic for any bytes, except the assertions: what
//! verification accepts has to read without an error.

use cobuy_snapshot::quant::{Q15_ONE, share_at};
use cobuy_snapshot::records::TextRef;
use cobuy_snapshot::{Base, Relation, Shard, Table, verify};
use std::hint::black_box;

/// Items and rows read of a file that was refused: each may point at the whole text section, which would make a
/// large broken file slow to read. Files that verification accepts are read whole.
const MOST_UNVERIFIED: usize = 64;

/// Which kinds of file the bytes were accepted as by verification.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Verified {
    /// A sound base.
    pub base: bool,
    /// A sound shard.
    pub shard: bool,
}

/// Opens the bytes as base and as shard, verifies, and calls every accessor with numbers inside and outside.
pub fn everything(bytes: &[u8]) -> Verified {
    let mut verified = Verified::default();
    if let Ok(shard) = Shard::open(bytes) {
        verified.shard = verify::shard(&shard).is_ok();
        table(&shard.table, verified.shard);
        texts(&shard.table, &[shard.head.url_template, shard.head.image_template], verified.shard);
    }
    if let Ok(base) = Base::open(bytes) {
        verified.base = verify::base(&base).is_ok();
        let head = base.head;
        table(&base.table, verified.base);
        texts(&base.table, &[head.locale, head.country, head.customer_group, head.recipe], verified.base);
        texts(&base.table, &[head.url_template, head.image_template], verified.base);
        black_box(base.options);
        rules(&base, verified.base);
        scoring(&base, verified.base);
    }
    verified
}

fn texts(table: &Table<'_>, references: &[TextRef], sound: bool) {
    for reference in references {
        assert!(table.text(*reference).is_ok() || !sound, "a verified text reads");
    }
}

fn rules(base: &Base<'_>, sound: bool) {
    let rules = base.rules;
    let read: Vec<_> = rules.iter().collect();
    assert!(read.len() == rules.rules.len() || !sound, "verified rules have all their parts");
    for rule in read {
        let conditions = rule.conditions.iter().map(|condition| condition.text);
        let references: Vec<_> =
            conditions.chain(rule.actions.iter().map(|action| action.text)).chain([rule.record.id]).collect();
        texts(&base.table, &references, sound);
        black_box((rule.record.holds(0, 0), rule.record.holds(u8::MAX, u64::MAX)));
    }
    let bundles: Vec<_> =
        rules.bundles.iter().flat_map(|bundle| [bundle.id, bundle.code, bundle.title]).collect();
    texts(&base.table, &bundles, sound);
}

fn scoring(base: &Base<'_>, sound: bool) {
    for age in [0, 1, 255, usize::MAX] {
        assert!(u32::from(base.decay(age)) <= Q15_ONE || !sound, "a verified decay is at most 1");
    }
    for relation in Relation::ALL {
        let Some(knots) = base.calibration(relation) else { continue };
        let scores = [0, 1 << 15, 1 << 30, 1 << 47, u64::MAX];
        let shares = scores.map(|score| share_at(&knots, score));
        assert!(shares.is_sorted() || !sound, "a verified calibration never falls");
    }
}

fn table(table: &Table<'_>, sound: bool) {
    black_box((table.find(""), table.find("\u{10ffff}"), table.is_empty()));
    for item in numbers(table.len(), sound) {
        one_item(table, item, sound);
    }
    for item in [0, 1, u16::MAX] {
        black_box((table.sets(item), table.brand(item), table.prior_price(item), table.raised_ms(item)));
        black_box(table.attributes(item));
    }
    for (item, key) in table.keys().enumerate().take(if sound { table.len() } else { MOST_UNVERIFIED }) {
        assert_eq!(key, table.key_bytes(item as u16), "item {item}");
    }
    for index in numbers(table.row_count(), sound) {
        one_row(table, usize::from(index), sound);
    }
    black_box(table.row(usize::MAX).is_err());
}

/// Numbers to read: all, or the first few; and the last one and those past the end.
fn numbers(len: usize, all: bool) -> impl Iterator<Item = u16> {
    let most = if all { len } else { len.min(MOST_UNVERIFIED) };
    let past = [len.wrapping_sub(1), len, usize::from(u16::MAX)];
    (0..most).chain(past).filter_map(|number| u16::try_from(number).ok())
}

fn one_item(table: &Table<'_>, item: u16, sound: bool) {
    let card = table.card(item);
    let _ = black_box((table.category(item), table.flags(item), table.key_bytes(item)));
    let _ = black_box((table.repurchase(item), table.price_position(item)));
    if !sound || usize::from(item) >= table.len() {
        return;
    }
    let card = card.expect("a verified card reads");
    assert_eq!(table.find(card.key), Some(item), "a verified key is found");
    assert!(table.category(item).is_ok(), "a verified category reads");
    for relation in Relation::ALL {
        let found = table.find_row(item, relation);
        assert!(found.is_none_or(|row| row.item == item && row.relation == relation));
    }
}

fn one_row(table: &Table<'_>, index: usize, sound: bool) {
    let row = table.row(index);
    let Ok(row) = row else {
        assert!(!sound || index >= table.row_count(), "a verified row reads");
        return;
    };
    black_box((row.scale, row.is_empty(), table.find_row(row.item, row.relation).is_some()));
    let mut count = 0;
    for (i, neighbour) in row.neighbours().enumerate() {
        count += 1;
        let rank_only = row.figures(0).is_none();
        assert_eq!(row.figures(i).is_none(), rank_only, "figures stand for all neighbours or none");
        assert!(usize::from(neighbour.item) < table.len() || !sound, "a verified neighbour exists");
        let season = row.season(i);
        assert!(season.is_none_or(|season| season.is_sound() || !sound), "a verified season has months");
        black_box(season.map(|season| (season.has(11), season.boosted(u32::MAX))));
    }
    assert!(count == row.len() && count <= usize::from(u8::MAX));
    assert!(row.season(row.len()).is_none() && row.season(usize::MAX).is_none());
    assert!(row.figures(row.len()).is_none() && row.figures(usize::MAX).is_none());
    assert!(table.find_row(row.item, row.relation).is_some() || !sound, "a verified row is found");
}
