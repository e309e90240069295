//! What a look at an endpoint saw, whole, and what it means. The same observation is judged
//! again at another time or by other roots.

use super::certificate::Certificate;
use super::code::Code;
use super::finding;
use super::judge::{Judgement, Judging, judge};
use super::name::Wanted;
use crate::known::{ChainLink, Finding, LinkKind, Look, Protocol};
use crate::text::day;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a look saw; its time stands apart, so that seeing the same again is the same.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Observation {
    /// The name or address that was asked for, a name in ASCII: certificates hold no other.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The address that was dialled; empty when none was.
    pub address: String,
    /// What happened.
    pub outcome: Outcome,
    /// What was said when it failed, in words.
    pub detail: Option<String>,
    /// Protocol versions that handshakes were completed with, newest first.
    pub versions: Vec<String>,
    /// Protocol versions that were tried alone and that the endpoint said it does not speak.
    pub refused: Vec<String>,
    /// The cipher suite of the first handshake.
    pub suite: Option<String>,
    /// The key exchange of the first handshake.
    pub group: Option<String>,
    /// The served chain as hexadecimal DER, the endpoint's own certificate first.
    pub chain: Vec<String>,
    /// Did a status response come with it?
    pub stapled: bool,
    /// Did the endpoint ask for a certificate of ours?
    pub asked_for_certificate: bool,
    /// What a request for headers brought; `None` when none was made or answered.
    pub http: Option<Headers>,
    /// Did the endpoint prove that it holds the key of its certificate? `None` when that could
    /// not be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proven: Option<bool>,
}

/// The protocol versions there are, newest first.
pub const VERSIONS: [&str; 6] = ["TLS 1.3", "TLS 1.2", "TLS 1.1", "TLS 1.0", "SSL 3", "SSL 2"];

/// What a request for headers brought.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Headers {
    /// The status.
    pub status: u16,
    /// Every Strict-Transport-Security header, in order.
    pub hsts: Vec<String>,
    /// Where it sends a browser.
    pub location: Option<String>,
}

/// What happened when an endpoint was looked at.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It closed the connection.
    Closed,
    /// A handshake was completed.
    Completed,
    /// What came is no protocol we know.
    Garbage,
    /// It speaks TLS and would not agree.
    HandshakeFailed,
    /// It speaks HTTP without TLS.
    PlainHttp,
    /// Nobody listens.
    Refused,
    /// It broke the connection.
    Reset,
    /// Nothing came in time.
    Timeout,
    /// It sent more than anybody needs.
    TooLarge,
}

impl Outcome {
    /// Those that say how an endpoint connects. A look that nobody answered, or not to the end,
    /// says nothing: it takes back no earlier one, and bears nothing out.
    pub const TELLING: [Self; 3] = [Self::Completed, Self::HandshakeFailed, Self::PlainHttp];

    /// The outcome in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Closed => "closed the connection",
            Self::Completed => "completed a handshake",
            Self::Garbage => "answered with something that is not TLS",
            Self::HandshakeFailed => "would not agree on a handshake",
            Self::PlainHttp => "speaks HTTP without TLS",
            Self::Refused => "nobody listens",
            Self::Reset => "broke the connection",
            Self::Timeout => "did not answer in time",
            Self::TooLarge => "sent more than anybody needs",
        }
    }
}

/// Half a year: a shorter promise protects little.
const HSTS_SECONDS: u64 = 15_552_000;

impl Observation {
    /// The served chain.
    pub fn certificates(&self) -> Vec<Certificate> {
        self.chain.iter().map(|der| Certificate::new(&bytes(der))).collect()
    }

