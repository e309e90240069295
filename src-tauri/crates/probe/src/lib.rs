//! Looks. Sockets, TLS, HTTP: the only room with any network. What it sees comes back as
//! observations; a handshake that a server refuses is an observation, not an error. Empty
//! until endpoints can be looked at.
#![forbid(unsafe_code)]

#[cfg(test)]
mod tests {
    /// The wall this room stands behind: it may be asked from several threads at once.
    #[test]
    fn core_values_cross_threads() {
        fn crosses<T: Send + Sync>() {}
        crosses::<caveat_core::vendor::Vendor>();
        crosses::<caveat_core::service::Service>();
    }
}
