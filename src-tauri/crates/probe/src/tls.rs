//! Looking at a TLS endpoint: ordinary handshakes, at most four, and one request for headers.
//! Captures the chain even when it is invalid; judges nothing. A hostile endpoint costs a bounded
//! time and memory. Looking that finds nothing is an observation too; an error means that we
//! could not look.

mod wire;

use crate::ProbeError;
use crate::address::{self, Target};
use caveat_core::tls::observation::{Headers, Observation, Outcome, hexadecimal};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{ResolvesClientCert, Resumption};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::sign::CertifiedKey;
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, Error, SignatureScheme,
    SupportedProtocolVersion, version,
};
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use wire::Wire;

/// How long a look may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For one read or one connect.
    pub step: Duration,
    /// For the whole look.
    pub total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { step: Duration::from_secs(5), total: Duration::from_secs(20) }
    }
}

/// Bytes that one connection may bring.
const MOST: usize = 256 * 1024;

/// Times a first connection that was broken is tried again.
const AGAIN: u32 = 2;

/// How long a server that broke the connection is listened to before it is sent anything again:
/// one that only closes looks like one that breaks off when it had something unread.
const PAUSE: Duration = Duration::from_millis(200);

/// The alert that refuses a protocol version (RFC 8446, section 6.2), as an observation says it.
const PROTOCOL_VERSION: &str = "protocol_version";

/// A second look, at a server that chose TLS 1.3.
static ONLY_12: &[&SupportedProtocolVersion] = &[&version::TLS12];

/// Looks at an endpoint.
///
/// # Errors
/// When the name means nothing, or its address may not be dialled.
pub fn observe(target: &Target, limits: Limits, cancel: &AtomicBool) -> Result<Observation, ProbeError> {
    let bounds = Bounds { step: limits.step, until: Instant::now() + limits.total, cancel };
    let addresses = address::resolved(target)?;
    let mut seen = Observation {
        host: target.ascii(),
        port: target.port,
        address: String::new(),
        outcome: Outcome::Timeout,
        detail: None,
        versions: Vec::new(),
        refused: Vec::new(),
        suite: None,
        group: None,
        chain: Vec::new(),
        stapled: false,
        asked_for_certificate: false,
        http: None,
        proven: None,
    };
    let Some(address) = addresses.first().copied() else {
        return Err(ProbeError::Unresolved(target.host.clone()));
    };
    seen.address = address.to_string();
    let look = |versions: &'static [&'static SupportedProtocolVersion], headers: bool, pause: Option<Duration>| {
        handshake(target, address, versions, headers, pause, &bounds)
    };
    let mut first = look(rustls::ALL_VERSIONS, target.https, None);
    for _ in 0..AGAIN {
        if !matches!(first.outcome, Outcome::Reset) || cancel.load(Ordering::Relaxed) {
            break;
        }
        first = look(rustls::ALL_VERSIONS, target.https, Some(PAUSE));
    }
    seen.outcome = first.outcome;
    seen.detail = first.detail;
    seen.suite = first.suite;
    seen.group = first.group;
    seen.chain = first.caught.chain.iter().map(|der| hexadecimal(der)).collect();
    seen.stapled = first.caught.stapled;
    seen.asked_for_certificate = first.caught.asked;
    seen.proven = first.caught.proven;
    seen.http = first.http;
    seen.versions.extend(first.version.map(str::to_owned));
    // what else is spoken: a server that chose 1.3 may also speak 1.2
    if first.version == Some("TLS 1.3") && !cancel.load(Ordering::Relaxed) {
        match look(ONLY_12, false, None) {
            Seen { outcome: Outcome::Completed, version: Some(_), .. } => seen.versions.push("TLS 1.2".to_owned()),
            // any other failure can lie in suites, in what was sent, or in us
            Seen { outcome: Outcome::HandshakeFailed, detail: Some(said), .. } if said == PROTOCOL_VERSION => {
                seen.refused.push("TLS 1.2".to_owned());
            }
            _ => {}
        }
    }
    Ok(seen)
}

/// What one look may cost, and whether it was broken off.
struct Bounds<'c> {
    step: Duration,
    until: Instant,
    cancel: &'c AtomicBool,
}

