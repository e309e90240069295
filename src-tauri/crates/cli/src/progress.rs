//! How far long work has come, as a bar on standard error: only where a person sees it, and
//! gone when the work is done, so that output stays what it is.

use caveat_actions::{Door, Job, Progress};
use indicatif::{ProgressBar, ProgressStyle};

/// A bar that appears with the first progress and goes when it is dropped.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar that nothing has been told yet.
    pub fn new() -> Self {
        Self(ProgressBar::no_length())
    }

    /// A wish of the command line's whose progress the bar shows.
    pub fn job(&self) -> Job {
        let bar = self.0.clone();
        Job::new(Door::Cli).told(move |progress| show(&bar, progress))
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn show(bar: &ProgressBar, Progress { what, done, total }: Progress) {
    let template = if total == 0 { "{msg} {human_pos}" } else { "{msg} {human_pos} of {human_len} {wide_bar} {eta}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    if total > 0 {
        bar.set_length(total.into());
    }
    bar.set_message(what);
    bar.set_position(done.into());
}
