//! Which build a work folder belongs to.

use serde::{Deserialize, Serialize};

/// Which build a work folder belongs to, and how much went into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkInfo {
    /// The build's name, as in `manifest.json`.
    pub generation: String,
    /// Time of the newest order, unix milliseconds.
    pub newest_order_ms: u64,
    /// Orders that were counted.
    pub orders: u64,
    /// Distinct customers that a published pair needs.
    pub min_customers: u32,
}
