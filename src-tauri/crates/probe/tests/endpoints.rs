//! Real servers on loopback: TLS by rustls with made certificates, and servers that are anything
//! but. What is seen of each, within its deadline.
#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use caveat_core::tls::judge::Judging;
use caveat_core::tls::observation::{Observation, Outcome};
use caveat_core::tls::path::Roots;
use caveat_probe::tls::{Limits, observe};
use caveat_probe::{ProbeError, Target};
use rcgen::{CertificateParams, KeyPair};
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use rustls::{ServerConnection, SupportedProtocolVersion, version};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Serves every connection with `serve`, for as long as the test runs.
fn served(serve: impl Fn(TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            serve(stream);
        }
    });
    port
}

fn limits() -> Limits {
    Limits { step: Duration::from_millis(400), total: Duration::from_millis(1500) }
}

fn look(port: u16) -> Observation {
    look_at("shop.test", port)
}

fn look_at(host: &str, port: u16) -> Observation {
    let connect = Some(format!("127.0.0.1:{port}"));
    let target = Target { host: host.to_owned(), port, connect, allow_private: true, https: true };
    observe(&target, limits(), &AtomicBool::new(false)).unwrap()
}

/// A server's configuration, with a certificate for a name that signed itself.
fn config(name: &str, versions: &[&'static SupportedProtocolVersion]) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().self_signed(&key).unwrap();
    let chain: Vec<CertificateDer<'static>> = vec![certificate.der().clone()];
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::try_from(key.serialize_der()).unwrap())
        .unwrap();
    Arc::new(config)
}

fn tls(versions: &[&'static SupportedProtocolVersion], answer: &'static str) -> u16 {
    answering_by_tls(config("shop.test", versions), answer)
}

fn answering_by_tls(config: Arc<ServerConfig>, answer: &'static str) -> u16 {
    served(move |mut stream| {
        let mut connection = ServerConnection::new(config.clone()).unwrap();
        let mut both = rustls::Stream::new(&mut connection, &mut stream);
        let mut request = [0; 1024];
        if both.read(&mut request).is_ok_and(|read| read > 0) {
            let _ = both.write_all(answer.as_bytes());
            let _ = both.flush();
        }
    })
}

const FINE: &str = "HTTP/1.1 200 OK\r\nStrict-Transport-Security: max-age=31536000\r\nContent-Length: 0\r\n\r\n";

#[test]
fn a_chain_is_captured_even_when_nobody_trusts_it() {
    let seen = look(tls(rustls::ALL_VERSIONS, FINE));
    assert_eq!(
        (seen.outcome, seen.versions.as_slice()),
        (Outcome::Completed, ["TLS 1.3".to_owned(), "TLS 1.2".to_owned()].as_slice())
    );
    assert_eq!(seen.chain.len(), 1);
    assert!(seen.certificates()[0].read.as_ref().unwrap().names.contains(&"shop.test".to_owned()));
    let http = seen.http.unwrap();
    assert_eq!((http.status, http.hsts.as_slice()), (200, ["max-age=31536000".to_owned()].as_slice()));
}

/// Serves a certificate whose key it does not hold.
#[derive(Debug)]
struct Borrowed(Arc<CertifiedKey>);

impl ResolvesServerCert for Borrowed {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

#[test]
fn a_server_that_does_not_hold_the_key_proves_nothing() {
    assert_eq!(look(tls(rustls::ALL_VERSIONS, FINE)).proven, Some(true));
    let (own, other) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
    let certificate = CertificateParams::new(vec!["shop.test".to_owned()]).unwrap().self_signed(&own).unwrap();
    let key = any_supported_type(&PrivateKeyDer::try_from(other.serialize_der()).unwrap()).unwrap();
    let borrowed = Borrowed(Arc::new(CertifiedKey::new(vec![certificate.der().clone()], key)));
    for versions in [&[&version::TLS12], &[&version::TLS13]] {
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Borrowed(borrowed.0.clone())));
        let config = Arc::new(config);
        let port = served(move |mut stream| {
            let mut connection = ServerConnection::new(config.clone()).unwrap();
            let _ = rustls::Stream::new(&mut connection, &mut stream).read(&mut [0; 1024]);
        });
        let seen = look(port);
        assert_eq!((seen.outcome, seen.proven, seen.chain.len()), (Outcome::Completed, Some(false), 1));
    }
}

