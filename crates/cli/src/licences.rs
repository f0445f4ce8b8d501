//! `cobuy licences`: under which words the command may be used and handed on.

use crate::Answer;

/// Prints the licences of cobuy, and of the work of others that this command contains
#[derive(clap::Args)]
#[command(after_help = "The widget's are in THIRD-PARTY.txt, beside its files")]
pub struct Args {}

/// cobuy's own licences, then everybody else's.
pub fn run(_: &Args) -> Answer {
    let own = [include_str!("../../../LICENSE-MIT"), include_str!("../../../LICENSE-APACHE")].join("\n");
    let others = include_str!("../THIRD-PARTY.txt");
    format!("cobuy is licensed under MIT or Apache-2.0, at your choice.\n\n{own}\n{others}").into()
}
