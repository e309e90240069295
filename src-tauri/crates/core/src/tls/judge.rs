//! What a served chain means for a name at a moment: everything that is wrong, not the first.

use super::certificate::{Certificate, Key, Read, WeakHash};
use super::code::Code;
use super::finding;
use super::name::{Match, Wanted};
use super::path::{End, Path, Roots, path, trusted};
use crate::known::{Finding, Life};
use crate::text;
use chrono::{DateTime, Utc};
use webpki::Error;

/// By what a chain is judged.
#[derive(Clone, Debug)]
pub struct Judging {
    /// At which moment.
    pub at: DateTime<Utc>,
    /// By which roots.
    pub roots: Roots,
    /// Do the rules of public authorities bind what the given roots signed?
    pub given_are_public: bool,
}

/// What a chain comes to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// Is it trusted? `None` without a chain.
    pub trusted: Option<bool>,
    /// Does the certificate stand for the name? `None` without a name or a chain.
    pub hostname_ok: Option<bool>,
    /// What is wrong, and what is worth knowing.
    pub findings: Vec<Finding>,
    /// How long the endpoint's own certificate is valid in all; `None` when it cannot be read.
    pub life: Option<Life>,
}

const DAY: i64 = 86_400;

/// Certificates a chain may have, and bytes.
const MOST: (usize, usize) = (10, 65_536);

/// Judges a chain, the endpoint's own certificate first. `stapled` says whether a status
/// response came with it, where one could have come.
pub fn judge(chain: &[Certificate], host: Option<&str>, stapled: Option<bool>, judging: &Judging) -> Judgement {
    let mut findings = Findings(Vec::new());
    let Some(leaf) = chain.first() else {
        return Judgement::default();
    };
    if chain.len() > MOST.0 || chain.iter().map(|certificate| certificate.der.len()).sum::<usize>() > MOST.1 {
        findings.add(Code::ChainTooLarge, format!("{} certificates are served", chain.len()));
    }
    for (place, certificate) in chain.iter().enumerate() {
        let what =
            if place == 0 { "the certificate".to_owned() } else { format!("certificate {} of the chain", place + 1) };
        match &certificate.read {
            None => findings.add(Code::CertMalformed, format!("{what} cannot be read")),
            Some(read) if !read.broken.is_empty() => {
                findings.add(
                    Code::CertMalformed,
                    format!("{what} has parts that cannot be read: {}", read.broken.join(", ")),
                );
            }
            Some(_) => {}
        }
    }
    let Some(read) = &leaf.read else {
        return Judgement { trusted: Some(false), hostname_ok: host.map(|_| false), findings: findings.0, life: None };
    };
    let path = path(chain, &judging.roots);
    let public = match path.end {
        End::Root { public } => public || judging.given_are_public,
        End::Broken | End::Open | End::SelfSigned => false,
    };
    let now = judging.at.timestamp();
    dates(read, now, &mut findings);
    let hostname_ok = host.map(|host| names(read, host, &mut findings));
    shape(read, public, stapled, &mut findings);
    let verdict = trusted(chain, &judging.roots, now);
    // one path in date is enough: the dates of another's intermediates decide nothing
    walk(chain, &path, verdict.is_err().then_some(now), &mut findings);
    if let Err(error) = &verdict {
        explained(chain, &path, judging, error, &mut findings);
    }
    // what webpki lets pass and no browser does
    let refused = [Code::CertMalformed, Code::CertEkuNoServerauth, Code::CertWeakKeyEc, Code::CertWeakKeyRsa];
    let sound = verdict.is_ok() && !refused.iter().any(|code| findings.has(*code));
    Judgement { trusted: Some(sound), hostname_ok, findings: findings.0, life: Some(life(read, public)) }
}

struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, code: Code, summary: String) {
        if !self.has(code) {
            self.0.push(finding(code, summary));
        }
    }

    /// Adds to what was found of the same kind.
    fn also(&mut self, code: Code, summary: &str) {
        match self.0.iter_mut().find(|finding| finding.code == code.id()) {
            Some(known) => known.summary = format!("{}; {summary}", known.summary),
            None => self.0.push(finding(code, summary.to_owned())),
        }
    }

    fn has(&self, code: Code) -> bool {
        self.0.iter().any(|finding| finding.code == code.id())
    }
}

