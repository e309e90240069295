//! What comes with a wish besides its input: through which door it came, what time it is, and
//! who looks on. Long work tells how far it has come and asks whether to go on; somebody else
//! breaks it off by the job's id, which is a wish like any other.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::wire::Nothing;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use ts_rs::TS;

/// A way in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// The command line.
    Cli,
    /// The window.
    Window,
}

/// How far a job has come.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Progress {
    /// What is being done, as a heading: “Reading advisories”.
    pub what: String,
    /// So much of it is done.
    pub done: u32,
    /// Of so much; 0 = nobody knows.
    pub total: u32,
}

/// Is told how far a job has come.
pub type Told = dyn Fn(Progress) + Send + Sync;

/// One wish being granted.
#[derive(Clone)]
pub struct Job {
    /// Through which door the wish came.
    pub door: Door,
    /// The moment it counts as made.
    pub now: DateTime<Utc>,
    cancelled: Arc<AtomicBool>,
    told: Option<Arc<Told>>,
}

impl std::fmt::Debug for Job {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Job").field("door", &self.door).field("now", &self.now).finish_non_exhaustive()
    }
}

impl Job {
    /// A wish that came through `door` at this moment.
    pub fn new(door: Door) -> Self {
        Self::at(door, Utc::now())
    }

    /// A wish that came through `door` at a moment given: the sample workspace and tests tell
    /// their own time.
    pub fn at(door: Door, now: DateTime<Utc>) -> Self {
        Self { door, now, cancelled: Arc::default(), told: None }
    }

    /// The same wish, with somebody who is told how far it has come.
    #[must_use]
    pub fn told(self, told: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self { told: Some(Arc::new(told)), ..self }
    }

    /// Tells how far it has come.
    ///
    /// # Errors
    /// `cancelled` once somebody has broken it off: nothing more is to be done.
    pub fn step(&self, what: &str, done: u32, total: u32) -> Result<(), Failure> {
        if self.cancelled.load(Ordering::Relaxed) {
            return Err(Failure::cancelled());
        }
        if let Some(told) = &self.told {
            told(Progress { what: what.to_owned(), done, total });
        }
        Ok(())
    }

    /// Raised when somebody breaks the job off: for what waits on a socket.
    pub fn cancel_flag(&self) -> &AtomicBool {
        &self.cancelled
    }
}

/// The jobs that can be broken off, by the id that whoever asked gave them.
#[derive(Debug, Default)]
pub(crate) struct Running(Mutex<BTreeMap<String, Arc<AtomicBool>>>);

impl Running {
    fn jobs(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<AtomicBool>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A job to break off.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CancelJob {
    /// The id it was given when it was asked for.
    pub job: String,
}

impl Desk {
    /// Does `work` as a job that can be broken off by its id until it is done.
    pub fn as_job<T>(&self, id: &str, job: &Job, work: impl FnOnce() -> T) -> T {
        self.running.jobs().insert(id.to_owned(), job.cancelled.clone());
        let done = work();
        self.running.jobs().remove(id);
        done
    }
}

/// Breaks a job off: it stops at its next step and leaves things as they were, or whole steps
/// done. One that is done already is left alone.
pub fn cancel_job(desk: &Desk, input: CancelJob, _: &Job) -> Result<Nothing, Failure> {
    if let Some(flag) = desk.running.jobs().get(&input.job) {
        flag.store(true, Ordering::Relaxed);
    }
    Ok(Nothing {})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FailureCode, Places};

    #[test]
    fn a_job_is_broken_off_by_its_id_and_only_while_it_runs() {
        let desk = Desk::open(Places { data: Some("unused".into()), ..Places::default() }).expect("a desk");
        let cancel = |id: &str| {
            cancel_job(&desk, CancelJob { job: id.to_owned() }, &Job::new(Door::Window)).expect("asked");
        };
        let heard: Arc<Mutex<Vec<u32>>> = Arc::default();
        let ears = heard.clone();
        let job = Job::new(Door::Window).told(move |progress| ears.lock().expect("ears").push(progress.done));
        let outcome = desk.as_job("a", &job, || {
            for done in 0..5 {
                if done == 2 {
                    cancel("another");
                }
                if done == 3 {
                    cancel("a");
                }
                job.step("Counting", done, 5)?;
            }
            Ok::<_, Failure>(())
        });
        assert_eq!(outcome.expect_err("broken off").code, FailureCode::Cancelled);
        assert_eq!(*heard.lock().expect("ears"), [0, 1, 2]);
        cancel("a");
        assert!(Job::new(Door::Window).step("Counting", 0, 0).is_ok());
    }
}
