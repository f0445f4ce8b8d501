//! Everything that opening leaves unchecked: texts, references, order, ranges. `cobuy check` calls it for every file;
//! the browser does not, because each access there is checked again and a wrong file can at worst show nothing.

use crate::records::{Relation, flag, tag};
use crate::{Base, ReadError, Shard, Table};

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
    if head.k > crate::MAX_K {
        return Err(ReadError::Order { tag: tag::HEAD, index: 0 });
    }
    for (index, factor) in base.decay_records().iter().enumerate() {
        if u32::from(factor.get()) > crate::quant::Q15_ONE {
            return Err(ReadError::Order { tag: tag::DECAY, index });
        }
    }
    for (index, record) in base.calibration_records().iter().enumerate() {
        let known = Relation::from_number(record.relation).is_some();
        let ascending = record.knots.is_sorted_by_key(|knot| knot.score.get())
            && record.knots.is_sorted_by_key(|knot| knot.share.get());
        if !known || !ascending {
            return Err(ReadError::Order { tag: tag::CALIBRATION, index });
        }
    }
    Ok(())
}

/// Verifies a shard. Whether the keys belong into it is checked where SHA-256 is at hand, see [`crate::write::prefix`].
///
/// # Errors
/// The first record that is wrong.
pub fn shard(shard: &Shard<'_>) -> Result<(), ReadError> {
    table(&shard.table)?;
    shard.table.text(shard.head.url_template)?;
    shard.table.text(shard.head.image_template)?;
    if shard.head.k > crate::MAX_K {
        return Err(ReadError::Order { tag: tag::HEAD, index: 0 });
    }
    Ok(())
}

fn table(table: &Table<'_>) -> Result<(), ReadError> {
    let mut previous: &[u8] = &[];
    for index in 0..table.len() {
        let item = u16::try_from(index).map_err(|_| ReadError::Reference { tag: tag::ITEMS, index })?;
        let card = table.card(item)?;
        table.category(item)?;
        if card.key.as_bytes() <= previous || (!card.has(flag::PSEUDO) && card.title.is_empty()) {
            return Err(ReadError::Order { tag: tag::ITEMS, index });
        }
        previous = card.key.as_bytes();
    }
    let mut previous = None;
    for index in 0..table.row_count() {
        let row = table.row(index)?;
        let place = (row.item, row.relation.number());
        if usize::from(row.item) >= table.len() {
            return Err(ReadError::Reference { tag: tag::ROWS, index });
        }
        let out_of_order = previous.is_some_and(|previous| place <= previous);
        if out_of_order || row.is_empty() || row.len() > crate::MAX_NEIGHBOURS {
            return Err(ReadError::Order { tag: tag::ROWS, index });
        }
        previous = Some(place);
        neighbours(table, &row, index)?;
    }
    Ok(())
}

fn neighbours(table: &Table<'_>, row: &crate::Row<'_>, index: usize) -> Result<(), ReadError> {
    let mut strongest = u8::MAX;
    for neighbour in row.neighbours() {
        let known = usize::from(neighbour.item) < table.len();
        if !known || neighbour.item == row.item || table.flags(neighbour.item) & flag::PSEUDO != 0 {
            return Err(ReadError::Reference { tag: tag::IDS_LOW, index });
        }
        if neighbour.weight == 0 || neighbour.weight > strongest {
            return Err(ReadError::Order { tag: tag::WEIGHTS, index });
        }
        strongest = neighbour.weight;
    }
    Ok(())
}
