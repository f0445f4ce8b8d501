//! Everything that opening leaves unchecked: texts, references, order, ranges. The writer calls it on what it wrote and
//! `cobuy check` on every file; the browser does not, because each access there is checked again and a wrong file can
//! at worst show nothing.

use crate::records::{Relation, flag, plane, tag};
use crate::rules::{ANY, MAX_RULES, MAX_SETS, RuleRecord};
use crate::{Base, ReadError, Row, Season, Shard, Table};

/// Most minor digits of an ISO 4217 currency.
const MAX_CURRENCY_EXPONENT: u8 = 4;

/// Verifies a base.
///
/// # Errors
/// The first record that is wrong.
pub fn base(base: &Base<'_>) -> Result<(), ReadError> {
    table(&base.table)?;
    let head = base.head;
    for reference in
        [head.locale, head.country, head.customer_group, head.recipe, head.url_template, head.image_template]
    {
        base.table.text(reference)?;
    }
    let currency = head.currency == [0; 3] || head.currency.iter().all(u8::is_ascii_uppercase);
    let known = head.tax_display <= 2 && head.exponent <= MAX_CURRENCY_EXPONENT;
    if head.k > crate::MAX_K || !currency || !known {
        return Err(ReadError::Order { tag: tag::HEAD, index: 0 });
    }
    for (index, factor) in base.decay_records().iter().enumerate() {
        if u32::from(factor.get()) > crate::quant::Q15_ONE {
            return Err(ReadError::Order { tag: tag::DECAY, index });
        }
    }
    calibration(base)?;
    rules(base)
}

/// Rules name sets, texts and products that there are, and use all conditions and actions. Kinds of a newer command pass.
fn rules(base: &Base<'_>) -> Result<(), ReadError> {
    let rules = base.rules;
    let set = |set: u8| set == ANY || usize::from(set) < MAX_SETS;
    let sum = |of: fn(&RuleRecord) -> u8| rules.rules.iter().map(|rule| usize::from(of(rule))).sum::<usize>();
    if rules.rules.len() > MAX_RULES || sum(|rule| rule.conditions) != rules.conditions.len() {
        return Err(ReadError::Section { tag: tag::CONDITIONS, got: rules.conditions.len() });
    }
    if sum(|rule| rule.actions) != rules.actions.len() {
        return Err(ReadError::Section { tag: tag::ACTIONS, got: rules.actions.len() });
    }
    for (index, rule) in rules.iter().enumerate() {
        let id = base.table.text(rule.record.id)?;
        if id.is_empty() || rule.record.from_ms.get() >= rule.record.until_ms.get() {
            return Err(ReadError::Order { tag: tag::RULES, index });
        }
        for condition in rule.conditions {
            base.table.text(condition.text)?;
            if !set(condition.set) || condition.not > 1 || condition.low.get() > condition.high.get() {
                return Err(ReadError::Order { tag: tag::CONDITIONS, index });
            }
        }
        for action in rule.actions {
            base.table.text(action.text)?;
            if !set(action.set) || action.low.get() > action.high.get() {
                return Err(ReadError::Order { tag: tag::ACTIONS, index });
            }
        }
    }
    for (index, bundle) in rules.bundles.iter().enumerate() {
        for reference in [bundle.id, bundle.code, bundle.title] {
            base.table.text(reference)?;
        }
        if bundle.percent > 100 || bundle.from_ms.get() >= bundle.until_ms.get() {
            return Err(ReadError::Order { tag: tag::BUNDLES, index });
        }
    }
    Ok(())
}

fn calibration(base: &Base<'_>) -> Result<(), ReadError> {
    let mut previous = None;
    for (index, record) in base.calibration_records().iter().enumerate() {
        let known = Relation::from_number(record.relation).is_some();
        let ascending = record.knots.is_sorted_by_key(|knot| knot.score.get())
            && record.knots.is_sorted_by_key(|knot| knot.share.get());
        if !known || !ascending || previous.is_some_and(|previous| record.relation <= previous) {
            return Err(ReadError::Order { tag: tag::CALIBRATION, index });
        }
        previous = Some(record.relation);
    }
    Ok(())
}

/// Verifies a shard. Whether the keys belong into it is checked where SHA-256 is at hand, see `write::prefix`.
///
/// # Errors
/// The first record that is wrong.
pub fn shard(shard: &Shard<'_>) -> Result<(), ReadError> {
    table(&shard.table)?;
    let head = shard.head;
    shard.table.text(head.url_template)?;
    shard.table.text(head.image_template)?;
    let digits = u32::from(head.k).saturating_mul(4);
    let too_long = head.prefix.get().checked_shr(digits).is_some_and(|rest| rest > 0);
    if head.k > crate::MAX_K || too_long {
        return Err(ReadError::Order { tag: tag::HEAD, index: 0 });
    }
    Ok(())
}

fn table(table: &Table<'_>) -> Result<(), ReadError> {
    for reference in table.categories() {
        table.text(*reference)?;
    }
    items(table)?;
    sparse(table)?;
    rows(table)
}

