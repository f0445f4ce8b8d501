//! The demo shop: a catalogue, drawn pictures, orders that come from shoppers' needs, and the pages of a static shop.
//!
//! Layer: a tool beside the product; it knows nothing of mining, the snapshot or the widget. Read in this order:
//! - [`catalogue`]: what the pages know of products, and `catalogue.json`.
//! - [`stock`]: the hand-written shelves (`data/shelves`), with what each product is for.
//! - [`goals`], [`shopper`], [`orders`]: what people want to do, what they therefore buy, and the till's file of it.
//! - [`sheet`]: brands, properties, costs and ratings, which a shop may have and cobuy can do without.
//! - [`picture`]: the drawings (`art/`) and how a title of an unknown shop finds one.
//! - [`generate`]: `cobuy-demo generate`.
//! - [`real`]: the same catalogue made from a real shop's order file, for `cobuy-demo real`.
//! - [`site`]: catalogue to pages (`www/demo/templates`, `www/demo/assets`), for `cobuy-demo site` and `real`.
//! - [`rng`]: chance in whole numbers.

pub mod catalogue;
pub mod generate;
pub mod goals;
pub mod orders;
pub mod picture;
pub mod real;
pub mod rng;
pub mod sheet;
pub mod shopper;
pub mod site;
pub mod stock;
