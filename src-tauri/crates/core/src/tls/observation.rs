//! What a look at an endpoint saw, whole, and what it means. The same observation is judged
//! again at another time or by other roots.

use super::certificate::Certificate;
use super::code::Code;
use super::finding;
use super::judge::{Judgement, Judging, judge};
use super::name::Wanted;
use crate::known::{ChainLink, Look};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a look saw; its time stands apart, so that seeing the same again is the same.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Observation {
    /// The name or address that was asked for.
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
    /// Protocol versions that were tried and refused.
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
}

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

    /// The look as an assessment takes it.
    pub fn look(&self, at: DateTime<Utc>, judging: &Judging) -> Look {
        let judged = self.judged(judging);
        let chain = self.certificates();
        let moment = |second: i64| DateTime::from_timestamp(second, 0);
        let link = |certificate: &Certificate| {
            let read = certificate.read.as_ref();
            let unread = || "cannot be read".to_owned();
            ChainLink {
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
            completed: self.outcome == Outcome::Completed && !self.chain.is_empty(),
            versions: self.versions.clone(),
            trusted: judged.trusted,
            hostname_ok: judged.hostname_ok,
            chain: chain.iter().map(link).collect(),
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

    #[test]
    fn bytes_survive_their_digits() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(bytes(&hexadecimal(&all)), all);
    }
}
