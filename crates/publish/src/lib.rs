//! From a catalogue to a snapshot that shops can serve: packed, published into a live folder, and checked. It never knows how a
//! shop's files are read, or what a browser does with a snapshot.
//!
//! Read in this order:
//! - [`pack`]: the payloads of a snapshot. [`live`]: payloads into a live folder. [`work`]: exact counts beside it.
//! - [`build`]: all of it in one call.
//! - [`check`]: whether a published folder is what a build wrote.

pub mod build;
pub mod check;
pub mod live;
pub mod pack;
pub mod work;

#[cfg(test)]
mod shop;
