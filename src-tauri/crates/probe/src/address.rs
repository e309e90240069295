//! Names into addresses that may be dialled: resolved once, and exactly the checked address is
//! used. Private, link-local and metadata addresses are refused unless they are allowed.

use crate::ProbeError;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs};

/// What is looked at.
#[derive(Clone, Debug)]
pub struct Target {
    /// The name or address that is asked for and checked.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Another address to dial.
    pub connect: Option<String>,
    /// May private addresses be dialled?
    pub allow_private: bool,
    /// Does it speak HTTP over TLS?
    pub https: bool,
}

impl Target {
    /// The host in ASCII, without brackets and the dot at its end (UTS 46 for other letters).
    pub fn ascii(&self) -> String {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
        idna::domain_to_ascii(bare).unwrap_or_else(|_| bare.to_owned())
    }
}

/// The addresses of a target, those that may not be dialled left out.
///
/// # Errors
/// [`ProbeError::Unresolved`], [`ProbeError::Private`].
pub fn resolved(target: &Target) -> Result<Vec<SocketAddr>, ProbeError> {
    let unresolved = || ProbeError::Unresolved(target.host.clone());
    let all: Vec<SocketAddr> = match &target.connect {
        Some(connect) => connect.to_socket_addrs().map_err(|_| unresolved())?.collect(),
        None => (target.ascii().as_str(), target.port).to_socket_addrs().map_err(|_| unresolved())?.collect(),
    };
    if all.is_empty() {
        return Err(unresolved());
    }
    let public: Vec<SocketAddr> =
        all.into_iter().filter(|address| target.allow_private || !private(address.ip())).collect();
    if public.is_empty() { Err(ProbeError::Private(target.host.clone())) } else { Ok(public) }
}

/// Is it an address of a private network, this machine, a link, or a cloud's metadata?
fn private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => private_v4(v4),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped().or_else(|| v6.to_ipv4()) {
            Some(v4) => private_v4(v4),
            None => {
                let first = v6.segments()[0];
                // unique local (RFC 4193), link-local (RFC 4291), multicast
                first & 0xfe00 == 0xfc00 || first & 0xffc0 == 0xfe80 || v6.is_multicast() || v6.is_unspecified()
            }
        },
    }
}

fn private_v4(v4: Ipv4Addr) -> bool {
    let [a, b, ..] = v4.octets();
    v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_broadcast()
        || v4.is_multicast()
        || v4.is_documentation()
        || a == 0
        // shared address space (RFC 6598) and benchmarking (RFC 2544)
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known_in_every_dress() {
        for address in [
            "10.0.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.9.9",
            "192.168.1.1",
            "0.0.0.0",
            "100.64.0.1",
            "::1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "fd00::1",
            "fe80::1",
            "::",
            "::127.0.0.1",
            "224.0.0.1",
        ] {
            assert!(private(address.parse().expect("an address")), "{address}");
        }
        for address in ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "172.32.0.1", "100.128.0.1"] {
            assert!(!private(address.parse().expect("an address")), "{address}");
        }
    }

    #[test]
    fn a_host_is_asked_for_in_ascii() {
        let target =
            |host: &str| Target { host: host.to_owned(), port: 443, connect: None, allow_private: false, https: true };
        assert_eq!(target("bücher.example.").ascii(), "xn--bcher-kva.example");
        assert_eq!(target("[::1]").ascii(), "::1");
        assert!(matches!(resolved(&target("127.0.0.1")), Err(ProbeError::Private(_))));
    }
}
