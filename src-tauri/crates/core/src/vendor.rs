//! A vendor: a company we depend on. Holds what it is and the rules its fields keep;
//! deliberately holds no risk, which arises in its services.

use crate::id::VendorId;
use crate::text::{self, TextError};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

/// What kind of company a vendor is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VendorKind {
    /// Sells models or products whose work is done by AI.
    AiVendor,
    /// Rents computing, storage or platforms.
    CloudProvider,
    /// Sells or shares data.
    DataSupplier,
    /// None of the others.
    Other,
    /// Runs an application for us.
    Saas,
}

/// Where a vendor stands on the road from request to exit; in the order of that road.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Somebody asked for it.
    Request,
    /// The seven factors are being weighed.
    Triage,
    /// Questionnaires and checks are under way.
    Assessment,
    /// Claims are held against evidence.
    SecurityReview,
    /// Terms are compared with the baseline.
    Contract,
    /// Somebody has to decide.
    Decision,
    /// In use.
    Active,
    /// Being left, or left.
    Exit,
}

/// A vendor as it stands.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize, TS)]
pub struct Vendor {
    /// Which row this is.
    pub id: VendorId,
    /// The name it is known by here.
    pub name: String,
    /// What kind of company it is.
    pub kind: VendorKind,
    /// Where it stands on the road from request to exit.
    pub stage: Stage,
    /// The name in its contracts.
    pub legal_name: Option<String>,
    /// Its public address, `https://…`.
    pub website: Option<String>,
    /// Country of its seat: ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// Who answers for it here.
    pub owner: Option<String>,
    /// Free words.
    pub note: Option<String>,
    /// Put aside: outside lists, counts and search, history kept.
    pub archived: bool,
}

/// Why a vendor's field cannot be taken.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum VendorError {
    /// The country is not two letters.
    #[error("“{0}” is not a two-letter country code")]
    Country(String),
    /// A text breaks a rule.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The website is not an address of the web.
    #[error("“{0}” is not a web address")]
    Website(String),
}

/// A vendor's name: needed, one line.
pub fn name(entered: &str) -> Result<String, VendorError> {
    Ok(text::needed_line("A name", entered)?)
}

/// A country as ISO 3166-1 alpha-2, made upper case; `None` when blank.
pub fn country(entered: &str) -> Result<Option<String>, VendorError> {
    let Some(code) = text::line("A country", entered)? else {
        return Ok(None);
    };
    if code.len() == 2 && code.chars().all(|c| c.is_ascii_alphabetic()) {
        Ok(Some(code.to_ascii_uppercase()))
    } else {
        Err(VendorError::Country(code))
    }
}

/// A web address: `https://` is put before a bare host; other schemes are refused, because
/// the address is later offered as a link. `None` when blank.
pub fn website(entered: &str) -> Result<Option<String>, VendorError> {
    let Some(address) = text::line("A website", entered)? else {
        return Ok(None);
    };
    let refused = || VendorError::Website(address.clone());
    let lower = address.to_ascii_lowercase();
    let rest = match lower.split_once("://") {
        Some(("https" | "http", rest)) => rest,
        Some(_) => return Err(refused()),
        None => lower.as_str(),
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let name_fits = name.contains('.')
        && name.split('.').all(|label| {
            !label.is_empty()
                && label.chars().count() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        });
    if !name_fits || port.parse::<u16>().is_err() || address.contains(char::is_whitespace) {
        return Err(refused());
    }
    Ok(Some(if lower.contains("://") { address } else { format!("https://{address}") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_website_is_an_address_of_the_web_or_refused() {
        for (entered, kept) in [
            ("acme.example", "https://acme.example"),
            ("https://Acme.example/trust?x=1", "https://Acme.example/trust?x=1"),
            ("http://acme.example:8080", "http://acme.example:8080"),
            ("müller.example", "https://müller.example"),
        ] {
            assert_eq!(website(entered), Ok(Some(kept.to_owned())));
        }
        for entered in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "acme",
            "https://",
            "a b.example",
            "x..example",
            "a.example:99999",
            "https://user@a.example",
        ] {
            assert!(matches!(website(entered), Err(VendorError::Website(_))), "{entered}");
        }
        assert_eq!(website("  "), Ok(None));
    }

    #[test]
    fn a_country_is_two_letters() {
        assert_eq!(country("de"), Ok(Some("DE".to_owned())));
        assert!(country("DEU").is_err());
        assert!(country("D1").is_err());
        assert_eq!(country(""), Ok(None));
    }

    #[test]
    fn kinds_and_stages_have_their_wire_names() {
        assert_eq!(serde_json::to_value(VendorKind::AiVendor).expect("json"), "ai_vendor");
        assert_eq!(serde_json::to_value(Stage::SecurityReview).expect("json"), "security_review");
        assert!(Stage::Request < Stage::Exit);
    }
}
