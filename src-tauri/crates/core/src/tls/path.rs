//! The path from an endpoint's certificate to a root, by who signed whom among what was served,
//! and whether an independent builder (webpki) finds it trusted.

use super::certificate::{Certificate, Read};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use std::time::Duration;
use webpki::{EndEntityCert, Error, KeyUsage};

/// The roots a chain is held against.
#[derive(Clone, Debug)]
pub struct Roots {
    anchors: Vec<TrustAnchor<'static>>,
    /// Roots that were given, besides Mozilla's.
    given: Vec<Certificate>,
}

/// Where a path ends.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum End {
    /// At a certificate whose issuer was served or is a root, and did not sign it.
    Broken,
    /// At a certificate whose issuer was not served and is no root.
    Open,
    /// At a root, and whether it is a public one.
    Root {
        /// Is it one of Mozilla's?
        public: bool,
    },
    /// At a certificate that signed itself and is no root.
    SelfSigned,
}

/// A path: places in the served chain, the endpoint's certificate first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Path {
    /// Places of its certificates.
    pub places: Vec<usize>,
    /// Where it ends.
    pub end: End,
}

impl Roots {
    /// Mozilla's roots and those given; a given root that cannot be read is left out.
    pub fn with(given: &[Vec<u8>]) -> Self {
        let mut anchors: Vec<TrustAnchor<'static>> = webpki_roots::TLS_SERVER_ROOTS.to_vec();
        let given: Vec<Certificate> = given.iter().map(|der| Certificate::new(der)).collect();
        for root in &given {
            if let Ok(anchor) = webpki::anchor_from_trusted_cert(&CertificateDer::from(root.der.as_slice())) {
                anchors.push(anchor.to_owned());
            }
        }
        Self { anchors, given }
    }

    /// Did one of the roots issue this certificate, and is it a public one?
    fn issued(&self, certificate: &Certificate) -> Option<bool> {
        let read = certificate.read.as_ref()?;
        if self.given.iter().any(|root| certificate.signed_by(root)) {
            return Some(false);
        }
        self.public(read).any(|anchor| certificate.signed_with(&anchor.subject_public_key_info)).then_some(true)
    }

    /// Is this certificate one of the roots that were given? One of Mozilla's issued itself.
    fn holds(&self, certificate: &Certificate) -> bool {
        self.given.iter().any(|root| root.der == certificate.der)
    }

    /// Does a certificate name one of the roots as its issuer, whoever signed it?
    fn named(&self, certificate: &Certificate) -> bool {
        self.given.iter().any(|root| certificate.names(root))
            || certificate.read.as_ref().is_some_and(|read| self.public(read).next().is_some())
    }

    /// Mozilla's roots of the name that a certificate gives its issuer.
    fn public<'r>(&'r self, read: &'r Read) -> impl Iterator<Item = &'r TrustAnchor<'static>> {
        let issuer = inner(&read.issuer_raw);
        let mozilla = self.anchors.iter().take(webpki_roots::TLS_SERVER_ROOTS.len());
        mozilla.filter(move |anchor| anchor.subject.as_ref() == issuer)
    }
}

/// What stands inside a DER sequence: anchors hold names without the outer tag and length.
fn inner(der: &[u8]) -> &[u8] {
    match der {
        [_, length, rest @ ..] if *length < 0x80 => rest,
        [_, length, rest @ ..] => rest.get(usize::from(length & 0x7f)..).unwrap_or_default(),
        _ => der,
    }
}

/// Follows the signatures from the first served certificate as far as they lead; where several
/// lead on, the one that reaches a root.
pub fn path(chain: &[Certificate], roots: &Roots) -> Path {
    let mut best = Path { places: Vec::new(), end: End::Open };
    follow(chain, roots, &mut vec![0], &mut best, &mut 1000);
    best
}

fn follow(chain: &[Certificate], roots: &Roots, places: &mut Vec<usize>, best: &mut Path, budget: &mut u32) {
    let Some(last) = places.last().and_then(|place| chain.get(*place)) else {
        return;
    };
    *budget = budget.saturating_sub(1);
    let signers: Vec<usize> = (0..chain.len()).filter(|place| last.signed_by(&chain[*place])).collect();
    let end = match (roots.holds(last), roots.issued(last)) {
        (true, _) => End::Root { public: false },
        (false, Some(public)) => End::Root { public },
        (false, None) if last.self_issued() => End::SelfSigned,
        (false, None) if !signers.is_empty() => End::Open,
        (false, None) if roots.named(last) || chain.iter().any(|other| last.names(other)) => End::Broken,
        (false, None) => End::Open,
    };
    let rank = |end: &End| match end {
        End::Root { .. } => 2,
        End::SelfSigned => 1,
        End::Broken | End::Open => 0,
    };
    if rank(&end) > rank(&best.end)
        || (rank(&end) == rank(&best.end) && rank(&end) < 2 && places.len() > best.places.len())
    {
        *best = Path { places: places.clone(), end: end.clone() };
    }
    if matches!(end, End::Root { .. }) || last.self_issued() || *budget == 0 {
        return;
    }
    for place in signers {
        if !places.contains(&place) {
            places.push(place);
            follow(chain, roots, places, best, budget);
            places.pop();
        }
    }
}

/// Does webpki find the chain trusted as a server's at that second?
///
/// # Errors
/// Its reason when not: the worst of those it met.
pub fn trusted(chain: &[Certificate], roots: &Roots, at: i64) -> Result<(), Error> {
    let Some(leaf) = chain.first() else {
        return Err(Error::UnknownIssuer);
    };
    let leaf_der = CertificateDer::from(leaf.der.as_slice());
    let leaf = EndEntityCert::try_from(&leaf_der)?;
    let rest: Vec<CertificateDer<'_>> =
        chain[1..].iter().map(|certificate| CertificateDer::from(certificate.der.as_slice())).collect();
    let at = UnixTime::since_unix_epoch(Duration::from_secs(u64::try_from(at).unwrap_or(0)));
    leaf.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &roots.anchors, &rest, at, KeyUsage::server_auth(), None, None)
        .map(|_| ())
}
