//! Looks. Sockets and TLS: the only room with any network. What was seen is an observation,
//! whole; what it means is core's.
#![forbid(unsafe_code)]

pub mod address;
pub mod tls;

pub use address::Target;
use thiserror::Error;

/// Why we could not look.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum ProbeError {
    /// Its address is private and was not allowed.
    #[error("{0} is at a private address")]
    Private(String),
    /// The name means no address.
    #[error("{0} does not resolve to an address")]
    Unresolved(String),
}