/// In date, and how near its end: warnings scale with its life.
fn dates(read: &Read, now: i64, findings: &mut Findings) {
    let life = read.not_after - read.not_before;
    let left = read.not_after - now;
    let until = day(read.not_after);
    if now > read.not_after {
        findings.add(Code::CertExpired, format!("the certificate ended on {until}"));
    } else if now < read.not_before {
        findings.add(Code::CertNotYetValid, format!("the certificate begins on {}", day(read.not_before)));
    } else if left < (life / 10).min(7 * DAY) {
        findings.add(Code::CertExpires7d, format!("the certificate ends on {until}, {}", away(now, read.not_after)));
    } else if left < (life / 3).min(30 * DAY) {
        findings.add(Code::CertExpires30d, format!("the certificate ends on {until}, {}", away(now, read.not_after)));
    }
}

fn names(read: &Read, host: &str, findings: &mut Findings) -> bool {
    if !read.has_san {
        findings.add(Code::CertNoSan, "the certificate has no subject alternative name".to_owned());
        return false;
    }
    match read.stands_for(&Wanted::of(host)) {
        Match::Exact => true,
        Match::Wildcard => {
            findings.add(Code::CertWildcard, format!("{host} is covered by a wildcard"));
            true
        }
        Match::None => {
            let mut names: Vec<String> = read.names.iter().map(|name| escaped(name)).collect();
            names.extend(read.addresses.iter().map(ToString::to_string));
            let more = names.len().saturating_sub(3);
            names.truncate(3);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            findings.add(
                Code::CertNameMismatch,
                format!("the certificate is for {}{more}, not for {host}", names.join(", ")),
            );
            false
        }
    }
}

/// The shape of the endpoint's own certificate: key, signature, usage, life.
fn shape(read: &Read, public: bool, stapled: Option<bool>, findings: &mut Findings) {
    match &read.key {
        Key::Rsa { bits, .. } if *bits < 2048 => {
            findings.add(Code::CertWeakKeyRsa, format!("the key is RSA of {bits} bits"));
        }
        Key::Rsa { exponent: Some(exponent), .. } if *exponent < 65_537 => {
            findings.add(Code::CertRsaSmallExponent, format!("the key has the exponent {exponent}"));
        }
        Key::Ec { curve, allowed: false } => {
            findings.add(Code::CertWeakKeyEc, format!("the key is on the curve {curve}"));
        }
        _ => {}
    }
    match read.weak {
        Some(WeakHash::Md5) => {
            findings.add(Code::CertWeakSigMd5, format!("the certificate is signed by {}", read.signature))
        }
        Some(WeakHash::Sha1) => {
            findings.add(Code::CertWeakSigSha1, format!("the certificate is signed by {}", read.signature))
        }
        None => {}
    }
    if read.is_ca {
        findings.add(Code::CertLeafIsCa, "the endpoint's certificate says that it is an authority".to_owned());
    }
    if read.server_auth == Some(false) || (read.server_auth.is_none() && public) {
        findings.add(Code::CertEkuNoServerauth, "the certificate is not issued for servers".to_owned());
    }
    if read.odd_name() {
        findings.add(Code::CertOddName, format!("the certificate names itself {}", read.subject));
    }
    if read.must_staple && stapled == Some(false) {
        findings.add(Code::OcspMustStapleMissing, "the certificate promises a stapled status and none came".to_owned());
    }
    if let Life { days, most: Some(most) } = life(read, public)
        && days > most
    {
        findings.add(
            Code::CertValidityTooLong,
            format!("the certificate is valid for {days} days; {most} are the most for its day"),
        );
    }
}

/// How long a certificate is valid in all: both ends count, one second more than the difference.
fn life(read: &Read, public: bool) -> Life {
    let days = (read.not_after - read.not_before + DAY) / DAY;
    let most = longest(read.not_before).filter(|_| public);
    Life { days: u32::try_from(days).unwrap_or(0), most }
}

