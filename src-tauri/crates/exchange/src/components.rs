//! Component lists: recognises a file by its content, never by its name, and reads every
//! component in it. Each format is a file of its own beside this one, and one row of
//! [`read`]. What cannot be looked up comes back with the reason; nothing is dropped.

pub mod cargo_lock;
pub mod cyclonedx;

use caveat_core::component::{Component, ComponentList, Reason, Undecidable};
use caveat_core::ecosystem;
use caveat_core::purl::Purl;
use thiserror::Error;

/// Why a file is no component list that can be read.
#[derive(Debug, Error)]
pub enum ListError {
    /// It is of a format that is known, and broken.
    #[error("it looks like {format}, but cannot be read: {how}")]
    Broken {
        /// Which format it looks like.
        format: &'static str,
        /// What is wrong, with the place.
        how: String,
    },
    /// It is empty.
    #[error("it is empty")]
    Empty,
    /// It is text, and not a component list.
    #[error("it is neither a CycloneDX document in JSON nor a Cargo.lock")]
    Unknown,
    /// It is a component list of a version that this program does not know.
    #[error("it is {format} {version}, which this program does not read")]
    UnknownVersion {
        /// Which format.
        format: &'static str,
        /// Which version the file says it is.
        version: String,
    },
    /// It is not text.
    #[error("it is not text in UTF-8")]
    NotText,
}

/// Reads a component list.
///
/// # Errors
/// When the bytes are none, or a broken one.
pub fn read(bytes: &[u8]) -> Result<ComponentList, ListError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| ListError::NotText)?;
    match text.trim_start().as_bytes().first() {
        None => Err(ListError::Empty),
        Some(b'{') => cyclonedx::read(text),
        Some(b'#' | b'[' | b'v' | b'p') if cargo_lock::is_one(text) => cargo_lock::read(text),
        Some(_) => Err(ListError::Unknown),
    }
}

/// What a list says of one component; all of it may be missing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Named<'a> {
    pub name: &'a str,
    pub version: Option<&'a str>,
    pub purl: Option<&'a str>,
}

/// Files a component under those that can be looked up, by its package URL, or under the
/// others.
pub(crate) fn file(list: &mut ComponentList, named: Named<'_>) {
    let Named { name, version, purl } = named;
    let version = version.map(str::trim).filter(|version| !version.is_empty());
    let purl = purl.filter(|purl| !purl.trim().is_empty());
    let mut undecidable = |ecosystem: Option<&str>, version: Option<&str>, why: Reason| {
        list.undecidable.push(Undecidable::new(name, version, ecosystem, purl, why));
    };
    let Some(purl_text) = purl else {
        let why = match (name.trim().is_empty(), version) {
            (true, _) => Reason::NoName,
            (_, None) => Reason::NoVersion,
            _ => Reason::NoEcosystem,
        };
        return undecidable(None, version, why);
    };
    let Ok(read) = purl_text.parse::<Purl>() else {
        return undecidable(None, version, Reason::UnreadablePurl);
    };
    let Some(package) = ecosystem::package(&read) else {
        return undecidable(None, version.or(read.version.as_deref()), Reason::NoEcosystem);
    };
    let Some(shown) = version.or(read.version.as_deref()) else {
        return undecidable(Some(&package.ecosystem), None, Reason::NoVersion);
    };
    list.components.push(Component {
        name: name.to_owned(),
        version: shown.to_owned(),
        purl: Some(purl_text.to_owned()),
        purl_version: read.version.clone().filter(|version| version != shown),
        ecosystem: package.ecosystem,
        package: package.name,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_list_is_refused_and_says_why() {
        for (bytes, starts) in [
            (&b""[..], "it is empty"),
            (b" \n", "it is empty"),
            (b"\xff\xfe{\0", "it is not text"),
            (b"hello", "it is neither"),
            (b"{}", "it is neither"),
            (b"[package]\nname = \"x\"\n", "it is neither"),
            (b"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"2.0\"}", "it is CycloneDX-JSON 2.0"),
            (b"{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.4\",\"components\":[{", "it looks like CycloneDX-JSON"),
            (b"{\"spdxVersion\":\"SPDX-2.3\"}", "it is neither"),
            (b"<bom/>", "it is neither"),
        ] {
            let said = read(bytes).expect_err("a refusal").to_string();
            assert!(said.starts_with(starts), "{said}");
        }
    }

    #[test]
    fn each_component_is_filed_once() {
        let mut list = ComponentList::default();
        for (name, version, purl) in [
            ("a", Some("1"), Some("pkg:npm/a@1")),
            ("b", Some("1"), Some("pkg:npm/b")),
            ("c", None, Some("pkg:npm/c@2")),
            ("d", Some("1.0"), Some("pkg:npm/d@1.0.0")),
            ("e", None, Some("pkg:npm/e")),
            ("f", Some("1"), None),
            ("g", None, None),
            ("h", Some("1"), Some("pkg:generic/h@1")),
            ("i", Some("1"), Some("pkg:pypi/")),
            ("", None, None),
        ] {
            file(&mut list, Named { name, version, purl });
        }
        assert_eq!(list.total(), 10);
        let matched: Vec<_> = list.components.iter().map(|one| (one.version.as_str(), one.matched_version())).collect();
        assert_eq!(matched, [("1", "1"), ("1", "1"), ("2", "2"), ("1.0", "1.0.0")]);
        let why: Vec<Reason> = list.undecidable.iter().map(|one| one.why).collect();
        use Reason::{NoEcosystem, NoName, NoVersion, UnreadablePurl};
        assert_eq!(why, [NoVersion, NoEcosystem, NoVersion, NoEcosystem, UnreadablePurl, NoName]);
    }
}
