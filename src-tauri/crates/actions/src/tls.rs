//! TLS: judging captured chains, looking at hosts once, and the endpoints of services with
//! their dated series of looks.

pub mod endpoints;
pub mod roots;
pub mod scan;
pub mod view;

use crate::desk::Desk;
use crate::failure::Failure;
use crate::job::Job;
use caveat_core::known::Finding;
use caveat_core::tls::certificate::{Certificate, from_pem};
use caveat_core::tls::judge::{Judging, judge};
use caveat_core::tls::path::Roots;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A captured chain to judge.
#[derive(Clone, Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JudgeCertificate {
    /// The chain in PEM, the endpoint's own certificate first.
    pub chain: String,
    /// The name or address it has to stand for.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub host: Option<String>,
    /// Roots to trust besides Mozilla's, each one or more certificates in PEM.
    #[serde(default)]
    pub cas: Vec<String>,
    /// At which moment; now when not said.
    #[serde(default)]
    #[ts(optional = nullable)]
    pub at: Option<DateTime<Utc>>,
    /// Do the rules of public authorities bind what those roots signed?
    #[serde(default)]
    pub treat_ca_as_public: bool,
}

/// What a chain comes to.
#[derive(Clone, Debug, Serialize, TS)]
pub struct JudgedCertificate {
    /// Its certificates, in the order given.
    pub chain: Vec<CertificateView>,
    /// Is it trusted?
    pub trusted: Option<bool>,
    /// Does it stand for the name? `None` when none was given.
    pub hostname_ok: Option<bool>,
    /// What is wrong, and what is worth knowing.
    pub findings: Vec<Finding>,
}

/// One certificate, as far as it can be read.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CertificateView {
    /// Whom it names.
    pub subject: Option<String>,
    /// Who signed it.
    pub issuer: Option<String>,
    /// Its number, hexadecimal.
    pub serial: Option<String>,
    /// First moment it is valid.
    #[ts(type = "string | null")]
    pub not_before: Option<DateTime<Utc>>,
    /// Last moment it is valid.
    #[ts(type = "string | null")]
    pub not_after: Option<DateTime<Utc>>,
    /// Kind and size of its key.
    pub key: Option<String>,
    /// How it was signed.
    pub signature: Option<String>,
    /// Names and addresses it stands for.
    pub san: Vec<String>,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// Judges a captured chain offline.
pub fn judge_certificate(_: &Desk, input: JudgeCertificate, job: &Job) -> Result<JudgedCertificate, Failure> {
    let chain: Vec<Certificate> =
        certificates("The chain", &input.chain)?.iter().map(|der| Certificate::new(der)).collect();
    let judged = judge(
        &chain,
        input.host.as_deref(),
        None,
        &judging(&input.cas, input.treat_ca_as_public, input.at.unwrap_or(job.now))?,
    );
    Ok(JudgedCertificate {
        chain: chain.iter().map(CertificateView::of).collect(),
        trusted: judged.trusted,
        hostname_ok: judged.hostname_ok,
        findings: judged.findings,
    })
}

/// By what chains are judged: Mozilla's roots and those given in PEM.
pub(crate) fn judging(cas: &[String], given_are_public: bool, at: DateTime<Utc>) -> Result<Judging, Failure> {
    let mut roots = Vec::new();
    for text in cas {
        roots.extend(certificates("The root", text)?);
    }
    Ok(Judging { at, roots: Roots::with(&roots), given_are_public })
}

pub(crate) fn certificates(what: &str, text: &str) -> Result<Vec<Vec<u8>>, Failure> {
    from_pem(text).ok_or_else(|| {
        Failure::bad_input(
            format!("{what} holds no certificate in PEM."),
            "Needed: blocks that begin with BEGIN CERTIFICATE.",
        )
    })
}

impl CertificateView {
    pub(crate) fn of(certificate: &Certificate) -> Self {
        let read = certificate.read.as_ref();
        let moment = |second: i64| DateTime::from_timestamp(second, 0);
        Self {
            subject: read.map(|read| read.subject.clone()),
            issuer: read.map(|read| read.issuer.clone()),
            serial: read.map(|read| read.serial.clone()),
            not_before: read.and_then(|read| moment(read.not_before)),
            not_after: read.and_then(|read| moment(read.not_after)),
            key: read.map(|read| read.key.words()),
            signature: read.map(|read| read.signature.clone()),
            san: read.map_or_else(Vec::new, |read| {
                let names = read.names.iter().map(|name| name.escape_debug().to_string());
                names.chain(read.addresses.iter().map(ToString::to_string)).collect()
            }),
            sha256: certificate.sha256.clone(),
        }
    }
}
