//! Servers on loopback for the journeys: TLS by rustls with certificates made for the story's
//! own time, and servers that are anything but. What a port does can be changed while it runs.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::ServerConfig;
use rustls::{ServerConnection, SupportedProtocolVersion};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// What a server does with a connection.
#[derive(Clone)]
pub enum Does {
    /// Closes it at once.
    Close,
    /// Speaks something that nobody knows.
    Garbage,
    /// Answers in plain HTTP.
    PlainHttp,
    /// Speaks TLS, and answers one request.
    Tls(Arc<ServerConfig>),
}

/// A server on loopback.
pub struct Server {
    pub port: u16,
    does: Arc<Mutex<Does>>,
}

/// An authority that signs certificates for 127.0.0.1.
pub struct Authority {
    params: CertificateParams,
    key: KeyPair,
    pub pem: String,
    der: CertificateDer<'static>,
}

impl Server {
    pub fn new(does: Does) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let does = Arc::new(Mutex::new(does));
        let told = does.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let does = told.lock().unwrap_or_else(PoisonError::into_inner).clone();
                serve(stream, does);
            }
        });
        Self { port, does }
    }

    /// From now on it does something else.
    pub fn does(&self, does: Does) {
        *self.does.lock().unwrap_or_else(PoisonError::into_inner) = does;
    }

    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

fn serve(mut stream: TcpStream, does: Does) {
    let mut bytes = [0; 4096];
    match does {
        Does::Close => {}
        Does::Garbage => {
            let _ = stream.read(&mut bytes);
            let _ = stream.write_all(&[1, 2, 3, 4, 5, 6, 7, 8]);
        }
        Does::PlainHttp => {
            let _ = stream.read(&mut bytes);
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        }
        Does::Tls(config) => {
            let Ok(mut connection) = ServerConnection::new(config) else { return };
            let mut both = rustls::Stream::new(&mut connection, &mut stream);
            if both.read(&mut bytes).is_ok_and(|read| read > 0) {
                let _ = both.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                let _ = both.flush();
            }
        }
    }
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("parameters");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "The Story's Root");
        let key = KeyPair::generate().expect("a key");
        let root = params.self_signed(&key).expect("a root");
        Self { pem: root.pem(), der: root.der().clone(), params, key }
    }

    /// Serves a certificate for a name, valid on those days (year, month, day), by those versions
    /// of TLS.
    pub fn serves(
        &self,
        name: &str,
        from: (i32, u8, u8),
        until: (i32, u8, u8),
        versions: &[&'static SupportedProtocolVersion],
    ) -> Does {
        let mut params = CertificateParams::new(vec![name.to_owned()]).expect("parameters");
        params.distinguished_name.push(DnType::CommonName, name);
        params.not_before = date_time_ymd(from.0, from.1, from.2);
        params.not_after = date_time_ymd(until.0, until.1, until.2);
        let key = KeyPair::generate().expect("a key");
        let leaf = params.signed_by(&key, &Issuer::from_params(&self.params, &self.key)).expect("a certificate");
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
            .with_protocol_versions(versions)
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(
                vec![leaf.der().clone(), self.der.clone()],
                PrivateKeyDer::try_from(key.serialize_der()).expect("a key"),
            )
            .expect("a configuration");
        Does::Tls(Arc::new(config))
    }
}
