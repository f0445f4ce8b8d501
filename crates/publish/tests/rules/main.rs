//! Rules from `cobuy.toml` to the lists of a page: compiled, packed and ranked. One binary, so that it links once.
//!
//! - [`docs`]: docs/RULES.md says what the command does.
//! - [`props`]: what passes the check is a sound base. [`mutated`]: whatever is written does no harm.

mod docs;
mod mutated;
mod props;
