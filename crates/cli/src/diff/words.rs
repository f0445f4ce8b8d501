//! A difference in words.

use std::fmt::Write;
use std::path::Path;

use super::report::{
    Facts, Listed, Move, PairNote, PriceNote, Prices, ProductNote, RelationNote, Report, Rules,
};
use crate::words::{Learnt, bytes, count, counted, money, percent};

/// The report for people: a heading a line, then the most important of each kind.
pub fn text(report: &Report<'_>, old: &Path, new: &Path) -> String {
    let mut text = String::new();
    for (name, path, facts) in [("Old", old, &report.old), ("New", new, &report.new)] {
        line(&mut text, name, &format!("{}: {}", path.display(), side(facts)));
    }
    if report.old.generation == report.new.generation {
        line(&mut text, "", "the same build: nothing changed");
        return text;
    }
    turnover(&mut text, report);
    for relation in &report.relations {
        pairs(&mut text, relation, Learnt::of(report.new.viewed));
    }
    prices(&mut text, &report.prices);
    let stock = &report.stock;
    if stock.back.count + stock.sold_out.count > 0 {
        let said = format!("{} back, {} sold out", count(stock.back.count), count(stock.sold_out.count));
        line(&mut text, "Stock", &said);
        list(&mut text, "back", &stock.back, product);
        list(&mut text, "sold out", &stock.sold_out, product);
    }
    rules(&mut text, &report.rules);
    size(&mut text, report);
    text
}

fn rules(text: &mut String, rules: &Rules<'_>) {
    let kinds = [("gained", &rules.gained), ("lost", &rules.lost), ("changed", &rules.changed)];
    if kinds.iter().any(|(_, names)| names.count > 0) {
        let said = kinds.map(|(kind, names)| format!("{} {kind}", count(names.count)));
        line(text, "Rules", &said.join(", "));
        for (kind, names) in kinds {
            list(text, kind, names, |name| (*name).to_owned());
        }
    }
}

fn side(facts: &Facts<'_>) -> String {
    let day = facts.newest_order.get(..10).unwrap_or("an unknown day");
    let found = facts.hr6.map_or_else(String::new, |hr6| format!(", finds {} among 6", percent(hr6)));
    let order = Learnt::of(facts.viewed).order;
    format!("{order}s to {day}, recipe {}{found}, k = {}", facts.recipe, facts.k)
}

fn turnover(text: &mut String, report: &Report<'_>) {
    let (old, new) = (&report.old, &report.new);
    let products = &report.products;
    let said = changed(old.products, new.products, products.gained.count, products.lost.count);
    line(text, "Products", &said);
    list(text, "gained", &products.gained, product);
    list(text, "lost", &products.lost, product);
    let share = |facts: &Facts<'_>| percent(facts.products_with_row as f64 / facts.products.max(1) as f64);
    let said = format!(
        "{} → {} of the products have a pair; of those in both, {} now do and {} no longer",
        share(old),
        share(new),
        count(report.rows.gained.count),
        count(report.rows.lost.count)
    );
    line(text, "Coverage", &said);
    list(text, "gained", &report.rows.gained, product);
    list(text, "lost", &report.rows.lost, product);
}

fn pairs(text: &mut String, note: &RelationNote<'_>, learnt: Learnt) {
    let (gained, lost) = (&note.pairs.gained, &note.pairs.lost);
    line(text, &heading(note.relation), &changed(note.old_pairs, note.new_pairs, gained.count, lost.count));
    if note.gained_with_new_products + note.lost_with_gone_products > 0 {
        let said = format!(
            "of these {} gained with new products, {} lost with products that are gone",
            count(note.gained_with_new_products),
            count(note.lost_with_gone_products)
        );
        line(text, "", &said);
    }
    list(text, "gained", gained, |note| pair(note, learnt));
    list(text, "lost", lost, |note| pair(note, learnt));
    if note.moves.count > 0 {
        let said = format!(
            "{} to or from a first place, or far over the end of a shelf",
            counted(note.moves.count, "move")
        );
        line(text, "", &said);
        list(text, "moved", &note.moves, moved);
    }
}

