//! A case put to the engine.

use cobuy_engine::{Engine, NoTrace, Ranking, Request, Session};
use cobuy_options::{Opt, Placement};
use rayon::prelude::*;

use super::cases::{Case, Cases};
use super::figures::{Answer, DEPTH};
use super::snapshot::Snapshot;
use crate::data::Catalogue;
use crate::progress::Progress;

/// Products whose shards a browser loads for one list (DECISIONS 5).
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

fn answer(snapshot: &Snapshot, catalogue: &Catalogue, cases: &Cases, case: &Case, manner: Manner) -> Answer {
    let key = |product: &u32| catalogue.products.get(*product as usize).map(|known| known.key.as_str());
    // What the catalogue does not have is still a page that was looked at: it has no row, and others are older by it.
    let given: Vec<&str> = case.given.iter().map(|product| key(product).unwrap_or("\u{0}unknown")).collect();
    let at_hand = match manner {
        Manner::Protocol => given.len(),
        Manner::Browser | Manner::ProductPage => BROWSER_PRODUCTS,
    };
    let store = snapshot.store(given.iter().copied().take(at_hand));
    let on_page = manner == Manner::ProductPage || cases.sessions;
    let product = given.first().copied().filter(|_| on_page);
    let rest = given.iter().copied().skip(usize::from(on_page));
    let mut session = Session::default();
    if cases.sessions {
        rest.rev().for_each(|key| session.view(key));
    } else {
        session.set_cart(rest);
    }
    let placement = if manner == Manner::ProductPage { Placement::Pdp } else { Placement::Protocol };
    let mut options = store.options(placement);
    options.set(Opt::Limit, options.get(Opt::Limit).min(DEPTH as i32));
    let request = Request {
        placement,
        options: &options,
        product,
        session: &session,
        claimed: &[],
        sold_out: &[],
        live_stock: false,
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