/// What few items have ascends by item, and each item is there.
fn sparse(table: &Table<'_>) -> Result<(), ReadError> {
    let (values, texts) = table.sparse();
    for (tag, values) in [tag::PRIOR_PRICES, tag::RAISED].into_iter().zip(values) {
        ascend(table, tag, values.iter().map(|record| record.item.get()))?;
    }
    for record in texts {
        table.text(record.text)?;
    }
    ascend(table, tag::ATTRIBUTES, texts.iter().map(|record| record.item.get()))
}

fn ascend(table: &Table<'_>, tag: [u8; 4], items: impl Iterator<Item = u16>) -> Result<(), ReadError> {
    let mut previous = None;
    for (index, item) in items.enumerate() {
        if usize::from(item) >= table.len() || previous.is_some_and(|previous| item <= previous) {
            return Err(ReadError::Order { tag, index });
        }
        previous = Some(item);
    }
    Ok(())
}

/// Keys ascend, products have a title, texts follow each other without a gap.
fn items(table: &Table<'_>) -> Result<(), ReadError> {
    let (mut key, mut end): (&[u8], _) = (&[], None);
    for index in 0..table.len() {
        let item = u16::try_from(index).map_err(|_| ReadError::Reference { tag: tag::ITEMS, index })?;
        // Before the texts are read: without gaps they are read once, however often a broken file points at them.
        let range = table.text_range(item);
        if end.is_some_and(|end| range.is_none_or(|(start, _)| start != end)) {
            return Err(ReadError::Order { tag: tag::TEXT_STARTS, index });
        }
        let card = table.card(item)?;
        table.category(item)?;
        if card.key.as_bytes() <= key || (!card.has(flag::PSEUDO) && card.title.is_empty()) {
            return Err(ReadError::Order { tag: tag::ITEMS, index });
        }
        let position = table.price_position_byte(item);
        if position > 100 && position != plane::NO_POSITION {
            return Err(ReadError::Order { tag: tag::ITEMS, index });
        }
        (key, end) = (card.key.as_bytes(), range.map(|(_, end)| end));
    }
    Ok(())
}

/// Rows ascend by (item, relation), none is empty, and their neighbours follow each other from the first to the last.
fn rows(table: &Table<'_>) -> Result<(), ReadError> {
    let (mut previous, mut end) = (None, 0);
    for index in 0..table.row_count() {
        let row = table.row(index)?;
        let place = (row.item, row.relation.number());
        if usize::from(row.item) >= table.len() {
            return Err(ReadError::Reference { tag: tag::ROWS, index });
        }
        let out_of_order = previous.is_some_and(|previous| place <= previous);
        let count = row.len();
        if out_of_order || count == 0 || count > crate::MAX_NEIGHBOURS || row.scale == 0 {
            return Err(ReadError::Order { tag: tag::ROWS, index });
        }
        let range = row.range();
        if range.0 != end {
            return Err(ReadError::Order { tag: tag::ROW_STARTS, index });
        }
        (previous, end) = (Some(place), range.1);
        neighbours(table, &row, index)?;
    }
    if end == table.neighbour_count() {
        seasons(table)
    } else {
        Err(ReadError::Section { tag: tag::IDS_LOW, got: table.neighbour_count() })
    }
}

/// Seasons ascend by neighbour, each has one, of one to eleven months.
fn seasons(table: &Table<'_>) -> Result<(), ReadError> {
    let mut previous = None;
    for (index, record) in table.seasons().iter().enumerate() {
        let neighbour = record.neighbour.get();
        if neighbour as usize >= table.neighbour_count() {
            return Err(ReadError::Reference { tag: tag::SEASONS, index });
        }
        let ascends = previous.is_none_or(|previous| neighbour > previous);
        if !ascends || !Season::from_bits(record.season.get()).is_sound() {
            return Err(ReadError::Order { tag: tag::SEASONS, index });
        }
        previous = Some(neighbour);
    }
    Ok(())
}

/// Neighbours are products of the file, each once, not the row's own, strongest first.
fn neighbours(table: &Table<'_>, row: &Row<'_>, index: usize) -> Result<(), ReadError> {
    let mut strongest = u8::MAX;
    for (i, neighbour) in row.neighbours().enumerate() {
        let known = usize::from(neighbour.item) < table.len();
        // At most 64 neighbours: 2,016 comparisons need no set.
        let twice = row.neighbours().take(i).any(|before| before.item == neighbour.item);
        if !known || twice || neighbour.item == row.item || table.flags(neighbour.item) & flag::PSEUDO != 0 {
            return Err(ReadError::Reference { tag: tag::IDS_LOW, index });
        }
        if neighbour.weight == 0 || neighbour.weight > strongest {
            return Err(ReadError::Order { tag: tag::WEIGHTS, index });
        }
        strongest = neighbour.weight;
    }
    Ok(())
}
