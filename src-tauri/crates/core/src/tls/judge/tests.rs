//! Chains made here, with more than one thing wrong: each of them is told.

use super::*;
use rcgen::{BasicConstraints, CertificateParams, DnType, DnValue, IsCa, Issuer, KeyPair, date_time_ymd};

const HOST: &str = "api.vendor.example";

/// A certificate that can be signed and can sign.
struct Made {
    params: CertificateParams,
    key: KeyPair,
}

impl Made {
    fn new(name: &str, is_ca: bool) -> Self {
        let names = if is_ca { Vec::new() } else { vec![HOST.to_owned()] };
        let mut params = CertificateParams::new(names).expect("parameters");
        params.distinguished_name.push(DnType::CommonName, name);
        if is_ca {
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        }
        Self { params, key: KeyPair::generate().expect("a key") }.valid((2026, 1), (2027, 1))
    }

    /// Valid from the first day of one month to the first of another.
    fn valid(mut self, from: (i32, u8), until: (i32, u8)) -> Self {
        self.params.not_before = date_time_ymd(from.0, from.1, 1);
        self.params.not_after = date_time_ymd(until.0, until.1, 1);
        self
    }

    /// The same name and key.
    fn again(&self) -> Self {
        let key = KeyPair::try_from(self.key.serialize_der()).expect("a key");
        Self { params: self.params.clone(), key }
    }

    fn by(&self, issuer: &Self) -> Vec<u8> {
        let issuer = Issuer::from_params(&issuer.params, &issuer.key);
        self.params.signed_by(&self.key, &issuer).expect("a certificate").der().to_vec()
    }

    fn alone(&self) -> Vec<u8> {
        self.params.self_signed(&self.key).expect("a certificate").der().to_vec()
    }
}

fn judged(chain: &[Vec<u8>], host: &str, roots: &[Vec<u8>]) -> Judgement {
    let chain: Vec<Certificate> = chain.iter().map(|der| Certificate::new(der)).collect();
    let at = "2026-11-24T12:00:00Z".parse().expect("a moment");
    judge(&chain, Some(host), None, &Judging { at, roots: Roots::with(roots), given_are_public: false })
}

fn codes(judged: &Judgement) -> Vec<&str> {
    judged.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn an_intermediate_that_is_not_valid_yet_is_told_beside_the_endpoints_own() {
    let (root, middle) = (Made::new("Root", true), Made::new("Middle", true).valid((2026, 12), (2027, 12)));
    let leaf = Made::new(HOST, false);
    let found = judged(&[leaf.by(&middle), middle.by(&root)], HOST, &[root.alone()]);
    assert_eq!((found.trusted, codes(&found)), (Some(false), vec!["cert.not_yet_valid"]));
    assert_eq!(found.findings[0].summary, "the intermediate Middle begins on 1 Dec 2026");

    let leaf = Made::new(HOST, false).valid((2027, 1), (2027, 3));
    let found = judged(&[leaf.by(&middle), middle.by(&root)], HOST, &[root.alone()]);
    assert_eq!(codes(&found), ["cert.not_yet_valid"]);
    let both = "the certificate begins on 1 Jan 2027; the intermediate Middle begins on 1 Dec 2026";
    assert_eq!(found.findings[0].summary, both);
}

#[test]
fn an_intermediate_out_of_date_beside_one_in_date_is_no_fault() {
    let (root, middle) = (Made::new("Root", true), Made::new("Middle", true));
    let leaf = Made::new(HOST, false).by(&middle);
    let now = middle.by(&root);
    for (from, until) in [((2025, 1), (2026, 2)), ((2026, 12), (2027, 12))] {
        let renewed = middle.again().valid(from, until);
        let found = judged(&[leaf.clone(), renewed.by(&root), now.clone()], HOST, &[root.alone()]);
        assert_eq!((found.trusted, codes(&found)), (Some(true), vec!["chain.extra_cert"]));
    }
}

#[test]
fn another_fault_hides_no_signature_that_is_broken() {
    let (root, middle, other) = (Made::new("Root", true), Made::new("Middle", true), Made::new("Middle", true));
    let good = Made::new(HOST, false);
    let expired = Made::new(HOST, false).valid((2026, 1), (2026, 6));
    let roots = [root.alone()];
    for (leaf, host, faults) in [
        (&good, HOST, vec!["chain.untrusted_root"]),
        (&expired, HOST, vec!["cert.expired", "chain.untrusted_root"]),
        (&good, "else.example", vec!["cert.name_mismatch", "chain.untrusted_root"]),
    ] {
        let found = judged(&[leaf.by(&other), middle.by(&root)], host, &roots);
        let graver: Vec<&str> = codes(&found).into_iter().filter(|code| *code != "chain.extra_cert").collect();
        assert_eq!((found.trusted, graver), (Some(false), faults));
    }
    let stranger = Made::new("Root", true);
    let found = judged(&[expired.by(&middle), middle.by(&stranger)], HOST, &roots);
    assert_eq!(codes(&found), ["cert.expired", "chain.untrusted_root"]);
    assert_eq!(found.findings[1].summary, "the signature of Root under Middle cannot be verified");
}

#[test]
fn the_name_of_a_public_root_is_not_its_signature() {
    let mut impostor = Made::new("", true);
    impostor.params.distinguished_name = rcgen::DistinguishedName::new();
    for (kind, value) in [
        (DnType::CountryName, "US"),
        (DnType::OrganizationName, "Internet Security Research Group"),
        (DnType::CommonName, "ISRG Root X1"),
    ] {
        let value = DnValue::PrintableString(value.try_into().expect("printable"));
        impostor.params.distinguished_name.push(kind, value);
    }
    let expired = Made::new(HOST, false).valid((2024, 1), (2024, 2));
    let found = judged(&[expired.by(&impostor)], "else.example", &[]);
    assert_eq!(codes(&found), ["cert.expired", "cert.name_mismatch", "chain.untrusted_root"]);
    // no moment at which both are valid, at which to ask whether more is wrong
    let middle = Made::new("Middle", true);
    let found = judged(&[expired.by(&middle), middle.by(&impostor)], HOST, &[]);
    assert_eq!(codes(&found), ["cert.expired", "chain.untrusted_root"]);
    assert!(found.findings[1].summary.contains("ISRG Root X1 under Middle"), "{:?}", found.findings[1]);
}

#[test]
fn what_signed_itself_or_lacks_its_issuer_is_told_once() {
    let (root, middle) = (Made::new("Root", true), Made::new("Middle", true));
    let expired = Made::new(HOST, false).valid((2026, 1), (2026, 6));
    let found = judged(&[expired.by(&middle)], "else.example", &[root.alone()]);
    assert_eq!(codes(&found), ["cert.expired", "cert.name_mismatch", "chain.incomplete"]);
    let found = judged(&[expired.alone()], HOST, &[root.alone()]);
    assert_eq!(codes(&found), ["cert.expired", "cert.self_signed"]);
    let found = judged(&[expired.by(&middle), middle.by(&root), root.alone()], HOST, &[]);
    assert_eq!(codes(&found), ["cert.expired", "chain.untrusted_root"]);
}
