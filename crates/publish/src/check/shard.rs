//! What one shard is held to.

use cobuy_engine::address::is_web;
use cobuy_snapshot::base::CATEGORY_PREFIX;
use cobuy_snapshot::records::{TextRef, flag};
use cobuy_snapshot::write::{gzip, prefix};
use cobuy_snapshot::{Relation, Shard, Table, verify};

use super::texts::has_email;
use crate::pack::Place;

/// The remedy for a file that is not what a build wrote.
pub(super) const PUBLISH_AGAIN: &str = "Publish this file again, or build again";

/// What one shard holds, and what is wrong with it.
#[derive(Debug, Default)]
pub(super) struct ShardCheck {
    /// Problem and remedy.
    pub problems: Vec<(String, &'static str)>,
    /// The inflated payload; empty if it could not be inflated.
    pub payload: Vec<u8>,
    /// Products that belong here.
    pub products: u64,
    /// Rows of products bought together.
    pub together_rows: u64,
    /// Neighbours in these rows.
    pub neighbours: u64,
    /// (product, neighbour) of these rows, if asked for.
    pub pairs: Vec<(String, String)>,
}

/// Inflates and checks a shard; `pairs` says whether they are wanted.
pub(super) fn check_shard(file: &[u8], place: Place, pairs: bool) -> ShardCheck {
    let mut check = ShardCheck::default();
    match gzip::inflate(file) {
        Ok(payload) => check.payload = payload,
        Err(error) => check.problem(error.to_string()),
    }
    if check.problems.is_empty() {
        let payload = std::mem::take(&mut check.payload);
        let opened = Shard::open(&payload).and_then(|shard| verify::shard(&shard).map(|()| shard));
        match opened {
            Ok(shard) => check.shard(&shard, place, pairs),
            Err(error) => check.problem(error.to_string()),
        }
        check.payload = payload;
    }
    check
}

impl ShardCheck {
    fn problem(&mut self, problem: String) {
        self.problems.push((problem, PUBLISH_AGAIN));
    }

    fn shard(&mut self, shard: &Shard<'_>, place: Place, pairs: bool) {
        let (k, number) = (shard.head.k, shard.head.prefix.get());
        if (k, number) != (place.k, place.prefix) {
            self.problem(format!("it is the shard {}", Place { k, prefix: number }.name()));
            return;
        }
        let templates = [shard.head.url_template, shard.head.image_template];
        self.problems.extend(template_problems(&shard.table, templates));
        self.items(&shard.table, place);
        self.rows(&shard.table, place, pairs);
    }

    fn items(&mut self, table: &Table<'_>, place: Place) {
        // `verify` has read every card: none is passed over here.
        for card in (0..table.len() as u16).filter_map(|item| table.card(item).ok()) {
            if prefix(card.key, place.k) == place.prefix && !card.key.starts_with(CATEGORY_PREFIX) {
                self.products += 1;
            }
            self.problems.extend(card_problems(&card));
        }
    }

    fn rows(&mut self, table: &Table<'_>, place: Place, pairs: bool) {
        for row in (0..table.row_count()).filter_map(|row| table.row(row).ok()) {
            let Ok(card) = table.card(row.item) else { continue };
            if prefix(card.key, place.k) != place.prefix {
                let belongs = Place::of(card.key, place.k).name();
                self.problem(format!("the row of {:?} belongs into {belongs}", card.key));
            }
            let list = card.key.starts_with(CATEGORY_PREFIX);
            if list && card.flags & flag::PSEUDO == 0 {
                self.problem(format!("{:?} is a list and marked as a product", card.key));
            }
            if row.relation != Relation::Together {
                continue;
            }
            self.together_rows += 1;
            self.neighbours += row.len() as u64;
            if pairs {
                let neighbours = row.neighbours().filter_map(|neighbour| table.card(neighbour.item).ok());
                self.pairs.extend(neighbours.map(|other| (card.key.to_owned(), other.key.to_owned())));
            }
        }
    }
}

/// What is wrong with the texts of a card, each with its remedy.
pub(super) fn card_problems(card: &cobuy_snapshot::Card<'_>) -> Vec<(String, &'static str)> {
    let texts = [card.key, card.title, card.url, card.image, card.unit_price];
    let mut problems = Vec::new();
    if texts.into_iter().any(has_email) {
        let key = if has_email(card.key) { "(its key)" } else { card.key };
        problems.push((
            format!("a text of the product {key:?} has an e-mail address in it"),
            "Remove it from the products file and build again: the snapshot is public",
        ));
    }
    if texts.into_iter().any(|text| text.contains(char::is_control)) {
        problems.push((
            format!("the key or a text of the product {:?} has a control character in it", card.key),
            "Build again: pages and terminals take such a character for an order",
        ));
    }
    if ![card.url, card.image].into_iter().all(is_web) {
        problems.push((
            format!("an address of the product {:?} begins with neither http nor https", card.key),
            NO_WEB,
        ));
    }
    problems
}

/// The remedy for an address that may run script.
const NO_WEB: &str =
    "Correct the products file or cobuy.toml and build again: such an address can run script in the shop";

/// What is wrong with the templates of a file, each with its remedy.
pub(super) fn template_problems(
    table: &Table<'_>,
    templates: [TextRef; 2],
) -> impl Iterator<Item = (String, &'static str)> {
    let texts = ["url_template", "image_template"].into_iter().zip(templates);
    let texts = texts.filter_map(|(name, text)| Some((name, table.text(text).ok()?)));
    texts
        .filter(|(_, text)| !is_web(text))
        .map(|(name, text)| (format!("the {name} {text:?} begins with neither http nor https"), NO_WEB))
}
