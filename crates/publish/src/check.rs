//! Whether a published folder is what a build wrote: every checksum, reference and limit. Layer: beside `live`, reads
//! only; uses the reader that the browser uses.
//!
//! Read in this order:
//! - [`Report`]: everything found, and the figures that people ask for.
//! - [`check`]: the base, every shard, the manifest, and with a work folder the publication minimum.
//! - `shard`: what one shard is held to. `texts`: what no text may contain. `minimum`: the proof from exact counts.
//! - `private`: what lies in the folder and is not for the public.

mod folder;
mod minimum;
mod private;
mod report;
mod shard;
mod texts;

pub use folder::check;
pub use report::{Demands, Finding, Report};

#[cfg(test)]
mod tests;
