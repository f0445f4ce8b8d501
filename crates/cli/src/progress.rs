//! Progress on stderr: a bar per stage on a terminal, a line per stage elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

use cobuy_catalogue::progress::Progress;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How often a bar is drawn at least.
const TICK: Duration = Duration::from_millis(500);

const BAR: &str = "{msg:36} {bar:30} {percent:>3} %  {eta} left";

/// A bar per stage on a terminal, a line per stage elsewhere.
pub struct Stages {
    bar: Mutex<ProgressBar>,
    terminal: bool,
}

impl Stages {
    /// No stage yet.
    pub fn new() -> Stages {
        Stages { bar: Mutex::new(ProgressBar::hidden()), terminal: std::io::stderr().is_terminal() }
    }

    fn bar(&self) -> std::sync::MutexGuard<'_, ProgressBar> {
        self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Progress for Stages {
    fn stage(&self, name: &str, steps: u64) {
        let mut bar = self.bar();
        bar.finish_and_clear();
        if !self.terminal {
            eprintln!("{name}");
            return;
        }
        // The template is a constant that is right; a bar without it would still be a bar.
        let style = ProgressStyle::with_template(BAR).unwrap_or_else(|_| ProgressStyle::default_bar());
        *bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::stderr()).with_style(style);
        bar.set_message(name.to_owned());
        // The remaining time goes on counting between two steps.
        bar.enable_steady_tick(TICK);
    }

    fn advance(&self, steps: u64) {
        if self.terminal {
            self.bar().inc(steps);
        }
    }
}

impl Drop for Stages {
    fn drop(&mut self) {
        self.bar().finish_and_clear();
    }
}
