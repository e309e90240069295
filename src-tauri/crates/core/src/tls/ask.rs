//! What to ask the vendor about a look: neutral, dated, quotable sentences made of what was seen.
//! No score, grade or judgement of ours stands in them.

use super::code::Code;
use crate::claim::{Claim, ClaimState};
use crate::known::Finding;
use crate::questionnaire::Check;
use chrono::{DateTime, Utc};

/// The text, or `None` when there is nothing to ask. `endpoint` is `HOST:PORT`; `claims` that
/// what was seen contradicts are named by the question they answer.
pub fn ask(endpoint: &str, at: DateTime<Utc>, findings: &[Finding], claims: &[Claim]) -> Option<String> {
    let mut seen: Vec<&str> = Vec::new();
    let mut wanted: Vec<&str> = Vec::new();
    for finding in findings {
        let Some(request) = Code::of(&finding.code).and_then(request) else { continue };
        seen.push(&finding.summary);
        if !wanted.contains(&request) {
            wanted.push(request);
        }
    }
    if wanted.is_empty() {
        return None;
    }
    let listed = |lines: &[&str]| lines.iter().map(|line| format!("- {line}\n")).collect::<String>();
    let mut text = format!(
        "On {} UTC we made ordinary TLS handshakes with {endpoint}. We saw:\n{}\n",
        at.format("%-d %B %Y at %H:%M"),
        listed(&seen)
    );
    let about = |claim: &&Claim| {
        claim.state == ClaimState::Contradicted && matches!(claim.check, Some(Check::Certificate | Check::TlsVersion))
    };
    let mut answers: Vec<String> =
        claims.iter().filter(about).map(|claim| format!("{} (“{}”)", claim.question, claim.answer)).collect();
    answers.dedup();
    if !answers.is_empty() {
        text += &format!("This differs from your answer to {}.\n\n", answers.join(" and "));
    }
    text += &format!("We ask you to:\n{}\n", listed(&wanted));
    text += "Tell us what you did and when, or who needs it to stay as it is and until when.\n";
    Some(text)
}

/// What a vendor can be asked to do about a finding; `None` = nothing.
fn request(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::CertEndedSince | Code::CertWildcard | Code::ChainExtraCert => return None,
        Code::ChainRootIncluded | Code::TlsClientCertRequired => return None,
        Code::CertEkuNoServerauth => "use a certificate that is issued for servers",
        Code::CertExpired | Code::CertExpires7d => "renew the certificate",
        Code::CertExpires30d => "say whether the certificate is renewed automatically",
        Code::CertKeyNotProven => "say what stands between this address and the server that holds the key",
        Code::CertLeafIsCa => "use a certificate that is not an authority's",
        Code::CertMalformed => "have the certificate issued again",
        Code::CertNameMismatch | Code::CertNoSan => {
            "use a certificate that carries this name as a subject alternative name"
        }
        Code::CertNotYetValid => "use a certificate that is valid now",
        Code::CertOddName => "say what the name in the certificate is meant to be",
        Code::CertRsaSmallExponent => "use a key with the exponent 65537",
        Code::CertSelfSigned | Code::ChainUntrustedRoot => {
            "use a certificate from a public authority, or send us the root to trust"
        }
        Code::CertUnknownCriticalExt => "use a certificate without that extension",
        Code::CertValidityTooLong => "use a certificate that is valid no longer than the public rules allow",
        Code::CertWeakKeyEc => "use a key on P-256, P-384 or P-521",
        Code::CertWeakKeyRsa => "use an RSA key of 2048 bits or more",
        Code::CertWeakSigMd5 | Code::CertWeakSigSha1 | Code::ChainWeakSigIntermediate => {
            "use certificates signed with SHA-256 or better"
        }
        Code::ChainIncomplete => "serve the intermediate certificates",
        Code::ChainIntermediateExpired => "serve the current intermediate certificate",
        Code::ChainIntermediateNotCa | Code::ChainNameConstraintViolation | Code::ChainPathlenExceeded => {
            "use a certificate from an authority that may issue it"
        }
        Code::ChainTooLarge | Code::ChainWrongOrder => "serve only the certificates of the path, in its order",
        Code::HttpHstsDisabled | Code::HttpHstsInvalid | Code::HttpHstsMissing | Code::HttpHstsShort => {
            "send a Strict-Transport-Security header that lasts at least half a year"
        }
        Code::HttpRedirectToHttp => "redirect to HTTPS only",
        Code::NetClosed | Code::NetReset | Code::NetTimeout => "say whether this name and port are right",
        Code::NetGarbage => "say what is meant to listen on this port",
        Code::NetHandshakeFailed => "say which protocol versions and suites are offered",
        Code::NetPlainHttp => "serve this port by TLS only",
        Code::OcspMustStapleMissing => "staple a status response, or drop the promise from the certificate",
        Code::ProtoNoTls12Or13 => "offer TLS 1.2 and TLS 1.3",
        Code::ProtoNoTls13 => "offer TLS 1.3",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::finding;

    fn at() -> DateTime<Utc> {
        "2026-11-14T06:10:00Z".parse().expect("a moment")
    }

    #[test]
    fn what_was_seen_is_dated_and_each_request_stands_once() {
        let findings = [
            finding(Code::CertExpired, "the certificate ended on 2026-11-10".to_owned()),
            finding(Code::CertWildcard, "covered by a wildcard".to_owned()),
            finding(Code::HttpHstsMissing, "no header is sent".to_owned()),
        ];
        let claim = Claim {
            question: "PRV-02".to_owned(),
            check: Some(Check::Certificate),
            says: "Their certificates are valid".to_owned(),
            answer: "Fulfilled".to_owned(),
            state: ClaimState::Contradicted,
            seen: "ended".to_owned(),
            source: "Own check".to_owned(),
            on: None,
        };
        let text = ask("api.vendor.example:443", at(), &findings, std::slice::from_ref(&claim)).expect("a text");
        assert_eq!(
            text,
            "On 14 November 2026 at 06:10 UTC we made ordinary TLS handshakes with api.vendor.example:443. We saw:\n\
             - the certificate ended on 2026-11-10\n- no header is sent\n\n\
             This differs from your answer to PRV-02 (“Fulfilled”).\n\n\
             We ask you to:\n- renew the certificate\n\
             - send a Strict-Transport-Security header that lasts at least half a year\n\n\
             Tell us what you did and when, or who needs it to stay as it is and until when.\n"
        );
        let borne_out = Claim { state: ClaimState::Supported, ..claim };
        let text = ask("api.vendor.example:443", at(), &findings, &[borne_out]).expect("a text");
        assert!(!text.contains("PRV-02"));
    }

    #[test]
    fn nothing_wrong_is_nothing_to_ask() {
        assert_eq!(ask("a.example:443", at(), &[], &[]), None);
        let wildcard = finding(Code::CertWildcard, "covered by a wildcard".to_owned());
        assert_eq!(ask("a.example:443", at(), &[wildcard], &[]), None);
    }

    #[test]
    fn every_fault_can_be_asked_about_without_our_opinion() {
        for code in Code::ALL {
            let asked = ask("a.example:443", at(), &[finding(*code, "something".to_owned())], &[]);
            assert!(asked.is_some() || matches!(code.severity(), "info" | "medium"), "{code:?}");
            let opinions = ["grade", "score", "critical", "assurance", "risk"];
            assert!(asked.is_none_or(|text| opinions.iter().all(|word| !text.contains(word))), "{code:?}");
        }
    }
}
