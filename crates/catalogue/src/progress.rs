//! How long work says how far it is: the command draws bars from it, tests and libraries stay silent.

/// Receiver of progress. Calls come from several threads at once and must be cheap.
pub trait Progress: Sync {
    /// A stage begins that has `steps` steps; it ends the one before.
    fn stage(&self, name: &str, steps: u64);
    /// `steps` more steps of the stage are done.
    fn advance(&self, steps: u64);
}

/// Progress that nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _name: &str, _steps: u64) {}
    fn advance(&self, _steps: u64) {}
}
