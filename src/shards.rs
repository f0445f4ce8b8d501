//! Which files the session calls for. JavaScript fetches; here is decided what. The first paint waits for the page's
//! own shard (in the cart: those of its newest lines); more come when the browser is idle.

use crate::runtime::Runtime;
use cobuy_options::Placement;

/// Lines of the cart that the first paint of a cart list waits for.
const FIRST_CART_LINES: usize = 5;
/// Products whose shards are loaded when idle, beyond those of the first paint.
const IDLE_PRODUCTS: usize = 4;
/// Products whose shards are loaded in all.
const MOST_PRODUCTS: usize = 12;

/// Keys whose shards a list needs before it is painted, newest first.
pub fn first(runtime: &Runtime, placement: Placement, product: Option<&str>) -> Vec<String> {
    match (placement, product) {
        (Placement::Cart, _) | (_, None) => newest_cart(runtime, FIRST_CART_LINES),
        (_, Some(product)) => vec![product.to_owned()],
    }
}

/// Keys whose shards are worth having once the page rests: the cart's, then the newest views'.
pub fn idle(runtime: &Runtime) -> Vec<String> {
    let mut keys = newest_cart(runtime, MOST_PRODUCTS);
    keys.extend(runtime.session.views.iter().map(|view| view.key.clone()));
    let room = MOST_PRODUCTS.saturating_sub(runtime.requested.len()).min(IDLE_PRODUCTS);
    let mut wanted: Vec<String> = Vec::new();
    for key in keys {
        if wanted.len() < room && !runtime.requested.contains(&key) && !wanted.contains(&key) {
            wanted.push(key);
        }
    }
    wanted
}

fn newest_cart(runtime: &Runtime, most: usize) -> Vec<String> {
    runtime.session.cart.iter().rev().take(most).cloned().collect()
}
