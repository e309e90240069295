//! The invented authority of the sample's hosts. It is made anew for each sample, signs what the
//! story asks for, and is forgotten: no key is ever kept.

use crate::failure::Failure;
use caveat_core::tls::observation::hexadecimal;
use chrono::{Datelike, Days, NaiveDate};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use serde::Deserialize;

/// A certificate that the story has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// The names it stands for.
    pub names: Vec<String>,
    /// Days before the story's end on which it begins.
    pub begins: u64,
    /// Days it lasts.
    pub lasts: u64,
    /// Did it sign itself?
    #[serde(default)]
    pub signs_itself: bool,
    /// Is it served without the certificate of its issuer?
    #[serde(default)]
    pub alone: bool,
}

/// A root and an intermediate below it.
pub struct Authority {
    root: CertifiedIssuer<'static, KeyPair>,
    issuing: CertifiedIssuer<'static, KeyPair>,
    today: NaiveDate,
}

impl Authority {
    /// An authority of that name, as of the day on which the story ends.
    pub fn new(name: &str, today: NaiveDate) -> Result<Self, Failure> {
        let of = |kind: &str, years: i32, below: u8| {
            let mut params = CertificateParams::default();
            params.distinguished_name = named(&format!("{name} {kind}"), Some(name));
            params.is_ca = IsCa::Ca(BasicConstraints::Constrained(below));
            params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
            params.not_before = date_time_ymd(today.year() - years, 1, 1);
            params.not_after = date_time_ymd(today.year() + 2 * years, 1, 1);
            params
        };
        let root = CertifiedIssuer::self_signed(of("Root", 5, 1), key()?).map_err(Failure::unexpected)?;
        let issuing = CertifiedIssuer::signed_by(of("Issuing CA", 3, 0), key()?, &root).map_err(Failure::unexpected)?;
        Ok(Self { root, issuing, today })
    }

    /// The root in PEM.
    pub fn root(&self) -> String {
        self.root.pem()
    }

    /// The chain that a host with such a certificate serves, in hexadecimal DER.
    pub fn chain(&self, wanted: &Wanted) -> Result<Vec<String>, Failure> {
        let mut params = CertificateParams::new(wanted.names.clone()).map_err(Failure::unexpected)?;
        params.distinguished_name = named(wanted.names.first().map_or("", String::as_str), None);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let on = |day: NaiveDate| date_time_ymd(day.year(), day.month() as u8, day.day() as u8);
        let begins = self.today - Days::new(wanted.begins);
        params.not_before = on(begins);
        params.not_after = on(begins + Days::new(wanted.lasts));
        let own = key()?;
        let made = if wanted.signs_itself { params.self_signed(&own) } else { params.signed_by(&own, &self.issuing) };
        let leaf = made.map_err(Failure::unexpected)?;
        let mut served = vec![hexadecimal(leaf.der())];
        if !wanted.signs_itself && !wanted.alone {
            served.push(hexadecimal(self.issuing.der()));
        }
        Ok(served)
    }
}

fn key() -> Result<KeyPair, Failure> {
    KeyPair::generate().map_err(Failure::unexpected)
}

fn named(common: &str, organisation: Option<&str>) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    name.push(DnType::CommonName, common);
    if let Some(organisation) = organisation {
        name.push(DnType::OrganizationName, organisation);
    }
    name
}
