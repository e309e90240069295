//! What a certificate says, as far as it can be read (RFC 5280). Tolerant of parts that cannot:
//! what is wrong is told, and the bytes and their hash are kept.

use super::name::{Match, Wanted, stands_for};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use x509_parser::asn1_rs::BitString;
use x509_parser::error::X509Error;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::oid_registry::{OID_EC_P256, OID_NIST_EC_P384, OID_NIST_EC_P521, Oid};
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::{AlgorithmIdentifier, SubjectPublicKeyInfo};

/// A certificate, read as far as it can be.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Its bytes.
    pub der: Vec<u8>,
    /// SHA-256 of the bytes, hexadecimal.
    pub sha256: String,
    /// What it says; `None` when it cannot be read at all.
    pub read: Option<Read>,
}

/// What a certificate says.
#[derive(Clone, Debug)]
pub struct Read {
    /// Whom it names, for people.
    pub subject: String,
    /// Whom it names, as it is compared.
    pub subject_raw: Vec<u8>,
    /// Who signed it, for people.
    pub issuer: String,
    /// Who signed it, as it is compared.
    pub issuer_raw: Vec<u8>,
    /// Its number, hexadecimal.
    pub serial: String,
    /// First second it is valid, since 1970-01-01T00:00Z.
    pub not_before: i64,
    /// Last second it is valid.
    pub not_after: i64,
    /// Kind and size of its key.
    pub key: Key,
    /// How it was signed, for people.
    pub signature: String,
    /// How weak that is.
    pub weak: Option<WeakHash>,
    /// Names it stands for.
    pub names: Vec<String>,
    /// Addresses it stands for.
    pub addresses: Vec<IpAddr>,
    /// Is there a subject alternative name of any kind?
    pub has_san: bool,
    /// Does it say it is a CA?
    pub is_ca: bool,
    /// How many CAs may stand below it.
    pub path_len: Option<u32>,
    /// Extended key usage: may it be a server? `None` = it says nothing.
    pub server_auth: Option<bool>,
    /// Critical extensions nobody here knows.
    pub unknown_critical: Vec<String>,
    /// Must a status response be stapled (RFC 7633)?
    pub must_staple: bool,
    /// Parts that cannot be read, in words.
    pub broken: Vec<String>,
    /// Its common names.
    pub common_names: Vec<String>,
}

/// Kind and size of a key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Key {
    /// On an elliptic curve.
    Ec {
        /// Its name.
        curve: String,
        /// May a public certificate have it?
        allowed: bool,
    },
    /// Ed25519 or Ed448.
    Edwards(&'static str),
    /// Of another kind.
    Other(String),
    /// RSA.
    Rsa {
        /// Size of the modulus.
        bits: usize,
        /// Public exponent; `None` = larger than 64 bits.
        exponent: Option<u64>,
    },
}

/// A hash too weak to sign with.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WeakHash {
    /// MD2 or MD5.
    Md5,
    /// SHA-1.
    Sha1,
}

impl Key {
    /// The key in words: `RSA 2048`, `EC P-256`.
    pub fn words(&self) -> String {
        match self {
            Self::Ec { curve, .. } => format!("EC {curve}"),
            Self::Edwards(name) => (*name).to_owned(),
            Self::Other(name) => name.clone(),
            Self::Rsa { bits, .. } => format!("RSA {bits}"),
        }
    }
}

impl Certificate {
    /// Reads a certificate.
    pub fn new(der: &[u8]) -> Self {
        let sha256 = Sha256::digest(der).iter().map(|byte| format!("{byte:02x}")).collect();
        let read = match X509Certificate::from_der(der) {
            Ok(([], parsed)) => Some(Read::of(&parsed)),
            _ => None,
        };
        Self { der: der.to_vec(), sha256, read }
    }

    /// Does it name itself as its issuer?
    pub fn self_issued(&self) -> bool {
        self.read.as_ref().is_some_and(|read| read.subject_raw == read.issuer_raw)
    }

    /// Is its key one that is too weak to be verified with, or unreadable?
    pub fn key_is_weak(&self) -> bool {
        self.read.as_ref().is_none_or(|read| match &read.key {
            Key::Ec { allowed, .. } => !allowed,
            Key::Edwards(_) => false,
            Key::Other(_) => true,
            Key::Rsa { bits, .. } => !(2048..=8192).contains(bits),
        })
    }

    /// Does it name `other` as its issuer?
    pub fn names(&self, other: &Self) -> bool {
        matches!((&self.read, &other.read), (Some(own), Some(other)) if own.issuer_raw == other.subject_raw)
    }

    /// May `issuer` have signed it? Names must agree, and the signature must verify unless its
    /// algorithm is one nobody verifies any more.
    pub fn signed_by(&self, issuer: &Self) -> bool {
        self.names(issuer)
            && X509Certificate::from_der(&issuer.der).is_ok_and(|(_, issuer)| self.verifies(issuer.public_key()))
    }