    /// Was a protocol version accepted? `None` = not looked at, or not told.
    pub fn accepted(&self, version: &str) -> Option<bool> {
        let named = |list: &[String]| list.iter().any(|one| one == version);
        match (named(&self.versions), named(&self.refused)) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            // an endpoint that agreed on less, though 1.3 was offered, does not speak it
            (false, false) => (self.outcome == Outcome::Completed && version == VERSIONS[0]).then_some(false),
        }
    }

    /// The endpoint's own certificate, if one was served.
    pub fn leaf(&self) -> Option<Certificate> {
        self.chain.first().map(|der| Certificate::new(&bytes(der)))
    }

    /// Did a handshake bring a certificate?
    pub fn completed(&self) -> bool {
        self.outcome == Outcome::Completed && !self.chain.is_empty()
    }

    /// What it means.
    pub fn judged(&self, judging: &Judging) -> Judgement {
        let chain = self.certificates();
        let stapled = (self.outcome == Outcome::Completed).then_some(self.stapled);
        let mut judged = judge(&chain, Some(&self.host), stapled, judging);
        let mut add = |code: Code, summary: String| {
            if !judged.findings.iter().any(|known| known.code == code.id()) {
                judged.findings.push(finding(code, summary));
            }
        };
        let said = || {
            self.detail.clone().map_or_else(
                || self.outcome.words().to_owned(),
                |detail| format!("{} ({detail})", self.outcome.words()),
            )
        };
        match self.outcome {
            Outcome::Completed => {}
            Outcome::Closed => add(Code::NetClosed, said()),
            Outcome::Garbage => add(Code::NetGarbage, said()),
            Outcome::HandshakeFailed => add(Code::NetHandshakeFailed, said()),
            Outcome::PlainHttp => add(Code::NetPlainHttp, said()),
            Outcome::Refused => add(Code::NetClosed, said()),
            Outcome::Reset => add(Code::NetReset, said()),
            Outcome::Timeout => add(Code::NetTimeout, said()),
            Outcome::TooLarge => add(Code::ChainTooLarge, said()),
        }
        if self.outcome == Outcome::Completed && !self.versions.iter().any(|version| version == "TLS 1.3") {
            add(Code::ProtoNoTls13, "TLS 1.3 is not spoken".to_owned());
        }
        if self.detail.as_deref() == Some("protocol_version") {
            add(Code::ProtoNoTls12Or13, "neither TLS 1.2 nor TLS 1.3 is spoken".to_owned());
        }
        if self.outcome == Outcome::HandshakeFailed && self.detail.as_deref() == Some("no_certificates") {
            add(Code::CertMalformed, "no certificate was served".to_owned());
        }
        if self.proven == Some(false) && chain.first().is_some_and(|leaf| !leaf.key_is_weak()) {
            add(Code::CertKeyNotProven, "the endpoint did not prove that it holds the certificate's key".to_owned());
            judged.trusted = Some(false);
        }
        if self.asked_for_certificate && self.http.is_none() {
            add(Code::TlsClientCertRequired, "the endpoint wants a certificate of ours".to_owned());
        }
        if let Some(http) = &self.http {
            for (code, summary) in headers(http, matches!(Wanted::of(&self.host), Wanted::Address(_))) {
                add(code, summary);
            }
        }
        judged
    }

    /// What it means when it was seen at `at`: a chain that ended after the look contradicts
    /// nothing, because what is served since was not seen; it bears nothing out either.
    fn judged_since(&self, at: DateTime<Utc>, judging: &Judging) -> Judgement {
        let mut judged = self.judged(judging);
        let ended =
            |finding: &Finding| [Code::CertExpired.id(), Code::ChainIntermediateExpired.id()].contains(&&*finding.code);
        if at >= judging.at || !judged.findings.iter().any(ended) {
            return judged;
        }
        let then = self.judged(&Judging { at, ..judging.clone() });
        if then.findings.iter().any(ended) {
            return judged;
        }
        judged.trusted = then.trusted.filter(|trusted| !trusted);
        for one in judged.findings.iter_mut().filter(|one| ended(one)) {
            *one = finding(
                Code::CertEndedSince,
                format!("{}, after it was seen on {}", one.summary, day(at.date_naive())),
            );
        }
        judged
    }

    /// The look as an assessment takes it.
    pub fn look(&self, at: DateTime<Utc>, judging: &Judging) -> Look {
        let judged = self.judged_since(at, judging);
        let chain = self.certificates();
        let moment = |second: i64| DateTime::from_timestamp(second, 0);
        let link = |(place, certificate): (usize, &Certificate)| {
            let read = certificate.read.as_ref();
            let unread = || "cannot be read".to_owned();
            ChainLink {
                kind: match place {
                    0 => LinkKind::Leaf,
                    _ if certificate.self_issued() => LinkKind::Root,
                    _ => LinkKind::Intermediate,
                },
                names: read.map_or(0, |read| (read.names.len() + read.addresses.len()) as u32),
                subject: read.map_or_else(unread, |read| read.subject.clone()),
                issuer: read.map_or_else(unread, |read| read.issuer.clone()),
                not_before: read.and_then(|read| moment(read.not_before)),
                not_after: read.and_then(|read| moment(read.not_after)),
                key: read.map_or_else(unread, |read| read.key.words()),
                signature: read.map_or_else(unread, |read| read.signature.clone()),
                sha256: certificate.sha256.clone(),
            }
        };
        Look {
            at,
            outcome: self.outcome.words().to_owned(),
            completed: self.completed(),
            versions: self.versions.clone(),
            protocols: VERSIONS
                .iter()
                .map(|version| Protocol { version: (*version).to_owned(), accepted: self.accepted(version) })
                .collect(),
            suite: self.suite.clone(),
            group: self.group.clone(),
            trusted: judged.trusted,
            hostname_ok: judged.hostname_ok,
            chain: chain.iter().enumerate().map(link).collect(),
            life: judged.life,
            findings: judged.findings,
        }
    }
}

