//! The codes of TLS findings: the vocabulary that other checkers are compared by, each with its
//! severity and what to do.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $id:literal $severity:literal $remedy:literal;)*) => {
        /// What a check of TLS can find.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// All of them, in the order of the enum.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code of that id.
            pub fn of(id: &str) -> Option<Self> {
                Self::ALL.iter().find(|code| code.id() == id).copied()
            }

            /// Its id, the same in every report.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// How grave it is: info, low, medium, high or critical.
            pub fn severity(self) -> &'static str {
                match self { $(Self::$name => $severity,)* }
            }

            /// What to do about it.
            pub fn remedy(self) -> &'static str {
                match self { $(Self::$name => $remedy,)* }
            }
        }
    };
}

codes! {
    /// The key usage does not allow a server.
    CertEkuNoServerauth "cert.eku_no_serverauth" "high" "Ask for a certificate whose extended key usage names server authentication.";
    /// In date when it was seen, and ended since: what is served now was not seen.
    CertEndedSince "cert.ended_since" "medium" "Check the endpoint again.";
    /// Past its last moment.
    CertExpired "cert.expired" "critical" "Ask the vendor to renew the certificate now.";
    /// Ends within 30 days, or a third of its life.
    CertExpires30d "cert.expires_30d" "low" "Ask whether renewal is automatic.";
    /// Ends within 7 days, or a tenth of its life.
    CertExpires7d "cert.expires_7d" "medium" "Ask the vendor to renew the certificate this week.";
    /// The key of the certificate was not used to sign the handshake.
    CertKeyNotProven "cert.key_not_proven" "critical" "Do not send data there; ask what stands between you and the endpoint.";
    /// The endpoint's certificate is a CA.
    CertLeafIsCa "cert.leaf_is_ca" "high" "Ask for a certificate that is not a certificate authority.";
    /// Cannot be read as a certificate.
    CertMalformed "cert.malformed" "high" "Ask the vendor to have the certificate issued again.";
    /// For another name.
    CertNameMismatch "cert.name_mismatch" "high" "Ask for a certificate that carries this name, or use the name it carries.";
    /// No subject alternative name.
    CertNoSan "cert.no_san" "high" "Ask for a certificate with the name as a subject alternative name.";
    /// Before its first moment: the endpoint's own, or an intermediate.
    CertNotYetValid "cert.not_yet_valid" "critical" "Check the clocks; otherwise ask for a certificate that is valid now.";
    /// Letters in a name that can mislead.
    CertOddName "cert.odd_name" "low" "Ask what the name is meant to say; treat it with suspicion.";
    /// RSA exponent below 65537.
    CertRsaSmallExponent "cert.rsa_small_exponent" "medium" "Ask for a key with the exponent 65537.";
    /// Signed by itself.
    CertSelfSigned "cert.self_signed" "high" "Ask for a certificate from a public authority, or add this one as a root you trust.";
    /// A critical extension nobody knows.
    CertUnknownCriticalExt "cert.unknown_critical_ext" "high" "Ask for a certificate without that extension.";
    /// Longer than the public rules allow.
    CertValidityTooLong "cert.validity_too_long" "medium" "Ask for a certificate with a life within the rules of its day.";
    /// Elliptic curve that is not allowed.
    CertWeakKeyEc "cert.weak_key_ec" "high" "Ask for a key on P-256, P-384 or P-521.";
    /// RSA below 2048 bits.
    CertWeakKeyRsa "cert.weak_key_rsa" "high" "Ask for an RSA key of 2048 bits or more.";
    /// Signed with MD5.
    CertWeakSigMd5 "cert.weak_sig_md5" "critical" "Ask for a certificate signed with SHA-256 or better.";
    /// Signed with SHA-1.
    CertWeakSigSha1 "cert.weak_sig_sha1" "high" "Ask for a certificate signed with SHA-256 or better.";
    /// The name is covered by a wildcard.
    CertWildcard "cert.wildcard" "info" "Nothing to do; know that one key serves many names.";
    /// A served certificate is not on the path.
    ChainExtraCert "chain.extra_cert" "info" "Ask the vendor to serve only the path.";
    /// An intermediate is not served.
    ChainIncomplete "chain.incomplete" "medium" "Ask the vendor to serve the intermediate certificates.";
    /// An intermediate is out of date.
    ChainIntermediateExpired "chain.intermediate_expired" "critical" "Ask the vendor to serve the current intermediate.";
    /// An intermediate is no CA.
    ChainIntermediateNotCa "chain.intermediate_not_ca" "critical" "Ask for a certificate issued by a certificate authority.";
    /// A name constraint forbids the name.
    ChainNameConstraintViolation "chain.name_constraint_violation" "critical" "Ask for a certificate from an authority that may issue for this name.";
    /// A path length constraint is exceeded.
    ChainPathlenExceeded "chain.pathlen_exceeded" "critical" "Ask for a certificate whose path keeps its length constraints.";
    /// The root itself is served.
    ChainRootIncluded "chain.root_included" "info" "Nothing to do; the root need not be served.";
    /// More certificates or bytes than anybody needs.
    ChainTooLarge "chain.too_large" "low" "Ask the vendor to serve only the path.";
    /// The path ends at a root nobody here trusts.
    ChainUntrustedRoot "chain.untrusted_root" "high" "Ask for a certificate from a public authority, or add its root as one you trust.";
    /// An intermediate is signed with SHA-1 or MD5.
    ChainWeakSigIntermediate "chain.weak_sig_intermediate" "high" "Ask the vendor to serve an intermediate signed with SHA-256 or better.";
    /// Served in another order than the path's.
    ChainWrongOrder "chain.wrong_order" "low" "Ask the vendor to serve the chain in order.";
    /// The Strict-Transport-Security header switches it off.
    HttpHstsDisabled "http.hsts_disabled" "low" "Ask for a header with a max-age of at least half a year.";
    /// The Strict-Transport-Security header cannot be read.
    HttpHstsInvalid "http.hsts_invalid" "low" "Ask for a header with a max-age of at least half a year.";
    /// No Strict-Transport-Security header.
    HttpHstsMissing "http.hsts_missing" "low" "Ask for a header with a max-age of at least half a year.";
    /// The Strict-Transport-Security header lasts less than half a year.
    HttpHstsShort "http.hsts_short" "low" "Ask for a max-age of at least half a year.";
    /// A browser is sent on to plain HTTP.
    HttpRedirectToHttp "http.redirect_to_http" "medium" "Ask the vendor to redirect to HTTPS only.";
    /// The connection was closed, or nobody listens.
    NetClosed "net.closed" "info" "Check the name and the port; try again later.";
    /// What came is no protocol we know.
    NetGarbage "net.garbage" "medium" "Check the port; ask what is meant to listen there.";
    /// TLS, but no agreement.
    NetHandshakeFailed "net.handshake_failed" "medium" "Ask which protocol versions and suites are offered.";
    /// HTTP without TLS.
    NetPlainHttp "net.plain_http" "critical" "Ask the vendor to serve this port by TLS only.";
    /// The connection was broken.
    NetReset "net.reset" "info" "Try again later; ask whether connections are limited.";
    /// Nothing came in time.
    NetTimeout "net.timeout" "info" "Check the name and the port; try again later.";
    /// Stapling is promised and missing.
    OcspMustStapleMissing "ocsp.must_staple_missing" "medium" "Ask the vendor to staple a status response, or to drop the promise.";
    /// Neither TLS 1.2 nor 1.3.
    ProtoNoTls12Or13 "proto.no_tls12_or_13" "critical" "Ask the vendor to offer TLS 1.2 and 1.3.";
    /// No TLS 1.3.
    ProtoNoTls13 "proto.no_tls13" "low" "Ask the vendor to offer TLS 1.3.";
    /// A certificate of ours is wanted.
    TlsClientCertRequired "tls.client_cert_required" "info" "Nothing to do; the endpoint is closed to strangers.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_an_id_of_its_own_a_severity_and_a_remedy() {
        let ids: BTreeSet<&str> = Code::ALL.iter().map(|code| code.id()).collect();
        assert_eq!(ids.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(["info", "low", "medium", "high", "critical"].contains(&code.severity()), "{code:?}");
            assert!(code.remedy().ends_with('.') && code.id().contains('.'), "{code:?}");
        }
    }
}
