//! The `cobuy` command. Layer: the top; knows no wasm.
//!
//! A file per subcommand, each with its arguments and one function; read in this order:
//! - [`build`]: orders in, snapshot out. [`summary`]: what it says at the end.
//! - [`content`]: reviews and pictures beside them.
//! - [`check`]: whether a published folder is what a build wrote.
//! - [`explain`]: the ranked list of a product with every figure behind it. [`counts`]: the exact counts of its pairs.
//! - [`diff`]: what changed between two snapshots.
//! - [`inspect`]: one page to look a snapshot over before it goes live.
//! - [`eval`]: how good the model is, on cases that it has not seen.
//! - [`replay`]: a recorded session step by step. [`recorded`]: the file that it is read from.
//! - [`shopper`]: what a session says of its shopper.
//! - [`pairs`]: the counts as tables; [`spark`]: the same on a cluster.
//! - [`tags`]: the lines to paste into a theme. [`schema`]: what an editor needs to know of cobuy.toml.
//! - [`licences`]: under which words all of it may be handed on.
//! - [`files`]: a snapshot's files. [`progress`]: bars. [`words`]: numbers and times for people.
//!
//! What is asked for goes to stdout, everything else to stderr. Exit codes: 0 done, 1 `check` or `replay` found something wrong,
//! 2 the input, the arguments or the system did not allow it (and nothing was changed).

mod build;
mod check;
mod content;
mod counts;
mod diff;
mod eval;
mod explain;
mod figures;
mod files;
mod inspect;
mod licences;
mod pairs;
mod progress;
mod recorded;
mod replay;
mod schema;
mod shopper;
mod spark;
mod summary;
mod tags;
mod words;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Recommendations in a shop page without a recommendation server: from a shop's orders to static files.
#[derive(Parser)]
#[command(version, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// What shells give a program that Ctrl-C ended: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

const EXIT_CODES: &str = "Exit codes: 0 done, 1 check or replay found something wrong, 2 bad input or arguments (nothing is \
                          changed), 130 interrupted (likewise)";

#[derive(Subcommand)]
enum Command {
    // What they do stands at their arguments.
    Build(build::Args),
    Check(check::Args),
    Explain(explain::Args),
    Diff(diff::Args),
    Inspect(inspect::Args),
    Eval(eval::Args),
    Replay(replay::Args),
    Pairs(pairs::Args),
    Tags(tags::Args),
    Schema(schema::Args),
    Licences(licences::Args),
}

/// What a subcommand has to say.
struct Answer {
    /// For stdout.
    text: String,
    /// Whether something is wrong with what was asked about.
    findings: bool,
}

impl From<String> for Answer {
    fn from(text: String) -> Answer {
        Answer { text, findings: false }
    }
}

fn main() -> ExitCode {
    // Without a handler Ctrl-C ends the process all the same; then the next build removes what is left.
    let _ = ctrlc::set_handler(|| {
        cobuy_catalogue::interrupt::clean_up();
        eprintln!("cobuy: interrupted; nothing half-made is left");
        std::process::exit(INTERRUPTED);
    });
    let answer = match Cli::parse().command {
        Command::Build(args) => build::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Replay(args) => replay::run(&args),
        Command::Pairs(args) => pairs::run(&args),
        Command::Tags(args) => tags::run(&args),
        Command::Schema(args) => Ok(schema::run(&args)),
        Command::Licences(args) => Ok(licences::run(&args)),
    };
    match answer.and_then(|answer| print(&answer.text).map(|()| answer.findings)) {
        Ok(findings) => ExitCode::from(u8::from(findings)),
        Err(error) => {
            eprintln!("cobuy: {}", words::printable(&format!("{error:#}")));
            ExitCode::from(2)
        }
    }
}

/// Writes to stdout. A reader that has seen enough (`cobuy explain … | head`) is no error.
fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(words::printable(text).as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
