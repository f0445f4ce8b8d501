//! `cobuy schema`: the JSON Schema of `cobuy.toml`, with which editors complete and check it.

use crate::Answer;

/// Prints the JSON Schema of cobuy.toml, with which editors complete and check it
#[derive(clap::Args)]
#[command(
    after_help = "Example: cobuy schema > cobuy.schema.json, and #:schema ./cobuy.schema.json in the first line of cobuy.toml"
)]
pub struct Args {}

/// The schema, as it stands in the documentation.
pub fn run(_: &Args) -> Answer {
    include_str!("../../../docs/cobuy.schema.json").to_owned().into()
}