#[test]
fn each_version_is_seen_by_itself() {
    static ONLY_12: &[&SupportedProtocolVersion] = &[&version::TLS12];
    static ONLY_13: &[&SupportedProtocolVersion] = &[&version::TLS13];
    assert_eq!(look(tls(ONLY_12, FINE)).versions, ["TLS 1.2"]);
    let seen = look(tls(ONLY_13, FINE));
    assert_eq!(
        (seen.versions.as_slice(), seen.refused.as_slice()),
        (["TLS 1.3".to_owned()].as_slice(), ["TLS 1.2".to_owned()].as_slice())
    );
}

/// Serves TLS 1.3 to the first that comes, and `answer` to the others.
fn first_served(answer: &'static [u8]) -> u16 {
    let config = config("shop.test", &[&version::TLS13]);
    let served_one = AtomicBool::new(false);
    served(move |mut stream| {
        if served_one.swap(true, Ordering::Relaxed) {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer);
        } else {
            let mut connection = ServerConnection::new(config.clone()).unwrap();
            let _ = rustls::Stream::new(&mut connection, &mut stream).read(&mut [0; 1024]);
        }
    })
}

#[test]
fn a_version_is_refused_by_the_alert_that_says_so_and_by_nothing_else() {
    // fatal alerts: protocol_version, handshake_failure (no suite in common), internal_error;
    // a handshake message that no client can read
    for (answer, accepted) in [
        (&[21, 3, 3, 0, 2, 2, 70][..], Some(false)),
        (&[21, 3, 3, 0, 2, 2, 40][..], None),
        (&[21, 3, 3, 0, 2, 2, 80][..], None),
        (&[22, 3, 3, 0, 5, 2, 0, 0, 1, 0][..], None),
        (&[][..], None),
    ] {
        let seen = look(first_served(answer));
        assert_eq!((seen.outcome, seen.versions.as_slice()), (Outcome::Completed, ["TLS 1.3".to_owned()].as_slice()));
        assert_eq!((seen.accepted("TLS 1.2"), seen.refused.is_empty()), (accepted, accepted.is_none()), "{answer:?}");
    }
}

#[test]
fn a_name_in_other_letters_is_judged_as_it_was_asked_for() {
    let at = "2026-11-24T12:00:00Z".parse().unwrap();
    let judging = Judging { at, roots: Roots::with(&[]), given_are_public: false };
    let seen_at = |host: &str, name: &str| {
        let seen = look_at(host, answering_by_tls(config(name, rustls::ALL_VERSIONS), FINE));
        (seen.judged(&judging).hostname_ok, seen.host)
    };
    let ascii = "xn--bcher-kva.test".to_owned();
    assert_eq!(seen_at("Bücher.test.", &ascii), (Some(true), ascii.clone()));
    assert_eq!(seen_at("bücher.test", "bucher.test"), (Some(false), ascii));
}

#[test]
fn what_speaks_no_tls_is_named_for_what_it_does() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(look(closed).outcome, Outcome::Refused);
    assert_eq!(look(served(drop)).outcome, Outcome::Closed);
    let answering = |words: &'static [u8]| {
        served(move |mut stream| {
            let mut hello = [0; 4096];
            let _ = stream.read(&mut hello);
            let _ = stream.write_all(words);
        })
    };
    assert_eq!(look(answering(b"HTTP/1.1 400 Bad Request\r\n\r\n")).outcome, Outcome::PlainHttp);
    assert_eq!(look(answering(&[1, 2, 3, 4, 5, 6, 7, 8])).outcome, Outcome::Garbage);
    // a fatal alert: handshake_failure
    assert_eq!(look(answering(&[21, 3, 3, 0, 2, 2, 40])).outcome, Outcome::HandshakeFailed);
}

#[test]
fn a_silent_a_dripping_and_an_endless_server_cost_a_bounded_time() {
    let begun = Instant::now();
    let held = std::sync::Mutex::new(Vec::new());
    let silent = served(move |stream| held.lock().unwrap().push(stream));
    assert_eq!(look(silent).outcome, Outcome::Timeout);
    let endless = served(|mut stream| {
        // handshake records without end, each of a message that claims 16 MiB
        let mut record = vec![22, 3, 3, 0x40, 0];
        record.extend([2, 0xff, 0xff, 0xff]);
        record.resize(5 + 0x4000, 0);
        while stream.write_all(&record).is_ok() {}
    });
    assert!(matches!(look(endless).outcome, Outcome::TooLarge | Outcome::HandshakeFailed));
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
}

#[test]
fn a_private_address_is_not_dialled_unless_allowed() {
    let target = Target { host: "127.0.0.1".to_owned(), port: 1, connect: None, allow_private: false, https: true };
    assert!(matches!(observe(&target, limits(), &AtomicBool::new(false)), Err(ProbeError::Private(_))));
}