/// Strict transport security (RFC 6797: the first header counts; an address has none) and where
/// a browser is sent.
fn headers(http: &Headers, is_address: bool) -> Vec<(Code, String)> {
    let mut found = Vec::new();
    if (300..400).contains(&http.status)
        && let Some(location) = &http.location
        && location.to_ascii_lowercase().starts_with("http://")
    {
        found.push((Code::HttpRedirectToHttp, "a browser is sent on to plain HTTP".to_owned()));
    }
    if is_address {
        return found;
    }
    match http.hsts.first().map(|header| max_age(header)) {
        None => found.push((Code::HttpHstsMissing, "no Strict-Transport-Security header is sent".to_owned())),
        Some(None) => {
            found.push((Code::HttpHstsInvalid, "the Strict-Transport-Security header cannot be read".to_owned()))
        }
        Some(Some(0)) => {
            found.push((Code::HttpHstsDisabled, "the Strict-Transport-Security header switches it off".to_owned()))
        }
        Some(Some(seconds)) if seconds < HSTS_SECONDS => {
            found.push((
                Code::HttpHstsShort,
                match seconds / 86_400 {
                    1 => "the Strict-Transport-Security header lasts 1 day".to_owned(),
                    days => format!("the Strict-Transport-Security header lasts {days} days"),
                },
            ));
        }
        Some(Some(_)) => {}
    }
    found
}

/// The seconds of max-age, once, quoted or not; `None` when the header breaks its grammar.
fn max_age(header: &str) -> Option<u64> {
    let mut age = None;
    for directive in header.split(';').map(str::trim).filter(|directive| !directive.is_empty()) {
        let (name, value) =
            directive.split_once('=').map_or((directive, None), |(name, value)| (name.trim(), Some(value.trim())));
        if !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) {
            return None;
        }
        if name.eq_ignore_ascii_case("max-age") {
            let value = value?;
            let value = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(value);
            if age.is_some() || value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            age = Some(value.parse().unwrap_or(u64::MAX));
        }
    }
    age
}

