//! Facts and judgement: what Caveat knows about vendors and how it judges it. Pure by
//! construction: no I/O, no clock, no randomness; time comes in as a value, and the same
//! input gives the same answer on every machine.
#![forbid(unsafe_code)]

pub mod advisory;
pub mod component;
pub mod ecosystem;
pub mod factors;
pub mod id;
pub mod person;
pub mod policy;
pub mod purl;
pub mod rating;
pub mod service;
pub mod text;
pub mod vendor;
pub mod version;
