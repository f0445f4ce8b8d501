//! What an import hands over: the catalogue with orders and sessions, and how it was read.

use crate::data::{Catalogue, Orders, Sessions};
use crate::report::ImportReport;

/// What an import yields.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// The products: all of the products file, or those that were ordered.
    pub catalogue: Catalogue,
    /// The orders as baskets of them; where there are none but session logs, the sessions as baskets.
    pub orders: Orders,
    /// Session logs; empty where none were given.
    pub sessions: Sessions,
    /// Whether `orders` are the sessions.
    pub sessions_only: bool,
    /// What happened to the lines.
    pub report: ImportReport,
    /// Address of a product page with `{key}`: of `cobuy.toml`, else the products preset's, else empty.
    pub url_template: String,
    /// Address of a picture with `{key}`: of `cobuy.toml`, else empty.
    pub image_template: String,
}