/// Bytes as hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map_while(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::known::Life;
    use crate::tls::path::Roots;
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};

    #[test]
    fn strict_transport_security_is_read_as_its_grammar_says() {
        for (header, age) in [
            ("max-age=31536000; includeSubDomains", Some(31_536_000)),
            ("max-age=\"31536000\"", Some(31_536_000)),
            ("MAX-AGE = 0", Some(0)),
            ("includeSubDomains", None),
            ("max-age=forever", None),
            ("max-age=1; max-age=2", None),
            ("max-age=99999999999999999999", Some(u64::MAX)),
            ("max-age", None),
            ("<script>", None),
        ] {
            assert_eq!(max_age(header), age, "{header}");
        }
    }

    /// An endpoint's certificate, its authority trusted, valid on those days of 2026.
    fn chain(from: u8, until: u8) -> (Observation, Roots) {
        let mut authority = CertificateParams::new(Vec::new()).expect("parameters");
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        let root = authority.self_signed(&key).expect("a root");
        let mut leaf = CertificateParams::new(vec!["api.vendor.example".to_owned()]).expect("parameters");
        leaf.distinguished_name.push(DnType::CommonName, "api.vendor.example");
        (leaf.not_before, leaf.not_after) = (date_time_ymd(2026, 11, from), date_time_ymd(2026, 11, until));
        let own = KeyPair::generate().expect("a key");
        let leaf = leaf.signed_by(&own, &Issuer::from_params(&authority, &key)).expect("a certificate");
        let seen = Observation {
            host: "api.vendor.example".to_owned(),
            port: 443,
            address: "192.0.2.1:443".to_owned(),
            outcome: Outcome::Completed,
            detail: None,
            versions: vec!["TLS 1.3".to_owned()],
            refused: vec!["TLS 1.2".to_owned()],
            suite: None,
            group: None,
            chain: vec![hexadecimal(leaf.der())],
            stapled: false,
            asked_for_certificate: false,
            http: None,
            proven: Some(true),
        };
        (seen, Roots::with(&[root.der().to_vec()]))
    }

    fn day(day: u8) -> DateTime<Utc> {
        format!("2026-11-{day:02}T12:00:00Z").parse().expect("a moment")
    }

    fn codes(look: &Look) -> Vec<&str> {
        look.findings.iter().map(|finding| finding.code.as_str()).collect()
    }

    #[test]
    fn what_ended_after_it_was_seen_is_not_known_and_what_had_ended_is_expired() {
        let (seen, roots) = chain(1, 20);
        let judging = |on: u8| Judging { at: day(on), roots: roots.clone(), given_are_public: false };
        let then = seen.look(day(10), &judging(10));
        assert_eq!((then.trusted, then.hostname_ok, codes(&then)), (Some(true), Some(true), vec![]));
        let since = seen.look(day(10), &judging(25));
        assert_eq!((since.trusted, codes(&since)), (None, vec!["cert.ended_since"]));
        assert!(since.findings[0].summary.contains("20 Nov 2026") && since.findings[0].summary.contains("10 Nov 2026"));
        let ended = seen.look(day(24), &judging(25));
        assert_eq!((ended.trusted, codes(&ended)), (Some(false), vec!["cert.expired"]));
        let strangers = Judging { roots: Roots::with(&[]), ..judging(25) };
        assert_eq!(seen.look(day(10), &strangers).trusted, Some(false), "other faults stay");
    }

    #[test]
    fn a_key_that_was_not_proven_is_not_trusted() {
        let (mut seen, roots) = chain(1, 29);
        let judging = Judging { at: day(10), roots, given_are_public: false };
        seen.proven = Some(false);
        let look = seen.look(day(10), &judging);
        assert_eq!((look.trusted, codes(&look).contains(&"cert.key_not_proven")), (Some(false), true));
        seen.proven = None;
        assert_eq!(seen.look(day(10), &judging).trusted, Some(true));
    }

    #[test]
    fn protocols_are_accepted_refused_or_not_looked_at() {
        let (mut seen, roots) = chain(1, 29);
        let judging = Judging { at: day(10), roots, given_are_public: true };
        let look = seen.look(day(10), &judging);
        let accepted: Vec<Option<bool>> = look.protocols.iter().map(|one| one.accepted).collect();
        assert_eq!(accepted, [Some(true), Some(false), None, None, None, None]);
        assert_eq!(look.life, Some(Life { days: 29, most: Some(200) }));
        assert_eq!((look.chain[0].kind, look.chain[0].names), (LinkKind::Leaf, 1));
        (seen.versions, seen.refused) = (vec!["TLS 1.2".to_owned()], Vec::new());
        assert_eq!((seen.accepted("TLS 1.3"), seen.accepted("TLS 1.2")), (Some(false), Some(true)), "1.3 was offered");
        (seen.outcome, seen.versions) = (Outcome::Timeout, Vec::new());
        assert_eq!(seen.accepted("TLS 1.3"), None);
    }

    #[test]
    fn bytes_survive_their_digits() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(bytes(&hexadecimal(&all)), all);
    }
}
