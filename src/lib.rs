//! The widget: what runs in the shop's page. Layer: above `engine`, `options` and `snapshot`; knows nothing of what makes a snapshot.
//!
//! JavaScript owns what is asynchronous and what belongs to the page: the elements, fetching, listening, storage, the
//! host (`www/loader`, `www/hosts`). Rust owns what is shown: it is told facts and decides synchronously. Lists of keys
//! cross the boundary as texts with one key a line, because that costs the least glue.
//!
//! Read in this order:
//! - [`handle`]: the functions that JavaScript calls.
//! - [`host`]: the functions that Rust calls, the one interface to the page.
//! - [`runtime`]: one per page: files at hand, session, shelves.
//! - [`draw`]: from a ranking to what stands in an element, or to a silence.
//! - [`face`]: what changes in place on the cards.
//! - [`shelf`]: one element: its options, its list, when it may change; the only place that mounts.
//! - [`card`]: a card between the first click and the cart.
//! - [`press`]: what the shopper presses.
//! - [`bundle`]: what is bought at once, and what it costs.
//! - [`said`]: what rules say at a list and on its cards.
//! - [`offer`]: whether an offer may interrupt.
//! - [`arbiter`]: who shows what on a page with several lists.
//! - [`price`]: which price may be painted, and how it reads.
//! - [`texts`]: every word a shopper reads.
//! - [`events`]: every event a page hears.
//! - [`headless`]: the list as data, `recommend()`.
//! - [`views`]: what is drawn.

pub mod arbiter;
pub mod bundle;
pub mod card;
pub mod draw;
pub mod events;
pub mod face;
pub mod handle;
pub mod headless;
pub mod host;
pub mod offer;
pub mod press;
pub mod price;
pub mod runtime;
pub mod said;
pub mod shelf;
pub mod texts;
pub mod views;

#[cfg(target_family = "wasm")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
