//! Why evidence cannot be read.

/// Why a source cannot be read. Orders in memory always can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct EvidenceError {
    /// File, and row where one is at fault.
    pub place: String,
    /// What is wrong, and what to do.
    pub reason: String,
}