    /// May the holder of a key have signed it? The key is what stands inside the sequence of a
    /// SubjectPublicKeyInfo, as trust anchors hold it.
    pub fn signed_with(&self, key: &[u8]) -> bool {
        let Ok((rest, algorithm)) = AlgorithmIdentifier::from_der(key) else {
            return false;
        };
        BitString::from_der(rest).is_ok_and(|(_, subject_public_key)| {
            self.verifies(&SubjectPublicKeyInfo { algorithm, subject_public_key, raw: key })
        })
    }

    fn verifies(&self, key: &SubjectPublicKeyInfo<'_>) -> bool {
        let Ok((_, own)) = X509Certificate::from_der(&self.der) else {
            return false;
        };
        // the branch that RSA, the elliptic curves and the Edwards curves each have to themselves
        let kind = |oid: &Oid<'_>| oid.iter().map(|arcs| arcs.take(4).collect::<Vec<u64>>());
        match own.verify_signature(Some(key)) {
            Ok(()) => true,
            Err(X509Error::SignatureUnsupportedAlgorithm) => {
                kind(&own.signature_algorithm.algorithm) == kind(&key.algorithm.algorithm)
            }
            Err(_) => false,
        }
    }
}

impl Read {
    fn of(parsed: &X509Certificate<'_>) -> Self {
        let mut read = Self {
            subject: name(parsed.subject()),
            subject_raw: parsed.subject().as_raw().to_vec(),
            issuer: name(parsed.issuer()),
            issuer_raw: parsed.issuer().as_raw().to_vec(),
            serial: parsed.raw_serial().iter().map(|byte| format!("{byte:02x}")).collect(),
            not_before: parsed.validity().not_before.timestamp(),
            not_after: parsed.validity().not_after.timestamp(),
            key: key(parsed),
            signature: algorithm(&parsed.signature_algorithm.algorithm),
            weak: weak(&parsed.signature_algorithm.algorithm),
            names: Vec::new(),
            addresses: Vec::new(),
            has_san: false,
            is_ca: false,
            path_len: None,
            server_auth: None,
            unknown_critical: Vec::new(),
            must_staple: false,
            broken: Vec::new(),
            common_names: parsed
                .subject()
                .iter_common_name()
                .filter_map(|name| name.as_str().ok().map(str::to_owned))
                .collect(),
        };
        for extension in parsed.extensions() {
            read.take(&extension.oid, extension.critical, extension.value, extension.parsed_extension());
        }
        read
    }

    fn take(&mut self, oid: &Oid<'_>, critical: bool, value: &[u8], extension: &ParsedExtension<'_>) {
        match extension {
            ParsedExtension::SubjectAlternativeName(names) => {
                self.has_san = true;
                for name in &names.general_names {
                    match name {
                        GeneralName::DNSName(name) => self.names.push((*name).to_owned()),
                        GeneralName::IPAddress(bytes) => match address(bytes) {
                            Some(address) => self.addresses.push(address),
                            None => self.broken.push("an address among its names".to_owned()),
                        },
                        GeneralName::Invalid(..) => self.broken.push("a name".to_owned()),
                        _ => {}
                    }
                }
            }
            ParsedExtension::BasicConstraints(constraints) => {
                self.is_ca = constraints.ca;
                self.path_len = constraints.path_len_constraint;
            }
            ParsedExtension::ExtendedKeyUsage(usage) => self.server_auth = Some(usage.server_auth || usage.any),
            ParsedExtension::ParseError { .. } => self.broken.push(format!("the extension {oid}")),
            ParsedExtension::UnsupportedExtension { .. } => {
                // TLS feature (RFC 7633): status_request is 5
                if oid.to_id_string() == "1.3.6.1.5.5.7.1.24" {
                    self.must_staple = value.windows(3).any(|part| part == [0x02, 0x01, 0x05]);
                } else if critical {
                    self.unknown_critical.push(oid.to_id_string());
                }
            }
            _ => {}
        }
    }

    /// How it stands for what was asked for.
    pub fn stands_for(&self, wanted: &Wanted) -> Match {
        match wanted {
            Wanted::Address(address) if self.addresses.contains(address) => Match::Exact,
            Wanted::Address(_) => Match::None,
            Wanted::Name(wanted) => {
                let matches = || self.names.iter().map(|name| stands_for(name, wanted));
                match (matches().any(|how| how == Match::Exact), matches().any(|how| how == Match::Wildcard)) {
                    (true, _) => Match::Exact,
                    (false, true) => Match::Wildcard,
                    (false, false) => Match::None,
                }
            }
        }
    }