/// The longest life in days that the CA/Browser Forum allows a certificate which begins then
/// (TLS Baseline Requirements 6.3.2, ballots 193, SC31, SC-081v3).
fn longest(not_before: i64) -> Option<u32> {
    const STEPS: [(&str, u32); 6] = [
        ("2029-03-15T00:00:00Z", 47),
        ("2027-03-15T00:00:00Z", 100),
        ("2026-03-15T00:00:00Z", 200),
        ("2020-09-01T00:00:00Z", 398),
        ("2018-03-01T00:00:00Z", 825),
        ("2015-04-01T00:00:00Z", 1187),
    ];
    STEPS.iter().find_map(|(from, most)| {
        let from = from.parse::<DateTime<Utc>>().ok()?.timestamp();
        (not_before >= from).then_some(*most)
    })
}

/// The rest of the chain: order, dates as of `now`, authority, and where it ends.
fn walk(chain: &[Certificate], path: &Path, now: Option<i64>, findings: &mut Findings) {
    let said = |place: usize| chain[place].read.as_ref().map_or("a certificate", |read| common(&read.subject));
    if path.places.windows(2).any(|pair| pair[1] < pair[0])
        || path.places.iter().enumerate().any(|(at, place)| *place < at)
    {
        findings.add(Code::ChainWrongOrder, "the chain is not served in the order of its path".to_owned());
    }
    for (at, place) in path.places.iter().enumerate().skip(1) {
        let Some(read) = &chain[*place].read else { continue };
        // a root signs itself: its own dates and signature decide nothing
        if chain[*place].self_issued() {
            continue;
        }
        if now.is_some_and(|now| now > read.not_after) {
            findings
                .also(Code::ChainIntermediateExpired, &format!("{} ended on {}", said(*place), day(read.not_after)));
        } else if now.is_some_and(|now| now < read.not_before) {
            let begins = format!("the intermediate {} begins on {}", said(*place), day(read.not_before));
            findings.also(Code::CertNotYetValid, &begins);
        }
        if !read.is_ca {
            findings.add(Code::ChainIntermediateNotCa, format!("{} is no authority", said(*place)));
        }
        if read.path_len.is_some_and(|most| at - 1 > most as usize) {
            findings
                .add(Code::ChainPathlenExceeded, format!("{} may not have so many authorities below it", said(*place)));
        }
        if read.weak.is_some() {
            findings.add(Code::ChainWeakSigIntermediate, format!("{} is signed by {}", said(*place), read.signature));
        }
        if !read.unknown_critical.is_empty() {
            findings.add(
                Code::CertUnknownCriticalExt,
                format!("{} has the critical extension {}", said(*place), read.unknown_critical.join(", ")),
            );
        }
    }
    if let Some(read) = &chain[0].read
        && !read.unknown_critical.is_empty()
    {
        findings.add(
            Code::CertUnknownCriticalExt,
            format!("the certificate has the critical extension {}", read.unknown_critical.join(", ")),
        );
    }
    let top = path.places.last().copied().unwrap_or(0);
    let issuer = chain[top].read.as_ref().map_or("an unknown authority", |read| common(&read.issuer));
    match (&path.end, path.places.len()) {
        (End::Root { .. }, _) => {}
        (End::Broken, _) => findings
            .add(Code::ChainUntrustedRoot, format!("the signature of {issuer} under {} cannot be verified", said(top))),
        (End::SelfSigned, 1) => findings.add(Code::CertSelfSigned, "the certificate signed itself".to_owned()),
        (End::SelfSigned, _) => {
            findings.add(Code::ChainUntrustedRoot, format!("the chain ends at {}, which is not trusted", said(top)))
        }
        (End::Open, 1) => {
            findings.add(Code::ChainIncomplete, format!("the certificate of {issuer}, which signed it, is not served"))
        }
        (End::Open, _) => {
            findings.add(Code::ChainUntrustedRoot, format!("the chain ends below {issuer}, which is not trusted"))
        }
    }
    for (place, certificate) in chain.iter().enumerate() {
        if path.places.contains(&place) && !(matches!(path.end, End::Root { .. }) && certificate.self_issued()) {
            continue;
        }
        if certificate.self_issued()
            && place > 0
            && matches!(path.end, End::Root { .. })
            && signs_path(chain, path, place)
        {
            findings.add(Code::ChainRootIncluded, format!("the root {} is served", said(place)));
        } else if place > 0 && !path.places.contains(&place) {
            findings.add(Code::ChainExtraCert, format!("{} is served and not on the path", said(place)));
        }
    }
}

