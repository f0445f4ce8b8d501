//! What changes in place on the cards of a drawn list: price, stock, what may be claimed of them, which button there is.

use crate::card::{Card, Face, State};
use crate::host::can;
use crate::price;
use crate::runtime::{List, Runtime};
use crate::texts::{Text, fill};
use cobuy_engine::policy::claims;
use cobuy_engine::store::ItemId;
use cobuy_engine::{FULL, Host};
use cobuy_snapshot::Relation;
use cobuy_snapshot::records::flag;

impl Runtime {
    /// Brings prices, stock and what rules say of a drawn list up to date, in place. `said` where the rules were asked just now.
    pub fn refresh(&mut self, position: usize, list: &List, said: bool) {
        if FULL && !said {
            let cards = self.shelves[position].cards.clone();
            self.tell_words(position, list, &cards, replace);
        }
        for card in &self.shelves[position].cards {
            card.change(&mut |face| self.face(list, card, face));
        }
        self.refresh_sum(position);
    }

    fn face(&self, list: &List, card: &Card, face: &mut Face) {
        let key = &card.item.key;
        let item = self.store.find(key);
        let record = item.and_then(|item| self.store.card(item));
        let Some(record) = record else { return };
        let live = self.live(key);
        let price = price::of(&record, live, self.same_prices(list.now_ms));
        face.price = price::words(price);
        // A price that cannot be written is none, and nothing is claimed of it.
        let price = price.filter(|_| !face.price.is_empty());
        let minor = price.map(|(minor, _)| minor);
        (face.minor, face.from) = (minor, price.is_some_and(|(_, from)| from));
        self.claims(list, card, minor, item, face);
        let unit = live.map_or(record.unit_price, |live| &live.unit_price);
        face.unit = if face.price.is_empty() { String::new() } else { unit.to_owned() };
        face.opens = self.can & can::OPEN != 0;
        face.undoes = self.can & can::REMOVE != 0;
        if face.state.is_untouched() {
            let several = live.map_or(0, |live| live.variants);
            let ask = if several > 0 { several > 1 } else { record.has(flag::CHOOSE) };
            face.state = if live.is_some_and(|live| !live.available) {
                State::SoldOut
            } else if self.can & can::ADD == 0 || record.has(flag::LINK) {
                State::Link
            } else if !ask {
                State::Idle
            } else if self.can & can::VARIANTS != 0 {
                State::Ask
            } else {
                State::Link
            };
        }
    }

    /// What may be claimed of price and stock: a reduction by the lowest price of 30 days, how much dearer a step up is, how
    /// few are left.
    #[inline(never)]
    fn claims(&self, list: &List, card: &Card, minor: Option<u64>, item: Option<ItemId>, face: &mut Face) {
        let live = self.live(&card.item.key);
        let published = item.and_then(|item| self.store.prior_price(item));
        let (prior, off) = match (claims::prior(minor, live, published), minor) {
            (Some(prior), Some(price)) => {
                let percent = claims::percent_off(price, prior) as u16;
                (price::amount(prior), if percent > 0 { fill(Text::Off, percent, "") } else { String::new() })
            }
            _ => (String::new(), self.dearer(list, card, minor).map_or(String::new(), price::amount)),
        };
        face.prior = prior;
        face.off = if face.prior.is_empty() && !off.is_empty() { ["+", &off].concat() } else { off };
        let host = Host { now_ms: list.now_ms as u64, ..Host::default() };
        let left = live.and_then(|live| claims::left(&list.options, &host, live));
        if face.state.is_untouched() {
            face.why = left.map_or(String::new(), |left| fill(Text::Left, left as u16, ""));
        }
    }

    /// By how much a step up costs more than the product that it is one from.
    fn dearer(&self, list: &List, card: &Card, minor: Option<u64>) -> Option<u64> {
        if card.item.relation != Relation::Upgrade.name() {
            return None;
        }
        let key = list.product.as_deref()?;
        let record = self.store.card(self.store.find(key)?)?;
        let (own, _) = price::of(&record, self.live(key), self.same_prices(list.now_ms))?;
        minor?.checked_sub(own).filter(|difference| *difference > 0)
    }
}

/// Replaces words that are on show. A line keeps its place when its words are over, and none comes where there was none:
/// nothing may move.
fn replace(shown: &mut String, words: &String) {
    if !shown.is_empty() {
        shown.clone_from(words);
        if words.is_empty() {
            shown.push('\u{a0}');
        }
    }
}
