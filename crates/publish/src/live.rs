//! Payloads into a live folder, without a torn or missing file. Layer: above `pack`; the only code that writes there.
//!
//! Read in this order:
//! - [`Folder`]: a locked folder and the snapshot that it holds already.
//! - [`Keys`]: which k is built, which earlier ones are still written.
//! - [`Rises`]: prices that rose since the snapshot in the folder.
//! - [`stage`]: every file that changed, written under a temporary name and flushed. Nothing is visible yet.
//! - [`Staged::commit`]: renames; shards first, base last, then the manifest, then what is no longer used goes.
//!
//! Until the base is renamed, readers see the old base with old and new shards, which the format allows: a shard is
//! complete in itself, states its time and the unit of its weights.

mod commit;
mod error;
mod folder;
mod keys;
mod rises;
mod stage;

pub use commit::Published;
pub use error::PublishError;
pub use folder::{Existing, Folder, hex};
pub use keys::{KeyRequest, Keys};
pub use rises::Rises;
pub use stage::{GenerationHash, Staged, stage};

#[cfg(test)]
mod tests;
