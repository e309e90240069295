//! Users' stories through the one door, by name and JSON, without a window.

mod advisories;
mod assessment;
mod inventory;
mod log;
mod overview;
mod pages;
mod portfolio;
mod refusals;
mod report;
mod story;
mod tls;