/// Is the certificate at that place the root of the path?
fn signs_path(chain: &[Certificate], path: &Path, place: usize) -> bool {
    path.places.contains(&place) || path.places.last().is_some_and(|top| chain[*top].signed_by(&chain[place]))
}

/// What says by itself why no path can be verified. Another name, key or date does not.
const UNVERIFIED: [Code; 7] = [
    Code::CertLeafIsCa,
    Code::CertSelfSigned,
    Code::CertWeakSigMd5,
    Code::CertWeakSigSha1,
    Code::ChainIncomplete,
    Code::ChainUntrustedRoot,
    Code::ChainWeakSigIntermediate,
];

/// What says that a certificate of the path is out of date.
const DATED: [Code; 3] = [Code::CertExpired, Code::CertNotYetValid, Code::ChainIntermediateExpired];

/// What webpki's refusal adds to what was found already: the first of its reasons that is not
/// about dates, names or algorithms judged above.
fn explained(chain: &[Certificate], path: &Path, judging: &Judging, error: &Error, findings: &mut Findings) {
    let mut reason = error.clone();
    if dated(&reason) {
        // is there more, were it in date?
        let read = |place: &usize| chain[*place].read.as_ref();
        let begin = path.places.iter().filter_map(read).map(|read| read.not_before).max().unwrap_or_default();
        let end = path.places.iter().filter_map(read).map(|read| read.not_after).min().unwrap_or_default();
        if begin <= end
            && let Err(other) = trusted(chain, &judging.roots, begin + (end - begin) / 2)
        {
            reason = other;
        }
    }
    match reason {
        Error::NameConstraintViolation => {
            findings.add(
                Code::ChainNameConstraintViolation,
                "an authority of the chain may not issue for this name".to_owned(),
            );
        }
        Error::PathLenConstraintViolated => {
            findings.add(Code::ChainPathlenExceeded, "the chain is longer than an authority of it allows".to_owned());
        }
        Error::UnsupportedCriticalExtension => {
            findings
                .add(Code::CertUnknownCriticalExt, "a certificate has a critical extension nobody knows".to_owned());
        }
        Error::EndEntityUsedAsCa => {
            findings.add(Code::ChainIntermediateNotCa, "a certificate of the chain is no authority".to_owned());
        }
        Error::RequiredEkuNotFoundContext(_) | Error::EmptyEkuExtension => {
            findings.add(Code::CertEkuNoServerauth, "the certificate is not issued for servers".to_owned());
        }
        Error::BadDer
        | Error::BadDerTime
        | Error::MalformedExtensions
        | Error::MalformedDnsIdentifier
        | Error::MalformedNameConstraint
        | Error::InvalidSerialNumber
        | Error::UnsupportedCertVersion
        | Error::TrailingData(_)
        | Error::InvalidCertValidity
        | Error::ExtensionValueInvalid
        | Error::SignatureAlgorithmMismatch => {
            findings.add(Code::CertMalformed, "a certificate of the chain breaks the rules of its format".to_owned());
        }
        other => {
            let late = dated(&other) && DATED.iter().any(|code| findings.has(*code));
            if !late && !UNVERIFIED.iter().any(|code| findings.has(*code)) {
                findings.add(Code::ChainUntrustedRoot, "no path to a trusted root could be verified".to_owned());
            }
        }
    }
}

fn dated(error: &Error) -> bool {
    matches!(error, Error::CertExpired { .. } | Error::CertNotValidYet { .. })
}

/// The common name of a distinguished name, or all of it.
fn common(name: &str) -> &str {
    name.split(", ").find_map(|part| part.strip_prefix("CN=")).unwrap_or(name)
}

fn day(second: i64) -> String {
    DateTime::from_timestamp(second, 0).map_or_else(|| "a day out of range".to_owned(), |at| text::day(at.date_naive()))
}

/// How far a day is, in days of the calendar.
fn away(now: i64, until: i64) -> String {
    match until.div_euclid(DAY) - now.div_euclid(DAY) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        days => format!("in {days} days"),
    }
}

fn escaped(name: &str) -> String {
    name.escape_debug().to_string()
}

#[cfg(test)]
mod tests;
