//! Users' stories through the one door, by name and JSON, without a window.

mod inventory;
mod log;
mod refusals;
mod story;