/// What one connection brought.
struct Seen {
    outcome: Outcome,
    detail: Option<String>,
    version: Option<&'static str>,
    suite: Option<String>,
    group: Option<String>,
    caught: Caught,
    http: Option<Headers>,
}

#[derive(Clone, Debug, Default)]
struct Caught {
    chain: Vec<Vec<u8>>,
    stapled: bool,
    asked: bool,
    /// Did its signature prove that it holds the certificate's key?
    proven: Option<bool>,
}

fn handshake(
    target: &Target,
    address: SocketAddr,
    versions: &[&'static SupportedProtocolVersion],
    headers: bool,
    pause: Option<Duration>,
    bounds: &Bounds<'_>,
) -> Seen {
    let caught = Arc::new(Mutex::new(Caught::default()));
    let mut seen = Seen {
        outcome: Outcome::Timeout,
        detail: None,
        version: None,
        suite: None,
        group: None,
        caught: Caught::default(),
        http: None,
    };
    let mut wire = match Wire::dial(address, bounds.step, bounds.until, MOST, bounds.cancel) {
        Ok(wire) => wire,
        Err(error) => {
            seen.outcome = match error.kind() {
                io::ErrorKind::ConnectionRefused => Outcome::Refused,
                io::ErrorKind::ConnectionReset => Outcome::Reset,
                _ => Outcome::Timeout,
            };
            return seen;
        }
    };
    if pause.is_some_and(|pause| wire.closes_within(pause)) {
        seen.outcome = Outcome::Closed;
        return seen;
    }
    let connection = config(versions, &caught).and_then(|config| {
        let name = ServerName::try_from(target.ascii()).map_err(|_| Error::General("no host name".to_owned()))?;
        ClientConnection::new(Arc::new(config), name)
    });
    let mut connection = match connection {
        Ok(connection) => connection,
        Err(error) => {
            seen.outcome = Outcome::HandshakeFailed;
            seen.detail = Some(error.to_string());
            return seen;
        }
    };
    let mut failed = None;
    while connection.is_handshaking() {
        if let Err(error) = connection.complete_io(&mut wire) {
            failed = Some(error);
            break;
        }
    }
    seen.caught = caught.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match failed {
        Some(error) => (seen.outcome, seen.detail) = failure(&error, &wire),
        None => {
            seen.outcome = Outcome::Completed;
            seen.version = connection.protocol_version().and_then(|version| match version {
                rustls::ProtocolVersion::TLSv1_2 => Some("TLS 1.2"),
                rustls::ProtocolVersion::TLSv1_3 => Some("TLS 1.3"),
                _ => None,
            });
            seen.suite =
                connection.negotiated_cipher_suite().and_then(|suite| suite.suite().as_str().map(str::to_owned));
            seen.group =
                connection.negotiated_key_exchange_group().and_then(|group| group.name().as_str().map(str::to_owned));
            if headers {
                seen.http = head(target, &mut connection, &mut wire);
            }
        }
    }
    seen
}

/// Why a handshake was not completed: what came first over the wire tells most.
fn failure(error: &io::Error, wire: &Wire<'_>) -> (Outcome, Option<String>) {
    if wire.overrun {
        return (Outcome::TooLarge, None);
    }
    let first = wire.first.as_slice();
    if first.starts_with(b"HTTP/") || first.starts_with(b"<") {
        return (Outcome::PlainHttp, None);
    }
    // record types of TLS are 20 to 24 (RFC 8446, section 5.1)
    if first.first().is_some_and(|kind| !(20..=24).contains(kind)) {
        return (Outcome::Garbage, None);
    }
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<Error>());
    match (inner, error.kind()) {
        (Some(Error::AlertReceived(alert)), _) => {
            let detail = match alert {
                AlertDescription::ProtocolVersion => PROTOCOL_VERSION.to_owned(),
                other => format!("{other:?}"),
            };
            (Outcome::HandshakeFailed, Some(detail))
        }
        (
            Some(Error::InvalidMessage(
                rustls::InvalidMessage::HandshakePayloadTooLarge | rustls::InvalidMessage::CertificatePayloadTooLarge,
            )),
            _,
        ) => (Outcome::TooLarge, None),
        (Some(Error::NoCertificatesPresented), _) => (Outcome::HandshakeFailed, Some("no_certificates".to_owned())),
        (Some(error), _) => (Outcome::HandshakeFailed, Some(error.to_string())),
        (None, io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe) => {
            (Outcome::Reset, None)
        }
        (None, io::ErrorKind::UnexpectedEof) => (Outcome::Closed, None),
        (None, io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock) => (Outcome::Timeout, None),
        (None, _) => (Outcome::HandshakeFailed, None),
    }
}

