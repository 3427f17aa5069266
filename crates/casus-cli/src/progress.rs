//! How far a long run is, on standard error, for a person who watches.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::{Duration, Instant};

/// Runs shorter than this show nothing.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that appears when the work turns out to be long.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    /// Somebody watches, and the bar is not shown yet.
    waiting: bool,
}

impl Progress {
    /// For an amount of `bytes`, if it is known; never shown unless `watched`.
    #[expect(clippy::disallowed_methods, reason = "the time that people wait, not a time in the result")]
    pub fn new(bytes: Option<u64>, watched: bool) -> Self {
        let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::hidden());
        let template = match bytes {
            Some(_) => "{bar:30} {percent:>3} %  {msg}, {eta} to go",
            None => "{spinner} {msg}",
        };
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        Progress { bar, started: Instant::now(), waiting: watched }
    }

    /// The time since the start.
    pub fn took(&self) -> Duration {
        self.started.elapsed()
    }

    /// Shows that the input is coded up to byte `position`.
    pub fn at(&mut self, position: u64, articles: usize) {
        self.bar.set_position(position);
        self.bar.set_message(crate::summary::count(articles, "article"));
    }

    /// Lets time pass: shows the bar once the work turns out to be long.
    pub fn tick(&mut self) {
        if self.waiting && self.took() > PATIENCE {
            self.waiting = false;
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        self.bar.tick();
    }

    /// Prints something without tearing the bar.
    pub fn aside(&self, print: impl FnOnce()) {
        self.bar.suspend(print);
    }

    /// Takes the bar away.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}
