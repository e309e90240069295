//! Users' stories through the one door, by name and JSON, without a window.

mod advisories;
mod assessment;
mod claims;
mod inventory;
mod log;
mod overview;
mod pages;
mod portfolio;
mod refusals;
mod report;
mod roots;
mod sample;
mod servers;
mod story;
mod tls;
mod workspace;