/// Asks for the headers of the root, over the connection that was judged; redirects are not
/// followed.
fn head(target: &Target, connection: &mut ClientConnection, wire: &mut Wire<'_>) -> Option<Headers> {
    let port = if target.port == 443 { String::new() } else { format!(":{}", target.port) };
    let request = format!(
        "HEAD / HTTP/1.1\r\nHost: {}{port}\r\nUser-Agent: Caveat\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        target.ascii()
    );
    let mut stream = rustls::Stream::new(connection, wire);
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = Vec::new();
    let mut part = [0; 2048];
    while answer.len() < 32 * 1024 && !answer.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut part) {
            Ok(0) | Err(_) => break,
            Ok(read) => answer.extend_from_slice(&part[..read]),
        }
    }
    let text = String::from_utf8_lossy(&answer);
    let mut lines = text.split("\r\n");
    let status = lines.next()?.strip_prefix("HTTP/")?.split(' ').nth(1)?.parse().ok()?;
    let mut headers = Headers { status, hsts: Vec::new(), location: None };
    for line in lines.take_while(|line| !line.is_empty()) {
        let Some((name, value)) = line.split_once(':') else { continue };
        match name.trim().to_ascii_lowercase().as_str() {
            "strict-transport-security" => headers.hsts.push(value.trim().to_owned()),
            "location" => headers.location = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    Some(headers)
}

/// A configuration that captures whatever is served. It is used for this one connection and
/// sends nothing but the request for headers.
fn config(versions: &[&'static SupportedProtocolVersion], caught: &Arc<Mutex<Caught>>) -> Result<ClientConfig, Error> {
    let provider = Arc::new(default_provider());
    let verifying = provider.signature_verification_algorithms;
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Capture { caught: caught.clone(), verifying }))
        .with_client_cert_resolver(Arc::new(Asked(caught.clone())));
    config.resumption = Resumption::disabled();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Takes down what is served and lets it pass: judging is core's.
#[derive(Debug)]
struct Capture {
    caught: Arc<Mutex<Caught>>,
    verifying: WebPkiSupportedAlgorithms,
}

impl Capture {
    /// Takes down whether the key was proven, and lets the handshake go on whatever it was.
    fn proof(&self, verified: Result<HandshakeSignatureValid, Error>) -> Result<HandshakeSignatureValid, Error> {
        let proven = match verified {
            Ok(_) => Some(true),
            Err(Error::InvalidCertificate(CertificateError::BadSignature)) => Some(false),
            // a certificate that cannot be read, an algorithm nobody here verifies
            Err(_) => None,
        };
        self.caught.lock().unwrap_or_else(PoisonError::into_inner).proven = proven;
        Ok(HandshakeSignatureValid::assertion())
    }
}

impl ServerCertVerifier for Capture {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        rest: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        staple: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut caught = self.caught.lock().unwrap_or_else(PoisonError::into_inner);
        caught.chain = std::iter::once(leaf).chain(rest).map(|certificate| certificate.to_vec()).collect();
        caught.stapled = !staple.is_empty();
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.proof(verify_tls12_signature(message, leaf, signed, &self.verifying))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.proof(verify_tls13_signature(message, leaf, signed, &self.verifying))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let mut schemes = self.verifying.supported_schemes();
        // old servers offer no certificate to a client that will not take these
        schemes.extend([SignatureScheme::RSA_PKCS1_SHA1, SignatureScheme::ECDSA_SHA1_Legacy]);
        schemes
    }
}

/// Notes that a certificate of ours was asked for; there is none.
#[derive(Debug)]
struct Asked(Arc<Mutex<Caught>>);

impl ResolvesClientCert for Asked {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).asked = true;
        None
    }

    fn has_certs(&self) -> bool {
        true
    }
}
