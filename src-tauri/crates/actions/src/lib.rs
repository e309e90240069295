//! Does. One function per thing a user can ask, declared once in the table at the end of this
//! file, which yields the one door [`perform`] for window and command line, and the TypeScript
//! map that the page is checked against. Reads, calls the other rooms, writes; the only room
//! besides the doors that knows the clock.
#![forbid(unsafe_code)]

pub mod acceptance;
pub mod act;
pub mod advisory;
pub mod contract;
pub mod desk;
pub mod evidence;
pub mod failure;
pub mod file;
pub mod history;
pub mod job;
mod known;
pub mod notices;
pub mod overview;
pub mod portfolio;
pub mod questionnaire;
pub mod rating;
pub mod report;
pub mod sample;
pub mod service;
pub mod tls;
pub mod vendor;
mod wire;
mod wishes;
pub mod workspace;

pub use desk::{Desk, Places};
pub use failure::{Failure, FailureCode};
pub use file::{ChooseFile, FilePlace, Host};
pub use job::{Door, Job, Progress};
pub use wishes::{Wish, export_bindings, perform, table};