    /// Does a name hold letters that can mislead: markup, control characters, a change of
    /// direction?
    pub fn odd_name(&self) -> bool {
        let odd = |letter: char| {
            letter.is_control()
                || matches!(letter, '<' | '>' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        self.common_names.iter().chain(&self.names).any(|name| name.chars().any(odd))
    }
}

/// A name for people: what could mislead a reader is shown by its number.
fn name(name: &X509Name<'_>) -> String {
    let plain = name.to_string();
    plain
        .chars()
        .map(|letter| match letter {
            letter
                if letter.is_control()
                    || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
            {
                format!("\\u{{{:x}}}", u32::from(letter))
            }
            letter => letter.to_string(),
        })
        .collect()
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    match bytes.len() {
        4 => <[u8; 4]>::try_from(bytes).ok().map(IpAddr::from),
        16 => <[u8; 16]>::try_from(bytes).ok().map(IpAddr::from),
        _ => None,
    }
}

fn key(parsed: &X509Certificate<'_>) -> Key {
    let info = parsed.public_key();
    match info.parsed() {
        Ok(PublicKey::RSA(rsa)) => {
            let modulus = rsa.modulus.iter().skip_while(|byte| **byte == 0).copied().collect::<Vec<u8>>();
            let bits = modulus.first().map_or(0, |first| modulus.len() * 8 - first.leading_zeros() as usize);
            Key::Rsa { bits, exponent: rsa.try_exponent().ok() }
        }
        Ok(PublicKey::EC(_)) => {
            let curve = info.algorithm.parameters.as_ref().and_then(|any| any.as_oid().ok());
            let known = [(OID_EC_P256, "P-256"), (OID_NIST_EC_P384, "P-384"), (OID_NIST_EC_P521, "P-521")];
            match curve {
                Some(curve) => match known.iter().find(|(oid, _)| *oid == curve) {
                    Some((_, name)) => Key::Ec { curve: (*name).to_owned(), allowed: true },
                    None => Key::Ec { curve: curve_name(&curve.to_id_string()), allowed: false },
                },
                None => Key::Ec { curve: "with parameters of its own".to_owned(), allowed: false },
            }
        }
        _ => match info.algorithm.algorithm.to_id_string().as_str() {
            "1.3.101.112" => Key::Edwards("Ed25519"),
            "1.3.101.113" => Key::Edwards("Ed448"),
            other => Key::Other(other.to_owned()),
        },
    }
}

fn curve_name(oid: &str) -> String {
    match oid {
        "1.2.840.10045.3.1.1" => "P-192".to_owned(),
        "1.3.132.0.33" => "P-224".to_owned(),
        "1.3.132.0.10" => "secp256k1".to_owned(),
        other => other.to_owned(),
    }
}

fn algorithm(oid: &Oid<'_>) -> String {
    match oid.to_id_string().as_str() {
        "1.2.840.113549.1.1.2" => "RSA with MD2".to_owned(),
        "1.2.840.113549.1.1.4" => "RSA with MD5".to_owned(),
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => "RSA with SHA-1".to_owned(),
        "1.2.840.113549.1.1.10" => "RSA-PSS".to_owned(),
        "1.2.840.113549.1.1.11" => "RSA with SHA-256".to_owned(),
        "1.2.840.113549.1.1.12" => "RSA with SHA-384".to_owned(),
        "1.2.840.113549.1.1.13" => "RSA with SHA-512".to_owned(),
        "1.2.840.10045.4.1" => "ECDSA with SHA-1".to_owned(),
        "1.2.840.10045.4.3.2" => "ECDSA with SHA-256".to_owned(),
        "1.2.840.10045.4.3.3" => "ECDSA with SHA-384".to_owned(),
        "1.2.840.10045.4.3.4" => "ECDSA with SHA-512".to_owned(),
        "1.3.101.112" => "Ed25519".to_owned(),
        "1.3.101.113" => "Ed448".to_owned(),
        other => other.to_owned(),
    }
}

fn weak(oid: &Oid<'_>) -> Option<WeakHash> {
    match oid.to_id_string().as_str() {
        "1.2.840.113549.1.1.2" | "1.2.840.113549.1.1.4" => Some(WeakHash::Md5),
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" | "1.2.840.10045.4.1" => Some(WeakHash::Sha1),
        _ => None,
    }
}

/// The certificates of a PEM text, in order; anything else in it (keys, words) is passed over.
/// `None` when there is none, or one is broken.
pub fn from_pem(text: &str) -> Option<Vec<Vec<u8>>> {
    use rustls_pki_types::CertificateDer;
    use rustls_pki_types::pem::PemObject;
    let read: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(text.as_bytes()).collect();
    read.ok().filter(|all| !all.is_empty()).map(|all| all.into_iter().map(|one| one.to_vec()).collect())
}
