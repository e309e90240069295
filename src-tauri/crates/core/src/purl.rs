//! Package URLs (ECMA-427): reading them and writing them in canonical form. What a package is
//! called by advisories is `ecosystem`'s.

use std::collections::BTreeMap;
use std::fmt;
use thiserror::Error;

/// A package URL, its parts decoded and normalised as its type asks.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Purl {
    /// The type, lower case: `cargo`, `npm`, `maven`. (The standard's word is `type`.)
    pub kind: String,
    /// What stands before the name: a scope, a group, an owner; segments joined by `/`.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
    /// The version.
    pub version: Option<String>,
    /// Qualifiers by key.
    pub qualifiers: BTreeMap<String, String>,
    /// A path inside the package.
    pub subpath: Option<String>,
}

/// Why a text is no package URL.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum PurlError {
    /// A percent sign is followed by something else than two hexadecimal digits, or the bytes
    /// are not UTF-8.
    #[error("it is not percent-encoded text")]
    Encoding,
    /// The name is missing, or not one its type allows.
    #[error("its name is missing or not one of its type")]
    Name,
    /// The namespace is missing, or not allowed by its type.
    #[error("its namespace is missing or not one of its type")]
    Namespace,
    /// A qualifier is not `key=value`.
    #[error("a qualifier is not key=value")]
    Qualifier,
    /// It does not begin with `pkg:`.
    #[error("it does not begin with “pkg:”")]
    Scheme,
    /// The type is missing or holds other characters than it may.
    #[error("its type is missing or misspelt")]
    Type,
}

impl std::str::FromStr for Purl {
    type Err = PurlError;

    fn from_str(text: &str) -> Result<Self, PurlError> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':').ok_or(PurlError::Scheme)?;
        if !scheme.eq_ignore_ascii_case("pkg") {
            return Err(PurlError::Scheme);
        }
        let (rest, subpath) = rest.rsplit_once('#').map_or((rest, None), |(rest, path)| (rest, Some(path)));
        let (rest, qualifiers) = rest.split_once('?').map_or((rest, None), |(rest, list)| (rest, Some(list)));
        let (kind, rest) = rest.trim_start_matches('/').split_once('/').ok_or(PurlError::Type)?;
        let rest = rest.trim_matches('/');
        if rest.rsplit('/').next().is_some_and(|last| last.starts_with('@')) {
            return Err(PurlError::Name);
        }
        // an @ that begins the path or a segment belongs to a scope, not to a version
        let (path, version) = rest
            .rsplit_once('@')
            .filter(|(path, _)| !path.is_empty() && !path.ends_with('/'))
            .map_or((rest, None), |(path, version)| (path, Some(version)));
        let path = path.trim_end_matches('/');
        // a repository's name is its whole path on the host
        let split = if kind.eq_ignore_ascii_case("git") { path.split_once('/') } else { path.rsplit_once('/') };
        let (namespace, name) = split.map_or((None, path), |(space, name)| (Some(space), name));
        let mut purl = Self {
            kind: kind.to_owned(),
            namespace: namespace.map(|space| segments(space, false)).transpose()?.filter(|space| !space.is_empty()),
            name: decoded(name)?,
            version: version.map(decoded).transpose()?.filter(|version| !version.is_empty()),
            qualifiers: BTreeMap::new(),
            subpath: subpath.map(|path| segments(path, true)).transpose()?.filter(|path| !path.is_empty()),
        };
        for pair in qualifiers.unwrap_or_default().split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').ok_or(PurlError::Qualifier)?;
            let value = decoded(value)?;
            if !value.is_empty() {
                purl.qualifiers.insert(key.to_owned(), value);
            }
        }
        purl.settled()
    }
}

