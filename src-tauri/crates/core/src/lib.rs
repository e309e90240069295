//! Facts and judgement: what Caveat knows about vendors and how it judges it. Pure by
//! construction: no I/O, no clock, no randomness; time comes in as a value, and the same
//! input gives the same answer on every machine.
#![forbid(unsafe_code)]

pub mod advisory;
pub mod assessment;
pub mod claim;
pub mod component;
pub mod contract;
pub mod dossier;
pub mod ecosystem;
pub mod evidence;
pub mod factors;
pub mod id;
pub mod known;
pub mod overview;
pub mod person;
pub mod policy;
pub mod purl;
pub mod questionnaire;
pub mod rating;
pub mod service;
pub mod text;
pub mod tls;
pub mod vendor;
pub mod version;
