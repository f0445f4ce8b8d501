//! A case put to the engine.

use cobuy_catalogue::data::Catalogue;
use cobuy_catalogue::progress::Progress;
use cobuy_engine::{Engine, NoTrace, Ranking, Request, Session};
use cobuy_options::{Opt, Placement};
use cobuy_publish::pack::Snapshot;
use rayon::prelude::*;

use super::cases::{Case, Cases};
use super::figures::{Answer, DEPTH};

/// Products whose shards a browser loads for one list: the page's, those in the cart, and of those looked at the newest.
pub const BROWSER_PRODUCTS: usize = 12;

/// How a case is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Placement `protocol`: twenty products, no threshold, nothing left out but what is given, every row at hand.
    Protocol,
    /// The same with the rows of the newest [`BROWSER_PRODUCTS`] given products only.
    Browser,
    /// As a product page shows it to a shopper, with all of its limits.
    ProductPage,
}

/// Puts every case to the engine, each with the files that it needs.
pub fn ask(
    snapshot: &Snapshot,
    catalogue: &Catalogue,
    cases: &Cases,
    manner: Manner,
    progress: &dyn Progress,
) -> Vec<Answer> {
    let one = |case: &Case| {
        progress.advance(1);
        answer(snapshot, catalogue, cases, case, manner)
    };
    cases.cases.par_iter().map(one).collect()
}

/// Stands for products that the catalogue does not have: pages that were looked at, without a row; others are older by
/// them.
const UNKNOWN: &str = "cobuy: not in the catalogue";

/// A case in the terms of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question<'a> {
    /// Key of the page's product: of a session the newest click, of a basket none.
    pub product: Option<&'a str>,
    /// Keys in the cart: the products given of a basket.
    pub cart: Vec<&'a str>,
    /// Keys seen before, newest first: the older clicks of a session.
    pub seen: Vec<&'a str>,
}

impl<'a> Question<'a> {
    /// The case as it is put to the engine.
    pub fn new(catalogue: &'a Catalogue, cases: &Cases, case: &Case) -> Self {
        let key =
            |product: &u32| catalogue.products.get(*product as usize).map_or(UNKNOWN, |known| &known.key);
        let mut given: Vec<&str> = case.given.iter().map(key).collect();
        if !cases.sessions {
            return Self { product: None, cart: given, seen: Vec::new() };
        }
        let product = given.first().copied();
        given.drain(..given.len().min(1));
        Self { product, cart: Vec::new(), seen: given }
    }

    /// The same on a product page, where a basket's first product is the page's.
    fn on_page(mut self) -> Self {
        if self.product.is_none() && !self.cart.is_empty() {
            self.product = Some(self.cart.remove(0));
        }
        self
    }
}

fn answer(snapshot: &Snapshot, catalogue: &Catalogue, cases: &Cases, case: &Case, manner: Manner) -> Answer {
    let mut question = Question::new(catalogue, cases, case);
    if manner == Manner::ProductPage {
        question = question.on_page();
    }
    let Question { product, cart, seen } = question;
    let at_hand = match manner {
        Manner::Protocol => usize::MAX,
        Manner::Browser | Manner::ProductPage => BROWSER_PRODUCTS,
    };
    let keys = product.iter().chain(&cart).chain(&seen).copied();
    let store = snapshot.store(keys.take(at_hand));
    let mut session = Session::default();
    session.set_cart(cart.into_iter());
    seen.into_iter().rev().for_each(|key| session.view(key));
    let placement = if manner == Manner::ProductPage { Placement::Pdp } else { Placement::Protocol };
    let mut options = store.options(placement);
    options.set(Opt::Limit, options.get(Opt::Limit).min(DEPTH as i32));
    if cases.repeats {
        options.set(Opt::Seen, 1);
    }
    let request = Request {
        placement,
        options: &options,
        product,
        session: &session,
        claimed: &[],
        host: cobuy_engine::Host::default(),
        month: case.month,
    };
    let mut ranking = Ranking::default();
    Engine::default().rank(&store, &request, &mut NoTrace, &mut ranking);
    let number = |key: &str| {
        let found = catalogue.products.binary_search_by(|product| product.key.as_str().cmp(key));
        found.map_or(u32::MAX, |at| at as u32)
    };
    let shown = ranking.items.iter().filter_map(|ranked| store.card(ranked.item));
    Answer::of(shown.map(|card| number(card.key)).collect(), case.hidden)
}