impl Purl {
    /// The same, checked and normalised by the rules of its type.
    ///
    /// # Errors
    /// When a part is missing or not allowed.
    pub fn settled(mut self) -> Result<Self, PurlError> {
        let fits = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
        if !self.kind.starts_with(|c: char| c.is_ascii_alphabetic()) || !self.kind.chars().all(fits) {
            return Err(PurlError::Type);
        }
        self.kind.make_ascii_lowercase();
        let mut qualifiers = BTreeMap::new();
        for (key, value) in std::mem::take(&mut self.qualifiers) {
            let fits = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
            if !key.starts_with(|c: char| c.is_ascii_alphabetic()) || !key.chars().all(fits) {
                return Err(PurlError::Qualifier);
            }
            qualifiers.insert(key.to_ascii_lowercase(), value);
        }
        self.qualifiers = qualifiers;
        let lower = |text: &mut String| *text = text.to_lowercase();
        match self.kind.as_str() {
            "alpm" | "apk" | "bitbucket" | "brew" | "composer" | "deb" | "github" | "hex" | "qpkg" => {
                lower(&mut self.name);
                self.namespace.as_mut().map(lower);
            }
            "bitnami" | "oci" => lower(&mut self.name),
            "huggingface" => {
                self.version.as_mut().map(lower);
            }
            "mlflow" if self.qualifiers.get("repository_url").is_some_and(|url| url.contains("databricks")) => {
                lower(&mut self.name);
            }
            "pub" => self.name = self.name.to_lowercase().replace('-', "_"),
            "pypi" => self.name = crate::ecosystem::hyphened(&self.name),
            "rpm" => {
                self.namespace.as_mut().map(lower);
            }
            "vscode-extension" => {
                lower(&mut self.name);
                self.namespace.as_mut().map(lower);
            }
            _ => {}
        }
        let wrong_name = match self.kind.as_str() {
            "chrome-extension" => self.name.len() != 32 || !self.name.bytes().all(|byte| (b'a'..=b'p').contains(&byte)),
            "cpan" => self.name.contains("::"),
            _ => self.name.is_empty(),
        };
        let wrong_namespace = match self.kind.as_str() {
            "otp" => self.namespace.is_some(),
            "swift" | "vscode-extension" => self.namespace.is_none(),
            _ => false,
        };
        match (wrong_name, wrong_namespace) {
            (true, _) => Err(PurlError::Name),
            (_, true) => Err(PurlError::Namespace),
            _ => Ok(self),
        }
    }
}

impl fmt::Display for Purl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pkg:{}/", self.kind)?;
        if let Some(namespace) = &self.namespace {
            for segment in namespace.split('/') {
                write!(f, "{}/", encoded(segment))?;
            }
        }
        let name = encoded(&self.name);
        f.write_str(&if self.kind == "git" { name.replace("%2F", "/") } else { name })?;
        if let Some(version) = &self.version {
            write!(f, "@{}", encoded(version))?;
        }
        for (index, (key, value)) in self.qualifiers.iter().enumerate() {
            write!(f, "{}{key}={}", if index == 0 { '?' } else { '&' }, encoded(value))?;
        }
        if let Some(subpath) = &self.subpath {
            let segments: Vec<String> = subpath.split('/').map(encoded).collect();
            write!(f, "#{}", segments.join("/"))?;
        }
        Ok(())
    }
}

fn segments(path: &str, inside: bool) -> Result<String, PurlError> {
    let mut kept = Vec::new();
    for segment in path.split('/') {
        let segment = decoded(segment)?;
        if !segment.is_empty() && !(inside && (segment == "." || segment == "..")) {
            kept.push(segment);
        }
    }
    Ok(kept.join("/"))
}

fn decoded(text: &str) -> Result<String, PurlError> {
    if !text.contains('%') {
        return Ok(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16)).ok_or(PurlError::Encoding);
            let (high, low) = (digit()?, digit()?);
            bytes.push(u8::try_from(high * 16 + low).map_err(|_| PurlError::Encoding)?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| PurlError::Encoding)
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_package_url_is_read_and_written() {
        for (text, canonical) in [
            ("pkg:npm/%40angular/core@12.3.1", "pkg:npm/%40angular/core@12.3.1"),
            ("pkg:npm/@babel/core", "pkg:npm/%40babel/core"),
            ("pkg:npm/@babel/core@7.0.0", "pkg:npm/%40babel/core@7.0.0"),
            ("PKG:PyPI/Ruamel_YAML@1.0", "pkg:pypi/ruamel-yaml@1.0"),
            ("pkg:golang/github.com/a/B@v1.0.0#x/../y", "pkg:golang/github.com/a/B@v1.0.0#x/y"),
            ("pkg:brew/node@20@20.10.0", "pkg:brew/node%4020@20.10.0"),
        ] {
            assert_eq!(text.parse::<Purl>().map(|purl| purl.to_string()), Ok(canonical.to_owned()), "{text}");
        }
        for (text, error) in [
            ("", PurlError::Scheme),
            ("npm/x", PurlError::Scheme),
            ("pkg:npm", PurlError::Type),
            ("pkg:pypi/", PurlError::Name),
            ("pkg:///", PurlError::Type),
            ("pkg:maven/@1.3.4", PurlError::Name),
            ("pkg:npm/a%zz", PurlError::Encoding),
            ("pkg:npm/a%ff", PurlError::Encoding),
            ("pkg:npm/a?b", PurlError::Qualifier),
        ] {
            assert_eq!(text.parse::<Purl>(), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(text in "(pkg:)?[a-z@%/#?=&.0-9A-F]{0,40}") {
            if let Ok(purl) = text.parse::<Purl>() {
                prop_assert_eq!(purl.to_string().parse::<Purl>(), Ok(purl));
            }
        }
    }
}