/// "together" as "Together".
fn heading(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn prices(text: &mut String, prices: &Prices<'_>) {
    let (raised, lowered) = (&prices.raised, &prices.lowered);
    if raised.count + lowered.count == 0 {
        return;
    }
    line(text, "Prices", &format!("{} raised, {} lowered", count(raised.count), count(lowered.count)));
    let note = |note: &PriceNote<'_>| {
        let money = |minor| money(minor, prices.exponent, prices.currency.unwrap_or_default());
        let share = percent(note.change_permille.unsigned_abs() as f64 / 1_000.0);
        let sign = if note.change_permille > 0 { "+" } else { "−" };
        format!(
            "{}  {} → {} ({sign}{share})",
            product(&note.product),
            money(note.old_minor),
            money(note.new_minor)
        )
    };
    list(text, "raised", raised, note);
    list(text, "lowered", lowered, note);
}

fn size(text: &mut String, report: &Report<'_>) {
    let (old, new, files) = (&report.old, &report.new, &report.files);
    let said = format!(
        "{} → {}, {} → {}; a product page downloads {} → {}",
        count(old.files),
        counted(new.files, "file"),
        bytes(old.bytes),
        bytes(new.bytes),
        bytes(old.page_bytes),
        bytes(new.page_bytes)
    );
    line(text, "Size", &said);
    let said = if old.k == new.k {
        format!("{} changed, {} unchanged", count(files.changed.count), count(files.unchanged))
    } else {
        format!("k = {} → {}: shards have other names, the theme's data-k has to follow", old.k, new.k)
    };
    line(text, "Files", &said);
}

fn changed(old: u64, new: u64, gained: u64, lost: u64) -> String {
    format!("{} → {}: {} gained, {} lost", count(old), count(new), count(gained), count(lost))
}

fn product(note: &ProductNote<'_>) -> String {
    let title = if note.title.is_empty() { "(without a title)" } else { note.title };
    format!("{} {title}", note.key)
}

fn pair(note: &PairNote<'_>, learnt: Learnt) -> String {
    let mut text = format!("{} + {}", product(&note.from), product(&note.to));
    let share = |permille: u32| percent(f64::from(permille) / 1_000.0);
    let mut figures = Vec::new();
    if let (Some(orders), Some(customers)) = (note.orders, note.customers) {
        let (orders, customers) =
            (counted(orders.into(), learnt.order), counted(customers.into(), learnt.customer));
        figures.push(format!("{orders} of {customers}"));
    }
    match (note.confidence_permille, note.reverse_permille) {
        (Some(forth), Some(back)) => {
            figures.push(format!("{} and {} of each other's orders", share(forth), share(back)))
        }
        (Some(forth), None) => figures.push(format!("{} of its buyers", share(forth))),
        _ => {}
    }
    if let Some(lift) = note.lift_hundredths {
        figures.push(format!("{:.1} × chance", f64::from(lift) / 100.0));
    }
    if figures.is_empty() {
        figures.push(format!("strength {}", share(note.strength_permille)));
    }
    let _ = write!(text, "  ({})", figures.join(", "));
    text
}

fn moved(note: &Move<'_>) -> String {
    format!("{} for {}: {}", product(&note.to), product(&note.from), note.how())
}

fn line(text: &mut String, head: &str, rest: &str) {
    let _ = writeln!(text, "{head:10}{rest}");
}

fn list<T>(text: &mut String, head: &str, all: &Listed<T>, say: impl Fn(&T) -> String) {
    for (at, one) in all.listed.iter().enumerate() {
        let head = if at == 0 { head } else { "" };
        let _ = writeln!(text, "{:10}{head:9} {}", "", say(one));
    }
    let more = all.count - all.listed.len() as u64;
    if more > 0 && !all.listed.is_empty() {
        let _ = writeln!(text, "{:20}and {} more (--all lists them)", "", count(more));
    }
}
