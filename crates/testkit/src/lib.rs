//! Payloads for the tests of the format, of the engine and of rules, and for the fuzzer: sound ones, ways to change them, and
//! everything that can be asked of them. It never knows a shop's files, or what a test expects.
//!
//! - [`sample`]: a small shop with one of everything. [`ruled`]: a shop whose rules act.
//! - [`repair`]: makes a container hold again around broken sections.
//! - [`read`]: reads everything that a payload offers. [`unverified`]: puts one that nobody verified to the engine.

pub mod read;
pub mod repair;
pub mod ruled;
pub mod sample;
pub mod unverified;
